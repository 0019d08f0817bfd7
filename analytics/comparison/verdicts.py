"""Verdicts of a comparison: given only where the data supports them, otherwise with what is missing.

A verdict has one of three states. It differs when a test says so at 5 %; the two roles are alike when the 95 %
interval of the difference lies within a margin (`analytics.statistics.equivalence`), whatever the test says; else it is
undecided, which favours nobody and shows nothing. What a verdict favours: pay, the role with higher midpoints;
openings, the role with more of them; remote, the role with the larger remote share; seniority, the role with the
smaller senior share, which is easier to enter. Remote and seniority are judged among the openings that tell, and only
where those that do not could not change the answer (`analytics.statistics.missing_data`); openings only where the
postings are a market.

A night has hundreds of pairs, so `controlled` adjusts the tests of each topic for all of them (false discovery rate:
Benjamini and Hochberg 1995, JRSS B 57); a difference that does not hold then is undecided.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from scipy import stats

from analytics.statistics import equivalence, missing_data
from analytics.statistics.missing_data import Counts
from analytics.values.formatting import count, p_value, percent
from analytics.values.thresholds import ALIKE_COUNTS, ALIKE_PAY, ALIKE_SHARES, ALPHA, INDICATIVE

SAMPLE = "all postings were imported from files, which are a sample and not a market"

MARGINS = {"pay": ALIKE_PAY, "openings": ALIKE_COUNTS, "remote": ALIKE_SHARES, "seniority": ALIKE_SHARES}
UNTOLD = {
    "pay": "Which role pays more cannot be said",
    "openings": "Which role has more open positions cannot be said",
    "remote": "Which role is remote more often cannot be said",
    "seniority": "Which role asks for senior people less often cannot be said",
}

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


def controlled(night: Sequence[Sequence[Verdict]]) -> list[list[Verdict]]:
    """The verdicts of all pairs of a night, with the tests of each topic adjusted for all of them."""
    found = [list(of_pair) for of_pair in night]
    for index in range(min((len(of_pair) for of_pair in found), default=0)):
        tested = [pair for pair, of_pair in enumerate(found) if of_pair[index]["p_value"] is not None]
        if tested:
            adjusted = stats.false_discovery_control([found[pair][index]["p_value"] for pair in tested])
            for pair, p in zip(tested, adjusted, strict=True):
                found[pair][index] = adjusted_for_all(found[pair][index], float(f"{p:.6g}"))
    return found


def adjusted_for_all(verdict: Verdict, p: float) -> Verdict:
    """The verdict with its p value adjusted for all pairs; undecided where a difference does not hold then."""
    verdict = verdict | {"p_adjusted": p}
    if verdict["state"] != "differs" or p < ALPHA:
        return verdict
    return verdict | {
        "state": "undecided",
        "supported": False,
        "favours": None,
        "statement": f"{UNTOLD[verdict['topic']]}: among all pairs of roles such a difference may be due to chance "
        f"(adjusted {p_value(p)}): no verdict.",
        "reason": f"{verdict['reason']}, but no longer when it is adjusted for all pairs of roles ({p_value(p)})",
    }


def _verdict(
    topic: str,
    enough: bool,
    p: float,
    differs: bool,
    alike: bool,
    favours: str,
    words: tuple[str, str, str, str],
    counted: str = "openings",
) -> Verdict:
    """`words`: it differs, it is alike, it cannot be told apart, too few; `counted`: the openings of which each role
    needs 30 not to be too few."""
    state = "alike" if alike else "differs" if differs else "undecided"
    tie, few = words[2:]
    undecided = f"{tie}, nor is a difference of more than {within(topic)} ruled out" if enough else few
    statement = {"differs": words[0], "alike": words[1], "undecided": f"{undecided}: no verdict."}[state]
    return {
        "topic": topic,
        "supported": state != "undecided",
        "state": state,
        "margin": MARGINS[topic],
        "favours": favours if state == "differs" else None,
        "statement": statement,
        "reason": _reason(topic, enough, p, state, counted),
        "p_value": p,
        "p_adjusted": None,
        "evidence": None,
    }


def _withheld(topic: str, statement: str, reason: str) -> Verdict:
    return {
        "topic": topic, "supported": False, "state": "undecided", "margin": MARGINS[topic], "favours": None,
        "statement": statement, "reason": reason, "p_value": None, "p_adjusted": None, "evidence": None,
    }  # fmt: skip


def within(topic: str) -> str:
    """The margin of a topic in words: "5%", "10 percentage points"."""
    points = " percentage points" if topic in ("remote", "seniority") else "%"
    return f"{MARGINS[topic]:.0%}".replace("%", points)


def _reason(topic: str, enough: bool, p: float, state: str, counted: str) -> str:
    few = "" if enough else f"; fewer than {INDICATIVE} {counted} of a role, so indicative"
    if state == "differs":
        return f"the test tells the roles apart ({p_value(p)}){few}"
    if state == "alike":
        return f"the 95% interval of the difference lies within {within(topic)} ({p_value(p)}){few}"
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
        equivalence.ratio_within(low, high, ALIKE_PAY),
        record["b"]["role"] if more == b else record["a"]["role"],
        (
            f"{more} pays more: its midpoints are {times:.2f} times those of {less} ({interval}{sizes}, {p_value(p)}).",
            f"{a} and {b} pay alike, to within {within('pay')}: midpoints of {more} are {times:.2f} times those of "
            f"{less} ({interval}{sizes}).",
            f"{a} and {b} cannot be told apart by pay ({sizes}, {p_value(p)})",
            f"The pay of {a} and {b} differs too little for so few openings ({sizes}, {p_value(p)})",
        ),
        "openings with pay",
    )
    if p < ALPHA and not differs:
        found["reason"] = f"the test finds a difference ({p_value(p)}), but the interval of the ratio includes 1.00"
    rates = (percent(record[side]["pay"]["disclosure_rate"]) for side in ("a", "b"))
    found["reason"] += f"; pay is told by {' and '.join(rates)} of the openings"
    return found


def at_equal_level(record: Mapping[str, Any]) -> str | None:
    """The role whose pay is higher at equal level and metro, None where the interval of the ratio includes 1."""
    low, high = record["pay"]["standardised_low"], record["pay"]["standardised_high"]
    role = record["b"] if low is not None and low > 1 else record["a"] if high is not None and high < 1 else None
    return role and str(role["role"])


def agrees(record: Mapping[str, Any], favours: str | None) -> bool | None:
    """Whether pay at equal level and metro favours the role that the verdict on pay does, or neither likewise."""
    if record["pay"].get("standardised_ratio") is None:
        return None
    return at_equal_level(record) == favours


def _openings(record: Mapping[str, Any]) -> Verdict:
    a, b = record["a"], record["b"]
    if record["market"]["sample"]:
        return _withheld("openings", f"Numbers of open positions are not compared: {SAMPLE}.", SAMPLE)
    n_a, n_b = a["open_positions"], b["open_positions"]
    demand = record["demand"]
    p = float(demand["p_value"] or 0.0)  # a role of a record has an opening
    more, less = (b, a) if n_b > n_a else (a, b)
    figures = f"{count(more['open_positions'])} against {count(less['open_positions'])}"
    return _verdict(
        "openings",
        min(n_a, n_b) >= INDICATIVE,
        p,
        p < ALPHA,
        equivalence.ratio_within(demand["ratio_low"], demand["ratio_high"], ALIKE_COUNTS),
        more["role"],
        (
            f"{more['name']} has more open positions: {figures} for {less['name']}.",
            f"{a['name']} and {b['name']} have alike numbers of open positions, to within {within('openings')}: "
            f"{count(n_a)} and {count(n_b)}.",
            f"{a['name']} and {b['name']} cannot be told apart by open positions: {count(n_a)} and {count(n_b)}",
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
            "By remote work {a} and {b} are alike, to within {within}: {told_a} and {told_b} are remote.",
            "By remote work {a} and {b} cannot be told apart: {told_a} and {told_b} are remote",
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
            "By the share of senior openings {a} and {b} are alike, to within {within}: {told_a} and {told_b}.",
            "By the share of senior openings {a} and {b} cannot be told apart: {told_a} and {told_b}",
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
    words: tuple[str, str, str, str, str],
) -> Verdict:
    """The verdict on a share of the openings that tell it; `words`: it differs, it is alike, it cannot be told apart,
    too few, too silent.

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
        "within": within(topic),
        "silent_a": percent(counts[0].silent / counts[0].all), "silent_b": percent(counts[1].silent / counts[1].all),
    }  # fmt: skip
    differs, alike, tie, few, silent = (text.format_map(names) for text in words)
    evidence = {"evidence": missing_data.record(*counts, found)}
    if found.p is None:
        mute = " or ".join(role["name"] for role, one in zip(roles, counts, strict=True) if not one.told)
        return (
            _withheld(topic, f"No opening of {mute} tells {its}: no verdict.", f"no opening of {mute} tells {its}")
            | evidence
        )
    near = found.low is not None and found.high is not None and max(-found.low, found.high) <= ALIKE_SHARES
    if found.larger is None and not near and (enough or found.told):
        apart, but = ("tells", "no longer when") if found.told else ("does not tell", "would if")
        counted = "is" if found.told else "were"
        reason = (
            f"the test {apart} the roles apart among the openings that tell ({p_value(found.p)}), but {but} what one "
            f"role leaves out more often than the other {counted} counted one way"
        )
        return _withheld(topic, f"{silent}: no verdict.", reason) | {"p_value": found.p} | evidence
    favours, told = roles[first]["role"], f"openings that tell {its}"
    said_so = (differs, alike, tie, few)
    return _verdict(topic, enough, found.p, bool(found.larger), near, favours, said_so, told) | evidence


def _share_told(counts: Counts) -> str:
    """A share of all and, where it differs, of those that tell: "22% (2 of 9)", "8% (48 of 598; 8.8% of the 546 that
    tell)"."""
    if not counts.told:
        return "unknown"
    tell = "tells" if counts.told == 1 else "tell"
    among = f"; {percent(counts.some / counts.told)} of the {count(counts.told)} that {tell}"
    of = f"{count(counts.some)} of {count(counts.all)}{'' if counts.told == counts.all else among}"
    return f"{percent(counts.some / counts.all)} ({of})"
