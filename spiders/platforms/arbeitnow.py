"""Arbeitnow."""

from collections.abc import Iterable, Iterator

from spiders.platform import Advertised, Answer, Ask, Board, Fields, Found, Platform
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

    def start(self, board: Board) -> Iterable[Ask]:
        yield self._page(board, 1)

    def _page(self, board: Board, number: int) -> Ask:
        address = f"{self.root(board)}/api/job-board-api?page={number}"
        return Ask(address, about={"page": number}, conditional=number == 1)

    def read(self, board: Board, answer: Answer) -> Iterator[Found | Ask | Advertised]:
        payload = answer.json()
        jobs = self.entries(payload, "data")
        for job in jobs:
            yield Found(text(job.get("slug")), job, text(job.get("url")))
        if jobs and (payload.get("links") or {}).get("next"):
            yield self._page(board, answer.ask.about["page"] + 1)

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        place = text(fields.take("location"))
        return ParsedPosting(
            external_id=fields.need("slug"),
            title=fields.need("title"),
            url=text(fields.take("url")),
            company=text(fields.take("company_name")),
            html=fields.take("description"),
            locations=[place] if place else [],
            workplace="remote" if fields.take("remote") is True else None,
            employment_type=employment(fields.take("job_types")),
            posted_at=moment(fields.take("created_at")),
        )
