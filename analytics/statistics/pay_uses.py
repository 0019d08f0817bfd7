"""What role pay stands on, and pay by country and level: openings with usable pay, and why others are left out."""

import datetime as dt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.statistics import clustered, clusters
from analytics.statistics.pay import usable_pay
from analytics.statistics.samples import shaped
from analytics.values.frames import numbers, texts
from analytics.values.thresholds import LEAST_PAY
from storage.columns import PAY_USES

QUANTILES = (("p10", 0.1), ("p25", 0.25), ("median", 0.5), ("p75", 0.75), ("p90", 0.9))
LEVEL_FIGURES = ("n_effective", "p10", "p25", "median", "median_low", "median_high", "p75", "p90")


def pay_uses(openings: pd.DataFrame) -> NDArray[np.object_]:
    """Of each opening what its pay is used for, one of PAY_USES: used, or why it is left out.

    A range with one end alone is left out, since a floor says little of the ceiling: how far apart they lie differs
    between employers. Pay of interns is that of another kind of work.
    """
    floor, ceiling = numbers(openings, "pay_annual_min"), numbers(openings, "pay_annual_max")
    has_floor, has_ceiling = np.isfinite(floor), np.isfinite(ceiling)
    reasons = {
        "not told": ~has_floor & ~has_ceiling,
        "no currency": pd.isna(texts(openings, "pay_currency")),
        "floor only": has_floor & ~has_ceiling,
        "ceiling only": ~has_floor & has_ceiling,
        "not a range": ~((floor > 0) & (ceiling >= floor)),
        "intern": texts(openings, "seniority") == "intern",
    }
    assert set(reasons) | {"used"} == set(PAY_USES)
    found: NDArray[np.object_] = np.select(list(reasons.values()), list(reasons), default="used").astype(object)
    return found


def role_pay_uses(openings: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """Openings of each role by what their pay is used for; every reason has a row, and the rows add up to the role."""
    counts = pd.crosstab(
        pd.Series(texts(openings, "role"), name="role", dtype=object),
        pd.Series(pay_uses(openings), name="pay_use", dtype=object),
    ).reindex(columns=list(PAY_USES), fill_value=0)
    table = counts.rename_axis(columns="pay_use").stack().rename("n").reset_index()
    of = table.groupby("role")["n"].transform("sum") if len(table) else table["n"]
    return shaped(table.assign(share=table["n"] / of), "role_pay_uses", date)


def role_pay_levels(openings: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """Quantiles of the pay midpoint by role, country, level and currency (linear interpolation), with the interval of
    the median. Below 5 openings the row tells n and no figure."""
    rows = []
    keys = ["role", "country", "level", "currency"]
    for group, pay in usable_pay(openings).groupby(keys, sort=True):
        row = {**dict(zip(keys, group, strict=True)), "n": len(pay)}
        rows.append(row | (_quantiles(pay) if len(pay) >= LEAST_PAY else dict.fromkeys(LEVEL_FIGURES)))
    return shaped(pd.DataFrame(rows, columns=[*keys, "n", *LEVEL_FIGURES]), "role_pay_levels", date)


def _quantiles(pay: pd.DataFrame) -> dict[str, float | None]:
    pay = pay.sort_values("midpoint", kind="stable")
    ascending, employer = pay["midpoint"].to_numpy(float), clusters.numbered(pay["employer"])
    figures: dict[str, float | None] = {name: float(np.quantile(ascending, of)) for name, of in QUANTILES}
    worth = clusters.of_values(ascending <= np.median(ascending), employer)
    low, high = clustered.quantile_interval(ascending, 0.5, worth)
    effective = float(clusters.of_values(ascending, employer).openings())
    return figures | {"n_effective": effective, "median_low": low, "median_high": high}
