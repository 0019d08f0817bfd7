"""Arbeitnow."""

from collections.abc import Iterable, Iterator

from spiders.platform import Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, moment, text
from storage.posting import ParsedPosting


class Arbeitnow(Platform):
    """Arbeitnow's public job board API (Germany, and remote in Europe). Its one board is "all".

    1. GET /api/job-board-api?page=N: the postings of all employers, 100 a page, while `links.next` tells of another.

    The terms ask for a link back. It tells no pay, and no total.
    """

    id = "arbeitnow"
    base_url = "https://www.arbeitnow.com"
    attribution = "Arbeitnow (https://www.arbeitnow.com)"
    ignored = ("tags",)
    expected = ("slug", "title", "url")

    def start(self, board: Board) -> Iterable[Request]:
        yield self._page(board, 1)

    def _page(self, board: Board, number: int) -> Request:
        address = f"{self.root(board)}/api/job-board-api?page={number}"
        return Request(address, meta={"page": number}, conditional=number == 1)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        payload = response.json()
        jobs = self.entries(payload, "data")
        for job in jobs:
            yield PostingItem(text(job.get("slug")), job, text(job.get("url")))
        if jobs and (payload.get("links") or {}).get("next"):
            yield self._page(board, response.request.meta["page"] + 1)

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        place = text(fields.take("location"))
        return ParsedPosting(
            external_id=fields.need("slug"),
            title=fields.need("title"),
            url=text(fields.take("url")),
            company=text(fields.take("company_name")),
            html=fields.markup("description"),
            locations=[place] if place else [],
            workplace="remote" if fields.take("remote") is True else None,
            employment_type=employment(fields.take("job_types")),
            posted_at=moment(fields.take("created_at")),
        )
