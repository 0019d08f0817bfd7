"""Payloads of the first five platforms: each field lands where it belongs, and what nobody reads is reported."""

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.dialect import missing_fields, parse_payload
from spiders.platform import Board, Fields
from spiders.platforms import platforms
from spiders.schema_org import postings_in_page
from storage.posting import ParsedPosting, StatedPay

NAMES = """id title text name location categories content compensation compensationTiers components metadata value
departments pay_input_ranges salaryRange lists address jobLocation baseSalary jobAd sections""".split()  # noqa: SIM905
FIVE = ("greenhouse", "lever", "ashby", "smartrecruiters", "jsonld")


def read(platform: str, payload: Any) -> ParsedPosting:
    posting, leftovers, problem = parse_payload(platform, json.dumps(payload), Board(platform, "bakery", "Bakery"))
    assert problem is None and posting is not None, problem
    assert leftovers == []
    return posting


GREENHOUSE = {
    "id": 12,
    "title": " Dough  Engineer ",
    "absolute_url": "https://boards.example/bakery/12",
    "location": {"name": "Lyon; Remote"},
    "content": "&lt;p&gt;Bread &amp;amp; butter&lt;/p&gt;",
    "first_published": "2026-11-02T08:00:00-05:00",
    "departments": [{"name": "Ovens"}],
    "offices": [],
    "requisition_id": "R-1",
    "metadata": None,
}


def test_greenhouse_content_is_unescaped_once() -> None:
    posting = read("greenhouse", GREENHOUSE)
    assert posting.html == "<p>Bread &amp; butter</p>"
    assert (posting.external_id, posting.title, posting.locations) == ("12", "Dough Engineer", ["Lyon; Remote"])
    assert (posting.department, posting.requisition_id) == ("Ovens", "R-1")
    assert posting.posted_at == dt.datetime(2026, 11, 2, 13, tzinfo=dt.UTC)
    assert posting.workplace is None and posting.pay is None


def test_greenhouse_pay_ranges_are_cents_of_one_currency() -> None:
    ranges = [
        {"min_cents": 3600, "max_cents": 4800, "currency_type": "USD", "title": "Hourly rate, east"},
        {"min_cents": 3300, "max_cents": 4100, "currency_type": "USD", "title": "Hourly rate, west"},
        {"min_cents": 9900, "max_cents": 9900, "currency_type": "EUR", "title": "Lyon"},
    ]
    assert read("greenhouse", {**GREENHOUSE, "pay_input_ranges": ranges}).pay == StatedPay(
        33, 48, "USD", "hour", sized=True
    )


def test_greenhouse_reads_the_employers_own_fields() -> None:
    def field(name: str, value: Any, kind: str = "single_select") -> dict[str, Any]:
        return {"id": 1, "name": name, "value": value, "value_type": kind}

    metadata = [
        field("Workplace Type", "Hybrid"),
        field("Time Type", "Full Time"),
        field("Equity range", {"unit": "USD", "min_value": "1.0", "max_value": "9.0"}, "currency_range"),
        field("USA: Salary Range", {"unit": "USD", "min_value": "90000.0", "max_value": "99000.0"}, "currency_range"),
        field("Canada: Salary Range", None, "currency_range"),
        field("Remote eligible", True, "yes_no"),
    ]
    posting = read("greenhouse", {**GREENHOUSE, "metadata": metadata})
    assert (posting.workplace, posting.employment_type) == ("hybrid", "full_time")
    assert posting.pay == StatedPay(90_000, 99_000, "USD", None, sized=True)


LEVER = {
    "id": "0a1b",
    "text": "Dough Engineer",
    "hostedUrl": "https://jobs.example/bakery/0a1b",
    "createdAt": 1_767_225_600_000,
    "categories": {"location": "Lyon", "allLocations": ["Lyon", "Paris"], "commitment": "Full-time", "team": "Ovens"},
    "workplaceType": "onsite",
    "country": "FR",
    "description": "<div>Bread.</div>",
    "descriptionPlain": "Bread.",
    "lists": [{"text": "You bring", "content": "<li>Flour</li>"}],
    "additional": "<div>Benefits.</div>",
    "salaryRange": {"min": 50000, "max": 60000, "currency": "EUR", "interval": "per-year-salary"},
}


def test_lever_joins_the_parts_of_the_text() -> None:
    posting = read("lever", LEVER)
    assert posting.html is not None
    assert [posting.html.index(word) for word in ("Bread", "You bring", "Flour", "Benefits")] == sorted(
        posting.html.index(word) for word in ("Bread", "You bring", "Flour", "Benefits")
    )
    assert posting.locations == ["Lyon", "Paris"] and posting.country == "FR"
    assert (posting.workplace, posting.employment_type, posting.department) == ("onsite", "full_time", "Ovens")
    assert posting.pay == StatedPay(50_000, 60_000, "EUR", "year")
    assert posting.posted_at == dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def _tier(kind: str, low: float | None, high: float | None, interval: str = "1 YEAR") -> dict[str, Any]:
    component = {"compensationType": kind, "minValue": low, "maxValue": high, "currencyCode": "USD"}
    return {"components": [{**component, "interval": interval}]}


ASHBY = {
    "id": "f00",
    "title": "Dough Engineer ",
    "jobUrl": "https://jobs.example/bakery/f00",
    "location": "Lyon Office",
    "secondaryLocations": [{"location": "Remote (France)", "address": {"postalAddress": {"addressCountry": "France"}}}],
    "address": {"postalAddress": {"addressLocality": "Lyon", "addressCountry": "France"}},
    "isRemote": True,
    "workplaceType": "Hybrid",
    "employmentType": "FullTime",
    "descriptionHtml": "<p>Bread.</p>",
    "publishedAt": "2026-11-02T08:00:00.000+00:00",
    "compensation": {
        "compensationTiers": [
            _tier("Salary", 90_000, 120_000),
            _tier("Salary", 100_000, 140_000),
            _tier("Bonus", 1, 900_000),
            _tier("EquityCashValue", 5, 999_999, "NONE"),
        ]
    },
}


def test_ashby_believes_the_workplace_type_and_only_salary_is_base_pay() -> None:
    posting = read("ashby", ASHBY)
    assert posting.workplace == "hybrid"
    assert posting.pay == StatedPay(90_000, 140_000, "USD", "year")
    assert posting.locations == ["Lyon, France", "Remote (France)"]
    without = read("ashby", {**ASHBY, "workplaceType": None, "compensation": {"compensationTiers": []}})
    assert without.workplace is None and without.pay is None


def test_smartrecruiters_body_is_made_of_its_sections() -> None:
    sections = {
        "jobDescription": {"title": "The job", "text": "<p>Bread.</p>"},
        "qualifications": {"title": "You", "text": "<p>Flour.</p>"},
        "videos": {"urls": []},
    }
    posting = read(
        "smartrecruiters",
        {
            "id": "77",
            "name": "Dough Engineer",
            "refNumber": "R77",
            "company": {"name": "Bakery"},
            "location": {"city": "Lyon", "country": "fr", "remote": False, "hybrid": True},
            "typeOfEmployment": {"label": "Full-time"},
            "releasedDate": "2026-11-02T08:00:00.000Z",
            "jobAd": {"sections": sections},
        },
    )
    assert posting.html == "<h3>The job</h3><p>Bread.</p>\n<h3>You</h3><p>Flour.</p>"
    assert (posting.country, posting.workplace, posting.requisition_id) == ("FR", "hybrid", "R77")


JOB = {"@type": "JobPosting", "title": "Dough Engineer", "description": "<p>Bread.</p>"}


@pytest.mark.parametrize(
    "kind", ["application/ld+json", "application/ld&#x2B;json", "application/LD+JSON; charset=utf-8"]
)
@pytest.mark.parametrize(
    "source",
    [
        json.dumps(JOB),
        json.dumps([{"@type": "WebPage"}, JOB]),
        json.dumps({"@context": "https://schema.org", "@graph": [{"@type": "Organization"}, JOB]}),
        json.dumps(JOB).replace("@type", "\\u0040type"),
        json.dumps({**JOB, "@type": ["JobPosting", "Thing"]}),
        "<!--\n" + json.dumps(JOB) + "\n-->",
        json.dumps({**JOB, "description": "two\nlines"}).replace("\\n", "\n"),
    ],
)
def test_json_ld_is_found_however_it_is_written(kind: str, source: str) -> None:
    page = f'<html><head><script type="{kind}">{source}</script></head><body>{{}}</body></html>'
    assert [posting["title"] for posting in postings_in_page(page)] == ["Dough Engineer"]


def test_microdata_stands_in_where_there_is_no_json_ld() -> None:
    page = """<div itemscope itemtype="https://schema.org/JobPosting"><h1 itemprop="title">Dough Engineer</h1>
      <div itemprop="hiringOrganization" itemscope><span itemprop="name">Bakery</span></div>
      <div itemprop="description"><p>Bread.</p></div></div>"""
    (found,) = postings_in_page(page)
    posting = read("jsonld", found)
    assert (posting.title, posting.company, posting.html) == ("Dough Engineer", "Bakery", "<p>Bread.</p>")


@pytest.mark.parametrize(
    "page", ["", "<html></html>", "<script type='application/ld+json'>{oops</script>", "\x00" * 99]
)
def test_a_page_without_a_posting_has_none(page: str) -> None:
    assert postings_in_page(page) == []


def test_json_ld_places_pay_and_telecommuting() -> None:
    paid = {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "value": {"minValue": "50,000", "maxValue": 60000, "unitText": "YEAR"},
    }
    address = {"@type": "PostalAddress", "addressLocality": "Lyon", "addressCountry": {"name": "France"}}
    both = read(
        "jsonld", {**JOB, "jobLocation": [{"address": address}], "jobLocationType": "TELECOMMUTE", "baseSalary": paid}
    )
    assert both.locations == ["Lyon, France"] and both.workplace is None, "it may be remote or hybrid"
    assert both.pay == StatedPay(50_000, 60_000, "EUR", "year")
    scopes = [{"@type": "Country", "name": name} for name in ("France", "Spain")]
    remote = read("jsonld", {**JOB, "jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": scopes})
    assert remote.workplace == "remote" and remote.locations == ["Remote, France", "Remote, Spain"]


@pytest.mark.parametrize("platform", FIVE)
@given(
    payload=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(NAMES),
                inner,
                max_size=5,
            )
        ),
        max_leaves=12,
    )
)
def test_a_payload_of_any_shape_gives_a_posting_or_a_problem(platform: str, payload: Any) -> None:
    posting, leftovers, problem = parse_payload(platform, json.dumps(payload), Board(platform, "bakery", "Bakery"))
    assert (posting is None) == (problem is not None)
    assert leftovers == sorted(leftovers)


@pytest.mark.parametrize("platform", FIVE)
@pytest.mark.parametrize("payload", ["", "{", "null", "[]", '"text"', "{}", "[" * 5000])
def test_a_damaged_payload_is_a_problem_and_no_error(platform: str, payload: str) -> None:
    posting, _, problem = parse_payload(platform, payload, Board(platform, "bakery", "Bakery"))
    assert posting is None and problem


def test_a_field_that_nobody_reads_is_reported_with_its_path() -> None:
    payload = {**LEVER, "newField": {"version": 2}, "categories": {**LEVER["categories"], "squad": "Rye"}}  # type: ignore[dict-item]
    _, leftovers, _ = parse_payload("lever", json.dumps(payload), Board("lever", "bakery", "Bakery"))
    assert leftovers == ["categories.squad", "newField"]


def test_taking_a_path_covers_what_lies_below_it_and_nothing_beside() -> None:
    fields = Fields({"a": {"b": 1, "c": {"d": 2, "e": 3}}, "f": [], "g": None, "h": [{"i": 1}]})
    assert fields.take("a.c.d") == 2 and fields.take("a.x.y") is None
    assert fields.leftovers() == ["a.b", "a.c.e", "h"]
    assert fields.leftovers(("a", "h")) == []


def test_every_platform_has_its_own_id_and_a_recipe() -> None:
    assert set(FIVE) <= set(platforms())
    for name, platform in platforms().items():
        assert platform.id == name
        assert "1. " in (type(platform).__doc__ or ""), f"{name} has no numbered recipe"


def test_a_field_that_has_left_a_board_is_named() -> None:
    whole = json.dumps({"id": 1, "title": "Baker", "absolute_url": "https://bakery.example/1", "location": {}})
    assert missing_fields("greenhouse", [whole]) == []
    assert missing_fields("greenhouse", ['{"id": 1}', '{"id": 2, "title": "Baker"}']) == ["absolute_url", "location"]
    assert missing_fields("greenhouse", ["no json", "[]", '{"unreadable": "HTTP 500"}']) == []
