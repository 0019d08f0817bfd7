"""What is dropped of persons, and what must stay."""

import datetime as dt
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.privacy import EMAIL, PHONE, scrubbed, without_persons

LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)
ENDINGS = st.sampled_from(["com", "de", "co.uk", "museum"])
ADDRESSES = st.builds("{}.{}{}{}.{}".format, LETTERS, LETTERS, st.sampled_from(["@", "&#64;", "%40"]), LETTERS, ENDINGS)
CURRENCIES = st.sampled_from(["$", "€", "£", "USD ", "EUR ", "CHF ", ""])


@pytest.mark.parametrize(
    "text",
    [
        "Write to jane.doe@bakery.example, please",
        "Write to jane.doe&#64;bakery.example, please",
        "Write to jane.doe(at)bakery.example, please",
        "Write to jane.doe＠bakery.example, please",
        "Write to jane.doe [at] bakery.co.example, please",
        "Write to J.O'Doe+jobs@mail.bakery.example, please",
    ],
)
def test_mail_addresses_are_removed(text: str) -> None:
    assert scrubbed(text) == f"Write to {EMAIL}, please"


@pytest.mark.parametrize(
    "number",
    [
        "+49 30 1234567", "+1 (555) 010-9999", "+44 20 7946 0000", "+48 123 456 789", "+15550109999",
        "0049 30 1234567", "0044-20-7946-0000", "＋49 30 1234567",
        "(555) 010-9999", "555-010-9999", "1-555-010-9999", "555.010.9999",
    ],
)  # fmt: skip
def test_telephone_numbers_are_removed(number: str) -> None:
    assert scrubbed(f"Ask us: {number}, any day") == f"Ask us: {PHONE}, any day"


@pytest.mark.parametrize(
    "word", ["Tel.", "Tel:", "Telefon", "phone number:", "Call us at", "WhatsApp", "mobile no.", "Phone –", "T:", "M:"]
)
def test_a_local_number_is_told_by_the_word_before_it(word: str) -> None:
    assert scrubbed(f"{word} 030 1234567 (mornings)") == f"{word} {PHONE} (mornings)"


@pytest.mark.parametrize(
    "text",
    [
        "Pay: $104,900 - 173,100 a year", "12 000 - 18 500 PLN", "between 2026 - 2028", "2026-11-23T06:00:00+00:00",
        "registered number 144724504000", "https://jobs.example/a/744000133907678-baker",
        "https://jobs.example/0e0af209-d25c-49ce-95f8-74706798a0ea", "https://doi.example/10.1145/3539597.3570439",
        "react@18.2.0 and @scope/tool", "https://blog.example/@bakery/bread", "+10 000 000 loaves a year", "24/7",
        "ISBN 978-3-031-19806-9", "call 5 of 6 bakeries", "+401k", "10+ years, 2019-2024",
        "REQ-0012-3456-7890", "Req ID: 10012345678", "job 0012345678901", "JR: 2024-12345-678", "45.000 - 60.000 EUR",
        "NIP 123-456-78-90", "120.000,00 - 150.000,00",
    ],
)  # fmt: skip
def test_what_is_no_contact_stays(text: str) -> None:
    assert scrubbed(text) == text


@given(ADDRESSES, st.sampled_from([" ", "<b>", "(", "mailto:", ", "]))
def test_no_mail_address_survives(address: str, before: str) -> None:
    assert scrubbed(f"Ask{before}{address} soon") == f"Ask{before}{EMAIL} soon"


@given(CURRENCIES, st.integers(1_000, 900_000), st.integers(0, 300_000), st.sampled_from([",", ".", " ", ""]))
def test_pay_ranges_stay(currency: str, low: int, more: int, group: str) -> None:
    text = f"Base pay {currency}{low:,} - {currency}{low + more:,} per year".replace(",", group)
    assert scrubbed(text) == text


@given(st.datetimes(timezones=st.just(dt.UTC)), st.uuids(), st.integers(0, 10**18))
def test_dates_and_ids_stay(moment: dt.datetime, number: object, serial: int) -> None:
    for text in (moment.isoformat(), f"{moment:%Y/%m/%d}", f"https://jobs.example/{number}?id={serial}", str(serial)):
        assert scrubbed(text) == text


@given(st.text(max_size=200))
def test_scrubbing_twice_changes_nothing_more(text: str) -> None:
    assert scrubbed(scrubbed(text)) == scrubbed(text)


@pytest.mark.parametrize(
    "payload",
    [
        {"recruiter": {"name": "Jane Doe"}},
        {"Hiring Manager": "Jane Doe"},
        {"hiring_manager": ["Jane Doe"]},
        {"creator": {"name": "Jane Doe", "avatarUrl": "https://cdn.example/jane.png"}},
        {"job": {"applicationContact": {"name": "Jane Doe"}}},
        {"metadata": [{"name": "Owner of the role", "value": {"name": "Jane Doe"}, "value_type": "user"}]},
        {"metadata": [{"name": "Recruiter (main)", "value": "Jane Doe", "value_type": "short_text"}]},
        {"customField": [{"fieldLabel": "Hiring Manager", "valueLabel": "Jane Doe"}]},
    ],
)
def test_contact_persons_are_dropped(payload: dict[str, Any]) -> None:
    assert "Jane" not in json.dumps(without_persons(payload))


def test_the_posting_itself_stays() -> None:
    payload = {
        "id": 4915512345678,
        "title": "Contact Centre Recruiter",
        "hiringOrganization": {"name": "Bakery"},
        "metadata": [{"name": "Pay", "value": {"min_value": "100000.0"}, "value_type": "currency_range"}],
        "offices": [{"name": "Berlin", "location": None}],
        "remote": True,
    }
    assert without_persons(payload) == payload


@pytest.mark.parametrize("piece", ["a", "a@", "1 ", "+1 ", "(1", "a.", "@a.", "-", "call "])
def test_a_megabyte_of_anything_takes_bounded_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece)) + "@"
    began = time.process_time()
    scrubbed(text)
    assert time.process_time() - began < 3
