"""Applicant tracking systems of smaller employers, whose boards hold one employer each.

Fields are named as in the recordings and public documentation that the modules of spiders/platforms state.
"""

from html import escape
from typing import Any

from spiders.market import texts
from spiders.market.dialects.base import JSON, XML, Dialect, Page, Written, as_json, numbered, slug, uuid, whole
from spiders.market.dialects.drafts import Draft, draft, pay_words, stamp, whole_amounts
from spiders.market.seeds import mix

WORKDAY_PAGE, WORKDAY_CAP = 20, 2000
ALL = ("remote", "hybrid", "onsite")
_CODE_OF = {"onsite": "0", "remote": "1", "hybrid": "2"}
_WORDS_OF = {"onsite": "On-site", "remote": "Remote", "hybrid": "Hybrid"}


def _halves(post: Draft) -> tuple[str, str]:
    """The posting's text in two: what it is about, and what it asks for and offers."""
    if not post.sections:
        return post.html, ""
    asks = ("required", "preferred", "pay", "benefits", "process", "legal")
    return texts.joined(post.part("about", "role", "duties"), post.style), texts.joined(post.part(*asks), post.style)


def workable(post: Draft, root: str) -> dict[str, Any]:
    """A job of `/api/v1/widget/accounts/<board>?details=true`."""
    day = post.published.date().isoformat()
    parts = {"country": post.land, "countryCode": post.place.country, "city": post.place.city or ""}
    return {
        "title": post.title, "shortcode": post.id, "code": post.requisition, "employment_type": "Full-time",
        "telecommuting": post.workplace == "remote", "department": post.department, "url": f"{root}/j/{post.id}",
        "shortlink": f"{root}/j/{post.id}", "application_url": f"{root}/j/{post.id}/apply", "published_on": day,
        "created_at": day, "country": post.land, "city": post.place.city or "", "state": post.place.region or "",
        "education": "", "experience": "", "function": "Engineering", "industry": "Computer Software",
        "locations": [parts | {"region": post.place.region or "", "hidden": False}], "description": post.html,
    }  # fmt: skip


def recruitee(post: Draft, root: str) -> dict[str, Any]:
    """An offer of `/api/offers/`."""
    about, asks = _halves(post)
    moment = post.published.strftime("%Y-%m-%d %H:%M:%S UTC")
    pay: dict[str, Any] = {"min": None, "max": None, "period": None, "currency": None}
    if post.pay:
        low, high = whole_amounts(post.pay)
        pay = {"min": str(low), "max": str(high), "period": post.pay.period, "currency": post.pay.currency}
    city, region, country = post.place.city or "", post.place.region or "", post.land
    return {
        "id": int(post.id), "position": 1, "title": post.title, "slug": f"{slug(post.title)}-{post.id}",
        "careers_url": f"{root}/o/{post.id}", "careers_apply_url": f"{root}/o/{post.id}/c/new", "status": "published",
        "location": post.place.written, "city": city, "state_name": region, "state_code": "", "country": country,
        "country_code": post.place.country, "department": post.department, "description": about, "requirements": asks,
        "created_at": moment, "published_at": moment, "updated_at": post.updated.strftime("%Y-%m-%d %H:%M:%S UTC"),
        "employment_type_code": "fulltime_permanent", "remote": post.workplace == "remote",
        "hybrid": post.workplace == "hybrid", "on_site": post.workplace == "onsite", "salary": pay,
        "company_name": post.company, "locations": [{"city": city, "state": region, "country": country}],
    }  # fmt: skip


def _personio(page: Page) -> Written:
    """The feed `/xml`: positions with their descriptions in parts."""

    def position(post: Draft) -> str:
        parts = zip(("Your tasks", "Your profile"), _halves(post), strict=True)
        descriptions = "".join(
            f"<jobDescription><name>{name}</name><value><![CDATA[{text}]]></value></jobDescription>"
            for name, text in parts
            if text
        )
        return (
            f"<position><id>{post.id}</id><subcompany>{escape(post.company)}</subcompany>"
            f"<office>{escape(post.place.written)}</office><department>{escape(post.department)}</department>"
            f"<recruitingCategory>Technology</recruitingCategory><name>{escape(post.title)}</name>"
            f"<jobDescriptions>{descriptions}</jobDescriptions><employmentType>permanent</employmentType>"
            f"<seniority>experienced</seniority><schedule>full-time</schedule><keywords></keywords>"
            f"<createdAt>{post.published.isoformat()}</createdAt></position>"
        )

    def body() -> bytes:
        positions = "\n".join(position(post) for post in page.drafts())
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<workzag-jobs>{positions}</workzag-jobs>\n'.encode()

    return (XML, body) if page.more == ["xml"] else None


def _teamtailor(page: Page) -> Written:
    """The JSON feed `/jobs.json`, page after page."""
    from spiders.market.dialects.major import job_posting

    number, size = page.number("page", 1), 30

    def body() -> bytes:
        items = [
            {
                "id": post.id, "title": post.title, "url": f"{page.root}/jobs/{post.id}",
                "date_published": post.published.isoformat(), "content_html": post.html,
                "_jobposting": job_posting(post) | {"datePosted": post.published.isoformat()},
            }
            for post in page.drafts((number - 1) * size, size)
        ]  # fmt: skip
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": page.board.company, "items": items}
        more = number * size < len(page.listings)
        return as_json(feed | ({"next_url": f"{page.root}/jobs.json?page={number + 1}"} if more else {}))

    return (JSON, body) if page.more == ["jobs.json"] else None


def _workday(page: Page) -> Written:
    """`/jobs`, asked by POST for 20 titles at a time up to 2,000, and each posting at its own path."""
    if page.more == ["jobs"]:
        offset, limit = page.number("offset", 0), min(page.number("limit", WORKDAY_PAGE), WORKDAY_PAGE)

        def rows() -> bytes:
            count = max(0, min(limit, WORKDAY_CAP - offset))
            entries = [
                {"title": post.title, "externalPath": _workday_path(post), "locationsText": post.place.written,
                 "postedOn": "Posted 30+ Days Ago", "bulletFields": [post.id]}
                for post in page.drafts(offset, count)
            ]  # fmt: skip
            total = 0 if offset else len(page.listings)
            return as_json({"total": total, "jobPostings": entries, "facets": [], "userAuthenticated": False})

        return JSON, rows
    one = page.find(page.more[2]) if len(page.more) == 3 and page.more[0] == "job" else None
    return (JSON, lambda: as_json(_workday_detail(draft(page.market, one), page))) if one else None


def _workday_path(post: Draft) -> str:
    words = "".join(char if char.isalnum() else "-" for char in post.title)
    return f"/job/{words}/{post.id}"


def _workday_detail(post: Draft, page: Page) -> dict[str, Any]:
    place = {"descriptor": post.place.written, "country": {"descriptor": post.land, "alpha2Code": post.place.country}}
    info = {
        "id": uuid(post.drawn), "title": post.title, "jobDescription": post.html, "location": post.place.written,
        "postedOn": "Posted 30+ Days Ago", "startDate": post.published.date().isoformat(), "timeType": "Full time",
        "jobReqId": post.requisition, "jobPostingId": post.id, "jobPostingSiteId": "Careers", "canApply": True,
        "posted": True, "includeResumeParsing": True, "jobRequisitionLocation": place,
        "country": {"descriptor": post.land}, "externalUrl": f"{page.root}/Careers{_workday_path(post)}",
    }  # fmt: skip
    if post.workplace:
        info["remoteType"] = _WORDS_OF[post.workplace]
    organisation = {"name": f"0100 {post.company}", "url": ""}
    return {"jobPostingInfo": info, "hiringOrganization": organisation, "similarJobs": [], "userAuthenticated": False}


def _bamboohr(page: Page) -> Written:
    """`/careers/list`, and `/careers/<id>/detail` for each posting."""
    if page.more == ["careers", "list"]:

        def rows() -> bytes:
            entries = [_bamboohr_row(post) for post in page.drafts()]
            return as_json({"meta": {"totalCount": len(entries)}, "result": entries})

        return JSON, rows
    one = page.find(page.more[1]) if len(page.more) == 3 and page.more[2] == "detail" else None
    return (JSON, lambda: as_json(_bamboohr_detail(draft(page.market, one), page.root))) if one else None


def _bamboohr_row(post: Draft) -> dict[str, Any]:
    nowhere = {"country": None, "state": None, "province": None, "city": None}
    return {
        "id": post.id, "jobOpeningName": post.title, "departmentId": "18649", "departmentLabel": post.department,
        "employmentStatusLabel": "Full-Time", "location": {"city": post.place.city, "state": post.place.region},
        "atsLocation": nowhere, "isRemote": None, "locationType": _CODE_OF.get(post.workplace or ""),
    }  # fmt: skip


def _bamboohr_detail(post: Draft, root: str) -> dict[str, Any]:
    row = _bamboohr_row(post)
    del row["id"], row["isRemote"]
    place = row["location"] | {"postalCode": None, "addressCountry": post.land}
    opening = row | {
        "jobOpeningShareUrl": f"{root}/careers/{post.id}", "jobOpeningStatus": "Open", "location": place,
        "compensation": pay_words(post.pay) or None, "datePosted": post.published.date().isoformat(),
        "minimumExperience": None, "description": post.html, "seekPromoted": False,
    }  # fmt: skip
    return {"meta": {}, "result": {"jobOpening": opening}}


def breezy(post: Draft, root: str) -> dict[str, Any]:
    """A job of `/json?verbose=true`."""
    place = {
        "country": {"name": post.land, "id": post.place.country}, "city": post.place.city or "", "primary": True,
        "is_remote": post.workplace == "remote", "name": post.place.written, "id": f"{post.drawn % 10**12:012d}",
    }  # fmt: skip
    return {
        "id": post.id, "friendly_id": f"{post.id}-{slug(post.title)}", "name": post.title, "url": f"{root}/p/{post.id}",
        "published_date": stamp(post.published), "type": {"id": "fullTime", "name": "Full-Time"}, "location": place,
        "locations": [place], "department": post.department, "salary": pay_words(post.pay) or None,
        "company": {"name": post.company, "logo_url": None, "friendly_id": slug(post.company)},
        "description": post.html,
    }  # fmt: skip


def _rippling(page: Page) -> Written:
    """A bare list without bodies, and each posting at its uuid."""
    if page.more == ["jobs"]:
        return JSON, lambda: as_json([_rippling_row(post, page.root) for post in page.drafts()])
    one = page.find(page.more[1]) if len(page.more) == 2 else None
    return (JSON, lambda: as_json(_rippling_detail(draft(page.market, one), page.root))) if one else None


def _rippling_row(post: Draft, root: str) -> dict[str, Any]:
    return {
        "uuid": post.id, "name": post.title, "department": {"id": post.department, "label": post.department},
        "url": f"{root}/{post.listing.board}/jobs/{post.id}",
        "workLocation": {"label": post.place.written, "id": post.place.written},
    }  # fmt: skip


def _rippling_detail(post: Draft, root: str) -> dict[str, Any]:
    about, asks = _halves(post)
    row = _rippling_row(post, root)
    return {
        "uuid": post.id, "name": post.title, "url": row["url"], "department": row["department"],
        "companyName": post.company, "description": {"company": about, "role": asks},
        "workLocations": [post.place.written], "employmentType": {"label": "Salaried, full-time"},
        "createdOn": post.published.isoformat(),
    }  # fmt: skip


def comeet(post: Draft, root: str) -> dict[str, Any]:
    """A position of `/careers-api/2.0/company/<uid>/positions?details=true`."""
    parts = zip(("Description", "Requirements"), _halves(post), strict=True)
    details = [{"name": name, "value": text, "order": order} for order, (name, text) in enumerate(parts, 1)]
    place = {
        "name": post.place.written, "country": post.place.country, "city": post.place.city, "state": post.place.region,
        "timezone": "UTC", "location_uid": "9B.20A", "is_remote": post.workplace == "remote",
    }  # fmt: skip
    return {
        "name": post.title, "department": post.department, "email_alias": None, "employment_type": "Full-time",
        "url_active_page": f"{root}/jobs/{post.id}", "experience_level": None, "uid": post.id, "location": place,
        "is_consent_needed": False, "time_updated": stamp(post.updated), "company_name": post.company,
        "workplace_type": _WORDS_OF.get(post.workplace or ""), "details": details,
    }  # fmt: skip


def gem(post: Draft, root: str) -> dict[str, Any]:
    """A post of `/job_board/v0/<board>/job_posts/`."""
    return {
        "id": post.id, "title": post.title, "absolute_url": f"{root}/{post.listing.board}/{post.id}",
        "location": {"id": 1, "name": post.place.written}, "location_type": post.workplace, "content": post.html,
        "departments": [{"id": 1, "name": post.department}], "offices": [], "employment_type": "full_time",
        "requisition_id": post.requisition, "first_published_at": stamp(post.published),
        "created_at": stamp(post.published), "updated_at": stamp(post.updated),
    }  # fmt: skip


def pinpoint(post: Draft, root: str) -> dict[str, Any]:
    """A posting of `/postings.json`."""
    about, asks = _halves(post)
    found: dict[str, Any] = {
        "id": post.id, "title": post.title, "url": f"{root}/postings/{post.id}", "path": f"/postings/{post.id}",
        "description": about, "key_responsibilities": "", "skills_knowledge_expertise": asks, "benefits": "",
        "workplace_type": post.workplace, "employment_type": "full_time", "compensation_visible": post.pay is not None,
        "location": {"id": "1", "name": post.place.written, "city": post.place.city, "province": post.place.region},
        "job": {"id": "1", "requisition_id": post.requisition, "department": {"id": "1", "name": post.department}},
        "published_at": stamp(post.published),
    }  # fmt: skip
    if post.pay:
        low, high = whole_amounts(post.pay)
        found |= {"compensation_minimum": low, "compensation_maximum": high}
        found |= {"compensation_currency": post.pay.currency, "compensation_frequency": post.pay.period}
    return found


def _short(number: int) -> str:
    return f"{number % 16**10:010X}"


def _dotted(number: int) -> str:
    return f"{number % 256:02X}.{mix(number) % 16**6:06X}"


SMALLER: dict[str, Dialect] = {
    "workable": Dialect(
        whole(workable, lambda jobs, page: {"name": page.board.company, "description": None, "jobs": jobs}),
        ("api", "v1", "widget", "accounts", "{}"), _short, workplaces=("remote",), place="parts", entries="jobs",
        id_field="shortcode",
    ),
    "recruitee": Dialect(
        whole(recruitee, lambda jobs, page: {"offers": jobs}), ("{}", "api", "offers"), numbered, hosted=True,
        workplaces=ALL, pay_units=("year", "month", "hour"), pay_share=0.7, place="parts", entries="offers",
    ),
    "personio": Dialect(_personio, ("{}",), numbered, hosted=True, kind=XML),
    "teamtailor": Dialect(
        _teamtailor, ("{}",), hosted=True, pay_units=("year", "month", "hour"), pay_share=0.5, place="parts"
    ),
    "workday": Dialect(
        _workday, ("wday", "cxs", "{}", "Careers"), lambda number: f"JR{_short(number)}",
        lambda name: f"{slug(name)}.wd5/Careers", workplaces=ALL,
    ),
    "bamboohr": Dialect(
        _bamboohr, ("{}",), numbered, hosted=True, workplaces=ALL, pay_units=("year", "month", "hour"), pay_share=0.6,
        pay_text=True, place="parts",
    ),
    "breezy": Dialect(
        whole(breezy), ("{}", "json"), lambda number: f"{number % 16**12:012x}", hosted=True, workplaces=("remote",),
        pay_units=("year", "month", "hour"), pay_share=0.6, pay_text=True, entries="", title_field="name",
    ),
    "rippling": Dialect(_rippling, ("platform", "api", "ats", "v1", "board", "{}")),
    "comeet": Dialect(
        whole(comeet), ("careers-api", "2.0", "company", "{}", "positions"), _dotted,
        lambda name: f"{slug(name)}.001/T{len(name)}0A1", workplaces=ALL, place="parts", entries="", id_field="uid",
        title_field="name",
    ),
    "gem": Dialect(whole(gem), ("job_board", "v0", "{}", "job_posts"), workplaces=ALL, entries=""),
    "pinpoint": Dialect(
        whole(pinpoint, lambda jobs, page: {"data": jobs}), ("{}", "postings.json"), numbered, hosted=True,
        workplaces=ALL, pay_units=("year", "month", "hour"), pay_share=0.7, place="parts", entries="data",
    ),
}  # fmt: skip
