"""Verdicts of a comparison: given only where the data supports them, otherwise with what is missing.

A verdict is supported when both roles have at least 30 openings behind the figure, or when the test says at 5 % that
they differ. Enough data without a difference is a supported verdict that favours neither role. What a verdict favours:
pay, the role with higher midpoints; openings, the role with more of them; remote, the role with the larger remote
share; seniority, the role with the smaller senior share, which is easier to enter.
"""

from collections.abc import Mapping
from typing import Any

from analytics import intervals
from analytics.figures import count, counted, p_value, percent

ENOUGH = 30
SAMPLE = "all postings were imported from files, which are a sample and not a market"
ALPHA = 0.05

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


def percent_more(ratio: float) -> str:
    """How much more a ratio above 1 is, as a percentage: 1.96 is 96%."""
    return percent(ratio - 1)


def _verdict(topic: str, enough: bool, p: float | None, differs: bool, favours: str, words: tuple[str, ...]) -> Verdict:
    statement, tie, missing = words
    supported = enough or differs
    return {
        "topic": topic,
        "supported": supported,
        "favours": favours if differs else None,
        "statement": statement if differs else tie if supported else f"{missing}: no verdict.",
        "reason": _reason(enough, p, differs),
        "p_value": p,
    }


def _withheld(topic: str, statement: str, reason: str) -> Verdict:
    return {
        "topic": topic, "supported": False, "favours": None, "statement": statement, "reason": reason, "p_value": None,
    }  # fmt: skip


def _reason(enough: bool, p: float | None, differs: bool) -> str:
    told = "there is no test" if p is None else p_value(p)
    if differs:
        return f"the test tells the roles apart ({told})" + ("" if enough else f"; fewer than {ENOUGH}, so indicative")
    if enough:
        return f"at least {ENOUGH} of each role, and the test does not tell them apart ({told})"
    return f"fewer than {ENOUGH} of a role, and the test does not tell them apart ({told})"


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
    ceiling = pay["ceiling_mean_ratio"] if more == record["b"]["name"] else 1 / pay["ceiling_mean_ratio"]
    ceilings = f", and its average ceiling is {percent_more(ceiling)} higher" if ceiling >= 1.005 else ""
    a, b = record["a"]["name"], record["b"]["name"]
    found = _verdict(
        "pay",
        min(pay["n_a"], pay["n_b"]) >= ENOUGH,
        p,
        differs,
        record["b"]["role"] if more == b else record["a"]["role"],
        (
            f"{more} pays more: its midpoints are {times:.2f} times those of {less} "
            f"({interval}{sizes}, {p_value(p)}){ceilings}.",
            f"{a} and {b} cannot be told apart by pay ({sizes}, {p_value(p)}).",
            f"The pay of {a} and {b} differs too little for so few openings ({sizes}, {p_value(p)})",
        ),
    )
    if p < ALPHA and not differs:
        found["reason"] = f"the test finds a difference ({p_value(p)}), but the interval of the ratio includes 1.00"
    return found


def _openings(record: Mapping[str, Any]) -> Verdict:
    a, b = record["a"], record["b"]
    if record["market"]["sample"]:
        return _withheld("openings", f"Numbers of open positions are not compared: {SAMPLE}.", SAMPLE)
    n_a, n_b = a["open_positions"], b["open_positions"]
    p = intervals.equal_counts(n_a, n_b)
    more, less = (b, a) if n_b > n_a else (a, b)
    figures = f"{count(more['open_positions'])} against {count(less['open_positions'])}"
    return _verdict(
        "openings",
        min(n_a, n_b) >= ENOUGH,
        p,
        p is not None and p < ALPHA,
        more["role"],
        (
            f"{more['name']} has more open positions: {figures} for {less['name']}.",
            f"{a['name']} and {b['name']} have about as many open positions: {count(n_a)} and {count(n_b)}.",
            f"Too few open positions to say which role has more ({count(n_a)} {a['name']}, {count(n_b)} {b['name']})",
        ),
    )


def _remote(record: Mapping[str, Any]) -> Verdict:
    a, b = record["a"], record["b"]
    some = [role["workplace"]["remote"]["n"] for role in (a, b)]
    of = [role["open_positions"] for role in (a, b)]
    p = intervals.fisher(some[0], of[0], some[1], of[1])
    more, less = (b, a) if some[1] * of[0] > some[0] * of[1] else (a, b)
    told = [f"{_of(role, 'workplace', 'remote')} of {role['name']} openings" for role in (more, less)]
    return _verdict(
        "remote",
        min(of) >= ENOUGH,
        p,
        p is not None and p < ALPHA,
        more["role"],
        (
            f"{more['name']} is remote more often: {told[0]} against {told[1]}.",
            f"{a['name']} and {b['name']} are remote about equally often: {told[0]}, {told[1]}.",
            f"Too few openings to say which role is remote more often ({told[0]}, {told[1]})",
        ),
    )


def _seniority(record: Mapping[str, Any]) -> Verdict:
    a, b = record["a"], record["b"]
    some = [role["seniority"]["senior"]["n"] for role in (a, b)]
    of = [role["open_positions"] - role["seniority"]["unknown"]["n"] for role in (a, b)]
    p = intervals.fisher(some[0], of[0], some[1], of[1])
    less, more = (a, b) if some[0] * of[1] <= some[1] * of[0] else (b, a)
    told = {
        role["role"]: f"{count(n)} of {counted(known, 'opening')} that {'tell' if known != 1 else 'tells'} a level "
        f"{'are' if n != 1 else 'is'} senior ({percent(n / known) if known else 'unknown'})"
        for role, n, known in zip((a, b), some, of, strict=True)
    }
    first, second = (f"{role['name']}, {told[role['role']]}" for role in (less, more))
    return _verdict(
        "seniority",
        min(of) >= ENOUGH,
        p,
        p is not None and p < ALPHA,
        less["role"],
        (
            f"{less['name']} asks for senior people less often: {told[less['role']]}; for {second}.",
            f"Both roles ask for senior people about equally often: for {first}; for {second}.",
            f"Too few openings to say which role asks for senior people more often (for {first}; for {second})",
        ),
    )


def _of(role: Mapping[str, Any], group: str, value: str) -> str:
    share = role[group][value]
    return f"{percent(share['share'])} ({count(share['n'])} of {count(role['open_positions'])})"
