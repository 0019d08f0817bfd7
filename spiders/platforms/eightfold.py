"""Eightfold."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from spiders.details import WithDetails
from spiders.platform import Advertised, Board, BoardError, Fields, Request, Response, Result
from spiders.values import employment, moment, named_workplace, text
from storage.posting import ParsedPosting

PAGE = 10  # the most that a list gives at once, whatever is asked for
# Names of fields in the one interface and in the other.
TITLE, ADDRESS = ("name", "posting_name"), ("canonicalPositionUrl", "positionUrl")
BODY, WORKPLACE = ("detail.job_description", "detail.jobDescription"), ("work_location_option", "workLocationOption")
REQUISITION = ("ats_job_id", "atsJobId", "display_job_id", "displayJobId")
POSTED = ("postedTs", "t_create", "creationTs")


class Eightfold(WithDetails):
    """Eightfold's career sites. A board is <tenant>/<domain>, e.g. hsbc/hsbc.com, or <tenant>/<domain>/pcsx.

    1. GET /api/apply/v2/jobs?domain=<domain>&start=N: 10 positions a page; of a board /pcsx, GET /api/pcsx/search.
    2. GET /api/apply/v2/jobs/<id>, or /api/pcsx/position_details, for each position: the body.

    An employer answers to one of the two interfaces: a board that is refused (403) by the first is written with /pcsx.
    Sure: public clients that run against many employers ask the same, robots.txt allows both by name, and the fields of
    the lists are written down by several. A wrong domain answers with an empty list; of a board <tenant> the domain
    <tenant>.com is tried, and an empty list is no answer. Less sure of the details but for the body. No recording was
    at hand. The lists of /pcsx are told to change their order between two pages, so that a position may be missed on
    one night. Pay is told in the text only.
    """

    id = "eightfold"
    base_url = "https://{board}.eightfold.ai"
    key = "id"
    ignored = (
        "location", "business_unit", "t_update", "hot", "locations", "type", "isPrivate", "is_private", "id_locale",
        "job_description", "standardizedLocations", "custom_data", "category", "seniority", "medallionProgram",
        "location_flexibility", "locationFlexibility", "stars", "isHot", "latlongs", "detail",
    )  # fmt: skip
    expected = ("id", "name")

    @staticmethod
    def _parts(board: Board) -> tuple[str, str, bool]:
        """Tenant and domain as parts of an address, and whether the newer interface is asked."""
        tenant, domain, interface, *rest = [*board.board.split("/"), "", ""]
        if interface not in ("", "pcsx") or any(rest):
            raise BoardError(f"an eightfold board is written <tenant>/<domain> or .../pcsx, not {board.board!r}")
        return quote(tenant, safe=""), quote(domain or f"{tenant}.com", safe=""), interface == "pcsx"

    def root(self, board: Board) -> str:
        return (board.base_url or self.base_url.format(board=self._parts(board)[0])).rstrip("/")

    def start(self, board: Board) -> Iterable[Request]:
        yield self._page(board, 0)

    def _page(self, board: Board, offset: int) -> Request:
        _, domain, is_pcsx = self._parts(board)
        path = "api/pcsx/search" if is_pcsx else "api/apply/v2/jobs"
        address = f"{self.root(board)}/{path}?domain={domain}&query=&start={offset}&sort_by=timestamp"
        return Request(address, meta={"offset": offset}, conditional=offset == 0)

    def detail(self, board: Board, entry: dict[str, Any]) -> Request:
        _, domain, is_pcsx = self._parts(board)
        name = quote(str(entry["id"]), safe="")
        path = f"api/pcsx/position_details?position_id={name}&hl=en&" if is_pcsx else f"api/apply/v2/jobs/{name}?"
        return Request(f"{self.root(board)}/{path}domain={domain}")

    def page(self, board: Board, entry: dict[str, Any]) -> str | None:
        address = next((found for name in ADDRESS if (found := text(entry.get(name)))), None)
        return f"{self.root(board)}{address}" if address and address.startswith("/") else address

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        payload = response.json()
        if self._parts(board)[2]:
            payload = payload.get("data") if isinstance(payload, dict) else None
        if response.request.step == "detail":
            yield self.with_detail(board, response, payload)
            return
        entries, offset = self.entries(payload, "positions"), response.request.meta["offset"]
        total = payload.get("count")
        if not entries and offset == 0 and "/" not in board.board:
            domain = self._parts(board)[1]
            raise BoardError(f"no position under {domain}, which is but a guess; write the board as <tenant>/<domain>")
        if offset == 0 and isinstance(total, int):
            yield Advertised(total)
        yield from self.asked(board, entries)
        if entries and isinstance(total, int) and offset + len(entries) < total:
            yield self._page(board, offset + len(entries))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        places = fields.take("locations")
        listed = places if isinstance(places, list) and places else [fields.take("location")]
        department = fields.take("department")
        bodies = [fields.markup(name) for name in BODY]
        return ParsedPosting(
            external_id=fields.need("id"),
            title=_first(fields, TITLE) or fields.need("name"),
            url=self.page(board, {name: fields.take(name) for name in ADDRESS}),
            html=next((body for body in bodies if body), None),
            locations=list(dict.fromkeys(name for place in listed if (name := text(place)))),
            workplace=named_workplace(_first(fields, WORKPLACE)),
            employment_type=employment(fields.take("employmentType")),
            department=text(department[0] if isinstance(department, list) and department else department),
            requisition_id=_first(fields, REQUISITION),
            posted_at=moment(next((at for at in [fields.take(name) for name in POSTED] if at), None)),
        )


def _first(fields: Fields, names: Iterable[str]) -> str | None:
    """The first of the values that is told; all are taken."""
    return next((found for value in [fields.take(name) for name in names] if (found := text(value))), None)
