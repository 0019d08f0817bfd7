"""Rippling."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from spiders.platform import Advertised, Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, moment, number, period, pooled, text
from storage.posting import ParsedPosting, StatedPay

# The label of an employment type is the code, its id is what the employer calls it.
KINDS = {
    "SALARIED_FT": "full_time", "HOURLY_FT": "full_time", "SALARIED_PT": "part_time", "HOURLY_PT": "part_time",
    "TEMP": "temporary", "INTERN": "internship", "CONTRACTOR": "contract",
}  # fmt: skip


class Rippling(Platform):
    """Rippling's public job board.

    1. GET /platform/api/ats/v1/board/<board>/jobs: the whole board as a bare list, without bodies.
    2. GET .../jobs/<uuid> for each posting: the body in two parts (company, role), employment type, date.

    A job in several places stands once for each place in the list, under one uuid. Pay ranges are one a place, each
    with its own currency and frequency. No recording of a detail was at hand: its fields are those that several public
    clients of this API read and test (`payRangeDetails` with rangeStart and rangeEnd, `employmentType`, `createdOn`).
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
        "detail.employmentType",
        "detail.locations",
    )
    expected = ("uuid", "name", "url")
    listed = ("name", "url", "places", "department.label")
    detail_field = "detail"

    def start(self, board: Board) -> Iterable[Request]:
        yield Request(self._jobs(board), conditional=True)

    def _jobs(self, board: Board) -> str:
        return f"{self.root(board)}/platform/api/ats/v1/board/{quote(board.board, safe='')}/jobs"

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        payload = response.json()
        if response.request.step == "detail":
            entry = response.request.meta["entry"]
            yield PostingItem(text(entry.get("uuid")), entry | {"detail": payload}, text(entry.get("url")))
            return
        by_id: dict[str, dict[str, object]] = {}
        for job in self.entries(payload):
            external_id = text(job.get("uuid"))
            if external_id is None:
                yield PostingItem(None, job)
                continue
            places = by_id.setdefault(external_id, job | {"places": []})["places"]
            label = (job.get("workLocation") or {}).get("label")
            if isinstance(places, list) and label:
                places.append(label)
        yield Advertised(len(by_id))
        for external_id, entry in by_id.items():
            yield Request(f"{self._jobs(board)}/{quote(external_id, safe='')}", step="detail", meta={"entry": entry})

    def without_detail(self, request: Request, reason: str) -> PostingItem | None:
        return PostingItem(text(request.meta["entry"].get("uuid")), request.meta["entry"])

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        listed = fields.take("places") or [fields.take("workLocation.label")]
        fields.take("workLocation.label")
        places = fields.take("detail.workLocations") or listed
        body, kind = fields.take("detail.description"), text(fields.take("detail.employmentType.label"))
        at = "detail.description"
        parts = (
            [fields.markup(f"{at}.{name}") for name in ("company", "role")]
            if isinstance(body, dict)
            else [fields.markup(at)]
        )
        return ParsedPosting(
            external_id=fields.need("uuid"),
            title=fields.need("name"),
            url=text(fields.take("url")),
            html="\n".join(part for part in parts if part) or None,
            locations=[name for place in places if (name := text(place))],
            employment_type=KINDS.get(kind or "")
            or employment(kind)
            or employment(fields.take("detail.employmentType.id")),
            department=text(fields.take("department.label")),
            pay=pooled([_pay(one) for one in fields.objects("detail.payRangeDetails")]),
            posted_at=moment(fields.take("detail.createdOn")),
        )


def _pay(stated: dict[str, Any]) -> StatedPay:
    frequency = period(stated.get("frequency"))
    return StatedPay(
        number(stated.get("rangeStart")), number(stated.get("rangeEnd")), text(stated.get("currency")), frequency
    )
