"""USAJOBS."""

import os
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from spiders.platform import Advertised, Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, moment, number, period, text
from storage.posting import ParsedPosting, StatedPay

PAGE = 500  # the most that the search gives at once
# Codes of the period of pay; the API also writes the words ("Per Year"). Fortnights, fees and piece work have none.
PERIODS = {"PA": "year", "PH": "hour", "PD": "day", "PM": "month"}


class USAJobs(Platform):
    """USAJOBS, the postings of the United States' federal government. A board is the words searched for.

    1. GET /api/Search?Keyword=<board>&ResultsPerPage=500&Page=N&Fields=Full: page after page to `NumberOfPages`.

    Needs USAJOBS_API_KEY, and USAJOBS_EMAIL with which the key was asked for; both go into headers. No recording was at
    hand: the fields are those of USAJOBS' public documentation, and of what public clients read and test (`MajorDuties`
    is a list or a text, the period of pay a code or words, `RemoteIndicator` a flag of its own or of the details).
    """

    id = "usajobs"
    base_url = "https://data.usajobs.gov"
    attribution = "USAJOBS (https://www.usajobs.gov)"
    keys = ("USAJOBS_API_KEY", "USAJOBS_EMAIL")
    ignored = (
        "MatchedObjectId", "RelevanceRank", "RelevanceScore", "MatchedObjectDescriptor.ApplyURI",
        "MatchedObjectDescriptor.PositionLocationDisplay", "MatchedObjectDescriptor.DepartmentName",
        "MatchedObjectDescriptor.SubAgency", "MatchedObjectDescriptor.JobGrade",
        "MatchedObjectDescriptor.PositionOfferingType", "MatchedObjectDescriptor.PositionStartDate",
        "MatchedObjectDescriptor.PositionEndDate", "MatchedObjectDescriptor.ApplicationCloseDate",
        "MatchedObjectDescriptor.PositionFormattedDescription", "MatchedObjectDescriptor.UserArea",
    )  # fmt: skip
    expected = ("MatchedObjectId", "MatchedObjectDescriptor")

    def start(self, board: Board) -> Iterable[Request]:
        yield self._page(board, 1)

    def _page(self, board: Board, page: int) -> Request:
        query = f"Keyword={quote(board.board)}&ResultsPerPage={PAGE}&Page={page}&Fields=Full"
        key, contact = (os.environ.get(name, "") for name in self.keys)
        headers = {"Authorization-Key": key, "User-Agent": contact}
        return Request(f"{self.root(board)}/api/Search?{query}", meta={"page": page}, headers=headers)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        payload, page = response.json(), response.request.meta["page"]
        result = payload.get("SearchResult") if isinstance(payload, dict) else None
        items = self.entries(result or {}, "SearchResultItems")
        total, last = (result or {}).get("SearchResultCountAll"), ((result or {}).get("UserArea") or {})
        if page == 1 and isinstance(total, int):
            yield Advertised(total)
        for item in items:
            address = (item.get("MatchedObjectDescriptor") or {}).get("PositionURI")
            yield PostingItem(text(item.get("MatchedObjectId")), item, text(address))
        if items and page < int(number(last.get("NumberOfPages")) or 1):
            yield self._page(board, page + 1)

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        at = "MatchedObjectDescriptor"
        details = fields.take(f"{at}.UserArea.Details") or {}
        duties = details.get("MajorDuties") or []
        parts = [
            details.get("JobSummary"),
            *(duties if isinstance(duties, list) else [duties]),
            fields.take(f"{at}.QualificationSummary"),
            details.get("Education"),
            details.get("Requirements"),
        ]
        places = [text(place.get("LocationName")) for place in fields.objects(f"{at}.PositionLocation")]
        flags = (details.get("RemoteIndicator"), fields.take(f"{at}.RemoteIndicator"))
        remote = any(str(flag).lower() == "true" for flag in flags)
        categories, schedules = fields.objects(f"{at}.JobCategory"), fields.objects(f"{at}.PositionSchedule")
        return ParsedPosting(
            external_id=fields.need("MatchedObjectId"),
            title=fields.need(f"{at}.PositionTitle"),
            url=text(fields.take(f"{at}.PositionURI")),
            company=text(fields.take(f"{at}.OrganizationName")),
            html="\n".join(f"<p>{part}</p>" for part in parts if isinstance(part, str) and part.strip()) or None,
            locations=[place for place in places if place],
            workplace="remote" if remote else None,
            employment_type=employment(schedules[0].get("Name")) if schedules else None,
            department=text(categories[0].get("Name")) if categories else None,
            requisition_id=text(fields.take(f"{at}.PositionID")),
            pay=_pay(fields.objects(f"{at}.PositionRemuneration")),
            posted_at=moment(fields.take(f"{at}.PublicationStartDate")),
        )


def _pay(ranges: list[dict[str, Any]]) -> StatedPay | None:
    """The first range of which the period is known; "without compensation" and fees are no pay."""
    for one in ranges:
        low, high = number(one.get("MinimumRange")), number(one.get("MaximumRange"))
        code = str(one.get("RateIntervalCode") or "")
        stated = PERIODS.get(code.upper()) or (period(code) if code.lower().startswith("per ") else None)
        if stated and (low or high):
            return StatedPay(low, high, "USD", stated)
    return None
