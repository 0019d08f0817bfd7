"""Jobylon."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from spiders.platform import Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, joined, moment, named_workplace, text
from storage.posting import ParsedPosting


class Jobylon(Platform):
    """Jobylon's feeds (Sweden). A board is the id of the feed, which stands in the employer's career page (`feedUrl`).

    1. GET /feeds/<id>/?format=json: the whole board as a bare list, with descriptions in two parts.

    Sure: public clients read and type these fields, and one has compared them with the page (2026); no recording was at
    hand. `from_date` is the first day of publication. Pay is told in the text only. Persons are not kept. The career
    page that Jobylon itself embeds (by a number of the employer) ends after some 32 openings and is not read.
    """

    id = "jobylon"
    base_url = "https://feed.jobylon.com"
    ignored = (
        "benefits", "categories", "company", "departments", "experience", "internal_reference", "language", "layers_1",
        "layers_2", "layers_3", "layers_4", "layers_5", "linkedInCompanyId", "locations", "slug", "to_date", "urls",
        "video", "function", "published_date", "updated_date",
    )  # fmt: skip
    expected = ("id", "title", "urls")

    def start(self, board: Board) -> Iterable[Request]:
        yield Request(f"{self.root(board)}/feeds/{quote(board.board, safe='')}/?format=json", conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        for job in response.entries():
            yield PostingItem(text(job.get("id")), job, text(Fields(job).take("urls.ad")))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        departments = (text(Fields(one).take("department.name")) for one in fields.objects("departments"))
        parts = (fields.markup("descr"), fields.markup("skills"))
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("title"),
            url=text(fields.take("urls.ad")),
            company=text(board.company) or text(fields.take("company.name")),
            html="\n".join(part for part in parts if part) or None,
            locations=list(dict.fromkeys(_places(fields))),
            workplace=named_workplace(fields.take("workplaceTypes")),
            employment_type=employment(fields.take("employment_type")),
            department=next((name for name in departments if name), None) or text(fields.take("function")),
            seniority=text(fields.take("experience")),
            posted_at=moment(fields.take("from_date")),
        )


def _places(fields: Fields) -> Iterator[str]:
    for one in fields.objects("locations"):
        location = Fields(one)
        told = text(location.take("location.text"))
        parts = (location.take(f"location.{name}") for name in ("city", "area_1", "country"))
        if place := told or joined(*parts):
            yield place
