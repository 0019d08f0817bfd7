"""What a platform is: the requests that read a board, and the dialect that reads a posting out of a payload.

A platform module holds one subclass of `Platform`, pure but for nothing: the crawl (spiders/crawl.py) sends what
`start` and `read` ask for and keeps what they yield. `parse` runs later, over the stored payloads.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from storage.posting import ParsedPosting


class BoardError(Exception):
    """A board's answer that cannot be read; the message says what came instead of what."""


@dataclass(frozen=True, slots=True)
class Board:
    """One row of the boards file. `base_url` is "" for the platform's own host."""

    platform: str
    board: str
    company: str
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A request to send: `step` names the kind of answer expected, `about` is handed back with it.

    `conditional` asks are sent with the validators of the last night; when all of a board's conditional asks are
    answered 304 the board is unchanged. `body` is sent as JSON by POST.
    """

    url: str
    step: str = "list"
    body: dict[str, Any] | None = None
    about: dict[str, Any] = field(default_factory=dict)
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete 200 answer to an Ask."""

    ask: Ask
    url: str
    body: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", errors="replace")

    def json(self) -> Any:
        """The body as JSON. Raises BoardError that says what the body is instead."""
        raise BoardError  # completed in the crawl's own work


@dataclass(frozen=True, slots=True)
class Found:
    """A posting's payload: any JSON value, kept verbatim. An id of None is counted as unparsed and kept."""

    external_id: str | None
    payload: Any
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Advertised:
    """How many postings the board says it has."""

    postings: int


class Fields:
    """A payload of which each field is taken once, so that what nobody took can be reported.

    Paths are dotted; an absent or null step gives None.
    """

    def __init__(self, payload: Any) -> None: ...
    def take(self, path: str) -> Any: ...
    def ignore(self, *paths: str) -> None: ...
    def leftovers(self) -> list[str]: ...


class Platform(ABC):
    """A job platform. The subclass's docstring is its numbered recipe: what is asked, in what order, with what limits."""

    id: ClassVar[str]
    base_url: ClassVar[str]
    regional_urls: ClassVar[tuple[str, ...]] = ()
    ignored: ClassVar[tuple[str, ...]] = ()
    expected: ClassVar[tuple[str, ...]] = ()
    attribution: ClassVar[str | None] = None
    keys: ClassVar[tuple[str, ...]] = ()  # environment variables without which the platform is reported and skipped

    def root(self, board: Board) -> str:
        return (board.base_url or self.base_url).rstrip("/")

    @abstractmethod
    def start(self, board: Board) -> Iterable[Ask]:
        """The first requests for a board."""

    @abstractmethod
    def read(self, board: Board, answer: Answer) -> Iterator[Found | Ask | Advertised]:
        """What an answer holds: postings, further requests, and how many postings the board says it has."""

    @abstractmethod
    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        """A posting out of a stored payload. Raises BoardError naming the field when it has no id or title."""
