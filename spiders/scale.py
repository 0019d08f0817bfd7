"""How a night of many hosts goes: python -m spiders.scale --hosts 40 --boards 25

Crawls boards on as many loopback addresses, served with latency, at the default politeness, and prints the time beside
the one that politeness alone would take, peak memory, and how every board ended.
"""

import argparse
import asyncio
import collections
import contextlib
import datetime as dt
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from spiders.job import Job, Limits, read_report
from spiders.platform import Board
from spiders.speed import board_body

ROOT = Path(__file__).resolve().parent.parent


def addresses(count: int) -> list[str]:
    """That many addresses on loopback, each a host of its own."""
    return [f"127.0.{1 + number // 250}.{1 + number % 250}" for number in range(count)]


class Hosts:
    """Serves a board at every path of every address, each answer after `latency` seconds; counts what it is asked."""

    def __init__(self, count: int, latency: float, body: bytes) -> None:
        self.requests = self.under_way = self.most = 0
        self._count, self._latency, self._body = count, latency, body

    async def start(self) -> tuple[asyncio.Server, int]:
        """The server and its port."""
        probe = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = int(probe.sockets[0].getsockname()[1])
        probe.close()
        return await asyncio.start_server(self._serve, addresses(self._count), port, backlog=1000), port

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.closing(writer), contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                self.requests += 1
                self.under_way += 1
                self.most = max(self.most, self.under_way)
                await asyncio.sleep(self._latency)
                self.under_way -= 1
                found, body = (b"404 Not Found", b"") if b"/robots.txt" in head[:99] else (b"200 OK", self._body)
                writer.write(
                    b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (found, len(body))
                )
                writer.write(body)
                await writer.drain()


async def crawled(hosts: Hosts, count: int, boards: int, limits: Limits, folder: Path) -> None:
    """Crawls `boards` boards on each of `count` hosts by a process of its own, which leaves its report there."""
    server, port = await hosts.start()
    rows = [
        Board("lever", f"board-{number}-{host}", "Mill", f"http://{host}:{port}/lever")
        for number in range(boards)
        for host in addresses(count)
    ]
    Job("lever", rows, dt.date(2026, 11, 23), folder, limits=limits).write(folder / "job.json")
    async with server:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "spiders.crawl", str(folder / "job.json"), cwd=ROOT, stderr=subprocess.DEVNULL
        )
        await process.wait()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m spiders.scale", description=__doc__)
    parser.add_argument("--hosts", type=int, default=40)
    parser.add_argument("--boards", type=int, default=25, help="boards on each host")
    parser.add_argument("--postings", type=int, default=20, help="postings of a board")
    parser.add_argument("--latency", type=float, default=0.2, help="seconds that a host takes to answer")
    args = parser.parse_args(arguments)
    limits = Limits(near_at_once=False)
    hosts = Hosts(args.hosts, args.latency, board_body(args.postings, 2000))
    with tempfile.TemporaryDirectory(prefix="rolemeter-scale-") as folder:
        asyncio.run(crawled(hosts, args.hosts, args.boards, limits, Path(folder)))
        report = read_report(Path(folder))
    ended = collections.Counter(board.status for board in report.boards)
    polite = args.boards * limits.delay
    print(
        f"{len(report.boards)} boards on {args.hosts} hosts: {report.seconds:.1f} s, {polite:.1f} s by politeness; "
        f"{hosts.requests} requests, {hosts.most} at once, {report.memory / 2**20:.0f} MB; "
        f"{', '.join(f'{count} {status}' for status, count in ended.items())}"
    )
    return 0 if set(ended) == {"ok"} else 1


if __name__ == "__main__":
    sys.exit(main())
