"""A posting before it is put into a platform's shape."""

import datetime as dt
import re
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from spiders.market import texts
from spiders.market.seeds import data, mix
from spiders.market.slots import Details, Pay, Place, countries
from spiders.market.texts import Section

if TYPE_CHECKING:
    from spiders.market.generate import Listing, Market

_TAG = re.compile(r"<[^>]+>")
_EXTRA_ESCAPED = 25  # every so many boards one whose HTML is escaped once too often


@dataclass(slots=True)
class Draft:
    """A posting before it is put into a platform's shape."""

    id: str
    title: str
    listing: "Listing"
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

    @property
    def land(self) -> str:
        """The country of its place by name."""
        return str(countries()[self.place.country]["name"])

    def part(self, *kinds: str) -> list[Section]:
        return [section for section in self.sections if section.kind in kinds]


def draft(market: "Market", listing: "Listing") -> Draft:
    """Writes the posting. The copies of a vacancy differ in place and platform, and its repost in its id alone."""
    tenancy = listing.tenancy
    plan, employer = tenancy.plan, tenancy.employer
    details, place = market.details_of(listing), market.place(listing)
    drawn = mix(market.seed, plan.number, tenancy.generation, 7)
    rng = Random(drawn)
    dialect = listing.dialect
    in_field = details.workplace in dialect.workplaces and (dialect.sure or drawn % 5 != 0)
    pay_field = (
        details.pay is not None
        and details.pay.unit in dialect.pay_units
        and dialect.pay_currency in ("", details.pay.currency)
        and drawn % 1000 / 1000 < dialect.pay_share
    )
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


def plain(html: str) -> str:
    broken = html.replace("</li>", "\n").replace("<li>", "- ").replace("</p>", "\n").replace("</h3>", "\n")
    text = _TAG.sub("", broken).strip()
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def stamp(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def whole_amounts(pay: Pay) -> tuple[float, float]:
    """Amounts as JSON writes them: whole numbers without a point."""
    low, high = (int(value) if value % 1 == 0 else value for value in (pay.floor, pay.ceiling))
    return low, high


def pay_words(pay: Pay | None) -> str:
    """Pay as free text; "" when none is told."""
    if pay is None:
        return ""
    low, high = whole_amounts(pay)
    return f"{pay.currency} {low:,} - {high:,} per {pay.period}"
