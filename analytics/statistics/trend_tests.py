"""What a chained index allows to be claimed: a change is told from chance, from few boards and from the season.

Three things make an index move without a trend. Chance carries over from week to week: the interval of the change
over the window comes from the low frequencies of the weekly steps (equal-weighted cosines: Mueller 2007, J.
Econometrics 141; Lazarus, Lewis, Stock and Watson 2018, JBES 36). Few boards may carry it: the interval also comes from
leaving each board out in turn (the jackknife), with as many degrees of freedom as there are boards of equal size. The
season moves every board alike: what a yearly season of 10 % can do within the window is set aside. The wider interval
counts.
`python -m analytics.statistics.trend_simulation` tells how often a market without a trend is said to have one.
"""

import math
from typing import NamedTuple

import numpy as np
from scipy import stats

from analytics.statistics.intervals import Floats
from analytics.statistics.matched import Chain
from analytics.values.thresholds import ALPHA, LEAST_WEEKS

COSINES = 8  # of at most half a wave a week, so that they see what lasts two weeks and more
SEASON = 0.10  # how far a yearly season may lie above and below the year's mean
PAY_SEASON = 0.02
STEADY = 0.05  # a change within it either way is none that matters
_YEAR = 365.25 / 7  # weeks
_FARTHEST = math.log(1e3)  # an interval that reaches farther tells nothing


class Change(NamedTuple):
    """The change over the window as a ratio with its 95 % interval, what the season may do, and what is claimed.

    `p` is that of the test that the change is no larger than the season's; None where there is no interval.
    """

    ratio: float
    low: float | None
    high: float | None
    season: float
    p: float | None
    direction: str


def season_reach(weeks: int, amplitude: float) -> float:
    """The largest change of the logarithm that a yearly sine of that amplitude can make from one week to another."""
    return 2 * math.log1p(amplitude) * math.sin(math.pi * min(weeks, _YEAR / 2) / _YEAR)


def change(chain: Chain, weights: Floats, amplitude: float = SEASON) -> Change | None:
    """The change over an unbroken chain; None below eight weeks. `weights` are the boards' mean openings."""
    steps = chain.steps
    if len(steps) + 1 < LEAST_WEEKS or not np.isfinite(steps).all():
        return None
    total, season = float(steps.sum()), season_reach(len(steps), amplitude)
    errors = [_series_error(steps), _board_error(chain, weights)]
    reach = max(float(stats.t.ppf(1 - ALPHA / 2, freedom)) * error for error, freedom in errors)
    if reach > _FARTHEST:
        return Change(math.exp(total), None, None, math.exp(season), None, "no clear trend")
    beyond = abs(total) - season
    p = max(_p(beyond, error, freedom) for error, freedom in errors)
    if p < ALPHA:
        direction = "rising" if total > 0 else "falling"
    else:
        direction = "steady" if abs(total) + reach <= math.log1p(STEADY) else "no clear trend"
    bounds = math.exp(total - reach), math.exp(total + reach)
    return Change(math.exp(total), *bounds, math.exp(season), float(f"{p:.6g}"), direction)


def _p(beyond: float, error: float, freedom: float) -> float:
    if beyond <= 0:
        return 1.0
    return 0.0 if error == 0 else float(2 * stats.t.sf(beyond / error, freedom))


def _series_error(steps: Floats) -> tuple[float, float]:
    """The standard error of the sum of the steps from their first cosine transforms, and its degrees of freedom."""
    n = len(steps)
    waves = min(COSINES, n - 1)
    cosines = np.cos(np.pi * np.outer(np.arange(1, waves + 1), (np.arange(n) + 0.5) / n))
    return math.sqrt(n * float(np.mean((math.sqrt(2 / n) * (cosines @ steps)) ** 2))), float(waves)


def _board_error(chain: Chain, weights: Floats) -> tuple[float, float]:
    """The jackknife's standard error of the sum of the steps over boards, and its degrees of freedom."""
    used = weights > 0
    if used.sum() < 2:
        return math.inf, 1.0
    totals = chain.without[used].sum(axis=1)
    if not np.isfinite(totals).all():
        return math.inf, 1.0  # without one board there is nothing left in some week
    boards = len(totals)
    error = math.sqrt((boards - 1) / boards * float(((totals - totals.mean()) ** 2).sum()))
    weight = weights[used]
    return error, max(1.0, float(weight.sum() ** 2 / (weight**2).sum()) - 1)
