"""BambooHR."""

from collections.abc import Iterable, Iterator

from spiders.platform import Advertised, Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, joined, moment, text
from storage.posting import ParsedPosting

WORKPLACES = {"0": "onsite", "1": "remote", "2": "hybrid"}
ADDRESS = (  # city, state, country: where each may stand
    ("location.city", "detail.location.city", "atsLocation.city"),
    ("location.state", "detail.location.state", "atsLocation.state", "atsLocation.province"),
    ("detail.location.addressCountry", "atsLocation.country"),
)


class BambooHR(Platform):
    """BambooHR's careers pages.

    1. GET /careers/list on the employer's own host: titles and places of the whole board.
    2. GET /careers/<id>/detail for each posting: the body, the pay as free text, the date.

    Pay is free text ("$24 - $26 an hour"), so it is appended to the description and read from there.
    """

    id = "bamboohr"
    base_url = "https://{board}.bamboohr.com"
    ignored = (
        "departmentId",
        "isRemote",
        "detail.jobOpeningStatus",
        "detail.jobCategoryId",
        "detail.departmentId",
        "detail.employmentType",
        "detail.seekPromoted",
        "detail.location.postalCode",
        "detail.atsLocation",
        "detail.jobOpeningName",
        "detail.departmentLabel",
        "detail.employmentStatusLabel",
        "detail.locationType",
    )
    expected = ("id", "jobOpeningName")
    listed = (
        "jobOpeningName", "departmentLabel", "employmentStatusLabel", "locationType", "location.city", "location.state",
    )  # fmt: skip
    detail_field = "detail"

    def start(self, board: Board) -> Iterable[Request]:
        yield Request(f"{self.root(board)}/careers/list", conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        payload = response.json()
        if response.request.step == "detail":
            entry = response.request.meta["entry"]
            opening = (payload.get("result") or {}).get("jobOpening") or {}
            yield PostingItem(
                text(entry.get("id")), entry | {"detail": opening}, text(opening.get("jobOpeningShareUrl"))
            )
            return
        entries = self.entries(payload, "result")
        total = (payload.get("meta") or {}).get("totalCount")
        yield Advertised(total if isinstance(total, int) else len(entries))
        for entry in entries:
            external_id = text(entry.get("id"))
            if external_id:
                yield Request(f"{self.root(board)}/careers/{external_id}/detail", step="detail", meta={"entry": entry})
            else:
                yield PostingItem(None, entry)

    def without_detail(self, request: Request, reason: str) -> PostingItem | None:
        return PostingItem(text(request.meta["entry"].get("id")), request.meta["entry"])

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        kind = text(fields.take("locationType"))
        city, state, country = (_told(fields, paths) for paths in ADDRESS)
        place = joined(city, state, country)
        pay, body = text(fields.take("detail.compensation")), fields.markup("detail.description")
        parts = [body, f"<p>Compensation: {pay}</p>" if pay else None]
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("jobOpeningName"),
            url=text(fields.take("detail.jobOpeningShareUrl")),
            html="\n".join(part for part in parts if part) or None,
            locations=[place] if place else [],
            workplace=WORKPLACES.get(kind or ""),
            employment_type=employment(fields.take("employmentStatusLabel")),
            department=text(fields.take("departmentLabel")),
            seniority=text(fields.take("detail.minimumExperience")),
            posted_at=moment(fields.take("detail.datePosted")),
        )


def _told(fields: Fields, paths: Iterable[str]) -> object:
    """The first value of the paths that is told; all are taken, so that what another repeats is no unknown field."""
    return next((value for value in [fields.take(path) for path in paths] if value), None)
