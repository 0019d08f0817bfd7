"""What a crawl keeps while it goes on, so that one that is killed goes on with the rest of its boards.

Beside raw.parquet the output folder holds raw-00001.parquet, ... (rows that are safe) and done.jsonl (the boards all of
whose rows are in them). A crawl that finds these in its output folder does not ask those boards again.
"""

import collections
import contextlib
import dataclasses
import json
import os
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from spiders.board_state import BoardReport, BoardState
from spiders.job import RAW, REPORT, Job
from storage.store import PartWriter, read_parts, write_part

DONE = "done.jsonl"
READ = frozenset({"ok", "empty", "unchanged"})  # statuses of boards that need not be asked again


def raw_files(folder: Path) -> list[str]:
    """The files with a crawl's rows."""
    return [str(path) for path in sorted(folder.glob("raw*.parquet"))]


def boards_done(job: Job) -> dict[str, BoardReport]:
    """The boards of the job that an earlier crawl into its folder has read, and how; all other rows are removed there.

    A board that is asked at another address now than then is not among them.
    """
    folder = job.output
    with contextlib.suppress(FileNotFoundError):
        _set_aside(folder)
    (folder / REPORT).unlink(missing_ok=True)
    addresses = {board.board: board.base_url for board in job.boards}
    done = {
        entry["report"]["board"]: BoardReport(**entry["report"])
        for entry in _entries(folder)
        if addresses.get(entry["report"]["board"]) == entry["base_url"]
    }
    kept = pa.array(sorted(done), pa.string())
    for file in raw_files(folder):
        rows = read_parts([file])
        whole = rows.filter(pc.is_in(rows.column("board"), kept))
        if whole.num_rows < rows.num_rows:
            write_part(f"{file}.tmp", f"raw_{job.platform}", whole)
            os.replace(f"{file}.tmp", file)  # noqa: PTH105
    return done


def _set_aside(folder: Path) -> None:
    """Gives raw.parquet the next number, under which nothing replaces it."""
    numbers = [int(path.stem.partition("-")[2]) for path in folder.glob("raw-*.parquet")]
    os.replace(folder / RAW, folder / f"raw-{max(numbers, default=0) + 1:05d}.parquet")  # noqa: PTH105


def _note(folder: Path, reports: Iterable[tuple[BoardReport, str]]) -> None:
    with (folder / DONE).open("a", encoding="utf-8") as file:
        for report, base_url in reports:
            file.write(json.dumps({"base_url": base_url, "report": dataclasses.asdict(report)}) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _entries(folder: Path) -> list[dict[str, Any]]:
    """The lines of done.jsonl; the last one may be cut short."""
    if not (folder / DONE).exists():
        return []
    found = []
    for line in (folder / DONE).read_text(encoding="utf-8").splitlines():
        with contextlib.suppress(ValueError):
            found.append(json.loads(line))
    return found


class Keeper:
    """Writes a crawl's rows, and every `seconds` makes safe what there is, with the boards that are whole by then."""

    def __init__(self, job: Job, states: Mapping[str, BoardState], seconds: float) -> None:
        self._folder, self._platform, self._states, self._seconds = job.output, job.platform, states, seconds
        self._addresses = {board.board: board.base_url for board in job.boards}
        self._rows: collections.Counter[str] = collections.Counter()
        self._noted: set[str] = set()
        self._open()

    def _open(self) -> None:
        self._writer = PartWriter(str(self._folder / RAW), f"raw_{self._platform}")
        self._last = time.monotonic()

    def append(self, row: dict[str, Any]) -> None:
        self._writer.append(row)
        self._rows[row["board"]] += 1
        if time.monotonic() - self._last >= self._seconds:
            self._writer.close()
            _set_aside(self._folder)
            self._note_whole()
            self._open()

    def close(self) -> None:
        """Ends the last file, and notes the boards that are whole with it."""
        self._writer.close()
        self._note_whole()

    def _note_whole(self) -> None:
        whole = [state for state in self._states.values() if self._is_whole(state)]
        _note(self._folder, [(state.report(), self._addresses[state.board]) for state in whole])
        self._noted.update(state.board for state in whole)

    def _is_whole(self, state: BoardState) -> bool:
        """Whether a board was read to its end and all its rows have been written."""
        return (
            state.board not in self._noted
            and state.ended is not None
            and state.trouble is None
            and state.report().status in READ
            and self._rows[state.board] == len(state.ids) - len(state.same)
        )
