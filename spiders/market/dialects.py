"""A posting in the five platforms' own words: Greenhouse, Lever, Ashby, SmartRecruiters and schema.org JobPosting."""

import datetime as dt
import json
import re
from dataclasses import dataclass
from html import escape
from random import Random
from typing import Any

from spiders.market import texts
from spiders.market.generate import Listing, Market
from spiders.market.seeds import data, mix
from spiders.market.slots import Details, Pay, Place, countries
from spiders.market.texts import Section

_TAG = re.compile(r"<[^>]+>")
_FIELDS = ("lever", "ashby", "smartrecruiters")  # platforms with a field for the workplace
_PAY_FIELDS = {"lever": 0.6, "ashby": 0.7, "jsonld": 0.6}  # how often a board tells pay in the platform's field
_EXTRA_ESCAPED = 25  # every so many boards one whose HTML is escaped once too often


@dataclass(slots=True)
class Draft:
    """A posting before it is put into a platform's shape."""

    id: str
    title: str
    listing: Listing
    details: Details
    place: Place
    company: str
    sections: list[Section]
    style: int
    pay: Pay | None  # told in the platform's field
    workplace: str | None  # told in the platform's field
    department: str
    published: dt.datetime
    updated: dt.datetime
    requisition: str
    drawn: int
    foreign: str | None = None
    language: str = "en"
    doubly: bool = False

    @property
    def html(self) -> str:
        return self.foreign if self.foreign is not None else texts.joined(self.sections, self.style)

    def part(self, *kinds: str) -> list[Section]:
        return [section for section in self.sections if section.kind in kinds]


def draft(market: Market, listing: Listing) -> Draft:
    """Writes the posting. The copies of a vacancy differ in place and platform, and its repost in its id alone."""
    tenancy = listing.tenancy
    plan, employer = tenancy.plan, tenancy.employer
    details, place = market.details(plan), market.place(listing)
    drawn = mix(market.seed, plan.number, tenancy.generation, 7)
    rng = Random(drawn)
    in_field = listing.platform in _FIELDS and drawn % 5 != 0
    if listing.platform == "smartrecruiters":  # has flags for remote and hybrid, and nothing that says on site
        in_field = details.workplace in ("remote", "hybrid")
    pay_field = details.pay is not None and drawn % 1000 / 1000 < _PAY_FIELDS.get(listing.platform, 0.0)
    remote = details.workplace == "remote"
    edited = listing.edited_on(market.date.toordinal())
    order = texts.Order(
        role=plan.role,
        ai=plan.ai,
        details=details,
        employer=employer,
        place=place,
        tell_workplace=(drawn >> 9) % 5 < 3 if (in_field or remote) and listing.platform != "jsonld" else True,
        tell_pay=not pay_field or (drawn >> 12) % 2 == 0,
        edits=0 if edited is None else 1,
    )
    start = dt.datetime.combine(dt.date.fromordinal(listing.start), dt.time(drawn % 24, drawn % 60), dt.UTC)
    updated = start if edited is None else dt.datetime.combine(dt.date.fromordinal(edited), dt.time(4), dt.UTC)
    foreign = None if details.foreign is None else texts.foreign_html(details.foreign, employer, rng)
    return Draft(
        id=market.external_id(listing),
        title=market.title(listing),
        listing=listing,
        details=details,
        place=place,
        company=employer.name,
        sections=[] if foreign else texts.write(order, rng),
        style=employer.style,
        pay=details.pay if pay_field else None,
        workplace=details.workplace if in_field or remote else None,
        department=data("employers")["departments"][drawn % 5],
        published=start,
        updated=updated,
        requisition=f"R{1_000_000 + drawn % 9_000_000}",
        drawn=drawn,
        foreign=foreign,
        language=market.language(details),
        doubly=employer.number % _EXTRA_ESCAPED == 0,
    )


def _plain(html: str) -> str:
    broken = html.replace("</li>", "\n").replace("<li>", "- ").replace("</p>", "\n").replace("</h3>", "\n")
    text = _TAG.sub("", broken).strip()
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _stamp(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


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
        "additionalPlain": _plain(extra),
        "additional": extra,
        "categories": {
            "commitment": "Full-time",
            "department": post.department,
            "location": post.place.written,
            "team": post.department,
            "allLocations": [post.place.written],
        },
        "createdAt": int(post.published.timestamp() * 1000),
        "descriptionPlain": _plain(opening + body),
        "description": opening + body,
        "id": post.id,
        "lists": lists,
        "text": post.title,
        "country": post.place.country,
        "workplaceType": workplace,
        "opening": opening,
        "openingPlain": _plain(opening),
        "descriptionBody": body,
        "descriptionBodyPlain": _plain(body),
        "hostedUrl": f"{root}/{post.listing.board}/{post.id}",
        "applyUrl": f"{root}/{post.listing.board}/{post.id}/apply",
    }
    if post.pay:
        interval = {"hour": "per-hour-wage", "month": "per-month-salary"}.get(post.pay.unit, "per-year-salary")
        low, high = _whole(post.pay)
        found["salaryRange"] = {"interval": interval, "currency": post.pay.currency, "min": low, "max": high}
    return found


def _whole(pay: Pay) -> tuple[float, float]:
    """Amounts as JSON writes them: whole numbers without a point."""
    low, high = (int(value) if value % 1 == 0 else value for value in (pay.floor, pay.ceiling))
    return low, high


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
        "descriptionPlain": _plain(post.html),
        "compensation": _ashby_pay(post),
    }


def _ashby_pay(post: Draft) -> dict[str, Any]:
    pay = post.pay
    if pay is None:
        return {"compensationTierSummary": None, "compensationTiers": [], "summaryComponents": []}
    interval = {"hour": "1 HOUR", "month": "1 MONTH"}.get(pay.unit, "1 YEAR")
    ranges = texts.zones(pay) if pay.unit == "zones" else (_whole(pay),)
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
    low, high = _whole(pay)
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
        "releasedDate": _stamp(post.published),
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
        low, high = _whole(post.pay)
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
