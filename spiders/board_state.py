"""What is known of one board while it is read, and how reading it ended. No I/O."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from spiders.http import Request

UNREAD = 10  # a board of which more than one posting in this many could not be read has failed
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
    """One board's outcome, in the columns of board_fetches. `postings` are those brought, whole or none.

    `unread` are the ids of postings on the board whose detail or page could not be read this time, `same` of those that
    were not asked since they have not changed: of both, what was read last stands.
    """

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
    unread: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)


@dataclass(slots=True)
class BoardState:
    """Counts requests, answers and postings of a board; `waiting` requests are under way, `listing` of them for lists.

    `held` are the details that are asked when the lists have been read to their end, `pages` the lists asked so far.
    `unread` holds the reason by the id of a posting whose detail could not be read. `asked` are the identities
    of the requests sent.
    """

    board: str
    waiting: int = 0
    listing: int = 0
    pages: int = 0
    held: list[Request] = field(default_factory=list)
    requests: int = 0
    bytes: int = 0
    conditional: int = 0
    unchanged: int = 0
    advertised: int | None = None
    unparsed: int = 0
    doubled: int = 0
    outsized: int = 0
    circling: bool = False
    unread: dict[str, str] = field(default_factory=dict)
    same: list[str] = field(default_factory=list)
    passed_over: int = 0
    is_cut: bool = False
    closed_meanwhile: int = 0
    etag: str | None = None
    last_modified: str | None = None
    trouble: tuple[str, str] | None = None
    ids: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    started: float | None = None
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
        read = status in ("ok", "empty")
        only = self.conditional == 1 and status == "ok"  # validators of one of several lists speak for none
        return BoardReport(
            board=self.board,
            status=status,
            reason=reason,
            postings=len(self.ids) if read else 0,
            postings_advertised=self.advertised,
            postings_unparsed=self.unparsed if read else 0,
            requests=self.requests,
            bytes=self.bytes,
            seconds=round((self.ended or time.monotonic()) - self.started, 3) if self.started else 0.0,
            etag=self.etag if only else None,
            last_modified=self.last_modified if only else None,
            unread=sorted(self.unread) if read else [],
            same=sorted(self.same) if read else [],
        )

    def _outcome(self) -> tuple[str, str | None]:
        if self.trouble:
            return self.trouble
        if self.waiting or not self.requests:
            return "failed", "the crawl ended before this board was read"
        if self.conditional and self.unchanged == self.conditional:
            return "unchanged", None
        if self.circling and not self.ids:
            return "failed", "its sitemap indexes lead in a circle"
        if self.ids and self.unparsed == len(self.ids):
            return "failed", f"no posting could be read from any of its {len(self.ids)} payloads"
        if len(self.unread) * UNREAD > len(self.ids):
            lost = f"{len(self.unread)} of {len(self.ids)} postings could not be read, the first"
            return "failed", f"{lost} {next(iter(self.unread.values()))}"
        return ("ok" if self.ids else "empty"), "; ".join(self._remarks()) or None

    def _remarks(self) -> Iterator[str]:
        """What is remarkable of a board that was read."""
        counts = (
            ("listed twice and kept once", self.doubled),
            ("kept raw, without an id or without a posting in them", self.unparsed),
            ("too large, only their beginning is kept", self.outsized),
            ("closed while the board was read", self.closed_meanwhile),
            ("unchanged since they were read, and not asked again", len(self.same)),
            ("addresses passed over, since they are not those of postings", self.passed_over),
        )
        yield from (f"{what}: {count}" for what, count in counts if count)
        if self.is_cut:
            yield "cut: its list ends, or begins anew, before all its postings are told"
        if self.unread:
            yield f"kept as listed: {len(self.unread)}, the first {next(iter(self.unread.values()))}"
        brought = len(self.ids) + self.doubled + self.closed_meanwhile
        if self.advertised is not None and brought < self.advertised:
            yield f"advertised: {self.advertised}, found: {brought}"


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
