"""Names and numbers that lead inside are refused where the connection is made, however they are written."""

import gzip
import html
import http.server
import importlib.util
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from typing import Any, ClassVar
from urllib.parse import quote, unquote, urlsplit

import pytest
from twisted.internet.address import IPv4Address, IPv6Address

from spiders.job import Limits
from spiders.platform import Board
from spiders.resolver import REFUSED, PortGuard
from spiders.safety import inside_reason
from tests.spiders.conftest import greenhouse_board

Start = Callable[..., Callable[[], Any]]


class _Found:
    """Receives what a name resolves to."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.complete = False

    def resolutionBegan(self, resolution: Any) -> None:
        pass

    def addressResolved(self, address: Any) -> None:
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:
        self.complete = True


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "192.168.0.1", "::1", "::ffff:10.0.0.7"]
)
def test_a_name_is_judged_by_the_address_and_port_that_are_connected_to(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name leads to several addresses, of which those outside are left."""

    class Resolver:
        def resolveHostName(self, receiver: Any, host: str, port: int, *_: Any) -> None:
            for one in ("93.184.216.34", address):
                receiver.addressResolved((IPv6Address if ":" in one else IPv4Address)("TCP", one, port))
            receiver.resolutionComplete()

    def found(host: str, port: int) -> list[str]:
        receiver = _Found()
        PortGuard(Resolver(), frozenset({"proxy.example:3128"})).resolveHostName(receiver, host, port)
        assert receiver.complete
        return receiver.addresses

    monkeypatch.setattr("spiders.resolver.OWN_PLACES", {"mill.example:80"})
    assert found("rebinding.example", 80) == ["93.184.216.34"]
    assert inside_reason("rebinding.example", REFUSED["rebinding.example"]).endswith("inside the own network")
    assert found("mill.example", 80) == found("proxy.example", 3128) == ["93.184.216.34", address]
    assert found("mill.example", 81) == found("proxy.example", 80) == ["93.184.216.34"]


class _Inwards(http.server.BaseHTTPRequestHandler):
    """Redirects each board to this very server under another name of its address; packs, and forbids."""

    protocol_version = "HTTP/1.1"
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        port, headers, status, body = self.server.server_address[1], {}, 200, greenhouse_board()  # type: ignore[attr-defined]
        if self.path == "/robots.txt":
            body = b"User-agent: *\nDisallow: /v1/boards/closed/\n"
        elif "/as-" in self.path:
            name = unquote(self.path.split("/as-")[1].split("/")[0])
            status, body, headers = 302, b"", {"Location": f"http://{name}:{port + 1}/v1/boards/x/jobs"}
        elif "/packed-" in self.path:
            kind = self.path.split("/packed-")[1].split("/")[0]
            large = b"[" + b" " * (32 * 2**20) + b"]"
            packed = {"gzip": gzip.compress, "deflate": zlib.compress, "br": _brotli, "zstd": _zstd}[kind](large)
            body, headers = packed, {"Content-Encoding": kind}
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def _brotli(body: bytes) -> bytes:
    return bytes(importlib.import_module("brotli").compress(body, quality=4))


def _zstd(body: bytes) -> bytes:
    return bytes(importlib.import_module("zstandard").compress(body))


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Inwards)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


NAMES = ("localhost", "2130706433", "0x7f000001", "127.1", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "127.0.0.1.")
PACKERS = {"br": "brotli", "zstd": "zstandard"}  # that Scrapy unpacks where they are installed
PACKED = ("gzip", "deflate", *(kind for kind, module in PACKERS.items() if importlib.util.find_spec(module)))
NASTY = ("..", "../../etc/passwd", "%2e%2e%2fx", "a%00b", "a\x00b", "a/b?c#d", "a b", "é", "a\r\nX: y")


@pytest.fixture(scope="module")
def crawled(url: str, start_crawl: Start, tmp_path_factory: pytest.TempPathFactory) -> Any:
    names = [*(f"as-{name}" for name in NAMES), *(f"packed-{kind}" for kind in PACKED), *NASTY, "healthy", "closed"]
    boards = [Board("greenhouse", name, "Mill", url) for name in names]
    limits = Limits(delay=0.0, timeout=5.0, retries=0, answer_bytes=4 * 2**20)
    return start_crawl(tmp_path_factory.mktemp("inwards"), "greenhouse", boards, limits=limits)()


@pytest.mark.parametrize("name", NAMES)
def test_a_redirect_inwards_is_refused_however_its_target_is_written(crawled: Any, name: str) -> None:
    report = crawled.board(f"as-{name}")
    assert report.status == "failed" and report.postings == 0 and crawled.board("healthy").status == "ok"
    assert "inside the own network" in report.reason or "127.0.0.1. cannot be resolved" in report.reason, report.reason


@pytest.mark.parametrize("kind", PACKED)
def test_a_bomb_is_unpacked_up_to_the_cap_only(crawled: Any, kind: str) -> None:
    report = crawled.board(f"packed-{kind}")
    assert report.status == "failed" and "unpacks to more than" in str(report.reason)
    assert crawled.report.memory < 400 * 2**20


@pytest.mark.parametrize("name", NASTY)
def test_a_board_s_name_is_one_quoted_segment_of_the_path_and_no_file(crawled: Any, name: str) -> None:
    assert crawled.board(name).status in ("ok", "gone", "failed")
    asked = [path for path in _Inwards.asked if path != "/robots.txt"]
    assert all(path.startswith("/v1/boards/") and path.count("/") == 4 for path in asked), asked


def test_robots_txt_closes_what_it_names(crawled: Any) -> None:
    assert (crawled.board("closed").status, crawled.board("closed").reason) == ("blocked", "robots.txt forbids it")
    assert not any("/closed/" in path for path in _Inwards.asked)


@pytest.mark.parametrize(
    ("status", "outcome", "says"),
    [
        (503, "blocked", "answers HTTP 503, so nothing is asked"),
        (404, "ok", ""),
        (None, "failed", "no complete answer"),
    ],
)
def test_a_robots_txt_that_cannot_be_read_closes_a_host_and_a_missing_one_does_not(
    start_crawl: Start, tmp_path: Any, status: int | None, outcome: str, says: str
) -> None:
    class Robots(_Inwards):
        asked: ClassVar[list[str]] = []

        def do_GET(self) -> None:
            if self.path != "/robots.txt":
                super().do_GET()
            elif status is None:
                time.sleep(2)
            else:
                self.send_error(status)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Robots)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    board = Board("greenhouse", "healthy", "Mill", f"http://127.0.0.1:{server.server_address[1]}")
    report = start_crawl(tmp_path, "greenhouse", [board], limits=Limits(delay=0.0, timeout=1.0, retries=0))().board(
        "healthy"
    )
    server.shutdown()
    server.server_close()
    assert (report.status, len(Robots.asked)) == (outcome, outcome == "ok") and says in str(report.reason)


DOTS, DIGITS = ".。．｡", ("0123456789", "０１２３４５６７８９", "⓪①②③④⑤⑥⑦⑧⑨", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉")
WRITTEN = sorted(
    {"127.0.0.1".translate(str.maketrans("0123456789.", digits + dot)) for digits in DIGITS for dot in DOTS}
    | {f"127.0.0{dot}{digits[1]}" for digits in DIGITS for dot in DOTS}
    | {f"{digits[1]}27.0.0.1" for digits in DIGITS}
    | {"⑫7.0.0.1", "127.1", "127.0.1", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "2130706433", "017700000001", "0"}
    | {"127.0.0.1.", "127.0.0.1。", "user@127.0.0.1", "8.8.8.8@127。0。0。1", "127.0.0.2", "localhost", "ⓛocalhost"}
    | {"LOCALHOST", "localhost.", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]", "0.0.0.0"}
    | {"127.0.0.1%20", "127.0.0.1%00.example", "%31%32%37.0.0.1", "127%2e0%2e0%2e1", "127.0.0.1%09", "[::127.0.0.1]"}
    | {"1\u200b27.0.0.1", "12\u20607.0.0.1", "127.0.0\ufe0f.1", "00127.0.0.1", "127.0.0.01", "127.0.0.0x1"}
    | {"1\u00ad27.0.0.1", "\t127.0.0.1"}
)  # fmt: skip


@pytest.mark.parametrize(("through", "told"), [("redirect", 20), ("sitemap", 60)])
def test_no_way_of_writing_an_address_reaches_what_the_boards_file_does_not_name(
    through: str, told: int, start_crawl: Start, tmp_path: Any
) -> None:
    """Each board leads to another port of this machine, where nobody may knock."""

    class Knocked(http.server.ThreadingHTTPServer):
        hosts: ClassVar[list[Any]] = []

        def verify_request(self, request: Any, client_address: Any) -> bool:
            self.hosts.append(client_address)
            return True

    class Leading(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = unquote(self.path.rsplit("/", 1)[-1]).removesuffix(".xml")
            target = f"http://{name}:{port}/x"
            body = f"<urlset><url><loc>{html.escape(target)}</loc></url></urlset>".encode()
            is_robots = self.path == "/robots.txt"
            self.send_response(404 if is_robots else 302 if through == "redirect" else 200)
            if through == "redirect" and not is_robots:
                self.send_header("Location", quote(target, safe=":/@[]%"))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    inner = Knocked(("0.0.0.0", 0), _Inwards)
    port = inner.server_address[1]
    outer = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Leading)
    for server in (inner, outer):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{outer.server_address[1]}"
    boards = [Board("jsonld", f"{home}/{quote(name, safe='')}.xml", "Mill", "") for name in WRITTEN]
    crawled = start_crawl(tmp_path, "jsonld", boards, limits=Limits(delay=0.0, timeout=5.0, retries=0))()
    for server in (inner, outer):
        server.shutdown()
        server.server_close()
    assert Knocked.hosts == []
    outcomes = {unquote(urlsplit(one.board).path): crawled.board(one.board) for one in boards}
    assert {name: board.status for name, board in outcomes.items() if board.postings} == {}
    said = sum("inside the own network" in str(board.reason) for board in outcomes.values())
    assert len(boards) >= 80 and said >= told, {name: board.reason for name, board in outcomes.items()}
