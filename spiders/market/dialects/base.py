"""What a dialect is: how a platform of the market addresses its boards, names its postings and writes its answers."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from spiders.market.dialects.drafts import Draft, draft
from spiders.market.seeds import mix

if TYPE_CHECKING:
    from spiders.market.generate import Listing, Market, MarketBoard
    from spiders.market.slots import Details, Place

JSON, XML, HTML, TEXT = "application/json; charset=utf-8", "application/xml", "text/html; charset=utf-8", "text/plain"
Written = tuple[str, Callable[[], bytes]] | None  # type of an answer and what writes it; None: there is no such page


class Refused(Exception):
    """The request lacks the key that the platform asks for."""


@dataclass(frozen=True, slots=True)
class Page:
    """A request for a board: what of the path is `more` than the board's own, query, JSON body and headers.

    `root` is the address that the postings' own addresses begin with, `url` the market's.
    """

    market: "Market"
    board: "MarketBoard"
    root: str
    url: str
    more: list[str]
    query: Mapping[str, str]
    body: Mapping[str, Any]
    headers: Mapping[str, str]

    @property
    def listings(self) -> "list[Listing]":
        return self.market.listings[self.board.board]

    def drafts(self, first: int = 0, count: int | None = None) -> list[Draft]:
        end = None if count is None else first + count
        return [draft(self.market, listing) for listing in self.listings[first:end]]

    def find(self, external_id: str) -> "Listing | None":
        return self.market.listing(self.board.board, external_id)

    def number(self, name: str, default: int) -> int:
        value = str(self.query.get(name, self.body.get(name, "")))
        return int(value) if value.isdigit() else default


Write = Callable[[Page], Written]


def anyone(details: "Details", place: "Place") -> bool:
    return True


def numbered(number: int) -> str:
    """A number of twelve digits."""
    return str(number % 9 * 10**11 + 10**11 + number % 10**11)


def uuid(number: int) -> str:
    digits = f"{number:016x}{mix(number):016x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Dialect:
    """A platform of the market.

    `path` leads to a board, {} standing for the board's own part of it; `token` makes a board's name of its employer's.
    A `hosted` platform has a host for each board. A `feed` is one board for many employers, of that name; it carries
    the vacancies that it `takes`. `workplaces` and `pay_units` are what the platform has fields for, `pay_currency` the
    only currency it knows; where `pay_text` is set the pay is free text. `sure`: a workplace that it can state is
    always stated. `place` is how it writes places: as `written`, or in `parts`. `entries`, `id_field` and `title_field`
    say where an answer that holds the whole board keeps its postings; a bare list is "".
    """

    write: Write
    path: tuple[str, ...] = ()
    identity: Callable[[int], str] = uuid
    token: Callable[[str], str] = slug
    hosted: bool = False
    feed: str = ""
    takes: "Callable[[Details, Place], bool]" = anyone
    workplaces: tuple[str, ...] = ()
    sure: bool = False
    pay_units: tuple[str, ...] = ()
    pay_share: float = 0.0
    pay_currency: str = ""
    pay_text: bool = False
    place: str = "written"
    entries: str | None = None
    id_field: str = "id"
    title_field: str = "title"
    kind: str = JSON
    own_address: bool = False  # its answers hold addresses of the market itself
    traits: frozenset[str] = field(default_factory=frozenset)  # cut: texts are cut short; several: see hackernews


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def whole(
    posting: Callable[[Draft, str], dict[str, Any]], around: Callable[[list[Any], Page], Any] | None = None
) -> Write:
    """Answers with all postings of the board at once, as a bare list or with something `around` them."""

    def write(page: Page) -> Written:
        def body() -> bytes:
            jobs = [posting(post, page.root) for post in page.drafts()]
            return as_json(around(jobs, page) if around else jobs)

        return (JSON, body) if not page.more else None

    return write
