"""The platforms of the everyday market: Greenhouse, Lever, Ashby, SmartRecruiters, and career pages of schema.org."""

import gzip
import json
from functools import partial
from html import escape
from typing import Any

from spiders.market import texts
from spiders.market.dialects.base import HTML, JSON, XML, Dialect, Page, Written, as_json, numbered, slug, whole
from spiders.market.dialects.drafts import Draft, draft, plain, stamp, whole_amounts
from spiders.market.seeds import mix
from spiders.market.slots import Pay, countries

PAGE = 100  # most postings that a SmartRecruiters list answer holds
UNITS = ("year", "hour", "month", "zones")


def greenhouse(post: Draft, root: str, pay_fields: bool = False) -> dict[str, Any]:
    """A job of `/v1/boards/<board>/jobs?content=true`; `pay_fields` is what pay_transparency=true asks for."""
    content = escape(post.html)
    if post.doubly:
        content = escape(content)
    found: dict[str, Any] = {
        "absolute_url": f"{root}/{post.listing.board}/jobs/{post.id}",
        "data_compliance": [{"type": "gdpr", "requires_consent": False, "retention_period": None}],
        "internal_job_id": mix(post.drawn) % 10**10,
        "location": {"name": post.place.written},
        "metadata": None,
        "id": int(post.id),
        "updated_at": post.updated.strftime("%Y-%m-%dT%H:%M:%S-04:00"),
        "requisition_id": post.requisition if post.drawn % 3 else "See Opening ID",
        "title": post.title,
        "company_name": post.company,
        "first_published": post.published.strftime("%Y-%m-%dT%H:%M:%S-04:00"),
        "language": post.language,
        "application_deadline": None,
        "content": content,
        "departments": [{"id": post.drawn % 9000, "name": post.department, "child_ids": [], "parent_id": None}],
        "offices": [{"id": post.drawn % 700, "name": post.place.written, "location": None, "child_ids": []}],
    }
    if post.drawn % 6 == 0 and post.details.workplace:
        value = {"remote": "Remote", "hybrid": "Hybrid", "onsite": "On-site"}[post.details.workplace]
        found["metadata"] = [{"id": 77, "name": "Workplace Type", "value": value, "value_type": "single_select"}]
    if pay_fields and post.details.pay and post.drawn % 4 == 0:
        found["pay_input_ranges"] = _cents(post.details.pay)
    return found


def _cents(pay: Pay) -> list[dict[str, Any]]:
    title = {"hour": "Hourly base pay range", "month": "Monthly base pay range"}.get(pay.unit, "Annual base pay range")
    ranges = texts.zones(pay) if pay.unit == "zones" else ((pay.floor, pay.ceiling),)
    return [
        {"min_cents": round(low * 100), "max_cents": round(high * 100), "currency_type": pay.currency, "title": title}
        for low, high in ranges
    ]


def lever(post: Draft, root: str) -> dict[str, Any]:
    """A posting of `/v0/postings/<board>?mode=json`."""
    opening = texts.joined(post.part("about"), post.style) if post.sections else ""
    body = texts.joined(post.part("role"), post.style) if post.sections else post.html
    extra = texts.joined(post.part("pay", "benefits", "process", "legal"), post.style)
    lists = [
        {"text": section.heading, "content": "".join(f"<li>{escape(item, quote=False)}</li>" for item in section.items)}
        for section in post.part("duties", "required", "preferred")
    ]
    workplace = {"remote": "remote", "hybrid": "hybrid", "onsite": "onsite"}.get(post.workplace or "", "unspecified")
    found: dict[str, Any] = {
        "additionalPlain": plain(extra),
        "additional": extra,
        "categories": {
            "commitment": "Full-time",
            "department": post.department,
            "location": post.place.written,
            "team": post.department,
            "allLocations": [post.place.written],
        },
        "createdAt": int(post.published.timestamp() * 1000),
        "descriptionPlain": plain(opening + body),
        "description": opening + body,
        "id": post.id,
        "lists": lists,
        "text": post.title,
        "country": post.place.country,
        "workplaceType": workplace,
        "opening": opening,
        "openingPlain": plain(opening),
        "descriptionBody": body,
        "descriptionBodyPlain": plain(body),
        "hostedUrl": f"{root}/{post.listing.board}/{post.id}",
        "applyUrl": f"{root}/{post.listing.board}/{post.id}/apply",
    }
    if post.pay:
        interval = {"hour": "per-hour-wage", "month": "per-month-salary"}.get(post.pay.unit, "per-year-salary")
        low, high = whole_amounts(post.pay)
        found["salaryRange"] = {"interval": interval, "currency": post.pay.currency, "min": low, "max": high}
    return found


def ashby(post: Draft, root: str) -> dict[str, Any]:
    """A job of `/posting-api/job-board/<board>?includeCompensation=true`."""
    workplace = {"remote": "Remote", "hybrid": "Hybrid", "onsite": "OnSite"}.get(post.workplace or "")
    address = {"addressCountry": "USA" if post.place.country == "US" else countries()[post.place.country]["name"]}
    if post.place.city:
        address |= {"addressLocality": post.place.city, "addressRegion": post.place.region or ""}
    url = f"{root}/{post.listing.board}/{post.id}"
    return {
        "id": post.id,
        "title": f" {post.title}" if post.drawn % 40 == 0 else post.title,
        "department": post.department,
        "team": post.department,
        "employmentType": "Intern" if post.details.level == "intern" else "FullTime",
        "location": post.place.written,
        "shouldDisplayCompensationOnJobPostings": post.pay is not None,
        "secondaryLocations": [],
        "publishedAt": post.published.strftime("%Y-%m-%dT%H:%M:%S.000+00:00"),
        "isListed": True,
        "isRemote": post.workplace in ("remote", "hybrid") if workplace else None,
        "workplaceType": workplace,
        "address": {"postalAddress": address},
        "jobUrl": url,
        "applyUrl": f"{url}/application",
        "descriptionHtml": post.html,
        "descriptionPlain": plain(post.html),
        "compensation": _ashby_pay(post),
    }


def _ashby_pay(post: Draft) -> dict[str, Any]:
    pay = post.pay
    if pay is None:
        return {"compensationTierSummary": None, "compensationTiers": [], "summaryComponents": []}
    interval = {"hour": "1 HOUR", "month": "1 MONTH"}.get(pay.unit, "1 YEAR")
    ranges = texts.zones(pay) if pay.unit == "zones" else (whole_amounts(pay),)
    tiers: list[dict[str, Any]] = []
    for number, (low, high) in enumerate(ranges):
        salary = {
            "id": f"{mix(post.drawn, number):016x}",
            "summary": f"{low:,} – {high:,} {pay.currency}",
            "compensationType": "Salary",
            "interval": interval,
            "currencyCode": pay.currency,
            "minValue": low,
            "maxValue": high,
        }
        equity = salary | {"compensationType": "EquityPercentage", "interval": "NONE", "currencyCode": None}
        equity |= {"minValue": None, "maxValue": None, "summary": "Offers Equity", "id": f"{mix(post.drawn, 9):016x}"}
        components = [salary, equity] if post.drawn % 3 == 0 else [salary]
        title = f"Zone {number + 1}" if len(ranges) > 1 else None
        tiers.append({"id": f"{mix(post.drawn, number, 5):016x}", "title": title, "tierSummary": salary["summary"],
                      "additionalInformation": None, "components": components})  # fmt: skip
    low, high = whole_amounts(pay)
    summary = {"compensationType": "Salary", "interval": interval, "currencyCode": pay.currency}
    return {
        "compensationTierSummary": f"{low:,} – {high:,} {pay.currency}",
        "scrapeableCompensationSalarySummary": f"{low:,} - {high:,}",
        "compensationTiers": tiers,
        "summaryComponents": [summary | {"minValue": low, "maxValue": high}],
    }


def smartrecruiters_row(post: Draft, root: str) -> dict[str, Any]:
    """A posting of `/v1/companies/<board>/postings`, which has no text."""
    place = {"country": post.place.country.lower(), "fullLocation": post.place.written}
    place |= {"city": post.place.city or "", "region": post.place.region or ""}
    flags = {"remote": post.workplace == "remote", "hybrid": post.workplace == "hybrid"}
    return {
        "id": post.id,
        "name": post.title,
        "uuid": f"{mix(post.drawn, 1):016x}",
        "jobAdId": f"{mix(post.drawn, 2):016x}",
        "defaultJobAd": True,
        "refNumber": f"REF{post.requisition}",
        "company": {"identifier": post.listing.board, "name": post.company},
        "releasedDate": stamp(post.published),
        "location": place | flags,
        "industry": {"id": "it_and_services", "label": "Information Technology And Services"},
        "department": {"label": post.department},
        "function": {"id": "engineering", "label": "Engineering"},
        "typeOfEmployment": {"id": "permanent", "label": "Full-time"},
        "experienceLevel": {"id": "not_applicable", "label": "Not Applicable"},
        "customField": [],
        "visibility": "PUBLIC",
        "ref": f"{root}/v1/companies/{post.listing.board}/postings/{post.id}",
        "language": {"code": post.language},
    }


def smartrecruiters(post: Draft, root: str) -> dict[str, Any]:
    """The answer of `/v1/companies/<board>/postings/<id>`: the row with the posting's text."""
    parts = {
        "companyDescription": ("Company Description", post.part("about")),
        "jobDescription": ("Job Description", post.part("role", "duties")),
        "qualifications": ("Qualifications", post.part("required", "preferred")),
        "additionalInformation": ("Additional Information", post.part("pay", "benefits", "process", "legal")),
    }
    sections = {name: {"title": t, "text": texts.joined(found, post.style)} for name, (t, found) in parts.items()}
    if post.foreign:
        sections["jobDescription"]["text"] = post.foreign
    row = smartrecruiters_row(post, root)
    url = f"https://jobs.example/smartrecruiters/{post.listing.board}/{post.id}"
    return row | {"postingUrl": url, "applyUrl": f"{url}?oga=true", "jobAd": {"sections": sections}, "active": True}


def job_posting(post: Draft) -> dict[str, Any]:
    """The schema.org JobPosting of a career page."""
    address = {"@type": "PostalAddress", "addressCountry": post.place.country}
    if post.place.city:
        address |= {"addressLocality": post.place.city, "addressRegion": post.place.region or ""}
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": post.title,
        "description": escape(post.html) if post.doubly or post.drawn % 9 == 0 else post.html,
        "identifier": {"@type": "PropertyValue", "name": post.company, "value": post.requisition},
        "datePosted": post.published.date().isoformat(),
        "employmentType": "FULL_TIME" if post.drawn % 2 else "Full-time",
        "hiringOrganization": {"@type": "Organization", "name": post.company},
    }
    if post.workplace != "remote" or post.drawn % 3 == 0:
        found["jobLocation"] = {"@type": "Place", "address": address}
    if post.workplace == "remote":
        found["jobLocationType"] = "TELECOMMUTE"
        country = {"@type": "Country", "name": countries()[post.place.country]["name"]}
        found["applicantLocationRequirements"] = [country] if post.drawn % 2 else country
    if post.pay:
        low, high = whole_amounts(post.pay)
        unit = {"hour": "HOUR", "month": "MONTH"}.get(post.pay.unit, "YEAR")
        value = {"@type": "QuantitativeValue", "minValue": low, "maxValue": high, "unitText": unit}
        found["baseSalary"] = {"@type": "MonetaryAmount", "currency": post.pay.currency, "value": value}
    return found


def career_page(post: Draft) -> str:
    """The HTML of a career page; the posting stands in a script, some of them within a graph."""
    kind = "application/ld&#x2B;json" if post.drawn % 7 == 0 else "application/ld+json"
    content: dict[str, Any] = job_posting(post)
    if post.drawn % 4 == 0:
        organisation = {"@type": "Organization", "name": post.company}
        inner = {key: value for key, value in content.items() if key != "@context"}
        content = {"@context": "https://schema.org", "@graph": [organisation, inner]}
    written = json.dumps(content, ensure_ascii=False).replace("</", "<\\/")
    title = escape(f"{post.title} | {post.company}")
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<script type="{kind}">{written}</script></head><body><nav><a href="/">Careers</a></nav>'
        f"<h1>{escape(post.title)}</h1><main>{post.html}</main></body></html>"
    )


def microdata_page(post: Draft) -> str:
    """A career page of the older kind, whose posting is marked in its HTML."""
    found = job_posting(post)
    parts = [f'<h1 itemprop="title">{escape(post.title)}</h1>']
    parts += [f'<meta itemprop="{name}" content="{escape(found[name])}">' for name in ("datePosted", "employmentType")]
    parts.append(
        f'<div itemprop="hiringOrganization" itemscope itemtype="https://schema.org/Organization">'
        f'<span itemprop="name">{escape(post.company)}</span></div>'
    )
    if "jobLocation" in found:
        address = "".join(
            f'<span itemprop="{name}">{escape(value)}</span>'
            for name, value in found["jobLocation"]["address"].items()
            if name != "@type"
        )
        parts.append(
            f'<div itemprop="jobLocation" itemscope itemtype="https://schema.org/Place"><div itemprop="address" '
            f'itemscope itemtype="https://schema.org/PostalAddress">{address}</div></div>'
        )
    if "jobLocationType" in found:
        parts.append('<meta itemprop="jobLocationType" content="TELECOMMUTE">')
        parts.append(
            f'<div itemprop="applicantLocationRequirements" itemscope itemtype="https://schema.org/Country">'
            f'<span itemprop="name">{escape(post.land)}</span></div>'
        )
    if "baseSalary" in found:
        value = found["baseSalary"]["value"]
        amounts = "".join(f'<meta itemprop="{name}" content="{value[name]}">' for name in list(value)[1:])
        parts.append(
            f'<div itemprop="baseSalary" itemscope itemtype="https://schema.org/MonetaryAmount">'
            f'<meta itemprop="currency" content="{found["baseSalary"]["currency"]}"><div itemprop="value" itemscope '
            f'itemtype="https://schema.org/QuantitativeValue">{amounts}</div></div>'
        )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(post.title)}</title></head><body>'
        f'<article itemscope itemtype="https://schema.org/JobPosting">{"".join(parts)}'
        f'<div itemprop="description">{post.html}</div></article></body></html>'
    )


def _greenhouse(page: Page) -> Written:
    with_content, with_pay = page.query.get("content") == "true", page.query.get("pay_transparency") == "true"

    def body() -> bytes:
        jobs = [greenhouse(post, page.root, with_pay) for post in page.drafts()]
        if not with_content:
            for job in jobs:
                for name in ("content", "departments", "offices"):
                    del job[name]
        return as_json({"jobs": jobs, "meta": {"total": len(jobs)}})

    return (JSON, body) if page.more == ["jobs"] else None


def _ashby(page: Page) -> Written:
    def body() -> bytes:
        jobs = [ashby(post, page.root) for post in page.drafts()]
        if page.query.get("includeCompensation") != "true":
            for job in jobs:
                del job["compensation"]
        return as_json({"jobs": jobs, "apiVersion": "1"})

    return (JSON, body) if not page.more else None


def _smartrecruiters(page: Page) -> Written:
    if len(page.more) == 2 and page.more[0] == "postings":
        one = page.find(page.more[1])
        return (JSON, lambda: as_json(smartrecruiters(draft(page.market, one), page.root))) if one else None
    offset, limit = page.number("offset", 0), min(page.number("limit", 10), PAGE)

    def body() -> bytes:
        rows = [smartrecruiters_row(post, page.root) for post in page.drafts(offset, limit)]
        return as_json({"offset": offset, "limit": limit, "totalFound": len(page.listings), "content": rows})

    return (JSON, body) if page.more == ["postings"] else None


def _career_site(page: Page) -> Written:
    """A sitemap and its pages; in a market of every platform an index of sitemaps, of which each second is packed."""
    name = page.more[0] if len(page.more) == 1 else ""
    if name == "sitemap.xml" and page.market.every:
        return XML, lambda: _sitemap_index(page)
    if name == "sitemap.xml":
        return XML, lambda: _sitemap(page, 0, 1)
    if page.market.every and name in ("sitemap-0.xml", "sitemap-1.xml.gz"):
        part = int(name[8])
        packed = name.endswith(".gz")
        return XML, lambda: gzip.compress(_sitemap(page, part, 2), mtime=0) if packed else _sitemap(page, part, 2)
    one = page.find("/".join(("/jsonld", page.board.board, *page.more))) if len(page.more) == 2 else None
    return (HTML, partial(_career_page, page, draft(page.market, one))) if one else None


def _career_page(page: Page, post: Draft) -> bytes:
    is_old = page.market.every and post.drawn % 5 == 0
    return (microdata_page(post) if is_old else career_page(post)).encode()


def _sitemap_index(page: Page) -> bytes:
    names = ("sitemap-0.xml", "sitemap-1.xml.gz")
    found = "".join(f"<sitemap><loc>{page.root}/{page.board.board}/{name}</loc></sitemap>" for name in names)
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="{namespace}">{found}</sitemapindex>'.encode()


def _sitemap(page: Page, part: int, parts: int) -> bytes:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">')
    today = page.market.date.toordinal()
    for listing in page.listings[part::parts]:
        address = page.url + page.market.external_id(listing)
        changed = page.market.date.fromordinal(listing.edited_on(today) or listing.start)
        lines.append(f"<url><loc>{escape(address)}</loc><lastmod>{changed.isoformat()}</lastmod></url>")
    return "\n".join([*lines, "</urlset>"]).encode()


MAJOR: dict[str, Dialect] = {
    "greenhouse": Dialect(
        _greenhouse, ("v1", "boards", "{}"), numbered, lambda name: name.replace(" ", "").lower(), entries="jobs"
    ),
    "lever": Dialect(
        whole(lever), ("v0", "postings", "{}"), workplaces=("remote", "hybrid", "onsite"), pay_units=UNITS,
        pay_share=0.6, entries="", title_field="text",
    ),
    "ashby": Dialect(
        _ashby, ("posting-api", "job-board", "{}"), token=lambda name: name.replace(" ", ""),
        workplaces=("remote", "hybrid", "onsite"), pay_units=UNITS, pay_share=0.7, place="parts", entries="jobs",
    ),
    "smartrecruiters": Dialect(
        _smartrecruiters, ("v1", "companies", "{}"), numbered, lambda name: name.replace(" ", "") + "1",
        workplaces=("remote", "hybrid"), sure=True, own_address=True,
    ),
    "jsonld": Dialect(
        _career_site, ("{}",), token=lambda name: "careers-" + slug(name), pay_units=UNITS, pay_share=0.6,
        place="parts", kind=HTML, own_address=True,
    ),
}  # fmt: skip
