"""What is said of one role in plain words, made from its part of the record and from nothing else.

Intervals and counts stand in the table; here stands what a reader would tell a friend. Words such as "most" are bound
to shares by `QUANTIFIERS`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from analytics.comparison.side_by_side import clean
from analytics.values.english import article, listed
from analytics.values.formatting import count, counted, money, percent
from analytics.values.thresholds import LEAST_PAY, LISTED, TOP_SKILLS

Role = Mapping[str, Any]

# least share of the openings, the words for so many of them, and for the same without their noun
QUANTIFIERS = (
    (1.0, "every {} opening asks for", "every one for"),
    (0.9, "nearly every {} opening asks for", "nearly every one for"),
    (0.5, "most {} openings ask for", "most for"),
    (0.25, "many {} openings ask for", "many for"),
    (0.0, "some {} openings ask for", "some for"),
)
KINDS = ("language", "cloud", "database", "framework")  # whose first in rank a reader asks for
LARGE = 0.3  # share of the openings from which one employer makes a role's figures
LEAST_LEADERS = 3  # openings that ask for a skill before it is called the first of its kind


def sections(role: Role, market: Mapping[str, Any]) -> dict[str, list[str]]:
    """The sentences on one role by section of its page."""
    said = {
        "answer": [pay(role)[0], demand(role, market), skills(role)[0], seniority(role)],
        "demand": [demand(role, market), *employers(role)],
        "pay": pay(role),
        "skills": skills(role),
        "workplace": [workplace(role)],
        "seniority": [seniority(role)],
        "metros": [metros(role)],
    }
    return {section: [clean(sentence) for sentence in found] for section, found in said.items()}


def upper(words: str) -> str:
    """The words as a sentence begins; names keep their capitals."""
    return words[:1].upper() + words[1:]


def be(n: int, past: bool = False) -> str:
    """The verb for `n` things."""
    return ("was" if past else "is") if n == 1 else ("were" if past else "are")


def demand(role: Role, market: Mapping[str, Any]) -> str:
    """How many openings there are, of how many of the market, at how many employers."""
    n, name, employers = role["open_positions"], role["name"], role["employers"]
    jobs = counted(n, f"{name} opening")
    share = "" if role["market_share"] is None else f", {percent(role['market_share'])} of all AI positions"
    if not employers:
        return f"There {be(n)} {jobs}{share}."
    at = "one employer" if employers == 1 else counted(employers, "employer")
    return f"There {be(n)} {jobs} at {at}{share}."


def employers(role: Role) -> list[str]:
    """Whether one employer makes much of the role's figures, and which have most openings."""
    largest, n, name = role["largest_employer"], role["open_positions"], role["name"]
    if largest is None:
        return [f"No employer is named in {name} openings."]
    if role["employers"] == 1:
        return [] if n == 1 else [f"All of them are at {largest['company']}."]
    if largest["tied"] > 1:
        most = "one" if largest["n"] == 1 else count(largest["n"])
        return [f"No employer has more than {most} of the {name} openings."]
    told = f"{largest['company']} hires most, with {count(largest['n'])} of the {count(n)} {name} openings"
    if largest["share"] > LARGE:
        return [f"{told}, so much of what is said of {name} is said of this one employer."]
    return [f"{told} ({percent(largest['share'])})."]


def pay(role: Role) -> list[str]:
    """What an opening typically advertises."""
    figures, name = role["pay"], role["name"]
    if not figures["published"]:
        where = f" in {figures['currency']}" if figures["currency"] else ""
        return [
            f"No pay figure is published for {name}: {counted(figures['n'], 'opening')}{where} with a pay range, "
            f"at least {LEAST_PAY} are needed."
        ]
    low, middle, high = (
        money(figures[point]["median"], figures["currency"]) for point in ("floor", "midpoint", "ceiling")
    )
    top = money(figures["ceiling"]["p75"], figures["currency"])
    return [
        f"{upper(article(name))} opening typically advertises {low} to {high} a year, with {middle} in the middle; a "
        f"quarter of the ranges end at {top} or above."
    ]


def skills(role: Role) -> list[str]:
    """The most asked skills by how many openings ask for them, and the first of each kind."""
    top, name = role["skills"][:TOP_SKILLS], role["name"]
    if not top:
        return [f"No skill was found in {name} openings."]
    groups: dict[float, list[str]] = {}
    for skill in top:
        least = next(least for least, *_ in QUANTIFIERS if skill["share"] >= least)
        groups.setdefault(least, []).append(skill["skill"])
    words = {least: (whole.format(name), short) for least, whole, short in QUANTIFIERS}
    first, *rest = groups.items()
    said = f"{upper(words[first[0]][0])} {listed(first[1])}"
    also = "; ".join(f"{words[least][1]} {listed(names)}" for least, names in rest)
    return [f"{said}; {also}." if also else f"{said}.", *_first_of_kinds(role)]


def _first_of_kinds(role: Role) -> list[str]:
    found: list[str] = []
    for kind in KINDS:
        ranked = [skill for skill in role["skills"] if skill["category"] == kind]
        clear = ranked and (len(ranked) == 1 or ranked[0]["n"] > ranked[1]["n"])
        if clear and ranked[0]["n"] >= LEAST_LEADERS:
            found.append(f"the {kind}{'' if found else ' asked for most'} is {ranked[0]['skill']}")
    return [f"{upper(listed(found))}."] if len(found) > 1 else []


def workplace(role: Role) -> str:
    """How many openings are remote, hybrid and on site."""
    kinds = (("remote", "remote"), ("hybrid", "hybrid"), ("onsite", "on site"))
    return _mix(role, "workplace", kinds, "workplace")


def seniority(role: Role) -> str:
    """How many openings are senior, mid-level and for beginners."""
    bands = (("senior", "senior"), ("mid", "mid-level"), ("entry", "entry-level"))
    return _mix(role, "seniority", bands, "level")


def _mix(role: Role, group: str, kinds: Sequence[tuple[str, str]], what: str) -> str:
    """ "Of 598 AI Software Engineer openings, 8% are remote, 44% hybrid and 39% on site; 8.7% do not tell."."""
    n, unknown = role["open_positions"], role[group]["unknown"]
    openings = counted(n, f"{role['name']} opening")
    if unknown["n"] == n:
        return f"No {role['name']} opening tells its {what}."
    there = [(percent(role[group][kind]["share"]), words) for kind, words in kinds if role[group][kind]["n"]]
    if len(there) == 1 and not unknown["n"]:
        return f"{'The one' if n == 1 else 'All'} {openings.removeprefix('1 ')} {be(n)} {there[0][1]}."
    told = listed([f"{share}{' are' if not place else ''} {words}" for place, (share, words) in enumerate(there)])
    silent = f"; {percent(unknown['share'])} do not tell" if unknown["n"] else ""
    none = [words for kind, words in kinds if not role[group][kind]["n"]]
    absent = f", none {' or '.join(none)}" if none else ""
    return f"Of {openings}, {told}{absent}{silent}."


def metros(role: Role) -> str:
    """Where the openings are."""
    name, there = role["name"], role["metros"][:LISTED]
    if not there:
        return f"No {name} opening names a metropolitan area."
    top = listed([f"{one['metro']} ({count(one['n'])})" for one in there])
    if len(role["metros"]) == 1:
        return f"{name} openings that name a metropolitan area are in {top}."
    return f"{name} openings are most often in {top}."
