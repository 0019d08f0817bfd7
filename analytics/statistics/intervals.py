"""Exact intervals and tests for shares, medians, quartiles and ratios of pay.

Shares: Clopper and Pearson (1934), Biometrika 26. Medians and quartiles: order statistics, David and Nagaraja,
Order Statistics (2003), section 7.1. Ratios: Hodges and Lehmann (1963), Ann. Math. Statist. 34, on logarithms, with the
interval that inverts the Mann-Whitney test (Bauer 1972, JASA 67). Tables of counts: Fisher's exact test.
"""

import functools
import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from analytics.values.thresholds import LEVEL

EXACT_SMALLER_SAMPLE = 20  # up to this size of the smaller sample the Mann-Whitney distribution is computed exactly
EXACT_PRODUCT = 40_000  # and up to this n_a * n_b, beyond which the normal approximation is good to three digits

Floats = NDArray[np.float64]


class Estimate(NamedTuple):
    """A figure with its 95 % interval; low and high are None where n is too small for one."""

    value: float
    low: float | None
    high: float | None


def shares(successes: ArrayLike, trials: ArrayLike, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Clopper-Pearson bounds (low, high) of each share successes / trials, as fractions; nan where trials is 0.

    The quantiles of the beta distribution, as `scipy.stats.binomtest(...).proportion_ci(method="exact")`, for arrays;
    numbers that are not whole stand for what clustered openings are worth (Korn and Graubard 1998, Surv. Meth. 24).
    """
    k, n = np.broadcast_arrays(np.asarray(successes, float), np.asarray(trials, float))
    if np.any(k < 0) or np.any(k > n):
        raise ValueError("successes must lie between 0 and trials")
    tail = (1 - level) / 2
    pairs, inverse = np.unique(np.stack([k.ravel(), n.ravel()]), axis=1, return_inverse=True)
    some, of = pairs
    low = np.where(some == 0, 0.0, special.betaincinv(np.where(some == 0, 1, some), of - some + 1, tail))
    high = np.where(some == of, 1.0, special.betaincinv(some + 1, np.where(some == of, 1, of - some), 1 - tail))
    low[of == 0] = high[of == 0] = np.nan
    inverse = inverse.ravel()
    return low[inverse].reshape(k.shape), high[inverse].reshape(k.shape)


def share(successes: int, trials: int, level: float = LEVEL) -> Estimate | None:
    """One share with its Clopper-Pearson interval; None when there are no trials."""
    if trials == 0:
        return None
    low, high = shares(successes, trials, level)
    return Estimate(successes / trials, float(low), float(high))


@functools.lru_cache(maxsize=4096)
def quantile_ranks(n: int, quantile: float, level: float = LEVEL) -> tuple[int, int] | None:
    """Ranks (from 1) of the order statistics that enclose the quantile with at least `level`; None if none do.

    Equal tails where they exist; else (small n, outer quantiles) the narrowest pair whose coverage suffices. With
    95 % the median needs n >= 6 and the quartiles n >= 11.
    """
    if n < 1:
        return None
    below = stats.binom.cdf(np.arange(-1, n), n, quantile)  # below[l] = P(fewer than l of n lie under the quantile)
    tail = (1 - level) / 2
    low = int(np.searchsorted(below, tail, side="right")) - 1
    high = int(np.searchsorted(below, 1 - tail, side="left"))
    if low >= 1 and high <= n:
        return low, high
    lows = np.arange(1, n + 1)
    highs = np.searchsorted(below, below[lows] + level, side="left")
    fits = np.flatnonzero(highs <= n)
    if not fits.size:
        return None
    best = fits[np.argmin(highs[fits] - lows[fits])]
    return int(lows[best]), int(highs[best])


def quantile_interval(
    ascending: Floats, quantile: float, level: float = LEVEL, worth: float | None = None
) -> tuple[float | None, float | None]:
    """Distribution-free interval of a quantile from values in ascending order; (None, None) where n is too small.

    Values that are worth fewer independent ones have the ranks of so many, stretched over all of them.
    """
    n = len(ascending)
    effective = n if worth is None else min(n, int(worth))
    ranks = quantile_ranks(effective, quantile, level)
    if ranks is None:
        return None, None
    low = (ranks[0] - 1) * n // effective
    high = -(-ranks[1] * n // effective) - 1
    return float(ascending[low]), float(ascending[high])


@functools.lru_cache(maxsize=4096)
def mann_whitney_rank(n: int, m: int, level: float = LEVEL) -> int:
    """Largest k with P(U < k) <= (1 - level) / 2 under the null; 0 when no interval of that level exists.

    Exact by the generating function of U (Mann and Whitney 1947), else the normal approximation with continuity
    correction.
    """
    tail = (1 - level) / 2
    if min(n, m) <= EXACT_SMALLER_SAMPLE and n * m <= EXACT_PRODUCT:
        small, large = min(n, m), max(n, m)
        ways = np.zeros(n * m // 2 + 1)
        ways[0] = 1.0
        for i in range(1, small + 1):  # times (1 - q^(large+i)) / (1 - q^i)
            if large + i < len(ways):
                ways[large + i :] -= ways[: -(large + i)].copy()
            for offset in range(min(i, len(ways))):
                ways[offset::i] = np.cumsum(ways[offset::i])
        cumulated = np.cumsum(ways) / special.comb(n + m, small)
        return int(np.searchsorted(cumulated, tail, side="right"))
    spread = math.sqrt(n * m * (n + m + 1) / 12)
    return max(0, math.floor(n * m / 2 + float(stats.norm.ppf(tail)) * spread - 0.5) + 1)


def _kth_difference(a: Floats, a_count: Floats, b: Floats, b_below: Floats, k: int) -> float:
    """The k-th smallest (from 1) of all differences b - a, from distinct ascending values and their counts.

    `b_below[j]` is the number of b among the j smallest distinct values. Bisection on the count of differences below a
    bound, so that n_a * n_b differences are never laid out.
    """
    low, high = b[0] - a[-1], b[-1] - a[0]
    if _at_most(low, a, a_count, b, b_below) >= k:
        return float(low)
    while True:
        middle = (low + high) / 2
        if not low < middle < high or high - low < 1e-13:
            return float(high)
        if _at_most(middle, a, a_count, b, b_below) >= k:
            high = middle
        else:
            low = middle


def _at_most(bound: float, a: Floats, a_count: Floats, b: Floats, b_below: Floats) -> float:
    return float(a_count @ b_below[np.searchsorted(b, a + bound, side="right")])


def ratio(
    a: ArrayLike, b: ArrayLike, level: float = LEVEL, worth: tuple[float, float] | None = None
) -> Estimate | None:
    """Hodges-Lehmann estimate of how many times b lies above a (median of all b/a), with its interval.

    Values must be positive. None when a sample is empty; no interval where the samples are too small for the level.
    With ties the interval is conservative. `worth` tells as how many independent values each sample counts.
    """
    first, second = np.log(np.asarray(a, float)), np.log(np.asarray(b, float))
    if not first.size or not second.size:
        return None
    x, x_count = np.unique(first, return_counts=True)
    y, y_count = np.unique(second, return_counts=True)
    counts = x_count.astype(float)
    below = np.concatenate([[0.0], np.cumsum(y_count)])
    pairs = first.size * second.size

    def kth(k: int) -> float:
        return _kth_difference(x, counts, y, below, k)

    middle = (kth((pairs + 1) // 2) + kth(pairs // 2 + 1)) / 2
    rank = mann_whitney_rank(first.size, second.size, level)
    if worth is not None and (int(worth[0]), int(worth[1])) != (first.size, second.size):
        of_a, of_b = int(worth[0]), int(worth[1])
        rank = int(mann_whitney_rank(of_a, of_b, level) * pairs / (of_a * of_b))
    if rank < 1:
        return Estimate(math.exp(middle), None, None)
    return Estimate(math.exp(middle), math.exp(kth(rank)), math.exp(kth(pairs - rank + 1)))


@functools.lru_cache(maxsize=4096)
def fisher(a: int, of_a: int, b: int, of_b: int) -> float | None:
    """Two-sided p of Fisher's exact test that the shares a / of_a and b / of_b are equal; None without trials."""
    if not of_a or not of_b:
        return None
    return _shown(stats.fisher_exact([[a, of_a - a], [b, of_b - b]]).pvalue)


def fishers(a: ArrayLike, of_a: ArrayLike, b: ArrayLike, of_b: ArrayLike) -> Floats:
    """`fisher` for many shares at once: the p of each a[i] / of_a[i] against b[i] / of_b[i].

    The sum of the hypergeometric probabilities that are no larger than the observed one. Raises ValueError without
    trials.
    """
    first, all_a, second, all_b = np.broadcast_arrays(*(np.asarray(one, int) for one in (a, of_a, b, of_b)))
    if not all_a.all() or not all_b.all():
        raise ValueError("both samples need trials")
    if all_a.max(initial=0) > all_b.max(initial=0):
        return fishers(b, of_b, a, of_a)  # the fewer outcomes, the fewer probabilities
    chances = _hypergeometric(all_a[:, None], (all_a + all_b)[:, None], (first + second)[:, None])
    observed = np.take_along_axis(chances, first[:, None], axis=1)
    found: Floats = np.where(chances <= observed * (1 + 1e-7), chances, 0.0).sum(axis=1)
    least: Floats = np.minimum(1.0, found)
    return least


def _hypergeometric(drawn: NDArray[np.int_], total: NDArray[np.int_], marked: NDArray[np.int_]) -> Floats:
    """The probability of 0 to the most drawn of marked ones among `drawn` of `total`, a row for each row of the three.

    By logarithms of factorials, some thirty times as fast as scipy's hypergeom.pmf, which it agrees with to 1e-9.
    """
    log_factorial = special.gammaln(np.arange(total.max(initial=0) + 1) + 1.0)
    hits = np.arange(drawn.max(initial=0) + 1)
    misses, rest = drawn - hits, total - marked
    possible = (hits <= marked) & (misses <= rest) & (misses >= 0)
    hits, misses = np.where(possible, hits, 0), np.where(possible, misses, 0)
    chosen = log_factorial[marked] - log_factorial[hits] - log_factorial[marked - hits]
    chosen = chosen + log_factorial[rest] - log_factorial[misses] - log_factorial[rest - misses]
    whole = log_factorial[total] - log_factorial[drawn] - log_factorial[total - drawn]
    return np.asarray(np.where(possible, np.exp(chosen - whole), 0.0))


def mann_whitney(a: ArrayLike, b: ArrayLike, worth: tuple[float, float] | None = None) -> float | None:
    """Two-sided p of the Mann-Whitney test that neither sample tends to lie above the other; None without values.

    Exact for small samples without ties, else the normal approximation with tie correction (scipy's choice). Samples
    that are worth fewer independent values (`worth`) have the normal approximation for so many.
    """
    first, second = np.asarray(a, float), np.asarray(b, float)
    if not first.size or not second.size:
        return None
    if first.size + second.size == 2 or np.ptp(np.concatenate([first, second])) == 0:
        return 1.0
    if worth is None or worth == (first.size, second.size):
        return _shown(stats.mannwhitneyu(first, second, alternative="two-sided", method="auto").pvalue)
    n, m = worth
    ranks = stats.rankdata(np.concatenate([first, second]))
    all_ = len(ranks)
    below = (ranks[first.size :].sum() - second.size * (second.size + 1) / 2) / (first.size * second.size)
    _, ties = np.unique(ranks, return_counts=True)
    tied = 1 - (ties.astype(float) ** 3 - ties).sum() / (all_**3 - all_)
    spread = math.sqrt((n + m + 1) / (12 * n * m) * tied)
    beyond = max(0.0, abs(below - 0.5) - 0.5 / (n * m))
    return _shown(float(2 * stats.norm.sf(beyond / spread)))


def equal_counts(a: int, b: int) -> float | None:
    """Two-sided p of the exact binomial test that two counts come from equal rates; None when both are 0."""
    return _shown(stats.binomtest(a, a + b, 0.5).pvalue) if a + b else None


def _shown(p: float) -> float:
    """A p value to six digits, which is more than the methods bear."""
    return float(f"{p:.6g}")
