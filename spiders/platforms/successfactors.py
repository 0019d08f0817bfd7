"""SAP SuccessFactors."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, urlencode

from spiders.platform import Board, BoardError, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, joined, moment, text
from spiders.xml import as_data, elements
from storage.posting import ParsedPosting

# What an employer may call its fields; their names in the feed (filter1, mfield2) differ from one to the other.
PLACE = ("posting location", "job location", "location", "city", "country", "country/region")
DEPARTMENT = ("job family / functional area", "job family", "functional area", "function", "department", "career area")
KIND = ("type of employment", "employment type", "contract type", "job type")
_FIELD = re.compile(r"(?:filter|mfield)\d*\Z")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z")


class SuccessFactors(Platform):
    """SAP SuccessFactors' career sites. A board is <host>/<company id>: career5.successfactors.eu/mill.

    1. GET /career?company=<id>&career_ns=job_listing_summary&resultType=XML: the whole board with descriptions.

    SAP documents this feed (KBA 2428902), and public clients read it for many employers; no recording was at hand. Sure
    of title, text and id. Places, department and kind are fields that each employer names for itself: those whose label
    says so are read. A date is month/day/year, as the client says that reads it; one that cannot be is unknown. Sites
    of the newer kind, on the employer's own host, are read by their sitemap, as `jsonld`. Pay is told in the text only.
    """

    id = "successfactors"
    base_url = "https://{board}"
    ignored = ("Job-Url", "Date", "Country", "City", "Location")
    expected = ("ReqId", "JobTitle")

    @staticmethod
    def _parts(board: Board) -> tuple[str, str]:
        host, _, company = board.board.partition("/")
        if not company or "/" in company:
            raise BoardError(f"a successfactors board is written <host>/<company id>, not {board.board!r}")
        return host, company

    def root(self, board: Board) -> str:
        return (board.base_url or self.base_url.format(board=quote(self._parts(board)[0], safe=".:"))).rstrip("/")

    def start(self, board: Board) -> Iterable[Request]:
        query = {"company": self._parts(board)[1], "career_ns": "job_listing_summary", "resultType": "XML"}
        yield Request(f"{self.root(board)}/career?{urlencode(query)}", conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        if b"Job-Listing" not in response.body:
            raise BoardError("an answer of another kind instead of the feed (Job-Listing)")
        for element in elements(response.body, "Job"):
            payload = as_data(element)
            payload = payload if isinstance(payload, dict) else {}
            name = text(payload.get("ReqId"))
            yield PostingItem(name, payload, self._page(board, name))

    def _page(self, board: Board, name: str | None) -> str | None:
        query = {"career_ns": "job_listing", "company": self._parts(board)[1], "career_job_req_id": name or ""}
        return f"https://{self._parts(board)[0]}/career?{urlencode(query)}" if name else None

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        told = _told(fields)
        place = next((found for label in PLACE if (found := told.get(label))), None)
        place = place or joined(fields.take("Location") or fields.take("City"), fields.take("Country"))
        name = fields.need("ReqId")
        return ParsedPosting(
            external_id=name,
            title=fields.need("JobTitle"),
            url=self._page(board, name),
            html=fields.markup("Job-Description"),
            locations=[place] if place else [],
            employment_type=employment(next((found for label in KIND if (found := told.get(label))), None)),
            department=next((found for label in DEPARTMENT if (found := told.get(label))), None),
            posted_at=_day(fields.take("Posted-Date")),
        )


def _told(fields: Fields) -> dict[str, str]:
    """The employer's own fields by their label, in small letters; all of them are taken."""
    found: dict[str, str] = {}
    for name in fields.names():
        if _FIELD.match(name):
            label, value = (text(fields.take(f"{name}.{part}")) for part in ("label", "value"))
            fields.take(name)
            if label and value:
                found.setdefault(label.casefold(), value)
    return found


def _day(value: Any) -> dt.datetime | None:
    found = _DAY.match(value.strip()) if isinstance(value, str) else None
    if not found:
        return moment(value)
    month, day, year = map(int, found.groups())
    try:
        return dt.datetime(year, month, day, tzinfo=dt.UTC)
    except ValueError:
        return None
