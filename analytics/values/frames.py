"""Columns of a DataFrame as plain numpy, whatever their dtype: numpy, pandas text or Arrow; null is None or nan."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def texts(frame: pd.DataFrame, name: str) -> NDArray[np.object_]:
    """A column of text as str objects, null as None; a column that is not there is all None."""
    if name not in frame.columns:
        return np.full(len(frame), None, dtype=object)
    values = frame[name].to_numpy(dtype=object, na_value=None)
    return blanked(values, pd.isna(values))


def blanked(values: NDArray[np.object_], where: NDArray[np.bool_]) -> NDArray[np.object_]:
    """The values with None in some places; the array itself where there is nothing to blank."""
    if not where.any():
        return values
    values = values.copy()
    values[where] = None
    return values


def numbers(frame: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """A column of numbers as float64, null as nan; a column that is not there is all nan."""
    if name not in frame.columns:
        return np.full(len(frame), np.nan)
    values = frame[name]
    if values.dtype == object:
        values = pd.to_numeric(values, errors="coerce")
    found: NDArray[np.float64] = values.to_numpy(dtype=np.float64, na_value=np.nan)
    return found


def lists(frame: pd.DataFrame, name: str) -> list[list[str]]:
    """A column of lists of text; null is an empty list."""
    if name not in frame.columns:
        return [[] for _ in range(len(frame))]
    return [
        [str(item) for item in value] if isinstance(value, Iterable) and not isinstance(value, str) else []
        for value in frame[name].to_numpy(dtype=object)
    ]


def need(frame: pd.DataFrame, columns: Sequence[str], what: str) -> None:
    """Raises ValueError naming the columns that `what` needs and `frame` lacks."""
    absent = [name for name in columns if name not in frame.columns]
    if absent:
        raise ValueError(f"{what} needs the columns {absent}")
