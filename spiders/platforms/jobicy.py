"""Jobicy."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from spiders.platform import Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, moment, number, period, text
from storage.posting import ParsedPosting, StatedPay

MOST = 100  # the most that the feed gives


class Jobicy(Platform):
    """Jobicy's public API of remote jobs. A board is "all", or an industry such as data-science.

    1. GET /api/v2/remote-jobs?count=100 (&industry=<board>): the newest postings of all employers, 100 at most.

    The terms ask for credit with a direct link, and for applications to go to the posting's address there.
    """

    id = "jobicy"
    base_url = "https://jobicy.com"
    attribution = "Jobicy (https://jobicy.com)"
    ignored = ("jobSlug", "companyLogo", "jobExcerpt")
    expected = ("id", "jobTitle", "url")

    def start(self, board: Board) -> Iterable[Request]:
        industry = "" if board.board == "all" else f"&industry={quote(board.board, safe='')}"
        yield Request(f"{self.root(board)}/api/v2/remote-jobs?count={MOST}{industry}", conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        for job in self.entries(response.json(), "jobs"):
            yield PostingItem(text(job.get("id")), job, text(job.get("url")))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        low = number(fields.take("salaryMin")) or number(fields.take("annualSalaryMin"))
        high = number(fields.take("salaryMax")) or number(fields.take("annualSalaryMax"))
        currency, unit = text(fields.take("salaryCurrency")), period(fields.take("salaryPeriod"))
        place, industries = text(fields.take("jobGeo")), fields.take("jobIndustry") or []
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("jobTitle"),
            url=text(fields.take("url")),
            company=text(fields.take("companyName")),
            html=fields.markup("jobDescription"),
            locations=[place] if place else [],
            workplace="remote",
            employment_type=employment(fields.take("jobType")),
            department=text(industries[0]) if isinstance(industries, list) and industries else text(industries),
            seniority=text(fields.take("jobLevel")),
            pay=StatedPay(low, high, currency, unit or "year") if low or high else None,
            posted_at=moment(fields.take("pubDate")),
        )
