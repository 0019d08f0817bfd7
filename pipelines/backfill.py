"""Nights made again from what was crawled, after a rule has changed: in their order, since a night builds on the last.

What is done is noted in the data directory, so that a backfill that was stopped goes on where it was. A posting whose
payload is that of the night before is read once, as in any night.
"""

import datetime as dt
import hashlib
import json
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from pipelines.versions import whole_code
from storage.store import Store
from storage.tables import TABLES, is_crawled

NOTES = ".backfill.json"
DERIVED = tuple(name for name in TABLES if not is_crawled(name))


class BackfillError(ValueError):
    """A backfill that cannot be done as asked; says what to do."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The crawled nights of a span, those still to be made, and the key under which those done are noted."""

    nights: tuple[dt.date, ...]
    waiting: tuple[dt.date, ...]
    key: str


def plan(
    store: Store, first: dt.date, last: dt.date, tables: Collection[str], method: str, again: bool = False
) -> Plan:
    """What is to be made of `tables` (none: all) between two dates, both included.

    `method` tells rules, words and settings; nights noted as done with the same ones, the same code and the same tables
    are left out, unless `again`. Raises BackfillError for a span or a table with nothing to make.
    """
    unknown = sorted(set(tables) - set(DERIVED))
    if unknown:
        raise BackfillError(f"no table that can be made again: {', '.join(unknown)}; these can: {', '.join(DERIVED)}")
    there = store.dates("board_fetches")
    nights = tuple(date for date in there if first <= date <= last)
    if not nights:
        known = f"nights there: {there[0]} to {there[-1]}" if there else "there are none"
        raise BackfillError(f"no night between {first} and {last} was crawled in {store.address()}; {known}")
    key = hashlib.blake2b(repr((sorted(tables), method, whole_code())).encode(), digest_size=8).hexdigest()
    done = [] if again else _noted(store).get(key, [])
    return Plan(nights, tuple(date for date in nights if date.isoformat() not in done), key)


def make(
    store: Store, planned: Plan, run: Callable[[dt.date, bool], bool], tell: Callable[[str], object]
) -> Iterator[dt.date]:
    """Makes the nights that wait, tells how far it is, and gives each as it is done; ends at the first that fails.

    `run` makes a night and says whether it is published; it is told whether that is the last one, which has the pages.
    """
    start, total = time.monotonic(), len(planned.waiting)
    for number, date in enumerate(planned.waiting, 1):
        if not run(date, number == total):
            tell(f"{date} failed; put right what the lines above say, and the same command goes on from there")
            return
        _note(store, planned.key, date)
        tell(f"{date} is done: {progress(number, total, time.monotonic() - start)}")
        yield date


def progress(done: int, total: int, seconds: float) -> str:
    """How many nights are done, and how long the others will take at the pace so far."""
    left = seconds / done * (total - done)
    unit = f"{left / 60:.0f} min" if left >= 90 else f"{left:.0f} s"
    return f"{done} of {total} nights" + (f", about {unit} left" if done < total else "")


def _noted(store: Store) -> dict[str, list[str]]:
    path = f"{store.root}/{NOTES}"
    found: dict[str, list[str]] = json.loads(store.read_file(path)) if store.is_file(path) else {}
    return found


def _note(store: Store, key: str, date: dt.date) -> None:
    """Notes a night; what other code or other words did is forgotten, since it would have to be made again."""
    done: Sequence[str] = _noted(store).get(key, [])
    store.write_file(NOTES, json.dumps({key: sorted({*done, date.isoformat()})}).encode())
