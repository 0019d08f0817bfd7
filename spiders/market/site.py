"""What the market answers: path and query to status, headers and body, as the platforms would."""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from urllib.parse import parse_qs, unquote, urlsplit

from spiders.market.dialects import DIALECTS
from spiders.market.dialects.base import HTML, JSON, TEXT, Page, Refused, Written
from spiders.market.generate import Market, MarketBoard

__all__ = ["HTML", "JSON", "PUBLIC", "Reply", "Site"]

PUBLIC = "https://jobs.example"  # where applicants would read the postings: the same whatever the market's address
_KEPT = 48  # bodies kept for the next who asks


@dataclass(slots=True)
class Reply:
    """An answer before it is sent."""

    status: int = 200
    kind: str = JSON
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class Site:
    """The market's pages. Bodies are written when asked for; validators are known without writing them."""

    def __init__(self, market: Market, url: str, faults: Mapping[str, str] | None = None) -> None:
        self.market, self.url, self.faults = market, url, dict(faults or {})
        self.boards = {(board.platform, board.own_part): board for board in market.boards}
        self._bodies: OrderedDict[tuple[str, bytes], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(
        self, target: str, etag: str | None = None, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Reply:
        """The answer to a request of `target` (path and query) with the validator, body and headers of the client."""
        parts = urlsplit(target)
        steps = _steps(parts.path)
        if steps and steps[-1] == "robots.txt":
            return Reply(kind=TEXT, body=b"User-agent: *\nAllow: /\n")
        if steps == ["boards.csv"]:
            return Reply(kind="text/csv", body=self.market.boards_csv(self.url, self.faults).encode())
        found = self.find(target)
        try:
            written = self._write(*found, parts.query, body, headers or {}) if found else None
        except Refused:
            return Reply(401, JSON, b'{"status": 401, "error": "Unauthorized"}\n')
        if found is None or written is None:
            return Reply(404, JSON, b'{"status": 404, "error": "Not found"}\n')
        kind, write = written
        validator = self._validator(found[0], target, body)
        if etag and validator in etag:
            return Reply(304, kind, b"", {"ETag": validator})
        return Reply(200, kind, self._body((target, body), write), {"ETag": validator})

    def find(self, target: str) -> tuple[MarketBoard, list[str]] | None:
        """The board that a path asks for and what of the path is more than the board's own; None for no board's."""
        platform, *steps = _steps(urlsplit(target).path) or [""]
        dialect = DIALECTS.get(platform)
        path = dialect.path if dialect else ()
        if dialect is None or len(steps) < len(path):
            return None
        if any(want not in ("{}", step) for want, step in zip(path, steps, strict=False)):
            return None
        board = self.boards.get((platform, steps[path.index("{}")] if "{}" in path else dialect.feed))
        return (board, steps[len(path) :]) if board else None

    def _write(
        self, board: MarketBoard, more: list[str], query: str, body: bytes, headers: Mapping[str, str]
    ) -> Written:
        dialect = DIALECTS[board.platform]
        root = f"{self.url if dialect.own_address else PUBLIC}/{board.platform}"
        if dialect.hosted:
            root += f"/{board.own_part}"
        named = {name: values[-1] for name, values in parse_qs(query).items()}
        asked = json.loads(body) if body else {}
        return dialect.write(Page(self.market, board, root, self.url, more, named, asked, headers))

    def _body(self, asked: tuple[str, bytes], write: Callable[[], bytes]) -> bytes:
        with self._lock:
            if asked in self._bodies:
                self._bodies.move_to_end(asked)
                return self._bodies[asked]
        body = write()
        with self._lock:
            self._bodies[asked] = body
            while len(self._bodies) > _KEPT:
                self._bodies.popitem(last=False)
        return body

    def _validator(self, board: MarketBoard, target: str, body: bytes) -> str:
        """Depends on what the answer is made of: which postings are open, and when each was last edited."""
        today = self.market.date.toordinal()
        address = self.url if DIALECTS[board.platform].own_address else PUBLIC
        about = blake2b(f"{self.market.seed} {self.market.scale} {address} {target}".encode() + body, digest_size=10)
        for listing in self.market.listings[board.board]:
            about.update(f" {listing.number(self.market.seed)} {listing.edited_on(today)}".encode())
        return f'"{about.hexdigest()}"'


def _steps(path: str) -> list[str]:
    return [unquote(step) for step in path.split("/") if step]
