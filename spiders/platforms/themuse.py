"""The Muse."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from spiders.platform import Advertised, Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import moment, text
from storage.posting import ParsedPosting

LAST = 99  # the API refuses pages beyond


class TheMuse(Platform):
    """The Muse's public API. A board is "all", or a category such as Data and Analytics.

    1. GET /api/public/jobs?page=N (&category=<board>): 20 postings of all employers a page, to `page_count` or page 99.

    What it advertises shows how many are beyond. It tells neither pay nor workplace but in the text; the place
    "Flexible / Remote" is one of `locations`. The terms ask for a link back.
    """

    id = "themuse"
    base_url = "https://www.themuse.com"
    attribution = "The Muse (https://www.themuse.com)"
    ignored = ("type", "short_name", "model_type", "tags", "company.id", "company.short_name")
    expected = ("id", "name", "refs")

    def start(self, board: Board) -> Iterable[Request]:
        yield self._page(board, 1)

    def _page(self, board: Board, number: int) -> Request:
        category = "" if board.board == "all" else f"&category={quote(board.board)}"
        address = f"{self.root(board)}/api/public/jobs?page={number}{category}"
        return Request(address, meta={"page": number}, conditional=number == 1)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        payload, page = response.json(), response.request.meta["page"]
        jobs = self.entries(payload, "results")
        if page == 1 and isinstance(payload.get("total"), int):
            yield Advertised(payload["total"])
        for job in jobs:
            yield PostingItem(text(job.get("id")), job, text((job.get("refs") or {}).get("landing_page")))
        last = payload.get("page_count")
        if jobs and page < min(last if isinstance(last, int) else LAST, LAST):
            yield self._page(board, page + 1)

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        levels, categories = fields.objects("levels"), fields.objects("categories")
        places = [text(place.get("name")) for place in fields.objects("locations")]
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("name"),
            url=text(fields.take("refs.landing_page")),
            company=text(fields.take("company.name")),
            html=fields.markup("contents"),
            locations=[place for place in places if place],
            department=text(categories[0].get("name")) if categories else None,
            seniority=text(levels[0].get("name")) if levels else None,
            posted_at=moment(fields.take("publication_date")),
        )
