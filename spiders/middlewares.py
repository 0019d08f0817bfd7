"""Scrapy's downloader middlewares of a crawl: retries that wait as Retry-After says, and robots.txt to the letter."""

import asyncio
import collections
import datetime as dt
import time
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import (
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
HOST_SPEAKS = frozenset({429, 503})  # with Retry-After these speak for the host, not for one address
REFUSALS = frozenset({401, 403, 407, 429, 451})
ENOUGH = 12  # refusals in a row after which a host is left alone for this crawl
FAULTS = (DownloadConnectionRefusedError, DownloadFailedError, ResponseDataLossError)


class HostClosed(IgnoreRequest):
    """A host that asked to be left alone, or refused again and again, is not asked any more in this crawl."""


class RetryMiddleware:
    """Downloader middleware: asks again up to RETRY_TIMES times, after Retry-After or a growing pause.

    Neither is longer than the setting LONGEST_WAIT (seconds). What Retry-After says of a host holds for all requests to
    it: a host that asks for more than LONGEST_WAIT, or refused ENOUGH times in a row, is not asked again in this crawl.
    A timeout is not repeated, since it has cost enough. The hosts of the setting NEAR_HOSTS are the user's own, so that
    there each answer speaks for its own address only.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._times = crawler.settings.getint("RETRY_TIMES")
        self._longest = crawler.settings.getfloat("LONGEST_WAIT")
        self._near = frozenset(crawler.settings.getlist("NEAR_HOSTS"))
        self._until: dict[str, float] = {}
        self._refusals: collections.Counter[str] = collections.Counter()
        self._closed: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RetryMiddleware":
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        host = urlsplit(request.url).netloc
        request.meta.setdefault("sent", time.monotonic())
        if host in self._closed:
            raise HostClosed(self._closed[host])
        pause = self._until.get(host, 0.0) - time.monotonic()
        if pause > 0:
            await asyncio.sleep(pause)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        wait = retry_after((response.headers.get(b"Retry-After") or b"").decode("latin-1"))
        if urlsplit(request.url).hostname not in self._near:
            self._heed(urlsplit(request.url).netloc, response.status, wait)
        if response.status not in AGAIN:
            return response
        return await self._again(request, wait) or response

    def _heed(self, host: str, status: int, wait: float | None) -> None:
        """Notes what an answer says of its whole host."""
        self._refusals[host] = self._refusals[host] + 1 if status in REFUSALS else 0
        if wait is not None and status in HOST_SPEAKS:
            self._until[host] = max(self._until.get(host, 0.0), time.monotonic() + min(wait, self._longest))
            if wait > self._longest:
                self._closed[host] = f"{host} asks to wait {wait:.0f} s and is not asked again tonight"
        if self._refusals[host] >= ENOUGH:
            self._closed.setdefault(host, f"{host} refused {ENOUGH} requests in a row and is not asked again tonight")

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        if isinstance(exception, FAULTS) and not isinstance(exception, DownloadTimeoutError):
            return await self._again(request, None)
        return None

    async def _again(self, request: Request, wait: float | None) -> Request | None:
        tries = request.meta.get("tries", 0)
        pause = wait if wait is not None else min(0.5 * 2**tries, self._longest)
        if tries >= self._times or pause > self._longest:
            return None
        await asyncio.sleep(pause)
        return request.replace(dont_filter=True, meta=request.meta | {"tries": tries + 1}, priority=request.priority)


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's obedience to robots.txt, and RFC 9309 where there is none to read (2.3.1.3, 2.3.1.4).

    A host whose robots.txt answers 5xx or not in time is not asked in this crawl; with 4xx all may be asked.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unread: dict[str, Exception] = {}

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        if unread := self._unread.get(urlsplit(request.url).netloc):
            raise unread
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            reason = f"robots.txt of {netloc} answers HTTP {response.status}, so nothing is asked there tonight"
            self._unread[netloc] = HostClosed(reason)
        await super()._parse_robots(response if response.status == 200 else response.replace(body=b""), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, DownloadTimeoutError):
            self._unread[netloc] = exc
        super()._robots_error(exc, netloc)


def retry_after(value: str) -> float | None:
    """Seconds to wait by a Retry-After header (RFC 9110, 10.2.3: seconds or a date); None when it tells nothing."""
    written = value.strip()
    if written.isascii() and written.isdigit():
        return float(written)
    try:
        when = parsedate_to_datetime(written)
    except (TypeError, ValueError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=dt.UTC)
    return max(0.0, (when - dt.datetime.now(dt.UTC)).total_seconds())
