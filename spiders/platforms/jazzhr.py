"""JazzHR."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from spiders.details import DetailPages, marked
from spiders.markup import shallow
from spiders.platform import Advertised, Board, BoardError, Fields, Request, Response, Result
from spiders.values import text
from storage.posting import ParsedPosting

# A posting's page in the two forms that are known; its id has ten characters.
_JOB = re.compile(r"/apply/(?:jobs/details/([\w-]+)|([A-Za-z0-9]{10})/[^/]+)/?\Z")
_DESCRIPTION = "div.job_description, div#job-description, div.description"  # on pages of the older kind
_ITS_OWN = re.compile(rb"resumator|jazz ?hr|applytojob", re.IGNORECASE)


class JazzHR(DetailPages):
    """JazzHR's career pages (applytojob.com). A board is the subdomain.

    1. GET /apply/jobs: the titles of all postings, in one HTML page; some pages list each of them twice.
    2. GET each posting's page: its schema.org JobPosting; on pages of the older kind, the marked description.

    Sure of both pages, which several public clients read for many employers; no recording was at hand. Some employers'
    pages are kept from crawlers by a firewall, and a few by robots.txt: these are reported as blocked. Pay is stated
    where the page has it. Not sure what a page without any opening looks like: one that does not name JazzHR at all is
    taken for another page, not for an empty board.
    """

    id = "jazzhr"
    base_url = "https://{board}.applytojob.com"
    expected = ("title", "description")

    def start(self, board: Board) -> Iterable[Request]:
        yield Request(f"{self.root(board)}/apply/jobs", conditional=True)

    def detail(self, board: Board, entry: dict[str, Any]) -> Request:
        return Request(entry["page"])

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        tree = LexborHTMLParser(shallow(response.text))
        if response.request.step == "detail":
            entry = response.request.meta["entry"]
            posting = self.posting(response) or marked(tree, _DESCRIPTION, entry["title"])
            if posting is None:
                raise BoardError("neither a JobPosting nor a job description on the page")
            yield self.with_detail(board, response, posting)
            return
        listed: dict[str, dict[str, Any]] = {}
        for link in tree.css("a[href]"):
            parts, title = urlsplit(link.attributes.get("href") or ""), text(link.text(deep=True))
            found = _JOB.search(parts.path) if parts.netloc in ("", urlsplit(response.url).netloc) else None
            if found and title:
                external_id = found[1] or found[2]
                page = f"{self.root(board)}{found[0]}"
                entry = {"id": external_id, "page": page, "title": title, "place": _beside(link)}
                listed.setdefault(external_id, entry)
        if not listed and not _ITS_OWN.search(response.body):
            raise BoardError("a page of another kind instead of JazzHR's list of postings")
        yield Advertised(len(listed))
        yield from self.asked(board, listed.values())

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        posting, place = super().parse(fields, board), text(fields.take("entry.place"))
        return replace(posting, locations=posting.locations or ([place] if place else []))


def _beside(link: LexborNode) -> str | None:
    """The text of the last cell of the table's row in which a link stands: the place, where the list is a table."""
    above = link.parent
    while above is not None and above.tag != "tr":
        above = above.parent
    cells = above.css("td") if above is not None else []
    return text(cells[-1].text(deep=True)) if len(cells) > 1 else None
