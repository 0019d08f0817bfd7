"""Scrapy's own commands work from the project's root, as its users know them."""

import json
import subprocess
import sys
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import pytest

from spiders.items import Row
from storage.tables import table
from tests.spiders.conftest import FaultServer

ROOT = Path(__file__).parents[2]


def scrapy(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def boards(tmp_path: Path, fault_server: FaultServer) -> Path:
    path = tmp_path / "boards.csv"
    url = f"{fault_server.url}/greenhouse"
    lines = [f"greenhouse,healthy,Mill,{url}", f"greenhouse,gone,Gone,{url}", f"lever,other,Other,{url}"]
    path.write_text("platform,board,company,base_url\n" + "\n".join(lines) + "\n")
    return path


class FullDisk:
    """An item pipeline that cannot keep the third posting."""

    def process_item(self, item: Row) -> Row:
        if item["external_id"] == "1002":
            raise OSError("no space left on device")
        return item


def test_the_spider_is_listed() -> None:
    listed = scrapy("list")
    assert (listed.returncode, listed.stdout, listed.stderr) == (0, "boards\n", "")


def test_boards_of_a_platform_are_crawled_into_a_feed(boards: Path, tmp_path: Path, fault_server: FaultServer) -> None:
    fault_server.asked.clear()
    out = tmp_path / "out.jsonl"
    crawled = scrapy("crawl", "boards", "-a", "platform=greenhouse", "-a", f"boards={boards}", "-O", str(out))
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert crawled.returncode == 0 and len({row["external_id"] for row in rows}) == len(rows) == 20
    assert {row["board"] for row in rows} == {"healthy"}
    assert set(rows[0]) == {field.name for field in table("raw_greenhouse").schema}
    assert json.loads(rows[0]["payload"])["location"] == {"name": "Lisbon"}
    assert "healthy: ok, 20 postings" in crawled.stderr
    assert "gone: gone (HTTP 410: the board is not there), 0 postings" in crawled.stderr
    agents = Counter(headers["User-Agent"].partition(" ")[0] for _, headers in fault_server.asked)
    assert agents == {f"rolemeter/{version('rolemeter')}": 3}  # robots.txt and two boards


def test_a_posting_that_a_pipeline_cannot_keep_fails_its_board(boards: Path) -> None:
    pipelines = json.dumps({"tests.spiders.test_scrapy_commands.FullDisk": 1})
    arguments = ("-a", "platform=greenhouse", "-a", f"boards={boards}", "-s", f"ITEM_PIPELINES={pipelines}")
    crawled = scrapy("crawl", "boards", *arguments)
    assert "healthy: failed (a posting could not be kept: no space left on device)" in crawled.stderr


@pytest.mark.parametrize(
    ("platform", "file", "says"),
    [
        ("greenhuose", None, "-a platform=greenhuose: one of adzuna, "),
        ("ashby", None, "no board of ashby in it"),
        ("greenhouse", "none.csv", "none.csv"),
    ],
)
def test_wrong_arguments_are_named(boards: Path, platform: str, file: str | None, says: str) -> None:
    crawled = scrapy("crawl", "boards", "-a", f"platform={platform}", "-a", f"boards={file or boards}")
    assert crawled.returncode != 0 and says in crawled.stderr.splitlines()[-1]
