"""How long a night over many boards will take: requests, bytes and hours by host. Pure functions."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from spiders.job import Limits
from spiders.platform import Board, Platform
from spiders.platforms import platforms

Key = tuple[str, str]
# Requests and bytes of a board of a platform that was never measured: the whole board at once, or a request a posting.
AT_ONCE, ONE_BY_ONE = (1.0, 200_000.0), (40.0, 600_000.0)


@dataclass(slots=True)
class HostPlan:
    """What a night asks of a host. `measured` of its boards were asked before; the others count as their platform's
    median. Hours are those of the pause between two requests: hosts are asked side by side."""

    host: str
    platforms: set[str] = field(default_factory=set)
    boards: int = 0
    measured: int = 0
    requests: float = 0.0
    bytes: float = 0.0
    hours: float = 0.0


def plan(boards: Iterable[Board], fetches: Sequence[Mapping[str, Any]], limits: Limits) -> list[HostPlan]:
    """The hosts of the boards, the slowest first. `fetches` are rows of board_fetches of a night before."""
    measured: dict[Key, tuple[float, float]] = {
        (row["platform"], row["board"]): (row["requests"], row["bytes"]) for row in fetches if row["requests"]
    }
    usual = _usual(measured)
    hosts: dict[str, HostPlan] = {}
    for board in boards:
        host = hosts.setdefault(_host(board), HostPlan(_host(board)))
        key = (board.platform, board.board)
        requests, size = measured.get(key) or usual.get(board.platform) or _assumed(board.platform)
        host.platforms.add(board.platform)
        host.boards += 1
        host.measured += key in measured
        host.requests += requests
        host.bytes += size
        host.hours += requests * max(limits.delay, platforms()[board.platform].pause) / 3600
    return sorted(hosts.values(), key=lambda host: (-host.hours, host.host))


def _usual(measured: Mapping[Key, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """By platform, the median requests and bytes of its boards."""
    by_platform: dict[str, list[tuple[float, float]]] = {}
    for (platform, _), figures in measured.items():
        by_platform.setdefault(platform, []).append(figures)
    return {
        platform: (statistics.median(one[0] for one in figures), statistics.median(one[1] for one in figures))
        for platform, figures in by_platform.items()
    }


def _assumed(platform: str) -> tuple[float, float]:
    has_details = type(platforms()[platform]).without_detail is not Platform.without_detail
    return ONE_BY_ONE if has_details else AT_ONCE


def _host(board: Board) -> str:
    return urlsplit(platforms()[board.platform].address(board)).netloc or board.platform


def advice(hosts: Sequence[HostPlan], fetches: Sequence[Mapping[str, Any]], limits: Limits) -> list[str]:
    """What keeps the night from ending, and what would shorten it, a line each."""
    unknown = sum(host.boards - host.measured for host in hosts)
    lines = [f"{unknown:,} boards were never asked: they count as their platform's median, else as assumed"] * (
        unknown > 0
    )
    lines += [
        f"{host.host}: {host.requests:,.0f} requests are more than a night's {limits.host_requests:,} for a host; the "
        "boards beyond fail: leave some out, or ask them on other nights"
        for host in hosts
        if host.requests > limits.host_requests
    ]
    most = limits.crawl_seconds / 3600
    lines += [
        f"{host.host}: {host.hours:.1f} h are more than the {most:.0f} h of a crawl; the boards beyond fail"
        for host in hosts
        if host.hours > most
    ]
    single = [row for row in fetches if row["requests"] > 1 + row["postings"] / 2 and row["postings"] > 1]
    if requests := sum(row["requests"] for row in single):
        names = sorted({row["platform"] for row in single})
        telling = [name for name in names if platforms()[name].tells_changes]
        lines.append(
            f"{requests:,} requests of the last night were for postings one by one ({', '.join(names)}); "
            + (f"the lists of {', '.join(telling)} tell what has changed, so that only that is asked" if telling else
               "their lists do not tell what has changed, so that all are asked every night")
        )  # fmt: skip
    if asked := [row for row in fetches if row["requests"]]:
        able = sum(bool(row["etag"] or row["last_modified"]) for row in asked)
        same = sum(row["status"] == "unchanged" for row in asked)
        lines.append(f"{able:,} of {len(asked):,} boards can say that they are unchanged, in one request; {same:,} did")
    return lines
