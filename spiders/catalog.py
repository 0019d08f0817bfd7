"""Which employer uses which platform under which token: facts of public lists, as addresses of career pages.

`catalog.csv.gz` has company, platform and address of each; the board is read out of the address (spiders/addresses.py),
so that addresses of a platform that is added later become boards by themselves. Of some boards a public list of
postings with their places was at hand: `countries` are those of the places, as ISO codes.
"""

import collections
import csv
import functools
import gzip
import io
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from spiders.addresses import named_board
from spiders.find import tokens
from spiders.platform import Board
from spiders.platforms import platforms

FILE = Path(__file__).with_name("catalog.csv.gz")


class Catalog(NamedTuple):
    """The boards, one a platform and token, in the order of their employers; and how many other rows there are.

    `countries` are ISO codes by platform and board, of those boards whose postings a public list has.
    """

    boards: tuple[Board, ...]
    others: dict[str, int]
    countries: dict[tuple[str, str], frozenset[str]]


@functools.cache
def catalog() -> Catalog:
    """The catalog. A career page on a platform that is not read, or that names no board, is but counted."""
    boards: dict[tuple[str, str], Board] = {}
    others: collections.Counter[str] = collections.Counter()
    countries: dict[tuple[str, str], frozenset[str]] = {}
    with gzip.open(FILE) as packed:
        for row in csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8", newline="")):
            found = named_board(row["url"])
            if found is None or found.platform not in platforms():
                others[row["platform"]] += 1
                continue
            regional = platforms()[found.platform].regional_urls
            base_url = regional[found.region].format(board=found.board) if found.region is not None else ""
            board = Board(found.platform, found.board, row["company"], base_url)
            kept = boards.setdefault((board.platform, board.board.casefold()), board)
            if row["countries"]:
                countries[kept.platform, kept.board] = frozenset(row["countries"].split())
    return Catalog(tuple(boards.values()), dict(others.most_common()), countries)


def select(
    boards: Iterable[Board],
    platform: Collection[str] = (),
    like: str = "",
    among: Collection[tuple[str, str]] | None = None,
    limit: int | None = None,
) -> list[Board]:
    """Of `boards` those of the platforms, whose employer or token holds `like` (letters and digits alone, case aside),
    and that are `among` these pairs of platform and board; the first `limit` of them."""
    wanted = _folded(like)
    found = [
        board
        for board in boards
        if (not platform or board.platform in platform)
        and (not wanted or wanted in _folded(board.company) or wanted in _folded(board.board))
        and (among is None or (board.platform, board.board) in among)
    ]
    return found if limit is None else found[:limit]


def boards_of(name: str) -> list[Board]:
    """The boards that the catalog knows of an employer: its name, or a token that the name suggests, is theirs."""
    wanted = {_folded(token) for token in tokens(name)} | {_folded(name)}
    return [board for board in catalog().boards if {_folded(board.company), _folded(board.board)} & wanted]


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
