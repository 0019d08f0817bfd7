"""schema.org JobPosting: found in a career page, and read into a posting. See schema.org/JobPosting."""

import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from spiders.markup import shallow, unescaped
from spiders.platform import Fields
from spiders.values import employment, joined, moment, number, period, text, with_pay
from storage.posting import ParsedPosting, StatedPay

# Fields of schema.org that say nothing of the role, and those that only frame the ones that are read.
IGNORED = (
    "@context",
    "@type",
    "@id",
    "directApply",
    "image",
    "industry",
    "identifier",
    "EducationRequirements",
    "educationRequirements",
    "experienceRequirements",
    "hiringOrganization",
    "jobBenefits",
    "incentiveCompensation",
    "validThrough",
    "jobImmediateStart",
    "mainEntityOfPage",
    "occupationalCategory",
    "workHours",
    "applicationContact",
    "uniqueJobCode",
    "salaryCurrency",
    "jobLocation",
    "applicantLocationRequirements",
    "baseSalary",
    "inLanguage",
    "responsibilities",
    "qualifications",
    "skills",
    "dateModified",
    "potentialAction",
    "name",
    "sameAs",
    "url",
    "logo",
    "specialCommitments",
    "securityClearanceRequirement",
    "totalJobOpenings",
    "employerOverview",
    "estimatedSalary",
)
_CURRENCY = re.compile(r"[$€£¥₹]|\b[A-Z]{3}\b")  # told within the words
_JSON_LD = re.compile(r"ld(\+|&#x2b;|&#43;|%2b)json", re.IGNORECASE)


def postings_in_page(page: str) -> list[dict[str, Any]]:
    """Every JobPosting of a page: JSON-LD first, microdata where there is none."""
    tree = LexborHTMLParser(shallow(page))
    found: list[dict[str, Any]] = []
    for script in tree.css("script"):
        kind = script.attributes.get("type") or ""
        if _JSON_LD.search(kind):
            found += _job_postings(_loads(script.text(deep=True)))
    return found or list(_microdata(tree))


def _loads(source: str) -> Any:
    """The JSON of a script, also with raw line breaks in strings or wrapped in a comment; None when it is none."""
    cleaned = re.sub(
        r"^\s*(?:<!--|/\*<!\[CDATA\[\*/|//<!\[CDATA\[)|(?:-->|/\*\]\]>\*/|//\]\]>)\s*$", "", source
    ).strip()
    for attempt in (cleaned, unescaped(cleaned)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _job_postings(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(data, list):
        for entry in data:
            yield from _job_postings(entry, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        if "JobPosting" in (kinds if isinstance(kinds, list) else [kinds]):
            yield data
        else:
            for key in ("@graph", "itemListElement", "item", "mainEntity"):
                yield from _job_postings(data.get(key), depth + 1)


def _microdata(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    for node in tree.css('[itemtype*="schema.org/JobPosting"]'):
        posting = _properties(node)
        if posting.get("title"):
            yield {"@type": "JobPosting", **posting}


def _properties(scope: Any, depth: int = 0) -> dict[str, Any]:
    """The properties of an itemscope, those of nested scopes below theirs."""
    found: dict[str, Any] = {}
    for node in scope.css("[itemprop]"):
        name = node.attributes.get("itemprop") or ""
        if depth > 4 or name in found or node.mem_id == scope.mem_id or _nearest_scope(node) != scope.mem_id:
            continue
        if "itemscope" in node.attributes:
            value: Any = _properties(node, depth + 1)
        elif name in ("description", "responsibilities", "qualifications"):
            value = node.inner_html
        else:
            value = node.attributes.get("content") or node.attributes.get("datetime") or node.text(deep=True).strip()
        if value:
            found[name] = value
    return found


def _nearest_scope(node: Any) -> int | None:
    above = node.parent
    while above is not None:
        if "itemscope" in above.attributes:
            return int(above.mem_id)
        above = above.parent
    return None


def is_job_posting(fields: Fields) -> bool:
    """Whether a payload is a JobPosting: it says so, or has properties of one that are things of their own."""
    kinds = fields.take("@type")
    names = ("hiringOrganization", "jobLocation", "baseSalary")
    return "JobPosting" in _listed(kinds) or any(isinstance(fields.take(name), dict | list) for name in names)


def posting_of(fields: Fields, external_id: str, url: str | None) -> ParsedPosting:
    """A JobPosting as a posting. Raises BoardError naming the field when it has no title.

    TELECOMMUTE also stands for work that is remote or hybrid, so it counts as remote only where no address is given.
    """
    places = [place for place in _listed(fields.take("jobLocation")) if isinstance(place, dict)]
    addresses = [address for place in places if (address := address_of(place))]
    scopes = [
        f"Remote, {name}" for one in _listed(fields.take("applicantLocationRequirements")) if (name := name_of(one))
    ]
    telecommute = "telecommut" in str(fields.take("jobLocationType") or "").lower()
    parts = [fields.take(name) for name in ("description", "responsibilities", "qualifications")]
    fields.markup("description")  # the other two may be things of their own
    written = [_unescaped(part) for part in parts if isinstance(part, str) and part.strip()]
    body = [part for part in written[1:] if part not in written[0]] if written else []
    salary, currency = fields.take("baseSalary"), text(fields.take("salaryCurrency"))
    return ParsedPosting(
        external_id=external_id,
        title=fields.need("title"),
        url=url or text(fields.take("url")),
        company=name_of(fields.take("hiringOrganization")),
        html=with_pay("\n".join([*written[:1], *body]) or None, pay_in_words(salary, currency)),
        locations=addresses or (scopes if telecommute else []),
        workplace="remote" if telecommute and not addresses else None,
        employment_type=employment(fields.take("employmentType")),
        pay=stated_pay(salary, currency),
        posted_at=moment(fields.take("datePosted")),
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def name_of(value: Any) -> str | None:
    """The name of a thing, which may be written as text, as an object or as a list of either."""
    if isinstance(value, list):
        return next((name for one in value if (name := name_of(one))), None)
    return text(value.get("name")) if isinstance(value, dict) else text(value)


def address_of(place: dict[str, Any]) -> str | None:
    """The address of a place as one line, or its name."""
    address = place.get("address")
    if isinstance(address, list):
        address = address[0] if address else None
    if not isinstance(address, dict):
        return text(address) or text(place.get("name"))
    parts = (address.get("addressLocality"), address.get("addressRegion"))
    return joined(*(name_of(part) for part in parts), name_of(address.get("addressCountry")))


def _unescaped(markup: str) -> str:
    """Markup that was escaped once too often, with its tags back."""
    return unescaped(markup) if "&lt;" in markup and "<" not in markup else markup


def stated_pay(salary: Any, currency: str | None) -> StatedPay | None:
    """Pay of a baseSalary in figures, of which a currency beside it may speak."""
    amount, value = _amount(salary)
    single = number(value.get("value"))
    low, high = number(value.get("minValue")) or single, number(value.get("maxValue")) or single
    if not low and not high:
        return None
    return StatedPay(low, high, text(amount.get("currency")) or currency, _unit(amount, value))


def pay_in_words(salary: Any, currency: str | None) -> str | None:
    """Pay of a baseSalary that is written as text ("$50,000 - $60,000"), with its unit and currency; None without."""
    amount, value = _amount(salary)
    told, unit = value.get("value"), _unit(amount, value)
    words = text(told) if isinstance(told, str) and number(told) is None else None
    if words is None or not any(char.isdigit() for char in words):
        return None
    named = text(amount.get("currency")) or currency
    before = f"{named} " if named and not _CURRENCY.search(words) else ""
    return f"{before}{words}" + (f" per {unit}" if unit else "")


def _amount(salary: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A baseSalary as its MonetaryAmount and the QuantitativeValue in it, whichever of them it leaves out."""
    if isinstance(salary, list):
        salary = salary[0] if salary else None
    if not isinstance(salary, dict):
        return {}, {"value": salary}
    value = salary.get("value")
    value = value[0] if isinstance(value, list) and value else value
    return salary, value if isinstance(value, dict) else {**salary, "value": value}


def _unit(amount: dict[str, Any], value: dict[str, Any]) -> str | None:
    return period(value.get("unitText") or amount.get("unitText"))
