"""What `rolemeter status`, the page status.html and `rolemeter diff` say of nights."""

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipelines.changes import KINDS, changes
from pipelines.cli import main
from pipelines.held import hold
from pipelines.status import lines, night_status, status
from pipelines.statuspage import status_html, write_status_page
from storage.directory import REAL, claim
from storage.store import Store
from storage.tables import table

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def call(*arguments: str) -> Any:
    return CliRunner().invoke(main, arguments)


def fetch(board: str, status: str = "ok", postings: int = 10, failing: int = 0) -> dict[str, Any]:
    row = dict.fromkeys(table("board_fetches").columns)
    return row | {
        "platform": "lever", "board": board, "status": status, "postings": postings, "nights_failing": failing,
        "requests": 1, "bytes": 1, "seconds": 0.1, "reason": None if status == "ok" else "connection refused",
    }  # fmt: skip


@pytest.fixture
def crawled(tmp_path: Path) -> Store:
    """A directory of real postings in which three boards were asked on the 19th, and nothing was published."""
    store = Store(tmp_path)
    claim(store, REAL)
    rows = [fetch("a"), fetch("b", "failed", 5, 2), fetch("c", "blocked", 0, 1)]
    date = dt.date(2026, 11, 19)
    store.write("board_fetches", [row | {"snapshot_date": date} for row in rows], date)
    return store


def test_boards_are_told_as_read_carried_and_failed_with_their_reasons(crawled: Store) -> None:
    boards = night_status(crawled)["boards"]
    assert (boards["ok"], boards["carried_forward"], boards["failed"]) == (1, 1, 1)
    assert boards["carried_share"] == round(5 / 15, 4)
    told = "\n".join(lines(status(crawled, NOW, None)))
    assert "lever b: failed, for 2 nights, connection refused; 5 postings of its last good night stand in" in told
    assert "lever c: blocked, connection refused" in told
    assert "33.3% of the postings" in told


def test_a_board_that_is_read_on_both_nights_has_not_changed(crawled: Store) -> None:
    first, second = dt.date(2026, 11, 19), dt.date(2026, 11, 20)
    rows = [fetch("a", "unchanged"), fetch("b", "unchanged", 5), fetch("c", "blocked", 0, 2)]
    crawled.write("board_fetches", [row | {"snapshot_date": second} for row in rows], second)
    (boards,) = [kind for kind in KINDS if kind.name == "boards"]
    found = changes(crawled, boards, first, second)
    assert [(one.row["board"], one.columns) for one in found.changed] == [("b", {"status": ("failed", "unchanged")})]


def test_a_night_that_is_held_back_names_the_command_that_publishes_it(crawled: Store) -> None:
    hold(crawled, dt.date(2026, 11, 19), ["no posting at all"], "run")
    (night,) = night_status(crawled)["held_back"]
    assert night == {
        "date": "2026-11-19", "reasons": ["no posting at all"], "publish": "rolemeter publish --date 2026-11-19"
    }  # fmt: skip
    answer = call("status", "--data", crawled.root)
    assert answer.exit_code == 1 and "rolemeter publish --date 2026-11-19" in answer.output


@pytest.mark.parametrize(
    ("day", "missed", "says"),
    [(20, [], None), (21, ["2026-11-20"], "2026-11-20"), (23, 3, "2026-11-20 to 2026-11-22 (3 nights)")],
)
def test_missed_nights_are_told(crawled: Store, day: int, missed: Any, says: str | None) -> None:
    found = status(crawled, dt.datetime(2026, 11, day, 3, tzinfo=dt.UTC), None)
    assert found["missed"] == missed or len(found["missed"]) == missed
    told = [problem for problem in found["problems"] if "past cannot be crawled" in problem]
    assert (says is None and not told) or says in told[0]


def test_a_night_that_is_late_is_told(crawled: Store) -> None:
    def late(hour: int) -> bool:
        found = status(crawled, dt.datetime(2026, 11, 20, hour, tzinfo=dt.UTC), None)
        return any("is late" in problem for problem in found["problems"])

    assert (late(5), late(7)) == (False, True)


def test_over_two_nights_status_and_its_page_say_the_same(nights: Any) -> None:
    found = json.loads(call("status", "--data", nights.data, "--json").output)
    assert (found["last_night"], found["before"]["date"]) == (nights.last.isoformat(), nights.first.isoformat())
    assert found["problems"] == [] and call("status", "--data", nights.data).exit_code == 0
    assert len(call("status", "--data", nights.data).output.splitlines()) <= 24, "one screen"
    page = (Path(nights.data) / "site" / "status.html").read_text()
    assert f"{found['boards']['ok']} ok, 0 carried forward, 0 failed" in page
    assert f"{found['figures']['open_positions']:,}" in page and "03:15 UTC" in page
    assert all(f"{count:,}" in page for counts in found["changes"].values() for count in counts.values())
    assert page == status_html(nights.store, nights.last), "the same data give the same page"
    index = (Path(nights.data) / "site" / "index.html").read_text()
    assert 'href="status.html"' in index


def test_a_held_night_changes_the_page_and_no_other(nights: Any, tmp_path: Path) -> None:
    shutil.copytree(nights.data, tmp_path / "data", ignore=shutil.ignore_patterns("dagster", ".work"))
    store = Store(tmp_path / "data")
    before = {path: store.read_file(path) for path in store.files(f"{store.root}/site")}
    hold(store, nights.last + dt.timedelta(days=1), ["<b>volume</b>"], "run")
    write_status_page(store)
    changed = [path for path in before if store.read_file(path) != before[path]]
    assert [Path(path).name for path in changed] == ["status.html"]
    assert b"&lt;b&gt;volume" in store.read_file(changed[0]) and b"<b>volume" not in store.read_file(changed[0])


def test_diff_lists_what_the_market_says_came_and_went(nights: Any) -> None:
    found = json.loads(call("diff", str(nights.first), str(nights.last), "--data", nights.data, "--json").output)
    then, now = (
        {(one.platform, one.board, one.external_id) for one in nights.market.at(date).truth()}
        for date in (nights.first, nights.last)
    )

    def ids(rows: list[dict[str, Any]]) -> set[str]:
        return {row["posting_id"] for row in rows if row["posting_id"].split(":")[0] != "jsonld"}

    def truth(rows: set[tuple[str, str, str]]) -> set[str]:
        return {":".join(row) for row in rows if row[0] != "jsonld"}

    assert ids(found["postings"]["came"]) == truth(now - then) != set()
    assert ids(found["postings"]["went"]) == truth(then - now) != set()
    assert found["boards"]["came"] == found["boards"]["went"] == []
    text = call("diff", str(nights.first), str(nights.last), "--data", nights.data, "--most", "2").output
    assert f"Postings: {len(found['postings']['came'])} came" in text and "more (--most N" in text


def test_diff_tells_which_columns_changed(crawled: Store) -> None:
    rows = [fetch("a", postings=12), fetch("b", "failed", 5, 3), fetch("d")]
    date = dt.date(2026, 11, 20)
    crawled.write("board_fetches", [row | {"snapshot_date": date} for row in rows], date)
    kind = next(one for one in KINDS if one.name == "boards")
    found = changes(crawled, kind, dt.date(2026, 11, 19), date)
    assert ([row["board"] for row in found.came], [row["board"] for row in found.went]) == (["d"], ["c"])
    assert [(one.row["board"], one.columns) for one in found.changed] == [("a", {"postings": (10, 12)})]


def test_diff_of_a_date_without_a_night_names_those_that_are_there(nights: Any) -> None:
    answer = call("diff", "2026-01-01", str(nights.last), "--data", nights.data)
    assert answer.exit_code == 2 and nights.first.isoformat() in answer.output
