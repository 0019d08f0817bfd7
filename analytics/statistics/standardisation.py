"""The pay gap with seniority and place held equal: direct standardisation on the two roles' pooled mix.

Direct standardisation (Rothman, Greenland and Lash, Modern Epidemiology, 2008, chapter 4): in each cell of seniority
band and metro the two roles are compared, and the cells are weighted by their share of both roles' openings with pay,
so that neither role's own mix makes the gap. Here the compared quantity is the mean logarithm of the pay midpoint, the
result a ratio of geometric means; its interval comes from the variances within the cells (Welch 1947, Biometrika 34).
"""

import math
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from analytics.values.formatting import percent
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
    """Standardises two samples with the columns midpoint, band and metro (`statistics.usable_pay`).

    A metro in which either role has fewer than 5 openings with pay joins "other places". Cells with fewer than 5
    of either role are left out and named; when the rest holds less than half of the pooled openings there is no ratio.
    """
    values = np.log(np.concatenate([a["midpoint"].to_numpy(float), b["midpoint"].to_numpy(float)]))
    is_b = np.repeat([0, 1], [len(a), len(b)])
    bands, band = np.unique(np.concatenate([_text(a, "band"), _text(b, "band")]), return_inverse=True)
    metros, metro = np.unique(np.concatenate([_text(a, "metro"), _text(b, "metro"), [OTHER]]), return_inverse=True)
    metro = metro[:-1]
    per_metro = np.bincount(metro * 2 + is_b, minlength=2 * len(metros)).reshape(-1, 2)
    enough = np.all(per_metro >= LEAST_PAY, axis=1)
    metro = np.where(enough[metro], metro, int(np.searchsorted(metros, OTHER)))

    cell = (band * len(metros) + metro) * 2 + is_b
    size = 2 * len(bands) * len(metros)
    n = np.bincount(cell, minlength=size).reshape(-1, 2).astype(float)
    total = np.bincount(cell, values, minlength=size).reshape(-1, 2)
    squares = np.bincount(cell, values**2, minlength=size).reshape(-1, 2)
    used = (n >= LEAST_PAY).all(axis=1)
    thin = np.flatnonzero(~used & n.any(axis=1))
    thin = thin[np.argsort(-n[thin].sum(axis=1), kind="stable")]
    named = [
        {
            "seniority_band": str(bands[index // len(metros)]),
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
    n, total, squares = n[used], total[used], squares[used]
    weight = n.sum(axis=1) / n.sum()
    mean = total / n
    variance = np.maximum(squares - n * mean**2, 0) / (n - 1)
    parts = weight[:, None] ** 2 * variance / n
    error = float(parts.sum())
    freedom = error**2 / float((parts**2 / (n - 1)).sum()) if error else 1.0
    gap = float(weight @ (mean[:, 1] - mean[:, 0]))
    reach = float(stats.t.ppf(0.975, freedom)) * math.sqrt(error)
    bounds = math.exp(gap), math.exp(gap - reach), math.exp(gap + reach)
    return Standardised(*bounds, coverage, int(used.sum()), named, left, None)


def _text(frame: pd.DataFrame, name: str) -> NDArray[np.str_]:
    found: NDArray[np.str_] = frame[name].to_numpy(dtype=object).astype(str)
    return found
