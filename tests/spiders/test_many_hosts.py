"""Many hosts are asked side by side: politeness to each is the only limit."""

import asyncio
import datetime as dt
from pathlib import Path

import pytest

from spiders.job import Job, Limits, read_report
from spiders.platform import Board
from spiders.scale import Hosts, crawled
from spiders.settings import CONCURRENT_REQUESTS, MOST_AT_ONCE, job_settings
from spiders.speed import board_body

HOSTS = 24


def test_a_crawl_asks_all_its_hosts_at_once_and_knows_how_each_board_ended(tmp_path: Path) -> None:
    hosts = Hosts(HOSTS, 0.5, board_body(1, 10))
    asyncio.run(crawled(hosts, HOSTS, 2, Limits(delay=0.01, near_at_once=False), tmp_path))
    report = read_report(tmp_path)
    assert [board.status for board in report.boards] == ["ok"] * 2 * HOSTS
    assert hosts.requests == 3 * HOSTS  # robots.txt once a host
    assert hosts.most > CONCURRENT_REQUESTS


def test_the_common_limit_follows_the_hosts_within_bounds(tmp_path: Path) -> None:
    def limit(platform: str, boards: list[Board]) -> int:
        job = Job(platform, boards, dt.date(2026, 1, 1), tmp_path)
        return int(job_settings(job, frozenset())["CONCURRENT_REQUESTS"])

    assert limit("lever", [Board("lever", str(number), "") for number in range(900)]) == CONCURRENT_REQUESTS
    assert limit("breezy", [Board("breezy", f"b{number}", "") for number in range(40)]) == 80
    assert limit("jsonld", [Board("jsonld", f"https://h{number}.example/", "") for number in range(40)]) == 80
    assert limit("breezy", [Board("breezy", f"b{number}", "") for number in range(9000)]) == MOST_AT_ONCE


@pytest.mark.parametrize("platform", ["oracle", "eightfold", "phenom", "successfactors", "comeet", "workday"])
def test_a_board_that_is_written_wrongly_costs_itself_alone(platform: str, tmp_path: Path) -> None:
    job = Job(platform, [Board(platform, "a/b/c/d", ""), Board(platform, "mill", "")], dt.date(2026, 1, 1), tmp_path)
    assert job_settings(job, frozenset())["CONCURRENT_REQUESTS"] >= CONCURRENT_REQUESTS
