"""Remote OK."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from spiders.platform import Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import moment, text
from storage.posting import ParsedPosting

# Remote OK ends descriptions with a word that applicants are to mention; it is no part of the posting.
_MENTION = "Please mention the word **"
_BREAKS = re.compile(r"(?:\s|>/?+\s*+rb<)*+", re.IGNORECASE)  # read backwards


class RemoteOK(Platform):
    """Remote OK's public feed. A board is "all", or a tag such as machine-learning.

    1. GET /api (?tag=<board>): the newest postings of all employers as a bare list, no pages.

    The first element is no posting but the terms: link back to the posting on Remote OK and name it as the source.
    Its pay is the feed's own guess, seldom what the posting's text tells, so it is not read; the text is.
    """

    id = "remoteok"
    base_url = "https://remoteok.com"
    attribution = "Remote OK (https://remoteok.com)"
    ignored = (
        "slug", "epoch", "company_logo", "logo", "tags", "apply_url", "original", "verified",
        "salary_min", "salary_max",
    )  # fmt: skip
    expected = ("id", "position", "url")

    def start(self, board: Board) -> Iterable[Request]:
        tag = "" if board.board == "all" else f"?tag={quote(board.board, safe='')}"
        yield Request(f"{self.root(board)}/api{tag}", conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        for job in self.entries(response.json()):
            if "legal" not in job:
                yield PostingItem(text(job.get("id")), job, text(job.get("url")))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        body, place = fields.markup("description"), text(fields.take("location"))
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("position"),
            url=text(fields.take("url")),
            company=text(fields.take("company")),
            html=_without_mention(body) if body else None,
            locations=[place] if place else [],
            workplace="remote",
            posted_at=moment(fields.take("date")),
        )


def _without_mention(body: str) -> str:
    """The description up to the mention and the breaks before it."""
    before, mention, _ = body.partition(_MENTION)
    if not mention:
        return body
    breaks = _BREAKS.match(before[::-1])
    return before[: len(before) - breaks.end()] if breaks else before
