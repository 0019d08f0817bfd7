"""Applicant tracking systems and public feeds of single countries and regions.

Fields are named as in the public clients and documentation that the modules of spiders/platforms state.
"""

import base64
import json
from typing import Any

from spiders.market.dialects.base import (
    HTML,
    JSON,
    Dialect,
    Page,
    Written,
    anyone,
    as_json,
    numbered,
    slug,
    whole,
)
from spiders.market.dialects.drafts import Draft, draft, plain, stamp, whole_amounts
from spiders.market.dialects.enterprise import in_parts, one

ALL = ("remote", "hybrid", "onsite")
JOIN_PAGE, FEED_PAGE = 5, 100
_EMPLOYER = 1234  # the number of each: every employer of the market has a host of its own


def _next_page(title: str, props: dict[str, Any]) -> bytes:
    """A page as Next.js writes it, with its data in a script."""
    data = json.dumps({"props": {"pageProps": props}, "page": "/"}, ensure_ascii=False).replace("</", "<\\/")
    script = f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{script}</body></html>".encode()


def _gupy(page: Page) -> Written:
    """The career page with all openings, and each opening's page."""
    if not page.more:
        return HTML, lambda: _next_page("Vagas", {"jobs": [_gupy_row(post) for post in page.drafts()]})
    listing = page.find(page.more[1]) if len(page.more) == 2 and page.more[0] == "jobs" else None
    return (HTML, lambda: _next_page("Vaga", {"job": _gupy_job(draft(page.market, listing))})) if listing else None


def _gupy_row(post: Draft) -> dict[str, Any]:
    address = {"city": post.place.city, "state": post.place.region, "country": post.land}
    workplace = {"address": address, "workplaceType": "on-site" if post.workplace == "onsite" else post.workplace}
    return {
        "id": int(post.id), "title": post.title, "type": "vacancy_type_effective", "department": post.department,
        "workplace": workplace,
    }  # fmt: skip


def _gupy_job(post: Draft) -> dict[str, Any]:
    about, asks = in_parts(post)
    return {
        "id": int(post.id), "name": post.title, "description": about, "responsibilities": "", "prerequisites": asks,
        "relevantExperiences": None, "publishedAt": stamp(post.published), "jobType": "vacancy_type_effective",
        "careerPage": {"name": post.company}, "company": {"subdomain": slug(post.company)}, "jobSteps": [],
    }  # fmt: skip


def _join(page: Page) -> Written:
    """The career page, which has the employer's number; the openings by that number; and each opening."""
    if page.more == ["companies", page.board.board]:
        company = {"id": _EMPLOYER, "name": page.board.company, "domain": page.board.board}
        return HTML, lambda: _next_page(page.board.company, {"initialState": {"company": company}})
    if page.more == ["api", "public", "companies", str(_EMPLOYER), "jobs"]:
        return JSON, lambda: _join_list(page)
    is_job = page.more[:3] == ["api", "public", "jobs"] and len(page.more) == 4
    return one(page, page.more[3], _join_job) if is_job else None


def _join_list(page: Page) -> bytes:
    number, count = page.number("page", 1), len(page.listings)
    items = [_join_row(post) for post in page.drafts((number - 1) * JOIN_PAGE, JOIN_PAGE)]
    pages = {"page": number, "pageSize": JOIN_PAGE, "rowCount": count, "pageCount": -(-count // JOIN_PAGE)}
    return as_json({"items": items, "pagination": pages})


def _join_row(post: Draft) -> dict[str, Any]:
    pay: dict[str, Any] = {}
    if post.pay:
        low, high = (
            {"amount": round(amount * 100), "currency": post.pay.currency} for amount in whole_amounts(post.pay)
        )
        pay = {"salaryAmountFrom": low, "salaryAmountTo": high}
    frequency = post.pay.period if post.pay else "year"
    return pay | {
        "id": int(post.id), "idParam": f"{post.id}-{slug(post.title)}", "title": post.title,
        "createdAt": stamp(post.published), "workplaceType": post.workplace.upper() if post.workplace else None,
        "city": {"cityName": post.place.city, "regionName": post.place.region, "countryName": post.land},
        "employmentType": {"id": 1, "name": "Employee"}, "category": {"id": 2, "name": post.department},
        "languageId": 5, "salaryFrequency": f"PER_{frequency.upper()}",
    }  # fmt: skip


def _join_job(post: Draft, page: Page) -> dict[str, Any]:
    return {
        "id": int(post.id), "title": post.title, "description": _markdown(post),
        "company": {"id": _EMPLOYER, "name": post.company},
    }  # fmt: skip


def _markdown(post: Draft) -> str:
    if not post.sections:
        return post.html
    parts = []
    for section in post.sections:
        parts += [f"## {section.heading}" if section.heading else "", *section.paragraphs]
        parts.append("\n".join(f"- {item}" for item in section.items))
    return "\n\n".join(part.replace("*", "\\*").replace("_", "\\_").replace("<", "&lt;") for part in parts if part)


def jobylon(post: Draft, root: str) -> dict[str, Any]:
    """A job of `/feeds/<id>/?format=json`."""
    about, asks = in_parts(post)
    return {
        "id": int(post.id), "title": post.title, "descr": about, "skills": asks, "employment_type": "Full-time",
        "company": {"id": 7, "name": post.company}, "from_date": post.published.date().isoformat(), "to_date": None,
        "locations": [{"location": {"text": post.place.written, "city": post.place.city, "country": post.land}}],
        "departments": [{"department": {"name": post.department}}], "function": "IT", "experience": "", "benefits": [],
        "workplaceTypes": "on-site" if post.workplace == "onsite" else post.workplace, "slug": slug(post.title),
        "urls": {"ad": f"{root}/jobs/{post.id}-{slug(post.title)}/", "apply": f"{root}/applications/jobs/{post.id}/"},
        "contact": {"name": "Ann", "email": "ann@jobs.example"}, "owner": {"id": 1, "name": "Bo"},
    }  # fmt: skip


def _jobtech(page: Page) -> Written:
    """`/search`, by offset and limit."""
    offset, limit = page.number("offset", 0), min(page.number("limit", 10), FEED_PAGE)

    def hit(post: Draft) -> dict[str, Any]:
        address = {"city": post.place.city, "municipality": None, "region": post.place.region, "country": post.land}
        return {
            "id": post.id, "headline": post.title, "webpage_url": f"{page.root}/platsbanken/annonser/{post.id}",
            "description": {"text": plain(post.html), "text_formatted": post.html}, "workplace_address": address,
            "employer": {"name": post.company}, "employment_type": {"label": "Vanlig anställning"},
            "working_hours_type": {"label": "Heltid"}, "occupation": {"label": "Systemutvecklare"},
            "publication_date": post.published.strftime("%Y-%m-%dT%H:%M:%S"), "number_of_vacancies": 1,
            "salary_description": "Fast lön", "application_contacts": [{"description": "Ann"}],
        }  # fmt: skip

    def body() -> bytes:
        hits = [hit(post) for post in page.drafts(offset, limit)]
        return as_json({"total": {"value": len(page.listings)}, "positions": len(page.listings), "hits": hits})

    return (JSON, body) if not page.more else None


def _bundesagentur(page: Page) -> Written:
    """The search, and each opening by its reference in base64."""
    if page.more == ["v6", "jobs"]:
        return JSON, lambda: _bundesagentur_list(page)
    if page.more[:2] != ["v4", "jobdetails"] or len(page.more) != 3:
        return None
    return one(page, base64.b64decode(page.more[2]).decode(), _bundesagentur_job)


def _bundesagentur_list(page: Page) -> bytes:
    number, size = page.number("page", 1), min(page.number("size", 25), FEED_PAGE)
    found = [_bundesagentur_row(post) for post in page.drafts((number - 1) * size, size)]
    return as_json({"ergebnisliste": found, "maxErgebnisse": len(page.listings), "page": number, "size": size})


def _bundesagentur_row(post: Draft) -> dict[str, Any]:
    pay: dict[str, Any] = {"verguetungsangabe": "KEINE_ANGABEN"}
    if post.pay:
        low, high = whole_amounts(post.pay)
        named = {"year": "JAHRESGEHALT", "month": "MONATSGEHALT", "hour": "STUNDENLOHN"}[post.pay.period]
        pay = {"verguetungsangabe": named, "gehaltsspanneVon": low, "gehaltsspanneBis": high}
    address = {
        "ort": post.place.city or post.place.written,
        "region": post.place.region,
        "land": post.land,
    }
    return pay | {
        "referenznummer": post.id, "stellenangebotsTitel": post.title, "firma": post.company,
        "hauptberuf": "Informatiker", "stellenlokationen": [{"adresse": address}], "arbeitszeitVollzeit": True,
        "vertragsdauer": "UNBEFRISTET",
        "homeofficemoeglich": post.workplace == "remote",
        "datumErsteVeroeffentlichung": post.published.date().isoformat(),
    }  # fmt: skip


def _bundesagentur_job(post: Draft, page: Page) -> dict[str, Any]:
    return {
        "referenznummer": post.id, "stellenangebotsTitel": post.title, "stellenangebotsBeschreibung": plain(post.html)
    }  # fmt: skip


def _mycareersfuture(page: Page) -> Written:
    """The search by POST; every third opening has its description at an address of its own."""
    if page.more == ["search"]:
        return JSON, lambda: _mycareersfuture_list(page)
    return one(page, page.more[1], _mycareersfuture_job) if len(page.more) == 2 and page.more[0] == "jobs" else None


def _mycareersfuture_list(page: Page) -> bytes:
    number, limit = page.number("page", 0), min(page.number("limit", 20), FEED_PAGE)
    found = []
    for post in page.drafts(number * limit, limit):
        row = _mycareersfuture_job(post, page)
        found.append(row if post.drawn % 3 else row | {"description": None})
    return as_json({"results": found, "total": len(page.listings), "countWithoutFilters": 0})


def _mycareersfuture_job(post: Draft, page: Page) -> dict[str, Any]:
    pay: dict[str, Any] | None = None
    if post.pay:
        low, high = whole_amounts(post.pay)
        named = {"year": "Annually", "month": "Monthly", "hour": "Hourly"}[post.pay.period]
        pay = {"minimum": low, "maximum": high, "type": {"id": 4, "salaryType": named}}
    abroad = post.place.country != "SG"
    return {
        "uuid": post.id, "title": post.title, "description": post.html, "salary": pay,
        "address": {"isOverseas": abroad, "overseasCountry": post.place.written if abroad else None, "districts": []},
        "postedCompany": {"name": "Agency Pte Ltd"}, "hiringCompany": {"name": post.company}, "skills": [],
        "employmentTypes": [{"id": 7, "employmentType": "Full Time"}],
        "positionLevels": [{"id": 9, "position": "Executive"}],
        "metadata": {"jobPostId": post.id, "newPostingDate": post.published.date().isoformat(), "isHideSalary": False,
                     "jobDetailsUrl": f"https://www.mycareersfuture.gov.sg/job/it/{slug(post.title)}-{post.id}"},
    }  # fmt: skip


def _justjoin(page: Page) -> Written:
    """The list by offset, and each opening by its slug."""
    if not page.more:
        return JSON, lambda: _justjoin_list(page)
    return one(page, page.more[0][-36:], _justjoin_offer) if len(page.more) == 1 else None


def _justjoin_list(page: Page) -> bytes:
    offset, count = page.number("from", 0), min(page.number("itemsCount", 20), FEED_PAGE)
    found = [_justjoin_row(post) for post in page.drafts(offset, count)]
    following = {"cursor": offset + len(found), "itemsCount": count}
    return as_json({"data": found, "meta": {"from": offset, "totalItems": len(page.listings), "next": following}})


def _justjoin_row(post: Draft) -> dict[str, Any]:
    kinds: list[dict[str, Any]] = [{"type": "b2b", "from": None, "to": None, "currency": "pln", "unit": "month"}]
    if post.pay:
        low, high = whole_amounts(post.pay)
        told = {"from": low, "to": high, "currency": post.pay.currency.lower(), "unit": post.pay.period, "gross": True}
        converted = {"from": 1, "to": 2, "currency": "pln", "currencySource": "conversion", "unit": "month"}
        kinds = [told | {"type": "permanent", "currencySource": "original"}, converted | {"type": "permanent"}]
    return {
        "guid": post.id, "slug": f"{slug(post.title)}-{post.id}".replace("/", "-"), "title": post.title,
        "companyName": post.company, "city": post.place.written, "locations": [{"city": post.place.written}],
        "workplaceType": "office" if post.workplace == "onsite" else post.workplace, "experienceLevel": "mid",
        "employmentTypes": kinds, "requiredSkills": [{"name": "Python"}], "publishedAt": stamp(post.published),
        "category": {"key": "ai"},
    }  # fmt: skip


def _justjoin_offer(post: Draft, page: Page) -> dict[str, Any]:
    return {"id": post.id, "slug": slug(post.title), "body": post.html, "companySize": "50-100"}


REGIONAL: dict[str, Dialect] = {
    "gupy": Dialect(_gupy, ("{}",), numbered, hosted=True, workplaces=ALL, place="parts", kind=HTML),
    "join": Dialect(
        _join, ("{}",), numbered, hosted=True, workplaces=ALL, pay_units=("year", "month", "hour"), pay_share=0.6,
        place="parts", kind=HTML,
    ),
    "jobylon": Dialect(whole(jobylon), ("feeds", "{}"), numbered, workplaces=ALL, entries=""),
}  # fmt: skip

NATIONAL: dict[str, Dialect] = {
    "jobtech": Dialect(_jobtech, ("search",), numbered, feed="ai engineer", takes=anyone, place="parts"),
    "bundesagentur": Dialect(
        _bundesagentur, ("jobboerse", "jobsuche-service", "pc"), lambda number: f"10001-{number % 10**12}-S",
        feed="KI Entwickler", takes=anyone, pay_units=("year", "month", "hour"), pay_share=0.7, pay_currency="EUR",
        place="parts",
    ),
    "mycareersfuture": Dialect(
        _mycareersfuture, ("v2",), feed="data scientist", takes=anyone, pay_units=("year", "month", "hour"),
        pay_share=0.7, pay_currency="SGD",
    ),
    "justjoin": Dialect(
        _justjoin, ("api", "candidate-api", "offers"), feed="ai", takes=anyone, workplaces=ALL,
        pay_units=("year", "month", "hour"), pay_share=0.7,
    ),
}  # fmt: skip
