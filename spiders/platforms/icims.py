"""iCIMS."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from spiders.details import DetailPages
from spiders.platform import Advertised, Board, BoardError, Fields, Request, Response, Result
from spiders.values import moment
from spiders.xml import as_data, elements
from storage.posting import ParsedPosting

_JOB = re.compile(r"https?://[^?#]+?/jobs/(\d+)/[^/?#]*/job\b", re.IGNORECASE)
_NOT_TOLD = re.compile(r"UNAVAILABLE|.*\$\{")  # what iCIMS writes for a blank field, and an unfilled template


class Icims(DetailPages):
    """iCIMS's career portals. A board is the label of the host: careers-mill of careers-mill.icims.com.

    1. GET /sitemap.xml: the addresses of all postings, with the day on which each last changed.
    2. GET /jobs/<id>/<title>/job?in_iframe=1 for each posting: its schema.org JobPosting. One that has not changed
       since it was read is not asked again.

    Sure of both, which several public clients use and one has measured on 60 portals; no recording was at hand. Without
    in_iframe=1 most clients get a page without the posting. About one portal in ten forbids crawling in robots.txt, and
    is reported as blocked. A blank field reads "UNAVAILABLE" and is taken for unknown. Pay is stated where the page has
    it.
    """

    id = "icims"
    base_url = "https://{board}.icims.com"
    tells_changes = True
    expected = ("title", "description")

    def start(self, board: Board) -> Iterable[Request]:
        yield Request(f"{self.root(board)}/sitemap.xml", conditional=True)

    def detail(self, board: Board, entry: dict[str, Any]) -> Request:
        return Request(f"{entry['page']}?in_iframe=1", changed=moment(entry.get("lastmod")))

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        if response.request.step == "detail":
            posting = self.posting(response)
            if posting is None:
                raise BoardError("no JobPosting on the page")
            yield self.with_detail(board, response, posting)
            return
        listed: dict[str, dict[str, Any]] = {}
        for element in elements(response.body, "url"):
            told = as_data(element)
            address = told.get("loc") if isinstance(told, dict) else None
            if isinstance(address, str) and (found := _JOB.match(address)):
                listed[found[1]] = {"id": found[1], "page": found[0], "lastmod": told.get("lastmod")}
        yield Advertised(len(listed))
        yield from self.asked(board, listed.values())

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        posting = super().parse(fields, board)
        told = ([part for part in place.split(", ") if not _NOT_TOLD.match(part)] for place in posting.locations)
        company = posting.company if posting.company and not _NOT_TOLD.match(posting.company) else None
        return replace(posting, company=company, locations=[", ".join(parts) for parts in told if parts])
