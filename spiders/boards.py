"""The boards file: one board a row, checked before anything is asked."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

from spiders.addresses import named_board
from spiders.platform import Board
from spiders.platforms import platforms

COLUMNS = ("platform", "board", "company", "base_url")
NEEDED = ("platform", "board")
DELIMITERS = ",;\t|"
MOST_TOLD = 5  # lines that are wrong
_OTHER_NAMES = {
    "ats": "platform", "token": "board", "slug": "board", "url": "board", "address": "board", "board_token": "board",
    "employer": "company", "name": "company", "company_name": "company", "baseurl": "base_url",
}  # fmt: skip
REMOVED = "removed"  # optional column: the date on which a board was taken out; `reason` beside it says why


class BoardsFileError(ValueError):
    """A boards file that cannot be used; names the file, the line and what to do."""


def read_boards(path: Path) -> list[Board]:
    """The boards of a table with commas, semicolons, tabs or bars; columns that are not known are left alone.

    `platform` and `board` are needed, under these names or usual others (`token`, `url`), `company` and `base_url` are
    not; a file without a header has the columns in this order. Lines that begin with # are comments. A board that is
    written as the address of its career page stands for its token. A row with a date in the column `removed` stays for
    the record and is not asked. Raises BoardsFileError, with every line that is wrong, for an unknown platform, a row
    without board, a base_url that is no http(s) address, an open quote and a doubled row.
    """
    seen: dict[tuple[str, str], int] = {}
    boards, wrong = [], []
    for line, row in _rows(path):
        try:
            board = _board(row) if isinstance(row, dict) else _refused(row)
        except BoardsFileError as error:
            wrong.append(f"line {line}: {error}")
            continue
        if board is None:
            continue
        earlier = seen.setdefault((board.platform, board.board), line)
        if earlier != line:
            wrong.append(f"line {line}: {board.platform} {board.board} is on line {earlier} already; remove one")
        boards.append(board)
    if wrong:
        more = f"; and {len(wrong) - MOST_TOLD} more" if len(wrong) > MOST_TOLD else ""
        raise BoardsFileError(f"{path}, {'; '.join(wrong[:MOST_TOLD])}{more}")
    if not boards:
        raise BoardsFileError(f"{path}: no board in it; write one a line below the header")
    return boards


def _refused(reason: str) -> Board | None:
    raise BoardsFileError(reason)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str] | str]]:
    """The rows below the header by our names of columns, each with its line; of a line that is no row what is wrong.

    A row never spans lines, so that an open quote costs its own line alone.
    """
    lines = [(number, line) for number, line in enumerate(_text(path).splitlines(), 1) if not _is_aside(line)]
    delimiter = ""
    if lines and lines[0][1].lower().startswith("sep="):
        delimiter = lines.pop(0)[1].strip()[4:5]
    if not lines:
        raise BoardsFileError(f"{path}, line 1: no header; the header is {','.join(COLUMNS)}")
    number, header = lines[0]
    delimiter = delimiter or max(DELIMITERS, key=header.count)
    names = [_OTHER_NAMES.get(name := re.sub(r"[\W_]+", "_", cell.lower()), name) for cell in _cells(header, delimiter)]
    if names[0] in platforms():
        names = list(COLUMNS)
    else:
        del lines[0]
    absent = [name for name in NEEDED if name not in names]
    if absent:
        raise BoardsFileError(
            f"{path}, line {number}: missing column {', '.join(absent)}; the header is {','.join(COLUMNS)}"
        )
    for number, line in lines:
        try:
            cells = _cells(line, delimiter)
        except csv.Error:
            yield number, "a quote that is not closed, or not where a cell begins and ends"
        else:
            yield number, dict.fromkeys(COLUMNS, "") | dict(zip(names, cells, strict=False))


def _text(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise BoardsFileError(f"{path}: no UTF-8 text from byte {error.start}; save it as UTF-8 CSV") from error


def _is_aside(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _cells(line: str, delimiter: str) -> list[str]:
    """The cells of a line without blanks around them. Raises csv.Error for an open quote."""
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter, strict=True, skipinitialspace=True))]


def _board(row: dict[str, str]) -> Board | None:
    if row.get(REMOVED) or not any(row.values()):
        return None
    platform, token, company, base_url = (row[name] for name in COLUMNS)
    platform = platform.lower()
    if platform not in platforms():
        raise BoardsFileError(f"unknown platform {row['platform']!r}; known: {', '.join(platforms())}")
    if not token:
        raise BoardsFileError("the column board is empty")
    if base_url and not _is_web(base_url):
        raise BoardsFileError(f"base_url {base_url!r} is no http or https address")
    if "://" in token and not platforms()[platform].by_address:
        return _of_address(platform, token, company, base_url)
    return Board(platform, token, company, base_url)


def _of_address(platform: str, address: str, company: str, base_url: str) -> Board:
    """The board that an address names. Raises BoardsFileError with what to write where there is none."""
    found = named_board(address)
    if found is None:
        raise BoardsFileError(
            f"{address} names no board of {platform}; write its token there, or take the platform jsonld with the "
            "address of the career site's sitemap"
        )
    if found.platform != platform:
        raise BoardsFileError(
            f"{address} is a board of {found.platform}, not of {platform}; write {found.platform},{found.board}"
        )
    if found.region is not None and not base_url:
        base_url = platforms()[platform].regional_urls[found.region].format(board=quote(found.board, safe=""))
    return Board(platform, found.board, company, base_url)


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
