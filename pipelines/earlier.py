"""What earlier crawls left of each board: its newest rows and how it was fetched then, whatever happened in between."""

import datetime as dt
import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.snapshot import READ
from storage.history import Tell, readable
from storage.store import DamagedFile, Store
from storage.tables import raw_table

NIGHTS = 30  # crawls that are looked through for a board that was not asked in the last one

Fetch = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """The last known raw rows of some boards of a platform, and the fetch that each board's rows are of."""

    rows: pa.Table
    fetches: dict[str, Fetch]


class Earlier:
    """The crawls up to and including `date`, newest first. A file that cannot be read is told of and passed over."""

    def __init__(self, store: Store, date: dt.date, tell: Tell) -> None:
        self._store, self._date, self._tell = store, date, tell
        self._dates = [one for one in reversed(store.dates("board_fetches")) if one <= date][:NIGHTS]

    @functools.cached_property
    def _fetches(self) -> dict[dt.date, dict[tuple[str, str], Fetch]]:
        return {
            date: {(row["platform"], row["board"]): row for row in rows.to_pylist()}
            for date, rows in readable(self._store, "board_fetches", self._dates, self._tell)
        }

    def rows_tonight(self) -> list[Fetch]:
        """The fetches that earlier runs of the same date left."""
        return list(self._fetches.get(self._date, {}).values())

    def before(self, platform: str, boards: Collection[str]) -> dict[str, Fetch]:
        """How each board was fetched on the last night before the date on which it was asked."""
        found: dict[str, Fetch] = {}
        for date, fetches in self._fetches.items():
            if date < self._date:
                for board in boards:
                    if (platform, board) in fetches:
                        found.setdefault(board, fetches[platform, board])
        return found

    def known(self, platform: str, boards: Collection[str]) -> Known:
        """The newest rows of each board, from the last crawl that asked it and whose file can be read."""
        name, missing = f"raw_{platform}", set(boards)
        parts, fetches = [raw_table(platform).schema.empty_table()], dict[str, Fetch]()
        for date, of_date in self._fetches.items():
            asked = missing & {board for of_platform, board in of_date if of_platform == platform}
            if not asked or not self._store.exists(name, date):
                continue
            try:
                rows = self._store.arrow(name, date, where=pc.field("board").isin(sorted(asked)))
            except DamagedFile as error:
                self._tell(f"passed over: {error}")
                continue
            with_rows = set(rows.column("board").unique().to_pylist())
            for board in asked:
                fetch = of_date[platform, board]
                if fetch["status"] in READ or board in with_rows:
                    fetches[board] = fetch
                    missing.discard(board)
            parts.append(rows)
        open_schema = pa.schema([field.with_nullable(True) for field in raw_table(platform).schema])
        return Known(pa.concat_tables([part.cast(open_schema) for part in parts]), fetches)

    def others(self, platform: str, boards: Collection[str]) -> pa.Table | None:
        """The platform's rows of the same date of boards that are none of `boards`, which a further source adds to."""
        name = f"raw_{platform}"
        if not self._store.exists(name, self._date):
            return None
        rows = next((rows for _, rows in readable(self._store, name, [self._date], self._tell)), None)
        if rows is None:
            return None
        return rows.filter(pc.invert(pc.is_in(rows.column("board"), pa.array(sorted(boards), pa.string()))))
