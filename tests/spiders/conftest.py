"""A loopback server whose boards misbehave in every known way, and crawls in processes of their own."""

import dataclasses
import datetime as dt
import gzip
import json
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from spiders.crawl import Job, Report, read_report
from spiders.job import Limits
from spiders.platform import Board
from spiders.resume import raw_files
from storage.store import read_parts

ROOT = Path(__file__).parents[2]
DATE = dt.date(2026, 11, 23)
# Short, so that slow and endless boards cost the suite little.
LIMITS = Limits(
    delay=0.0, timeout=3.0, retries=1, longest_wait=1.0, redirects=3, answer_bytes=4 * 2**20, posting_bytes=2**20,
    board_requests=60,
)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Crawled:
    """What a crawl left: its report, its rows, its log."""

    report: Report
    rows: list[dict[str, Any]]
    log: str

    def board(self, name: str) -> Any:
        return next(board for board in self.report.boards if board.board == name)

    def of(self, name: str) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["board"] == name]


def started(folder: Path, platform: str, boards: list[Board], **about: Any) -> Callable[[], Crawled]:
    """Starts a crawl process; the answer waits for its end."""
    folder.mkdir(parents=True, exist_ok=True)
    job = Job(platform, boards, DATE, folder, **({"limits": LIMITS} | about))
    job.write(folder / "job.json")
    command = [sys.executable, "-m", "spiders.crawl", str(folder / "job.json")]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def crawled() -> Crawled:
        log, _ = process.communicate(timeout=60)
        assert process.returncode == 0, log.decode()
        rows = read_parts(raw_files(folder)).to_pylist()
        return Crawled(read_report(folder), rows, log.decode())

    return crawled


def job_posting(number: int) -> dict[str, Any]:
    """A posting as Greenhouse writes it."""
    return {
        "id": 1000 + number,
        "title": f"Engineer {number}",
        "absolute_url": f"https://jobs.example/{number}",
        "location": {"name": "Lisbon"},
        "content": "&lt;p&gt;Build things that last.&lt;/p&gt;",
        "first_published": "2026-11-01T08:00:00-05:00",
    }


def greenhouse_board(count: int = 20, **changed: Any) -> bytes:
    """A board as Greenhouse writes it; `changed` are fields of its first posting."""
    jobs = [job_posting(number) for number in range(count)]
    if jobs:
        jobs[0] |= changed
    return json.dumps({"jobs": jobs, "meta": {"total": count}}).encode()


def _without(*names: str) -> bytes:
    board = json.loads(greenhouse_board())
    for name in names:
        del board["jobs"][0][name]
    return json.dumps(board).encode()


CAPTCHA = b"<!DOCTYPE html><html><title>Just a moment...</title><p>Please solve the captcha.</p></html>"
PAGE = b"<!DOCTYPE html><html><title>Careers</title><p>We have moved.</p></html>"
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><urlset>
<position>&b;</position><loc>&b;</loc></urlset>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><urlset><url><loc>&a;</loc>
</url></urlset>"""
POSITION = (
    b"""<workzag-jobs><position><id>7</id><name>Engineer</name><office>Porto</office></position></workzag-jobs>"""
)

# 80 MB in 80 kB: gzip members may follow each other.
BOMB = gzip.compress(b"<urlset>") + gzip.compress(b" " * 2**20) * 80

# Boards of Greenhouse: status, headers, body.
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "healthy": (200, {}, greenhouse_board()),
    "another": (200, {"Content-Encoding": "gzip"}, gzip.compress(greenhouse_board(30))),
    "away": (404, {}, b"{}"),
    "gone": (410, {}, b"{}"),
    "forbidden": (403, {}, b"no"),
    "asked-too-much": (429, {"Retry-After": "3600"}, b""),
    "captcha-503": (503, {}, CAPTCHA),
    "captcha-200": (200, {}, CAPTCHA),
    "broken": (500, {}, b"oops"),
    "half": (200, {}, greenhouse_board()[:900]),
    "no-json": (200, {}, b"Service temporarily unavailable"),
    "wrong-json": (200, {}, b'{"jobs": [{"id": 1,}]}'),
    "other-shape": (200, {}, b'{"error": "try later"}'),
    "html": (200, {}, PAGE),
    "nothing": (200, {}, b""),
    "empty": (200, {}, b'{"jobs": [], "meta": {"total": 0}}'),
    "bomb": (200, {"Content-Encoding": "gzip"}, gzip.compress(b" " * 2**20) * 64),
    "loop": (302, {"Location": "/greenhouse/v1/boards/loop/jobs"}, b""),
    "private": (302, {"Location": "http://10.0.0.1/jobs"}, b""),
    "metadata": (302, {"Location": "http://169.254.169.254/latest"}, b""),
    "other-port": (302, {"Location": "http://127.0.0.1:9/jobs"}, b""),
    "file": (302, {"Location": "file:///etc/hostname"}, b""),
    "nowhere": (302, {}, b""),
    "moved": (301, {"Location": "/greenhouse/v1/boards/healthy/jobs?content=true"}, b""),
    "deep": (200, {}, b"[" * 100_000 + b"]" * 100_000),
    "deep-posting": (200, {}, _without("content").replace(b'"Lisbon"', b"[" * 450 + b"]" * 450, 1)),
    "no-id": (200, {}, _without("id")),
    "no-title": (200, {}, _without("title")),
    "long-title": (200, {}, greenhouse_board(title="Engineer " * 200_000)),
    "long-id": (200, {}, greenhouse_board(id="x" * 5000)),
    "surrogate": (200, {}, greenhouse_board(id="\ud800", title="Half \udfff")),
    "script": (200, {}, greenhouse_board(absolute_url="javascript:alert(1)")),
    "twice": (200, {}, greenhouse_board(id=1001)),
    "not-a-number": (200, {}, greenhouse_board().replace(b"1000", b"NaN", 1)),
}


CAREER_SITES = (
    "healthy", "packed", "bomb", "nested", "circle", "laughs", "outside", "plain", "one-broken", "one-plain", "inwards",
)  # fmt: skip


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "FaultServer"

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        try:
            self._answer(path, query)
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    do_POST = do_GET

    def _answer(self, path: str, query: str) -> None:
        self.server.asked.append((self.path, dict(self.headers.items())))
        steps = path.strip("/").split("/")
        name = steps[3] if len(steps) > 3 else ""
        if path == "/robots.txt":
            self._send(200, {}, b"User-agent: *\nDisallow: /greenhouse/v1/boards/off-limits/\n")
        elif name == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
        elif name == "slow":
            self._head({"Content-Length": "5000"})
            for _ in range(45):
                self.wfile.write(b" ")
                time.sleep(0.1)
        elif name == "cut":
            self._head({"Content-Length": "5000"})
            self.wfile.write(b'{"jobs": [')
            self.close_connection = True
        elif name == "endless":
            self._head({"Connection": "close"})
            for _ in range(64):
                self.wfile.write(b" " * 2**20)
            self.close_connection = True
        elif name == "retry-after":
            first = name not in self.server.seen
            self.server.seen.add(name)
            self._send(*((429, {"Retry-After": "1"}, b"") if first else (200, {}, greenhouse_board())))
        elif steps[0] == "smartrecruiters":
            self._smartrecruiters(name, steps, query)
        elif steps[0] == "jsonld":
            self._career_site(path, steps)
        else:
            self._send(*ANSWERS.get(name, (404, {}, b"{}")))

    def _smartrecruiters(self, name: str, steps: list[str], query: str) -> None:
        if len(steps) == 6:
            number = int(steps[5])
            lost = name == "no-details" or (name == "one-lost" and number == 3)
            if lost or (name == "one-closed" and number == 3):
                self._send(500 if lost else 404, {}, b"")
                return
            sections = {"jobDescription": {"title": "The job", "text": "<p>Build.</p>"}}
            self._json({"id": steps[5], "name": f"Engineer {number}", "jobAd": {"sections": sections}})
            return
        offset = int(query.rpartition("offset=")[2])
        shift = 0 if name == "repeating" else offset
        total = 10**6 if name in ("without-end", "repeating") else 24
        size = 12 if name != "without-end" else 3
        entries = [{"id": str(shift + number), "name": f"Engineer {shift + number}"} for number in range(size)]
        self._json({"offset": offset, "totalFound": total, "content": entries})

    def _career_site(self, path: str, steps: list[str]) -> None:
        name = steps[1]
        origin = f"http://{self.headers['Host']}/jsonld/{name}"
        if steps[2] == "sitemap.xml":
            pages = [f"{origin}/job/{number}" for number in range(24)]
            body = "".join(f"<url><loc>{page}</loc></url>" for page in pages)
            sitemap = f"<urlset>{body}</urlset>".encode()
            index = f"<sitemapindex><sitemap><loc>{origin}/sitemap.xml/{'x' * len(path)}</loc></sitemap></sitemapindex>"
            packed = {"packed": gzip.compress(sitemap), "bomb": BOMB}
            circle = f"<sitemapindex><sitemap><loc>{origin}/sitemap.xml</loc></sitemap></sitemapindex>"
            bodies = {
                "nested": index.encode(),
                "circle": circle.encode(),
                "laughs": LAUGHS.replace(b"<x>", b"<urlset>"),
                "outside": OUTSIDE,
            }
            if name == "inwards":
                self._send(200, {}, b"<urlset><url><loc>http://10.0.0.1/job</loc></url></urlset>")
            else:
                self._send(200, {}, (packed | bodies | {"plain": PAGE}).get(name, sitemap))
            return
        number = int(steps[3])
        if name == "one-broken" and number == 5:
            self._send(500, {}, b"")
        elif name == "one-plain" and number == 5:
            self._send(200, {}, PAGE)
        else:
            posting = {"@type": "JobPosting", "title": f"Engineer {number}", "description": "<p>Build.</p>"}
            script = f'<script type="application/ld+json">{json.dumps(posting)}</script>'
            self._send(200, {}, f"<html><head>{script}</head></html>".encode())

    def _json(self, value: Any) -> None:
        self._send(200, {}, json.dumps(value).encode())

    def _head(self, headers: dict[str, str]) -> None:
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.wfile.write(f"HTTP/1.1 200 OK\r\n{lines}\r\n".encode())

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = f"HTTP/1.1 {status} Answer\r\nContent-Length: {len(body)}\r\n{lines}\r\n"
        self.wfile.write(head.encode() + body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class FaultServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.seen: set[str] = set()

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@pytest.fixture(scope="session")
def fault_server() -> Iterator[FaultServer]:
    server = FaultServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def start_crawl() -> Callable[..., Callable[[], Crawled]]:
    """Starts a crawl process in a folder: platform and boards, then the fields of Job."""
    return started


@pytest.fixture(scope="session")
def closed_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.fixture(scope="session")
def sick(fault_server: FaultServer, closed_port: int, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Crawled]:
    """Crawls of all the server's boards, one process a platform."""
    folder, url = tmp_path_factory.mktemp("sick"), fault_server.url
    at_once = ["off-limits", "reset", "slow", "cut", "endless", "retry-after"]
    boards = {
        "greenhouse": [
            *(Board("greenhouse", name, name.title(), f"{url}/greenhouse") for name in [*ANSWERS, *at_once]),
            Board("greenhouse", "refused", "Refused", f"http://127.0.0.1:{closed_port}"),
            Board("greenhouse", "unresolved", "Unresolved", "http://no-such-host.invalid"),
            Board("greenhouse", "../../etc/passwd", "Slashes", f"{url}/greenhouse"),
        ],
        "smartrecruiters": [
            Board("smartrecruiters", name, name, f"{url}/smartrecruiters")
            for name in ("healthy", "one-lost", "one-closed", "no-details", "without-end", "repeating")
        ],
        "jsonld": [
            *(
                Board("jsonld", f"{url}/jsonld/{name}/sitemap.xml", name)
                for name in CAREER_SITES
            ),
            Board("jsonld", f"{url}/jsonld/single/job/1", "single"),
            Board("jsonld", "ftp://files.example/sitemap.xml", "ftp"),
        ],
    }  # fmt: skip
    waiting = {platform: started(folder / platform, platform, rows) for platform, rows in boards.items()}
    return {platform: crawled() for platform, crawled in waiting.items()}
