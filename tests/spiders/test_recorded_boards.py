"""Crawls of the recorded real boards: every posting arrives, none twice, and a second night asks conditionally."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from spiders.dialect import parse_payload
from spiders.job import Limits
from spiders.platform import Board

SHARED = Path(__file__).parents[3] / "shared"
REPLAY = SHARED / "tools" / "replay_boards.py"
EXPECTED = {"stripe": 547, "catawiki": 50, "matchgroup": 82, "ramp": 120, "sitemap": 70}

pytestmark = pytest.mark.skipif(not REPLAY.exists(), reason="the recorded boards are not here")


@pytest.fixture(scope="module")
def url(closed_port: int) -> Iterator[str]:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    server = subprocess.Popen([sys.executable, str(REPLAY), "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as sock:
                if sock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="module")
def nights(
    url: str, start_crawl: Callable[..., Callable[[], Any]], tmp_path_factory: pytest.TempPathFactory
) -> list[dict[str, Any]]:
    """Two crawls of all recorded boards, the second with the validators of the first."""
    boards = {
        "greenhouse": [Board("greenhouse", name, name, f"{url}/greenhouse") for name in ("stripe", "catawiki")],
        "lever": [Board("lever", "matchgroup", "Match Group", f"{url}/lever")],
        "ashby": [Board("ashby", "ramp", "Ramp", f"{url}/ashby")],
        "jsonld": [Board("jsonld", f"{url}/jsonld/sitemap.xml", "sitemap")],
    }
    found: list[dict[str, Any]] = []
    for night in ("first", "second"):
        folder = tmp_path_factory.mktemp(night)
        waiting = {
            name: start_crawl(folder / name, name, rows, limits=Limits(delay=0.0), validators=validators(found, name))
            for name, rows in boards.items()
            if night == "first" or name == "greenhouse"
        }
        found.append({name: crawled() for name, crawled in waiting.items()})
    return found


def validators(nights: list[dict[str, Any]], name: str) -> dict[str, dict[str, str | None]]:
    if not nights:
        return {}
    boards = nights[0][name].report.boards
    return {board.board: {"etag": board.etag, "last_modified": board.last_modified} for board in boards}


def test_every_posting_arrives_and_none_twice(nights: list[dict[str, Any]]) -> None:
    counts = {b.board.rsplit("/", 1)[-1].removesuffix(".xml"): b for c in nights[0].values() for b in c.report.boards}
    assert {name: board.postings for name, board in counts.items()} == EXPECTED
    ids = [row["posting_id"] for crawled in nights[0].values() for row in crawled.rows]
    assert len(ids) == len(set(ids)) == sum(EXPECTED.values())


def test_a_second_night_finds_the_boards_unchanged(nights: list[dict[str, Any]]) -> None:
    boards = [board for crawled in nights[1].values() for board in crawled.report.boards]
    assert {board.status for board in boards} == {"unchanged"}
    assert all(board.requests == 1 and board.bytes == 0 for board in boards)
    assert not any(crawled.rows for crawled in nights[1].values())


def test_every_payload_is_read_and_no_field_is_left_over(nights: list[dict[str, Any]]) -> None:
    for name, crawled in nights[0].items():
        parsed = [
            parse_payload(name, row["payload"], Board(name, row["board"], row["company"])) for row in crawled.rows
        ]
        unread = [problem for posting, _, problem in parsed if posting is None]
        assert len(unread) == (8 if name == "jsonld" else 0), unread
        postings = [posting for posting, _, _ in parsed if posting]
        assert all(posting.html or posting.text for posting in postings)
        assert all(posting.url for posting in postings)
        left = {field for _, leftovers, _ in parsed for field in leftovers}
        assert not left, left
        if name != "jsonld":
            assert sum(bool(posting.locations) for posting in postings) >= 0.95 * len(postings)
            assert all(posting.posted_at for posting in postings)


def test_no_mail_address_or_recruiter_is_kept(nights: list[dict[str, Any]]) -> None:
    for crawled in nights[0].values():
        for row in crawled.rows:
            assert "@stripe.com" not in row["payload"] and "mailto:" not in row["payload"].replace("mailto:[", "")
