"""Real nights over a small sample market, run once and looked at by many tests."""

import datetime as dt
import fcntl
import os
import pickle
import socket
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
    names = [name for name in names if name not in ("board_fetches", "role_trends", "role_changes")]
    return {name: Path(store.path(name, date)).read_bytes() for name in names}


@pytest.fixture(scope="session")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    """The nights, run by whichever test worker asks first; the others wait and look at the same ones."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared
    data, done = shared / "nights", shared / "nights.done"
    store = Store(data)
    with (shared / "nights.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            with socket.socket() as free:  # of its own, since career pages are known by their address
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
            for date in (FIRST, LAST):
                assert run_night(data=str(data), date=date, market=SIZE, market_port=port)
            done.write_bytes(pickle.dumps(table_bytes(store, LAST)))
            assert run_night(data=str(data), date=LAST, market=SIZE, market_port=port, fresh=True)
    return Nights(str(data), store, FIRST, LAST, build(float(SIZE), LAST), pickle.loads(done.read_bytes()))
