"""Rippling."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from spiders.platform import Advertised, Answer, Ask, Board, Fields, Found, Platform
from spiders.values import employment, moment, text
from storage.posting import ParsedPosting


class Rippling(Platform):
    """Rippling's public job board.

    1. GET /platform/api/ats/v1/board/<board>/jobs: the whole board as a bare list, without bodies.
    2. GET .../jobs/<uuid> for each posting: the body in two parts (company, role), employment type, date.

    A job in several places stands once for each place in the list, under one uuid.
    Names of the detail's fields are from Rippling's public job board API; no recording was at hand.
    """

    id = "rippling"
    base_url = "https://api.rippling.com"
    ignored = (
        "department.id",
        "department.base_department",
        "department.department_tree",
        "workLocation.id",
        "detail.uuid",
        "detail.name",
        "detail.url",
        "detail.department",
        "detail.board",
        "detail.companyName",
    )
    expected = ("uuid", "name", "url")

    def start(self, board: Board) -> Iterable[Ask]:
        yield Ask(self._jobs(board), conditional=True)

    def _jobs(self, board: Board) -> str:
        return f"{self.root(board)}/platform/api/ats/v1/board/{quote(board.board, safe='')}/jobs"

    def read(self, board: Board, answer: Answer) -> Iterator[Found | Ask | Advertised]:
        payload = answer.json()
        if answer.ask.step == "detail":
            entry = answer.ask.about["entry"]
            yield Found(text(entry.get("uuid")), entry | {"detail": payload}, text(entry.get("url")))
            return
        by_id: dict[str, dict[str, object]] = {}
        for job in self.entries(payload):
            external_id = text(job.get("uuid"))
            if external_id is None:
                yield Found(None, job)
                continue
            places = by_id.setdefault(external_id, job | {"places": []})["places"]
            label = (job.get("workLocation") or {}).get("label")
            if isinstance(places, list) and label:
                places.append(label)
        yield Advertised(len(by_id))
        for external_id, entry in by_id.items():
            yield Ask(f"{self._jobs(board)}/{quote(external_id, safe='')}", step="detail", about={"entry": entry})

    def without_detail(self, ask: Ask, reason: str) -> Found | None:
        return Found(text(ask.about["entry"].get("uuid")), ask.about["entry"])

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        listed = fields.take("places") or [fields.take("workLocation.label")]
        fields.take("workLocation.label")
        places = fields.take("detail.workLocations") or listed
        body = fields.take("detail.description")
        parts = [body.get("company"), body.get("role")] if isinstance(body, dict) else [body]
        return ParsedPosting(
            external_id=fields.need("uuid"),
            title=fields.need("name"),
            url=text(fields.take("url")),
            html="\n".join(part for part in parts if isinstance(part, str)) or None,
            locations=[name for place in places if (name := text(place))],
            employment_type=employment(fields.take("detail.employmentType.label")),
            department=text(fields.take("department.label")),
            posted_at=moment(fields.take("detail.createdOn")),
        )
