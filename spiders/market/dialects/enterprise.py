"""Applicant tracking systems of large employers, and some of small ones that are read page by page.

Fields are named as in the public clients and documentation that the modules of spiders/platforms state.
"""

from collections.abc import Callable
from hashlib import blake2b
from html import escape
from typing import Any

from spiders.market import texts
from spiders.market.dialects.base import HTML, JSON, XML, Dialect, Page, Written, as_json, numbered, slug, uuid, whole
from spiders.market.dialects.drafts import Draft, draft, pay_words, stamp
from spiders.market.dialects.major import UNITS, career_page

ALL = ("remote", "hybrid", "onsite")
ORACLE_PAGE, PHENOM_PAGE, EIGHTFOLD_PAGE = 200, 100, 10
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _guid(name: str) -> str:
    return uuid(int.from_bytes(blake2b(name.encode(), digest_size=8).digest()))


def in_parts(post: Draft) -> tuple[str, str]:
    """The posting's text in two: what it is about and what it asks for."""
    if not post.sections:
        return post.html, ""
    asks = ("required", "preferred")
    others = [section for section in post.sections if section.kind not in asks]
    return texts.joined(others, post.style), texts.joined(post.part(*asks), post.style)


def one(page: Page, external_id: str, write: Callable[[Draft, Page], Any]) -> Written:
    """The answer about one posting, as JSON."""
    listing = page.find(external_id)
    return (JSON, lambda: as_json(write(draft(page.market, listing), page))) if listing else None


def _oracle(page: Page) -> Written:
    """recruitingCEJobRequisitions with offset and limit in its finder, and recruitingCEJobRequisitionDetails."""
    if page.more[:3] != ["hcmRestApi", "resources", "latest"] or len(page.more) != 4:
        return None
    kind, _, told = page.query.get("finder", "").partition(";")
    asked = dict(part.partition("=")[::2] for part in told.split(","))
    if kind == "ById":
        return one(page, asked.get("Id", "").strip('"'), lambda post, page: {"items": [_oracle_detail(post)]})
    offset, limit = int(asked.get("offset", 0)), min(int(asked.get("limit", 25)), ORACLE_PAGE)

    def rows() -> bytes:
        found = [_oracle_row(post) for post in page.drafts(offset, limit)]
        search = {"TotalJobsCount": len(page.listings), "Offset": offset, "Limit": limit, "requisitionList": found}
        return as_json({"items": [search], "count": 1, "hasMore": False})

    return JSON, rows


def _oracle_row(post: Draft) -> dict[str, Any]:
    return {
        "Id": post.id, "Title": post.title, "PostedDate": post.published.date().isoformat(), "PostingEndDate": None,
        "PrimaryLocation": post.place.written, "PrimaryLocationCountry": post.place.country, "Language": "US",
        "GeographyId": post.drawn % 10**12, "HotJobFlag": False, "ShortDescriptionStr": "", "secondaryLocations": [],
        "WorkplaceTypeCode": f"ORA_{'ON_SITE' if post.workplace == 'onsite' else post.workplace.upper()}"
        if post.workplace else None,
    }  # fmt: skip


def _oracle_detail(post: Draft) -> dict[str, Any]:
    about, asks = in_parts(post)
    return {
        "Id": post.id, "Title": post.title, "Category": post.department, "RequisitionId": post.drawn % 10**9,
        "ExternalPostedStartDate": post.published.isoformat(), "ExternalDescriptionStr": about,
        "ExternalResponsibilitiesStr": None, "ExternalQualificationsStr": asks, "JobSchedule": "Full time",
        "PrimaryLocation": post.place.written, "LegalEmployer": f"{post.company} 0100", "requisitionFlexFields": [],
        "secondaryLocations": [], "skills": [],
    }  # fmt: skip


def _phenom(page: Page) -> Written:
    """`/widgets`, asked by POST for a page of the search, or for one job."""
    if page.more != ["widgets"]:
        return None
    if page.body.get("ddoKey") == "jobDetail":
        return one(page, str(page.body.get("jobSeqNo")), _phenom_detail)
    offset, size = page.number("from", 0), min(page.number("size", 10), PHENOM_PAGE)

    def rows() -> bytes:
        jobs = [_phenom_row(post) for post in page.drafts(offset, size)]
        found = {"status": 200, "hits": len(jobs), "totalHits": len(page.listings), "data": {"jobs": jobs}}
        return as_json({"refineSearch": found})

    return JSON, rows


def _phenom_row(post: Draft) -> dict[str, Any]:
    return {
        "jobSeqNo": post.id, "jobId": post.requisition, "reqId": post.requisition, "title": post.title,
        "cityStateCountry": post.place.written, "city": post.place.city or "", "state": post.place.region or "",
        "country": post.land, "category": post.department, "type": "Full time", "descriptionTeaser": post.html[:200],
        "checkRemote": {"onsite": "On-Site", "remote": "Remote", "hybrid": "Hybrid"}.get(post.workplace or ""),
        "postedDate": post.published.strftime("%Y-%m-%dT%H:%M:%S.000+0000"), "applyUrl": "https://jobs.example/apply",
    }  # fmt: skip


def _phenom_detail(post: Draft, page: Page) -> dict[str, Any]:
    job = _phenom_row(post) | {"description": post.html, "structureData": {"datePosted": stamp(post.published)}}
    return {"jobDetail": {"status": 200, "data": {"job": job}}}


def _eightfold(page: Page) -> Written:
    """`/api/apply/v2/jobs`, ten positions a page, and each position; of a board /pcsx the other interface."""
    is_pcsx = page.board.board.endswith("/pcsx")
    lists, detail = (["api", "pcsx", "search"], ["api", "pcsx", "position_details"]) if is_pcsx else (
        ["api", "apply", "v2", "jobs"], ["api", "apply", "v2", "jobs", page.more[-1] if page.more else ""]
    )  # fmt: skip
    if page.more == lists:
        start = page.number("start", 0)

        def rows() -> bytes:
            positions = [_eightfold_row(post, is_pcsx) for post in page.drafts(start, EIGHTFOLD_PAGE)]
            found = {"count": len(page.listings), "positions": positions}
            return as_json({"status": 200, "data": found} if is_pcsx else found)

        return JSON, rows
    if page.more != detail:
        return None
    name = page.query.get("position_id", "") if is_pcsx else page.more[-1]
    return one(page, name, lambda post, page: _eightfold_detail(post, is_pcsx))


def _eightfold_row(post: Draft, is_pcsx: bool) -> dict[str, Any]:
    seconds, option = int(post.published.timestamp()), post.workplace
    shared = {
        "id": int(post.id), "name": post.title, "locations": [post.place.written], "department": post.department
    }  # fmt: skip
    if is_pcsx:
        return shared | {
            "displayJobId": post.requisition, "atsJobId": post.requisition, "postedTs": seconds, "creationTs": seconds,
            "workLocationOption": option, "standardizedLocations": [post.place.country],
            "positionUrl": f"/careers/job/{post.id}",
        }  # fmt: skip
    return shared | {
        "display_job_id": post.requisition, "ats_job_id": post.requisition, "t_create": seconds, "t_update": seconds,
        "work_location_option": option, "location": post.place.written, "job_description": "",
        "canonicalPositionUrl": f"https://jobs.example/careers/job/{post.id}",
    }  # fmt: skip


def _eightfold_detail(post: Draft, is_pcsx: bool) -> dict[str, Any]:
    row = _eightfold_row(post, is_pcsx)
    return {"data": row | {"jobDescription": post.html}} if is_pcsx else row | {"job_description": post.html}


def _icims(page: Page) -> Written:
    """A sitemap of all postings, and each of them as a career page."""
    if page.more == ["sitemap.xml"]:
        return XML, lambda: _icims_sitemap(page)
    is_job = len(page.more) == 4 and page.more[0] == "jobs" and "in_iframe" in page.query
    one = page.find(page.more[1]) if is_job else None
    return (HTML, lambda: career_page(draft(page.market, one)).encode()) if one else None


def _icims_sitemap(page: Page) -> bytes:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<urlset xmlns="{_SITEMAP}">']
    lines.append(f"<url><loc>{page.root}/jobs/intro</loc></url>")
    for post in page.drafts():
        words = "".join(char if char.isalnum() else "-" for char in post.title.lower())
        address = escape(f"{page.root}/jobs/{post.id}/{words}/job")
        lines.append(f"<url><loc>{address}</loc><lastmod>{post.updated.date().isoformat()}</lastmod></url>")
    return "\n".join([*lines, "</urlset>"]).encode()


def _jazzhr(page: Page) -> Written:
    """A list of titles and places in HTML, and each posting's page."""
    if page.more == ["apply", "jobs"]:
        return HTML, lambda: _jazzhr_list(page)
    one = page.find(page.more[3]) if len(page.more) == 4 and page.more[:3] == ["apply", "jobs", "details"] else None
    return (HTML, lambda: career_page(draft(page.market, one)).encode()) if one else None


def _jazzhr_list(page: Page) -> bytes:
    rows = "".join(
        f'<tr id="row_job_{post.id}" class="resumator_even_row"><td><a class="job_title_link" '
        f'href="/apply/jobs/details/{post.id}?&amp;">{escape(post.title)}</a><br />'
        f'<span class="resumator_department">{escape(post.department)}</span></td>'
        f"<td>{escape(post.place.written)}</td></tr>"
        for post in page.drafts()
    )
    tables = f'<table id="jobs_table">{rows}</table><table class="mobile">{rows}</table>'
    title = f"<title>{escape(page.board.company)} - Career Page</title>"
    return f"<!DOCTYPE html><html><head>{title}</head><body>{tables}Powered by JazzHR</body></html>".encode()


def paylocity(post: Draft, root: str) -> dict[str, Any]:
    """A job of `/recruiting/v2/api/feed/jobs/<guid>`."""
    about, asks = in_parts(post)
    place = {"locationDisplayName": post.place.written, "city": post.place.city or "", "state": post.place.region or "",
             "country": post.place.country, "zip": "", "name": post.place.written}  # fmt: skip
    return {
        "jobId": int(post.id), "title": post.title, "jobLocation": place, "hiringDepartment": post.department,
        "publishedDate": stamp(post.published), "createdUtc": stamp(post.published), "description": about,
        "requirements": asks, "isRemote": post.workplace == "remote", "companyName": post.company,
        "displayUrl": f"{root}/Recruiting/Jobs/Details/{post.id}", "applyUrl": f"{root}/Jobs/Apply/{post.id}",
    }  # fmt: skip


def zohorecruit(post: Draft, root: str) -> dict[str, Any]:
    """An opening of `/recruit/v2/public/Job_Openings`."""
    return {
        "id": post.id, "Posting_Title": post.title, "Job_Description": post.html, "Job_Type": "Full time",
        "City": post.place.city, "State": post.place.region, "Country": post.land, "Industry": "Technology",
        "Remote_Job": post.workplace == "remote", "Salary": pay_words(post.pay) or None, "Is_Locked": False,
        "Date_Opened": post.published.date().isoformat(), "Publish": True,
        "$url": f"{root}/jobs/Careers/{post.id}/{slug(post.title)}?source=CareerSite",
    }  # fmt: skip


def _eightfold_token(name: str) -> str:
    """Every second employer answers to the newer interface."""
    return f"{slug(name)}/{slug(name)}.example" + ("/pcsx" if len(name) % 2 else "")


ENTERPRISE: dict[str, Dialect] = {
    "oracle": Dialect(
        _oracle, ("{}",), numbered, lambda name: f"{slug(name)}.fa.us2/CX_1", hosted=True, workplaces=ALL
    ),
    "icims": Dialect(
        _icims, ("{}",), lambda number: str(number % 10**6 + 10**6), lambda name: f"careers-{slug(name)}", hosted=True,
        pay_units=UNITS, pay_share=0.5, place="parts", kind=XML, own_address=True,
    ),
    "phenom": Dialect(
        _phenom, ("{}",), lambda number: f"{number % 16**16:016X}EXTERNALENUS",
        lambda name: f"careers.{slug(name)}.example/us/en", hosted=True, workplaces=ALL,
    ),
    "jazzhr": Dialect(
        _jazzhr, ("{}",), lambda number: f"{number % 36**10:010d}"[-10:], hosted=True, pay_units=UNITS, pay_share=0.5,
        place="parts", kind=HTML,
    ),
    "paylocity": Dialect(
        whole(paylocity, lambda jobs, page: {"displayName": page.board.company, "jobs": jobs}),
        ("recruiting", "v2", "api", "feed", "jobs", "{}"), numbered, _guid, workplaces=("remote",), place="parts",
        entries="jobs", id_field="jobId",
    ),
    "zohorecruit": Dialect(
        whole(zohorecruit, lambda jobs, page: {"code": "success", "data": jobs}),
        ("{}", "recruit", "v2", "public", "Job_Openings"), numbered, hosted=True, workplaces=("remote",),
        pay_units=("year", "month", "hour"), pay_share=0.5, pay_text=True, place="parts", entries="data",
        title_field="Posting_Title",
    ),
    "eightfold": Dialect(_eightfold, ("{}",), numbered, _eightfold_token, hosted=True, workplaces=ALL),
}  # fmt: skip
