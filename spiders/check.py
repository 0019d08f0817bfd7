"""Asks each board once and says how it answers, or only lists what a crawl would ask first."""

import datetime as dt
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from spiders.job import Job, Limits, lost_crawl, read_report
from spiders.platform import Board, BoardError, Platform, Request
from spiders.platforms import platforms

SIDE_BY_SIDE = 4  # crawl processes at once


@dataclass(frozen=True, slots=True)
class Checked:
    """How a board answered its first request: a status of board_fetches, with the reason where there is one."""

    platform: str
    board: str
    status: str
    reason: str | None


def planned(boards: Sequence[Board]) -> list[str]:
    """What a crawl of the boards would ask first, one line a request; asks nothing. Keys stand as their names."""
    lines: list[str] = []
    for board in boards:
        platform = platforms()[board.platform]
        missing = [name for name in platform.keys if not os.environ.get(name)]
        if missing:
            lines.append(f"# {board.platform} {board.board}: not asked without {', '.join(missing)} in the environment")
            continue
        try:
            requests = list(platform.start(board))
        except BoardError as error:
            lines.append(f"# {board.platform} {board.board}: not asked, {error}")
            continue
        robots = [_robots(request.url) for request in requests]
        lines += [line for line in dict.fromkeys(robots) if line not in lines]
        lines += [_line(platform, request) for request in requests]
    return lines


def _robots(address: str) -> str:
    parts = urlsplit(address)
    return f"GET {parts.scheme}://{parts.netloc}/robots.txt"


def _line(platform: Platform, request: Request) -> str:
    address = request.url
    for name in platform.keys:
        value = os.environ[name]
        address = address.replace(quote(value, safe=""), f"<{name}>").replace(value, f"<{name}>")
    return f"{'GET' if request.data is None else 'POST'} {address}"


def check_boards(boards: Sequence[Board], contact: str = "", limits: Limits | None = None) -> Iterator[Checked]:
    """Sends each board's first requests, nothing further, and keeps nothing; gives the boards platform by platform.

    Each platform is asked by a crawl process of its own, so robots.txt, delays and caps are those of a crawl.
    """
    jobs: dict[str, list[Board]] = {}
    for board in boards:
        jobs.setdefault(board.platform, []).append(board)
    with (
        tempfile.TemporaryDirectory(prefix="rolemeter-check-") as folder,
        ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="check") as threads,
    ):
        today = dt.datetime.now(dt.UTC).date()
        parts = [
            Job(name, mine, today, Path(folder) / name, contact=contact, probe=True, limits=limits or Limits())
            for name, mine in jobs.items()
        ]
        for found in threads.map(_checked, parts):
            yield from found


def _checked(job: Job) -> list[Checked]:
    job.output.mkdir()
    job.write(job.output / "job.json")
    ended = subprocess.run(
        [sys.executable, "-m", "spiders.crawl", str(job.output / "job.json")],
        cwd=Path(__file__).resolve().parent.parent, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        errors="replace", check=False,
    )  # fmt: skip
    try:
        reports = {board.board: board for board in read_report(job.output).boards}
    except (OSError, ValueError):
        reason = lost_crawl(ended.returncode, ended.stderr)
        return [Checked(board.platform, board.board, "failed", reason) for board in job.boards]
    return [
        Checked(job.platform, board.board, reports[board.board].status, reports[board.board].reason)
        for board in job.boards
    ]
