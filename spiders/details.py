"""Platforms whose lists have no descriptions: each posting is asked for by itself, and laid beside its entry."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, ClassVar

from selectolax.lexbor import LexborHTMLParser

from spiders.platform import Board, BoardError, Fields, Platform, PostingItem, Request, Response, Result
from spiders.rows import UNREADABLE
from spiders.schema_org import IGNORED, posting_of, postings_in_page
from spiders.values import text
from storage.posting import ParsedPosting

__all__ = ["DetailPages", "WithDetails", "marked"]


class WithDetails(Platform):
    """A platform that lists entries and tells more of each at an address of its own.

    `key` is the field of an entry that names the posting. A payload is the entry, with the answer as its `detail`.
    """

    key: ClassVar[str]

    @abstractmethod
    def detail(self, board: Board, entry: dict[str, Any]) -> Request:
        """The request for what is told of one posting, whose entry has an id."""

    @abstractmethod
    def page(self, board: Board, entry: dict[str, Any]) -> str | None:
        """Where applicants read the posting."""

    def asked(self, board: Board, entries: Iterable[dict[str, Any]]) -> Iterator[Result]:
        """The requests for the details of a list's entries; an entry without its id is kept as it is."""
        for entry in entries:
            if text(entry.get(self.key)):
                yield replace(self.detail(board, entry), step="detail", meta={"entry": entry})
            else:
                yield PostingItem(None, entry)

    def with_detail(self, board: Board, response: Response, detail: Any) -> PostingItem:
        """The posting with what was told of it. Raises BoardError where that is a list or text."""
        if not isinstance(detail, dict):
            raise BoardError("JSON of another shape: a list or text instead of one posting")
        entry = response.request.meta["entry"]
        return PostingItem(text(entry.get(self.key)), entry | {"detail": detail}, self.page(board, entry))

    def without_detail(self, request: Request, reason: str) -> PostingItem | None:
        return PostingItem(text(request.meta["entry"].get(self.key)), request.meta["entry"])


class DetailPages(WithDetails):
    """A platform whose postings' pages carry schema.org JobPosting; a payload is the posting, with the `entry`.

    An entry has the posting's `id` and its `page`, where applicants read it.
    """

    key = "id"
    ignored = ("entry", *IGNORED)

    def page(self, board: Board, entry: dict[str, Any]) -> str | None:
        return text(entry.get("page"))

    def with_detail(self, board: Board, response: Response, detail: Any) -> PostingItem:
        entry = response.request.meta["entry"]
        return PostingItem(entry["id"], detail | {"entry": entry}, entry["page"])

    def without_detail(self, request: Request, reason: str) -> PostingItem | None:
        entry = request.meta["entry"]
        return PostingItem(entry["id"], {UNREADABLE: reason, "entry": entry}, entry["page"])

    def posting(self, response: Response) -> dict[str, Any] | None:
        """The first JobPosting in the page, None where there is none."""
        return next(iter(postings_in_page(response.text)), None)

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        entry_id, address = fields.need("entry.id"), text(fields.take("entry.page"))
        posting = posting_of(fields, entry_id, address)
        posting.company = text(board.company) or posting.company
        return posting


def marked(tree: LexborHTMLParser, selector: str, title: str) -> dict[str, Any] | None:
    """What a page without a JobPosting tells: the description in the element that is marked as such; None without."""
    node = tree.css_first(selector)
    return {"title": title, "description": node.inner_html} if node is not None else None
