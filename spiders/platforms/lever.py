"""Lever."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from spiders.platform import Board, Fields, Platform, PostingItem, Request, Response, Result, written
from spiders.values import as_markup, employment, moment, named_workplace, number, period, text
from storage.posting import ParsedPosting, StatedPay


class Lever(Platform):
    """Lever's public postings API.

    1. GET /v0/postings/<board>?mode=json: the whole board as a bare list with descriptions, no pages.

    The description is in three parts: body, lists, additional; where one has no HTML its plain text is read. European
    accounts are on api.eu.lever.co.
    """

    id = "lever"
    base_url = "https://api.lever.co"
    regional_urls = ("https://api.eu.lever.co",)
    ignored = (
        "applyUrl",
        "descriptionBody",
        "descriptionBodyPlain",
        "opening",
        "openingPlain",
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
            f"<h3>{written(part.get('text'), 'lists.text') or ''}</h3>"
            f"<ul>{written(part.get('content'), 'lists.content') or ''}</ul>"
            for part in fields.objects("lists")
        ]
        body, *after = (_part(fields, name) for name in ("description", "additional", "salaryDescription"))
        low, high = number(fields.take("salaryRange.min")), number(fields.take("salaryRange.max"))
        currency, interval = text(fields.take("salaryRange.currency")), period(fields.take("salaryRange.interval"))
        first, listed = text(fields.take("categories.location")), fields.take("categories.allLocations")
        places = [name for place in listed if (name := text(place))] if isinstance(listed, list) else []
        team, department = text(fields.take("categories.team")), text(fields.take("categories.department"))
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("text"),
            url=text(fields.take("hostedUrl")),
            html="\n".join(part for part in (body, *lists, *after) if part) or None,
            locations=places or ([first] if first else []),
            country=text(fields.take("country")),
            workplace=named_workplace(fields.take("workplaceType")),
            employment_type=employment(fields.take("categories.commitment")),
            department=department or team,
            pay=StatedPay(low, high, currency, interval) if low or high else None,
            posted_at=moment(fields.take("createdAt")),
        )


def _part(fields: Fields, name: str) -> str | None:
    """A part of the description, from its plain text where the HTML is missing."""
    plain = fields.take(f"{name}Plain")
    return fields.markup(name) or as_markup(plain)
