"""The one Scrapy spider: sends what a platform asks for, board by board, and keeps what it finds."""

import collections
import datetime as dt
import json
import os
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Any, Protocol
from urllib.parse import quote, urljoin, urlsplit

import scrapy
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.job import Job
from spiders.ledger import Ledger, is_captcha, status_of_code
from spiders.platform import Advertised, Answer, Ask, Board, BoardError, Found, Platform
from spiders.politeness import HostClosed
from spiders.resolver import REFUSED
from spiders.rows import raw_row, without
from spiders.safety import inside_reason, is_inside, is_named, refusal
from spiders.values import moment

LISTS = ("list", "entry")  # steps whose answers tell what a board has
REVISITED = dt.timedelta(days=7)  # after this long a page is asked again, whatever the list says of it
MARGIN = dt.timedelta(days=2)  # dates of change may be of any time zone and of days
REDIRECTS = frozenset({301, 302, 303, 307, 308})
SHORTEST_SECRET = 6  # characters: a shorter key would be replaced within ordinary words


class Sink(Protocol):
    """Takes raw rows as they come."""

    def append(self, row: dict[str, Any]) -> None: ...


def secrets_of(platform: Platform) -> tuple[str, ...]:
    """The values of the platform's keys, as they stand and as addresses write them."""
    values = [value for name in platform.keys if len(value := os.environ.get(name, "")) >= SHORTEST_SECRET]
    return tuple(dict.fromkeys(form for value in values for form in (value, quote(value, safe=""))))


class BoardSpider(scrapy.Spider):
    """Reads the boards of a job. What went wrong with one board stands in its ledger and stops no other board."""

    name = "boards"

    def __init__(
        self, job: Job, platform: Platform, named: frozenset[str], sink: Sink, told: Callable[[Ledger], None]
    ) -> None:
        super().__init__()
        self.job, self.platform, self.named, self.sink, self.told = job, platform, named, sink, told
        self.secrets = secrets_of(platform)
        self.ledgers = {board.board: Ledger(board.board) for board in job.boards}
        self._boards = {board.board: board for board in job.boards}
        self._by_host: collections.Counter[str] = collections.Counter()
        self._now = dt.datetime.now(dt.UTC)

    async def start(self) -> AsyncIterator[scrapy.Request]:
        missing = [name for name in self.platform.keys if not os.environ.get(name)]
        for board in self.job.boards:
            ledger = self.ledgers[board.board]
            if missing:
                ledger.fail("failed", f"needs the environment variables {', '.join(missing)}; set them, or remove it")
            else:
                for request in self._first(board, ledger):
                    yield request
            self._tell_if_over(ledger)

    def _first(self, board: Board, ledger: Ledger) -> list[scrapy.Request]:
        try:
            asks = list(self.platform.start(board))
        except (BoardError, ValueError) as error:  # a board that is no address, or not of the platform's form
            ledger.fail("failed", str(error))
            return []
        return list(self._requests(board, ledger, asks))

    def _requests(self, board: Board, ledger: Ledger, asks: Iterable[Ask]) -> Iterator[scrapy.Request]:
        for ask in asks:
            if self._is_new(ledger, ask) and (request := self._request(board, ledger, ask, ask.url, 0)) is not None:
                ledger.conditional += ask.conditional
                yield request

    def _is_new(self, ledger: Ledger, ask: Ask) -> bool:
        """Whether an ask is the first for its address; notes the address when it is, else what the repetition means."""
        if ask.body is None and ask.url in ledger.asked:
            ledger.doubled += ask.step == "detail"
            ledger.circling |= ask.step == "entry"
            return False
        ledger.asked.add(ask.url)
        return True

    def _details(self, board: Board, ledger: Ledger) -> Iterator[scrapy.Request]:
        """The requests for details, when the board's lists were read to their end: an endless list costs none."""
        if ledger.listing or not ledger.held:
            return
        held, ledger.held = ledger.held, []
        most = self.job.limits.board_requests
        if ledger.requests + len(held) > most:
            ledger.fail("failed", f"more than {most} requests for one board: it lists {len(held)} postings")
        for ask in held:
            if not self._is_same(board, ledger, ask):
                request = self._request(board, ledger, ask, ask.url, 0)
                if request is not None:
                    yield request

    def _is_same(self, board: Board, ledger: Ledger, ask: Ask) -> bool:
        """Whether a posting was read lately and has not changed since; then what was read stands, and it is counted."""
        found = self.platform.without_detail(ask, "") if ask.changed else None
        external_id = (found.external_id or "") if found else ""
        read = moment(self.job.known.get(board.board, {}).get(external_id))
        if not ask.changed or read is None or ask.changed + MARGIN > read or self._now - read > REVISITED:
            return False
        if ledger.new(external_id):
            ledger.same.append(external_id)
        return True

    def _request(self, board: Board, ledger: Ledger, ask: Ask, url: str, redirects: int) -> scrapy.Request | None:
        """The request for an ask; None, with the trouble noted, when it may not be sent."""
        limits = self.job.limits
        refused = refusal(url, self.named)
        host = urlsplit(url).netloc if not refused else ""
        if refused:
            self._fail(ledger, "failed", f"{'redirect to ' if redirects else ''}{refused}")
        elif ledger.pages >= limits.board_pages and ask.step in LISTS:
            ledger.fail("failed", f"more than {limits.board_pages} pages of its list")
        elif ledger.requests >= limits.board_requests:
            ledger.fail("failed", f"more than {limits.board_requests} requests for one board")
        elif self._by_host[host] >= limits.host_requests:
            ledger.fail("failed", f"tonight's budget of {limits.host_requests} requests for {host} is spent")
        elif ledger.started and time.monotonic() - ledger.started > limits.board_seconds:
            ledger.fail("failed", f"not read within {limits.board_seconds:.0f} s")
        if ledger.trouble:
            return None
        self._by_host[host] += 1
        ledger.requests += 1
        ledger.waiting += 1
        ledger.listing += ask.step in LISTS
        ledger.pages += ask.step in LISTS
        own = not redirects or host == urlsplit(ask.url).netloc  # what may hold keys goes to no other host
        headers = dict(ask.headers) if own else {}
        if ask.conditional and not self.job.probe:
            known = self.job.validators.get(board.board, {})
            for header, name in (("If-None-Match", "etag"), ("If-Modified-Since", "last_modified")):
                if value := known.get(name):
                    headers[header] = value
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
        ledger = self._back(board, response.meta, ask)
        ledger.bytes += len(response.body)
        if self._from_inside(response):
            ledger.fail("failed", f"{urlsplit(response.url).hostname} answers from inside the own network")
        if not ledger.trouble:
            if response.status == 304 and ask.conditional:
                ledger.unchanged += 1
            elif response.status in REDIRECTS:
                yield from self._redirected(response, board, ledger, ask, redirects)
            elif response.status == 200:
                yield from self._read(response, board, ledger, ask)
            else:
                self._refused(response, ledger, ask)
        if not ledger.trouble:
            yield from self._details(board, ledger)
        self._tell_if_over(ledger)

    def _from_inside(self, response: Response) -> bool:
        """Whether a name that was checked before the request led inside the own network after all."""
        address = getattr(response, "ip_address", None)
        if address is None or response.meta.get("proxy") or is_named(response.url, self.named):
            return False
        return is_inside(str(address))

    def _back(self, board: Board, meta: dict[str, Any], ask: Ask) -> Ledger:
        ledger = self.ledgers[board.board]
        ledger.waiting -= 1
        ledger.listing -= ask.step in LISTS
        ledger.requests += meta.get("tries", 0)
        if ledger.started is None:
            ledger.started = meta.get("sent", time.monotonic())
        return ledger

    def _fail(self, ledger: Ledger, status: str, reason: str) -> None:
        ledger.fail(status, without(reason, self.secrets))

    def _redirected(
        self, response: Response, board: Board, ledger: Ledger, ask: Ask, redirects: int
    ) -> Iterator[scrapy.Request]:
        target = (response.headers.get(b"Location") or b"").decode("latin-1")
        if redirects >= self.job.limits.redirects:
            self._fail(ledger, "failed", f"redirected more than {self.job.limits.redirects} times, to {target[:200]}")
        elif not target:
            ledger.fail("failed", f"HTTP {response.status} without a target")
        else:
            request = self._request(board, ledger, ask, _target(response.url, target), redirects + 1)
            if request is not None:
                yield request

    def _refused(self, response: Response, ledger: Ledger, ask: Ask) -> None:
        """Another status than success: of a detail it loses that detail, of a list the board."""
        status, reason = status_of_code(response.status)
        waits = (response.headers.get(b"Retry-After") or b"").decode("latin-1")
        if response.status == 429 and waits:
            reason += f", asks to wait {waits[:40]}{' s' if waits.isdigit() else ''}"
        if status != "gone" and is_captcha(response.body):
            status, reason = "blocked", f"HTTP {response.status} with a captcha page"
        if ask.step in LISTS or response.status == 429 or "captcha" in reason:
            ledger.fail(status, reason)
        elif status == "gone":
            ledger.closed_meanwhile += 1
        else:
            self._without_detail(ledger, ask, reason)

    def _without_detail(self, ledger: Ledger, ask: Ask, reason: str) -> None:
        told = f"{urlsplit(ask.url).path}: {reason}"
        found = self.platform.without_detail(ask, reason)
        if found is None or found.external_id is None:
            self._fail(ledger, "failed", told)
        else:
            ledger.unread[found.external_id] = without(told, self.secrets)
            self._keep(found, ledger)

    def _read(self, response: Response, board: Board, ledger: Ledger, ask: Ask) -> Iterator[scrapy.Request]:
        if ask.conditional:
            ledger.etag = (response.headers.get(b"ETag") or b"").decode("latin-1") or None
            ledger.last_modified = (response.headers.get(b"Last-Modified") or b"").decode("latin-1") or None
        headers = {
            name.decode("latin-1").lower(): values[-1].decode("latin-1") for name, values in response.headers.items()
        }
        answer = Answer(ask, response.url, response.body, headers)
        known, kept = len(ledger.ids) + len(ledger.asked), 0
        pages: list[Ask] = []
        try:
            for result in self.platform.read(board, answer):
                if isinstance(result, Advertised):
                    ledger.advertised = result.postings + (ledger.advertised or 0 if result.is_part else 0)
                    ledger.passed_over += result.passed_over
                elif isinstance(result, Found):
                    kept += 1
                    self._keep(result, ledger)
                elif self.job.probe:
                    ledger.new(result.url)
                elif result.step == "list":
                    pages.append(result)
                else:
                    kept += 1
                    if result.step in LISTS:
                        yield from self._requests(board, ledger, [result])
                    elif self._is_new(ledger, result):
                        ledger.held.append(result)
        except BoardError as error:
            self._unreadable(response, ledger, ask, str(error))
        except Exception as error:  # one board's surprise must not end the others'
            self.logger.exception("%s %s", board.platform, board.board)
            self._unreadable(response, ledger, ask, f"{type(error).__name__}: {error}")
        if pages and kept and len(ledger.ids) + len(ledger.asked) == known:
            ledger.fail("failed", "its pages repeat themselves without end")
        yield from self._requests(board, ledger, pages)

    def _unreadable(self, response: Response, ledger: Ledger, ask: Ask, reason: str) -> None:
        if is_captcha(response.body):
            ledger.fail("blocked", "a captcha page instead of the board")
        elif ask.step in LISTS:
            self._fail(ledger, "failed", reason)
        else:
            self._without_detail(ledger, ask, reason)

    def _keep(self, found: Found, ledger: Ledger) -> None:
        board = self._boards[ledger.board]
        kept = raw_row(found, board, self.job, self.secrets)
        if ledger.new(kept.row["external_id"]):
            ledger.unparsed += kept.unparsed
            ledger.outsized += kept.outsized
            if not self.job.probe:
                self.sink.append(kept.row)

    def _unanswered(self, failure: Failure) -> None:
        request = failure.request  # type: ignore[attr-defined]
        board, ask = request.cb_kwargs["board"], request.cb_kwargs["ask"]
        ledger = self._back(board, request.meta, ask)
        status, reason = self._named(failure)
        if ask.step in LISTS or status == "blocked":
            self._fail(ledger, status, reason)
        elif not ledger.trouble:
            self._without_detail(ledger, ask, reason)
        self._tell_if_over(ledger)

    def _named(self, failure: Failure) -> tuple[str, str]:
        """Board status and reason of a request that got no answer."""
        limits, text = self.job.limits, failure.getErrorMessage()
        if failure.check(HostClosed):
            return "blocked", text
        if failure.check(IgnoreRequest) and "robots.txt" in text:
            return "blocked", "robots.txt forbids it"
        named = (
            (IgnoreRequest, f"an answer that unpacks to more than {limits.answer_bytes} bytes"),
            (DownloadTimeoutError, f"no complete answer within {limits.timeout:g} s"),
            (DownloadConnectionRefusedError, "connection refused"),
            (CannotResolveHostError, _unresolved(failure.request.url)),  # type: ignore[attr-defined]
            (DownloadCancelledError, f"an answer of more than {limits.answer_bytes} bytes"),
            (ResponseDataLossError, "truncated: the answer ended before its announced length"),
            (DownloadFailedError, "the connection broke before the answer was complete"),
        )
        found = next((reason for kind, reason in named if failure.check(kind)), None)
        return "failed", found or f"{getattr(failure.type, '__name__', 'error')}: {text}"

    def _tell_if_over(self, ledger: Ledger) -> None:
        if ledger.waiting == 0 and ledger.ended is None:
            ledger.ended = time.monotonic()
            self.told(ledger)


def _target(base: str, location: str) -> str:
    """Where a redirect leads; the location itself where it is no address, so that the refusal can name it."""
    try:
        return urljoin(base, location)
    except ValueError:
        return location


def _unresolved(url: str) -> str:
    host = urlsplit(url).hostname or ""
    if host in REFUSED:
        return inside_reason(host, REFUSED[host])
    return f"the name {host} cannot be resolved"
