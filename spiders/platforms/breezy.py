"""Breezy HR."""

from collections.abc import Iterable, Iterator

from spiders.platform import Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, moment, text
from storage.posting import ParsedPosting


class Breezy(Platform):
    """Breezy HR's public board.

    1. GET /json?verbose=true on the employer's own host: the whole board as a bare list, with descriptions.

    Pay is free text ("$1.40k - $1.80k"), so it is appended to the description and read from there.
    """

    id = "breezy"
    base_url = "https://{board}.breezy.hr"
    ignored = (
        "friendly_id",
        "company.logo_url",
        "company.friendly_id",
        "company.isMultipleLocationsEnabled",
        "location",
        "type.name",
        "locations",
        "tags",
        "education",
        "category",
    )
    expected = ("id", "name", "url")

    def start(self, board: Board) -> Iterable[Request]:
        yield Request(f"{self.root(board)}/json?verbose=true", conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        for job in self.entries(response.json()):
            yield PostingItem(text(job.get("id")), job, text(job.get("url")))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        places = fields.objects("locations")
        first = text(fields.take("location.name"))
        named = [name for place in places if (name := text(place.get("name")))]
        pay, body = text(fields.take("salary")), fields.markup("description")
        parts = [body, f"<p>Salary: {pay}</p>" if pay else None]
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("name"),
            url=text(fields.take("url")),
            company=text(fields.take("company.name")),
            html="\n".join(part for part in parts if part) or None,
            locations=named or ([first] if first else []),
            country=text(fields.take("location.country.id")),
            city=text(fields.take("location.city")),
            workplace="remote" if fields.take("location.is_remote") is True else None,
            employment_type=employment(fields.take("type.id")),
            department=text(fields.take("department")),
            seniority=text(fields.take("experience.name")),
            posted_at=moment(fields.take("published_date")),
        )
