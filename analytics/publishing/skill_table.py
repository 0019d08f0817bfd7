"""Every skill that the records list of a role or of two, by kind, so that readers can filter them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analytics.comparison.side_by_side import Cell, items, share_cell
from analytics.values.formatting import field, number, percent, text

# The skills' categories as a reader calls them, in the order of the filter.
KINDS = {
    "language": "Languages",
    "framework": "Frameworks",
    "library": "Libraries",
    "tool": "Tools",
    "platform": "Platforms",
    "cloud": "Clouds",
    "database": "Databases",
    "model": "Models",
    "technique": "Techniques",
    "area": "Fields",
}
OTHER = "other"


@dataclass(frozen=True, slots=True)
class SkillRow:
    """One skill: its name, kind, and a cell for each role of the page."""

    label: str
    kind: str
    cells: tuple[Cell, ...]


def _kind(skill: Any) -> str:
    category = text(field(skill, "category"), OTHER)
    return category if category in KINDS else OTHER


def kinds(roles: Sequence[Any]) -> list[tuple[str, str]]:
    """The kinds that the listed skills have, with their names."""
    there = {_kind(skill) for role in roles for skill in items(field(role, "skills"))}
    return [(kind, name) for kind, name in [*KINDS.items(), (OTHER, "Others")] if kind in there]


def skill_table(roles: Sequence[Any]) -> list[SkillRow]:
    """A row for each skill that a role lists, those that most openings of any role ask for first.

    A role that does not list a skill asks for it less often than for the last one that it lists, or not at all.
    """
    listed = [{text(one.get("skill")): one for one in items(field(role, "skills"))} for role in roles]
    found: dict[str, list[Any]] = {}
    for skills in listed:
        for name in skills:
            found.setdefault(name, [other.get(name) for other in listed])
    rows = [
        SkillRow(
            name,
            next(_kind(one) for one in entries if one is not None),
            tuple(_cell(one, role, skills) for one, role, skills in zip(entries, roles, listed, strict=True)),
        )
        for name, entries in found.items()
    ]
    shares = {name: max(number(field(one, "share")) or 0.0 for one in entries) for name, entries in found.items()}
    return sorted(rows, key=lambda row: -shares[row.label])


def _cell(skill: Any, role: Any, listed: Mapping[str, Any]) -> Cell:
    if skill is not None:
        return share_cell(skill, field(role, "open_positions"))
    named = number(field(role, "skills_named"))
    least = min((number(field(one, "share")) or 0.0 for one in listed.values()), default=0.0)
    if named is not None and named <= len(listed):
        return Cell("0%")
    return Cell(f"at most {percent(least)}", known=False) if least else Cell("not listed", known=False)
