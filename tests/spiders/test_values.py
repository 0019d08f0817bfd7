"""Payload values in one form."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.dialect import parse_payload
from spiders.platform import Board
from spiders.values import (
    as_markup,
    employment,
    joined,
    mended,
    moment,
    named_workplace,
    number,
    period,
    pooled,
    text,
    web_address,
    with_pay,
    workplace,
)
from storage.posting import StatedPay

ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text(), max_size=3)
MOMENTS = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2090, 1, 1)).map(lambda when: when.replace(microsecond=0))


@given(ANYTHING)
def test_no_value_raises(value: object) -> None:
    for function in (text, number, moment, employment, period, named_workplace, web_address):
        function(value)


@given(MOMENTS, st.integers(-12, 12))
def test_a_moment_is_the_same_in_every_notation(when: dt.datetime, hours: int) -> None:
    zoned = when.replace(tzinfo=dt.timezone(dt.timedelta(hours=hours)))
    expected = zoned.astimezone(dt.UTC)
    assert moment(zoned.isoformat()) == expected
    assert moment(zoned.strftime("%a, %d %b %Y %H:%M:%S %z")) == expected
    assert moment(expected.strftime("%Y-%m-%dT%H:%M:%SZ")) == expected
    assert moment(when.strftime("%Y-%m-%d %H:%M:%S UTC")) == when.replace(tzinfo=dt.UTC)


@given(st.integers(dt.datetime(1990, 1, 1).year, 2089).map(lambda y: dt.datetime(y, 3, 1, tzinfo=dt.UTC)))
def test_epochs_are_told_by_their_size(when: dt.datetime) -> None:
    seconds = int(when.timestamp())
    assert moment(seconds) == moment(str(seconds)) == moment(seconds * 1000) == when


@pytest.mark.parametrize("value", ["", "soon", "Posted 3 days ago", None, True, "2026-13-45", -1e30, "1" * 40,
                                   "2026", 2026, 46_082, "46082.5", "20261301", "1e999", "0"])  # fmt: skip
def test_what_is_no_moment_is_unknown(value: object) -> None:
    assert moment(value) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [(20260301, dt.datetime(2026, 3, 1)), ("20260301", dt.datetime(2026, 3, 1)),
     ("1713397508000.0", dt.datetime(2024, 4, 17, 23, 45, 8)), ("1.713397508e+12", dt.datetime(2024, 4, 17, 23, 45, 8)),
     ("1713397508.0", dt.datetime(2024, 4, 17, 23, 45, 8))],
)  # fmt: skip
def test_numbers_are_read_as_tables_write_them(written: object, expected: dt.datetime) -> None:
    assert moment(written) == expected.replace(tzinfo=dt.UTC)


@given(st.floats(0, 1e9, allow_nan=False).map(lambda value: round(value, 2)))
def test_a_number_is_the_same_in_every_notation(value: float) -> None:
    assert number(value) == number(str(value)) == number(f"{value:,}") == number(f" {value:,.2f} ") == value


@pytest.mark.parametrize("value", ["", "a lot", None, True, [], "1 to 2", "nan", "inf"])
def test_what_is_no_number_is_unknown(value: object) -> None:
    assert number(value) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("FULL_TIME", "full_time"), ("Full-time", "full_time"), ("Permanent", "full_time"), ("Vollzeit", "full_time"),
        ("part time", "part_time"), ("PartTime", "part_time"), ("Internship", "internship"),
        ("Working student", "internship"),
        ("Contractor", "contract"), ("Freelance", "contract"), ("TEMPORARY", "temporary"), ("fixed_term", "temporary"),
        (["", "Full-time"], "full_time"), ("Volunteer", "other"), (None, None), ([], None), (3, None), ("", None),
    ],
)  # fmt: skip
def test_employment_types(written: object, expected: str | None) -> None:
    assert employment(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1 YEAR", "year"), ("per-hour-wage", "hour"), ("annually", "year"), ("MONTH", "month"), ("weekly", "week"),
        ("daily", "day"), ("per annum", "year"), ("NONE", None), ("", None), (12, None),
    ],
)  # fmt: skip
def test_periods(written: object, expected: str | None) -> None:
    assert period(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Remote", "remote"), ("REMOTE_OR_HYBRID", "hybrid"), ("On-site", "onsite"), ("on site", "onsite"),
        ("in_office", "onsite"), ("In person", "onsite"), ("TELECOMMUTE", "remote"), ("unspecified", None),
        (None, None),
    ],
)  # fmt: skip
def test_workplaces_by_word(written: object, expected: str | None) -> None:
    assert named_workplace(written) == expected


def test_workplaces_by_flag() -> None:
    assert workplace(remote=True, hybrid=True) == "hybrid"
    assert workplace(remote=True) == "remote" and workplace(onsite=True) == "onsite"
    assert workplace(remote=False, onsite=None) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://jobs.example/1", True), ("HTTP://jobs.example/1", True), ("javascript:alert(1)", False),
        ("data:text/html,x", False), ("//jobs.example", False), ("/jobs/1", False), ("https://a b", False),
        (None, False),
        ("https://x.example/" + "y" * 5000, False),
    ],
)  # fmt: skip
def test_only_web_addresses_pass(written: object, expected: bool) -> None:
    assert (web_address(written) is not None) == expected


def test_text_is_one_line_with_entities_decoded() -> None:
    assert text("  R&amp;D \n engineer ") == "R&D engineer"
    assert text(7) == "7" and text("") is None and text({}) is None and text(False) is None
    assert joined("Porto", None, "", "Porto", "PT") == "Porto, PT" and joined(None) is None


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("We\u00e2\u0080\u0099re hiring", "We’re hiring"),  # UTF-8 read as Latin-1
        ("Weâ€™re hiring", "We’re hiring"),  # as Windows-1252
        ("Bureau Ã\u00a0 Paris, CafÃ©", "Bureau à Paris, Café"),
        ("MÃ¼nchen", "München"),
        ("Â£50,000 â€“ Â£60,000", "£50,000 – £60,000"),
        ("São Paulo, Île-de-France, Málaga", "São Paulo, Île-de-France, Málaga"),
        ("50 000 € – 60 000 €, “quoted”", "50 000 € – 60 000 €, “quoted”"),
    ],
)
def test_text_that_was_decoded_wrongly_is_put_right_and_other_text_stays(written: str, right: str) -> None:
    assert mended(written) == right


def test_every_platform_s_texts_are_mended_where_they_are_parsed() -> None:
    payload = {
        "id": 7, "title": "IngÃ©nieur", "absolute_url": "https://example.org/7", "location": {"name": "MÃ¼nchen"},
        "content": "&lt;p&gt;Weâ€™re hiring&lt;/p&gt;",
    }  # fmt: skip
    posting, _, problem = parse_payload("greenhouse", json.dumps(payload), Board("greenhouse", "acme", "Acme"))
    assert problem is None and posting is not None
    assert (posting.title, posting.locations) == ("Ingénieur", ["München"])
    assert posting.html is not None and "We’re hiring" in posting.html


def test_an_address_is_no_longer_than_browsers_take() -> None:
    longest = "https://jobs.example/".ljust(4000, "a")
    assert web_address(longest) == longest
    assert web_address(longest + "a") is None


def test_a_list_of_words_for_the_workplace_is_the_one_that_is_meant() -> None:
    assert named_workplace(["remote"]) == "remote"
    assert named_workplace(["remote", "On-site"]) is None
    assert named_workplace(["remote", "hybrid"]) == "hybrid"
    assert named_workplace([]) is None and named_workplace([None, 3]) is None


def test_ranges_are_pooled_in_the_currency_and_period_of_the_first() -> None:
    ranges = [
        StatedPay(None, None, "JPY", "year"), StatedPay(50.0, 60.0, "USD", "hour"), StatedPay(9.0, 90.0, "EUR", "hour"),
        StatedPay(40.0, 55.0, "USD", "hour"), StatedPay(None, 70.0, "USD", "hour"), StatedPay(1.0, 99.0, "USD", "day"),
    ]  # fmt: skip
    assert pooled(ranges) == StatedPay(40.0, 70.0, "USD", "hour")
    assert pooled(ranges[:1]) is None and pooled([]) is None


def test_pay_that_is_told_as_free_text_stands_at_the_descriptions_end() -> None:
    assert with_pay("<p>Build</p>", "$9 & tips") == "<p>Build</p>\n<p>Salary: $9 &amp; tips</p>"
    assert with_pay("<p>Build</p>", None) == "<p>Build</p>"
    assert with_pay(None, "$9") == with_pay(7, "$9") == "<p>Salary: $9</p>"
    assert with_pay(None, None) is None


def test_a_place_is_one_line_without_blanks_and_repeats() -> None:
    assert joined("Berlin", None, " ", "Berlin", "Germany") == "Berlin, Germany"
    assert joined(None, "") is None


def test_plain_text_as_markup_keeps_its_lines_and_its_signs() -> None:
    assert as_markup(" a < b\nc & d\n") == "<p>a &lt; b<br>c &amp; d</p>"
    assert as_markup(" \n") is None and as_markup(None) is None and as_markup(7) is None


@pytest.mark.parametrize("value", [True, False, None, ""])
def test_flags_and_blanks_are_no_numbers(value: object) -> None:
    assert number(value) is None
