"""Pinpoint."""

from collections.abc import Iterable, Iterator

from spiders.platform import Advertised, Answer, Ask, Board, Fields, Found, Platform
from spiders.values import employment, joined, moment, named_workplace, number, period, text
from storage.posting import ParsedPosting, StatedPay


class Pinpoint(Platform):
    """Pinpoint's public careers site.

    1. GET /postings.json on the employer's own host: the whole board with descriptions, in four parts.

    Names of fields are from Pinpoint's public documentation; no recording was at hand.
    """

    id = "pinpoint"
    base_url = "https://{board}.pinpointhq.com"
    ignored = (
        "path",
        "employment_type_text",
        "workplace_type_text",
        "compensation",
        "benefits_header",
        "deadline_at",
        "key_responsibilities_header",
        "skills_knowledge_expertise_header",
        "compensation_visible",
        "job.id",
        "job.department.id",
        "job.division",
        "job.structure_custom_group_one",
        "location.id",
        "location.postal_code",
        "reporting_to",
    )
    expected = ("id", "title", "url")

    def start(self, board: Board) -> Iterable[Ask]:
        yield Ask(f"{self.root(board)}/postings.json", conditional=True)

    def read(self, board: Board, answer: Answer) -> Iterator[Found | Ask | Advertised]:
        for posting in self.entries(answer.json(), "data"):
            yield Found(text(posting.get("id")), posting, text(posting.get("url")))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        names = ("description", "key_responsibilities", "skills_knowledge_expertise", "benefits")
        place = joined(fields.take("location.city"), fields.take("location.province"))
        named = text(fields.take("location.name"))
        low, high = number(fields.take("compensation_minimum")), number(fields.take("compensation_maximum"))
        currency, frequency = text(fields.take("compensation_currency")), period(fields.take("compensation_frequency"))
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("title"),
            url=text(fields.take("url")),
            html="\n".join(part for name in names if (part := fields.take(name))) or None,
            locations=[found] if (found := place or named) else [],
            workplace=named_workplace(fields.take("workplace_type")),
            employment_type=employment(fields.take("employment_type")),
            department=text(fields.take("job.department.name")),
            requisition_id=text(fields.take("job.requisition_id")),
            pay=StatedPay(low, high, currency, frequency) if low or high else None,
            posted_at=moment(fields.take("published_at")),
        )
