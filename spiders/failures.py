"""What is said of a request that got no response. Pure."""

from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from twisted.python.failure import Failure

from spiders.job import Limits
from spiders.middlewares import HostClosed
from spiders.resolver import REFUSED
from spiders.safety import inside_reason


def outcome_of_failure(failure: Failure, limits: Limits) -> tuple[str, str]:
    """Board status and reason of a request without a response."""
    text = failure.getErrorMessage()
    if failure.check(HostClosed):
        return "blocked", text
    if failure.check(IgnoreRequest) and "robots.txt" in text:
        return "blocked", "robots.txt forbids it"
    reasons = (
        (IgnoreRequest, f"an answer that unpacks to more than {limits.answer_bytes} bytes"),
        (DownloadTimeoutError, f"no complete answer within {limits.timeout:g} s"),
        (DownloadConnectionRefusedError, "connection refused"),
        (CannotResolveHostError, _unresolved(failure.request.url)),  # type: ignore[attr-defined]
        (DownloadCancelledError, f"an answer of more than {limits.answer_bytes} bytes"),
        (ResponseDataLossError, "truncated: the answer ended before its announced length"),
        (DownloadFailedError, "the connection broke before the answer was complete"),
    )
    reason = next((reason for kind, reason in reasons if failure.check(kind)), None)
    return "failed", reason or f"{getattr(failure.type, '__name__', 'error')}: {text}"


def _unresolved(url: str) -> str:
    host = urlsplit(url).hostname or ""
    if host in REFUSED:
        return inside_reason(host, REFUSED[host])
    return f"the name {host} cannot be resolved"
