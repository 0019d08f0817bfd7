"""Lever."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from spiders.platform import Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, moment, named_workplace, number, period, text
from storage.posting import ParsedPosting, StatedPay


class Lever(Platform):
    """Lever's public postings API.

    1. GET /v0/postings/<board>?mode=json: the whole board as a bare list with descriptions, no pages.

    The description is in three parts: body, lists, additional. European accounts are on api.eu.lever.co.
    """

    id = "lever"
    base_url = "https://api.lever.co"
    regional_urls = ("https://api.eu.lever.co",)
    ignored = (
        "applyUrl",
        "additionalPlain",
        "descriptionPlain",
        "descriptionBody",
        "descriptionBodyPlain",
        "opening",
        "openingPlain",
        "salaryDescriptionPlain",
        "categories.location",
        "categories.level",
        "urls",
    )
    expected = ("id", "text", "hostedUrl", "categories")

    def start(self, board: Board) -> Iterable[Request]:
        yield Request(f"{self.root(board)}/v0/postings/{quote(board.board, safe='')}?mode=json", conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        for posting in response.entries():
            yield PostingItem(text(posting.get("id")), posting, text(posting.get("hostedUrl")))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        lists = [
            f"<h3>{part.get('text') or ''}</h3><ul>{part.get('content') or ''}</ul>"
            for part in fields.take("lists") or []
        ]
        parts = [fields.take("description"), *lists, fields.take("additional"), fields.take("salaryDescription")]
        low, high = number(fields.take("salaryRange.min")), number(fields.take("salaryRange.max"))
        currency, interval = text(fields.take("salaryRange.currency")), period(fields.take("salaryRange.interval"))
        places = fields.take("categories.allLocations") or [fields.take("categories.location")]
        team, department = text(fields.take("categories.team")), text(fields.take("categories.department"))
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("text"),
            url=text(fields.take("hostedUrl")),
            html="\n".join(part for part in parts if part) or None,
            locations=[name for place in places if (name := text(place))],
            country=text(fields.take("country")),
            workplace=named_workplace(fields.take("workplaceType")),
            employment_type=employment(fields.take("categories.commitment")),
            department=department or team,
            pay=StatedPay(low, high, currency, interval) if low or high else None,
            posted_at=moment(fields.take("createdAt")),
        )
