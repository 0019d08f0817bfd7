"""Jobvite."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from spiders.details import DetailPages, marked
from spiders.markup import shallow
from spiders.platform import Advertised, Board, BoardError, Fields, Request, Response, Result
from spiders.values import text
from storage.posting import ParsedPosting

LAST = 400  # pages of 50 openings
_TOTAL = re.compile(r"\bof\s+([\d,]+)")
_SEVERAL = re.compile(r"\d+ Locations?\Z", re.IGNORECASE)  # instead of the places, which the opening's page tells


class Jobvite(DetailPages):
    """Jobvite's career sites. A board is the name in the address: mill of jobs.jobvite.com/mill.

    1. GET /<board>/search?p=N: titles and places, 50 a page, while the page has a link to the next one.
    2. GET /<board>/job/<id> for each opening: its schema.org JobPosting, or the description that the page marks.

    Sure of both: two public clients measured them in 2026 for several employers (the board's first page lists but some
    of the openings), and the host has no robots.txt; no recording was at hand. Career sites on an employer's own host
    are not known by their address. Pay is stated where the page has it.
    """

    id = "jobvite"
    base_url = "https://jobs.jobvite.com"
    expected = ("title", "description")

    def start(self, board: Board) -> Iterable[Request]:
        yield self._page(board, 0)

    def _page(self, board: Board, page: int) -> Request:
        address = f"{self.root(board)}/{quote(board.board, safe='')}/search?p={page}"
        return Request(address, meta={"page": page}, conditional=page == 0)

    def detail(self, board: Board, entry: dict[str, Any]) -> Request:
        return Request(entry["page"])

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        tree = LexborHTMLParser(shallow(response.text))
        if response.request.step == "detail":
            entry = response.request.meta["entry"]
            posting = self.posting(response) or marked(tree, "div.jv-job-detail-description", entry["title"])
            if posting is None:
                raise BoardError("neither a JobPosting nor a job description on the page")
            yield self.with_detail(board, response, posting)
            return
        listed = {entry["id"]: entry for entry in self._listed(board, tree)}
        if not listed and b"jv-" not in response.body:
            raise BoardError("a page of another kind instead of Jobvite's list of openings")
        page, more = response.request.meta["page"], tree.css_first("a.jv-pagination-next")
        counted = tree.css_first(".jv-pagination-text")
        total = _TOTAL.search(counted.text(deep=True)) if counted is not None else None
        if page == 0:
            yield Advertised(int(total[1].replace(",", "")) if total else len(listed))
        yield from self.asked(board, listed.values())
        if listed and more is not None and page < LAST:
            yield self._page(board, page + 1)

    def _listed(self, board: Board, tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
        job = re.compile(rf"/(?:careers/)?{re.escape(board.board)}/job/([\w-]+)/?\Z", re.IGNORECASE)
        for link in tree.css("a[href]"):
            found, title = job.search(urlsplit(link.attributes.get("href") or "").path), _title(link)
            if found and title:
                page = f"{self.root(board)}/{quote(board.board, safe='')}/job/{found[1]}"
                yield {"id": found[1], "page": page, "title": title, "place": _place(link)}

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        posting, place = super().parse(fields, board), text(fields.take("entry.place"))
        return replace(posting, locations=posting.locations or ([place] if place else []))


def _title(link: LexborNode) -> str | None:
    """The title, which stands in the link or, beside the place, in an element of it."""
    named = link.css_first(".jv-job-list-name, .jv-featured-job-title")
    return text((named if named is not None else link).text(deep=True))


def _place(link: LexborNode) -> str | None:
    """The place in the row in which a link stands, or in the link itself."""
    row: LexborNode | None = link
    while row is not None and row.tag not in ("tr", "li"):
        row = row.parent
    cell = row.css_first(".jv-job-list-location, .jv-featured-job-location") if row is not None else None
    place = text(cell.text(deep=True)) if cell is not None else None
    return None if place is None or _SEVERAL.match(place) else place
