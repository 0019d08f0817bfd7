"""Verdicts of a comparison: given only where the data supports them, otherwise with what is missing.

A verdict is supported when both roles have at least 30 openings behind the figure, or when the test says at 5 % that
they differ. Enough data without a difference is a supported verdict that favours neither role. What a verdict favours:
pay, the role with higher midpoints; openings, the role with more of them; remote, the role with the larger remote
share; seniority, the role with the smaller senior share, which is easier to enter. Remote and seniority are judged
among the openings that tell, and only where those that do not could not change the answer
(`analytics.statistics.missing_data`); openings only where the postings are a market.
"""

from collections.abc import Mapping
from typing import Any

from analytics.statistics import missing_data
from analytics.statistics.missing_data import Counts
from analytics.values.formatting import count, p_value, percent
from analytics.values.thresholds import ALPHA, INDICATIVE

SAMPLE = "all postings were imported from files, which are a sample and not a market"

Verdict = dict[str, Any]


def verdicts(record: Mapping[str, Any]) -> list[Verdict]:
    """The four verdicts of a record that has its roles and its pay figures, in the order they are read."""
    return [_pay(record), _openings(record), _remote(record), _seniority(record)]


def higher_pay(record: Mapping[str, Any]) -> tuple[str, str, float, float | None, float | None]:
    """Names of the role with higher and lower midpoints, and how many times higher with its interval."""
    pay, a, b = record["pay"], record["a"]["name"], record["b"]["name"]
    value, low, high = pay["midpoint_ratio"], pay["ratio_low"], pay["ratio_high"]
    if value >= 1:
        return b, a, value, low, high
    return a, b, 1 / value, high and 1 / high, low and 1 / low


def _verdict(
    topic: str,
    enough: bool,
    p: float,
    differs: bool,
    favours: str,
    words: tuple[str, str, str],
    counted: str = "openings",
) -> Verdict:
    """`words`: it differs, it does not, too few; `counted`: the openings of which each role needs 30."""
    statement, tie, missing = words
    supported = enough or differs
    return {
        "topic": topic,
        "supported": supported,
        "favours": favours if differs else None,
        "statement": statement if differs else tie if supported else f"{missing}: no verdict.",
        "reason": _reason(enough, p, differs, counted),
        "p_value": p,
        "evidence": None,
    }


def _withheld(topic: str, statement: str, reason: str) -> Verdict:
    return {
        "topic": topic, "supported": False, "favours": None, "statement": statement, "reason": reason, "p_value": None,
        "evidence": None,
    }  # fmt: skip


def _reason(enough: bool, p: float, differs: bool, counted: str) -> str:
    if differs:
        few = "" if enough else f"; fewer than {INDICATIVE} {counted} of a role, so indicative"
        return f"the test tells the roles apart ({p_value(p)}){few}"
    size = "at least" if enough else "fewer than"
    whose = "each role" if enough else "a role"
    return f"{size} {INDICATIVE} {counted} of {whose}, and the test does not tell them apart ({p_value(p)})"


def _pay(record: Mapping[str, Any]) -> Verdict:
    pay = record["pay"]
    if pay["midpoint_ratio"] is None:
        return _withheld("pay", f"Pay is not compared: {pay['reason']}.", pay["reason"])
    more, less, times, low, high = higher_pay(record)
    sizes = f"n = {count(pay['n_a'])} and {count(pay['n_b'])}"
    interval = f"95% interval {low:.2f}–{high:.2f}; " if low is not None and high is not None else ""
    excludes = low is None or low > 1
    p = pay["p_value"]
    differs = p < ALPHA and excludes and times != 1
    a, b = record["a"]["name"], record["b"]["name"]
    found = _verdict(
        "pay",
        min(pay["n_a"], pay["n_b"]) >= INDICATIVE,
        p,
        differs,
        record["b"]["role"] if more == b else record["a"]["role"],
        (
            f"{more} pays more: its midpoints are {times:.2f} times those of {less} ({interval}{sizes}, {p_value(p)}).",
            f"{a} and {b} cannot be told apart by pay ({sizes}, {p_value(p)}).",
            f"The pay of {a} and {b} differs too little for so few openings ({sizes}, {p_value(p)})",
        ),
        "openings with pay",
    )
    if p < ALPHA and not differs:
        found["reason"] = f"the test finds a difference ({p_value(p)}), but the interval of the ratio includes 1.00"
    rates = (percent(record[side]["pay"]["disclosure_rate"]) for side in ("a", "b"))
    found["reason"] += f"; pay is told by {' and '.join(rates)} of the openings"
    return found


def _openings(record: Mapping[str, Any]) -> Verdict:
    a, b = record["a"], record["b"]
    if record["market"]["sample"]:
        return _withheld("openings", f"Numbers of open positions are not compared: {SAMPLE}.", SAMPLE)
    n_a, n_b = a["open_positions"], b["open_positions"]
    p = float(record["demand"]["p_value"] or 0.0)  # a role of a record has an opening
    more, less = (b, a) if n_b > n_a else (a, b)
    figures = f"{count(more['open_positions'])} against {count(less['open_positions'])}"
    return _verdict(
        "openings",
        min(n_a, n_b) >= INDICATIVE,
        p,
        p < ALPHA,
        more["role"],
        (
            f"{more['name']} has more open positions: {figures} for {less['name']}.",
            f"{a['name']} and {b['name']} cannot be told apart by open positions: {count(n_a)} and {count(n_b)}.",
            f"Too few open positions to say which role has more ({count(n_a)} {a['name']}, {count(n_b)} {b['name']})",
        ),
    )


def _remote(record: Mapping[str, Any]) -> Verdict:
    roles = record["a"], record["b"]
    counts = _counts(roles[0], "workplace", "remote"), _counts(roles[1], "workplace", "remote")
    return _of_those_that_tell(
        "remote",
        roles,
        counts,
        "a workplace",
        favours_larger=True,
        words=(
            "{first} is remote more often: {told_first} against {told_second} of {second}.",
            "By remote work {a} and {b} cannot be told apart: {told_a} and {told_b} are remote.",
            "Too few openings to say which role is remote more often, with {told_a} of {a} and {told_b} of {b}",
            "Which role is remote more often cannot be said: {silent_a} of {a} and {silent_b} of {b} openings tell no "
            "workplace, and what they leave out could overturn the answer",
        ),
    )


def _seniority(record: Mapping[str, Any]) -> Verdict:
    roles = record["a"], record["b"]
    counts = _counts(roles[0], "seniority", "senior"), _counts(roles[1], "seniority", "senior")
    return _of_those_that_tell(
        "seniority",
        roles,
        counts,
        "a level",
        favours_larger=False,
        words=(
            "{first} asks for senior people less often: {told_first} against {told_second} of {second}.",
            "By the share of senior openings {a} and {b} cannot be told apart: {told_a} and {told_b}.",
            "Too few openings to say which role asks for senior people more often, with {told_a} of {a} and "
            "{told_b} of {b}",
            "Which role asks for senior people more often cannot be said: {silent_a} of {a} and {silent_b} of {b} "
            "openings tell no level, and what they leave out could overturn the answer",
        ),
    )


def _counts(role: Mapping[str, Any], group: str, value: str) -> Counts:
    n = role["open_positions"]
    return Counts(role[group][value]["n"], n - role[group]["unknown"]["n"], n, role["effective"][value])


def _of_those_that_tell(
    topic: str,
    roles: tuple[Mapping[str, Any], Mapping[str, Any]],
    counts: tuple[Counts, Counts],
    its: str,
    favours_larger: bool,
    words: tuple[str, str, str, str],
) -> Verdict:
    """The verdict on a share of the openings that tell it; `words`: it differs, it does not, too few, too silent.

    `its` is what they tell: "a workplace".
    """
    found = missing_data.compared(*counts)
    enough = min(one.told for one in counts) >= INDICATIVE
    first = (found.larger == 1) == favours_larger
    said = [_share_told(one) for one in counts]
    names = {
        "a": roles[0]["name"], "b": roles[1]["name"], "told_a": said[0], "told_b": said[1],
        "first": roles[first]["name"], "second": roles[not first]["name"],
        "told_first": said[first], "told_second": said[not first],
        "silent_a": percent(counts[0].silent / counts[0].all), "silent_b": percent(counts[1].silent / counts[1].all),
    }  # fmt: skip
    differs, tie, few, silent = (text.format_map(names) for text in words)
    evidence = {"evidence": missing_data.record(*counts, found)}
    if found.p is None:
        mute = " or ".join(role["name"] for role, one in zip(roles, counts, strict=True) if not one.told)
        return (
            _withheld(topic, f"No opening of {mute} tells {its}: no verdict.", f"no opening of {mute} tells {its}")
            | evidence
        )
    if found.larger is None and (enough or found.told):
        apart, but = ("tells", "no longer when") if found.told else ("does not tell", "would if")
        counted = "is" if found.told else "were"
        reason = (
            f"the test {apart} the roles apart among the openings that tell ({p_value(found.p)}), but {but} what one "
            f"role leaves out more often than the other {counted} counted one way"
        )
        return _withheld(topic, f"{silent}: no verdict.", reason) | {"p_value": found.p} | evidence
    favours, told = roles[first]["role"], f"openings that tell {its}"
    return _verdict(topic, enough, found.p, bool(found.larger), favours, (differs, tie, few), told) | evidence


def _share_told(counts: Counts) -> str:
    """A share of all and, where it differs, of those that tell: "22% (2 of 9)", "8% (48 of 598; 8.8% of the 546 that
    tell)"."""
    if not counts.told:
        return "unknown"
    tell = "tells" if counts.told == 1 else "tell"
    among = f"; {percent(counts.some / counts.told)} of the {count(counts.told)} that {tell}"
    of = f"{count(counts.some)} of {count(counts.all)}{'' if counts.told == counts.all else among}"
    return f"{percent(counts.some / counts.all)} ({of})"
