"""Pay by level and by metropolitan area as tables of ready words, the roles of a page side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analytics.comparison.side_by_side import items, no_pay
from analytics.values.formatting import counted, field, money, money_range, text

LEVELS = {
    "intern": "Intern",
    "entry": "Entry",
    "mid": "Mid",
    "senior": "Senior",
    "lead": "Lead, staff, principal",
    "manager": "Manager",
    "director": "Director",
    "executive": "Executive",
    "unknown": "Level not told",
}
METROS = 8  # areas of a page, those with most openings with pay


@dataclass(frozen=True, slots=True)
class Slice:
    """The pay of one role in one group: its middle, the typical range, and what the figure stands on."""

    middle: str
    range: str = ""
    sure: str = ""


@dataclass(frozen=True, slots=True)
class Slices:
    """One table: by what, and for each value a cell a role."""

    by: str
    rows: list[tuple[str, list[Slice]]]


def pay_slices(roles: Sequence[Any]) -> list[Slices]:
    """The tables by level and by area; none of a role without published pay, and none without any group."""
    found = []
    for by, label in (("level", "level"), ("metro", "place")):
        groups = [_groups(role, by) for role in roles]
        sizes: dict[str, float] = {}
        for mine in groups:
            for value, group in mine.items():
                sizes[value] = sizes.get(value, 0) + (field(group, "n") or 0)
        if by == "level":
            values = [level for level in LEVELS if level in sizes]
        else:
            values = sorted(sizes, key=lambda value: (-sizes[value], value))[:METROS]
        names = LEVELS if by == "level" else {}
        sides = [(mine, field(role, "pay", "currency")) for role, mine in zip(roles, groups, strict=True)]
        rows = [
            (names.get(value, value), [_slice(mine.get(value), currency) for mine, currency in sides])
            for value in values
        ]
        if rows:
            found.append(Slices(label, rows))
    return found


def _groups(role: Any, by: str) -> Mapping[str, Any]:
    pay = field(role, "pay")
    given = [] if no_pay(pay) else items(field(pay, "groups"))
    return {text(one.get("value")): one for one in given if one.get("by") == by and isinstance(one.get("n"), int)}


def _slice(group: Any, currency: Any) -> Slice:
    if group is None:
        return Slice("too few")
    low, high = field(group, "midpoint_low"), field(group, "midpoint_high")
    between = f"{money_range(low, high, currency)}, " if low is not None and high is not None else ""
    return Slice(
        money(field(group, "midpoint"), currency),
        money_range(field(group, "floor"), field(group, "ceiling"), currency),
        f"{between}{counted(field(group, 'n'), 'opening')}",
    )
