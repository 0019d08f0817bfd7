"""Intervals and tests where openings of one employer resemble each other: those for as many independent openings as the
samples are worth (design effects: Rao and Scott 1992, Biometrics 48). Where each employer has one opening they are the
exact ones of `analytics.statistics.intervals`.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from analytics.statistics import clusters, intervals
from analytics.statistics.clusters import Codes, Worth
from analytics.statistics.intervals import Floats


def quantile_interval(ascending: Floats, quantile: float, worth: Worth | None) -> tuple[float | None, float | None]:
    """`intervals.quantile_interval`, none with fewer employers than openings are needed.

    `worth` is that for the share of values that are no larger than the quantile.
    """
    if worth is None:
        return intervals.quantile_interval(ascending, quantile)
    if intervals.quantile_ranks(worth.employers, quantile) is None:
        return None, None
    return intervals.quantile_interval(ascending, quantile, worth=float(worth.openings().item()))


def worth_of_ranks(a: ArrayLike, b: ArrayLike, employer_a: Codes, employer_b: Codes) -> tuple[float, float]:
    """As how many independent values two samples count in a test of their ranks."""
    first, second = np.asarray(a, float), np.asarray(b, float)
    ranks = stats.rankdata(np.concatenate([first, second]))
    parts = (ranks[: first.size], employer_a), (ranks[first.size :], employer_b)
    of_a, of_b = (float(clusters.of_values(*part).openings().item()) for part in parts)
    return of_a, of_b


def fisher(some_a: float, all_a: int, worth_a: float, some_b: float, all_b: int, worth_b: float) -> float | None:
    """Fisher's two-sided p that some_a / all_a and some_b / all_b are equal, each of so many independent openings."""
    if not all_a or not all_b:
        return None
    (k, n), (j, m) = _whole(some_a, all_a, worth_a), _whole(some_b, all_b, worth_b)
    return intervals.fisher(k, n, j, m)


def _whole(some: float, all_: int, worth: float) -> tuple[int, int]:
    """The share as a count of whole openings, no more than they are worth."""
    of = max(1, int(worth + 1e-9))
    return round(some / all_ * of), of


def equal_counts(a: Floats, b: Floats) -> float | None:
    """Two-sided p that two roles have equally many openings, from each employer's openings of the one and the other.

    Employers are the independent units: their differences (b - a) have the sum of squares that as many openings of as
    many employers would have, so the exact binomial test is of so many; None without openings.
    """
    total = float((a + b).sum())
    if not total:
        return None
    of = max(1, int(_worth_of_counts(a, b) + 1e-9))
    more = round(float(a.sum()) / total * of)
    return intervals.equal_counts(more, of - more)


def ratio_of_counts(a: Floats, b: Floats) -> intervals.Estimate | None:
    """How many times as many openings the second role has, with the interval that belongs to `equal_counts`: from that
    of its share of both; None where the first has none, no end where it is not bounded."""
    if not a.sum():
        return None
    worth = _worth_of_counts(a, b)
    low, high = intervals.shares(float(b.sum()) / float((a + b).sum()) * worth, worth)
    value = float(b.sum() / a.sum())
    return intervals.Estimate(value, float(low / (1 - low)), float(high / (1 - high)) if high < 1 else None)


def _worth_of_counts(a: Floats, b: Floats) -> float:
    """As how many independent openings all of both roles count in a comparison of their numbers."""
    squares, total = float(((b - a) ** 2).sum()), float((a + b).sum())
    return total * min(1.0, total / squares) if squares else total
