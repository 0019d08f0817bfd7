"""What platforms state in fields of their own, in payloads written after what public clients of their APIs read."""

import json
from typing import Any

import pytest

from spiders.dialect import parse_payload
from spiders.job import Job
from spiders.platform import Board, PostingItem, Request, Response
from spiders.platforms import platforms
from spiders.settings import job_settings
from spiders.values import period, pooled
from storage.posting import ParsedPosting, StatedPay
from tests.spiders.conftest import DATE


def parsed(name: str, payload: Any, board: str = "mill") -> ParsedPosting:
    """The posting of a payload, of which nothing is left over."""
    posting, left, problem = parse_payload(name, json.dumps(payload), Board(name, board, "Mill"))
    assert posting is not None and not left, (problem, left)
    return posting


def rippling(**detail: Any) -> ParsedPosting:
    board = Board("rippling", "mill", "Mill")
    entry = {"uuid": "7", "name": "Baker", "url": "https://ats.rippling.com/mill/jobs/7", "places": ["Oslo"]}
    request = Request("https://api.rippling.com/7", step="detail", meta={"entry": entry})
    (found,) = platforms()["rippling"].read(board, Response(request, request.url, json.dumps(detail).encode(), {}))
    assert isinstance(found, PostingItem)
    return parsed("rippling", found.payload)


def test_rippling_reads_pay_date_and_type_of_the_detail() -> None:
    ranges = [
        {"location": "Oslo", "currency": "USD", "frequency": "YEAR", "rangeStart": 90000, "rangeEnd": 110000},
        {"location": "Bergen", "currency": "USD", "frequency": "YEAR", "rangeStart": 80000, "rangeEnd": 100000},
        {"location": "Toronto", "currency": "CAD", "frequency": "YEAR", "rangeStart": 70000, "rangeEnd": 170000},
    ]
    posting = rippling(
        description={"company": "<p>We mill.</p>", "role": "<p>Bake.</p>"}, payRangeDetails=ranges,
        employmentType={"label": "HOURLY_PT", "id": "Hourly, part-time"}, createdOn="2026-11-01T08:00:00Z",
        workLocations=["Oslo", "Bergen"],
    )  # fmt: skip
    assert posting.pay == StatedPay(80000.0, 110000.0, "USD", "year")
    assert posting.employment_type == "part_time" and posting.locations == ["Oslo", "Bergen"]
    assert posting.posted_at is not None and posting.html == "<p>We mill.</p>\n<p>Bake.</p>"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ({"label": "SALARIED_FT", "id": "Staff"}, "full_time"),
        ({"label": "TEMP", "id": "x"}, "temporary"),
        ({"label": None, "id": "Salaried, part-time"}, "part_time"),
        ({}, None),
    ],
)
def test_rippling_tells_employment_by_a_code(kind: dict[str, Any], expected: str | None) -> None:
    posting = rippling(employmentType=kind, payRangeDetails=[])
    assert posting.employment_type == expected and posting.pay is None


def test_gem_names_places_before_offices() -> None:
    post = {
        "id": "p-7", "title": "Baker", "absolute_url": "https://jobs.gem.com/mill/p-7", "content": "<p>Bake.</p>",
        "content_plain": "Bake.", "location": {"name": "Oslo, Norway"}, "location_type": "in_office",
        "employment_type": "full_time", "requisition_id": "R7", "first_published_at": "2026-11-01T08:00:00Z",
        "created_at": "2026-10-01T08:00:00Z", "updated_at": "2026-11-02T08:00:00Z", "internal_job_id": "j-1",
        "departments": [{"id": "d", "name": "Ovens"}],
        "offices": [{"id": "o", "name": "HQ", "location": {"name": "Oslo, Norway"}}, {"id": "b", "name": "Bergen"}],
    }  # fmt: skip
    posting = parsed("gem", post)
    assert posting.locations == ["Oslo, Norway", "Bergen"] and posting.workplace == "onsite"
    assert (posting.department, posting.requisition_id, posting.employment_type) == ("Ovens", "R7", "full_time")
    assert posting.posted_at is not None and posting.posted_at.month == 11


def pinpoint(**changed: Any) -> ParsedPosting:
    posting = {
        "id": "7", "title": "Baker", "url": "https://mill.pinpointhq.com/en/postings/7", "path": "/en/postings/7",
        "description": "<p>Bake.</p>", "key_responsibilities_header": "What you do",
        "key_responsibilities": "<p>Knead.</p>", "skills_knowledge_expertise_header": None,
        "skills_knowledge_expertise": None, "benefits_header": "Benefits", "benefits": "<p>Bread.</p>",
        "workplace_type": "hybrid", "workplace_type_text": "Hybrid", "employment_type": "full_time",
        "employment_type_text": "Full Time", "deadline_at": None, "compensation": "£30,000 / year",
        "compensation_visible": True, "compensation_minimum": 30000.0, "compensation_maximum": 40000.0,
        "compensation_currency": "GBP", "compensation_frequency": "year",
        "location": {"id": "1", "city": "Leeds", "province": "Yorkshire", "name": "Mill 2", "postal_code": "LS1",
                     "street_address": "1 Mill Road"},
        "job": {"id": "9", "requisition_id": "R7", "department": {"id": "3", "name": "Ovens"}, "division": None},
    }  # fmt: skip
    return parsed("pinpoint", posting | changed)


def test_pinpoint_reads_visible_pay_and_its_sections() -> None:
    posting = pinpoint()
    assert posting.pay == StatedPay(30000.0, 40000.0, "GBP", "year") and posting.workplace == "hybrid"
    assert posting.html == "<p>Bake.</p>\n<h3>What you do</h3><p>Knead.</p>\n<h3>Benefits</h3><p>Bread.</p>"
    assert posting.locations == ["Leeds, Yorkshire"] and posting.requisition_id == "R7"


def test_pinpoint_reads_no_hidden_pay_and_free_text_as_text() -> None:
    hidden = pinpoint(compensation_visible=False)
    assert hidden.pay is None and "30,000" not in str(hidden.html)
    free = pinpoint(compensation_minimum=None, compensation_maximum=None)
    assert free.pay is None and str(free.html).endswith("<p>Salary: £30,000 / year</p>")


def test_personio_reads_the_pay_that_is_shown() -> None:
    position = {
        "id": "7", "name": "Baker", "office": "Berlin", "jobDescriptions": "", "employmentType": "permanent",
        "schedule": "full-time", "createdAt": "2026-11-01T08:00:00+00:00",
        "salaryInformation": {"min": "60000.00", "max": "80000.00", "currencyCode": "EUR", "type": "yearly"},
    }  # fmt: skip
    assert parsed("personio", position).pay == StatedPay(60000.0, 80000.0, "EUR", "year")


def test_ashby_reads_no_pay_that_the_employer_chose_not_to_show() -> None:
    part = {"compensationType": "Salary", "interval": "1 YEAR", "currencyCode": "USD", "minValue": 1e5, "maxValue": 2e5}
    job = {"id": "7", "title": "Baker", "compensation": {"compensationTiers": [{"components": [part]}]}}
    assert parsed("ashby", job).pay == StatedPay(1e5, 2e5, "USD", "year")
    assert parsed("ashby", job | {"shouldDisplayCompensationOnJobPostings": True}).pay is not None
    assert parsed("ashby", job | {"shouldDisplayCompensationOnJobPostings": False}).pay is None


@pytest.mark.parametrize(
    ("code", "expected"), [("PA", "year"), ("PH", "hour"), ("Per Year", "year"), ("Per Hour", "hour"), ("BW", None),
                           ("Bi-weekly", None), ("WC", None), ("Per Bi-Week", None), (None, None)]
)  # fmt: skip
def test_usajobs_reads_the_period_in_code_or_words(code: str | None, expected: str | None) -> None:
    about = {
        "PositionTitle": "Baker", "PositionURI": "https://www.usajobs.gov/job/7",
        "PositionRemuneration": [{"MinimumRange": "20", "MaximumRange": "30", "RateIntervalCode": code}],
        "UserArea": {"Details": {"MajorDuties": "Knead.", "RemoteIndicator": "True", "Education": "A degree."}},
    }  # fmt: skip
    posting = parsed("usajobs", {"MatchedObjectId": "7", "MatchedObjectDescriptor": about})
    assert (posting.pay.period if posting.pay else None) == expected and posting.workplace == "remote"
    assert posting.html == "<p>Knead.</p>\n<p>A degree.</p>"


def test_comeet_tells_no_date_of_publication_and_no_internal_position() -> None:
    platform, board = platforms()["comeet"], Board("comeet", "1A.002/token", "Mill")
    (request,) = platform.start(board)
    position = {"uid": "7", "name": "Baker", "time_updated": "2026-11-01T08:00:00Z", "is_internal": False}
    body = json.dumps([position, position | {"uid": "8", "is_internal": True}]).encode()
    (found,) = platform.read(board, Response(request, request.url, body, {}))
    assert isinstance(found, PostingItem) and parsed("comeet", found.payload).posted_at is None


@pytest.mark.parametrize("written", ["bi-week-salary", "semi-month-salary", "bi-month-salary", "biweekly", "fortnight"])
def test_two_weeks_are_no_week(written: str) -> None:
    assert period(written) is None


def test_ranges_are_pooled_within_the_first_currency_and_period() -> None:
    ranges = [
        StatedPay(None, None, "EUR", "year"),
        StatedPay(10.0, 20.0, "USD", "hour"),
        StatedPay(None, 30.0, "USD", "hour"),
        StatedPay(1.0, 99.0, "USD", "year"),
    ]
    assert pooled(ranges) == StatedPay(10.0, 30.0, "USD", "hour")
    assert pooled([]) is None and pooled(ranges[:1]) is None


def test_requests_wait_as_long_as_the_terms_ask(tmp_path: Any) -> None:
    delays = [
        job_settings(Job(name, [], DATE, tmp_path), frozenset())["DOWNLOAD_DELAY"] for name in ("adzuna", "lever")
    ]
    assert delays == [3.0, 0.5]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(["Hybrid"], "hybrid"), (["On-site"], "onsite"), (["Remote", "Hybrid"], "hybrid"), (["Remote", "Onsite"], None),
     ([None, "Remote"], "remote"), ([], None), ("Hybrid", "hybrid"), ({"id": "remote"}, None), (True, None)],
)  # fmt: skip
def test_greenhouse_reads_a_workplace_of_several_choices(value: Any, expected: str | None) -> None:
    field = {"id": 1, "name": "Workplace Type", "value": value, "value_type": "multi_select"}
    job = {"id": 7, "title": "Baker", "metadata": [field, {"name": "Employment Type", "value": ["Part-time"]}]}
    posting = parsed("greenhouse", job)
    assert (posting.workplace, posting.employment_type) == (expected, "part_time")


RECRUITEE = {"id": 7, "title": "Baker", "careers_url": "https://mill.recruitee.com/o/baker", "country_code": "NO"}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"city": "Bergen", "state_name": "Vestland", "country": "Norway"}, ["Bergen, Vestland, Norway"]),
        ({"city": "Bergen", "country": "Norway", "locations": []}, ["Bergen, Norway"]),
        ({"city": "Bergen", "country": "Norway", "locations": [None, {"city": "Oslo"}]}, ["Oslo"]),
        ({"location": "Remote job"}, ["Remote job"]),
        ({"city": "", "country": None}, []),
    ],
)
def test_recruitee_names_its_own_place_where_there_are_no_locations(told: dict[str, Any], expected: list[str]) -> None:
    assert parsed("recruitee", RECRUITEE | told).locations == expected


@pytest.mark.parametrize(
    ("platform", "payload", "expected"),
    [
        ("workable", {"shortcode": "7", "title": "Baker", "city": "Oslo", "country": "Norway"}, "Oslo, Norway"),
        ("breezy", {"id": "7", "name": "Baker", "location": {"name": "Oslo"}, "locations": [None]}, "Oslo"),
        ("lever", {"id": "7", "text": "Baker", "categories": {"location": "Oslo", "allLocations": [None]}}, "Oslo"),
        ("ashby", {"id": "7", "title": "Baker", "location": "Oslo", "secondaryLocations": [None]}, "Oslo"),
    ],
)  # fmt: skip
def test_the_single_place_stands_in_for_a_list_without_one(
    platform: str, payload: dict[str, Any], expected: str
) -> None:
    assert parsed(platform, payload).locations == [expected]


@pytest.mark.parametrize("markup", [None, "", "  "])
def test_plain_text_stands_in_where_the_html_is_missing(markup: str | None) -> None:
    plain = "Bake <rye>\n& knead."
    lever = {"id": "7", "text": "Baker", "description": markup, "descriptionPlain": plain, "additionalPlain": "Bread."}
    expected = "<p>Bake &lt;rye&gt;<br>&amp; knead.</p>"
    assert parsed("lever", lever).html == f"{expected}\n<p>Bread.</p>"
    ashby = {"id": "7", "title": "Baker", "descriptionHtml": markup, "descriptionPlain": plain}
    assert parsed("ashby", ashby).html == expected
    assert parsed("gem", {"id": "7", "title": "Baker", "content": markup, "content_plain": plain}).html == expected
    whole = lever | {"description": "<p>Bake.</p>", "additional": "<p>Bread.</p>"}
    assert parsed("lever", whole).html == "<p>Bake.</p>\n<p>Bread.</p>", "the HTML stands first, and nothing twice"


def test_ashby_reads_the_summary_of_pay_where_no_tier_tells_any() -> None:
    def part(kind: str, high: float) -> dict[str, Any]:
        return {
            "compensationType": kind,
            "interval": "1 YEAR",
            "currencyCode": "EUR",
            "minValue": 6e4,
            "maxValue": high,
        }

    summary = [part("Salary", 8e4), part("Bonus", 9e5), None]
    job = {"id": "7", "title": "Baker", "compensation": {"summaryComponents": summary}}
    assert parsed("ashby", job).pay == StatedPay(6e4, 8e4, "EUR", "year")
    tiers = {"compensationTiers": [None, {"components": None}], "summaryComponents": summary}
    assert parsed("ashby", job | {"compensation": tiers}).pay == StatedPay(6e4, 8e4, "EUR", "year")
    own = tiers | {"compensationTiers": [{"components": [part("Salary", 7e4)]}]}
    assert parsed("ashby", job | {"compensation": own}).pay == StatedPay(6e4, 7e4, "EUR", "year")
    assert parsed("ashby", job | {"shouldDisplayCompensationOnJobPostings": False}).pay is None


@pytest.mark.parametrize("value", [5000, {"value": 5000}, {"minValue": 5000, "maxValue": 6000, "unitText": None}])
def test_json_ld_pay_without_a_unit_has_no_period(value: Any) -> None:
    salary = {"@type": "MonetaryAmount", "currency": "USD", "value": value}
    pay = parsed("jsonld", {"@type": "JobPosting", "title": "Baker", "baseSalary": salary}).pay
    assert pay is not None and (pay.min, pay.period, pay.sized) == (5000, None, False)


@pytest.mark.parametrize(
    ("salary", "pay"),
    [(5000, StatedPay(5000, 5000, "NOK", None)), ("5000", StatedPay(5000, 5000, "NOK", None)),
     ({"currency": "USD", "minValue": 20, "maxValue": 30, "unitText": "HOUR"}, StatedPay(20, 30, "USD", "hour")),
     ({"currency": "USD", "value": 20, "unitText": "HOUR"}, StatedPay(20, 20, "USD", "hour")),
     ([{"value": {"minValue": "20"}}], StatedPay(20, None, "NOK", None)),
     ({"value": None}, None), ({"value": [], "currency": "USD"}, None), (0, None), (True, None), ("", None),
     ("Negotiable", None), ({"value": "DOE", "unitText": "YEAR"}, None)],
)  # fmt: skip
def test_json_ld_pay_may_leave_out_a_level(salary: Any, pay: StatedPay | None) -> None:
    posting = parsed("jsonld", {"@type": "JobPosting", "title": "B", "baseSalary": salary, "salaryCurrency": "NOK"})
    assert (posting.pay, posting.html) == (pay, None)


@pytest.mark.parametrize(
    ("salary", "told"),
    [("$50k - $60k", "$50k - $60k"), ("50,000 - 60,000", "NOK 50,000 - 60,000"),
     ({"currency": "EUR", "value": {"value": "4.000 - 5.000", "unitText": "MONTH"}}, "EUR 4.000 - 5.000 per month"),
     ({"value": "$50,000+", "unitText": "YEAR"}, "$50,000+ per year")],
)  # fmt: skip
def test_json_ld_pay_in_words_is_read_with_the_text(salary: Any, told: str) -> None:
    payload = {"@type": "JobPosting", "title": "B", "description": "Bake.", "baseSalary": salary}
    posting = parsed("jsonld", payload | {"salaryCurrency": "NOK"})
    assert posting.pay is None and posting.html == f"Bake.\n<p>Salary: {told}</p>"


# Every list of objects that a dialect reads, with a null before what it is read for.
LISTS: list[tuple[str, dict[str, Any], str, Any]] = [
    ("greenhouse", {"id": 7, "title": "Baker", "departments": [None, {"name": "Ovens"}], "pay_input_ranges": [None]},
     "department", "Ovens"),
    ("gem", {"id": "7", "title": "Baker", "departments": [None, {"name": "Ovens"}], "offices": [None]},
     "department", "Ovens"),
    ("lever", {"id": "7", "text": "Baker", "lists": [None, {"text": "You", "content": "<li>Rye</li>"}]},
     "html", "<h3>You</h3><ul><li>Rye</li></ul>"),
    ("workable", {"shortcode": "7", "title": "Baker", "locations": [None, {"city": "Oslo"}]}, "locations", ["Oslo"]),
    ("themuse", {"id": 7, "name": "Baker", "levels": [None, {"name": "Senior"}], "categories": [None],
                 "locations": [None]}, "seniority", "Senior"),
    ("comeet", {"uid": "7", "name": "Baker", "details": [None, {"name": "You", "value": "Rye"}]},
     "html", "<h3>You</h3>Rye"),
    ("personio", {"id": "7", "name": "Baker", "jobDescriptions": {"jobDescription": [None, {"value": "Rye"}]}},
     "html", "<h3></h3>Rye"),
    ("rippling", {"uuid": "7", "name": "Baker", "detail": {"payRangeDetails": [None]}}, "pay", None),
    ("usajobs", {"MatchedObjectId": "7", "MatchedObjectDescriptor": {
        "PositionTitle": "Baker", "JobCategory": [None, {"Name": "Ovens"}], "PositionSchedule": [None],
        "PositionLocation": [None], "PositionRemuneration": [None]}}, "department", "Ovens"),
]  # fmt: skip


@pytest.mark.parametrize(("platform", "payload", "field", "expected"), LISTS, ids=[one[0] for one in LISTS])
def test_a_null_in_a_list_loses_no_posting(platform: str, payload: dict[str, Any], field: str, expected: Any) -> None:
    assert getattr(parsed(platform, payload), field) == expected


def nested(path: str, value: Any) -> dict[str, Any]:
    first, _, rest = path.partition(".")
    return {first: nested(rest, value) if rest else value}


# Where each platform's description stands, beside an id and a title.
DESCRIPTIONS: list[tuple[str, dict[str, Any], str]] = [
    ("adzuna", {"id": "7", "title": "Baker"}, "description"),
    ("arbeitnow", {"slug": "7", "title": "Baker"}, "description"),
    ("ashby", {"id": "7", "title": "Baker"}, "descriptionHtml"),
    ("bamboohr", {"id": "7", "jobOpeningName": "Baker"}, "detail.description"),
    ("breezy", {"id": "7", "name": "Baker"}, "description"),
    ("file", {"id": "7", "title": "Baker"}, "description"),
    ("gem", {"id": "7", "title": "Baker"}, "content"),
    ("greenhouse", {"id": "7", "title": "Baker"}, "content"),
    ("himalayas", {"guid": "https://himalayas.app/7", "title": "Baker"}, "description"),
    ("jobicy", {"id": "7", "jobTitle": "Baker"}, "jobDescription"),
    ("jsonld", {"title": "Baker"}, "description"),
    ("lever", {"id": "7", "text": "Baker"}, "description"),
    ("lever", {"id": "7", "text": "Baker"}, "additional"),
    ("pinpoint", {"id": "7", "title": "Baker"}, "benefits"),
    ("recruitee", {"id": "7", "title": "Baker"}, "description"),
    ("recruitee", {"id": "7", "title": "Baker"}, "requirements"),
    ("remoteok", {"id": "7", "position": "Baker"}, "description"),
    ("remotive", {"id": "7", "title": "Baker"}, "description"),
    ("rippling", {"uuid": "7", "name": "Baker"}, "detail.description.role"),
    ("smartrecruiters", {"id": "7", "name": "Baker"}, "jobAd.sections.jobDescription.text"),
    ("themuse", {"id": 7, "name": "Baker"}, "contents"),
    ("weworkremotely", {"guid": "7", "title": "Baker"}, "description"),
    ("workable", {"shortcode": "7", "title": "Baker"}, "description"),
    ("workday", {"list": {"title": "Baker", "externalPath": "/job/7"}}, "jobPostingInfo.jobDescription"),
    ("workingnomads", {"url": "https://nomads.example/7", "title": "Baker"}, "description"),
]


@pytest.mark.parametrize(("value", "kind"), [({"html": "Rye"}, "an object"), (["Rye"], "a list"), (7, "a number")])
@pytest.mark.parametrize(
    ("platform", "payload", "path"), DESCRIPTIONS, ids=[f"{one[0]}-{one[2]}" for one in DESCRIPTIONS]
)
def test_a_description_that_is_no_text_names_platform_and_field(
    platform: str, payload: dict[str, Any], path: str, value: Any, kind: str
) -> None:
    board = Board(platform, "mill", "Mill")
    posting, _, problem = parse_payload(platform, json.dumps(payload | nested(path, value)), board)
    assert posting is None and problem == f"{platform}: {path} is {kind} instead of text"
    sound, _, problem = parse_payload(platform, json.dumps(payload | nested(path, "<p>Rye</p>")), board)
    assert problem is None and sound is not None and "Rye" in str(sound.html or sound.text)
