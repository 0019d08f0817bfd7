"""Feeds, on which many employers stand: job boards of remote work, search engines, and the thread of Hacker News.

Fields are named as in the recordings and public documentation that the modules of spiders/platforms state.
"""

from html import escape
from typing import TYPE_CHECKING, Any

from spiders.market.dialects.base import (
    JSON,
    XML,
    Dialect,
    Page,
    Refused,
    Write,
    Written,
    as_json,
    numbered,
    slug,
    whole,
)
from spiders.market.dialects.drafts import Draft, pay_words, plain, stamp, whole_amounts

if TYPE_CHECKING:
    from spiders.market.slots import Details, Place

ARBEITNOW_PAGE, HIMALAYAS_PAGE, MUSE_PAGE, ADZUNA_PAGE = 100, 20, 20, 50
CUT = 500  # characters after which Adzuna cuts a description
REMOTE = ("remote",)


def _remote(details: "Details", place: "Place") -> bool:
    return details.workplace == "remote"


def _in_states(details: "Details", place: "Place") -> bool:
    return place.country == "US" and details.foreign is None


def _of_engineers(details: "Details", place: "Place") -> bool:
    """Hiring comments name engineers and scientists, several between commas."""
    is_named = details.title.endswith(("Engineer", "Scientist", "Architect"))
    return is_named and "," not in details.title and details.foreign is None


def remoteok(post: Draft, root: str) -> dict[str, Any]:
    low = (
        40_000 + post.drawn % 12 * 10_000 if post.drawn % 20 else 0
    )  # the feed's own guess, whatever the employer pays
    high = low * 3 // 2
    url = f"{root}/remote-jobs/{post.id}"
    return {
        "slug": slug(post.title), "id": post.id, "epoch": int(post.published.timestamp()),
        "date": post.published.isoformat(), "company": post.company, "company_logo": "", "position": post.title,
        "tags": ["engineer"], "location": post.place.written, "salary_min": low, "salary_max": high, "logo": "",
        "description": f"{post.html}<br/><br/>Please mention the word **PATIENT** and tag RMTI= when applying to show "
        "that you read the posting.", "apply_url": url, "url": url,
    }  # fmt: skip


def remotive(post: Draft, root: str) -> dict[str, Any]:
    return {
        "id": int(post.id), "url": f"{root}/remote-jobs/{post.id}", "title": post.title, "company_name": post.company,
        "company_logo": "", "category": post.department, "tags": [], "job_type": "full_time",
        "publication_date": post.published.strftime("%Y-%m-%dT%H:%M:%S"), "salary": pay_words(post.pay),
        "candidate_required_location": post.place.written, "description": post.html, "company_logo_url": None,
    }  # fmt: skip


def _arbeitnow(page: Page) -> Written:
    number = page.number("page", 1)

    def body() -> bytes:
        jobs = [
            {
                "slug": post.id, "company_name": post.company, "title": post.title, "description": post.html,
                "remote": post.workplace == "remote", "url": f"{page.root}/jobs/{post.id}", "tags": [],
                "job_types": ["full time"], "location": post.place.written,
                "created_at": int(post.published.timestamp()),
            }
            for post in page.drafts((number - 1) * ARBEITNOW_PAGE, ARBEITNOW_PAGE)
        ]  # fmt: skip
        more = number * ARBEITNOW_PAGE < len(page.listings)
        following = f"{page.root}/api/job-board-api?page={number + 1}" if more else None
        return as_json({"data": jobs, "links": {"prev": None, "next": following}, "meta": {"current_page": number}})

    return (JSON, body) if not page.more else None


def _himalayas(page: Page) -> Written:
    offset, limit = page.number("offset", 0), min(page.number("limit", HIMALAYAS_PAGE), HIMALAYAS_PAGE)

    def job(post: Draft) -> dict[str, Any]:
        low, high = whole_amounts(post.pay) if post.pay else (None, None)
        return {
            "title": post.title, "excerpt": plain(post.html)[:120], "companyName": post.company,
            "companySlug": slug(post.company), "companyLogo": "", "employmentType": "Full Time", "minSalary": low,
            "maxSalary": high, "salaryPeriod": "annual" if post.pay else None, "seniority": [],
            "description": post.html, "currency": post.pay.currency if post.pay else None,
            "locationRestrictions": [post.place.written],
            "timezoneRestrictions": [0], "categories": [post.department], "parentCategories": [post.department],
            "pubDate": int(post.published.timestamp()), "expiryDate": int(post.published.timestamp()) + 90 * 86_400,
            "applicationLink": f"https://himalayas.app{post.id}", "guid": f"https://himalayas.app{post.id}",
        }  # fmt: skip

    def body() -> bytes:
        jobs = [job(post) for post in page.drafts(offset, limit)]
        about = {"comments": "", "offset": offset, "limit": limit, "totalCount": len(page.listings)}
        return as_json(about | {"jobs": jobs})

    return (JSON, body) if not page.more else None


def jobicy(post: Draft, root: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": int(post.id), "url": f"{root}/jobs/{post.id}", "jobSlug": slug(post.title), "jobTitle": post.title,
        "companyName": post.company, "companyLogo": "", "jobIndustry": [post.department], "jobType": ["Full-Time"],
        "jobGeo": post.place.written, "jobLevel": "Any", "jobExcerpt": plain(post.html)[:120],
        "jobDescription": post.html, "pubDate": post.published.isoformat(),
    }  # fmt: skip
    if post.pay:
        low, high = whole_amounts(post.pay)
        named = {"year": "yearly", "month": "monthly", "hour": "hourly"}[post.pay.period]
        found |= {"salaryMin": low, "salaryMax": high, "salaryCurrency": post.pay.currency, "salaryPeriod": named}
    return found


def _newest_of_jobicy(page: Page) -> Written:
    """The newest hundred, as `count` asks at most."""

    def body() -> bytes:
        first = max(0, len(page.listings) - min(page.number("count", 50), 100))
        jobs = [jobicy(post, page.root) for post in page.drafts(first)]
        return as_json({"apiVersion": "2.2", "jobCount": len(jobs), "jobs": jobs, "success": True})

    return (JSON, body) if not page.more else None


def _themuse(page: Page) -> Written:
    number = page.number("page", 1)

    def job(post: Draft) -> dict[str, Any]:
        return {
            "contents": post.html, "name": post.title, "type": "external", "publication_date": stamp(post.published),
            "short_name": slug(post.title), "model_type": "jobs", "id": int(post.id), "tags": [],
            "locations": [{"name": post.place.written}], "categories": [{"name": "Software Engineering"}],
            "levels": [], "refs": {"landing_page": f"{page.root}/jobs/{post.id}"},
            "company": {"id": post.drawn % 9000, "short_name": slug(post.company), "name": post.company},
        }  # fmt: skip

    def body() -> bytes:
        count = len(page.listings)
        jobs = [job(post) for post in page.drafts((number - 1) * MUSE_PAGE, MUSE_PAGE)]
        about = {"page": number, "page_count": -(-count // MUSE_PAGE), "items_per_page": MUSE_PAGE, "total": count}
        return as_json(about | {"results": jobs})

    return (JSON, body) if not page.more else None


def workingnomads(post: Draft, root: str) -> dict[str, Any]:
    return {
        "url": f"{root}/job/go/{post.id}/", "title": post.title, "description": post.html, "tags": "python,remote",
        "company_name": post.company, "category_name": "Development", "location": post.place.written,
        "pub_date": post.published.isoformat(),
    }  # fmt: skip


def _weworkremotely(page: Page) -> Written:
    """RSS, whose titles begin with the employer."""

    def item(post: Draft) -> str:
        link = f"{page.root}/remote-jobs/{post.id}"
        return (
            f"<item><title>{escape(f'{post.company}: {post.title}')}</title>"
            f"<region>{escape(post.place.written)}</region>"
            f"<country></country><state></state><skills></skills><category>Programming</category><type>Full-Time</type>"
            f"<description>{escape(post.html)}</description>"
            f"<pubDate>{post.published.strftime('%a, %d %b %Y %H:%M:%S +0000')}</pubDate>"
            f"<guid>{link}</guid><link>{link}</link></item>"
        )

    def body() -> bytes:
        items = "\n".join(item(post) for post in page.drafts())
        head = "<title>Remote jobs</title><language>en-US</language><ttl>60</ttl>"
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
            f'xmlns:media="http://search.yahoo.com/mrss"><channel>{head}{items}</channel></rss>\n'
        ).encode()

    return (XML, body) if not page.more else None


def _hackernews(page: Page) -> Written:
    """The newest threads, and the one thread with its comments, one of which is a reader's question."""
    thread = "40000001"
    if page.more == ["search_by_date"]:
        titles = ("Ask HN: Who wants to be hired?", "Ask HN: Who is hiring?")
        hits = [{"objectID": str(int(thread) + 1 - n), "title": title} for n, title in enumerate(titles)]
        return JSON, lambda: as_json({"hits": hits, "nbHits": len(hits)})
    if page.more != ["items", thread]:
        return None

    def body() -> bytes:
        by_listing = {post.listing: post for post in page.drafts()}
        children = [
            _comment(number, [by_listing[one] for one in group], int(thread))
            for number, group in page.market.comments(page.board.board)
        ]
        children.append({"id": 7, "author": None, "text": None, "children": [], "type": "comment"})
        return as_json({"id": int(thread), "title": "Ask HN: Who is hiring?", "children": children})

    return JSON, body


def _comment(number: int, posts: list[Draft], thread: int) -> dict[str, Any]:
    first = posts[0]
    titles = ", ".join(post.title for post in posts)
    places = [post.place.written for post in posts]
    parts = [f"{first.company} | {titles} | {' | '.join(dict.fromkeys(places))} | Full-time"]
    for post in posts:
        parts += [post.title, *plain(post.html).splitlines()]
    said = "<p>".join(escape(part, quote=False) for part in parts if part.strip())
    reply = {"id": number + 1, "author": "reader", "text": "Is there an office?", "children": [], "type": "comment"}
    return {
        "id": number, "author": "employer", "created_at": stamp(first.published), "text": said, "type": "comment",
        "created_at_i": int(first.published.timestamp()), "parent_id": thread, "story_id": thread, "points": None,
        "title": None, "url": None, "options": [], "children": [reply],
    }  # fmt: skip


def _adzuna(page: Page) -> Written:
    if not (page.query.get("app_id") and page.query.get("app_key")):
        raise Refused
    number = int(page.more[0]) if len(page.more) == 1 and page.more[0].isdigit() else 0

    def job(post: Draft) -> dict[str, Any]:
        salary: dict[str, Any] = {"salary_is_predicted": "0"}
        if post.pay:
            low, high = whole_amounts(post.pay)
            salary |= {"salary_min": low, "salary_max": high}
        elif post.drawn % 3 == 0:  # a guess of Adzuna's, which is no pay
            salary = {"salary_is_predicted": "1", "salary_min": 111_111.1, "salary_max": 111_111.1}
        area = [part for part in ("US", post.place.region, post.place.city) if part]
        return salary | {
            "__CLASS__": "Adzuna::API::Response::Job", "id": post.id, "title": post.title,
            "created": stamp(post.published),
            "company": {"display_name": post.company}, "location": {"display_name": post.place.written, "area": area},
            "description": plain(post.html)[:CUT], "redirect_url": f"{page.root}/land/ad/{post.id}",
            "category": {"tag": "it-jobs", "label": "IT Jobs"}, "contract_time": "full_time", "adref": "none",
        }  # fmt: skip

    def body() -> bytes:
        jobs = [job(post) for post in page.drafts((number - 1) * ADZUNA_PAGE, ADZUNA_PAGE)]
        return as_json({"count": len(page.listings), "mean": 0, "results": jobs})

    return (JSON, body) if number else None


def _usajobs(page: Page) -> Written:
    if not page.headers.get("Authorization-Key"):
        raise Refused
    number, size = page.number("Page", 1), min(page.number("ResultsPerPage", 25), 500)

    def item(post: Draft) -> dict[str, Any]:
        pay = []
        if post.pay:
            low, high = whole_amounts(post.pay)
            code = {"year": "PA", "hour": "PH", "month": "PM"}[post.pay.period]
            pay = [{"MinimumRange": str(low), "MaximumRange": str(high), "RateIntervalCode": code}]
        details = {
            "JobSummary": post.html, "MajorDuties": [], "RemoteIndicator": post.workplace == "remote",
            "TeleworkEligible": False,
        }  # fmt: skip
        return {
            "MatchedObjectId": post.id, "RelevanceRank": 0,
            "MatchedObjectDescriptor": {
                "PositionID": post.requisition, "PositionTitle": post.title, "OrganizationName": post.company,
                "PositionURI": f"{page.root}/job/{post.id}", "ApplyURI": [f"{page.root}/job/{post.id}/apply"],
                "PositionLocationDisplay": post.place.written, "DepartmentName": "Department of Samples",
                "PositionLocation": [{"LocationName": post.place.written, "CountryCode": "United States"}],
                "JobCategory": [{"Name": "Computer Science", "Code": "1550"}], "PositionRemuneration": pay,
                "PositionSchedule": [{"Name": "Full-time", "Code": "1"}], "QualificationSummary": "",
                "PublicationStartDate": post.published.isoformat(), "UserArea": {"Details": details},
            },
        }  # fmt: skip

    def body() -> bytes:
        items = [item(post) for post in page.drafts((number - 1) * size, size)]
        pages = -(-len(page.listings) // size)
        result = {"SearchResultCount": len(items), "SearchResultCountAll": len(page.listings),
                  "SearchResultItems": items, "UserArea": {"NumberOfPages": str(pages)}}  # fmt: skip
        return as_json({"LanguageCode": "EN", "SearchResult": result})

    return (JSON, body) if not page.more else None


def _after_terms(jobs: list[Any], page: Page) -> Any:
    return [{"last_updated": 0, "legal": "Link back to the posting, and name the source."}, *jobs]


def _counted(jobs: list[Any], page: Page) -> Any:
    return {"0-legal-notice": "Link back.", "job-count": len(jobs), "total-job-count": len(jobs), "jobs": jobs}


def _feed(write: Write, path: tuple[str, ...], feed: str, **more: Any) -> Dialect:
    """A feed of remote work, unless `more` says another."""
    return Dialect(write, path, feed=feed, **{"takes": _remote, "workplaces": REMOTE, "sure": True, **more})


YEARLY: dict[str, Any] = {"pay_units": ("year",), "pay_share": 0.7}

GLOBAL: dict[str, Dialect] = {
    "remoteok": _feed(
        whole(remoteok, _after_terms), ("api",), "machine-learning", identity=numbered, entries="",
        title_field="position",
    ),
    "remotive": _feed(
        whole(remotive, _counted), ("api", "remote-jobs"), "software-development", identity=numbered, pay_text=True,
        entries="jobs", **YEARLY,
    ),
    "arbeitnow": _feed(
        _arbeitnow, ("api", "job-board-api"), "arbeitnow-all", takes=lambda details, place: True,
        identity=lambda number: f"job-{number:016x}",
    ),
    "himalayas": _feed(
        _himalayas, ("jobs", "api"), "himalayas-all", identity=lambda number: f"/jobs/{number:016x}", **YEARLY
    ),
    "jobicy": _feed(
        _newest_of_jobicy, ("api", "v2", "remote-jobs"), "data-science", identity=numbered, entries="jobs",
        title_field="jobTitle", pay_units=("year", "month", "hour"), pay_share=0.7,
    ),
    "themuse": _feed(
        _themuse, ("api", "public", "jobs"), "Data and Analytics", identity=numbered, workplaces=(), sure=False,
        takes=lambda details, place: True,
    ),
    "workingnomads": _feed(
        whole(workingnomads), ("api", "exposed_jobs"), "workingnomads-all", identity=numbered, entries="",
        id_field="url",
    ),
    "weworkremotely": _feed(
        _weworkremotely, ("categories", "remote-programming-jobs.rss"), "remote-programming-jobs", kind=XML,
        identity=lambda number: f"posting-{number:016x}",
    ),
    "hackernews": _feed(
        _hackernews, ("api", "v1"), "latest", takes=_of_engineers, workplaces=(), sure=False,
        traits=frozenset({"several"}), identity=lambda number: str(41_000_000 + number % 10**12),
    ),
    "adzuna": _feed(
        _adzuna, ("v1", "api", "jobs", "us", "search"), "us/machine learning engineer", takes=_in_states, workplaces=(),
        sure=False, identity=numbered, pay_currency="USD", place="parts", traits=frozenset({"cut"}), **YEARLY,
    ),
    "usajobs": _feed(
        _usajobs, ("api", "Search"), "machine learning", takes=_in_states, identity=numbered, pay_currency="USD",
        pay_units=("year", "hour"), pay_share=0.7,
    ),
}  # fmt: skip
