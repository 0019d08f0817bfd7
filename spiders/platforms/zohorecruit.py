"""Zoho Recruit."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from spiders.platform import Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, flag, joined, moment, text, with_pay
from storage.posting import ParsedPosting

ALSO = ("Job_Description", "Date_Opened", "Job_Type", "City", "State", "Country", "Remote_Job", "Salary", "Industry")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z")


class ZohoRecruit(Platform):
    """Zoho Recruit's public career sites. A board is the subdomain, or <subdomain>/<page> where it is not "Careers".

    1. GET /recruit/v2/public/Job_Openings?pagename=<page>&source=CareerSite: the board with descriptions.

    The request is that of Zoho's own career page widget, as public clients of many employers send it; which fields are
    there is the employer's choice, and `extra_fields` asks for those that are read. Not sure: whether an answer is cut
    (the HTML page shows 50 postings at most), so a board of more may be told in part. A date such as 02/03/2026 may be
    either day, so it is unknown. The salary is free text, read like the rest of the text. No recording was at hand.
    """

    id = "zohorecruit"
    base_url = "https://{board}.zohorecruit.com"
    regional_urls = (
        "https://{board}.zohorecruit.in",
        "https://{board}.zohorecruit.eu",
        "https://{board}.zohorecruit.com.au",
    )
    ignored = (
        "Job_Opening_Name", "Work_Experience", "Required_Skills", "Number_of_Positions", "Is_Locked", "Publish",
        "Keep_on_Career_Site", "Target_Date", "Zip_Code", "Job_Opening_Status", "Country1", "Client_Name", "Department",
        "Industry", "Is_Hot_Job_Opening",
    )  # fmt: skip
    expected = ("id", "Posting_Title")

    def root(self, board: Board) -> str:
        host = quote(board.board.partition("/")[0], safe="")
        return (board.base_url or self.base_url.format(board=host)).rstrip("/")

    def start(self, board: Board) -> Iterable[Request]:
        page = quote(board.board.partition("/")[2] or "Careers", safe="")
        also = quote("[" + ",".join(f'"{name}"' for name in ALSO) + "]", safe="")
        address = f"{self.root(board)}/recruit/v2/public/Job_Openings?pagename={page}&source=CareerSite"
        yield Request(f"{address}&extra_fields={also}", conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        for opening in self.entries(response.json(), "data"):
            if opening.get("Is_Locked") is not True:
                yield PostingItem(text(opening.get("id")), opening, text(opening.get("$url")))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        place = joined(fields.take("City"), fields.take("State"), fields.take("Country"))
        return ParsedPosting(
            external_id=fields.need("id"),
            title=text(fields.take("Posting_Title")) or fields.need("Job_Opening_Name"),
            url=text(fields.take("$url")),
            html=with_pay(fields.markup("Job_Description"), fields.take("Salary")),
            locations=[place] if place else [],
            workplace="remote" if flag(fields.take("Remote_Job")) else None,
            employment_type=employment(fields.take("Job_Type")),
            department=text(fields.take("Department")) or text(fields.take("Industry")),
            posted_at=_opened(fields.take("Date_Opened")),
        )


def _opened(value: Any) -> dt.datetime | None:
    """The day of a date, whose order is the employer's choice where it is written with slashes."""
    found = _SLASHED.match(value.strip()) if isinstance(value, str) else None
    if not found:
        return moment(value)
    first, second, year = map(int, found.groups())
    if first != second and max(first, second) <= 12:
        return None
    try:
        return dt.datetime(year, min(first, second), max(first, second), tzinfo=dt.UTC)
    except ValueError:
        return None
