"""Working Nomads."""

from collections.abc import Iterable, Iterator

from spiders.platform import Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import moment, text
from storage.posting import ParsedPosting


class WorkingNomads(Platform):
    """Working Nomads' public feed of remote jobs. Its one board is "all".

    1. GET /api/exposed_jobs/: the newest postings of all employers as a bare list, no pages.

    The payload has no id; the number in its address is one. The terms ask for a link back.
    """

    id = "workingnomads"
    base_url = "https://www.workingnomads.com"
    attribution = "Working Nomads (https://www.workingnomads.com)"
    ignored = ("tags",)
    expected = ("url", "title", "company_name")

    def start(self, board: Board) -> Iterable[Request]:
        yield Request(f"{self.root(board)}/api/exposed_jobs/", conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        for job in self.entries(response.json()):
            yield PostingItem(_identity(text(job.get("url"))), job, text(job.get("url")))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        address, place = fields.need("url"), text(fields.take("location"))
        return ParsedPosting(
            external_id=_identity(address) or address,
            title=fields.need("title"),
            url=address,
            company=text(fields.take("company_name")),
            html=fields.markup("description"),
            locations=[place] if place else [],
            workplace="remote",
            department=text(fields.take("category_name")),
            posted_at=moment(fields.take("pub_date")),
        )


def _identity(address: str | None) -> str | None:
    """The last step of the posting's path."""
    return address.rstrip("/").rpartition("/")[2] or None if address else None
