"""Health over nights: boards and platforms that suddenly have fewer or more postings, and fields that came or went."""

import datetime as dt
import logging
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.snapshot import READ
from storage.history import readable
from storage.store import Store

log = logging.getLogger(__name__)

NIGHTS = 7  # nights before that say what is usual
HISTORY = 30  # nights that are looked through for when a field came or went
LEAST = 0.25  # below this share of what is usual the volume has failed
JUMP = 0.5  # a change by more than this share is worth a look
SMALL = 20  # postings: of a smaller volume or change chance alone tells enough

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Volume:
    """Postings of a board or platform tonight, and the median of the nights before on which it was read."""

    name: str
    postings: int
    usual: float
    nights: int

    @property
    def has_failed(self) -> bool:
        return self.usual >= SMALL and self.postings < LEAST * self.usual

    @property
    def has_jumped(self) -> bool:
        change = abs(self.postings - self.usual)
        return not self.has_failed and change >= SMALL and change > JUMP * self.usual

    def __str__(self) -> str:
        nights = "the night before" if self.nights == 1 else f"the median of {self.nights} nights"
        return f"{self.name}: {self.postings} postings, {nights} {self.usual:g}"


def board_volumes(tonight: Iterable[Row], before: Sequence[Iterable[Row]]) -> list[Volume]:
    """The volume of each board that was read tonight and on a night before, from rows of board_fetches.

    A board that was not read is named by its status, and its postings of the last good night stand in; it is no volume.
    """
    known = _usual(before)
    return [
        Volume(f"{row['platform']} {row['board']}", row["postings"], *_median(known[key]))
        for row in tonight
        if row["status"] in READ and (key := (row["platform"], row["board"])) in known
    ]


def platform_volumes(tonight: Iterable[Row], before: Sequence[Iterable[Row]]) -> list[Volume]:
    """The volume of each platform over those of its boards that were asked tonight and read on a night before.

    Boards that came to the boards file or left it change nothing. Postings that are carried forward count.
    """
    known, sums = _usual(before), dict[str, list[float]]()
    for row in tonight:
        if counts := known.get((row["platform"], row["board"])):
            usual, nights = _median(counts)
            entry = sums.setdefault(row["platform"], [0, 0.0, 0])
            sums[row["platform"]] = [entry[0] + row["postings"], entry[1] + usual, max(entry[2], nights)]
    return [Volume(name, int(now), usual, int(nights)) for name, (now, usual, nights) in sorted(sums.items())]


def _usual(before: Sequence[Iterable[Row]]) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = {}
    for night in before:
        for row in night:
            if row["status"] in READ:
                found.setdefault((row["platform"], row["board"]), []).append(row["postings"])
    return found


def _median(counts: Sequence[int]) -> tuple[float, int]:
    return float(statistics.median(counts)), len(counts)


@dataclass(frozen=True, slots=True)
class Drift:
    """A field that a board's payloads have and nobody reads, or that all of them lack, and the night since when."""

    platform: str
    board: str
    field: str
    is_missing: bool
    since: dt.date

    def __str__(self) -> str:
        what = "without" if self.is_missing else "new field"
        return f"{self.platform} {self.board}: {what} {self.field} since {self.since}"


def drifts(nights: Sequence[tuple[dt.date, Iterable[Row]]]) -> list[Drift]:
    """The drifted fields of the last night, from rows of payload_audit, oldest night first.

    `since` is the first of the nights in a row on which the field was so; nights without the board are passed over.
    """
    since: dict[tuple[str, str], dict[tuple[str, bool], dt.date]] = {}
    seen: set[tuple[str, str]] = set()
    for date, rows in nights:
        seen = set()
        for row in rows:
            key = (row["platform"], row["board"])
            seen.add(key)
            fields = [(name, False) for name in row["leftovers"] or ()] + [
                (name, True) for name in row["missing"] or ()
            ]
            earlier = since.get(key, {})
            since[key] = {field: earlier.get(field, date) for field in fields}
    return [
        Drift(platform, board, name, is_missing, date)
        for platform, board in sorted(seen)
        for (name, is_missing), date in sorted(since[platform, board].items())
    ]


def nights_of(
    store: Store, table: str, columns: list[str], date: dt.date, count: int
) -> list[tuple[dt.date, list[Row]]]:
    """The table's rows of `date` and of up to `count` nights before it, oldest first."""
    dates = [one for one in store.dates(table) if one <= date][-count - 1 :]
    return [(one, rows.to_pylist()) for one, rows in readable(store, table, dates, log.warning, columns)]
