"""Teamtailor."""

from collections.abc import Iterable, Iterator

from spiders.platform import Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.schema_org import IGNORED, posting_of
from spiders.values import text
from storage.posting import ParsedPosting


class Teamtailor(Platform):
    """Teamtailor's career sites.

    1. GET /jobs.json on the employer's own host: a JSON feed with descriptions, page after page by `next_url`.

    Each item carries a schema.org JobPosting, which is what is read; the rest of the item is kept below `feed`.
    """

    id = "teamtailor"
    base_url = "https://{board}.teamtailor.com"
    ignored = ("feed", *IGNORED)
    expected = ("title", "feed")

    def start(self, board: Board) -> Iterable[Request]:
        yield self._page(board, 1)

    def _page(self, board: Board, number: int) -> Request:
        page = f"?page={number}" if number > 1 else ""
        return Request(f"{self.root(board)}/jobs.json{page}", meta={"page": number}, conditional=number == 1)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        payload = response.json()
        for item in self.entries(payload, "items"):
            posting = item.get("_jobposting")
            feed = {name: value for name, value in item.items() if name != "_jobposting"}
            whole = (posting if isinstance(posting, dict) else {}) | {"feed": feed}
            yield PostingItem(text(item.get("id")), whole, text(item.get("url")))
        if payload.get("next_url"):
            yield self._page(board, response.request.meta["page"] + 1)

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        found = posting_of(fields, fields.need("feed.id"), text(fields.take("feed.url")))
        found.html = found.html or fields.markup("feed.content_html")
        return found
