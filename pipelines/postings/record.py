"""One record of a file of postings, and its values as JSON knows them."""

import datetime as dt
import decimal
import math
from dataclasses import dataclass
from typing import Any


class PostingsFileError(ValueError):
    """A file of postings that cannot be read; names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record with where it stands ("line 3", "row 3"), or what is wrong with it.

    `named`: its fields are columns of a table, so that an id may be missing.
    """

    place: str
    value: Any = None
    problem: str | None = None
    named: bool = False


def plain(value: Any) -> Any:
    """A value as JSON knows it: moments in ISO 8601, exact decimals as numbers, numbers that are none as null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, dict):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return plain(float(value))
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
