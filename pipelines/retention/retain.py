"""What is removed in one go, for the command `rolemeter retain` and the asset `retention`."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

from pipelines.retention.history import remove_runs
from pipelines.retention.payloads import remove_payloads
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed, or would be: paths of raw tables below the data directory, runs of Dagster's history."""

    payloads: list[str]
    payload_bytes: int
    runs: int
    history_bytes: int

    def lines(self, *, done: bool) -> list[str]:
        word = "removed" if done else "would remove"
        shrank = f" ({self.history_bytes:,} bytes)" if done else ""
        return [
            f"{word} {len(self.payloads)} raw tables ({self.payload_bytes:,} bytes)",
            f"{word} {self.runs} runs of Dagster's history with their events and logs{shrank}",
        ]


def retain(
    store: Store,
    instance: dg.DagsterInstance,
    home: Path,
    *,
    payload_nights: int,
    log_days: int,
    now: dt.datetime,
    remove: bool = True,
) -> Removed:
    """Removes payloads of all but the last nights, and the history of runs that are older; 0 keeps all of either.

    For whoever holds the data directory's lock. `home` is the folder of Dagster's state.
    """
    paths, size = remove_payloads(store, payload_nights, remove=remove)
    before = now - dt.timedelta(days=log_days)
    runs, shrank = remove_runs(instance, home, before, remove=remove) if log_days else (0, 0)
    return Removed(paths, size, runs, shrank)
