"""Requests to boards and their answers, and the error of an answer that cannot be read."""

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any


class BoardError(Exception):
    """A board's answer that cannot be read; the message says what came instead of what."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A request to send: `step` names the kind of answer expected, `about` is handed back with it.

    `body` is sent as JSON by POST. A `conditional` ask is sent with the validators of the last night, and a board whose
    conditional asks are all answered 304 is unchanged. `headers` may hold keys, so they are never logged. `changed` is
    when a posting's page last changed, where the list tells it: a page that was read since need not be asked again.
    """

    url: str
    step: str = "list"
    body: dict[str, Any] | None = None
    about: dict[str, Any] = field(default_factory=dict)
    conditional: bool = False
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    changed: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer with status 200."""

    ask: Ask
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


def _breaks_off(body: bytes, error: json.JSONDecodeError) -> bool:
    """Whether what begins as JSON is right up to its end and only lacks the rest."""
    if body[:1] not in (b"{", b"["):
        return False
    rest = error.doc[error.pos :].rstrip()  # of a value that is cut itself, such as fals or \\u00
    return error.msg.startswith("Unterminated string") or (len(rest) <= 6 and not set(rest) & set('{}[]"'))


def _start(body: bytes) -> str:
    return " ".join(body[:60].decode("utf-8", errors="replace").split())
