"""Shares of two roles where some openings do not tell: what can be said of them whatever the silent ones are.

Openings that are silent at the same rate in both roles are left out, as if they were like those that tell. What one
role is silent about beyond the other's rate could be anything, so a finding has to hold when that excess is counted
wholly as no and wholly as yes: the worst-case bounds of Manski (Partial Identification of Probability Distributions,
2003, chapter 1; Horowitz and Manski 2000, JASA 95), applied to the difference of the two silences. The bounds with
every silent opening counted one way are given beside.
"""

from typing import Any, NamedTuple

from analytics.statistics import clustered, equivalence, intervals
from analytics.values.thresholds import ALPHA


class Counts(NamedTuple):
    """Openings of a role that are so, that tell whether they are, and all of them; `worth` as how many independent
    openings those that tell count, None where each has an employer of its own."""

    some: int
    told: int
    all: int
    worth: float | None = None

    @property
    def silent(self) -> int:
        return self.all - self.told


class Finding(NamedTuple):
    """Which role has the larger share: 1 for b, -1 for a, 0 where the test does not tell them apart, None where the
    excess of silence could change the answer. `p` is that of Fisher's test among those that tell; `p_no` and `p_yes`
    are those with the excess counted as no and as yes; `low` and `high` enclose the difference b - a under all three.
    """

    larger: int | None
    told: int
    p: float | None
    p_no: float | None
    p_yes: float | None
    low: float | None
    high: float | None


def excess(a: Counts, b: Counts) -> tuple[int, int]:
    """Openings of each role that are silent beyond the other's rate, rounded up; one of the two is 0."""
    return tuple(  # type: ignore[return-value]
        max(0, -((two.silent * one.all - one.silent * two.all) // two.all)) if two.all else one.silent
        for one, two in ((a, b), (b, a))
    )


def compared(a: Counts, b: Counts) -> Finding:
    """Compares the shares some / told of two roles under every reading of the excess of silence."""
    more_a, more_b = excess(a, b)
    readings, ends = [], []
    for yes in (None, 0, 1):  # those that tell; the excess as no; the excess as yes
        first, second = (
            (one.some, one.told) if yes is None else (one.some + yes * more, one.told + more)
            for one, more in ((a, more_a), (b, more_b))
        )
        weights = ((one.worth or one.told) / one.told if one.told else 1.0 for one in (a, b))
        worths = [all_ * weight for (_, all_), weight in zip((first, second), weights, strict=True)]
        if all(worths):
            ends.append(
                equivalence.difference_of_shares(
                    first[0] / first[1] * worths[0], worths[0], second[0] / second[1] * worths[1], worths[1]
                )
            )
        p = clustered.fisher(*first, worths[0], *second, worths[1])
        gap = second[0] * first[1] - first[0] * second[1]
        readings.append((p, ((gap > 0) - (gap < 0)) if p is not None and p < ALPHA else 0))
    (p, told), (p_no, no), (p_yes, yes_) = readings
    low, high = (min(ends)[0], max(end for _, end in ends)) if len(ends) == len(readings) else (None, None)
    return Finding(told if told == no == yes_ else None, told, p, p_no, p_yes, low, high)


def record(a: Counts, b: Counts, found: Finding) -> dict[str, Any]:
    """What the finding stands on, as the comparison record has it."""
    bounds = {
        name: None if end is None else round(end, 6)
        for name, end in (("difference_low", found.low), ("difference_high", found.high))
    }
    tests = {"p_value_excess_no": found.p_no, "p_value_excess_yes": found.p_yes}
    return {"a": _role(a), "b": _role(b), **tests, **bounds}


def _role(counts: Counts) -> dict[str, Any]:
    share: dict[str, float | None] = dict.fromkeys(("share", "low", "high"))
    if counts.told:
        value, worth = counts.some / counts.told, counts.worth or counts.told
        low, high = intervals.shares(value * worth, worth)
        share = {"share": round(value, 6), "low": round(float(low), 6), "high": round(float(high), 6)}
    return {
        "n": counts.some,
        "told": counts.told,
        **share,
        "n_effective": None if counts.worth is None else round(counts.worth, 4),
        "unknown_share": round(counts.silent / counts.all, 6),
        "lowest": round(counts.some / counts.all, 6),
        "highest": round((counts.some + counts.silent) / counts.all, 6),
    }
