"""What the market is made of: slots, their tenants, the postings of these, boards, and what is true of a posting."""

import datetime as dt
from dataclasses import dataclass

from spiders.market.dialects import DIALECTS, Dialect
from spiders.market.employers import Employer
from spiders.market.seeds import mix


@dataclass(frozen=True, slots=True)
class Plan:
    """A slot without its details: which role, how it is repeated, and its rhythm in days."""

    number: int
    role: str
    ai: bool
    rank: int
    repeat: str
    postings: int
    life: int
    phase: int


@dataclass(frozen=True, slots=True)
class Tenancy:
    """One tenant of a slot: open from `start` up to but without `end` (ordinal dates)."""

    plan: Plan
    generation: int
    employer: Employer
    start: int
    end: int
    reposted: int | None
    edited: int | None

    @property
    def opening_id(self) -> str:
        return f"{self.plan.role}-{self.plan.rank}-{self.generation}"


@dataclass(frozen=True, slots=True)
class Listing:
    """One posting of a tenancy: the `copy`-th, on one board, before (part 0) or after (part 1) it was reposted."""

    tenancy: Tenancy
    copy: int
    part: int
    platform: str
    board: str
    start: int
    end: int

    def number(self, seed: int) -> int:
        return mix(seed, self.tenancy.plan.number, self.tenancy.generation, self.copy, self.part)

    @property
    def dialect(self) -> Dialect:
        return DIALECTS[self.platform]

    def id(self, seed: int) -> str:
        """The posting's own number, of the kind that its platform gives."""
        return self.dialect.identity(self.number(seed))

    def edited_on(self, today: int) -> int | None:
        """The day of its last edit, if it has been edited by now."""
        edited = self.tenancy.edited
        if edited is None or (self.copy and self.tenancy.generation % 2):  # now and then only one copy is edited
            return None
        return edited if self.start < edited <= min(today, self.end - 1) else None


@dataclass(frozen=True, slots=True)
class MarketBoard:
    """One board of the market: `board` is its token, which no other board of the market has."""

    platform: str
    board: str
    company: str

    @property
    def own_part(self) -> str:
        """What of its name its addresses hold: its tenant, host or number, where more is written behind it."""
        if DIALECTS[self.platform].feed:
            return self.board
        return self.board.partition("/")[0].partition(".wd5")[0]

    def row(self, url: str) -> tuple[str, str, str, str]:
        """Its row of a boards file, for a market served at `url`."""
        root = f"{url.rstrip('/')}/{self.platform}"
        if self.platform == "jsonld":
            return self.platform, f"{root}/{self.board}/sitemap.xml", self.company, ""
        if DIALECTS[self.platform].hosted:
            return self.platform, self.board, self.company, f"{root}/{self.own_part}"
        return self.platform, self.board, self.company, root


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of one posting. Pay is annual, in `currency`; metros are those of this posting's own place.

    `external_id` is unique in the market; for a career page it is the page's path.
    """

    platform: str
    board: str
    external_id: str
    opening_id: str
    company: str
    title: str
    role: str
    ai: bool
    level: str
    band: str
    years: int | None
    workplace: str | None
    location: str
    metros: tuple[str, ...]
    pay_min: float | None
    pay_max: float | None
    currency: str | None
    period: str | None
    skills: dict[str, str]
    language: str
    first_day: dt.date
    reposted: bool

    @property
    def posting_id(self) -> str:
        return f"{self.platform}:{self.board}:{self.external_id}"


@dataclass(frozen=True, slots=True)
class Life:
    """What a crawler that looks every day of a span can know of a posting; `closed_on` is its first day without it."""

    posting_id: str
    opening_id: str
    first_seen: dt.date
    closed_on: dt.date | None
    edited_on: dt.date | None
    reposted_from: str | None
