"""The market: its slots, who holds them on a date, and the truth of every posting.

A slot is a vacancy that is always open: when its tenant's life ends, a successor with the same title, level, pay,
skills and places opens on the same date at another employer, with new ids and texts. So every count and figure is the
same on any date, while postings are born, edited, reposted and closed every day.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Any, Self

from spiders.market.dialects import FEEDS
from spiders.market.employers import FEWEST, Employer, Employers
from spiders.market.postings import Life, Listing, MarketBoard, Plan, Tenancy, Truth
from spiders.market.reference import reference_role
from spiders.market.seeds import data, mix
from spiders.market.slots import Details, Place, draw

__all__ = ["Life", "Listing", "Market", "MarketBoard", "Plan", "Tenancy", "Truth", "build"]

SIZES = {"small": 1 / 6, "full": 1.0}
EMPLOYERS = (40, 680)  # however small the market, and in proportion to its size
NOBODY = "http://127.0.0.1:1"  # a port on which nobody listens
COMMENT = 3  # most jobs in a comment of a hiring thread
_FEED_SHARE = 4  # one vacancy in so many stands on a feed, where the feed takes it
RARE = 12  # roles with no more positions than this keep all of them in any market
_PLACES, _WEB, _MOVING = 9, 1.2, 4  # of a hundred vacancies: several places, also on a career page, also elsewhere


class Market:
    """A market on one date. Boards are written when asked for; `at` gives the same market on another date."""

    def __init__(
        self, scale: float, date: dt.date, seed: int, employers: int | None = None, every: bool = False
    ) -> None:
        if not 0 < scale <= 4:
            raise ValueError(f"size {scale}: a market's size is 'small', 'full' or a fraction of the full one, up to 4")
        if employers is not None and employers < 1:
            raise ValueError(f"employers {employers}: a market has at least one")
        self.scale, self.date, self.seed, self.every = scale, date, seed, every
        self._employers = employers
        self._details: dict[int, Details] = {}
        self._by_id: dict[str, dict[str, Listing]] = {}

    def at(self, date: dt.date) -> Self:
        """The same market on another date."""
        other = type(self)(self.scale, date, self.seed, self._employers, self.every)
        other._details = self._details
        other.__dict__.update(plans=self.plans, employers=self.employers, _reference=self._reference)
        return other

    @cached_property
    def employers(self) -> Employers:
        count = EMPLOYERS[0] + round(EMPLOYERS[1] * self.scale)
        fewest = FEWEST if self.every else 0
        return Employers(self._employers or max(count, fewest), self.seed, self.every)

    @cached_property
    def plans(self) -> list[Plan]:
        """All slots, in a fixed order."""
        return list(_plans(self.scale, self.seed))

    @cached_property
    def _reference(self) -> dict[str, list[Details]]:
        return {role: reference_role(role, self.seed) for role in data("reference")}

    @cached_property
    def boards(self) -> list[MarketBoard]:
        found = [MarketBoard(p, board, e.name) for e in self.employers.all for p, board in e.boards]
        if self.every:
            found += [MarketBoard(platform, dialect.feed, "") for platform, dialect in FEEDS.items()]
        return sorted(found, key=lambda board: (board.platform, board.board))

    @cached_property
    def listings(self) -> dict[str, list[Listing]]:
        """The postings open on the date, by board, oldest first."""
        today = self.date.toordinal()
        found: dict[str, list[Listing]] = {board.board: [] for board in self.boards}
        for plan in self.plans:
            for listing in self._listings(self.tenancy(plan, (today + plan.phase) // plan.life)):
                if listing.start <= today < listing.end:
                    found[listing.board].append(listing)
        for listings in found.values():
            listings.sort(key=lambda listing: (listing.start, listing.number(self.seed)))
        return found

    def tenancy(self, plan: Plan, generation: int) -> Tenancy:
        start = generation * plan.life - plan.phase
        number = mix(self.seed, plan.number, generation, 3)
        employer = self._employer(plan, generation)
        third = plan.life // 3
        reposted = start + third + (number >> 8) % third if number % 8 == 0 else None
        edited = start + 1 + (number >> 12) % (plan.life - 1) if number % 4 == 1 else None
        return Tenancy(plan, generation, employer, start, start + plan.life, reposted, edited)

    def _employer(self, plan: Plan, generation: int) -> Employer:
        """The tenant's employer: hardly ever the one before it, whose posting would look like reposted."""
        kind = plan.repeat if plan.repeat in ("web", "moving") else "any"
        before, first, second = (
            self.employers.choose(kind, mix(self.seed, plan.number, number, part) >> 20)
            for number, part in ((generation - 1, 3), (generation, 3), (generation, 8))
        )
        return second if first is before else first

    def details(self, plan: Plan) -> Details:
        if plan.role in self._reference:
            return self._reference[plan.role][plan.rank]
        if plan.number not in self._details:
            role = _roles()[plan.role]
            self._details[plan.number] = draw(self.seed, plan.number, role, plan.rank, plan.postings)
        return self._details[plan.number]

    def details_of(self, listing: Listing) -> Details:
        """What the posting's vacancy asks and offers."""
        return self.details(listing.tenancy.plan)

    def title(self, listing: Listing) -> str:
        """The title as advertised: some employers put the place into it where a job is advertised in several."""
        title, place = self.details(listing.tenancy.plan).title, self.place(listing)
        style = listing.tenancy.employer.style % 5
        if listing.tenancy.plan.repeat != "places" or style > 1:
            return title
        where = place.city or "Remote"
        return f"{title} - {where}" if style else f"{title} ({where})"

    def external_id(self, listing: Listing) -> str:
        """The posting's id on its platform; for career pages, which have none, the path of its page."""
        number = listing.id(self.seed)
        if "several" in listing.dialect.traits:
            return self._numbered.get(listing, number)
        if listing.platform != "jsonld":
            return number
        title = self.title(listing).lower()
        slug = "-".join("".join(char if char.isascii() and char.isalnum() else " " for char in title).split())
        return f"/jsonld/{listing.board}/job/{slug}-{number[:8]}"

    def listing(self, board: str, external_id: str) -> Listing | None:
        """The open posting of that id."""
        if board not in self._by_id:
            self._by_id[board] = {self.external_id(one): one for one in self.listings[board]}
        return self._by_id[board].get(external_id)

    def comments(self, board: str) -> list[tuple[int, list[Listing]]]:
        """The open postings of a thread as its comments, of up to three jobs of one employer: number and postings."""
        by_employer: dict[int, list[list[Listing]]] = {}
        for listing in self.listings[board]:
            groups = by_employer.setdefault(listing.tenancy.employer.number, [[]])
            titles = {self.title(one) for one in groups[-1]}
            if len(titles) == COMMENT or self.title(listing) in titles:
                groups.append([])
            groups[-1].append(listing)
        found = [group for groups in by_employer.values() for group in groups]
        return [(int(group[0].id(self.seed)), group) for group in found]

    @cached_property
    def _numbered(self) -> dict[Listing, str]:
        """Ids of jobs that share a comment: the comment's, with the job's place in it."""
        board = next(dialect.feed for dialect in FEEDS.values() if "several" in dialect.traits)
        return {
            one: f"{number}-{place}" if len(group) > 1 else str(number)
            for number, group in self.comments(board)
            for place, one in enumerate(group, 1)
        }

    def place(self, listing: Listing) -> Place:
        places = self.details(listing.tenancy.plan).places
        return places[min(listing.copy, len(places) - 1) if listing.tenancy.plan.repeat == "places" else 0]

    def _listings(self, tenancy: Tenancy) -> Iterator[Listing]:
        boards = tenancy.employer.boards
        copies = [boards[0]] * tenancy.plan.postings
        if tenancy.plan.repeat == "places":
            copies = copies[: len(self.details(tenancy.plan).places)]
        elif tenancy.plan.repeat in ("web", "moving"):
            copies = list(boards[:2])
        elif self.every and (feed := self._feed(tenancy)):
            copies = [feed]
        for copy, (platform, board) in enumerate(copies):
            if tenancy.reposted is None:
                yield Listing(tenancy, copy, 0, platform, board, tenancy.start, tenancy.end)
            else:
                yield Listing(tenancy, copy, 0, platform, board, tenancy.start, tenancy.reposted)
                yield Listing(tenancy, copy, 1, platform, board, tenancy.reposted, tenancy.end)

    def _feed(self, tenancy: Tenancy) -> tuple[str, str] | None:
        """The feed on which a vacancy stands instead of its employer's board; an employer uses one feed."""
        number = mix(self.seed, tenancy.plan.number, tenancy.generation, 14)
        platform = list(FEEDS)[tenancy.employer.number % len(FEEDS)]
        details = self.details(tenancy.plan)
        takes = number % _FEED_SHARE == 0 and FEEDS[platform].takes(details, details.places[0])
        return (platform, FEEDS[platform].feed) if takes else None

    def truth(self) -> Iterator[Truth]:
        """The truth of every posting that is open on the date, board by board."""
        for listings in self.listings.values():
            for listing in listings:
                yield self.truth_of(listing)

    def truth_of(self, listing: Listing) -> Truth:
        tenancy = listing.tenancy
        details, place = self.details_of(listing), self.place(listing)
        pay = details.pay
        return Truth(
            platform=listing.platform,
            board=listing.board,
            external_id=self.external_id(listing),
            opening_id=tenancy.opening_id,
            company=tenancy.employer.name,
            title=self.title(listing),
            role=tenancy.plan.role,
            ai=tenancy.plan.ai,
            level=details.level,
            band=details.band,
            years=details.years,
            workplace=details.workplace,
            location=place.written,
            metros=(place.metro,) if place.metro else (),
            pay_min=pay.floor * pay.factor if pay else None,
            pay_max=pay.ceiling * pay.factor if pay else None,
            currency=pay.currency if pay else None,
            period=pay.period if pay else None,
            skills=dict(details.skills),
            language=self.language(details),
            first_day=dt.date.fromordinal(listing.start),
            reposted=listing.part == 1,
        )

    def language(self, details: Details) -> str:
        """The language of the posting, ISO 639-1."""
        return "en" if details.foreign is None else str(data("foreign")["posting"][details.foreign]["language"])

    def history(self, first: dt.date, last: dt.date) -> Iterator[Life]:
        """The lives of all postings open on any day from `first` to `last`, as seen in that span."""
        low, high = first.toordinal(), last.toordinal()
        for plan in self.plans:
            for generation in range((low + plan.phase) // plan.life, (high + plan.phase) // plan.life + 1):
                tenancy = self.tenancy(plan, generation)
                for listing in self._listings(tenancy):
                    if listing.start <= high and listing.end > low:
                        yield self._life(listing, low, high)

    def _life(self, listing: Listing, low: int, high: int) -> Life:
        edited = listing.edited_on(high)
        before = None
        if listing.part and listing.start > low:
            before = Listing(listing.tenancy, listing.copy, 0, listing.platform, listing.board, 0, 0)
        return Life(
            posting_id=self._posting_id(listing),
            opening_id=listing.tenancy.opening_id,
            first_seen=dt.date.fromordinal(max(listing.start, low)),
            closed_on=dt.date.fromordinal(listing.end) if listing.end <= high else None,
            edited_on=dt.date.fromordinal(edited) if edited is not None and edited > low else None,
            reposted_from=self._posting_id(before) if before else None,
        )

    def _posting_id(self, listing: Listing) -> str:
        return f"{listing.platform}:{listing.board}:{self.external_id(listing)}"

    def boards_csv(self, url: str, faults: Mapping[str, str] | None = None) -> str:
        """The boards file of the market when it is served at `url`; boards of the fault "refused" lead nowhere."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("platform", "board", "company", "base_url"))
        refused = {board for board, kind in (faults or {}).items() if kind == "refused"}
        writer.writerows(board.row(NOBODY if board.board in refused else url) for board in self.boards)
        return out.getvalue()


def build(size: str | float, date: dt.date, seed: int = 1, employers: int | None = None, every: bool = False) -> Market:
    """A market: "small" (the two reference roles whole, of the rest a sixth), "full" (26,159 open AI positions), or a
    fraction of the full one.

    `employers` is how many share it, by default in proportion to its size: a single one has all of it on one board.
    A market of `every` platform has a fifth of its employers on smaller platforms and some vacancies on feeds; the
    everyday one speaks five dialects (spiders/market/dialects says why). Jobs that share a comment of Hacker News are
    numbered by their place in it, so that their lives (`history`) are not told by their ids.
    Raises ValueError for another size.
    """
    if isinstance(size, str):
        if size not in SIZES:
            raise ValueError(f"size {size!r}: a market is {' or '.join(SIZES)}, or a fraction of the full one")
        size = SIZES[size]
    return Market(float(size), date, seed, employers, every)


@cache
def _roles() -> dict[str, dict[str, Any]]:
    return {role["id"]: role for role in data("roles")["role"]}


def _plans(scale: float, seed: int) -> Iterator[Plan]:
    for index, (role, design) in enumerate(data("reference").items()):
        for rank in range(design["count"]):
            yield _plan(seed, index, role, True, rank, places="metros" in design)
    for index, (role, about) in enumerate(_roles().items(), start=10):
        count = about["count"]
        for rank in range(count if count <= RARE else max(1, round(count * scale))):
            yield _plan(seed, index, role, about.get("ai", True), rank)


def _plan(seed: int, role_number: int, role: str, ai: bool, rank: int, places: bool = True) -> Plan:
    number = role_number * 1_000_000 + rank
    drawn = mix(seed, number, 4)
    life = 28 + (drawn >> 8) % 93
    chance = drawn % 10_000 / 100
    repeat, postings = "none", 1
    if chance < _PLACES:
        repeat, postings = ("places", 2 + (drawn >> 16) % 8 // 6) if places else ("none", 1)
    elif chance < _PLACES + _WEB:
        repeat, postings = "web", 2
    elif chance < _PLACES + _WEB + _MOVING:
        repeat, postings = "moving", 2
    return Plan(number, role, ai, rank, repeat, postings, life, (drawn >> 24) % life)
