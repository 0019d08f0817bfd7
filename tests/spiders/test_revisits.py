"""Details that lists tell nothing new of are asked once a week, and what has changed the same night."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from loopback import Answers, Asked, served

from pipelines.assets.crawl import _read
from spiders.job import Job, Limits
from spiders.platform import Board, PostingItem, Request, Response
from spiders.platforms import platforms
from spiders.revisits import WEEK, Read, listing_key, stands_by_listing, stored_key
from storage.store import rows_as

NOW = dt.datetime.now(dt.UTC)
Start = Callable[..., Callable[[], Any]]

# A list's answer and a detail's, as the platforms serve them.
BOARDS: dict[str, tuple[str, Any, Any]] = {
    "smartrecruiters": (
        "mill",
        {"totalFound": 1, "content": [{"id": "7", "name": "Baker", "releasedDate": "2026-06-24T10:00:11.853Z",
                                       "location": {"city": "Ulm", "country": "de", "remote": False}}]},
        {"id": "7", "name": "Baker", "releasedDate": "2026-06-24T10:00:11.853Z", "jobAd": {"sections": {}},
         "location": {"city": "Ulm", "country": "de", "remote": False, "latitude": "48.4"}},
    ),
    "rippling": (
        "mill",
        [{"uuid": "7", "name": "Baker", "url": "https://x/7", "workLocation": {"label": place}} for place in "AB"],
        {"description": {"role": "Bake."}},
    ),
    "bamboohr": (
        "mill",
        {"result": [{"id": "7", "jobOpeningName": "Baker", "location": {"city": "Ulm", "state": None}}]},
        {"result": {"jobOpening": {"description": "Bake.", "location": {"city": "Ulm"}}}},
    ),
    "workday": (
        "mill.wd5/Jobs",
        {"total": 1, "jobPostings": [{"title": "Baker", "externalPath": "/job/Ulm/Baker_7", "locationsText": "Ulm",
                                      "postedOn": "Posted Today", "bulletFields": ["7"]}]},
        {"jobPostingInfo": {"title": "Baker", "jobDescription": "Bake."}},
    ),
}  # fmt: skip


def read(platform: str, listed: Any, detail: Any) -> tuple[Request, dict[str, Any]]:
    """The request for the one detail of a board, and the payload that its answer makes."""
    board = Board(platform, BOARDS[platform][0], "Mill")
    (first,) = platforms()[platform].start(board)
    answer = Response(first, first.url, json.dumps(listed).encode(), {})
    (asked,) = [one for one in platforms()[platform].read(board, answer) if isinstance(one, Request)]
    answered = Response(asked, asked.url, json.dumps(detail).encode(), {})
    (item,) = platforms()[platform].read(board, answered)
    assert isinstance(item, PostingItem)
    return asked, item.payload


@pytest.mark.parametrize("platform", BOARDS)
def test_what_a_list_says_is_known_again_in_the_payload_that_was_kept(platform: str) -> None:
    dialect, (_, listed, detail) = platforms()[platform], BOARDS[platform]
    asked, payload = read(platform, listed, detail)
    entry = dialect.without_detail(asked, "")
    assert entry is not None
    kept = stored_key(dialect, json.dumps(payload))
    assert kept and listing_key(dialect, entry.payload) == kept
    assert stored_key(dialect, json.dumps(entry.payload)) == ""  # its detail was never read
    renamed, _ = read(platform, json.loads(json.dumps(listed).replace("Baker", "Miller")), detail)
    after = dialect.without_detail(renamed, "")
    assert after is not None and listing_key(dialect, after.payload) != kept


def test_days_since_are_no_change() -> None:
    dialect, (_, listed, detail) = platforms()["workday"], BOARDS["workday"]
    today, _ = read("workday", listed, detail)
    later, _ = read("workday", json.loads(json.dumps(listed).replace("Today", "Yesterday")), detail)
    first, second = dialect.without_detail(today, ""), dialect.without_detail(later, "")
    assert first is not None and second is not None
    assert listing_key(dialect, first.payload) == listing_key(dialect, second.payload)


def test_every_posting_is_asked_once_a_week_and_a_seventh_of_them_a_night() -> None:
    ids = [str(number) for number in range(7_000)]
    read_at = dict.fromkeys(ids, NOW)
    nights = []
    for night in range(1, 3 * WEEK + 1):
        now = NOW + dt.timedelta(days=night)
        asked = [one for one in ids if not stands_by_listing(one, "a", "a", read_at[one], now)]
        read_at |= dict.fromkeys(asked, now)
        nights.append(len(asked))
    assert sum(nights) == 3 * len(ids)
    assert max(nights) < len(ids) / WEEK * 1.2


@pytest.mark.parametrize(("told", "known", "days"), [("b", "a", 1), ("", "", 1), ("a", "", 1), ("a", "a", WEEK + 1)])
def test_what_changed_is_not_known_or_was_read_long_ago_is_asked(told: str, known: str, days: int) -> None:
    assert not stands_by_listing("7", told, known, NOW - dt.timedelta(days=days), NOW)


class _Site(Answers):
    """A SmartRecruiters board of fifty postings."""

    def body(self) -> Any:
        path = self.path.partition("?")[0]
        entries = [{"id": str(number), "name": f"Baker {number}"} for number in range(50)]
        if path.endswith("/postings"):
            return {"totalFound": len(entries), "content": entries}
        if "/postings/" not in path:
            return b""
        self.server.asked.append(path.rpartition("/")[2])
        return entries[int(self.server.asked[-1])] | {"jobAd": {"sections": {}}}


@pytest.fixture
def site() -> Iterator[Asked]:
    with served(_Site) as server:
        yield server


def test_a_second_night_asks_a_seventh_of_the_details_and_what_changed(
    tmp_path: Path, start_crawl: Start, site: Asked
) -> None:
    board = Board("smartrecruiters", "mill", "Mill", f"http://127.0.0.1:{site.server_address[1]}")
    first = start_crawl(tmp_path / "first", "smartrecruiters", [board])()
    assert first.board("mill").reason is None
    assert len(site.asked) == len(first.rows) == 50
    rows = rows_as("raw_smartrecruiters", first.rows)
    known = _read(rows, platforms()["smartrecruiters"])
    assert len(known["mill"]) == 50
    yesterday = (NOW - dt.timedelta(days=1)).isoformat()
    known = {"mill": {one: Read(yesterday, read.listing) for one, read in known["mill"].items()}}
    known["mill"]["3"] = Read(yesterday, "of another name")
    site.asked.clear()
    report = start_crawl(tmp_path / "second", "smartrecruiters", [board], known=known)().board("mill")
    assert "3" in site.asked and len(site.asked) < 20
    assert report.status == "ok" and report.postings == 50
    assert sorted([*report.same, *site.asked]) == sorted(known["mill"])


def test_no_limit_is_behind_another_one() -> None:
    limits = Limits()
    assert limits.board_requests * limits.delay < limits.board_seconds < limits.crawl_seconds
    assert limits.board_requests < limits.host_requests < limits.crawl_seconds / limits.delay
    assert limits.board_pages < limits.board_requests


def test_a_job_is_the_same_after_its_file(tmp_path: Path) -> None:
    known = {"mill": {"7": Read(NOW.isoformat(), "a")}}
    job = Job("smartrecruiters", [Board("smartrecruiters", "mill", "Mill")], NOW.date(), tmp_path, known=known)
    job.write(tmp_path / "job.json")
    assert Job.load(tmp_path / "job.json") == job
