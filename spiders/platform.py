"""What a platform is: the requests that read a board, and the dialect that reads a posting out of a payload.

A platform module holds one subclass of `Platform` without I/O: the crawl (spiders/crawl.py) sends what `start` and
`read` ask for and keeps what they yield; `parse` runs later, over the stored payloads.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias
from urllib.parse import quote

from spiders.http import BoardError, Request, Response, other_shape
from spiders.items import Advertised, PostingItem
from spiders.values import text
from storage.posting import ParsedPosting

__all__ = [
    "Advertised",
    "Board",
    "BoardError",
    "Fields",
    "Platform",
    "PostingItem",
    "Request",
    "Response",
    "Result",
    "written",
]

Result: TypeAlias = PostingItem | Request | Advertised


@dataclass(frozen=True, slots=True)
class Board:
    """One row of the boards file. `base_url` is "" for the platform's own host."""

    platform: str
    board: str
    company: str
    base_url: str = ""


class Fields:
    """A payload of which each field is taken by name, so that what nobody took can be reported.

    Paths are dotted ("location.city"); an absent or null step gives None.
    """

    def __init__(self, payload: Any) -> None:
        self._payload = payload
        self._taken: set[str] = set()

    def take(self, path: str) -> Any:
        """The value at `path`, None where there is none."""
        self._taken.add(path)
        value = self._payload
        for step in path.split("."):
            value = value.get(step) if isinstance(value, dict) else None
            if value is None:
                return None
        return value

    def need(self, path: str) -> str:
        """The text at `path`. Raises BoardError naming the field when it is missing or blank."""
        found = text(self.take(path))
        if found is None:
            raise BoardError(f"the payload has no {path}")
        return found

    def markup(self, path: str) -> str | None:
        """The description at `path`, None where there is none. Raises BoardError naming the field if it is no text."""
        return written(self.take(path), path)

    def names(self) -> list[str]:
        """The names of the payload's own fields, of a payload that is an object."""
        return list(self._payload) if isinstance(self._payload, dict) else []

    def objects(self, path: str) -> list[dict[str, Any]]:
        """The objects of the list at `path`; nulls and whatever else stands between them are left out."""
        found = self.take(path)
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    def leftovers(self, ignored: Iterable[str] = ()) -> list[str]:
        """Paths of the values that were neither taken nor ignored, nulls and empty ones aside, sorted.

        Taking or ignoring a path covers all below it. What lies inside lists is covered with the list.
        """
        covered = self._taken | set(ignored)
        inner = {path.rsplit(".", depth)[0] for path in covered for depth in range(1, path.count(".") + 1)}
        return sorted(_left(self._payload, "", covered, inner))


def _left(value: Any, path: str, covered: set[str], inner: set[str]) -> Iterator[str]:
    if path in covered or value in (None, "", [], {}):
        return
    if isinstance(value, dict) and (not path or path in inner):
        for name, below in value.items():
            yield from _left(below, f"{path}.{name}" if path else name, covered, inner)
    elif path:
        yield path


_SHAPES = {dict: "an object", list: "a list", bool: "true or false", int: "a number", float: "a number"}


def written(value: Any, path: str) -> str | None:
    """A description or a part of one, None where null or blank. Raises BoardError naming the field if it is no text."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise BoardError(f"{path} is {_SHAPES[type(value)]} instead of text")
    return value if value.strip() else None


class Platform(ABC):
    """A job platform. The subclass's docstring is its numbered recipe: what is asked, in what order, with what limits.

    `base_url` is the platform's own address, with {board} where every employer has a host. `ignored` are fields known
    and not needed, `expected` fields that every payload should have. `attribution` is the credit that the source's
    terms ask for, `keys` are environment variables without which the platform's boards are reported and skipped,
    `pause` are the seconds that its terms ask for between two requests. `tells_changes` says that its lists tell when
    each posting last changed (`Request.changed`), `by_address` that a board is an address instead of a token.

    Where lists do not, `listed` are the paths in a payload of what its list says and a change would show in, and
    `detail_field` the field that only the posting's own answer brings (see spiders/revisits.py).
    """

    id: ClassVar[str]
    base_url: ClassVar[str]
    regional_urls: ClassVar[tuple[str, ...]] = ()
    ignored: ClassVar[tuple[str, ...]] = ()
    expected: ClassVar[tuple[str, ...]] = ()
    attribution: ClassVar[str | None] = None
    keys: ClassVar[tuple[str, ...]] = ()
    tells_changes: ClassVar[bool] = False
    by_address: ClassVar[bool] = False
    listed: ClassVar[tuple[str, ...]] = ()
    detail_field: ClassVar[str] = ""
    pause: ClassVar[float] = 0.0

    def root(self, board: Board) -> str:
        """The address before the platform's path, without a slash at its end."""
        return (board.base_url or self.base_url.format(board=quote(board.board, safe=""))).rstrip("/")

    def address(self, board: Board) -> str:
        """An address of the host that a board is on; "" for a board that is written wrongly."""
        try:
            return board.base_url or (board.board if self.by_address else self.root(board))
        except BoardError:
            return ""

    @staticmethod
    def entries(payload: Any, key: str | None = None) -> list[dict[str, Any]]:
        """The objects of the list at `key`, or of the payload itself. Raises BoardError when that is no such list."""
        found = payload if key is None else payload.get(key) if isinstance(payload, dict) else None
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            raise BoardError(other_shape(key))
        return found

    @abstractmethod
    def start(self, board: Board) -> Iterable[Request]:
        """The first requests for a board."""

    @abstractmethod
    def read(self, board: Board, response: Response) -> Iterator[Result]:
        """What a response holds: postings, further requests, and how many postings the board says it has.

        Raises BoardError when the response cannot be read.
        """

    def without_detail(self, request: Request, reason: str) -> PostingItem | None:
        """What is kept of a posting whose detail cannot be read, its entry in the list; None: not enough to keep."""
        return None

    @abstractmethod
    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        """A posting out of a stored payload. Raises BoardError naming the field when it has no id or title."""
