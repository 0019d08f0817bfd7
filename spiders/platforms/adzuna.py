"""Adzuna."""

import os
from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlencode

from spiders.platform import Advertised, Board, BoardError, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, moment, number, text
from storage.posting import ParsedPosting, StatedPay

PAGE, LAST = 50, 40  # postings a page, pages a board
CURRENCIES = {
    "at": "EUR", "au": "AUD", "be": "EUR", "br": "BRL", "ca": "CAD", "ch": "CHF", "de": "EUR", "es": "EUR", "fr": "EUR",
    "gb": "GBP", "in": "INR", "it": "EUR", "mx": "MXN", "nl": "EUR", "nz": "NZD", "pl": "PLN", "sg": "SGD", "us": "USD",
    "za": "ZAR",
}  # fmt: skip


class Adzuna(Platform):
    """Adzuna's search API. A board is <country>/<words>, such as us/machine learning engineer.

    1. GET /v1/api/jobs/<country>/search/N?what_phrase=<words>: 50 postings of all employers a page, 2,000 at most.

    Descriptions are cut short by the API. Pay is a year's in the country's currency; what Adzuna predicts is no pay.
    Needs ADZUNA_APP_ID and ADZUNA_APP_KEY; the terms ask for "Jobs by Adzuna" with a link, and of a free key for no
    more than 25 requests a minute and 250 a day, so that a request is sent every three seconds. No recording was at
    hand: the fields are those of Adzuna's public documentation, and of answers that public clients test with.
    """

    id = "adzuna"
    base_url = "https://api.adzuna.com"
    attribution = "Jobs by Adzuna (https://www.adzuna.com)"
    pause = 3.0
    keys = ("ADZUNA_APP_ID", "ADZUNA_APP_KEY")
    ignored = ("__CLASS__", "company.__CLASS__", "location.__CLASS__", "category", "latitude", "longitude", "adref")
    expected = ("id", "title", "redirect_url")

    def start(self, board: Board) -> Iterable[Request]:
        country, _, words = board.board.partition("/")
        if country not in CURRENCIES or not words:
            raise BoardError(f"an adzuna board is written <country>/<words>, such as us/ai engineer: {board.board!r}")
        yield self._page(board, 1)

    def _page(self, board: Board, page: int) -> Request:
        country, _, words = board.board.partition("/")
        query = urlencode(
            {
                "app_id": os.environ.get(self.keys[0], ""),
                "app_key": os.environ.get(self.keys[1], ""),
                "results_per_page": PAGE,
                "what_phrase": words,
            }
        )
        return Request(f"{self.root(board)}/v1/api/jobs/{quote(country)}/search/{page}?{query}", meta={"page": page})

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        payload, page = response.json(), response.request.meta["page"]
        jobs = self.entries(payload, "results")
        total = payload.get("count")
        if page == 1 and isinstance(total, int):
            yield Advertised(total)
        for job in jobs:
            yield PostingItem(text(job.get("id")), job, text(job.get("redirect_url")))
        if len(jobs) == PAGE and page < LAST and (not isinstance(total, int) or page * PAGE < total):
            yield self._page(board, page + 1)

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        low, high = number(fields.take("salary_min")), number(fields.take("salary_max"))
        stated = str(fields.take("salary_is_predicted") or "0") == "0" and (low or high)
        area, named = fields.take("location.area") or [], text(fields.take("location.display_name"))
        place = ", ".join(part for part in reversed(area) if isinstance(part, str)) or named
        contract, hours = fields.take("contract_type"), fields.take("contract_time")
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("title"),
            url=text(fields.take("redirect_url")),
            company=text(fields.take("company.display_name")),
            html=fields.markup("description"),
            locations=[place] if place else [],
            employment_type=employment("contract" if contract == "contract" else hours or contract),
            pay=StatedPay(low, high, CURRENCIES.get(board.board.partition("/")[0]), "year") if stated else None,
            posted_at=moment(fields.take("created")),
        )
