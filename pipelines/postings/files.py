"""Files of postings as records: JSON lines, a JSON document, CSV or Parquet, plain or compressed, in any Unicode.

What a file is, its first bytes tell, its name only where they do not. No record stops another: one that cannot be read
says why.
"""

import bz2
import codecs
import contextlib
import gzip
import io
import itertools
import json
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, cast

from pipelines.postings.record import BLANK, PostingsFileError, Record, plain
from pipelines.postings.tables import cells_of, csv_records, delimiter_of, parquet_records

FORMATS = "JSON lines, a JSON array, CSV or Parquet, plain or compressed (gzip, bzip2, xz, zstd)"
# Names of the list in a document that is an object, as APIs and exports have it.
LISTS = ("postings", "jobs", "results", "data", "items", "rows", "records", "@graph", "itemListElement", "hits")
TABLES = (".csv", ".tsv")
Judge = Callable[[Sequence[str]], bool]

# Bytes that are no UTF-8 are read as Windows-1252, the next likeliest, as browsers do.
codecs.register_error("windows", lambda error: _windows(error))


def read_file(path: Path, holds_postings: Judge) -> Iterator[Record]:
    """The records of a file. `holds_postings` judges the columns of a table.

    Raises PostingsFileError for a file that is damaged, of another format, or a table without postings.
    """
    with contextlib.ExitStack() as stack:
        try:
            opened = stack.enter_context(path.open("rb"))
            yield from read_stream(opened, str(path), path.suffixes, holds_postings)
        except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
            raise PostingsFileError(f"{path}: cannot be read ({error}); it should hold {FORMATS}") from error


def read_stream(stream: IO[bytes], name: str, suffixes: Sequence[str], holds_postings: Judge) -> Iterator[Record]:
    """The records of a stream of bytes, JSON lines as they come; see `read_file`. The stream is closed behind them."""
    source = _unpacked(_peekable(stream))
    head = source.peek(16)
    if head.startswith(b"PAR1"):
        yield from parquet_records(io.BytesIO(source.read()), name, holds_postings)
        return
    if head.startswith(b"PK\x03\x04"):
        raise PostingsFileError(f"{name}: a zip archive or a spreadsheet; unpack it, or save the sheet as CSV")
    encoding = _encoding(head)
    if encoding is None:
        raise PostingsFileError(f"{name}: neither text nor Parquet; it should hold {FORMATS}")
    is_table = any(suffix.lower() in TABLES for suffix in suffixes)
    with io.TextIOWrapper(source, encoding=encoding, errors="windows", newline="") as text:
        yield from _text_records(enumerate(text, 1), name, is_table, holds_postings)


def _peekable(stream: IO[bytes]) -> io.BufferedReader:
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))


def _unpacked(source: io.BufferedReader) -> io.BufferedReader:
    head = source.peek(6)
    if head.startswith(b"\x1f\x8b"):
        return _peekable(cast(IO[bytes], gzip.GzipFile(fileobj=source)))
    if head.startswith(b"BZh"):
        return _peekable(cast(IO[bytes], bz2.BZ2File(source)))
    if head.startswith(b"\xfd7zXZ\x00"):
        return _peekable(cast(IO[bytes], lzma.LZMAFile(source)))
    if head.startswith(b"\x28\xb5\x2f\xfd"):
        import pyarrow as pa

        return _peekable(cast(IO[bytes], pa.CompressedInputStream(pa.PythonFile(source, mode="r"), "zstd")))
    return source


def _encoding(head: bytes) -> str | None:
    """The encoding that the first bytes tell; None where they are no text."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if head.startswith(mark):
            return encoding
    if b"\x00" not in head:
        return "utf-8"
    if len(head) > 3 and not any(head[1::2]) and all(head[::2]):
        return "utf-16-le"
    return "utf-16-be" if len(head) > 3 and not any(head[::2]) and all(head[1::2]) else None


def _windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def _text_records(
    lines: Iterator[tuple[int, str]], name: str, is_table: bool, holds_postings: Judge
) -> Iterator[Record]:
    blank: list[tuple[int, str]] = []
    for number, line in lines:
        if line.strip():
            break
        blank.append((number, line))
    else:
        return
    first = (number, line)
    begins = line.lstrip()[0]
    if is_table or (begins not in "{[" and _is_header(line, holds_postings)):
        yield from csv_records(itertools.chain([first], lines), name, holds_postings)
    elif begins not in "{[":
        yield from _json_lines(itertools.chain(blank, [first], lines))
    else:
        yield from _json_records(blank, first, lines, name)


def _is_header(line: str, holds_postings: Judge) -> bool:
    return line.lower().startswith("sep=") or holds_postings(cells_of(line, delimiter_of(line, holds_postings)))


def _json_records(
    blank: list[tuple[int, str]], first: tuple[int, str], others: Iterator[tuple[int, str]], name: str
) -> Iterator[Record]:
    """JSON lines, or one document: an array of objects or an object with a list of them, on one line or many."""
    is_whole, value = _loaded(first[1])
    if is_whole:
        if listed := _listed(value):
            yield from _entries(listed)
            yield from _json_lines(others)
        else:
            yield from _json_lines(itertools.chain(blank, [first], others))
        return
    lines = [first, *others]
    document = "".join(line for _, line in lines)
    is_whole, value = _loaded(document)
    if is_whole:
        listed = _listed(value)
        yield from _entries([value] if listed is None else listed)
    elif first[1].strip() in ("{", "[") and not any(isinstance(_loaded(line)[1], dict) for _, line in lines[1:3]):
        raise PostingsFileError(f"{name}: {_fault(document, first[0] - 1)}")
    else:
        yield from _json_lines([*blank, *lines])


def _loaded(source: str) -> tuple[bool, Any]:
    try:
        return True, plain(json.loads(source))
    except (ValueError, RecursionError):
        return False, None


def _fault(document: str, lines_before: int) -> str:
    try:
        json.loads(document)
    except json.JSONDecodeError as error:
        return f"line {lines_before + error.lineno}: not JSON: {error.msg}; mend it there"
    except (ValueError, RecursionError) as error:
        return f"not JSON: {error}"
    return "not JSON"


def _listed(value: Any) -> list[Any] | None:
    """The list of objects that a document is or holds; None where it is one posting or something else."""
    if isinstance(value, dict) and "title" not in value:
        value = next((value[name] for name in LISTS if isinstance(value.get(name), list)), None)
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        return None
    return [_within(entry) for entry in value]


def _within(entry: dict[str, Any]) -> dict[str, Any]:
    """The posting itself, where a list wraps it: {"row": ...}, {"item": ...}, {"_source": ...}."""
    wrapped = next((entry[name] for name in ("row", "item", "_source") if isinstance(entry.get(name), dict)), None)
    return entry if wrapped is None else wrapped


def _entries(listed: Iterable[Any]) -> Iterator[Record]:
    for number, entry in enumerate(listed, 1):
        yield Record(f"entry {number}", entry)


def _json_lines(lines: Iterable[tuple[int, str]]) -> Iterator[Record]:
    for number, line in lines:
        if not line.strip():
            yield Record(f"line {number}", problem=BLANK)
            continue
        try:
            value = plain(json.loads(line))
        except (ValueError, RecursionError) as error:
            yield Record(f"line {number}", problem=f"not JSON: {getattr(error, 'msg', error)}")
        else:
            yield Record(f"line {number}", value)
