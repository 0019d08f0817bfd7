"""What the market answers: path and query to status, headers and body, as the platforms would."""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from spiders.market import dialects
from spiders.market.generate import Listing, Market, MarketBoard

JSON, XML, HTML, TEXT = "application/json; charset=utf-8", "application/xml", "text/html; charset=utf-8", "text/plain"
PAGE = 100  # most postings that a SmartRecruiters list answer holds
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
        self.boards = {board.board: board for board in market.boards}
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._by_id: dict[str, dict[str, Listing]] = {}

    def get(self, target: str, etag: str | None = None) -> Reply:
        """The answer to a GET of `target` (path and query) with the validator that the client has."""
        parts = urlsplit(target)
        steps = [step for step in parts.path.split("/") if step]
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if steps and steps[-1] == "robots.txt":
            return Reply(kind=TEXT, body=b"User-agent: *\nAllow: /\n")
        if steps == ["boards.csv"]:
            return Reply(kind="text/csv", body=self.market.boards_csv(self.url, self.faults).encode())
        board = board_of(steps, self.boards)
        writer = self._writer(board, steps, query) if board else None
        if board is None or writer is None:
            return Reply(404, JSON, b'{"status": 404, "error": "Not found"}\n')
        kind, write = writer
        validator = self._validator(board, target)
        headers = {"ETag": validator}
        if etag and validator in etag:
            return Reply(304, kind, b"", headers)
        return Reply(200, kind, self._body(target, write), headers)

    def _body(self, target: str, write: Callable[[], bytes]) -> bytes:
        with self._lock:
            if target in self._bodies:
                self._bodies.move_to_end(target)
                return self._bodies[target]
        body = write()
        with self._lock:
            self._bodies[target] = body
            while len(self._bodies) > _KEPT:
                self._bodies.popitem(last=False)
        return body

    def _validator(self, board: MarketBoard, target: str) -> str:
        """Depends on what the answer is made of: which postings are open, and when each was last edited."""
        today = self.market.date.toordinal()
        address = self.url if board.platform in ("smartrecruiters", "jsonld") else PUBLIC
        about = blake2b(f"{self.market.seed} {self.market.scale} {address} {target}".encode(), digest_size=10)
        for listing in self.market.listings[board.board]:
            about.update(f" {listing.number(self.market.seed)} {listing.edited_on(today)}".encode())
        return f'"{about.hexdigest()}"'

    def _writer(
        self, board: MarketBoard, steps: list[str], query: dict[str, str]
    ) -> tuple[str, Callable[[], bytes]] | None:
        """The type of the answer and what writes it, None when there is no such page."""
        listings = self.market.listings[board.board]
        root = f"{self.url if board.platform in ('smartrecruiters', 'jsonld') else PUBLIC}/{board.platform}"
        if board.platform == "smartrecruiters":
            if len(steps) == 6:
                one = self._find(board, steps[5])
                return (JSON, partial(self._detail, one, root)) if one else None
            offset, limit = _number(query, "offset", 0), min(_number(query, "limit", 10), PAGE)
            return JSON, lambda: self._page(listings, root, offset, limit)
        if board.platform == "jsonld":
            if steps[2:] == ["sitemap.xml"]:
                return XML, lambda: self._sitemap(board)
            one = self._find(board, "/" + "/".join(steps))
            return (HTML, partial(self._career_page, one)) if one else None
        if board.platform == "greenhouse":
            content, pay = query.get("content") == "true", query.get("pay_transparency") == "true"
            return JSON, lambda: self._greenhouse(listings, root, content, pay)
        if board.platform == "lever":
            return JSON, lambda: _json([dialects.lever(self._draft(listing), root) for listing in listings])
        return JSON, lambda: self._ashby(listings, root, query.get("includeCompensation") == "true")

    def _draft(self, listing: Listing) -> dialects.Draft:
        return dialects.draft(self.market, listing)

    def _find(self, board: MarketBoard, external_id: str) -> Listing | None:
        if board.board not in self._by_id:
            listings = self.market.listings[board.board]
            self._by_id[board.board] = {self.market.external_id(one): one for one in listings}
        return self._by_id[board.board].get(external_id)

    def _detail(self, listing: Listing, root: str) -> bytes:
        return _json(dialects.smartrecruiters(self._draft(listing), root))

    def _career_page(self, listing: Listing) -> bytes:
        return dialects.career_page(self._draft(listing)).encode()

    def _page(self, listings: list[Listing], root: str, offset: int, limit: int) -> bytes:
        rows = [dialects.smartrecruiters_row(self._draft(one), root) for one in listings[offset : offset + limit]]
        return _json({"offset": offset, "limit": limit, "totalFound": len(listings), "content": rows})

    def _sitemap(self, board: MarketBoard) -> bytes:
        lines = ['<?xml version="1.0" encoding="UTF-8"?>']
        lines.append('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">')
        today = self.market.date.toordinal()
        for listing in self.market.listings[board.board]:
            address = self.url + self.market.external_id(listing)
            changed = self.market.date.fromordinal(listing.edited_on(today) or listing.start)
            lines.append(f"<url><loc>{escape(address)}</loc><lastmod>{changed.isoformat()}</lastmod></url>")
        return "\n".join([*lines, "</urlset>"]).encode()

    def _greenhouse(self, listings: list[Listing], root: str, content: bool, pay: bool) -> bytes:
        jobs = [dialects.greenhouse(self._draft(listing), root, pay) for listing in listings]
        if not content:
            for job in jobs:
                for name in ("content", "departments", "offices"):
                    del job[name]
        return _json({"jobs": jobs, "meta": {"total": len(jobs)}})

    def _ashby(self, listings: list[Listing], root: str, compensation: bool) -> bytes:
        jobs = [dialects.ashby(self._draft(listing), root) for listing in listings]
        if not compensation:
            for job in jobs:
                del job["compensation"]
        return _json({"jobs": jobs, "apiVersion": "1"})


_SHAPES = {  # path of a platform's requests: {} stands for the board
    "greenhouse": ("greenhouse", "v1", "boards", "{}", "jobs"),
    "lever": ("lever", "v0", "postings", "{}"),
    "ashby": ("ashby", "posting-api", "job-board", "{}"),
    "smartrecruiters": ("smartrecruiters", "v1", "companies", "{}", "postings"),
    "jsonld": ("jsonld", "{}"),
}
_LONGER = {"smartrecruiters": (5, 6), "jsonld": (3, 4)}


def board_of(steps: list[str], boards: dict[str, MarketBoard]) -> MarketBoard | None:
    """The board that a path asks for, None when it asks for none."""
    shape = _SHAPES.get(steps[0]) if steps else None
    if shape is None or len(steps) not in _LONGER.get(steps[0], (len(shape),)):
        return None
    if any(want not in ("{}", step) for want, step in zip(shape, steps, strict=False)):
        return None
    board = boards.get(steps[shape.index("{}")])
    return board if board and board.platform == steps[0] else None


def _number(query: dict[str, str], name: str, default: int) -> int:
    value = query.get(name, "")
    return int(value) if value.isdigit() else default


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
