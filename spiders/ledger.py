"""What is known of one board while it is read, and how reading it ended. No I/O."""

import time
from dataclasses import dataclass, field

SEVERITY = ("ok", "gone", "blocked", "failed")
CAPTCHA = (
    b"captcha",
    b"cf-challenge",
    b"challenge-platform",
    b"just a moment...",
    b"are you a robot",
    b"access denied",
)


@dataclass(slots=True)
class BoardReport:
    """One board's outcome, in the columns of board_fetches. `postings` are those brought, whole or none."""

    board: str
    status: str
    reason: str | None
    postings: int
    postings_advertised: int | None
    postings_unparsed: int
    requests: int
    bytes: int
    seconds: float
    etag: str | None
    last_modified: str | None


@dataclass(slots=True)
class Ledger:
    """Counts requests, answers and postings of a board; `waiting` requests are under way."""

    board: str
    waiting: int = 0
    requests: int = 0
    bytes: int = 0
    conditional: int = 0
    unchanged: int = 0
    advertised: int | None = None
    unparsed: int = 0
    doubled: int = 0
    without_detail: int = 0
    closed_meanwhile: int = 0
    etag: str | None = None
    last_modified: str | None = None
    trouble: tuple[str, str] | None = None
    ids: set[str] = field(default_factory=set)
    started: float = field(default_factory=time.monotonic)
    ended: float | None = None

    def fail(self, status: str, reason: str) -> None:
        """Notes the first trouble of a board; from then on nothing of it counts."""
        if self.trouble is None:
            self.trouble = (status, " ".join(reason.split())[:500])

    def new(self, external_id: str) -> bool:
        """Whether a posting id is seen for the first time on this board; counts it when it is not."""
        if external_id in self.ids:
            self.doubled += 1
            return False
        self.ids.add(external_id)
        return True

    def report(self) -> BoardReport:
        status, reason = self._outcome()
        brought = len(self.ids) if status == "ok" else 0
        only = self.conditional == 1 and status == "ok"  # validators of one of several lists speak for none
        return BoardReport(
            board=self.board,
            status=status,
            reason=reason,
            postings=brought,
            postings_advertised=self.advertised,
            postings_unparsed=self.unparsed if status == "ok" else 0,
            requests=self.requests,
            bytes=self.bytes,
            seconds=round((self.ended or time.monotonic()) - self.started, 3),
            etag=self.etag if only else None,
            last_modified=self.last_modified if only else None,
        )

    def _outcome(self) -> tuple[str, str | None]:
        if self.trouble:
            return self.trouble
        if self.waiting or not self.requests:
            return "failed", "the crawl ended before this board was read"
        if self.conditional and self.unchanged == self.conditional:
            return "unchanged", None
        told = [
            f"{count} {what}"
            for count, what in (
                (self.doubled, "postings stood on it twice and are kept once"),
                (self.unparsed, "payloads without an id, kept raw"),
                (self.without_detail, "postings whose detail could not be read, kept as listed"),
                (self.closed_meanwhile, "postings closed while the board was read"),
            )
            if count
        ]
        return ("ok" if self.ids else "empty"), "; ".join(told) or None


def status_of_code(code: int) -> tuple[str, str]:
    """Board status and reason of an HTTP status that is no success."""
    if code in (404, 410):
        return "gone", f"HTTP {code}: the board is not there"
    if code in (401, 403, 407, 429, 451):
        return "blocked", f"HTTP {code}: the host refuses to be read"
    return "failed", f"HTTP {code}"


def is_captcha(body: bytes) -> bool:
    """Whether a page asks its reader to prove to be human."""
    head = body[:20_000].lower()
    return b"<html" in head and any(mark in head for mark in CAPTCHA)
