"""The answer first: a sentence a topic that says which role to choose for it, or that the data cannot say.

One gap in pay is named wherever a page names one: that of the median midpoints. The sentences follow the verdicts and
claim nothing that those withhold.
"""

from collections.abc import Mapping
from typing import Any

from analytics.values.english import listed
from analytics.values.formatting import count, counted, money, percent
from analytics.values.thresholds import INDICATIVE

Record = Mapping[str, Any]
Role = Mapping[str, Any]

VISIBLE = 1.005  # a ratio that prints as more than 0 %


def answer(record: Record) -> list[str]:
    """The sentences in the order pay, openings, remote work, experience; numbers of openings of a sample are none."""
    verdict = {one["topic"]: one for one in record["verdicts"]}
    said = [pay(record, verdict["pay"])]
    if not record["market"]["sample"]:
        said.append(_openings(record, verdict["openings"]))
    said.append(_share(record, verdict["remote"], ("workplace", "remote"), _REMOTE))
    said.append(_share(record, verdict["seniority"], ("seniority", "senior"), _SENIOR))
    return said


def caution(record: Record) -> str:
    """Which role has so few openings that its figures may be far off; empty where neither has."""
    small = [role for role in (record["a"], record["b"]) if role["indicative"]]
    if not small:
        return ""
    few = listed([f"{role['name']} has only {counted(role['open_positions'], 'opening')}" for role in small])
    return f"{few}, so {'its' if len(small) == 1 else 'their'} figures may be far off."


def sides(record: Record, verdict: Mapping[str, Any]) -> tuple[Role, Role]:
    """The role that a verdict favours and the other one; a and b where it favours none."""
    a, b = record["a"], record["b"]
    return (b, a) if verdict["favours"] == b["role"] else (a, b)


def pay(record: Record, verdict: Mapping[str, Any]) -> str:
    """Which role pays more, by how much."""
    if record["pay"]["midpoint_ratio"] is None:
        return f"Pay cannot be compared: {_silent(record)}."
    more, less = sides(record, verdict)
    high, low = (money(role["pay"]["midpoint"]["median"], record["pay"]["currency"]) for role in (more, less))
    typical = f"typically {high} a year against {low}"
    if not verdict["favours"]:
        both = f"typically {high} a year for {more['name']} and {low} for {less['name']}"
        if verdict["supported"]:
            return f"Both pay about the same: {both}."
        if min(record["pay"]["n_a"], record["pay"]["n_b"]) >= INDICATIVE:
            return f"Which pays more cannot be said: {both}, too close to tell apart."
        return f"Too few openings tell their pay to say which pays more: {both}."
    ratio = record["pay"]["midpoint_median_ratio"]
    times = ratio if more is record["b"] else 1 / ratio
    if times < VISIBLE:
        return f"{more['name']} pays slightly more: the middle is alike, {typical}, but most openings are above."
    return f"Choose {more['name']} for pay: {typical}, {percent(times - 1)} more."


def _silent(record: Record) -> str:
    """Why pay is not compared, naming the role of which too few openings tell it."""
    if record["pay"]["currency"] is None:
        return str(record["pay"]["reason"])
    role = min((record["a"], record["b"]), key=lambda one: one["pay"]["n"])
    n = role["pay"]["n"]
    opening = f"{role['name']} opening"
    told = f"only {counted(n, opening)}" if n else f"no {opening}"
    return f"{told} {'tells' if n < 2 else 'tell'} a pay range in {record['pay']['currency']}"


def _openings(record: Record, verdict: Mapping[str, Any]) -> str:
    more, less = sides(record, verdict)
    n, m = count(more["open_positions"]), count(less["open_positions"])
    if verdict["favours"]:
        return f"{more['name']} has more jobs to apply for: {n} open against {m}."
    both = f"{n} for {more['name']}, {m} for {less['name']}"
    if verdict["supported"]:
        return f"Both have about as many open jobs: {both}."
    if min(more["open_positions"], less["open_positions"]) >= INDICATIVE:
        return f"Which has more open jobs cannot be said: {both}."
    return f"Too few open jobs to say which role has more: {both}."


# How a share is spoken of: the favoured role, both alike, too few openings, undecided for other reasons.
_REMOTE = (
    "Choose {first} for remote work: {more} of its openings are remote against {less}.",
    "Remote work is about as frequent in both: {more} of {first} and {less} of {second} openings.",
    "Too few openings to say which is more often remote.",
    "Which is more often remote cannot be said: {more} of {first} and {less} of {second} openings are.",
)
_SENIOR = (
    "Choose {first} if you have less experience: {more} of its openings are senior against {less}.",
    "Both ask for about as much experience: {more} of {first} and {less} of {second} openings are senior.",
    "Too few openings to say which asks for more experience.",
    "Which asks for more experience cannot be said: {more} of {first} and {less} of {second} openings are senior.",
)


def _share(record: Record, verdict: Mapping[str, Any], path: tuple[str, str], words: tuple[str, ...]) -> str:
    first, second = sides(record, verdict)
    group, value = path
    shares = [percent(role[group][value]["share"]) for role in (first, second)]
    favoured, alike, few, undecided = words
    told = [one["open_positions"] - one[group]["unknown"]["n"] for one in (first, second)]
    if verdict["favours"] or verdict["supported"]:
        said = favoured if verdict["favours"] else alike
    else:
        said = few if min(told) < INDICATIVE else undecided
    return said.format(first=first["name"], second=second["name"], more=shares[0], less=shares[1])
