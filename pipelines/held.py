"""Nights that checks held back: one small file a date, until the night is published."""

import contextlib
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

from storage.store import Store

FOLDER = "held"


@dataclass(frozen=True, slots=True)
class Held:
    """A night that was held back, why, and by which run."""

    date: dt.date
    reasons: tuple[str, ...]
    run: str

    @property
    def remedy(self) -> str:
        """The command that publishes the night all the same."""
        return f"rolemeter publish --date {self.date}"


def hold(store: Store, date: dt.date, reasons: Sequence[str], run: str) -> None:
    content = {"snapshot_date": date.isoformat(), "reasons": list(reasons), "run": run}
    store.write_file(f"{FOLDER}/{date.isoformat()}.json", json.dumps(content).encode())


def clear_held(store: Store, date: dt.date) -> None:
    path = f"{store.root}/{FOLDER}/{date.isoformat()}.json"
    if store.is_file(path):
        store.fs.delete_file(path)


def held_nights(store: Store) -> list[Held]:
    """The nights that are held back, oldest first; a file that cannot be read counts as none (`rolemeter doctor`)."""
    found = []
    for path in store.files(f"{store.root}/{FOLDER}"):
        with contextlib.suppress(ValueError, KeyError, TypeError):
            if _is_night(path):
                one = json.loads(store.read_file(path))
                found.append(Held(dt.date.fromisoformat(one["snapshot_date"]), tuple(one["reasons"]), one["run"]))
    return found


def _is_night(path: str) -> bool:
    name = path.rsplit("/", 1)[1]
    return name.endswith(".json") and not name.startswith(".")
