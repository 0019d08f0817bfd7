"""Real nights over a small sample market, run once and looked at by many tests."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.night import run_night
from spiders.market.generate import Market, build
from storage.store import Store

SIZE = "0.01"  # of the full market; its two reference roles are whole at any size
LAST = dt.date(2026, 11, 20)
FIRST = LAST - dt.timedelta(days=3)


@dataclass(frozen=True)
class Nights:
    """A data directory with the nights `first` and `last`, and the bytes that `last` had before it was repeated."""

    data: str
    store: Store
    first: dt.date
    last: dt.date
    market: Market
    before: dict[str, bytes]

    def table_bytes(self) -> dict[str, bytes]:
        return table_bytes(self.store, self.last)


def table_bytes(store: Store, date: dt.date) -> dict[str, bytes]:
    """The bytes of every dated table that does not tell when it was fetched."""
    names = [name for name in store.names() if not name.startswith("raw_")]
    names = [name for name in names if name not in ("board_fetches", "role_trends")]
    return {name: Path(store.path(name, date)).read_bytes() for name in names}


@pytest.fixture(scope="session")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    data = str(tmp_path_factory.mktemp("nights"))
    store = Store(data)
    for date in (FIRST, LAST):
        assert run_night(data=data, date=date, market=SIZE)
    before = table_bytes(store, LAST)
    assert run_night(data=data, date=LAST, market=SIZE)
    yield Nights(data, store, FIRST, LAST, build(float(SIZE), LAST), before)
