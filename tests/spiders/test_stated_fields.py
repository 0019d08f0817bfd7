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
