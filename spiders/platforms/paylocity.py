"""Paylocity."""

import json
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from spiders.platform import Board, BoardError, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, joined, moment, text
from storage.posting import ParsedPosting


class Paylocity(Platform):
    """Paylocity's public feed of a careers page. A board is the page's GUID.

    1. GET /recruiting/v2/api/feed/jobs/<guid>: the whole board with descriptions.

    Sure of the request and of the fields that are read: they are those of Paylocity's own documentation of the feed, as
    public clients quote it; some of these decode the answer twice, so that a JSON text of JSON is read too. Less sure
    of the remaining fields; no recording was at hand. Pay is told in the text only.
    """

    id = "paylocity"
    base_url = "https://recruiting.paylocity.com"
    ignored = ("applyUrl", "createdUtc", "companyName", "jobLocation", "isInternal", "department", "jobType")
    expected = ("jobId", "title")

    def start(self, board: Board) -> Iterable[Request]:
        address = f"{self.root(board)}/recruiting/v2/api/feed/jobs/{quote(board.board, safe='')}"
        yield Request(address, conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        payload = response.json()
        if isinstance(payload, str):
            try:
                payload = json.loads(payload)
            except ValueError as error:
                raise BoardError("a JSON text that holds no JSON") from error
        for job in self.entries(payload, "jobs"):
            address = job.get("displayUrl") or job.get("applyUrl")
            yield PostingItem(text(job.get("jobId")), job, text(address))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        parts = [fields.markup("description"), fields.markup("requirements")]
        place = joined(*(fields.take(f"jobLocation.{name}") for name in ("city", "state", "country")))
        place = place or text(fields.take("jobLocation.locationDisplayName")) or text(fields.take("jobLocation.name"))
        kind = fields.take("employmentType") or fields.take("jobType")
        return ParsedPosting(
            external_id=fields.need("jobId"),
            title=fields.need("title"),
            url=text(fields.take("displayUrl")) or text(fields.take("applyUrl")),
            company=text(board.company) or text(fields.take("companyName")),
            html="\n".join(part for part in parts if part) or None,
            locations=[place] if place else [],
            workplace="remote" if fields.take("isRemote") is True else None,
            employment_type=employment(kind),
            department=text(fields.take("hiringDepartment")) or text(fields.take("department")),
            posted_at=moment(fields.take("publishedDate")),
        )
