"""The one Scrapy spider: sends what a platform asks for, board by board, and keeps what it finds."""

import collections
import datetime as dt
import hashlib
import json
import os
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

import scrapy
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.job import Job
from spiders.ledger import Ledger, is_captcha, status_of_code
from spiders.platform import Advertised, Answer, Ask, Board, BoardError, Found, Platform
from spiders.privacy import without_persons
from spiders.safety import refusal

REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Sink(Protocol):
    """Takes raw rows as they come."""

    def append(self, row: dict[str, Any]) -> None: ...


class BoardSpider(scrapy.Spider):
    """Reads the boards of a job. What went wrong with one board stands in its ledger and stops no other board."""

    name = "boards"

    def __init__(
        self, job: Job, platform: Platform, named: frozenset[str], sink: Sink, told: Callable[[Ledger], None]
    ) -> None:
        super().__init__()
        self.job, self.platform, self.named, self.sink, self.told = job, platform, named, sink, told
        self.ledgers = {board.board: Ledger(board.board) for board in job.boards}
        self._by_host: collections.Counter[str] = collections.Counter()

    async def start(self) -> AsyncIterator[scrapy.Request]:
        missing = [name for name in self.platform.keys if not os.environ.get(name)]
        for board in self.job.boards:
            ledger = self.ledgers[board.board]
            ledger.started = time.monotonic()
            if missing:
                ledger.fail(
                    "failed", f"needs the environment variables {', '.join(missing)}; set them or remove the board"
                )
                continue
            try:
                asks = list(self.platform.start(board))
            except BoardError as error:
                ledger.fail("failed", str(error))
                continue
            for request in self._requests(board, ledger, asks):
                yield request

    def _requests(self, board: Board, ledger: Ledger, asks: Iterable[Ask]) -> Iterator[scrapy.Request]:
        for ask in asks:
            request = self._request(board, ledger, ask, ask.url, 0)
            if request is not None:
                ledger.conditional += ask.conditional
                yield request

    def _request(self, board: Board, ledger: Ledger, ask: Ask, url: str, redirects: int) -> scrapy.Request | None:
        """The request for an ask; None, with the trouble noted, when it may not be sent."""
        limits = self.job.limits
        refused = refusal(url, self.named)
        host = urlsplit(url).netloc
        if refused:
            ledger.fail("failed", f"{'redirect to ' if redirects else ''}{refused}")
        elif ledger.requests >= limits.board_requests:
            ledger.fail("failed", f"more than {limits.board_requests} requests for one board")
        elif self._by_host[host] >= limits.host_requests:
            ledger.fail("failed", f"tonight's budget of {limits.host_requests} requests for {host} is spent")
        elif time.monotonic() - ledger.started > limits.board_seconds:
            ledger.fail("failed", f"not read within {limits.board_seconds:.0f} s")
        if ledger.trouble:
            return None
        self._by_host[host] += 1
        ledger.requests += 1
        ledger.waiting += 1
        headers = dict(ask.headers)
        if ask.conditional and not self.job.probe:
            known = self.job.validators.get(board.board, {})
            headers |= {"If-None-Match": known["etag"]} if known.get("etag") else {}
            headers |= {"If-Modified-Since": known["last_modified"]} if known.get("last_modified") else {}
        return scrapy.Request(
            url,
            method="POST" if ask.body is not None else "GET",
            body=json.dumps(ask.body) if ask.body is not None else None,
            headers=headers | ({"Content-Type": "application/json"} if ask.body is not None else {}),
            callback=self._answered,
            errback=self._unanswered,
            dont_filter=True,
            priority=10 if ask.step != "list" else 0,
            cb_kwargs={"board": board, "ask": ask, "redirects": redirects},
        )

    def _answered(self, response: Response, board: Board, ask: Ask, redirects: int) -> Iterator[scrapy.Request]:
        ledger = self._back(board, response.meta)
        ledger.bytes += len(response.body)
        if not ledger.trouble:
            if response.status == 304 and ask.conditional:
                ledger.unchanged += 1
            elif response.status in REDIRECTS:
                yield from self._redirected(response, board, ledger, ask, redirects)
            elif response.status == 200:
                yield from self._read(response, board, ledger, ask)
            else:
                self._refused(response, ledger, ask)
        self._tell_if_over(ledger)

    def _back(self, board: Board, meta: dict[str, Any]) -> Ledger:
        ledger = self.ledgers[board.board]
        ledger.waiting -= 1
        ledger.requests += meta.get("tries", 0)
        return ledger

    def _redirected(
        self, response: Response, board: Board, ledger: Ledger, ask: Ask, redirects: int
    ) -> Iterator[scrapy.Request]:
        target = (response.headers.get(b"Location") or b"").decode("latin-1")
        if redirects >= self.job.limits.redirects:
            ledger.fail("failed", f"redirected more than {self.job.limits.redirects} times, at last to {target[:200]}")
        elif not target:
            ledger.fail("failed", f"HTTP {response.status} without a target")
        else:
            request = self._request(board, ledger, ask, urljoin(response.url, target), redirects + 1)
            if request is not None:
                yield request

    def _refused(self, response: Response, ledger: Ledger, ask: Ask) -> None:
        """Another status than success: of a detail it loses that detail, of a list the board."""
        status, reason = status_of_code(response.status)
        if is_captcha(response.body):
            status, reason = "blocked", f"HTTP {response.status} with a captcha page"
        if ask.step == "list" or ask.step == "entry" or status == "blocked":
            ledger.fail(status, reason)
        elif status == "gone":
            ledger.closed_meanwhile += 1
        else:
            self._without_detail(ledger, ask, reason)

    def _without_detail(self, ledger: Ledger, ask: Ask, reason: str) -> None:
        found = self.platform.without_detail(ask)
        if found is None:
            ledger.fail("failed", f"{urlsplit(ask.url).path}: {reason}")
        else:
            ledger.without_detail += 1
            self._keep(found, ledger)

    def _read(self, response: Response, board: Board, ledger: Ledger, ask: Ask) -> Iterator[scrapy.Request]:
        if ask.conditional:
            ledger.etag = (response.headers.get(b"ETag") or b"").decode("latin-1") or None
            ledger.last_modified = (response.headers.get(b"Last-Modified") or b"").decode("latin-1") or None
        headers = {
            name.decode("latin-1").lower(): values[-1].decode("latin-1") for name, values in response.headers.items()
        }
        answer = Answer(ask, response.url, response.body, headers)
        known = len(ledger.ids)
        kept = 0
        try:
            for result in self.platform.read(board, answer):
                if isinstance(result, Advertised):
                    ledger.advertised = result.postings
                elif isinstance(result, Found):
                    kept += 1
                    self._keep(result, ledger)
                elif self.job.probe:
                    ledger.new(result.url)
                else:
                    yield from self._requests(board, ledger, [result])
        except BoardError as error:
            self._unreadable(response, ledger, ask, str(error))
        except Exception as error:  # one board's surprise must not end the others'
            self.logger.exception("%s %s", board.platform, board.board)
            self._unreadable(response, ledger, ask, f"{type(error).__name__}: {error}")
        if ask.step == "list" and kept and len(ledger.ids) == known and ask.about.get("offset"):
            ledger.fail("failed", "the pages repeat themselves without end")

    def _unreadable(self, response: Response, ledger: Ledger, ask: Ask, reason: str) -> None:
        if is_captcha(response.body):
            ledger.fail("blocked", "a captcha page instead of the board")
        elif ask.step == "detail":
            self._without_detail(ledger, ask, reason)
        else:
            ledger.fail("failed", reason)

    def _keep(self, found: Found, ledger: Ledger) -> None:
        payload = json.dumps(without_persons(found.payload), ensure_ascii=False, separators=(",", ":"))
        if len(payload) > self.job.limits.posting_bytes:
            ledger.fail("failed", f"a posting of {len(payload)} characters, more than {self.job.limits.posting_bytes}")
            return
        external_id = found.external_id
        if external_id is None:
            ledger.unparsed += 1
            external_id = f"unparsed-{hashlib.sha256(payload.encode('utf-8', 'replace')).hexdigest()[:16]}"
        if not ledger.new(external_id) or self.job.probe:
            return
        self.sink.append(
            {
                "posting_id": f"{self.job.platform}:{ledger.board}:{external_id}",
                "snapshot_date": self.job.snapshot_date,
                "platform": self.job.platform,
                "board": ledger.board,
                "external_id": external_id,
                "url": found.url,
                "company": next(board.company for board in self.job.boards if board.board == ledger.board) or None,
                "fetched_at": dt.datetime.now(dt.UTC),
                "observed_on": self.job.snapshot_date,
                "carried_forward": False,
                "payload": payload.encode("utf-8", "replace").decode(),
            }
        )

    def _unanswered(self, failure: Failure) -> None:
        request = failure.request  # type: ignore[attr-defined]
        board, ask = request.cb_kwargs["board"], request.cb_kwargs["ask"]
        ledger = self._back(board, request.meta)
        status, reason = self._named(failure)
        if ask.step == "detail" and status == "failed":
            self._without_detail(ledger, ask, reason)
        else:
            ledger.fail(status, reason)
        self._tell_if_over(ledger)

    def _named(self, failure: Failure) -> tuple[str, str]:
        """Board status and reason of a request that got no answer."""
        limits, text = self.job.limits, failure.getErrorMessage()
        if failure.check(IgnoreRequest):
            return ("blocked", "robots.txt forbids it") if "robots.txt" in text else (
                "failed", f"an answer that unpacks to more than {limits.answer_bytes} bytes"
            )  # fmt: skip
        named = (
            (DownloadTimeoutError, f"no complete answer within {limits.timeout:g} s"),
            (DownloadConnectionRefusedError, "connection refused"),
            (CannotResolveHostError, "the host's name cannot be resolved"),
            (DownloadCancelledError, f"an answer of more than {limits.answer_bytes} bytes"),
            (ResponseDataLossError, "truncated: the answer ended before its announced length"),
        )
        found = next((reason for kind, reason in named if failure.check(kind)), None)
        return "failed", found or f"{getattr(failure.type, '__name__', 'error')}: {text}"

    def _tell_if_over(self, ledger: Ledger) -> None:
        if ledger.waiting == 0 and ledger.ended is None:
            ledger.ended = time.monotonic()
            self.told(ledger)
