"""SmartRecruiters."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from spiders.platform import Advertised, Board, BoardError, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, joined, moment, text, workplace
from storage.posting import ParsedPosting

PAGE = 100  # the most that the list gives at once
SECTIONS = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")


class SmartRecruiters(Platform):
    """SmartRecruiters' public posting API.

    1. GET /v1/companies/<board>/postings?limit=100&offset=N: the list without bodies, page after page to `totalFound`.
    2. GET /v1/companies/<board>/postings/<id> for each posting: the body in four sections.

    An employer that does not exist answers with an empty list.
    """

    id = "smartrecruiters"
    base_url = "https://api.smartrecruiters.com"
    ignored = (
        "uuid",
        "jobId",
        "jobAdId",
        "defaultJobAd",
        "customField",
        "creator",
        "applyUrl",
        "referralUrl",
        "active",
        "visibility",
        "industry",
        "function",
        "ref",
        "company.identifier",
        "location.latitude",
        "location.longitude",
        "location.address",
        "location.postalCode",
        "location.regionCode",
        "location.manual",
        "location.hybridDescription",
        "department.id",
        "experienceLevel.id",
        "typeOfEmployment.id",
        "language.label",
        "language.labelNative",
        "jobAd.sections",
        "location.fullLocation",
        "location.country",
        "location.city",
        "location.region",
    )
    expected = ("id", "name", "location")
    listed = (
        "name", "releasedDate", "refNumber", "location.city", "location.region", "location.country", "location.remote",
    )  # fmt: skip
    detail_field = "jobAd"

    def start(self, board: Board) -> Iterable[Request]:
        yield self._page(board, 0)

    def _postings(self, board: Board) -> str:
        return f"{self.root(board)}/v1/companies/{quote(board.board, safe='')}/postings"

    def _page(self, board: Board, offset: int) -> Request:
        address = f"{self._postings(board)}?limit={PAGE}&offset={offset}"
        return Request(address, meta={"offset": offset}, conditional=offset == 0)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        payload = response.json()
        if response.request.step == "detail":
            if not isinstance(payload, dict):
                raise BoardError("JSON of another shape than a posting")
            entry = response.request.meta["entry"]
            yield PostingItem(text(entry.get("id")), entry | payload, text(payload.get("postingUrl")))
            return
        entries = self.entries(payload, "content")
        offset, total = response.request.meta["offset"], payload.get("totalFound")
        if offset == 0 and isinstance(total, int):
            yield Advertised(total)
        for entry in entries:
            external_id = text(entry.get("id"))
            if external_id:
                address = f"{self._postings(board)}/{quote(external_id, safe='')}"
                yield Request(address, step="detail", meta={"entry": entry})
            else:
                yield PostingItem(None, entry)
        if entries and isinstance(total, int) and offset + len(entries) < total:
            yield self._page(board, offset + len(entries))

    def without_detail(self, request: Request, reason: str) -> PostingItem | None:
        return PostingItem(text(request.meta["entry"].get("id")), request.meta["entry"])

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        parts = [
            (fields.markup(f"jobAd.sections.{name}.title"), fields.markup(f"jobAd.sections.{name}.text"))
            for name in SECTIONS
        ]
        place = text(fields.take("location.fullLocation")) or joined(
            fields.take("location.city"), fields.take("location.region"), fields.take("location.country")
        )
        country = text(fields.take("location.country"))
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("name"),
            url=text(fields.take("postingUrl")),
            company=text(fields.take("company.name")),
            html="\n".join(f"<h3>{title or ''}</h3>{body}" for title, body in parts if body) or None,
            locations=[place] if place else [],
            country=country.upper() if country and len(country) == 2 else None,
            workplace=workplace(remote=fields.take("location.remote"), hybrid=fields.take("location.hybrid")),
            employment_type=employment(fields.take("typeOfEmployment.label")),
            department=text(fields.take("department.label")),
            requisition_id=text(fields.take("refNumber")),
            seniority=text(fields.take("experienceLevel.label")),
            language=text(fields.take("language.code")),
            posted_at=moment(fields.take("releasedDate")),
        )
