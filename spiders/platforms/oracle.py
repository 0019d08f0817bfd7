"""Oracle Recruiting Cloud."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any
from urllib.parse import quote

from spiders.details import WithDetails
from spiders.platform import Advertised, Board, BoardError, Fields, Request, Response, Result
from spiders.values import employment, moment, named_workplace, text
from storage.posting import ParsedPosting

PAGE = 200  # as many as public clients ask for at once
API = "hcmRestApi/resources/latest/recruitingCEJobRequisition"
# Fields of both answers, and of the detail alone, that say nothing of the role.
COMMON = """GeographyId HotJobFlag TrendingFlag BeFirstToApplyFlag JobFamily JobFunction JobShift StudyLevel
ManagerLevel DomesticTravelRequired InternationalTravelRequired WorkDurationYears WorkDurationMonths WorkHours WorkDays
BusinessUnit Organization LegalEmployer""".split()  # noqa: SIM905
DETAIL = """Id Title RequisitionType RequisitionId JobGrade JobLevel JobFamilyId JobFunctionCode GeographyNodeId
ExternalPostedEndDate ShortDescriptionStr ContentLocale PrimaryLocation PrimaryLocationCountry ObjectVerNumberProfile
ApplyWhenNotPostedFlag InternalQualificationsStr InternalResponsibilitiesStr WorkplaceType OtherRequisitionTitle
NumberOfOpenings WorkMonths WorkYears secondaryLocations media workLocation otherWorkLocations
primaryLocationCoordinates skills""".split()  # noqa: SIM905
SECTIONS = ("ExternalDescription", "ExternalResponsibilities", "ExternalQualifications", "CorporateDescription",
            "OrganizationDescription")  # fmt: skip


class Oracle(WithDetails):
    """Oracle's candidate experience sites. A board is <host>/<site>: eeho.fa.us2/CX_1 of eeho.fa.us2.oraclecloud.com.

    1. GET recruitingCEJobRequisitions of the site with offset and limit 200: titles and places, page after page.
    2. GET recruitingCEJobRequisitionDetails for each posting: the body in its parts, the date, more of the places.

    Sure: several public clients that run against many employers ask the same and read the same fields, and one has
    written down the whole shape of both answers; no recording was at hand. Some employers' robots.txt is refused by a
    firewall, which forbids nothing (RFC 9309, 2.3.1.3). Pay is told in the text, or in a field of the employer's own;
    these are read with the text. The legal employer is one of many entities, so the boards file's name stands first.
    """

    id = "oracle"
    base_url = "https://{board}.oraclecloud.com"
    key = "Id"
    ignored = (
        "PostedDate", "PostingEndDate", "Language", "MediaThumbURL", "ShortDescriptionStr", "Distance", "Relevancy",
        "WorkplaceType", "ExternalQualificationsStr", "ExternalResponsibilitiesStr", "otherWorkLocations",
        "workLocation", "requisitionFlexFields", *COMMON, *(f"detail.{name}" for name in (*COMMON, *DETAIL)),
    )  # fmt: skip
    expected = ("Id", "Title")

    def root(self, board: Board) -> str:
        return (board.base_url or self.base_url.format(board=quote(self._parts(board)[0], safe="."))).rstrip("/")

    @staticmethod
    def _parts(board: Board) -> tuple[str, str]:
        host, _, site = board.board.partition("/")
        if not site:
            raise BoardError(f"an oracle board is written <host before .oraclecloud.com>/<site>, not {board.board!r}")
        return host, quote(site, safe="")

    def start(self, board: Board) -> Iterable[Request]:
        yield self._page(board, 0)

    def _page(self, board: Board, offset: int) -> Request:
        finder = f"findReqs;siteNumber={self._parts(board)[1]},limit={PAGE},offset={offset},sortBy=POSTING_DATES_DESC"
        address = f"{self.root(board)}/{API}s?onlyData=true&expand=requisitionList.secondaryLocations&finder={finder}"
        return Request(address, meta={"offset": offset}, conditional=offset == 0)

    def detail(self, board: Board, entry: dict[str, Any]) -> Request:
        finder = f"ById;Id=%22{quote(str(entry['Id']), safe='')}%22,siteNumber={self._parts(board)[1]}"
        return Request(f"{self.root(board)}/{API}Details?expand=all&onlyData=true&finder={finder}")

    def page(self, board: Board, entry: dict[str, Any]) -> str | None:
        site = f"{self.root(board)}/hcmUI/CandidateExperience/en/sites/{self._parts(board)[1]}"
        return f"{site}/job/{quote(text(entry.get('Id')) or '', safe='')}"

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        found = self.entries(response.json(), "items")
        if not found:
            raise BoardError("JSON of another shape: the answer's items are empty")
        if response.request.step == "detail":
            yield self.with_detail(board, response, found[0])
            return
        entries, total = self.entries(found[0], "requisitionList"), found[0].get("TotalJobsCount")
        offset = response.request.meta["offset"]
        if offset == 0 and isinstance(total, int):
            yield Advertised(total)
        yield from self.asked(board, entries)
        if entries and isinstance(total, int) and offset + len(entries) < total:
            yield self._page(board, offset + len(entries))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        parts = [fields.markup(f"detail.{name}Str") for name in SECTIONS]
        own = [
            (text(one.get("Prompt")), text(one.get("Value"))) for one in fields.objects("detail.requisitionFlexFields")
        ]
        parts += [f"<p>{escape(name)}: {escape(value)}</p>" for name, value in own if name and value]
        further = [one.get("Name") for one in fields.objects("secondaryLocations")]
        kinds = ("JobSchedule", "JobType", "ContractType", "WorkerType")
        return ParsedPosting(
            external_id=fields.need("Id"),
            title=fields.need("Title"),
            url=self.page(board, {"Id": fields.take("Id")}),
            company=text(board.company) or text(_told(fields, "LegalEmployer")),
            html="\n".join(part for part in parts if part) or None,
            locations=[name for one in (fields.take("PrimaryLocation"), *further) if (name := text(one))],
            country=text(fields.take("PrimaryLocationCountry")),
            workplace=named_workplace(_told(fields, "WorkplaceTypeCode")),
            employment_type=employment(next((kind for name in kinds if (kind := text(_told(fields, name)))), None)),
            department=text(_told(fields, "Department")) or text(fields.take("detail.Category")),
            posted_at=moment(fields.take("detail.ExternalPostedStartDate") or fields.take("PostedDate")),
        )


def _told(fields: Fields, name: str) -> Any:
    """The value of a field that stands in the list and in the detail; both are taken."""
    entry, detail = fields.take(name), fields.take(f"detail.{name}")
    return detail or entry
