"""A crawl that is killed goes on with the rest of its boards when it is started again, and asks nothing twice."""

import collections
import datetime as dt
import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from spiders.crawl import Job, read_report
from spiders.job import Limits
from spiders.platform import Board
from spiders.resume import DONE, boards_done, raw_files
from storage.store import read_parts

ROOT = Path(__file__).resolve().parents[2]
BOARDS, POSTINGS = 20, 3
GO_ON = threading.Event()
ASKED: collections.Counter[str] = collections.Counter()


class _Boards(http.server.BaseHTTPRequestHandler):
    """Counts what it is asked; the board "slow" answers only when it may."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        board = self.path.rsplit("/", 1)[-1].split("?")[0]
        ASKED[board] += 1
        if board == "slow":
            GO_ON.wait(60)
        jobs = [{"id": f"{board}-{number}", "text": "Baker", "description": "Bread"} for number in range(POSTINGS)]
        body = b"" if board == "robots.txt" else json.dumps(jobs).encode()
        self.send_response(404 if board in ("robots.txt", "gone") else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keeps quiet."""


@pytest.fixture
def url() -> Iterator[str]:
    GO_ON.clear()
    ASKED.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Boards) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/lever"
        GO_ON.set()
        server.shutdown()


def job_of(url: str, folder: Path, *names: str) -> Job:
    boards = [Board("lever", name, "Mill", url) for name in names]
    limits = Limits(delay=0.0, timeout=60.0, kept_every=0.0)
    folder.mkdir(exist_ok=True)
    return Job("lever", boards, dt.date(2026, 11, 23), folder, limits=limits)


def start(job: Job) -> subprocess.Popen[bytes]:
    job.write(job.output / "job.json")
    command = [sys.executable, "-m", "spiders.crawl", str(job.output / "job.json")]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)


def noted(folder: Path) -> set[str]:
    written = (folder / DONE).read_text() if (folder / DONE).exists() else ""
    lines = written.splitlines(keepends=True)  # the last one may be in the making
    return {json.loads(line)["report"]["board"] for line in lines if line.endswith("\n")}


def test_a_killed_crawl_goes_on_with_the_rest(url: str, tmp_path: Path) -> None:
    names = [f"b{number}" for number in range(BOARDS)]
    job = job_of(url, tmp_path / "out", "slow", "gone", *names)
    process = start(job)
    until = time.monotonic() + 60
    while len(noted(job.output)) < BOARDS * 0.9 and time.monotonic() < until and process.poll() is None:
        GO_ON.wait(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    safe = noted(job.output)
    assert len(safe) >= BOARDS * 0.9 and "slow" not in safe
    GO_ON.set()
    assert start(job).wait(60) == 0
    report = read_report(job.output)
    statuses = {board.board: board.status for board in report.boards}
    assert statuses == dict.fromkeys(names, "ok") | {"slow": "ok", "gone": "gone"}
    assert not {name for name in safe if ASKED[name] > 1}
    rows = read_parts(raw_files(job.output)).column("external_id").to_pylist()
    assert sorted(rows) == sorted(f"{name}-{number}" for name in [*names, "slow"] for number in range(POSTINGS))


def test_a_crawl_that_has_ended_is_not_repeated_and_another_address_is_another_board(url: str, tmp_path: Path) -> None:
    job = job_of(url, tmp_path / "out", "a", "b", "gone")
    assert start(job).wait(60) == 0
    moved = [*job.boards[:1], replace(job.boards[1], base_url=f"{url}/elsewhere"), job.boards[2]]
    assert set(boards_done(replace(job, boards=moved))) == {"a"}
    again = replace(job, boards=moved)
    assert start(again).wait(60) == 0
    assert (ASKED["a"], ASKED["b"], ASKED["gone"]) == (1, 2, 2)
    assert sorted(read_parts(raw_files(job.output)).column("board").to_pylist()) == ["a"] * POSTINGS + ["b"] * POSTINGS
    (job.output / DONE).write_text((job.output / DONE).read_text()[:-20])
    assert set(boards_done(again)) < {"a", "b", "gone"}
