"""Gupy."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from spiders.details import WithDetails
from spiders.next_data import page_props
from spiders.platform import Advertised, Board, BoardError, Fields, Request, Response, Result
from spiders.values import employment, joined, moment, named_workplace, text
from storage.posting import ParsedPosting

TALENT_POOL = "vacancy_type_talent_pool"  # a list to be put on, no opening
# Kinds whose English names say something else; effective is what Brazil calls permanent.
KINDS = {
    "vacancy_type_effective": "permanent",
    "vacancy_legal_entity": "contract",
    "vacancy_type_autonomous": "contract",
}
SECTIONS = (
    ("description", ""),
    ("responsibilities", "Responsabilidades e atribuições"),
    ("prerequisites", "Requisitos e qualificações"),
    ("relevantExperiences", "Informações adicionais"),
)


class Gupy(WithDetails):
    """Gupy's career pages (Brazil). A board is the subdomain: mill of mill.gupy.io.

    1. GET /: the data of the page (Next.js), whose `pageProps.jobs` are all openings of the employer.
    2. GET /jobs/<id> for each opening: `pageProps.job`, with the text in four parts.

    Sure of both: one public client has counted three career pages against the number that they print, several others
    read the same fields; no recording was at hand. Talent pools are no openings and left out. Pay is told in the text
    only. Gupy's own search over all employers moved twice in 2026 and needs words, so that it is not asked.
    """

    id = "gupy"
    base_url = "https://{board}.gupy.io"
    key = "id"
    ignored = ("type", "workplace", "badges", "disabilities", "detail")
    expected = ("id", "title")

    def start(self, board: Board) -> Iterable[Request]:
        yield Request(f"{self.root(board)}/", conditional=True)

    def detail(self, board: Board, entry: dict[str, Any]) -> Request:
        return Request(f"{self.root(board)}/jobs/{quote(str(entry['id']), safe='')}")

    def page(self, board: Board, entry: dict[str, Any]) -> str | None:
        return f"{self.root(board)}/jobs/{entry['id']}" if text(entry.get("id")) else None

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        props = page_props(response.text)
        if response.request.step == "detail":
            if not isinstance(props.get("job"), dict):
                raise BoardError("the page's data has no job")
            yield self.with_detail(board, response, props["job"])
            return
        jobs = [job for job in self.entries(props, "jobs") if job.get("type") != TALENT_POOL]
        yield Advertised(len(jobs))
        yield from self.asked(board, jobs)

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        parts = [
            f"<h3>{heading}</h3>\n{part}" if heading else part
            for name, heading in SECTIONS
            if (part := fields.markup(f"detail.{name}"))
        ]
        address = [fields.take(f"workplace.address.{name}") for name in ("city", "state", "country")]
        kind = text(fields.take("type"))
        return ParsedPosting(
            external_id=fields.need("id"),
            title=text(fields.take("title")) or fields.need("detail.name"),
            url=self.page(board, {"id": fields.take("id")}),
            company=text(board.company) or text(fields.take("detail.careerPage.name")),
            html="\n".join(parts) or None,
            locations=[place] if (place := joined(*address)) else [],
            workplace=named_workplace(fields.take("workplace.workplaceType")),
            employment_type=employment(KINDS.get(kind or "", kind)),
            department=text(fields.take("department")),
            posted_at=moment(fields.take("detail.publishedAt")),
        )
