"""JOIN."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from spiders.details import WithDetails
from spiders.markup import from_markdown
from spiders.next_data import page_props
from spiders.platform import Advertised, Board, BoardError, Fields, Request, Response, Result
from spiders.values import employment, joined, moment, named_workplace, number, period, text
from storage.posting import ParsedPosting, StatedPay

PAGE = 5  # the API refuses more
CENTS = 100
SECTIONS = ("intro", "tasks", "requirements", "benefits", "outro")


class Join(WithDetails):
    """JOIN's career pages (join.com). A board is the name in the address: mill of join.com/companies/mill.

    1. GET /companies/<board>: the data of the page (Next.js), which has the number of the employer.
    2. GET /api/public/companies/<number>/jobs?page=N&pageSize=5: openings without texts, page after page.
    3. GET /api/public/jobs/<id> for each opening: the text, in Markdown.

    Sure of the requests and of the fields of the list, which several public clients read; one has compared the pay of
    list and page (amounts in cents; the frequency is always there, also without amounts). Less sure in which parts the
    text comes where it is not whole. No recording was at hand. Without amounts no pay is stated.
    """

    id = "join"
    base_url = "https://join.com"
    key = "id"
    ignored = (
        "languageId", "categoryId", "employmentTypeId", "seniorityId", "company", "companyId", "country", "cityId",
        "status", "lastPublishedAt", "updatedAt", "salaryFrequency", "salaryAmountFrom", "salaryAmountTo",
        "workplaceType", "office", "officeId", "remoteType", "unifiedStatus", "category.id",
        "employmentType.id", "detail",
    )  # fmt: skip
    expected = ("id", "title", "idParam")

    def start(self, board: Board) -> Iterable[Request]:
        yield Request(f"{self.root(board)}/companies/{quote(board.board, safe='')}", meta={"page": 0})

    def _page(self, board: Board, employer: str, page: int) -> Request:
        address = f"{self.root(board)}/api/public/companies/{quote(employer, safe='')}/jobs"
        query = f"locale=en&page={page}&pageSize={PAGE}&sort=%2Btitle"
        return Request(f"{address}?{query}", meta={"employer": employer, "page": page}, conditional=page == 1)

    def detail(self, board: Board, entry: dict[str, Any]) -> Request:
        return Request(f"{self.root(board)}/api/public/jobs/{quote(str(entry['id']), safe='')}?locale=en")

    def page(self, board: Board, entry: dict[str, Any]) -> str | None:
        name = text(entry.get("idParam")) or text(entry.get("id"))
        return f"{self.root(board)}/companies/{quote(board.board)}/{quote(name)}" if name else None

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        if response.request.step == "list" and response.request.meta["page"] == 0:
            yield self._page(board, _employer(page_props(response.text)), 1)
            return
        payload = response.json()
        if response.request.step == "detail":
            yield self.with_detail(board, response, payload)
            return
        jobs, page = self.entries(payload, "items"), response.request.meta["page"]
        pages = payload.get("pagination") if isinstance(payload.get("pagination"), dict) else {}
        if page == 1 and isinstance(pages.get("rowCount"), int):
            yield Advertised(pages["rowCount"])
        yield from self.asked(board, jobs)
        if jobs and page < (number(pages.get("pageCount")) or 0):
            yield self._page(board, response.request.meta["employer"], page + 1)

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        parts = [fields.markup("detail.description")]
        if not parts[0]:
            parts = [fields.markup(f"detail.{name}") for name in SECTIONS]
        place = joined(*(fields.take(f"city.{name}") for name in ("cityName", "regionName", "countryName")))
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("title"),
            url=self.page(board, {"id": fields.take("id"), "idParam": fields.take("idParam")}),
            company=text(board.company) or text(fields.take("detail.company.name")),
            html="\n".join(from_markdown(part) for part in parts if part) or None,
            locations=[found] if (found := place or text(fields.take("country.name"))) else [],
            workplace=named_workplace(fields.take("workplaceType")),
            employment_type=employment(fields.take("employmentType.name")),
            department=text(fields.take("category.name")),
            pay=_pay(fields),
            posted_at=moment(fields.take("createdAt")),
        )


def _employer(props: dict[str, Any]) -> str:
    state = props.get("initialState")
    company = state.get("company") if isinstance(state, dict) else None
    found = text(company.get("id")) if isinstance(company, dict) else None
    if found is None:
        raise BoardError("the page's data has no number of the employer")
    return found


def _pay(fields: Fields) -> StatedPay | None:
    low, high = (number(fields.take(f"salaryAmount{name}.amount")) for name in ("From", "To"))
    currencies = [text(fields.take(f"salaryAmount{name}.currency")) for name in ("From", "To")]
    if not low and not high:
        return None
    currency = next((one for one in currencies if one), None)
    return StatedPay(low and low / CENTS, high and high / CENTS, currency, period(fields.take("salaryFrequency")))
