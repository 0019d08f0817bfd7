"""Postings from files of the user's own, as the raw rows and the fetches that a crawl would have left."""

import dataclasses
import datetime as dt
import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.postings.columns import as_posting, holds_postings
from pipelines.postings.files import read_file
from pipelines.postings.record import BLANK, PostingsFileError, Record, Tally
from spiders.dialect import parse_payload
from spiders.job import Job
from spiders.platform import Board, PostingItem
from spiders.rows import UNREADABLE, raw_row
from spiders.values import moment, text
from storage.columns import IMPORTED
from storage.posting import ParsedPosting
from storage.tables import raw_table

PLATFORM = IMPORTED
LEAST_READ = 0.5  # share of a file's postings below which it is refused: it is not what it was taken for
NAMES = "names"  # as where dates come from: the names of the files
_DATE = re.compile(r"[-_.]?(?<!\d)(\d{4})-?(\d\d)-?(\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Reading:
    """How files of postings are read: `columns` are theirs by our names; `dates` is `NAMES` or a column with the date
    of the night that each posting belongs to ("": all belong to the night that is run)."""

    columns: Mapping[str, str] = dataclasses.field(default_factory=dict)
    dates: str = ""


AS_IS = Reading()


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What was read of a file: the raw rows, and the board_fetches row, whose reason tells what was not understood.

    `absent` are the names of the user's columns (`Reading.columns`) that no record of the file has.
    """

    rows: list[dict[str, Any]]
    fetch: dict[str, Any]
    absent: frozenset[str] = frozenset()


def imported(files: Sequence[Path], date: dt.date, reading: Reading = AS_IS) -> tuple[pa.Table, list[dict[str, Any]]]:
    """The raw rows of files of postings and a board_fetches row of each, whose board is its name.

    A record that is no posting is kept raw, counted and named by its line; of an id that occurs twice in a file the
    first is taken. Raises PostingsFileError when a file cannot be read, when less than half of it are postings, or when
    two files have one name.
    """
    read = read_files(files, date, reading)
    schema = pa.schema([field.with_nullable(True) for field in raw_table(PLATFORM).schema])
    return pa.Table.from_pylist([row for one in read for row in one.rows], schema), [one.fetch for one in read]


def read_files(files: Sequence[Path], date: dt.date, reading: Reading = AS_IS) -> list[ReadFile]:
    """What was read of each file that belongs to `date`; see `imported`."""
    mine = files if reading.dates != NAMES else [file for file in files if date_of_name(file) == date]
    check_names(mine, reading)
    read = [_read(file, date, reading) for file in mine]
    if nowhere := frozenset.intersection(*(one.absent for one in read)) if read else frozenset():
        raise PostingsFileError(f"{', '.join(map(str, mine))}: {_no_field(nowhere, reading)}")
    return read


def _no_field(absent: Collection[str], reading: Reading) -> str:
    named = (f"{theirs} (for {name})" for name, theirs in reading.columns.items() if theirs in absent)
    return f"--columns names fields that are not there: {', '.join(named)}"


def check_names(files: Sequence[Path], reading: Reading = AS_IS) -> None:
    """Raises PostingsFileError when two files have one name, by which their postings would be known."""
    named: dict[tuple[str, dt.date | None], Path] = {}
    for file in files:
        name = (_board(file, reading), date_of_name(file) if reading.dates == NAMES else None)
        if name in named:
            raise PostingsFileError(
                f"two files are named {name[0]!r}, by which their postings would be known: {named[name]} and {file}; "
                "rename one of them"
            )
        named[name] = file


def dates_of(files: Sequence[Path], reading: Reading) -> list[dt.date]:
    """The dates of the nights that the files make up, oldest first. Raises PostingsFileError where one is missing."""
    if reading.dates == NAMES:
        return sorted({date_of_name(file) for file in files})
    found = {_date(file, record, reading.dates) for file in files for record in _records(file, reading)}
    return sorted(date for date in found if date is not None)


def date_of_name(file: Path) -> dt.date:
    """The date in a file's name (jobs-2026-03-01.csv, jobs_20260301.csv). Raises PostingsFileError without one."""
    for found in _DATE.finditer(file.name):
        try:
            return dt.date(*map(int, found.groups()))
        except ValueError:
            continue
    raise PostingsFileError(f"{file}: no date such as 2026-03-01 in its name, from which it should be taken")


def _board(file: Path, reading: Reading) -> str:
    """The file's name without its endings; without its date, where that tells the night: each night asks one board."""
    name = file.name.split(".")[0]
    return (_DATE.sub("", name) or name) if reading.dates == NAMES else name


def _records(file: Path, reading: Reading) -> Iterator[Record]:
    return read_file(file, partial(holds_postings, own=reading.columns))


def _date(file: Path, record: Record, column: str) -> dt.date | None:
    """The date in a record's column; None where the record cannot be read anyway."""
    if not isinstance(record.value, dict):
        return None
    found = moment(record.value.get(column))
    if found is None:
        there = ", ".join(record.value)
        raise PostingsFileError(
            f"{file}, {record.place}: the field {column} is {record.value.get(column)!r}, no date (fields: {there})"
        )
    return found.date()


def _read(path: Path, date: dt.date, reading: Reading) -> ReadFile:
    board = Board(PLATFORM, _board(path, reading), "")
    job = Job(PLATFORM, [board], date, path.parent)
    rows: dict[str, dict[str, Any]] = {}
    problems, remarks = Tally(), Tally()
    unread: dict[str, None] = {}
    good = doubled = 0
    absent = set(reading.columns.values())
    for record in _records(path, reading):
        if record.problem == BLANK:
            continue
        if reading.dates not in ("", NAMES) and _date(path, record, reading.dates) not in (date, None):
            continue
        if absent and isinstance(record.value, dict):
            absent -= record.value.keys()
        item = _posting(record, reading)
        row = raw_row(item, board, job).row
        posting, left, problem = parse_payload(PLATFORM, row["payload"], board)
        if posting is None:
            problems.add(record.place, (problem or "").removeprefix(f"{PLATFORM}: "))
        else:
            good += 1
            unread.update(dict.fromkeys(left))
            for remark in _not_understood(item.payload, posting):
                remarks.add(record.place, remark)
        doubled += row["external_id"] in rows
        rows.setdefault(row["external_id"], row)
    if not good or good < LEAST_READ * (good + problems.count):
        if absent:
            raise PostingsFileError(f"{path}: {_no_field(absent, reading)}")
        first = f"{path}, {problems.first}" if problems.count else f"{path}: no posting in it"
        more = f" ({problems.count} of {good + problems.count} cannot be read)" if problems.count else ""
        raise PostingsFileError(f"{first}{more}; postings have {', '.join(('id', 'title', 'description'))}")
    told = [f"{problems.count} records are no postings: {problems}"] if problems.count else []
    told += [f"{doubled} records repeat an id and are left out"] if doubled else []
    told += [_no_field(absent, reading)] if absent else []
    told += [f"columns not read: {', '.join(unread)}"] if unread else []
    told += [f"not understood: {remarks}"] if remarks.count else []
    fetch = {
        "snapshot_date": date, "platform": PLATFORM, "board": board.board, "company": None,
        "status": "ok", "reason": "; ".join(told) or None, "postings": len(rows),
        "postings_advertised": len(rows) + doubled, "postings_unparsed": problems.count, "requests": 0,
        "bytes": path.stat().st_size, "seconds": 0.0, "etag": None, "last_modified": None, "nights_failing": 0,
    }  # fmt: skip
    return ReadFile(list(rows.values()), fetch, frozenset(absent))


def _posting(record: Record, reading: Reading) -> PostingItem:
    """A record's posting; where it is none, a payload that says so."""
    if record.problem or not isinstance(record.value, dict):
        reason = record.problem or f"a {_KINDS.get(type(record.value), 'number')} instead of an object"
        return PostingItem(None, {UNREADABLE: reason, "place": record.place})
    payload = as_posting(record.value, reading.columns)
    payload["id"] = _identity(payload)
    return PostingItem(payload["id"], payload, text(payload.get("url")))


_KINDS = {list: "list", str: "text", bool: "truth value", type(None): "null"}


def _identity(payload: Mapping[str, Any]) -> str:
    """The posting's id, else its address, else a hash of what tells it from others."""
    known = payload.get("id", payload.get("identifier"))
    known = text(known.get("value")) if isinstance(known, dict) else text(known)
    if known := known or text(payload.get("url")):
        return known
    told = [payload.get(name) for name in ("title", "company", "location", "description", "hiringOrganization")]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()[:16]


def _not_understood(payload: Mapping[str, Any], posting: ParsedPosting) -> Iterator[str]:
    """The values of a posting that are of no form that is read. Pay as text is read with the description."""
    for name in ("posted_at", "workplace", "url"):
        if payload.get(name) is not None and getattr(posting, name) is None:
            yield f"{name} {str(payload[name])[:60]!r}"
    told = posting.text or posting.html or ""
    if payload.get("salary") is not None and posting.pay is None and "Salary: " not in told:
        yield f"salary {json.dumps(payload['salary'], ensure_ascii=False)[:80]}"
