"""Phenom."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from spiders.details import WithDetails
from spiders.platform import Advertised, Board, BoardError, Fields, Request, Response, Result
from spiders.values import employment, joined, moment, named_workplace, text
from storage.posting import ParsedPosting

PAGE = 100  # the most that public clients ask for at once


class Phenom(WithDetails):
    """Phenom's career sites, on the employer's own host. A board is <host>/<country>/<language>: jobs.mill.com/us/en.

    1. POST /widgets with refineSearch, from and size 100: titles, places and teasers, page after page.
    2. POST /widgets with jobDetail for each posting: the body.

    Sure: public clients that run against many employers send these requests, without a token, and several have written
    down the fields; no recording was at hand. Some employers' sites ask for a token of the page first: those answer
    without postings and are reported as of another shape. Which further fields there are is the employer's choice, so
    that those of the detail are not reported. Many of the sites stand before Workday or SuccessFactors, whose boards
    have the same postings. Pay is told in the text only.
    """

    id = "phenom"
    base_url = "https://{board}"
    key = "jobSeqNo"
    ignored = (
        "jobId", "dateCreated", "descriptionTeaser", "ml_skills", "ml_job_parser", "applyUrl", "latitude", "longitude",
        "latlong", "isMultiLocation", "isMultiCategory", "multi_location", "multi_location_array", "multi_category",
        "multi_category_array", "jobVisibility", "visibilityType", "siteType", "badge", "locale", "location", "city",
        "state", "country", "cityState", "cityCountry", "cityStateCountry", "stateCountry", "address", "externalApply",
        "experienceLevel", "subCategory", "department", "jobFamily", "jobFamilies", "companyName", "businessUnit",
        "internalCategoryName", "jobType", "remoteType", "checkRemote", "reqId", "unposted", "ddoKey", "detail",
    )  # fmt: skip
    expected = ("jobSeqNo", "title")

    @staticmethod
    def _parts(board: Board) -> tuple[str, str, str]:
        host, _, path = board.board.partition("/")
        country, _, language = path.partition("/")
        if not country or not language or "/" in language:
            raise BoardError(f"a phenom board is written <host>/<country>/<language>, not {board.board!r}")
        return host, country, language

    def root(self, board: Board) -> str:
        return (board.base_url or self.base_url.format(board=quote(self._parts(board)[0], safe=".:"))).rstrip("/")

    def start(self, board: Board) -> Iterable[Request]:
        yield self._page(board, 0)

    def _asked(self, board: Board, key: str, page: str, **more: Any) -> Request:
        _, country, language = self._parts(board)
        site = {"lang": f"{language}_{country}", "country": country, "deviceType": "desktop", "siteType": "external"}
        return Request(f"{self.root(board)}/widgets", data={**site, "ddoKey": key, "pageName": page, **more}, meta=more)

    def _page(self, board: Board, offset: int) -> Request:
        return self._asked(board, "refineSearch", "search-results", **{"from": offset, "size": PAGE, "jobs": True})

    def detail(self, board: Board, entry: dict[str, Any]) -> Request:
        return self._asked(board, "jobDetail", "job-details", jobSeqNo=entry["jobSeqNo"])

    def page(self, board: Board, entry: dict[str, Any]) -> str | None:
        _, country, language = self._parts(board)
        name = text(entry.get("jobSeqNo"))
        return f"{self.root(board)}/{quote(country)}/{quote(language)}/job/{quote(name, safe='')}" if name else None

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        payload = response.json()
        if response.request.step == "detail":
            job = _within(payload, "jobDetail", "data", "job")
            if not isinstance(job, dict):
                raise BoardError("JSON of another shape than a job's detail")
            yield self.with_detail(board, response, job)
            return
        entries, total = (
            self.entries(_within(payload, "refineSearch", "data"), "jobs"),
            _within(payload, "refineSearch"),
        )
        hits, offset = total.get("totalHits"), response.request.meta["from"]
        if offset == 0 and isinstance(hits, int):
            yield Advertised(hits)
        yield from self.asked(board, entries)
        if entries and isinstance(hits, int) and offset + len(entries) < hits:
            yield self._page(board, offset + len(entries))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        several = fields.take("multi_location")
        one = fields.take("cityStateCountry") or joined(*map(fields.take, ("city", "state", "country")))
        places = several if isinstance(several, list) and several else [one or fields.take("location")]
        return ParsedPosting(
            external_id=fields.need("jobSeqNo"),
            title=fields.need("title"),
            url=self.page(board, {"jobSeqNo": fields.take("jobSeqNo")}),
            html=fields.markup("detail.description"),
            locations=list(dict.fromkeys(name for place in places if (name := text(place)))),
            workplace=named_workplace(fields.take("checkRemote")) or named_workplace(fields.take("remoteType")),
            employment_type=employment(fields.take("type") or fields.take("jobType")),
            department=text(fields.take("category")) or text(fields.take("department")),
            requisition_id=text(fields.take("reqId")) or text(fields.take("jobId")),
            posted_at=moment(fields.take("postedDate")),
        )


def _within(value: Any, *steps: str) -> Any:
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    return value
