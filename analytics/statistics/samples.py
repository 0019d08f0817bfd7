"""What the role tables are made from: openings with their employers, shares of them, and rows in a table's shape."""

import datetime as dt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.statistics import clusters, intervals
from analytics.statistics.clusters import Worth
from analytics.values.frames import blanked, texts
from storage.tables import TABLES

UNKNOWN = "unknown"


def employers(openings: pd.DataFrame) -> NDArray[np.object_]:
    """The employer of each opening, by the key that openings are matched by, else by name; an opening of which neither
    is known is an employer of its own."""
    key, name = texts(openings, "employer"), texts(openings, "company")
    own = np.array([f"opening {one}" for one in texts(openings, "opening_id")], dtype=object)
    found: NDArray[np.object_] = np.where(pd.notna(key), key, np.where(pd.notna(name), name, own))
    return found


def bands(openings: pd.DataFrame) -> NDArray[np.object_]:
    """The seniority band of each opening, None where it is not told or was only assumed."""
    return blanked(texts(openings, "seniority_band"), texts(openings, "seniority_basis") == "assumed")


def with_shares(counts: pd.DataFrame, rows: pd.DataFrame, openings: pd.DataFrame, name: str) -> pd.DataFrame:
    """Adds share, low, high and n_effective (the independent openings that would tell as much of the share) to counts.

    `counts` has role, n and a value in the column `name`; `rows` has role, employer and value for each opening that has
    a value, `openings` role and employer of all.
    """
    figures = pd.DataFrame({"share": np.nan, "low": np.nan, "high": np.nan, "n_effective": np.nan}, index=counts.index)
    for role, of_role in counts.groupby("role"):
        mine, all_ = rows[rows["role"] == role], openings.loc[openings["role"] == role, "employer"]
        worth = worth_of_shares(mine[name], mine["employer"], of_role[name], all_).openings()
        share = of_role["n"].to_numpy(float) / len(all_)
        low, high = intervals.shares(share * worth, worth)
        figures.loc[of_role.index] = np.stack([share, low, high, worth], axis=1)
    return counts.join(figures)


def worth_of_shares(value: pd.Series, employer: pd.Series, values: pd.Series, employers_of_all: pd.Series) -> Worth:
    """What a sample is worth for the share of each of `values`; `value` and `employer` are those of its openings, as
    often as they have a value, `employers_of_all` has the employer of every opening once."""
    code = pd.Index(np.unique(employers_of_all))  # in order, so that the order of rows makes no difference
    sizes = np.bincount(code.get_indexer(employers_of_all)).astype(float)
    figure, of = pd.Index(values).get_indexer(value), code.get_indexer(employer)
    cells, some = np.unique(figure * len(sizes) + of, return_counts=True)
    return clusters.of_shares(sizes, cells // len(sizes), cells % len(sizes), some.astype(float), len(values))


def with_employers(openings: pd.DataFrame) -> pd.DataFrame:
    """Role and employer (a number) of each opening."""
    frame = pd.DataFrame({"role": texts(openings, "role")})
    frame["employer"] = clusters.numbered(employers(openings))
    return frame


def shaped(table: pd.DataFrame, name: str, date: dt.date) -> pd.DataFrame:
    """The rows in the columns of a table, with the snapshot date."""
    return table.assign(snapshot_date=date)[list(TABLES[name].columns)].reset_index(drop=True)
