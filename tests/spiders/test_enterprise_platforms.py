"""The systems of large employers: what they are asked, page by page, and what their answers state.

Payloads are of our own making, in the shapes that public clients of these systems have written down.
"""

import datetime as dt
import json
from typing import Any

import pytest

from spiders.dialect import parse_payload
from spiders.platform import Advertised, Board, BoardError, PostingItem, Request, Response, Result
from spiders.platforms import platforms
from spiders.privacy import without_persons
from storage.posting import ParsedPosting

BOARDS = {
    "oracle": "mill.fa.us2/CX_1",
    "icims": "careers-mill",
    "phenom": "jobs.mill.example/us/en",
    "jazzhr": "mill",
    "paylocity": "0f8b7c1e-1111-4222-a333-444455556666",
    "zohorecruit": "mill",
    "eightfold": "mill/mill.example",
}


def board(name: str, token: str | None = None, company: str = "Mill") -> Board:
    return Board(name, token or BOARDS[name], company)


def answered(name: str, body: Any, request: Request | None = None, token: str | None = None) -> list[Result]:
    """What a platform makes of an answer to a request, or to its first one."""
    platform = platforms()[name]
    asked = request or next(iter(platform.start(board(name, token))))
    written = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    return list(platform.read(board(name, token), Response(asked, asked.url, written, {})))


def requests(results: list[Result]) -> list[Request]:
    return [one for one in results if isinstance(one, Request)]


def parsed(name: str, found: Result, token: str | None = None, company: str = "Mill") -> ParsedPosting:
    """The posting of an item, of which nothing is left over."""
    assert isinstance(found, PostingItem)
    posting, left, problem = parse_payload(name, json.dumps(found.payload), board(name, token, company))
    assert posting is not None and not left, (problem, left)
    assert (posting.external_id, posting.url) == (found.external_id, found.url)
    return posting


def in_detail(name: str, listed: Any, detail: Any, token: str | None = None, company: str = "Mill") -> ParsedPosting:
    """The posting of a list's first entry, with the answer to the request for its detail."""
    asked = next(one for one in requests(answered(name, listed, token=token)) if one.step == "detail")
    (found,) = answered(name, detail, asked, token)
    return parsed(name, found, token, company)


# --- Oracle Recruiting Cloud -----------------------------------------------------------------------

REQUISITION = {
    "Id": "7", "Title": "Baker", "PostedDate": "2026-11-01", "PostingEndDate": None, "Language": "US",
    "PrimaryLocationCountry": "NO", "GeographyId": 300000000484, "HotJobFlag": False, "WorkplaceTypeCode": None,
    "JobSchedule": None, "LegalEmployer": None, "ShortDescriptionStr": "Bake.", "PrimaryLocation": "Oslo, Norway",
    "Distance": 1.77e12, "TrendingFlag": False, "BeFirstToApplyFlag": True, "Relevancy": 10.0, "WorkplaceType": "",
    "secondaryLocations": [{"Name": "Bergen, Norway", "CountryCode": "NO"}, None], "workLocation": [{"LocationId": 1}],
}  # fmt: skip
REQUISITION_DETAIL = {
    "Id": "7", "Title": "Baker", "Category": "Ovens", "RequisitionType": "Pipeline", "RequisitionId": 300000001,
    "ExternalPostedStartDate": "2026-11-01T08:00:00+00:00", "JobSchedule": "Part time", "ContentLocale": "en",
    "ExternalDescriptionStr": "<p>Bake.</p>", "ExternalResponsibilitiesStr": None,
    "ExternalQualificationsStr": "<ul><li>Rye</li></ul>", "CorporateDescriptionStr": "<p>We mill.</p>",
    "OrganizationDescriptionStr": "", "ShortDescriptionStr": "Bake.", "WorkplaceTypeCode": "ORA_HYBRID",
    "WorkplaceType": "Hybrid", "LegalEmployer": "Mill 0100", "PrimaryLocation": "Oslo, Norway",
    "requisitionFlexFields": [{"Prompt": "Pay range", "Value": "$20 - $30 an hour"}, {"Prompt": "x", "Value": None}],
    "skills": [], "media": [{"x": 1}], "primaryLocationCoordinates": [{"CountryCode": "NO"}],
}  # fmt: skip


def searched(*entries: dict[str, Any], total: int) -> dict[str, Any]:
    return {"items": [{"TotalJobsCount": total, "Offset": 0, "Limit": 200, "requisitionList": list(entries)}]}


def test_oracle_is_asked_page_after_page_and_then_for_each_posting() -> None:
    (first,) = platforms()["oracle"].start(board("oracle"))
    assert first.url.startswith("https://mill.fa.us2.oraclecloud.com/hcmRestApi/resources/latest/recruitingCEJob")
    assert "finder=findReqs;siteNumber=CX_1,limit=200,offset=0," in first.url and "expand=requisitionList" in first.url
    found = answered("oracle", searched(REQUISITION, total=3))
    assert found[0] == Advertised(3)
    detail, following = requests(found)
    assert detail.url.endswith("finder=ById;Id=%227%22,siteNumber=CX_1") and detail.step == "detail"
    assert "offset=1," in following.url and following.step == "list"
    assert len(requests(answered("oracle", searched(REQUISITION, total=2), following))) == 1, "the last page"


def test_oracle_reads_all_parts_of_the_text_and_what_the_employer_adds() -> None:
    posting = in_detail("oracle", searched(REQUISITION, total=1), {"items": [REQUISITION_DETAIL]})
    expected = "<p>Bake.</p>\n<ul><li>Rye</li></ul>\n<p>We mill.</p>\n<p>Pay range: $20 - $30 an hour</p>"
    assert posting.html == expected and posting.pay is None, "pay in an employer's own field is text"
    assert posting.locations == ["Oslo, Norway", "Bergen, Norway"] and posting.country == "NO"
    assert (posting.workplace, posting.employment_type, posting.department) == ("hybrid", "part_time", "Ovens")
    assert posting.company == "Mill" and posting.posted_at == dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC)
    assert posting.url == "https://mill.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_1/job/7"


def test_an_entry_without_its_detail_still_tells_what_it_knows() -> None:
    (asked,) = requests(answered("oracle", searched(REQUISITION, total=1)))
    kept = platforms()["oracle"].without_detail(asked, "HTTP 500")
    assert kept is not None and kept.payload == REQUISITION and kept.external_id == "7"
    posting, left, _ = parse_payload("oracle", json.dumps(kept.payload), board("oracle"))
    assert posting is not None and (posting.title, posting.html, left) == ("Baker", None, [])


# --- Eightfold -------------------------------------------------------------------------------------

POSITION = {
    "id": 42, "name": "Baker", "location": "Oslo, Norway", "locations": ["Oslo, Norway", "Bergen, Norway"],
    "department": ["Ovens"], "business_unit": "Bread", "t_create": 1790035200, "t_update": 1790121600,
    "ats_job_id": "R7", "display_job_id": "R7", "work_location_option": "hybrid", "job_description": "",
    "canonicalPositionUrl": "https://mill.eightfold.ai/careers/job/42", "custom_data": {}, "type": "ATS",
}  # fmt: skip
POSITION_PCSX = {
    "id": 42, "displayJobId": "R7", "atsJobId": "R7", "name": "Baker", "locations": ["Oslo, Norway"],
    "standardizedLocations": ["Oslo, NO"], "postedTs": 1790035200, "creationTs": 1790000000, "department": "Ovens",
    "workLocationOption": "onsite", "positionUrl": "/careers/job/42",
}  # fmt: skip


def test_eightfold_reads_both_of_its_interfaces_alike() -> None:
    listed, detail = {"count": 1, "positions": [POSITION]}, POSITION | {"job_description": "<p>Bake.</p>"}
    older = in_detail("eightfold", listed, detail)
    token = "mill/mill.example/pcsx"
    found = {"status": 200, "data": {"count": 1, "positions": [POSITION_PCSX]}}
    newer = in_detail("eightfold", found, {"data": POSITION_PCSX | {"jobDescription": "<p>Bake.</p>"}}, token)
    for posting in (older, newer):
        assert (posting.title, posting.html, posting.department) == ("Baker", "<p>Bake.</p>", "Ovens")
        assert (posting.requisition_id, posting.url) == ("R7", "https://mill.eightfold.ai/careers/job/42")
        assert posting.posted_at == dt.datetime(2026, 9, 22, tzinfo=dt.UTC) and posting.pay is None
    assert (older.workplace, newer.workplace) == ("hybrid", "onsite")
    assert (older.locations, newer.locations) == (["Oslo, Norway", "Bergen, Norway"], ["Oslo, Norway"])


def test_eightfold_is_asked_ten_at_a_time_in_the_interface_of_the_board() -> None:
    page = {"count": 30, "positions": [POSITION | {"id": number} for number in range(10)]}
    *details, following = requests(answered("eightfold", page))
    assert len(details) == 10 and details[0].url.endswith("/api/apply/v2/jobs/0?domain=mill.example")
    assert "/api/apply/v2/jobs?domain=mill.example&query=&start=10" in following.url
    (first,) = platforms()["eightfold"].start(board("eightfold", "mill/mill.example/pcsx"))
    assert first.url.startswith("https://mill.eightfold.ai/api/pcsx/search?domain=mill.example&")
    asked = requests(answered("eightfold", {"data": page}, first, "mill/mill.example/pcsx"))
    assert "position_details?position_id=0&" in asked[0].url and "start=10" in asked[-1].url


def test_an_empty_list_under_a_guessed_domain_is_no_empty_board() -> None:
    nothing = {"count": 0, "positions": []}
    assert answered("eightfold", nothing) == [Advertised(0)]
    with pytest.raises(BoardError, match=r"mill\.com, which is but a guess"):
        answered("eightfold", nothing, token="mill")


# --- Phenom ----------------------------------------------------------------------------------------

JOB = {
    "jobSeqNo": "MILLUS7EXTERNALENUS", "jobId": "7", "reqId": "7", "title": "Baker", "city": "Oslo", "state": "",
    "country": "Norway", "cityStateCountry": "Oslo, Norway", "category": "Ovens", "type": "Full time",
    "postedDate": "2026-11-01T00:00:00.000+0000", "dateCreated": "2026-10-30T00:51:16.558+0000",
    "descriptionTeaser": "Bake...", "checkRemote": "On-Site", "applyUrl": "https://mill.wd5.example/apply",
    "multi_location": ["Oslo, Norway", "Bergen, Norway"], "isMultiLocation": True, "ml_skills": ["rye"], "badge": "",
}  # fmt: skip


def test_phenom_is_asked_by_post_for_pages_and_for_each_job() -> None:
    found = answered("phenom", {"refineSearch": {"totalHits": 3, "data": {"jobs": [JOB]}}})
    assert found[0] == Advertised(3)
    detail, following = requests(found)
    assert detail.url == following.url == "https://jobs.mill.example/widgets"
    assert detail.data is not None and following.data is not None
    assert (detail.data["ddoKey"], detail.data["jobSeqNo"]) == ("jobDetail", "MILLUS7EXTERNALENUS")
    assert (following.data["from"], following.data["lang"], following.data["jobs"]) == (1, "en_us", True)
    assert detail.identity != following.identity, "requests of one address differ by what they ask"


def test_phenom_reads_places_and_workplace_of_the_list_and_the_body_of_the_detail() -> None:
    listed = {"refineSearch": {"totalHits": 1, "data": {"jobs": [JOB]}}}
    detail = {"jobDetail": {"data": {"job": JOB | {"description": "<p>Bake.</p>", "employersOwn": 7}}}}
    posting = in_detail("phenom", listed, detail)
    assert (posting.html, posting.workplace, posting.employment_type) == ("<p>Bake.</p>", "onsite", "full_time")
    assert posting.locations == ["Oslo, Norway", "Bergen, Norway"] and posting.pay is None
    assert posting.posted_at == dt.datetime(2026, 11, 1, tzinfo=dt.UTC) and posting.requisition_id == "7"
    assert posting.url == "https://jobs.mill.example/us/en/job/MILLUS7EXTERNALENUS"


def test_a_site_that_asks_for_a_token_first_is_of_another_shape() -> None:
    with pytest.raises(BoardError, match="'jobs' was expected"):
        answered("phenom", {"tokenAvailable": False})


# --- iCIMS and JazzHR: pages with a schema.org JobPosting ------------------------------------------

POSTING = {
    "@context": "http://schema.org", "@type": "JobPosting", "title": "Baker", "description": "<p>Bake.</p>",
    "datePosted": "2026-11-01T05:00:00Z", "validThrough": "2026-12-01", "employmentType": "FULL_TIME",
    "hiringOrganization": {"@type": "Organization", "name": "UNAVAILABLE"}, "occupationalCategory": "Ovens",
    "jobLocation": [{"@type": "Place", "address": {
        "addressLocality": "Oslo", "addressRegion": "UNAVAILABLE", "addressCountry": "NO"}}],
    "baseSalary": {"@type": "MonetaryAmount", "currency": "USD", "value": {
        "@type": "QuantitativeValue", "minValue": 20, "maxValue": 30, "unitText": "HOUR"}},
}  # fmt: skip


def html_page(posting: dict[str, Any]) -> str:
    script = f'<script type="application/ld+json">{json.dumps(posting)}</script>'
    return f"<html><head>{script}</head><body></body></html>"


SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://careers-mill.icims.com/jobs/intro</loc></url>
<url><loc>https://careers-mill.icims.com/jobs/7/baker%2c-rye/job</loc><lastmod>2026-11-02</lastmod></url>
<url><loc>https://careers-mill.icims.com/jobs/7/baker%2c-rye/job?mode=apply</loc></url>
<url><loc>https://careers-mill.icims.com/jobs/8/miller/job</loc></url></urlset>"""


def test_icims_is_asked_for_the_postings_of_its_sitemap_in_the_frame() -> None:
    advertised, *asked = answered("icims", SITEMAP)
    assert advertised == Advertised(2)
    addresses = {one.url for one in requests(asked)}
    assert addresses == {
        "https://careers-mill.icims.com/jobs/7/baker%2c-rye/job?in_iframe=1",
        "https://careers-mill.icims.com/jobs/8/miller/job?in_iframe=1",
    }


def test_icims_knows_when_a_posting_changed() -> None:
    day = "<url><loc>https://careers-mill.icims.com/jobs/7/baker/job</loc><lastmod>2026-11-02</lastmod></url>"
    (asked,) = requests(answered("icims", f"<urlset>{day}</urlset>"))
    assert asked.changed == dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
    unread = platforms()["icims"].without_detail(asked, "HTTP 500")
    assert unread is not None and unread.external_id == "7"


def test_what_icims_writes_for_blank_fields_is_unknown() -> None:
    posting = in_detail("icims", SITEMAP, html_page(POSTING), company="")
    assert posting.company is None and posting.locations == ["Oslo, NO"]
    assert posting.pay is not None and (posting.pay.min, posting.pay.period) == (20, "hour")
    assert posting.posted_at is not None and posting.employment_type == "full_time"
    leaked = POSTING | {"jobLocation": {"address": {"addressLocality": "${34271}-Remote)", "addressCountry": "Hidden"}}}
    assert in_detail("icims", SITEMAP, html_page(leaked)).locations == ["Hidden"]


def test_a_page_without_a_posting_is_said_to_be_one() -> None:
    asked = requests(answered("icims", SITEMAP))[0]
    with pytest.raises(BoardError, match="no JobPosting"):
        answered("icims", "<html><body>Wrapper</body></html>", asked)


TABLE = """<html><body><table><tr id="row_job_1"><td><a class="job_title_link" href="/apply/jobs/details/ep3PtoGGEJ?&">
Baker</a><br><span class="resumator_department">Ovens</span></td><td>Oslo, Norway</td></tr></table>
<table><tr><td><a href="/apply/jobs/details/ep3PtoGGEJ?&">Baker</a></td><td>Oslo, Norway</td></tr></table>
<a href="https://elsewhere.example/apply/jobs/details/ABCDEFGHIJ">Other</a></body></html>"""
LIST = """<html><body><div class="jobs-list"><ul class="list-group"><li>
<a href="/apply/aOo71i87lE/Head-Miller">Head Miller</a></li></ul><a href="/apply/jobs">All</a></div></body></html>"""


@pytest.mark.parametrize(
    ("page", "address"),
    [(TABLE, "https://mill.applytojob.com/apply/jobs/details/ep3PtoGGEJ"),
     (LIST, "https://mill.applytojob.com/apply/aOo71i87lE/Head-Miller")],
)  # fmt: skip
def test_jazzhr_lists_each_posting_once_in_either_form(page: str, address: str) -> None:
    advertised, *asked = answered("jazzhr", page)
    assert advertised == Advertised(1) and [one.url for one in requests(asked)] == [address]


def test_jazzhr_reads_the_posting_of_the_page_or_what_an_older_page_marks() -> None:
    posting = in_detail("jazzhr", TABLE, html_page(POSTING))
    assert (posting.title, posting.external_id, posting.html) == ("Baker", "ep3PtoGGEJ", "<p>Bake.</p>")
    assert posting.pay is not None and posting.company == "Mill"
    older = in_detail("jazzhr", TABLE, '<html><body><div class="job_description"><p>Bake.</p></div></body></html>')
    assert (older.title, older.html, older.locations) == ("Baker", "<p>Bake.</p>", ["Oslo, Norway"])
    assert older.pay is None and older.posted_at is None


def test_jazzhr_tells_another_page_from_an_empty_board() -> None:
    assert answered("jazzhr", "<html><body>No openings. Powered by JazzHR</body></html>") == [Advertised(0)]
    with pytest.raises(BoardError, match="another kind"):
        answered("jazzhr", "<html><body>Loading</body></html>")


# --- Paylocity and Zoho Recruit: the whole board in one answer -------------------------------------

FEED_JOB = {
    "jobId": 7, "title": "Baker", "hiringDepartment": "Ovens", "description": "<p>Bake.</p>",
    "requirements": "<p>Rye.</p>", "publishedDate": "2026-11-01T08:00:00Z", "createdUtc": "2026-10-01T08:00:00Z",
    "jobLocation": {"city": "Oslo", "state": "", "country": "NO", "locationDisplayName": "HQ", "zip": "0150"},
    "applyUrl": "https://recruiting.paylocity.com/Recruiting/Jobs/Apply/7", "companyName": "Mill Inc",
    "displayUrl": "https://recruiting.paylocity.com/Recruiting/Jobs/Details/7",
}  # fmt: skip


@pytest.mark.parametrize("body", [{"jobs": [FEED_JOB]}, json.dumps({"jobs": [FEED_JOB]}), {"jobs": [FEED_JOB], "x": 1}])
def test_paylocity_reads_its_feed_also_when_it_is_written_twice(body: Any) -> None:
    (found,) = answered("paylocity", json.dumps(body))
    posting = parsed("paylocity", found)
    assert (posting.html, posting.locations) == ("<p>Bake.</p>\n<p>Rye.</p>", ["Oslo, NO"])
    assert posting.department == "Ovens" and posting.workplace is None and posting.pay is None
    place = FEED_JOB | {"jobLocation": {"locationDisplayName": "Remote, USA"}}
    assert parsed("paylocity", answered("paylocity", {"jobs": [place]})[0]).locations == ["Remote, USA"]


OPENING = {
    "id": "566350000021644728", "Posting_Title": "Baker", "Job_Opening_Name": "Baker", "Job_Type": "Part time",
    "Industry": "Bread", "City": "Oslo", "State": "", "Country": "Norway", "Job_Description": "<p>Bake.</p>",
    "Date_Opened": "10/30/2026", "Remote_Job": "Yes", "Salary": "30000 - 40000 a year", "Work_Experience": "Fresher",
    "$url": "https://mill.zohorecruit.com/jobs/Careers/566350000021644728/Baker", "Is_Locked": False, "Publish": True,
}  # fmt: skip


def test_zohorecruit_reads_what_is_open_and_pay_as_text() -> None:
    (found,) = answered("zohorecruit", {"code": "success", "data": [OPENING, OPENING | {"id": "8", "Is_Locked": True}]})
    posting = parsed("zohorecruit", found)
    assert posting.html == "<p>Bake.</p>\n<p>Salary: 30000 - 40000 a year</p>" and posting.pay is None
    assert (posting.workplace, posting.employment_type, posting.locations) == ("remote", "part_time", ["Oslo, Norway"])


@pytest.mark.parametrize(
    ("written", "day"),
    [("10/30/2026", (10, 30)), ("30/10/2026", (10, 30)), ("2026-10-30", (10, 30)), ("02/03/2026", None),
     ("03/03/2026", (3, 3)), ("31/31/2026", None), ("2/30/2026", None), (None, None), ("soon", None)],
)  # fmt: skip
def test_a_day_that_may_be_two_is_unknown(written: str | None, day: tuple[int, int] | None) -> None:
    (found,) = answered("zohorecruit", {"data": [OPENING | {"Date_Opened": written}]})
    posted = parsed("zohorecruit", found).posted_at
    assert (posted and (posted.month, posted.day)) == day


def test_zohorecruit_asks_for_another_page_of_the_employer_where_one_is_named() -> None:
    (asked,) = platforms()["zohorecruit"].start(board("zohorecruit", "mill/Jobs"))
    assert asked.url.startswith("https://mill.zohorecruit.com/recruit/v2/public/Job_Openings?pagename=Jobs&")


# --- Boards ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "token"),
    [("oracle", "mill.fa.us2"), ("eightfold", "mill/mill.com/other"), ("eightfold", "mill/m.com/pcsx/1"),
     ("phenom", "jobs.mill"), ("phenom", "jobs.mill.com/us")],
)  # fmt: skip
def test_a_board_that_lacks_a_part_is_refused_with_how_it_is_written(name: str, token: str) -> None:
    with pytest.raises(BoardError, match=f"an? {name} board is written <.*not '{token}'"):
        list(platforms()[name].start(board(name, token)))


@pytest.mark.parametrize("name", ["oracle", "eightfold", "phenom"])
def test_an_answer_of_another_shape_is_said_to_be_one(name: str) -> None:
    for body in ({}, [], {"items": []}, {"error": "x"}, "text"):
        with pytest.raises(BoardError):
            answered(name, json.dumps(body))


# Where the descriptions stand, beside an id and a title.
BODIES = [
    ("oracle", {"Id": "7", "Title": "Baker"}, "detail.ExternalDescriptionStr"),
    ("oracle", {"Id": "7", "Title": "Baker"}, "detail.CorporateDescriptionStr"),
    ("icims", {"title": "Baker", "entry": {"id": "7", "page": "https://x.example"}}, "description"),
    ("phenom", {"jobSeqNo": "7", "title": "Baker"}, "detail.description"),
    ("jazzhr", {"title": "Baker", "entry": {"id": "7", "page": "https://x.example"}}, "description"),
    ("paylocity", {"jobId": 7, "title": "Baker"}, "description"),
    ("paylocity", {"jobId": 7, "title": "Baker"}, "requirements"),
    ("zohorecruit", {"id": "7", "Posting_Title": "Baker"}, "Job_Description"),
    ("eightfold", {"id": 7, "name": "Baker"}, "detail.job_description"),
    ("eightfold", {"id": 7, "name": "Baker"}, "detail.jobDescription"),
]


@pytest.mark.parametrize(("name", "payload", "path"), BODIES, ids=[f"{one[0]}-{one[2]}" for one in BODIES])
def test_a_description_that_is_no_text_names_platform_and_field(name: str, payload: Any, path: str) -> None:
    def told(value: Any) -> Any:
        for step in reversed(path.split(".")):
            value = {step: value}
        return json.dumps(payload | value)

    posting, _, problem = parse_payload(name, told({"html": "Rye"}), board(name))
    assert posting is None and problem == f"{name}: {path} is an object instead of text"
    sound, left, problem = parse_payload(name, told("<p>Rye</p>"), board(name))
    assert sound is not None and "Rye" in str(sound.html) and not left, problem


def test_the_names_of_recruiters_and_managers_are_dropped_at_the_door() -> None:
    persons = {"ExternalContactName": "Ann", "ExternalContactEmail": "a@x.example", "HiringManager": "Bo",
               "Assigned_Recruiters": [{"name": "Cy"}], "Account_Manager": {"name": "Di"}}  # fmt: skip
    assert without_persons({"Title": "Baker", **persons}) == {"Title": "Baker"}
