"""Gem."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from spiders.platform import Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import as_markup, employment, moment, named_workplace, text
from storage.posting import ParsedPosting


class Gem(Platform):
    """Gem's public job board API.

    1. GET /job_board/v0/<board>/job_posts/: the whole board as a bare list, with descriptions.

    No recording was at hand: the fields are those of Gem's public API reference, which public clients read and test
    (the path ends with a slash; `location_type` is remote, hybrid or in_office). An office's own name may be no place,
    so its location stands first. Pay is told in the text only.
    """

    id = "gem"
    base_url = "https://api.gem.com"
    ignored = (
        "created_at",
        "updated_at",
        "internal_job_id",
        "departments",
        "offices",
        "pay_ranges",
        "job.id",
        "location.id",
    )
    expected = ("id", "title")

    def start(self, board: Board) -> Iterable[Request]:
        yield Request(f"{self.root(board)}/job_board/v0/{quote(board.board, safe='')}/job_posts/", conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        for post in response.entries():
            yield PostingItem(text(post.get("id")), post, text(post.get("absolute_url")))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        offices = [
            text(Fields(office).take("location.name")) or office.get("name") for office in fields.objects("offices")
        ]
        places = [fields.take("location.name"), *offices]
        departments, plain = fields.objects("departments"), fields.take("content_plain")
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("title"),
            url=text(fields.take("absolute_url")),
            html=fields.markup("content") or as_markup(plain),
            locations=list(dict.fromkeys(name for place in places if (name := text(place)))),
            workplace=named_workplace(fields.take("location_type")),
            employment_type=employment(fields.take("employment_type")),
            department=next((name for one in departments if (name := text(one.get("name")))), None),
            requisition_id=text(fields.take("requisition_id")),
            posted_at=moment(fields.take("first_published_at")),
        )
