"""What the doctor asks of what runs leave behind: Dagster's databases, work folders, staged nights, temporary files."""

import contextlib
import datetime as dt
import json
import shutil
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyarrow.fs as pafs

from pipelines.doctor.findings import ERROR, WARNING, Finding, mendable
from pipelines.held import FOLDER as HELD
from pipelines.lock import Busy, held
from pipelines.settings import STATE, work_directory
from storage import staging
from storage.store import Store

RUN_ID = 36  # characters


class DamagedState(OSError):
    """A database of Dagster's that cannot be read; names it and the command that mends it."""


def databases(home: Path) -> list[Path]:
    """Dagster's SQLite files below its home."""
    return sorted(home.rglob("*.db"))


def check_state(home: Path) -> None:
    """Raises DamagedState when a database of Dagster's is none, before Dagster stumbles on it."""
    for file in databases(home):
        if len(file.stem) == RUN_ID:
            continue  # the events of one run, of which there are thousands
        if problem := _problem(file, "SELECT count(*) FROM sqlite_master"):
            raise DamagedState(
                f"Dagster's database {file} is damaged ({problem}); `rolemeter doctor --repair` sets it aside and the "
                "history begins anew; no table is touched"
            )


def _problem(file: Path, question: str) -> str:
    try:
        with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            (answer,) = database.execute(question).fetchone()
    except sqlite3.Error as error:
        return str(error)
    return "" if answer == "ok" or isinstance(answer, int) else str(answer)


def state(store: Store, data: str) -> Iterator[Finding]:
    """All findings on what runs left behind. While a run is at work its folders are its own."""
    work = work_directory(data)
    home = work.parent / STATE
    if home.is_dir():
        for file in databases(home):
            if problem := _problem(file, "PRAGMA quick_check(1)"):
                what = f"Dagster's database {file} is damaged ({problem})"
                yield mendable(ERROR, what, partial(_set_aside, home, file))
    if not work.is_dir():
        return
    try:
        with held(work, "doctor"):
            pass
    except Busy:
        yield Finding(WARNING, f"a run is at work on {work.parent}", "ask again when it has ended")
        return
    for folder in sorted(work.iterdir()):
        if folder.is_dir():
            yield mendable(WARNING, f"{folder} was left behind by a run", partial(_remove, folder))
    yield from _staged(store)
    yield from _held(store)
    for path in store.files(store.root):
        name = path.rsplit("/", 1)[1]
        if name.startswith(".") and name.endswith(".tmp"):
            yield mendable(WARNING, f"{store.address(path)} was left half written", partial(_delete, store, path))


def _staged(store: Store) -> Iterator[Finding]:
    for info in store.fs.get_file_info(pafs.FileSelector(f"{store.root}/{staging.STAGED}", allow_not_found=True)):
        what = f"{store.address(info.path)} is a night that was not published"
        yield mendable(WARNING, what, partial(_finish, store, info))


def _finish(store: Store, info: pafs.FileInfo) -> str:
    """Ends the publication that was cut short, or removes what no publication was begun of."""
    if (date := staging.staged_date(info)) and date in staging.recover(store):
        return f"the publication of {date} is ended"
    if info.type == pafs.FileType.Directory:
        store.fs.delete_dir(info.path)
    elif info.type == pafs.FileType.File:
        store.fs.delete_file(info.path)
    return f"{store.address(info.path)} is removed; its night is crawled and can be made again"


def _held(store: Store) -> Iterator[Finding]:
    for path in store.files(f"{store.root}/{HELD}"):
        try:
            dt.date.fromisoformat(json.loads(store.read_file(path))["snapshot_date"])
        except (ValueError, KeyError, TypeError):
            yield mendable(WARNING, f"{store.address(path)} cannot be read", partial(_delete, store, path))


def _set_aside(home: Path, file: Path) -> str:
    """Moves the database with what SQLite keeps beside it; Dagster makes a new one."""
    target = home / "damaged" / dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%f")
    target.mkdir(parents=True)
    for part in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        if part.exists():
            part.rename(target / f"{part.name}.damaged")
    return f"{file} is set aside in {target}; Dagster's history begins anew"


def _remove(folder: Path) -> str:
    shutil.rmtree(folder)
    return f"{folder} is removed"


def _delete(store: Store, path: str) -> str:
    store.fs.delete_file(path)
    return f"{store.address(path)} is removed"
