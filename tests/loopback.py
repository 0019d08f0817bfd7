"""A real HTTP server on loopback that a test gives its answers, and which notes what was asked."""

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Asked(http.server.ThreadingHTTPServer):
    """`asked` are the paths, or what the handler notes of them, in their order."""

    asked: list[str]


class Answers(http.server.BaseHTTPRequestHandler):
    """Answers 200 with what `body` gives for a path."""

    server: Asked

    def body(self) -> Any:
        """Bytes as they are, anything else as JSON."""
        raise NotImplementedError

    def do_GET(self) -> None:
        body = self.body()
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def served(handler: type[Answers]) -> Iterator[Asked]:
    server = Asked(("127.0.0.1", 0), handler)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()
