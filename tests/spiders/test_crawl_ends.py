"""A crawl that is stopped says so, leaves whole files, and does not outlive the process that started it."""

import dataclasses
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
from pathlib import Path

import pytest

from spiders.board_state import BoardState
from spiders.crawl import Job, Progress, main, read_report
from spiders.job import Limits, lost_crawl
from spiders.platform import Board
from storage.store import read_parts

ROOT = Path(__file__).resolve().parents[2]
ASKED = threading.Event()


class _Slow(http.server.BaseHTTPRequestHandler):
    """One board answers at once, the other not within the test."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if "sleepy" in self.path:
            ASKED.set()
            time.sleep(8)
            self.close_connection = True
            return
        body = json.dumps([{"id": "1", "text": "Baker"}]).encode() if "bakery" in self.path else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keeps quiet."""


@pytest.fixture
def job(tmp_path: Path) -> Iterator[Path]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Slow)
    server.daemon_threads, server.block_on_close = True, False
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    boards = [Board("lever", name, name, url) for name in ("bakery", "sleepy")]
    path = tmp_path / "job.json"
    limits = Limits(timeout=2.5, retries=0)
    Job("lever", boards, dt.date(2026, 11, 23), tmp_path / "out", limits=limits).write(path)
    ASKED.clear()
    yield path
    server.shutdown()
    server.server_close()


def test_an_interrupted_crawl_is_not_believed_and_its_files_are_whole(job: Path) -> None:
    hasty = Limits(timeout=1.0, retries=0)
    dataclasses.replace(Job.load(job), limits=hasty).write(job)
    process = subprocess.Popen([sys.executable, "-m", "spiders.crawl", str(job)], cwd=ROOT, stderr=subprocess.DEVNULL)
    assert ASKED.wait(30)
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 1
    report = read_report(job.parent / "out")
    assert not report.finished and report.finish_reason == "shutdown"
    assert {board.board: board.status for board in report.boards} == {"bakery": "ok", "sleepy": "failed"}
    assert read_parts([str(job.parent / "out" / "raw.parquet")]).column("board").to_pylist() == ["bakery"]


def test_a_crawl_ends_when_its_parent_is_gone(job: Path) -> None:
    start = "import subprocess, sys, time; print(subprocess.Popen(sys.argv[1:]).pid, flush=True); time.sleep(60)"
    parent = subprocess.Popen(
        [sys.executable, "-c", start, sys.executable, "-m", "spiders.crawl", str(job)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert parent.stdout is not None
    with parent.stdout:
        crawl = int(parent.stdout.readline())
        assert ASKED.wait(30)
        parent.kill()
        parent.wait()
        until = time.monotonic() + 20
        while _runs(crawl) and time.monotonic() < until:
            time.sleep(0.1)
    assert not _runs(crawl)
    assert read_report(job.parent / "out").finish_reason == "parent_gone"


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"platform": "lever", "boards": 3}'])
def test_a_damaged_job_file_is_named(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "job.json"
    path.write_text(text)
    assert main([str(path)]) == 2
    assert capsys.readouterr().err.startswith(f"{path}: no job file")


def test_a_job_comes_back_as_it_was_written(tmp_path: Path) -> None:
    job = Job(
        "ashby", [Board("ashby", "a/b", "Ä", "")], dt.date(2026, 11, 23), tmp_path,
        validators={"a/b": {"etag": '"1"', "last_modified": None}}, contact="jobs@bakery.example", probe=True,
        limits=Limits(delay=2.0),
    )  # fmt: skip
    job.write(tmp_path / "job.json")
    assert Job.load(tmp_path / "job.json") == job


@pytest.mark.parametrize("text", ["{}", '{"boards": [{}]}', "[]"])
def test_a_damaged_report_is_a_value_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "report.json").write_text(text)
    with pytest.raises(ValueError):
        read_report(tmp_path)


def test_the_last_line_of_progress_counts_the_boards_that_were_not_read(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress("lever", 1, None)
    state = BoardState("mill")
    state.fail("failed", "connection refused")
    progress.finished(state)
    assert capsys.readouterr().err.splitlines() == [
        "lever mill: failed, connection refused",
        "lever: 1 of 1 boards (1 not read), 0 postings",
    ]


@pytest.mark.parametrize(
    ("code", "said", "told"),
    [
        (-9, "", "the crawl was ended by signal 9 and left no report"),
        (1, "Traceback\nOSError: no space\n", "the crawl ended with exit code 1 and left no report: OSError: no space"),
    ],
)
def test_a_crawl_without_a_report_is_told_by_how_it_ended(code: int, said: str, told: str) -> None:
    assert lost_crawl(code, said) == told
