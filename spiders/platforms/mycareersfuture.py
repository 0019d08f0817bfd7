"""MyCareersFuture: Singapore's public job portal."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from spiders.details import WithDetails
from spiders.platform import Advertised, Board, Fields, PostingItem, Request, Response, Result
from spiders.values import employment, joined, moment, number, period, text
from storage.posting import ParsedPosting, StatedPay

PAGE, LAST = 100, 100  # openings a page, pages of a search


class MyCareersFuture(WithDetails):
    """The job search of MyCareersFuture (Singapore). A board is "all", or the words searched for.

    1. POST /v2/search?limit=100&page=N with the words: openings of all employers, 10,000 at most.
    2. GET /v2/jobs/<uuid> for those that the search gives without a description.

    Sure of the search, which many public clients ask and test in 2026 (pages begin with 0), and of its fields; not sure
    whether it always gives the description, so that what lacks is asked. The API is public and not documented. Pay is
    in Singapore dollars, and no pay where the employer hides it. The employer is the one that hires, which an agency
    may name beside itself. No recording was at hand.
    """

    id = "mycareersfuture"
    base_url = "https://api.mycareersfuture.gov.sg"
    attribution = "MyCareersFuture (https://www.mycareersfuture.gov.sg)"
    key = "uuid"
    ignored = (
        "_links", "sourceCode", "shiftPattern", "otherRequirements", "ssocCode", "ssocVersion", "ssocTitle",
        "occupationId", "minimumYearsExperience", "numberOfVacancies", "ssecEqa", "ssecFos", "psdUrl", "status",
        "schemes", "skills", "categories", "flexibleWorkArrangements", "screeningQuestions", "workingHours",
        "metadata", "address", "salary.type.id", "postedCompany", "hiringCompany", "employmentTypes",
        "positionLevels", "score", "id", "detail",
    )  # fmt: skip
    expected = ("uuid", "title")

    def start(self, board: Board) -> Iterable[Request]:
        yield self._page(board, 0)

    def _page(self, board: Board, page: int) -> Request:
        words = "" if board.board == "all" else board.board
        data = {"search": words, "sortBy": ["new_posting_date"], "sessionId": ""}
        return Request(f"{self.root(board)}/v2/search?limit={PAGE}&page={page}", data=data, meta={"page": page})

    def detail(self, board: Board, entry: dict[str, Any]) -> Request:
        return Request(f"{self.root(board)}/v2/jobs/{quote(str(entry['uuid']), safe='')}")

    def page(self, board: Board, entry: dict[str, Any]) -> str | None:
        name, told = text(entry.get("uuid")), text(Fields(entry).take("metadata.jobDetailsUrl"))
        if told and told.startswith("https://"):
            return told
        return f"https://www.mycareersfuture.gov.sg/job/{quote(name)}" if name else None

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        payload = response.json()
        if response.request.step == "detail":
            yield self.with_detail(board, response, payload)
            return
        found, page = self.entries(payload, "results"), response.request.meta["page"]
        total = payload.get("total")
        if page == 0 and isinstance(total, int):
            yield Advertised(total)
        for entry in found:
            if text(entry.get("description")):
                yield PostingItem(text(entry.get("uuid")), entry, self.page(board, entry))
        yield from self.asked(board, [entry for entry in found if not text(entry.get("description"))])
        asked = (page + 1) * PAGE
        if len(found) == PAGE and page + 1 < LAST and (not isinstance(total, int) or asked < total):
            yield self._page(board, page + 1)

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        low, high = number(fields.take("salary.minimum")), number(fields.take("salary.maximum"))
        frequency = period(fields.take("salary.type.salaryType"))
        is_told = fields.take("metadata.isHideSalary") is not True and bool(low or high)
        abroad = fields.take("address.isOverseas") is True
        names = (fields.take("hiringCompany.name"), fields.take("postedCompany.name"))
        kinds = [kind.get("employmentType") for kind in fields.objects("employmentTypes")]
        levels = [text(level.get("position")) for level in fields.objects("positionLevels")]
        address = {"uuid": fields.take("uuid"), "metadata": fields.take("metadata")}
        place = joined(fields.take("address.overseasCountry")) if abroad else "Singapore"
        return ParsedPosting(
            external_id=fields.need("uuid"),
            title=fields.need("title"),
            url=self.page(board, address),
            company=next((name for one in names if (name := text(one))), None),
            html=fields.markup("description") or fields.markup("detail.description"),
            locations=[place] if place else [],
            employment_type=employment(kinds),
            seniority=next((level for level in levels if level), None),
            pay=StatedPay(low, high, "SGD", frequency) if is_told else None,
            posted_at=moment(fields.take("metadata.newPostingDate") or fields.take("metadata.createdAt")),
        )
