"""The boards file: one board a row, checked before anything is asked."""

import csv
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from spiders.platform import Board
from spiders.platforms import platforms

COLUMNS = ("platform", "board", "company", "base_url")
REMOVED = "removed"  # optional column: the date on which a board was taken out; `reason` beside it says why


class BoardsFileError(ValueError):
    """A boards file that cannot be used; names the file, the line and what to do."""


def read_boards(path: Path) -> list[Board]:
    """The boards of a CSV file with the columns platform, board, company and base_url; others are left alone.

    A row with a date in the column `removed` stays for the record and is not asked. Raises BoardsFileError for a
    missing column, an unknown platform, a row without board, a base_url that is no http(s) address and a doubled row.
    """
    seen: dict[tuple[str, str], int] = {}
    boards = []
    for line, row in _rows(path):
        board = _board(f"{path}, line {line}", row)
        if board is None:
            continue
        earlier = seen.setdefault((board.platform, board.board), line)
        if earlier != line:
            raise BoardsFileError(
                f"{path}, line {line}: {board.platform} {board.board} is on line {earlier} already; remove one"
            )
        boards.append(board)
    if not boards:
        raise BoardsFileError(f"{path}: no board in it; write one a line below the header")
    return boards


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, restkey="", restval="")
            absent = [name for name in COLUMNS if name not in (rows.fieldnames or [])]
            if absent:
                missing = ", ".join(absent)
                raise BoardsFileError(f"{path}, line 1: missing column {missing}; the header is {','.join(COLUMNS)}")
            for row in rows:
                yield rows.line_num, {name: (row[name] or "").strip() for name in row if name}
    except UnicodeDecodeError as error:
        raise BoardsFileError(f"{path}: no UTF-8 text from byte {error.start}; save it as UTF-8 CSV") from error
    except csv.Error as error:
        raise BoardsFileError(f"{path}: not CSV ({error})") from error


def _board(where: str, row: dict[str, str]) -> Board | None:
    if row.get(REMOVED) or not any(row.values()):
        return None
    board = Board(*(row[name] for name in COLUMNS))
    if board.platform not in platforms():
        raise BoardsFileError(f"{where}: unknown platform {board.platform!r}; known: {', '.join(platforms())}")
    if not board.board:
        raise BoardsFileError(f"{where}: the column board is empty")
    if board.base_url and not _is_web(board.base_url):
        raise BoardsFileError(f"{where}: base_url {board.base_url!r} is no http or https address")
    return board


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
