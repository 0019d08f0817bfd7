"""Finds an employer's boards by guessing its token on the known platforms, and asking each once."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from spiders.check import check_boards
from spiders.job import Limits
from spiders.platform import Board
from spiders.platforms import platforms

# Platforms whose boards are named by a token that an employer's name suggests; most of iCIMS's boards have a prefix.
_BY_TOKEN = (
    "greenhouse", "ashby", "lever", "smartrecruiters", "workable", "recruitee", "personio", "teamtailor", "rippling",
    "gem", "breezy", "pinpoint", "bamboohr", "jazzhr", "zohorecruit", "eightfold",
)  # fmt: skip
GUESSED = dict.fromkeys(_BY_TOKEN, "{}") | {"icims": "careers-{}"}
# These answer, or may answer, with an empty list for a token that nobody has.
EMPTY_IS_UNKNOWN = frozenset({"smartrecruiters", "jazzhr", "zohorecruit"})
_FORMS = re.compile(
    r"\b(?:inc|incorporated|llc|ltd|limited|gmbh|ag|se|sa|sas|bv|nv|ab|as|oy|plc|corp|corporation|co|company|kg|the)\b\.?",
    re.IGNORECASE,
)


def tokens(name: str) -> list[str]:
    """Tokens that an employer of this name may have, likeliest first: "Scale AI" gives scaleai, scale-ai, scale."""
    written = re.sub(r"\.(?=(?:ai|io|com|co|dev|org)\b)", " ", name.strip(), flags=re.IGNORECASE)
    words = re.findall(r"[^\W_]+", _FORMS.sub(" ", written)) or re.findall(r"[^\W_]+", written)
    if not words:
        return []
    short = [word for word in words if word.lower() not in ("ai", "io", "com", "labs", "technologies")] or words
    forms = ("".join(words), "-".join(words), "".join(short), "-".join(short))
    return list(dict.fromkeys(form.lower() for form in forms))


def guesses(name: str) -> list[Board]:
    """The boards that are asked for an employer's name, on the platforms' own hosts."""
    return [
        Board(platform, form.format(token), name.strip())
        for platform, form in GUESSED.items()
        for token in tokens(name)
    ]


def find_boards(
    name: str, contact: str = "", limits: Limits | None = None, known: Sequence[Board] = ()
) -> Iterator[Board]:
    """The boards that exist for an employer's name, as rows of a boards file: candidates, since names coincide.

    Those that are `known` of it are asked first, guesses only where none of them is there. Each costs one request, and
    robots.txt, delays and caps are those of a crawl. Where a platform has regional hosts they are asked for what its
    own host does not have. Raises ValueError for a name without letters or digits.
    """
    if not tokens(name):
        raise ValueError(f"{name!r} is no name of an employer: it has neither letters nor digits")
    there = False
    for board in _existing(known, contact, limits) if known else ():
        there = True
        yield board
    if not there:
        asked = {(board.platform, board.board) for board in known}
        new = [board for board in guesses(name) if (board.platform, board.board) not in asked]
        yield from _existing(new, contact, limits)


def _existing(boards: Sequence[Board], contact: str, limits: Limits | None) -> Iterator[Board]:
    asked = {(board.platform, board.board): board for board in boards}
    elsewhere: list[Board] = []
    for checked in check_boards(boards, contact, limits):
        board = asked[checked.platform, checked.board]
        if checked.status == "ok" or (checked.status == "empty" and board.platform not in EMPTY_IS_UNKNOWN):
            yield board
        elif not board.base_url:
            elsewhere += regional(board)
    if elsewhere:
        yield from _existing(elsewhere, contact, limits)


def regional(board: Board) -> list[Board]:
    """The same board on its platform's regional host."""
    token = quote(board.board, safe="")
    addresses = platforms()[board.platform].regional_urls[:1]
    return [Board(board.platform, board.board, board.company, url.format(board=token)) for url in addresses]
