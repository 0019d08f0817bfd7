"""Ways in which a board may misbehave, and what a crawler should then say of it."""

import gzip
import json
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from spiders.market.dialects import DIALECTS, Dialect
from spiders.market.dialects.base import HTML, JSON
from spiders.market.generate import Market
from spiders.market.seeds import source
from spiders.market.site import Reply, Site

if TYPE_CHECKING:
    from io import BufferedIOBase

_EVERY = tuple(DIALECTS)
_LISTS = tuple(name for name, one in DIALECTS.items() if one.entries is not None)  # all postings in one answer
_JSON = tuple(name for name, one in DIALECTS.items() if one.kind == JSON)
_DATA = tuple(name for name, one in DIALECTS.items() if one.kind != HTML)
_PAGED = ("smartrecruiters", "jsonld")
_MEGABYTE = b" " * 2**20
ENDLESS_MEGABYTES = 4096
SLOW_SECONDS = 120.0


class Broken(Exception):
    """Ends the connection without a proper answer."""


class Connection(Protocol):
    """What a fault needs of the request's handler."""

    path: str
    wfile: "BufferedIOBase"
    connection: socket.socket

    def reply(self, reply: Reply) -> None: ...


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of misbehaviour: what it does, on which platforms it makes sense, and the statuses that are true of it.

    `postings` tells what of the board's postings can still be read: none, all but one, or all.
    """

    kind: str
    about: str
    statuses: tuple[str, ...]
    answer: Callable[[Connection, Site], None]
    platforms: tuple[str, ...] = _EVERY
    postings: str = "none"


def _status(status: int, body: bytes = b"", kind: str = JSON, **headers: str) -> Callable[[Connection, Site], None]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler, site: handler.reply(Reply(status, kind, body, named))


def _reset(handler: Connection, site: Site) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    raise Broken


def _slow(handler: Connection, site: Site) -> None:
    body = site.get(handler.path).body
    handler.wfile.write(_head(len(body)) + body[:20])
    for index in range(20, min(len(body), 20 + int(SLOW_SECONDS))):
        time.sleep(1)
        handler.wfile.write(body[index : index + 1])
    raise Broken


def _truncated(handler: Connection, site: Site) -> None:
    body = site.get(handler.path).body
    handler.wfile.write(_head(len(body)) + body[: len(body) // 2])
    raise Broken


def _endless(handler: Connection, site: Site) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n[")
    for _ in range(ENDLESS_MEGABYTES):
        handler.wfile.write(_MEGABYTE)
    raise Broken


def _bomb(handler: Connection, site: Site) -> None:
    handler.reply(Reply(200, JSON, _bomb_body(), {"Content-Encoding": "gzip"}))


def _bomb_body() -> bytes:
    """Half a gigabyte of blanks in half a megabyte: gzip members may follow each other."""
    return gzip.compress(_MEGABYTE, 9) * 512


def _pages(handler: Connection, site: Site) -> None:
    """There is always another page, and it says that there are more."""
    path, _, query = handler.path.partition("?")
    if path.endswith(".xml"):
        number = int(query) if query.isdigit() else 0
        more = f"<sitemap><loc>{site.url}{path}?{number + 1}</loc></sitemap>"
        namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
        handler.reply(
            Reply(200, "application/xml", f'<sitemapindex xmlns="{namespace}">{more}</sitemapindex>'.encode())
        )
        return
    if not path.endswith("/postings"):
        handler.reply(site.get(handler.path))
        return
    answer = json.loads(site.get(path + "?limit=100").body)
    offset = next((int(part[7:]) for part in query.split("&") if part.startswith("offset=") and part[7:].isdigit()), 0)
    answer |= {"offset": offset, "totalFound": offset + 1_000_000}
    for number, row in enumerate(answer["content"]):
        row["id"] = f"{row['id']}{offset + number}"
    handler.reply(Reply(200, JSON, json.dumps(answer).encode()))


def _loop(handler: Connection, site: Site) -> None:
    handler.reply(Reply(302, JSON, b"", {"Location": handler.path}))


def _jobs(handler: Connection, site: Site) -> tuple[Any, list[dict[str, Any]], Dialect]:
    """The board's own answer, the postings in it, and the dialect that it is in."""
    value = json.loads(site.get(handler.path).body)
    found = site.find(handler.path)
    assert found is not None
    dialect = DIALECTS[found[0].platform]
    listed = value[dialect.entries] if dialect.entries else value
    return value, [job for job in listed if dialect.id_field in job], dialect


def _changed(change: Callable[[dict[str, Any], Dialect], None]) -> Callable[[Connection, Site], None]:
    """The board's own answer with its first posting changed."""

    def answer(handler: Connection, site: Site) -> None:
        value, jobs, dialect = _jobs(handler, site)
        for job in jobs[:1]:
            change(job, dialect)
        handler.reply(Reply(200, JSON, json.dumps(value).encode()))

    return answer


def _drifted(handler: Connection, site: Site) -> None:
    """The board's own answer, with a field in each posting that was never there."""
    value, jobs, _ = _jobs(handler, site)
    for job in jobs:
        job["postingFormat"] = {"version": 2}
    handler.reply(Reply(200, JSON, json.dumps(value).encode()))


def _without_id(job: dict[str, Any], dialect: Dialect) -> None:
    del job[dialect.id_field]


def _without_title(job: dict[str, Any], dialect: Dialect) -> None:
    del job[dialect.title_field]


def _long_title(job: dict[str, Any], dialect: Dialect) -> None:
    job[dialect.title_field] = "Engineer " * (10 * 2**20 // 9)


def _head(length: int) -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nContent-Length: {length}\r\n\r\n".encode()


_CAPTCHA = b"""<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>Verify you are human</h1>
<p>Please complete the captcha to continue.</p><div class="g-recaptcha"></div></body></html>"""
_PAGE = b"<!DOCTYPE html><html><head><title>Careers</title></head><body><p>We are moving house.</p></body></html>"
_DEEP = b"[" * 200_000 + b"]" * 200_000

FAULTS: dict[str, Fault] = {
    fault.kind: fault
    for fault in (
        Fault("404", "the board is gone", ("gone",), _status(404, b'{"error": "Not found"}')),
        Fault("403", "access is refused", ("blocked",), _status(403, b"Forbidden", "text/plain")),
        Fault("429", "too many requests", ("blocked",), _status(429, b"", "text/plain", Retry_After="1")),
        Fault("captcha", "a page that asks for a human", ("blocked",), _status(200, _CAPTCHA, HTML)),
        Fault("reset", "the connection is reset", ("failed",), _reset),
        Fault("refused", "nobody listens at the board's address", ("failed",), _reset),
        Fault("slow", "one byte a second", ("failed",), _slow),
        Fault("truncated", "the body ends early", ("failed",), _truncated),
        Fault("not-json", "the body is no JSON", ("failed",), _status(200, b'{"jobs": [{"id": 1,}'), _JSON),
        Fault("html", "HTML where JSON is due", ("failed",), _status(200, _PAGE, HTML), _DATA),
        Fault("empty-body", "nothing at all", ("failed",), _status(200, b"")),
        Fault("endless", "a body that does not end", ("failed",), _endless),
        Fault("bomb", "a small body that unpacks to half a gigabyte", ("failed",), _bomb),
        Fault("pages", "pages without end", ("failed",), _pages, _PAGED),
        Fault("loop", "a redirect to itself", ("failed",), _loop),
        Fault("private", "a redirect to a private address", ("failed",), _status(302, Location="http://10.0.0.1/jobs")),
        Fault("file", "a redirect to a file", ("failed",), _status(302, Location="file:///etc/hostname")),
        Fault("deep", "JSON 200,000 levels deep", ("failed",), _status(200, _DEEP), _JSON),
        Fault("no-id", "one posting without an id", ("ok",), _changed(_without_id), _LISTS, "all but one"),
        Fault("no-title", "one posting without a title", ("ok",), _changed(_without_title), _LISTS, "all but one"),
        Fault("long-title", "one title of 10 MB", ("ok", "failed"), _changed(_long_title), _LISTS, "all but one"),
        Fault("drift", "a field that was never there", ("ok",), _drifted, _LISTS, "all"),
        Fault("500", "the server fails", ("failed",), _status(500, b"Internal Server Error", "text/plain")),
        Fault("503", "the server is away", ("failed",), _status(503, b"", "text/plain", Retry_After="1")),
    )
}


def inject(market: Market, seed: int, share: float = 0.1) -> dict[str, str]:
    """Faults for a share of the market's boards, chosen at random: board to kind. Every kind occurs when there is room.

    Only boards that have postings are chosen, so that each fault has something to spoil.
    """
    rng = source(seed, 17)
    boards = [board for board in market.boards if market.listings[board.board]]
    kinds = list(FAULTS)
    rng.shuffle(kinds)
    chosen: dict[str, str] = {}
    for number in range(round(len(boards) * share)):
        kind = kinds[number % len(kinds)]
        fitting = [one for one in boards if one.platform in FAULTS[kind].platforms and one.board not in chosen]
        if fitting and market.every:  # of a platform first, so that each dialect falls sick as often as the others
            platform = rng.choice(sorted({one.platform for one in fitting}))
            fitting = [one for one in fitting if one.platform == platform]
        if fitting:
            chosen[rng.choice(fitting).board] = kind
    return chosen
