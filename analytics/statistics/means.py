"""Intervals of means, their difference and their ratio, for skewed pay.

Each end is the wider of two: Welch's t interval (Welch 1947, Biometrika 34), and the same corrected for skewness by
Hall's transformation (Hall 1992, JRSS B 54; for two samples Zhou and Dinh 2005, Biostatistics 6). Either alone falls
short of 95 % for skewed pay, t where one sample is small, the corrected one where both are; bootstrap intervals (BCa,
percentile) fall shorter still. The interval of the ratio holds every r for which mean b - r * mean a may be 0 (Fieller
1954, JRSS B 16), so it holds 1 just when that of the difference holds 0. How often they hold the truth is told by
`python -m analytics.statistics.interval_coverage`.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, stats

from analytics.statistics.clusters import Worth
from analytics.statistics.intervals import Estimate, Floats
from analytics.values.thresholds import LEVEL

LEAST = 6  # values, and employers, that a sample needs for an interval, as for that of a median
_FARTHEST = 1e3  # ratios of means beyond it have no end
_STEPS = 200  # in which an end is looked for from the estimate outwards

Worths = tuple[Worth | None, Worth | None]  # of two samples


class Moments(NamedTuple):
    """Of one or many samples: the mean, variance and third cumulant of that mean, and the degrees of freedom."""

    mean: Floats
    variance: Floats
    skew: Floats
    freedom: Floats

    def times(self, factor: float | Floats) -> "Moments":
        return Moments(factor * self.mean, factor**2 * self.variance, factor**3 * self.skew, self.freedom)


def moments(values: ArrayLike, worth: Worth | None = None) -> Moments:
    """The moments of samples of at least three values along the last axis, by unbiased estimates (k-statistics).

    `worth` tells by how much the openings of one employer resemble each other (`clusters.of_values`).
    """
    sample = np.asarray(values, float)
    n = sample.shape[-1]
    mean = sample.mean(axis=-1)
    variance, third = stats.kstat(sample, 2, axis=-1), stats.kstat(sample, 3, axis=-1)
    if worth is None:
        return Moments(mean, variance / n, third / n**2, np.full_like(mean, n - 1.0))
    return Moments(mean, variance / n * worth.effect, third / n**2 * worth.effect**2, worth.freedom)


def difference(a: Moments, b: Moments) -> Moments:
    """The moments of the mean of b less that of a, independent; degrees of freedom after Welch and Satterthwaite."""
    variance = a.variance + b.variance
    least = a.variance**2 / a.freedom + b.variance**2 / b.freedom
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = np.where(least > 0, variance**2 / least, a.freedom + b.freedom)
    return Moments(b.mean - a.mean, variance, b.skew - a.skew, freedom)


def reach(of: Moments, level: float = LEVEL) -> tuple[Floats, Floats]:
    """How far the true mean may lie below and above the estimate."""
    error = np.sqrt(of.variance)
    t = stats.t.ppf((1 + level) / 2, of.freedom)
    with np.errstate(invalid="ignore", divide="ignore"):
        skew = np.where(error > 0, of.skew / error**3, 0.0)
    return error * np.maximum(t, _untransformed(t, skew)), error * np.maximum(t, -_untransformed(-t, skew))


def _untransformed(value: Floats, skew: Floats) -> Floats:
    """The t for which Hall's g(t) = t + k t^2 / 3 + k^2 t^3 / 27 + k / 6 is `value`; g is monotone."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(abs(skew) < 1e-9, value, 3 / skew * (np.cbrt(1 + skew * (value - skew / 6)) - 1))


def _estimate(of: Moments, level: float) -> Estimate:
    low, high = reach(of, level)
    return Estimate(float(of.mean), float(of.mean - low), float(of.mean + high))


def _few(sample: Floats, worth: Worth | None) -> bool:
    return min(sample.size, sample.size if worth is None else worth.employers) < LEAST


def mean(values: ArrayLike, level: float = LEVEL, worth: Worth | None = None) -> Estimate:
    """The mean of a sample with its interval: none below six values, nor one of positive values that reached below 0:
    it is too spread for its size. Raises ValueError for an empty sample. `worth` as in `moments`.
    """
    sample = np.asarray(values, float)
    if not sample.size:
        raise ValueError("a mean needs at least one value")
    if _few(sample, worth):
        return Estimate(float(sample.mean()), None, None)
    found = _estimate(moments(sample, worth), level)
    too_spread = found.low is not None and found.low <= 0 < sample.min()
    return Estimate(found.value, None, None) if too_spread else found


def gap(a: ArrayLike, b: ArrayLike, level: float = LEVEL, worth: Worths = (None, None)) -> Estimate:
    """The mean of b less that of a with its interval, none where a sample has fewer than six values."""
    first, second = np.asarray(a, float), np.asarray(b, float)
    if _few(first, worth[0]) or _few(second, worth[1]):
        return Estimate(float(second.mean() - first.mean()), None, None)
    return _estimate(difference(moments(first, worth[0]), moments(second, worth[1])), level)


def ratio(a: ArrayLike, b: ArrayLike, level: float = LEVEL, worth: Worths = (None, None)) -> Estimate:
    """The mean of b as a multiple of that of a, of positive values, with its interval; none below six values.

    Of the ratios at which the difference may be 0, the interval holds those that hang together with the estimate:
    where a mean may be near 0 others, far from it, may pass too.
    """
    first, second = np.asarray(a, float), np.asarray(b, float)
    value = float(second.mean() / first.mean())
    if _few(first, worth[0]) or _few(second, worth[1]):
        return Estimate(value, None, None)
    below, above = moments(first, worth[0]), moments(second, worth[1])

    def margin(side: int, log_ratio: Floats) -> Floats:
        """Above 0 while the difference mean b - r * mean a at this ratio r may be 0."""
        total = difference(below.times(np.exp(log_ratio)), above)
        return np.asarray(reach(total, level)[side] - abs(total.mean))

    middle = math.log(value)
    ends = []
    for side, direction in ((0, -1.0), (1, 1.0)):
        steps = middle + direction * math.log(_FARTHEST) * np.linspace(0, 1, _STEPS) ** 2  # finer near the estimate
        outside = np.flatnonzero(margin(side, steps) <= 0)
        if not outside.size:
            return Estimate(value, None, None)
        if outside[0] == 0:
            ends.append(value)  # no spread at all
            continue
        within, beyond = steps[outside[0] - 1], steps[outside[0]]
        ends.append(math.exp(optimize.brentq(lambda r, s=side: float(margin(s, r)), within, beyond, xtol=1e-9)))
    return Estimate(value, *ends)
