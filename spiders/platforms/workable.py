"""Workable."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from spiders.platform import Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, joined, moment, text
from storage.posting import ParsedPosting


class Workable(Platform):
    """Workable's public widget, which career pages embed.

    1. GET /api/v1/widget/accounts/<board>?details=true: the whole board with descriptions, no pages.

    The widget tells remote work only as a flag, and no pay.
    """

    id = "workable"
    base_url = "https://apply.workable.com"
    ignored = (
        "shortlink",
        "application_url",
        "education",
        "industry",
        "function",
        "created_at",
    )
    expected = ("shortcode", "title")

    def start(self, board: Board) -> Iterable[Request]:
        yield Request(
            f"{self.root(board)}/api/v1/widget/accounts/{quote(board.board, safe='')}?details=true", conditional=True
        )

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        account = response.json()
        for job in self.entries(account, "jobs"):
            company = {"company_name": account.get("name")}
            yield PostingItem(text(job.get("shortcode")), job | company, text(job.get("url")))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        places = fields.objects("locations")
        named = [joined(place.get("city"), place.get("region"), place.get("country")) for place in places]
        own = joined(fields.take("city"), fields.take("state"), fields.take("country"))
        return ParsedPosting(
            external_id=fields.need("shortcode"),
            title=fields.need("title"),
            url=text(fields.take("url")),
            company=text(fields.take("company_name")),
            html=fields.markup("description"),
            locations=[name for name in named if name] or ([own] if own else []),
            country=text(places[0].get("countryCode")) if places else None,
            workplace="remote" if fields.take("telecommuting") is True else None,
            employment_type=employment(fields.take("employment_type")),
            department=text(fields.take("department")),
            requisition_id=text(fields.take("code")),
            seniority=text(fields.take("experience")),
            posted_at=moment(fields.take("published_on")),
        )
