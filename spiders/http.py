"""What platforms ask for and what they get: requests and responses in Scrapy's sense, without Scrapy.

Dialects are also run by processes that crawl nothing, and importing Scrapy costs those half a second and 60 MB.
"""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from spiders import streaming


class BoardError(Exception):
    """A board's answer that cannot be read; the message says what came instead of what."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request to send: `step` names the kind of response expected, `meta` is handed back with it.

    `data` is sent as JSON by POST. A `conditional` request is sent with the validators of the last night, and a board
    whose conditional requests are all answered 304 is unchanged. `headers` may hold keys, so they are never logged.
    `changed` is when a posting's page last changed, where the list tells it: a page that was read since need not be
    asked again.
    """

    url: str
    step: str = "list"
    data: dict[str, Any] | None = None
    meta: dict[str, Any] = field(default_factory=dict)
    conditional: bool = False
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    changed: dt.datetime | None = None

    @property
    def identity(self) -> str:
        """What is asked: the address, of a POST with its data."""
        return self.url if self.data is None else f"{self.url} {json.dumps(self.data, sort_keys=True)}"


@dataclass(frozen=True, slots=True)
class Response:
    """A complete response with status 200 to a request."""

    request: Request
    url: str
    body: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", errors="replace")

    def json(self) -> Any:
        """The body as JSON. Raises BoardError that says what the body is instead."""
        body = self.body.strip()
        if not body:
            raise BoardError("the answer is empty instead of JSON")
        if body[:1] == b"<":
            raise BoardError(f"HTML or XML instead of JSON; it begins with {_start(body)!r}")
        try:
            return json.loads(body, parse_constant=lambda name: None)  # NaN and Infinity are no JSON
        except RecursionError as error:
            raise BoardError("JSON nested too deeply to be read") from error
        except UnicodeDecodeError as error:
            raise BoardError(f"not JSON: no UTF-8 text from byte {error.start}") from error
        except json.JSONDecodeError as error:
            if _breaks_off(body, error):
                raise BoardError(f"truncated JSON: it ends after {len(body)} bytes") from error
            raise BoardError(
                f"not JSON ({error.msg} at character {error.pos}); it begins with {_start(body)!r}"
            ) from error
        except ValueError as error:
            raise BoardError(f"not JSON ({error})") from error

    def entries(self, key: str | None = None, rest: dict[str, Any] | None = None) -> Iterator[dict[str, Any]]:
        """The objects of the list at `key`, or of the list that the body is, read one after the other.

        What else the answer holds is put into `rest` by the end of the iteration. Raises BoardError, which may be after
        entries were given, for a body that is not JSON or has no such list.
        """
        others: dict[str, Any] = {} if rest is None else rest
        given = 0
        try:
            for entry in streaming.entries(self.body, key, others):
                if not isinstance(entry, dict):
                    raise BoardError(other_shape(key))
                given += 1
                yield entry
        except (ValueError, RecursionError) as error:
            payload = self.json()  # says what is wrong
            raise BoardError("not JSON in UTF-8" if _has_list(payload, key) else other_shape(key)) from error
        if not given and not _has_list(self.json(), key):
            raise BoardError(other_shape(key))


def other_shape(key: str | None) -> str:
    """What is said of JSON that has no list of postings where one was expected."""
    where = f"the list of postings in {key!r}" if key is not None else "a list of postings"
    return f"JSON of another shape: {where} was expected"


def _has_list(payload: Any, key: str | None) -> bool:
    if key is not None:
        payload = payload.get(key) if isinstance(payload, dict) else None
    return isinstance(payload, list)


def _breaks_off(body: bytes, error: json.JSONDecodeError) -> bool:
    """Whether what begins as JSON is right up to its end and only lacks the rest."""
    if body[:1] not in (b"{", b"["):
        return False
    rest = error.doc[error.pos :].rstrip()  # of a value that is cut itself, such as fals or \\u00
    return error.msg.startswith("Unterminated string") or (len(rest) <= 6 and not set(rest) & set('{}[]"'))


def _start(body: bytes) -> str:
    return " ".join(body[:60].decode("utf-8", errors="replace").split())
