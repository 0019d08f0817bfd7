"""Tables of postings, CSV and Parquet, as records: one a row, a blank cell is null."""

import csv
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, Any

from pipelines.postings.record import PostingsFileError, Record, plain

DELIMITERS = ",;\t|"
LONGEST_CELL = 16 * 1024 * 1024  # characters
MOST_OPEN_QUOTES = 100  # that are told one by one: each costs a reading of the rest of the file
# What programs write for a cell without a value: pandas, R, SQL, spreadsheets.
_NULLS = frozenset({"", "nan", "na", "n/a", "#n/a", "nat", "null", "none", "<na>", "\\n", "-nan"})
_OPEN_QUOTE = "unexpected end of data"  # of csv.Error


def delimiter_of(header: str, holds_postings: Callable[[Sequence[str]], bool]) -> str:
    """What stands between a header's cells: what makes a table of postings of it, else what makes most columns."""

    def fits(delimiter: str) -> tuple[bool, int]:
        cells = cells_of(header, delimiter)
        return holds_postings(cells), len(cells)

    return max(DELIMITERS, key=fits)


def cells_of(line: str, delimiter: str) -> list[str]:
    """The cells of one line, blanks around them left out; of a line with an open quote as if it ended there."""
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]


def csv_records(
    lines: Iterable[tuple[int, str]], name: str, holds_postings: Callable[[Sequence[str]], bool]
) -> Iterator[Record]:
    """The rows below a header. `lines` are numbered, with their ends. Raises PostingsFileError without a header.

    A quote that is never closed costs its own row alone: reading goes on below it.
    """
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
    lines, delimiter = iter(lines), ""
    number, header = next(lines, (1, ""))
    if header.lower().startswith("sep=") and header.strip()[4:5]:
        delimiter = header.strip()[4]
        number, header = next(lines, (2, ""))
    delimiter = delimiter or delimiter_of(header, holds_postings)
    columns = cells_of(header, delimiter)
    if not holds_postings(columns):
        known = ", ".join(filter(None, columns)) or "none"
        raise PostingsFileError(
            f"{name}, line {number}: no column is a posting's title or description (columns: {known}); "
            "name them with --columns title=...,description=..."
        )
    yield from _rows(lines, columns, delimiter)


def _rows(lines: Iterator[tuple[int, str]], columns: Sequence[str], delimiter: str) -> Iterator[Record]:
    """The rows of `lines`; after one with an open quote only those with as many cells as there are columns.

    A quote is open when the file ends in it, or when what looks like its end on another line is none.
    """
    open_quotes = 0
    taken: list[tuple[int, str]] = []
    while open_quotes < MOST_OPEN_QUOTES:
        reader = csv.reader(_noted(lines, taken), delimiter=delimiter, strict=True)
        for cells, problem in _parsed(reader, taken):
            if problem and (len(taken) > 1 or problem == _OPEN_QUOTE):
                break
            if problem:
                cells = next(csv.reader([taken[0][1]], delimiter=delimiter), [])
            if cells:
                yield _record(f"line {taken[0][0]}", cells, columns, problem, exact=bool(open_quotes or problem))
        else:
            return
        yield Record(f"line {taken[0][0]}", problem="a quote that is not closed")
        open_quotes += 1
        lines = itertools.chain(taken[1:], lines)
        taken = []
    yield Record("the rest", problem=f"not read behind {open_quotes} quotes that are not closed")


def _noted(lines: Iterable[tuple[int, str]], taken: list[tuple[int, str]]) -> Iterator[str]:
    for numbered in lines:
        taken.append(numbered)
        yield numbered[1]


def _parsed(reader: Iterator[list[str]], taken: list[tuple[int, str]]) -> Iterator[tuple[list[str], str | None]]:
    """The rows of a reader with what is wrong with each; `taken` holds the lines of the row that is given."""
    while True:
        taken.clear()
        try:
            yield next(reader), None
        except StopIteration:
            return
        except csv.Error as error:
            yield [], str(error)


def _record(place: str, cells: Sequence[str], columns: Sequence[str], problem: str | None, *, exact: bool) -> Record:
    beyond = [cell for cell in cells[len(columns) :] if cell.strip()]
    if beyond or (exact and len(cells) != len(columns)):
        return Record(place, problem=problem or f"{len(cells)} cells under {len(columns)} columns")
    value: dict[str, Any] = dict.fromkeys(filter(None, columns))
    for column, cell in zip(columns, cells, strict=False):
        if column and value[column] is None:
            value[column] = _cell(cell)
    return Record(place, value, named=True)


def _cell(cell: str) -> Any:
    """A cell's value: null where it is blank or says so, an object or list where it is one in JSON."""
    written = cell.strip()
    if written.lower() in _NULLS:
        return None
    if written[0] in "{[" and written[-1] in "}]":
        try:
            return plain(json.loads(written))
        except (ValueError, RecursionError):
            return cell
    return cell.replace("\r\n", "\n")


def parquet_records(source: IO[bytes], name: str, holds_postings: Callable[[Sequence[str]], bool]) -> Iterator[Record]:
    """The rows of a Parquet file. Raises PostingsFileError when it is damaged or holds no postings."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(source)
        columns = file.schema_arrow.names
        if not holds_postings(columns):
            raise PostingsFileError(
                f"{name}: no column is a posting's title or description (columns: {', '.join(columns)}); "
                "name them with --columns title=...,description=..."
            )
        number = 0
        for batch in file.iter_batches(batch_size=2000):
            for row in batch.to_pylist():
                number += 1
                yield Record(f"row {number}", plain(row), named=True)
    except (pa.ArrowException, OSError) as error:
        raise PostingsFileError(
            f"{name}: a Parquet file that cannot be read ({error}); fetch or write it anew"
        ) from error
