"""Postings of the user's own, from a file."""

from collections.abc import Iterable, Iterator
from typing import Any

from spiders.platform import Board, BoardError, Fields, Platform, Request, Response, Result
from spiders.values import employment, moment, named_workplace, number, period, text
from storage.posting import ParsedPosting, StatedPay


class PostingsFile(Platform):
    """JSON lines of postings, imported with `rolemeter run --postings FILE`; nothing is asked for.

    1. Each line is an object with id, title, company, location, description and, where known, url, posted_at,
       workplace, employment_type, department and salary {min, max, currency, period}. Other fields are left alone.
    """

    id = "file"
    base_url = ""
    expected = ("id", "title", "description")

    def start(self, board: Board) -> Iterable[Request]:
        raise BoardError("a file of postings is imported with --postings FILE; it is no board")

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        return iter(())

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        places: Any = fields.take("location")
        low, high = number(fields.take("salary.min")), number(fields.take("salary.max"))
        currency, unit = text(fields.take("salary.currency")), period(fields.take("salary.period"))
        description = fields.markup("description")
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("title"),
            url=text(fields.take("url")),
            company=text(fields.take("company")),
            html=description if description and "</" in description else None,
            text=description,
            locations=[place for one in (places if isinstance(places, list) else [places]) if (place := text(one))],
            workplace=named_workplace(fields.take("workplace")),
            employment_type=employment(fields.take("employment_type")),
            department=text(fields.take("department")),
            pay=StatedPay(low, high, currency, unit, sized=True) if low or high else None,
            posted_at=moment(fields.take("posted_at")),
        )
