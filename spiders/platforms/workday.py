"""Workday."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from spiders.platform import Advertised, Board, BoardError, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, moment, text
from storage.posting import ParsedPosting

PAGE = 20  # the most that the list gives at once
CAP = 2000  # the list ends there, whatever the total says


class Workday(Platform):
    """Workday's career sites. A board is <tenant>.<data centre>/<site>, e.g. nvidia.wd5/NVIDIAExternalCareerSite.

    1. POST /wday/cxs/<tenant>/<site>/jobs with offset and limit 20: titles and paths, page after page, 2,000 at most.
    2. GET /wday/cxs/<tenant>/<site><path> for each posting: the body, its places and its requisition.

    A board of more than 2,000 postings is read up to there; what it advertises shows how many are missing. The hiring
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

    def root(self, board: Board) -> str:
        return (board.base_url or self.base_url.format(board=board.board.split("/")[0])).rstrip("/")

    def _site(self, board: Board) -> str:
        host, _, site = board.board.partition("/")
        if not site:
            raise BoardError(f"a workday board is written <tenant>.<data centre>/<site>, not {board.board!r}")
        return f"{self.root(board)}/wday/cxs/{quote(host.split('.')[0])}/{quote(site)}"

    def start(self, board: Board) -> Iterable[Request]:
        yield self._page(board, 0)

    def _page(self, board: Board, offset: int) -> Request:
        data = {"appliedFacets": {}, "limit": PAGE, "offset": offset, "searchText": ""}
        return Request(f"{self._site(board)}/jobs", data=data, meta={"offset": offset})

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        payload = response.json()
        if response.request.step == "detail":
            entry = response.request.meta["entry"]
            yield PostingItem(_identity(entry), payload | {"list": entry}, text(_info(payload).get("externalUrl")))
            return
        entries = self.entries(payload, "jobPostings")
        offset = response.request.meta["offset"]
        if offset == 0 and isinstance(payload.get("total"), int):  # later pages say 0
            yield Advertised(payload["total"])
        for entry in entries:
            path = entry.get("externalPath")
            if path:
                yield Request(f"{self._site(board)}{quote(path)}", step="detail", meta={"entry": entry})
            else:
                yield PostingItem(None, {"list": entry})
        if len(entries) == PAGE and offset + PAGE < CAP:
            yield self._page(board, offset + PAGE)

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


def _info(payload: dict[str, Any]) -> dict[str, Any]:
    info = payload.get("jobPostingInfo")
    return info if isinstance(info, dict) else {}


def _identity(entry: dict[str, Any]) -> str | None:
    path = text(entry.get("externalPath"))
    return path.rsplit("/", 1)[-1] if path else None


def _remote(named: str | None) -> str | None:
    words = (named or "").lower()
    return "hybrid" if "hybrid" in words else "remote" if "remote" in words else "onsite" if "site" in words else None
