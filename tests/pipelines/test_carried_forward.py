"""A crawl whose process died tells nothing of its boards; what was known of them stands in."""

import datetime as dt
from pathlib import Path

from pipelines.assets.crawl import _night
from pipelines.crawling import Crawled
from pipelines.earlier import Earlier
from spiders.crawl import Job
from spiders.platform import Board
from storage.store import Store
from storage.tables import table

DATE = dt.date(2026, 11, 20)
BEFORE = DATE - dt.timedelta(days=1)


def test_boards_of_a_crawl_that_died_are_carried_forward(tmp_path: Path) -> None:
    store = Store(tmp_path)
    known = {
        "posting_id": "lever:acme:1", "snapshot_date": BEFORE, "platform": "lever", "board": "acme",
        "external_id": "1", "payload": "{}", "observed_on": BEFORE, "carried_forward": False,
    }  # fmt: skip
    store.write("raw_lever", [dict.fromkeys(table("raw_lever").columns) | known], BEFORE)
    fetch = {
        "snapshot_date": BEFORE, "platform": "lever", "board": "acme", "status": "ok", "postings": 1, "requests": 1,
        "bytes": 1, "seconds": 1.0, "nights_failing": 0, "etag": "e",
    }  # fmt: skip
    store.write("board_fetches", [dict.fromkeys(table("board_fetches").columns) | fetch], BEFORE)
    folder = tmp_path / "crawl"
    folder.mkdir()
    boards = [Board("lever", "acme", "Acme", ""), Board("lever", "new", "New", "")]
    job = Job(platform="lever", boards=boards, snapshot_date=DATE, output=folder)
    died = Crawled("lever", folder, None, "the crawl was killed (signal 9)")
    rows, fetches = _night(died, job, Earlier(store, DATE, print), DATE)
    assert [(row["posting_id"], row["carried_forward"]) for row in rows.to_pylist()] == [("lever:acme:1", True)]
    told = {row["board"]: (row["status"], row["postings"], row["etag"]) for row in fetches}
    assert told == {"acme": ("failed", 1, "e"), "new": ("failed", 0, None)}
    assert all("killed" in row["reason"] for row in fetches)
