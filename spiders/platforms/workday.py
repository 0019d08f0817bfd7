"""Workday."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias
from urllib.parse import quote

from spiders.platform import Advertised, Board, BoardError, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, moment, text
from storage.posting import ParsedPosting

PAGE = 20  # the most that the list gives at once
CAP = 2000  # most lists end there, whatever the total says, or begin anew


Applied: TypeAlias = dict[str, list[str]]  # the values asked for, by facet


class Workday(Platform):
    """Workday's career sites. A board is <tenant>.<data centre>/<site>, e.g. nvidia.wd5/NVIDIAExternalCareerSite.

    1. POST /wday/cxs/<tenant>/<site>/jobs with offset and limit 20: titles and paths, page after page, 2,000 at most.
    2. Where there are more, the same for each value of a facet (job family, country, ...) that the list offers, and for
       each value of another one where that is still too much; a posting of several parts is kept once.
    3. GET /wday/cxs/<tenant>/<site><path> for each posting: the body, its places and its requisition.

    Facets and their counts as public clients of these sites know them; which facets there are is the tenant's choice. A
    list that cannot be parted and ends at the cap, or begins anew or stands still there, is reported as cut. The hiring
    organisation is one of many legal entities ("IL00 ..."), so the boards file's name of the employer stands first.
    """

    id = "workday"
    base_url = "https://{board}.myworkdayjobs.com"
    ignored = (
        "list",
        "userAuthenticated",
        "similarJobs",
        "hiringOrganization",
        "jobPostingInfo.postedOn",
        "jobPostingInfo.canApply",
        "jobPostingInfo.posted",
        "jobPostingInfo.includeResumeParsing",
        "jobPostingInfo.jobPostingSiteId",
        "jobPostingInfo.jobPostingId",
        "jobPostingInfo.questionnaireId",
        "jobPostingInfo.country",
        "jobPostingInfo.id",
        "jobPostingInfo.jobRequisitionLocation.descriptor",
        "jobPostingInfo.jobRequisitionLocation.country.descriptor",
        "jobPostingInfo.jobRequisitionLocation.country.id",
    )
    # Without postedOn, which tells the days since.
    listed = ("list.title", "list.externalPath", "list.locationsText", "list.bulletFields", "list.remoteType")
    detail_field = "jobPostingInfo"

    def root(self, board: Board) -> str:
        return (board.base_url or self.base_url.format(board=board.board.split("/")[0])).rstrip("/")

    def _site(self, board: Board) -> str:
        host, _, site = board.board.partition("/")
        if not site:
            raise BoardError(f"a workday board is written <tenant>.<data centre>/<site>, not {board.board!r}")
        return f"{self.root(board)}/wday/cxs/{quote(host.split('.')[0])}/{quote(site)}"

    def start(self, board: Board) -> Iterable[Request]:
        yield self._page(board, 0, {})

    def _page(self, board: Board, offset: int, applied: Applied, **about: Any) -> Request:
        data = {"appliedFacets": applied, "limit": PAGE, "offset": offset, "searchText": ""}
        return Request(f"{self._site(board)}/jobs", data=data, meta={"offset": offset, "applied": applied, **about})

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        payload = response.json()
        asked = response.request.meta
        if response.request.step == "detail":
            yield PostingItem(
                _identity(asked["entry"]), payload | {"list": asked["entry"]}, text(_info(payload).get("externalUrl"))
            )
            return
        entries = self.entries(payload, "jobPostings")
        offset, applied = asked["offset"], asked["applied"]
        total = payload.get("total") if offset == 0 else asked.get("total")  # later pages say 0
        names = [_identity(entry) for entry in entries]
        first = names if offset == 0 else asked.get("first", [])
        if offset == 0 and not applied and isinstance(total, int):
            yield Advertised(total)
        if offset == 0 and isinstance(total, int) and total >= CAP:
            facet = _parting(payload.get("facets"), applied, total)
            if facet is not None:
                name, values, is_whole = facet
                yield from (self._page(board, 0, applied | {name: [value]}) for value in values)
                if is_whole:
                    return
        if offset >= CAP and names and set(names) <= {*first, *asked.get("before", [])}:
            yield Advertised(0, is_part=True, is_cut=True)
            return
        for entry in entries:
            path = entry.get("externalPath")
            if path:
                yield Request(f"{self._site(board)}{quote(path)}", step="detail", meta={"entry": entry})
            else:
                yield PostingItem(None, {"list": entry})
        ends_at_cap = not isinstance(total, int) or total < CAP
        if len(entries) == PAGE and not (ends_at_cap and offset + PAGE >= CAP):
            yield self._page(board, offset + PAGE, applied, total=total, first=first, before=names)
        elif offset == CAP and isinstance(total, int) and total > CAP:
            yield Advertised(0, is_part=True, is_cut=True)

    def without_detail(self, request: Request, reason: str) -> PostingItem | None:
        return PostingItem(_identity(request.meta["entry"]), {"list": request.meta["entry"]})

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        entry = fields.take("list") or {}
        more = fields.take("jobPostingInfo.additionalLocations") or []
        places = [fields.take("jobPostingInfo.location") or entry.get("locationsText"), *more]
        return ParsedPosting(
            external_id=_identity(entry) or fields.need("jobPostingInfo.id"),
            title=text(fields.take("jobPostingInfo.title")) or text(entry.get("title")) or fields.need("title"),
            url=text(fields.take("jobPostingInfo.externalUrl")),
            company=text(board.company) or text(fields.take("hiringOrganization.name")),
            html=fields.markup("jobPostingInfo.jobDescription"),
            locations=[name for place in places if (name := text(place))],
            country=text(fields.take("jobPostingInfo.jobRequisitionLocation.country.alpha2Code")),
            workplace=_remote(text(fields.take("jobPostingInfo.remoteType"))),
            employment_type=employment(fields.take("jobPostingInfo.timeType")),
            requisition_id=text(fields.take("jobPostingInfo.jobReqId")),
            posted_at=moment(fields.take("jobPostingInfo.startDate")),
        )


def _parting(facets: Any, applied: Applied, total: int) -> tuple[str, list[str], bool] | None:
    """The facet to part a list by: its name, its values, and whether every posting has one of them; None without any.

    Of those that cover the list one whose parts all lie below the cap, with the fewest parts, else the finest.
    """
    parts = {name: counts for name, counts in _facets(facets) if name not in applied and len(counts) > 1}
    whole = {name: counts for name, counts in parts.items() if sum(counts.values()) >= total}
    if not parts:
        return None
    rated = {
        name: (max(counts.values()) >= CAP, max(counts.values()) if max(counts.values()) >= CAP else len(counts))
        for name, counts in (whole or parts).items()
    }
    best = min(rated, key=lambda name: rated[name])
    return best, list(parts[best]), best in whole


def _facets(facets: Any) -> Iterator[tuple[str, dict[str, int]]]:
    """The facets with the counts of their values by id; groups of facets are looked into."""
    for facet in facets if isinstance(facets, list) else []:
        values = facet.get("values") if isinstance(facet, dict) else None
        if not isinstance(values, list):
            continue
        yield from _facets(values)
        counts = {
            str(value["id"]): value["count"]
            for value in values
            if isinstance(value, dict)
            and value.get("id")
            and isinstance(value.get("count"), int)
            and value["count"] > 0
        }
        if counts and isinstance(facet.get("facetParameter"), str):
            yield facet["facetParameter"], counts


def _info(payload: dict[str, Any]) -> dict[str, Any]:
    info = payload.get("jobPostingInfo")
    return info if isinstance(info, dict) else {}


def _identity(entry: dict[str, Any]) -> str | None:
    path = text(entry.get("externalPath"))
    return path.rsplit("/", 1)[-1] if path else None


def _remote(named: str | None) -> str | None:
    words = (named or "").lower()
    return "hybrid" if "hybrid" in words else "remote" if "remote" in words else "onsite" if "site" in words else None
