"""Remotive."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from spiders.platform import Advertised, Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, moment, text, with_pay
from storage.posting import ParsedPosting


class Remotive(Platform):
    """Remotive's public API. A board is "all", or a category such as software-development.

    1. GET /api/remote-jobs (?category=<board>): the postings of all employers, no pages.

    The terms ask for a link to the posting on Remotive, its name as the source, and few requests a day. Postings are
    published there a day late. Pay is free text, so it is appended to the description and read from there.
    """

    id = "remotive"
    base_url = "https://remotive.com"
    attribution = "Remotive (https://remotive.com)"
    ignored = ("company_logo", "company_logo_url", "tags")
    expected = ("id", "title", "url")

    def start(self, board: Board) -> Iterable[Request]:
        category = "" if board.board == "all" else f"?category={quote(board.board, safe='')}"
        yield Request(f"{self.root(board)}/api/remote-jobs{category}", conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        payload = response.json()
        jobs = self.entries(payload, "jobs")
        if isinstance(payload.get("job-count"), int):
            yield Advertised(payload["job-count"])
        for job in jobs:
            yield PostingItem(text(job.get("id")), job, text(job.get("url")))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        place = text(fields.take("candidate_required_location"))
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("title"),
            url=text(fields.take("url")),
            company=text(fields.take("company_name")),
            html=with_pay(fields.markup("description"), fields.take("salary")),
            locations=[place] if place else [],
            workplace="remote",
            employment_type=employment(fields.take("job_type")),
            department=text(fields.take("category")),
            posted_at=moment(fields.take("publication_date")),
        )
