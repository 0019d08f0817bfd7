"""How fast and how large: python -m spiders.speed

Crawls, from a loopback server in a process of its own, many small boards and one large board, and prints requests/s,
postings/s and peak memory, beside the speed of `scrapy bench` in the same minute.
"""

import argparse
import datetime as dt
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from spiders.job import Job, Limits, Report, read_report
from spiders.platform import Board

ROOT = Path(__file__).resolve().parent.parent
SMALL = 20  # postings of a small board
WORDS = "We build ovens that bake bread by themselves, and look for people who know dough and data. "


def board_body(postings: int, size: int) -> bytes:
    """A board as Lever writes it; `size` is about the characters of a posting."""
    text = f"<p>{WORDS * max(1, size // len(WORDS))}</p>"
    jobs = [
        {"id": f"job-{number}", "text": f"Baker {number}", "hostedUrl": f"https://jobs.example/{number}",
         "categories": {"location": "Oslo", "commitment": "Full-time"}, "description": text}
        for number in range(postings)
    ]  # fmt: skip
    return json.dumps(jobs).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    bodies: dict[str, bytes]

    def do_GET(self) -> None:
        body = self.bodies["large" if "/large" in self.path else "small"] if "postings" in self.path else b""
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self.wfile.write(head.encode() + body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keeps quiet."""


def serve(large: int, size: int) -> None:
    """Serves until the process is ended; prints its address."""
    _Handler.bodies = {"small": board_body(SMALL, size), "large": board_body(large, size)}
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()


def crawled(boards: Sequence[Board]) -> tuple[Report, float]:
    """The report of a crawl in a process of its own, and that process's CPU seconds."""
    with tempfile.TemporaryDirectory(prefix="rolemeter-speed-") as folder:
        job = Job("lever", list(boards), dt.date(2026, 11, 23), Path(folder), limits=Limits(delay=0.0, timeout=300.0))
        job.write(job.output / "job.json")
        began = _children_cpu()
        command = [sys.executable, "-m", "spiders.crawl", str(job.output / "job.json")]
        subprocess.run(command, cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
        return read_report(job.output), _children_cpu() - began


def _children_cpu() -> float:
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def scrapy_bench() -> float | None:
    """Pages a second of Scrapy's own benchmark, 5 seconds long; None when it says nothing."""
    command = [sys.executable, "-m", "scrapy", "bench", "-s", "CLOSESPIDER_TIMEOUT=5"]
    log = subprocess.run(command, cwd=tempfile.gettempdir(), capture_output=True, text=True, check=False).stderr
    pages = re.findall(r"'downloader/response_count': (\d+)", log)
    seconds = re.findall(r"'elapsed_time_seconds': ([\d.]+)", log)
    return int(pages[-1]) / float(seconds[-1]) if pages and seconds else None


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m spiders.speed", description=__doc__)
    parser.add_argument("--boards", type=int, default=1000, help=f"small boards, of {SMALL} postings each")
    parser.add_argument("--large", type=int, default=50_000, help="postings of the large board")
    parser.add_argument("--size", type=int, default=2000, help="characters of a posting")
    parser.add_argument("--serve", action="store_true", help="only serve the boards")
    args = parser.parse_args()
    if args.serve:
        serve(args.large, args.size)
    options = ["--serve", "--large", str(args.large), "--size", str(args.size)]
    server = subprocess.Popen(
        [sys.executable, "-m", "spiders.speed", *options], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        for name, boards in (
            ("start-up", [Board("lever", "small", "Mill", url)]),
            ("small boards", [Board("lever", f"small-{number}", "Mill", url) for number in range(args.boards)]),
            ("large board", [Board("lever", "large", "Mill", url)]),
        ):
            began = time.monotonic()
            report, cpu = crawled(boards)
            wall, postings = time.monotonic() - began, sum(board.postings for board in report.boards)
            print(
                f"{name:<13}{report.requests:>6} requests, {postings:>6} postings in {wall:5.1f} s, CPU {cpu:5.1f} s: "
                f"{report.requests / wall:5.0f} requests/s, {postings / cpu:6.0f} postings per CPU second, "
                f"{report.memory / 2**20:4.0f} MB"
            )
    finally:
        server.terminate()
        server.communicate()
    bench = scrapy_bench()
    print(f"scrapy bench {bench:.0f} pages/s" if bench else "scrapy bench gave no figures")
    return 0


if __name__ == "__main__":
    sys.exit(main())
