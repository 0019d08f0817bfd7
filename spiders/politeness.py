"""Patience with hosts: waits as Retry-After says, backs off after errors, and gives up within bounds."""

import asyncio
import datetime as dt
from email.utils import parsedate_to_datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response

AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
FAULTS = (DownloadConnectionRefusedError, DownloadFailedError, ResponseDataLossError)


class Patience:
    """Downloader middleware: asks again up to RETRY_TIMES times, after Retry-After or a growing pause.

    Neither is longer than the setting LONGEST_WAIT (seconds); a host that wants more is not asked again this night. A
    timeout is not repeated, since it has cost enough.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._times = crawler.settings.getint("RETRY_TIMES")
        self._longest = crawler.settings.getfloat("LONGEST_WAIT")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Patience":
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        if response.status not in AGAIN:
            return response
        told = retry_after((response.headers.get(b"Retry-After") or b"").decode("latin-1"))
        return await self._again(request, told) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        if isinstance(exception, FAULTS) and not isinstance(exception, DownloadTimeoutError):
            return await self._again(request, None)
        return None

    async def _again(self, request: Request, told: float | None) -> Request | None:
        tries = request.meta.get("tries", 0)
        pause = told if told is not None else min(0.5 * 2**tries, self._longest)
        if tries >= self._times or pause > self._longest:
            return None
        await asyncio.sleep(pause)
        return request.replace(dont_filter=True, meta=request.meta | {"tries": tries + 1}, priority=request.priority)


def retry_after(value: str) -> float | None:
    """Seconds to wait by a Retry-After header (RFC 9110, 10.2.3: seconds or a date); None when it tells nothing."""
    if value.strip().isdigit():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=dt.UTC)
    return max(0.0, (when - dt.datetime.now(dt.UTC)).total_seconds())
