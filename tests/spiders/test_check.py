"""Asking each board once, and listing what would be asked."""

import http.server
import json
import threading
from collections.abc import Iterator

import pytest

from spiders.check import check_boards, planned
from spiders.platform import Board

ASKED: list[str] = []


class _Boards(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        ASKED.append(self.path)
        posting = {"id": 1, "title": "Baker", "absolute_url": "https://bakery.example/1"}
        entry = {"id": "7", "name": "Baker"}
        answers = {
            "/v1/boards/bakery/jobs": {"jobs": [posting]},
            "/v1/boards/quiet/jobs": {"jobs": []},
            "/v1/companies/mill/postings": {"content": [entry], "totalFound": 300},
        }
        found = answers.get(self.path.partition("?")[0])
        body = json.dumps(found).encode()
        self.send_response(200 if found else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keeps quiet."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Boards) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_each_board_is_asked_once_and_its_state_named(url: str) -> None:
    boards = [Board("greenhouse", name, name, url) for name in ("bakery", "quiet", "closed")]
    boards.append(Board("smartrecruiters", "mill", "Mill", url))
    ASKED.clear()
    found = {checked.board: checked.status for checked in check_boards(boards)}
    assert found == {"bakery": "ok", "quiet": "empty", "closed": "gone", "mill": "ok"}
    asked = [path for path in ASKED if not path.endswith("robots.txt")]
    assert len(asked) == len(boards), "details and later pages are not asked"


def test_a_dry_run_lists_the_requests_and_sends_none(url: str) -> None:
    ASKED.clear()
    lines = planned([Board("lever", "bakery", "Bakery", url), Board("lever", "mill", "Mill", url)])
    assert lines == [
        f"GET {url}/robots.txt",
        f"GET {url}/v0/postings/bakery?mode=json",
        f"GET {url}/v0/postings/mill?mode=json",
    ]
    assert ASKED == []


def test_a_board_that_cannot_be_asked_is_named_in_a_dry_run() -> None:
    (line,) = planned([Board("jsonld", "careers", "Bakery")])
    assert line.startswith("# jsonld careers: not asked")
