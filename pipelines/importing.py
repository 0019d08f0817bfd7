"""Postings from files of the user's own, as the raw rows and the fetches that a crawl would have left."""

import datetime as dt
import gzip
import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from spiders.job import Job
from spiders.platform import Board, PostingItem
from spiders.rows import UNREADABLE, raw_row
from spiders.values import text
from storage.columns import IMPORTED
from storage.tables import raw_table

PLATFORM = IMPORTED


class PostingsFileError(ValueError):
    """A file of postings that cannot be read; names it and says what to do."""


def check_names(files: Sequence[Path]) -> None:
    """Raises PostingsFileError when two files have one name, by which their postings would be known."""
    named: dict[str, Path] = {}
    for file in files:
        name = _board(file)
        if name in named:
            raise PostingsFileError(
                f"two files are named {name!r}, by which their postings would be known: {named[name]} and {file}; "
                "rename one of them"
            )
        named[name] = file


def imported(files: Sequence[Path], date: dt.date) -> tuple[pa.Table, list[dict[str, Any]]]:
    """The raw rows of files of JSON lines (also gzipped) and a board_fetches row of each, whose board is its name.

    A line that is no posting is kept raw, counted and named by its number; of an id that occurs twice in a file the
    first line is taken. Raises PostingsFileError when a file cannot be read at all or two have one name.
    """
    check_names(files)
    read = [_imported(file, date) for file in files]
    return pa.concat_tables([rows for rows, _ in read]), [fetch for _, fetch in read]


def _board(file: Path) -> str:
    return file.name.split(".")[0]


def _imported(path: Path, date: dt.date) -> tuple[pa.Table, dict[str, Any]]:
    board = Board(PLATFORM, _board(path), "")
    job = Job(PLATFORM, [board], date, path.parent)
    rows: dict[str, dict[str, Any]] = {}
    bad: list[str] = []
    doubled = 0
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        found = _found(number, line)
        if found.external_id is None:
            bad.append(found.payload[UNREADABLE])
        row = raw_row(found, board, job).row
        doubled += row["external_id"] in rows
        rows.setdefault(row["external_id"], row)
    reasons = [f"{len(bad)} lines are no postings: {'; '.join(bad[:5])}"] if bad else []
    reasons += [f"{doubled} lines repeat an id and are left out"] if doubled else []
    schema = pa.schema([field.with_nullable(True) for field in raw_table(PLATFORM).schema])
    fetch = {
        "snapshot_date": date, "platform": PLATFORM, "board": board.board, "company": None,
        "status": "ok" if rows else "empty", "reason": "; ".join(reasons) or None, "postings": len(rows),
        "postings_advertised": len(rows) + doubled, "postings_unparsed": len(bad), "requests": 0,
        "bytes": path.stat().st_size, "seconds": 0.0, "etag": None, "last_modified": None, "nights_failing": 0,
    }  # fmt: skip
    return pa.Table.from_pylist(list(rows.values()), schema=schema), fetch


def _lines(path: Path) -> list[bytes]:
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()
    except (OSError, EOFError, zlib.error) as error:
        raise PostingsFileError(
            f"{path}: cannot be read ({error}); it should hold JSON lines, gzipped if it ends in .gz"
        ) from error


def _found(number: int, line: bytes) -> PostingItem:
    """A line's posting; where it is none, a payload that says so."""
    try:
        payload = json.loads(line)
    except (ValueError, RecursionError):
        return PostingItem(None, {UNREADABLE: f"line {number}: not JSON"})
    if not isinstance(payload, dict) or text(payload.get("id")) is None:
        return PostingItem(None, {UNREADABLE: f"line {number}: no object with an id"})
    return PostingItem(text(payload["id"]), payload, text(payload.get("url")))
