"""Openings of one employer are alike: how many independent openings a sample is worth.

An employer writes the same skills, pay bands and workplace into all of its openings, so 100 openings of 10 employers
tell less than 100 of 100. The design effect is the larger of two estimates, since either alone falls short where
employers are few: from the correlation within employers by analysis of variance (Donner 1986, Int. Stat. Rev. 54; Kish,
Survey Sampling, 1965), and from the employers' sums with a correction for their leverage (the sandwich HC2: MacKinnon
and White 1985, J. Econometrics 29). Few employers tell either poorly: degrees of freedom after Satterthwaite (1946,
Biometrics Bull. 2). Intervals and tests are then those for as many independent openings as the sample is worth (Korn
and Graubard 1998, Surv. Meth. 24); with one opening an employer they are the exact ones.
`python -m analytics.statistics.cluster_coverage` tells how often they hold.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from analytics.statistics.intervals import Floats
from analytics.values.thresholds import LEVEL

Codes = NDArray[np.int_]


class Worth(NamedTuple):
    """What a sample is worth for one or many figures: openings, employers, design effect, degrees of freedom."""

    size: int
    employers: int
    effect: Floats
    freedom: Floats

    def openings(self, level: float = LEVEL) -> Floats:
        """The number of independent openings that give as wide an interval."""
        upper, n = (1 + level) / 2, float(self.size)
        with np.errstate(invalid="ignore", divide="ignore"):
            wider = stats.t.ppf(upper, max(n - 1, 1)) / stats.t.ppf(upper, self.freedom)
        found = n / self.effect * np.minimum(np.where(np.isfinite(wider), wider, 1.0), 1.0) ** 2
        return np.asarray(np.maximum(found, min(n, 1.0)))


def numbered(employer: ArrayLike) -> Codes:
    """Each opening's employer as a number from 0, by name."""
    return np.asarray(pd.factorize(np.asarray(employer, dtype=object), sort=True)[0], int)


def of_values(values: ArrayLike, employer: Codes) -> Worth:
    """What a sample is worth for its mean; `employer` numbers each value's employer from 0."""
    sample = np.asarray(values, float)
    codes = np.unique(employer, return_inverse=True)[1]
    sizes = np.bincount(codes).astype(float)
    figure = np.zeros(len(sizes), int)
    sums, squares = _sums(codes, sample, len(sizes)), np.array([(sample**2).sum()])
    found = _worth(sizes, figure, np.arange(len(sizes)), sums, squares)
    return found._replace(effect=found.effect[0], freedom=found.freedom[0])


def of_shares(sizes: Floats, figure: Codes, employer: Codes, some: Floats, figures: int) -> Worth:
    """What a sample is worth for many shares of its openings.

    `sizes` are the employers' openings. For each share and employer with an opening that is so, `figure` numbers the
    share from 0 (below `figures`), `employer` the employer, and `some` tells how many are so.
    """
    return _worth(sizes, figure, employer, some, _sums(figure, some, figures))


def _sums(code: Codes, values: Floats, length: int) -> Floats:
    return np.bincount(code, values, length).astype(float)  # bincount of nothing is of integers


def _worth(sizes: Floats, figure: Codes, employer: Codes, sums: Floats, squares: Floats) -> Worth:
    """`sums` are those of an employer's values, a row for each figure and employer where it is not 0; `squares` the
    sum of the squared values of each figure."""
    figures, n, groups = len(squares), float(sizes.sum()), len(sizes)
    one = np.ones(figures)
    if groups == n:
        return Worth(int(n), groups, one, one * max(n - 1, 1))
    mean_size = float((sizes**2).sum() / n)  # of the employer of an opening
    if groups == 1:
        return Worth(int(n), 1, one * mean_size, one)
    held, alone = sizes[employer], 1 / (1 - sizes / n)

    def over_employers(values: Floats) -> Floats:
        return _sums(figure, values, figures)

    total, between = over_employers(sums), over_employers(sums**2 / held)
    mean = total / n
    inside, across = np.maximum(squares - between, 0.0), np.maximum(between - total * mean, 0.0)
    varies = inside + across > 1e-12 * np.maximum(squares, 1e-300)
    mean_inside, mean_across = inside / (n - groups), across / (groups - 1)
    typical = (n - mean_size) / (groups - 1)
    apart = over_employers(sums**2 * alone[employer]) - 2 * mean * over_employers(sums * held * alone[employer])
    apart += mean**2 * (sizes**2 * alone).sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        correlation = (mean_across - mean_inside) / (mean_across + (typical - 1) * mean_inside)
        sandwich = apart / n / ((inside + across) / (n - 1))
    correlation = np.where(varies, np.clip(np.nan_to_num(correlation, nan=1.0), 0.0, 1.0), 1.0)
    effect = 1 + (mean_size - 1) * correlation  # where nothing varies the openings of an employer count as one
    effect = np.where(varies, np.maximum(effect, sandwich), effect)
    return Worth(int(n), groups, effect, _freedom(sizes, correlation, varies, (mean_inside, mean_across), typical))


def _freedom(
    sizes: Floats, correlation: Floats, varies: NDArray[np.bool_], means: tuple[Floats, Floats], typical: float
) -> Floats:
    """Degrees of freedom of the variance of the mean, from those within and between employers of unequal size."""
    n, groups, squares = float(sizes.sum()), len(sizes), float((sizes**2).sum())
    weight = squares / n / typical
    within, between = max(1 - weight, 0.0) * means[0], weight * means[1]
    alike = groups * (1 - correlation) + correlation * n
    unequal = groups * (1 - correlation) ** 2 + 2 * correlation * (1 - correlation) * n + correlation**2 * squares
    of_employers = np.maximum(alike**2 / unequal - 1, 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = (within + between) ** 2 / (between**2 / of_employers + within**2 / (n - groups))
    return np.clip(np.where(correlation == 0, n - 1, np.where(varies, found, of_employers)), 1.0, n - 1)
