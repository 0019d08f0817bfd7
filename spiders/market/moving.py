"""The market in motion: openings and pay of roles rise and fall, boards come and go, boards are out for some nights.

The market of `generate` is the same on every date, so that its figures can be compared with the reference; here they
follow curves that are known (`level`, `pay_factor`), so that trends and lifecycles can be compared with the truth. The
curves repeat every `PERIOD` days: any date may be asked for.
"""

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from spiders.market.employers import Employer
from spiders.market.faults import FAULTS
from spiders.market.generate import SIZES, Market
from spiders.market.postings import Listing, MarketBoard, Tenancy
from spiders.market.seeds import mix
from spiders.market.slots import Details

PERIOD = 730  # days
MIDDLE, SWING = 0.75, 0.22  # of a role's slots that are taken: on average, and by how much that moves
PAY_SWING = 0.15
TERM = 45  # days for which an employer that comes and goes is there or not
SOMETIMES = 8  # one employer in so many comes and goes
BLOCK, SICK = 30, 12  # in a block of so many days one board in so many is out, another one changes its format
LONGEST = 9  # days of an outage
OUTAGE, DRIFT = "500", "drift"  # kinds of spiders.market.faults


class MovingMarket(Market):
    """A market whose truth on a date is that of its curves."""

    def level(self, role: str, day: int) -> float:
        """The share of the role's slots whose next tenant moves in on that ordinal day, from 0 to 1."""
        return MIDDLE + SWING * _wave(mix(self.seed, *role.encode(), 31), day)

    def pay_factor(self, role: str, day: int) -> float:
        """By what the pay of a vacancy that opens on that ordinal day differs from the standing market's."""
        return 1 + PAY_SWING * _wave(mix(self.seed, *role.encode(), 32), day)

    def is_there(self, employer: Employer, day: int) -> bool:
        """Whether the employer has boards on that ordinal day."""
        number = mix(self.seed, employer.number, 33)
        return number % SOMETIMES != 0 or (day + (number >> 8) % (3 * TERM)) // TERM % 3 != 0

    def faults(self) -> dict[str, str]:
        """The boards that are out on the date or have changed their format, with the fault they show."""
        day = self.date.toordinal()
        found = {}
        for index, board in enumerate(self.boards):
            number = mix(self.seed, index, *board.board.encode(), day // BLOCK, 34)
            first, nights = (number >> 8) % (BLOCK - LONGEST), 1 + (number >> 16) % LONGEST
            if number % SICK == 0 and first <= day % BLOCK < first + nights:
                found[board.board] = OUTAGE
            elif number % SICK == 1 and board.platform in FAULTS[DRIFT].platforms:
                found[board.board] = DRIFT
        return found

    @cached_property
    def boards(self) -> list[MarketBoard]:
        day = self.date.toordinal()
        there = {board for e in self.employers.all if self.is_there(e, day) for _, board in e.boards}
        ours = {board for e in self.employers.all for _, board in e.boards}
        everything = Market.boards.func(self)  # type: ignore[attr-defined]
        return [board for board in everything if board.board in there or board.board not in ours]

    def details_of(self, listing: Listing) -> Details:
        """The slot's details with the pay of the day on which the vacancy opened."""
        details, tenancy = self.details(listing.tenancy.plan), listing.tenancy
        if details.pay is None:
            return details
        factor = self.pay_factor(tenancy.plan.role, tenancy.start)
        digits = {"hour": 0, "month": -1}.get(details.pay.unit, -3)
        floor, ceiling = (round(amount * factor, digits) for amount in (details.pay.floor, details.pay.ceiling))
        return replace(details, pay=replace(details.pay, floor=floor, ceiling=max(ceiling, floor)))

    def _listings(self, tenancy: Tenancy) -> Iterator[Listing]:
        """Those of a slot that is taken, by an employer that is there on the date."""
        chance = mix(self.seed, tenancy.plan.number, tenancy.generation, 35) % 10_000 / 10_000
        there = self.is_there(tenancy.employer, self.date.toordinal())
        if there and chance < self.level(tenancy.plan.role, tenancy.start):
            yield from super()._listings(tenancy)


def _wave(number: int, day: int) -> float:
    """From -1 to 1 and back within `PERIOD`; `number` says where it begins."""
    return math.sin(2 * math.pi * (day + number % PERIOD) / PERIOD)


def build_moving(size: str | float, date: dt.date, seed: int = 1) -> MovingMarket:
    """A moving market of a size as `generate.build` takes it. Raises ValueError for another size."""
    if isinstance(size, str) and size not in SIZES:
        raise ValueError(f"size {size!r}: a market is {' or '.join(SIZES)}, or a fraction of the full one")
    return MovingMarket(SIZES[size] if isinstance(size, str) else float(size), date, seed)
