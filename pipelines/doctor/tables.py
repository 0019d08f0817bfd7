"""What the doctor asks of the tables: can each file be read, is it what was published, is every night whole."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from functools import partial

import pyarrow as pa
import pyarrow.fs as pafs
import pyarrow.parquet as pq

from pipelines.doctor.findings import ERROR, WARNING, Finding, mendable
from pipelines.figures import missing_tables
from storage import staging
from storage.directory import FILE as DIRECTORY
from storage.directory import judged, say
from storage.store import DamagedFile, Store, partition_date, violations
from storage.tables import SCHEMA_VERSION, is_crawled, table

DAMAGED = ".damaged"  # where what cannot be read is set aside, under its path below the root
REWRITTEN = ("site/status.html",)  # by a night that is held back


def tables(store: Store) -> Iterator[Finding]:
    """All findings on tables, nights and stray folders, oldest first."""
    yield from _directory(store)
    for name in store.names():
        yield from _strays(store, name)
        dates: list[dt.date | None] = [*store.dates(name)] if table(name).dated else [None]
        for date in dates:
            if store.exists(name, date):
                yield from _file(store, name, date)
    nights = store.dates("market_totals")
    for night in nights:
        yield from _night(store, night, is_newest=night == nights[-1])


def _directory(store: Store) -> Iterator[Finding]:
    """The file that says whether the directory holds sample or real postings."""
    path = f"{store.root}/{DIRECTORY}"
    if store.is_file(path):
        try:
            said = json.loads(store.read_file(path))
            if not isinstance(said, dict) or not {"layout", "holds"} <= set(said):
                raise ValueError("it lacks its fields")
        except (ValueError, OSError) as error:
            yield mendable(ERROR, f"{store.address(path)} cannot be read ({error})", partial(_say_again, store))


def _say_again(store: Store) -> str:
    kind = judged(store)
    set_aside(store, f"{store.root}/{DIRECTORY}")
    if kind is None:
        return f"{DIRECTORY} is set aside; the next run writes it anew"
    say(store, kind)
    return f"{DIRECTORY} says again that the directory holds {kind} postings"


def _strays(store: Store, name: str) -> Iterator[Finding]:
    """Folders and files in a table's folder that are none of it, which every reader of the whole folder stumbles on."""
    for info in store.fs.get_file_info(pafs.FileSelector(f"{store.root}/{name}", allow_not_found=True)):
        expected = info.base_name == f"{name}.parquet" or partition_date(info.base_name) is not None
        if not expected and not info.base_name.startswith("."):
            what = f"{store.address(info.path)} is no part of the table"
            yield mendable(WARNING, what, partial(set_aside, store, info.path))


def _file(store: Store, name: str, date: dt.date | None) -> Iterator[Finding]:
    path = store.path(name, date)
    where = store.address(path)
    try:
        schema = pq.read_schema(path, filesystem=store.fs)
        rows = store.arrow(name, date)
    except (DamagedFile, pa.ArrowException, OSError) as error:
        reason = " ".join(str(error).split())[:120]
        again = "" if is_crawled(name) else f", and {_anew(date)}"
        yield Finding(
            ERROR, f"{where} cannot be read ({reason})", f"rolemeter doctor --repair sets it aside{again}",
            partial(set_aside, store, path),
        )  # fmt: skip
        return
    declared = table(name)
    made_by = int((schema.metadata or {}).get(b"schema_version", b"0"))
    lacking = [column for column in declared.columns if column not in schema.names]
    if made_by > SCHEMA_VERSION:
        yield Finding(ERROR, f"{where} was made by a newer rolemeter (schema {made_by})", "update rolemeter")
    elif lacking:
        remedy = "what it lacks reads as null" if is_crawled(name) else _anew(date)
        yield Finding(WARNING, f"{where} is of an older schema, without {', '.join(lacking)}", remedy)
    else:
        for text in [text for texts in violations(declared, rows).values() for text in texts]:
            yield Finding(ERROR, f"{where}: {text}", _anew(date))


def _anew(date: dt.date | None) -> str:
    return f"rolemeter publish --date {date} makes it anew" if date else "the next run makes it anew"


def _night(store: Store, date: dt.date, is_newest: bool) -> Iterator[Finding]:
    """Is the night whole, and are its files those that were published?"""
    remedy = f"rolemeter publish --date {date} makes it whole"
    missing = missing_tables(store, date)
    if missing:
        yield Finding(ERROR, f"the night of {date} lacks {', '.join(missing)}", remedy)
    try:
        published = staging.manifest(store, date).get("files", {})
    except (ValueError, AttributeError):
        yield Finding(ERROR, f"the manifest of {date} cannot be read", remedy)
        return
    for path, entry in published.items():
        of_the_night = date.isoformat() in path
        if path in REWRITTEN or not (of_the_night or is_newest):
            continue
        full = f"{store.root}/{path}"
        if not store.is_file(full):
            yield Finding(ERROR, f"{store.address(full)} was published and is gone", remedy)
        elif hashlib.sha256(store.read_file(full)).hexdigest() != entry["sha256"]:
            yield Finding(ERROR, f"{store.address(full)} is not the file that was published (sha256)", remedy)


def set_aside(store: Store, path: str) -> str:
    """Moves a file or folder below `.damaged`, under its own path; says where to."""
    target = f"{store.root}/{DAMAGED}{path.removeprefix(store.root)}"
    if store.fs.get_file_info(target).type != pafs.FileType.NotFound:
        target += f".{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}"
    store.fs.create_dir(target.rsplit("/", 1)[0], recursive=True)
    store.fs.move(path, target)
    folder = path.rsplit("/", 1)[0]
    if partition_date(folder.rsplit("/", 1)[-1]) and not store.fs.get_file_info(pafs.FileSelector(folder)):
        store.fs.delete_dir(folder)
    return f"{store.address(path)} is set aside in {store.address(target)}"
