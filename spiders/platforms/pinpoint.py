"""Pinpoint."""

from collections.abc import Iterable, Iterator

from spiders.platform import Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, joined, moment, named_workplace, number, period, text, with_pay
from storage.posting import ParsedPosting, StatedPay

SECTIONS = ("description", "key_responsibilities", "skills_knowledge_expertise", "benefits")


class Pinpoint(Platform):
    """Pinpoint's public careers site.

    1. GET /postings.json on the employer's own host: the whole board with descriptions, in four parts.

    Pay that is not visible is not read; visible pay without figures is free text, read like the rest of the text. No
    recording was at hand: the fields are those of Pinpoint's public documentation, which public clients read and test.
    It tells no date of publication and no country.
    """

    id = "pinpoint"
    base_url = "https://{board}.pinpointhq.com"
    ignored = (
        "path",
        "employment_type_text",
        "workplace_type_text",
        "deadline_at",
        "job.id",
        "job.department.id",
        "job.division",
        "job.structure_custom_group_one",
        "location.id",
        "location.postal_code",
        "location.street_address",
        "reporting_to",
    )
    expected = ("id", "title", "url")

    def start(self, board: Board) -> Iterable[Request]:
        yield Request(f"{self.root(board)}/postings.json", conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        for posting in self.entries(response.json(), "data"):
            yield PostingItem(text(posting.get("id")), posting, text(posting.get("url")))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        parts = [(fields.markup(f"{name}_header"), fields.markup(name)) for name in SECTIONS]
        written = [f"<h3>{head}</h3>{part}" if head else part for head, part in parts if part]
        is_visible, stated = fields.take("compensation_visible") is not False, fields.take("compensation")
        place = joined(fields.take("location.city"), fields.take("location.province"))
        named = text(fields.take("location.name"))
        low, high = number(fields.take("compensation_minimum")), number(fields.take("compensation_maximum"))
        currency, frequency = text(fields.take("compensation_currency")), period(fields.take("compensation_frequency"))
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("title"),
            url=text(fields.take("url")),
            html=with_pay("\n".join(written) or None, None if low or high or not is_visible else stated),
            locations=[found] if (found := place or named) else [],
            workplace=named_workplace(fields.take("workplace_type")),
            employment_type=employment(fields.take("employment_type")),
            department=text(fields.take("job.department.name")),
            requisition_id=text(fields.take("job.requisition_id")),
            pay=StatedPay(low, high, currency, frequency) if is_visible and (low or high) else None,
            posted_at=moment(fields.take("first_published_at") or fields.take("published_at")),
        )
