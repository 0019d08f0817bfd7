"""The pay of a role by level and by metropolitan area, where five openings or more tell it."""

from typing import Any

import numpy as np
import pandas as pd

from analytics.statistics import clusters
from analytics.statistics.pay import pay_figures
from analytics.statistics.samples import UNKNOWN
from analytics.values.thresholds import LEAST_PAY
from storage.columns import SENIORITIES

METROS = 10  # areas that are kept, those with most openings with pay
LEVELS = (*SENIORITIES, UNKNOWN)


def pay_groups(sample: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows by, value, n, the medians floor, midpoint and ceiling a year, and the interval of the median midpoint.

    `sample` is `pay.usable_pay` of one role and currency. Levels in their order, then areas by n; an opening in several
    areas counts in its first one. Groups of fewer than LEAST_PAY openings have no row.
    """
    levels = [(level, sample[sample["level"] == level]) for level in LEVELS]
    areas = sample[~sample["metro"].isin([UNKNOWN, "remote"])]
    largest = areas.groupby("metro").size().sort_values(ascending=False, kind="stable").index[:METROS]
    metros = [(metro, areas[areas["metro"] == metro]) for metro in largest]
    return [
        _figures(by, value, group)
        for by, groups in (("level", levels), ("metro", metros))
        for value, group in groups
        if len(group) >= LEAST_PAY
    ]


def _figures(by: str, value: str, group: pd.DataFrame) -> dict[str, Any]:
    middle = pay_figures(group["midpoint"].to_numpy(), clusters.numbered(group["employer"]))
    return {
        "by": by,
        "value": value,
        "n": len(group),
        "floor": float(np.median(group["floor"])),
        "midpoint": middle["median"],
        "midpoint_low": middle["median_low"],
        "midpoint_high": middle["median_high"],
        "ceiling": float(np.median(group["ceiling"])),
    }
