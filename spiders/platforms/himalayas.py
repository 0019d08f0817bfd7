"""Himalayas."""

from collections.abc import Iterable, Iterator

from spiders.platform import Advertised, Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, moment, number, period, text
from storage.posting import ParsedPosting, StatedPay

PAGE = 20  # the most that the list gives at once
CAP = 2000  # the newest postings; all would be some 5,000 requests a night


class Himalayas(Platform):
    """Himalayas' public API of remote jobs. Its one board is "all".

    1. GET /jobs/api?limit=20&offset=N: the postings of all employers, newest first, page after page, 2,000 at most.

    What it advertises shows how many are beyond that. The terms ask for a link back. Pay is a year's unless
    `salaryPeriod` says another; `seniority` is a list, of which the first is read.
    """

    id = "himalayas"
    base_url = "https://himalayas.app"
    attribution = "Himalayas (https://himalayas.app)"
    ignored = (
        "excerpt", "companySlug", "companyLogo", "timezoneRestrictions", "categories", "expiryDate", "applicationLink",
    )  # fmt: skip
    expected = ("guid", "title", "companyName")

    def start(self, board: Board) -> Iterable[Request]:
        yield self._page(board, 0)

    def _page(self, board: Board, offset: int) -> Request:
        address = f"{self.root(board)}/jobs/api?limit={PAGE}&offset={offset}"
        return Request(address, meta={"offset": offset}, conditional=offset == 0)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        payload, offset = response.json(), response.request.meta["offset"]
        jobs = self.entries(payload, "jobs")
        total = payload.get("totalCount")
        if offset == 0 and isinstance(total, int):
            yield Advertised(total)
        for job in jobs:
            address = text(job.get("guid"))
            yield PostingItem(address.partition("himalayas.app")[2] or address if address else None, job, address)
        following = offset + len(jobs)
        if jobs and following < CAP and (not isinstance(total, int) or following < total):
            yield self._page(board, following)

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        low, high = number(fields.take("minSalary")), number(fields.take("maxSalary"))
        currency, unit = text(fields.take("currency")), fields.take("salaryPeriod")
        address = fields.need("guid")
        levels, groups = fields.take("seniority") or [], fields.take("parentCategories") or []
        return ParsedPosting(
            external_id=address.partition("himalayas.app")[2] or address,
            title=fields.need("title"),
            url=address,
            company=text(fields.take("companyName")),
            html=fields.markup("description"),
            locations=[name for place in fields.take("locationRestrictions") or [] if (name := _name(place))],
            workplace="remote",
            employment_type=employment(fields.take("employmentType")),
            department=text(groups[0]) if groups else None,
            seniority=text(levels[0]) if levels else None,
            pay=StatedPay(low, high, currency, period(unit) if unit else "year") if low or high else None,
            posted_at=moment(fields.take("pubDate")),
        )


def _name(place: object) -> str | None:
    return text(place.get("name")) if isinstance(place, dict) else text(place)
