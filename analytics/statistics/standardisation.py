"""The pay gap with seniority and place held equal: direct standardisation on the two roles' pooled mix.

Direct standardisation (Rothman, Greenland and Lash, Modern Epidemiology, 2008, chapter 4): in each cell of seniority
level and metro the two roles are compared, and the cells are weighted by their share of both roles' openings with pay,
so that neither role's own mix makes the gap. Here the compared quantity is the mean logarithm of the pay midpoint, the
result a ratio of geometric means; its interval comes from the variances within the cells (Welch 1947, Biometrika 34)
or, where larger, from the employers' sums of what their openings add to it (sandwich estimator).
"""

import math
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from analytics.statistics.intervals import Floats
from analytics.values.formatting import percent
from analytics.values.levels import band
from analytics.values.thresholds import LEAST_PAY

LEAST_COVERAGE = 0.5  # share of the pooled openings with pay that the used cells must hold
OTHER = "other places"
NAMED = 12  # thin cells that are listed, largest first


class Standardised(NamedTuple):
    """Ratio b / a within cells, its 95 % interval, share of the pooled openings used, and the cells left out."""

    ratio: float | None
    low: float | None
    high: float | None
    coverage: float
    cells: int
    thin: list[dict[str, Any]]
    thin_unnamed: int
    reason: str | None


def ratio(a: pd.DataFrame, b: pd.DataFrame) -> Standardised:
    """Standardises two samples with the columns midpoint, level, metro and employer (`pay.usable_pay`).

    A metro in which either role has fewer than 5 openings with pay of a level joins "other places" of that level.
    Cells with fewer than 5 of either role are left out and named; when the rest holds less than half of the pooled
    openings there is no ratio.
    """
    values = np.log(np.concatenate([a["midpoint"].to_numpy(float), b["midpoint"].to_numpy(float)]))
    is_b = np.repeat([0, 1], [len(a), len(b)])
    levels, level = np.unique(np.concatenate([_text(a, "level"), _text(b, "level")]), return_inverse=True)
    metros, metro = np.unique(np.concatenate([_text(a, "metro"), _text(b, "metro"), [OTHER]]), return_inverse=True)
    cell = level * len(metros) + metro[:-1]
    cells = len(levels) * len(metros)
    there = np.bincount(cell * 2 + is_b, minlength=2 * cells).reshape(-1, 2)
    cell = np.where(
        there.min(axis=1)[cell] >= LEAST_PAY, cell, level * len(metros) + int(np.searchsorted(metros, OTHER))
    )

    n = np.bincount(cell * 2 + is_b, minlength=2 * cells).reshape(-1, 2).astype(float)
    used = n.min(axis=1) >= LEAST_PAY
    thin = np.flatnonzero(~used & n.any(axis=1))
    thin = thin[np.argsort(-n[thin].sum(axis=1), kind="stable")]
    named = [
        {
            "level": str(levels[index // len(metros)]),
            "seniority_band": band(str(levels[index // len(metros)])),
            "metro": str(metros[index % len(metros)]),
            "n_a": int(n[index, 0]),
            "n_b": int(n[index, 1]),
        }
        for index in thin[:NAMED]
    ]
    coverage = float(n[used].sum() / len(values)) if len(values) else 0.0
    left = max(0, len(thin) - NAMED)
    if coverage < LEAST_COVERAGE:
        held = f"such cells hold {percent(coverage)} of the openings with pay, less than {percent(LEAST_COVERAGE)}"
        reason = f"cells of seniority and place need {LEAST_PAY} openings with pay of each role; " + (
            held if used.any() else "there is none"
        )
        return Standardised(None, None, None, coverage, int(used.sum()), named, left, reason)
    inside = used[cell]
    employer = np.unique(np.concatenate([_text(a, "employer"), _text(b, "employer")])[inside], return_inverse=True)[1]
    gap, reach = _gap(values[inside], (cell * 2 + is_b)[inside], employer)
    bounds = math.exp(gap), math.exp(gap - reach), math.exp(gap + reach)
    return Standardised(*bounds, coverage, int(used.sum()), named, left, None)


def _gap(values: Floats, part: NDArray[np.int_], employer: NDArray[np.int_]) -> tuple[float, float]:
    """The weighted mean over cells of b less a, and the reach of its interval; `part` is 2 * cell, plus 1 for b."""
    part = np.unique(part, return_inverse=True)[1]  # the cells in use have openings of both roles
    n = np.bincount(part).astype(float)
    mean = np.bincount(part, values) / n
    weight = np.repeat(n.reshape(-1, 2).sum(axis=1) / n.sum(), 2)
    away = values - mean[part]
    variance = np.bincount(part, away**2) / (n - 1)
    parts = weight**2 * variance / n
    error = float(parts.sum())
    freedom = error**2 / float((parts**2 / (n - 1)).sum()) if error else 1.0
    side = np.where(part % 2, 1.0, -1.0)
    by_employer = np.bincount(employer, side * (weight / n * np.sqrt(n / (n - 1)))[part] * away) ** 2
    if by_employer.sum() > error and len(by_employer) < len(values):
        error = float(by_employer.sum())
        freedom = min(freedom, max(1.0, error**2 / float((by_employer**2).sum()) - 1))
    gap = float((weight * mean * np.where(np.arange(len(mean)) % 2, 1.0, -1.0)).sum())
    return gap, float(stats.t.ppf(0.975, freedom)) * math.sqrt(error)


def _text(frame: pd.DataFrame, name: str) -> NDArray[np.str_]:
    found: NDArray[np.str_] = frame[name].to_numpy(dtype=object).astype(str)
    return found
