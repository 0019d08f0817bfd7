"""The loopback server of the sample market: HTTP/1.1, conditional requests, faults on the boards chosen for them."""

import threading
from collections.abc import Callable, Mapping
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from spiders.market.faults import FAULTS, Broken, Fault
from spiders.market.generate import Market
from spiders.market.site import Reply, Site


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    site: Site
    faults: Mapping[str, Fault]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error of ours."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        site, fault = self.server.site, None
        if self.server.faults:
            found = None if urlsplit(self.path).path.endswith("/robots.txt") else site.find(self.path)
            fault = self.server.faults.get(found[0].board) if found else None
        length = self.headers.get("Content-Length", "")
        body = self.rfile.read(int(length)) if length.isdigit() else b""
        try:
            if fault is None:
                self.reply(site.get(self.path, self.headers.get("If-None-Match"), body, dict(self.headers)))
            else:
                fault.answer(self, site)
        except (ConnectionError, TimeoutError, Broken):
            self.close_connection = True

    do_HEAD = do_POST = do_GET

    def reply(self, reply: Reply) -> None:
        """Sends an answer in one piece."""
        lines = [f"HTTP/1.1 {reply.status} {self.responses[reply.status][0]}", f"Date: {formatdate(usegmt=True)}"]
        lines += [f"Content-Type: {reply.kind}", f"Content-Length: {len(reply.body)}"]
        lines += [f"{name}: {value}" for name, value in reply.headers.items()]
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        self.wfile.write(head if self.command == "HEAD" else head + reply.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keeps quiet: the crawl has its own log."""


def serve(market: Market, port: int = 0, faults: Mapping[str, str] | None = None) -> tuple[str, Callable[[], None]]:
    """Serves the market on loopback in a thread of its own: its address and what stops it. Port 0 takes a free one.

    `faults` names boards that misbehave and how (see spiders.market.faults). Raises ValueError for a fault or a board
    that does not exist, OSError when the port is taken.
    """
    boards = {board.board for board in market.boards}
    for board, kind in (faults or {}).items():
        if kind not in FAULTS or board not in boards:
            raise ValueError(
                f"fault {kind!r} of board {board!r}: boards are those of the market, faults {', '.join(FAULTS)}"
            )
    server = _Server(("127.0.0.1", port), _Handler)
    server.site = Site(market, f"http://127.0.0.1:{server.server_address[1]}", faults)
    server.faults = {board: FAULTS[kind] for board, kind in (faults or {}).items()}
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()

    def stop() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return server.site.url, stop
