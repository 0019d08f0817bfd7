"""The one Scrapy spider: sends what a platform asks for, board by board, and keeps what it finds."""

import collections
import datetime as dt
import json
import logging
import os
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote, urljoin, urlsplit

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from twisted.python.failure import Failure

from spiders.board_state import BoardState, is_captcha, status_of_code
from spiders.boards import BoardsFileError, read_boards
from spiders.failures import outcome_of_failure
from spiders.http import BoardError, Request, Response
from spiders.items import Advertised, PostingItem, Row
from spiders.job import Job
from spiders.platform import Board, Platform
from spiders.platforms import platforms
from spiders.resolver import OWN_PLACES
from spiders.revisits import listing_key, stands_by_date, stands_by_listing
from spiders.rows import raw_row, without
from spiders.safety import is_inside, is_named, named_hosts, refusal
from spiders.settings import job_settings
from spiders.values import moment

Output: TypeAlias = scrapy.Request | Row

READ = frozenset({"ok", "empty", "unchanged"})
LISTS = ("list", "entry")  # steps whose answers tell what a board has
REDIRECTS = frozenset({301, 302, 303, 307, 308})
SHORTEST_SECRET = 6  # characters: a shorter key would be replaced within ordinary words


def secrets_of(platform: Platform) -> tuple[str, ...]:
    """The values of the platform's keys, as they stand and as addresses write them."""
    values = [value for name in platform.keys if len(value := os.environ.get(name, "")) >= SHORTEST_SECRET]
    return tuple(dict.fromkeys(form for value in values for form in (value, quote(value, safe=""))))


def job_of_arguments(platform: str = "", boards: str = "boards.csv", contact: str = "") -> Job:
    """The job of a spider that `scrapy crawl` starts, over the platform's rows of a boards file.

    Raises UsageError for an unknown platform, and for a file that cannot be used or names no board of the platform.
    """
    if platform not in platforms():
        raise UsageError(f"-a platform={platform or '...'}: one of {', '.join(platforms())}")
    try:
        mine = [board for board in read_boards(Path(boards)) if board.platform == platform]
    except (BoardsFileError, OSError) as error:
        raise UsageError(f"-a boards={boards}: {error}") from error
    if not mine:
        raise UsageError(f"-a boards={boards}: no board of {platform} in it")
    contact = contact or os.environ.get("ROLEMETER_CONTACT", "")
    return Job(platform, mine, dt.datetime.now(dt.UTC).date(), Path(), contact=contact)


class BoardSpider(scrapy.Spider):
    """Reads the boards of a job. What went wrong with one board stands in its board state and stops no other board."""

    name = "boards"

    def __init__(self, job: Job, on_finished: Callable[[BoardState], None] | None = None) -> None:
        super().__init__()
        self.job, self.platform = job, platforms()[job.platform]
        addresses = [address for board in job.boards for address in (board.base_url, board.board) if "://" in address]
        self.named = named_hosts(addresses)
        self.secrets = secrets_of(self.platform)
        self.states = {board.board: BoardState(board.board) for board in job.boards}
        self._on_finished = on_finished or self._log_finished
        self._boards = {board.board: board for board in job.boards}
        self._by_host: collections.Counter[str] = collections.Counter()
        self._now = dt.datetime.now(dt.UTC)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "BoardSpider":
        """The spider of a job (`job`, `on_finished`), or of `scrapy crawl boards -a platform=... -a boards=FILE`."""
        spider = cls(*args, **kwargs) if "job" in kwargs else cls(job_of_arguments(**kwargs))
        spider._set_crawler(crawler)
        OWN_PLACES.update(spider.named)
        crawler.settings.setdict(job_settings(spider.job, spider.named), priority="spider")
        crawler.signals.connect(spider._item_lost, signal=signals.item_error)
        return spider

    async def start(self) -> AsyncIterator[scrapy.Request]:
        missing = [name for name in self.platform.keys if not os.environ.get(name)]
        for board in self.job.boards:
            state = self.states[board.board]
            if missing:
                state.fail("failed", f"needs the environment variables {', '.join(missing)}; set them, or remove it")
            else:
                for sent in self._first(board, state):
                    yield sent
            self._finish_if_over(state)

    def _first(self, board: Board, state: BoardState) -> list[scrapy.Request]:
        try:
            requests = list(self.platform.start(board))
        except (BoardError, ValueError) as error:  # a board that is no address, or not of the platform's form
            state.fail("failed", str(error))
            return []
        return list(self._scrapy_requests(board, state, requests))

    def _scrapy_requests(
        self, board: Board, state: BoardState, requests: Iterable[Request]
    ) -> Iterator[scrapy.Request]:
        for request in requests:
            if self._is_new(state, request) and (sent := self._scrapy_request(board, state, request, request.url, 0)):
                state.conditional += request.conditional
                yield sent

    def _is_new(self, state: BoardState, request: Request) -> bool:
        """Whether a request is the first for its address; notes the address if so, else what the repetition means."""
        if request.identity in state.asked:
            state.doubled += request.step == "detail"
            state.circling |= request.step == "entry"
            return False
        state.asked.add(request.identity)
        return True

    def _details(self, board: Board, state: BoardState) -> Iterator[scrapy.Request]:
        """The requests for details, when the board's lists were read to their end: an endless list costs none."""
        if state.listing or not state.held:
            return
        held, state.held = state.held, []
        most = self.job.limits.board_requests
        if state.requests + len(held) > most:
            state.fail("failed", f"more than {most} requests for one board: it lists {len(held)} postings")
        for request in held:
            if not self._is_same(board, state, request):
                sent = self._scrapy_request(board, state, request, request.url, 0)
                if sent is not None:
                    yield sent

    def _is_same(self, board: Board, state: BoardState, request: Request) -> bool:
        """Whether a posting was read lately and has not changed since; then what was read stands, and it is counted."""
        known = self.job.known.get(board.board)
        item = self.platform.without_detail(request, "") if known else None
        if known is None or item is None or item.external_id not in known:
            return False
        before = known[item.external_id]
        read = moment(before.at)
        if read is None:
            return False
        if request.changed:
            stands = stands_by_date(request.changed, read, self._now)
        else:
            told = listing_key(self.platform, item.payload)
            stands = stands_by_listing(item.external_id, told, before.listing, read, self._now)
        if stands and state.new(item.external_id):
            state.same.append(item.external_id)
        return stands

    def _scrapy_request(
        self, board: Board, state: BoardState, request: Request, url: str, redirects: int
    ) -> scrapy.Request | None:
        """Scrapy's request for a platform's; None, with the trouble noted, when it may not be sent."""
        limits = self.job.limits
        refused = refusal(url, self.named)
        host = urlsplit(url).netloc if not refused else ""
        if refused:
            self._fail(state, "failed", f"{'redirect to ' if redirects else ''}{refused}")
        elif state.pages >= limits.board_pages and request.step in LISTS:
            state.fail("failed", f"more than {limits.board_pages} pages of its list")
        elif state.requests >= limits.board_requests:
            state.fail("failed", f"more than {limits.board_requests} requests for one board")
        elif self._by_host[host] >= limits.host_requests:
            state.fail("failed", f"tonight's budget of {limits.host_requests} requests for {host} is spent")
        elif state.started and time.monotonic() - state.started > limits.board_seconds:
            state.fail("failed", f"not read within {limits.board_seconds:.0f} s")
        if state.trouble:
            return None
        self._by_host[host] += 1
        state.requests += 1
        state.waiting += 1
        state.listing += request.step in LISTS
        state.pages += request.step in LISTS
        own = not redirects or host == urlsplit(request.url).netloc  # what may hold keys goes to no other host
        headers = dict(request.headers) if own else {}
        if request.conditional and not self.job.probe:
            known = self.job.validators.get(board.board, {})
            for header, name in (("If-None-Match", "etag"), ("If-Modified-Since", "last_modified")):
                if value := known.get(name):
                    headers[header] = value
        return scrapy.Request(
            url,
            method="POST" if request.data is not None else "GET",
            body=json.dumps(request.data) if request.data is not None else None,
            headers=headers | ({"Content-Type": "application/json"} if request.data is not None else {}),
            callback=self._answered,
            errback=self._unanswered,
            dont_filter=True,
            priority=10 if request.step != "list" else 0,
            cb_kwargs={"board": board, "request": request, "redirects": redirects},
        )

    def _answered(
        self, response: scrapy.http.Response, board: Board, request: Request, redirects: int
    ) -> Iterator[Output]:
        state = self._back(board, response.meta, request)
        state.bytes += len(response.body)
        if self._from_inside(response):
            state.fail("failed", f"{urlsplit(response.url).hostname} answers from inside the own network")
        if not state.trouble:
            if response.status == 304 and request.conditional:
                state.unchanged += 1
            elif response.status in REDIRECTS:
                yield from self._redirected(response, board, state, request, redirects)
            elif response.status == 200:
                yield from self._read(response, board, state, request)
            else:
                yield from self._refused(response, state, request)
        if not state.trouble:
            yield from self._details(board, state)
        self._finish_if_over(state)

    def _from_inside(self, response: scrapy.http.Response) -> bool:
        """Whether a name that was checked before the request led inside the own network after all."""
        address = getattr(response, "ip_address", None)
        if address is None or response.meta.get("proxy") or is_named(response.url, self.named):
            return False
        return is_inside(str(address))

    def _back(self, board: Board, meta: dict[str, Any], request: Request) -> BoardState:
        state = self.states[board.board]
        state.waiting -= 1
        state.listing -= request.step in LISTS
        state.requests += meta.get("tries", 0)
        if state.started is None:
            state.started = meta.get("sent", time.monotonic())
        return state

    def _fail(self, state: BoardState, status: str, reason: str) -> None:
        state.fail(status, without(reason, self.secrets))

    def _redirected(
        self, response: scrapy.http.Response, board: Board, state: BoardState, request: Request, redirects: int
    ) -> Iterator[scrapy.Request]:
        target = (response.headers.get(b"Location") or b"").decode("latin-1")
        if redirects >= self.job.limits.redirects:
            self._fail(state, "failed", f"redirected more than {self.job.limits.redirects} times, to {target[:200]}")
        elif not target:
            state.fail("failed", f"HTTP {response.status} without a target")
        else:
            sent = self._scrapy_request(board, state, request, _target(response.url, target), redirects + 1)
            if sent is not None:
                yield sent

    def _refused(self, response: scrapy.http.Response, state: BoardState, request: Request) -> Iterator[Row]:
        """Another status than success: of a detail it loses that detail, of a list the board."""
        status, reason = status_of_code(response.status)
        waits = (response.headers.get(b"Retry-After") or b"").decode("latin-1")
        if response.status == 429 and waits:
            reason += f", asks to wait {waits[:40]}{' s' if waits.isdigit() else ''}"
        if status != "gone" and is_captcha(response.body):
            status, reason = "blocked", f"HTTP {response.status} with a captcha page"
        if request.step in LISTS or response.status == 429 or "captcha" in reason:
            state.fail(status, reason)
        elif status == "gone":
            state.closed_meanwhile += 1
        else:
            yield from self._without_detail(state, request, reason)

    def _without_detail(self, state: BoardState, request: Request, reason: str) -> Iterator[Row]:
        what = f"{urlsplit(request.url).path}: {reason}"
        item = self.platform.without_detail(request, reason)
        if item is None or item.external_id is None:
            self._fail(state, "failed", what)
        else:
            state.unread[item.external_id] = without(what, self.secrets)
            yield from self._keep(item, state)

    def _read(
        self, response: scrapy.http.Response, board: Board, state: BoardState, request: Request
    ) -> Iterator[Output]:
        if request.conditional:
            state.etag = (response.headers.get(b"ETag") or b"").decode("latin-1") or None
            state.last_modified = (response.headers.get(b"Last-Modified") or b"").decode("latin-1") or None
        headers = {
            name.decode("latin-1").lower(): values[-1].decode("latin-1") for name, values in response.headers.items()
        }
        read = Response(request, response.url, response.body, headers)
        known, kept = len(state.ids) + len(state.asked), 0
        pages: list[Request] = []
        try:
            for result in self.platform.read(board, read):
                if isinstance(result, Advertised):
                    state.advertised = result.postings + (state.advertised or 0 if result.is_part else 0)
                    state.passed_over += result.passed_over
                    state.is_cut |= result.is_cut
                elif isinstance(result, PostingItem):
                    kept += 1
                    yield from self._keep(result, state)
                elif self.job.probe:
                    state.new(result.url)
                elif result.step == "list":
                    pages.append(result)
                else:
                    kept += 1
                    if result.step in LISTS:
                        yield from self._scrapy_requests(board, state, [result])
                    elif self._is_new(state, result):
                        state.held.append(result)
        except BoardError as error:
            yield from self._unreadable(response, state, request, str(error))
        except Exception as error:  # one board's surprise must not end the others'
            self.logger.exception("%s %s", board.platform, board.board)
            yield from self._unreadable(response, state, request, f"{type(error).__name__}: {error}")
        if pages and kept and len(state.ids) + len(state.asked) == known:
            state.fail("failed", "its pages repeat themselves without end")
        yield from self._scrapy_requests(board, state, pages)

    def _unreadable(
        self, response: scrapy.http.Response, state: BoardState, request: Request, reason: str
    ) -> Iterator[Row]:
        if is_captcha(response.body):
            state.fail("blocked", "a captcha page instead of the board")
        elif request.step in LISTS:
            self._fail(state, "failed", reason)
        else:
            yield from self._without_detail(state, request, reason)

    def _keep(self, item: PostingItem, state: BoardState) -> Iterator[Row]:
        """The row of a posting, which goes to the item pipelines; none for one that the board has already."""
        board = self._boards[state.board]
        kept = raw_row(item, board, self.job, self.secrets)
        if state.new(kept.row["external_id"]):
            state.unparsed += kept.unparsed
            state.outsized += kept.outsized
            if not self.job.probe:
                yield kept.row

    def _unanswered(self, failure: Failure) -> Iterator[Row]:
        sent = failure.request  # type: ignore[attr-defined]
        board, request = sent.cb_kwargs["board"], sent.cb_kwargs["request"]
        state = self._back(board, sent.meta, request)
        status, reason = outcome_of_failure(failure, self.job.limits)
        if request.step in LISTS or status == "blocked":
            self._fail(state, status, reason)
        elif not state.trouble:
            yield from self._without_detail(state, request, reason)
        self._finish_if_over(state)

    def _finish_if_over(self, state: BoardState) -> None:
        if state.waiting == 0 and state.ended is None:
            state.ended = time.monotonic()
            self._on_finished(state)

    def _log_finished(self, state: BoardState) -> None:
        report = state.report()
        level = logging.INFO if report.status in READ else logging.WARNING
        reason = f" ({report.reason})" if report.reason else ""
        self.logger.log(level, "%s: %s%s, %d postings", state.board, report.status, reason, report.postings)

    def _item_lost(self, item: Row, failure: Failure) -> None:
        """A row that a pipeline could not keep: its board has failed, so that nothing of it counts."""
        reason = f"a posting could not be kept: {failure.getErrorMessage()}"
        state = self.states[item["board"]]
        if not state.trouble:
            self.logger.warning("%s: failed (%s)", state.board, without(reason, self.secrets))
        self._fail(state, "failed", reason)


def _target(base: str, location: str) -> str:
    """Where a redirect leads; the location itself where it is no address, so that the refusal can name it."""
    try:
        return urljoin(base, location)
    except ValueError:
        return location
