"""Remote OK."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from spiders.platform import Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import moment, number, text
from storage.posting import ParsedPosting, StatedPay

# Remote OK ends descriptions with a word that applicants are to mention; it is no part of the posting.
_MENTION = re.compile(r"(?:<br\s*/?>\s*)*Please mention the word \*\*.*\Z", re.DOTALL)


class RemoteOK(Platform):
    """Remote OK's public feed. A board is "all", or a tag such as machine-learning.

    1. GET /api (?tag=<board>): the newest postings of all employers as a bare list, no pages.

    The first element is no posting but the terms: link back to the posting on Remote OK and name it as the source.
    Pay is whole US dollars a year; zero means that none is told.
    """

    id = "remoteok"
    base_url = "https://remoteok.com"
    attribution = "Remote OK (https://remoteok.com)"
    ignored = ("slug", "epoch", "company_logo", "logo", "tags", "apply_url", "original", "verified")
    expected = ("id", "position", "url")

    def start(self, board: Board) -> Iterable[Request]:
        tag = "" if board.board == "all" else f"?tag={quote(board.board, safe='')}"
        yield Request(f"{self.root(board)}/api{tag}", conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        for job in self.entries(response.json()):
            if "legal" not in job:
                yield PostingItem(text(job.get("id")), job, text(job.get("url")))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        low, high = number(fields.take("salary_min")), number(fields.take("salary_max"))
        body, place = fields.take("description"), text(fields.take("location"))
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("position"),
            url=text(fields.take("url")),
            company=text(fields.take("company")),
            html=_MENTION.sub("", body) if isinstance(body, str) else None,
            locations=[place] if place else [],
            workplace="remote",
            pay=StatedPay(low or None, high or None, "USD", "year") if low or high else None,
            posted_at=moment(fields.take("date")),
        )
