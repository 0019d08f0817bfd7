"""One record of a file of postings, its values as JSON knows them, and a count of what is wrong with several."""

import collections
import datetime as dt
import decimal
import math
from dataclasses import dataclass
from typing import Any

BLANK = "a blank line"  # the problem of a line of JSON lines without anything in it


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


class Tally:
    """Counts alike sayings and knows where each was met first."""

    def __init__(self) -> None:
        self._counts: collections.Counter[str] = collections.Counter()
        self._places: dict[str, str] = {}

    def add(self, place: str, saying: str) -> None:
        self._counts[saying] += 1
        self._places.setdefault(saying, place)

    @property
    def count(self) -> int:
        return self._counts.total()

    @property
    def first(self) -> str:
        """The first saying, with its place."""
        return next((f"{place}: {saying}" for saying, place in self._places.items()), "")

    def __str__(self) -> str:
        """The sayings with their first places, the commonest first, five at most."""
        kinds = [
            f"{self._places[saying]}: {saying}" + (f" (and {count - 1} more)" if count > 1 else "")
            for saying, count in self._counts.most_common(5)
        ]
        more = len(self._counts) - len(kinds)
        return "; ".join(kinds) + (f"; and {more} other reasons" if more else "")
