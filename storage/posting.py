"""What a platform's dialect reads out of one payload: the one shape that spiders fill and analytics reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any


def payload_key(raw: Mapping[str, Any]) -> str:
    """Sixteen hexadecimal digits over all that a raw row tells of its posting: payload, address and employer."""
    told = "\0".join(str(raw[name]) for name in ("payload", "url", "company"))
    return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@dataclass(slots=True)
class StatedPay:
    """Base pay from the platform's own fields. Amounts in major units of `currency` per `period`; unknown is None.

    `period` is hour, day, week, month or year, or None when the platform does not tell it. `sized`: the platform has no
    field for the period, so that the size of the amount tells it; where there is such a field, an empty one is unknown.
    """

    min: float | None
    max: float | None
    currency: str | None
    period: str | None
    sized: bool = False


@dataclass(slots=True)
class ParsedPosting:
    """One posting as the platform states it, before anything is read from its text. Unknown is None or empty.

    `html` is the description as HTML (unescaped to real tags), `text` as plain text; a dialect fills one of them.
    `locations` are the places as written. `workplace` is remote, hybrid, onsite or None, only from the platform's own
    field. `country`, `region`, `city` only where the platform has fields of their own for the first place.
    """

    external_id: str
    title: str
    url: str | None = None
    company: str | None = None
    html: str | None = None
    text: str | None = None
    locations: list[str] = field(default_factory=list)
    country: str | None = None
    region: str | None = None
    city: str | None = None
    workplace: str | None = None
    employment_type: str | None = None
    department: str | None = None
    requisition_id: str | None = None
    seniority: str | None = None
    language: str | None = None
    pay: StatedPay | None = None
    posted_at: datetime | None = None
    attribution: str | None = None
