"""Nights made again from what was crawled: which, in which order, and from where a stopped backfill goes on."""

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.backfill import NOTES, BackfillError, make, plan, progress
from pipelines.cli import main
from storage.store import Store
from tests.pipelines.conftest import Nights, table_bytes

DATES = [dt.date(2026, 11, day) for day in (1, 2, 5)]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path)
    for date in DATES:
        store.write("board_fetches", [], date)
    return store


def test_a_span_is_made_in_order_and_the_last_night_has_the_pages(store: Store) -> None:
    asked: list[tuple[dt.date, bool]] = []
    told: list[str] = []
    planned = plan(store, DATES[0], DATES[-1], (), "rules")
    done = make(store, planned, lambda date, is_last: not asked.append((date, is_last)), told.append)
    assert list(done) == DATES
    assert asked == [(DATES[0], False), (DATES[1], False), (DATES[2], True)]
    assert "1 of 3 nights, about " in told[0] and told[-1].endswith("3 of 3 nights")


def test_a_backfill_that_stopped_goes_on_where_it_was(store: Store) -> None:
    told: list[str] = []
    first = plan(store, DATES[0], DATES[-1], (), "rules")
    assert list(make(store, first, lambda date, _: date != DATES[1], told.append)) == [DATES[0]]
    assert "2026-11-02 failed" in told[-1]
    assert plan(store, DATES[0], DATES[-1], (), "rules").waiting == (DATES[1], DATES[2])
    assert plan(store, DATES[0], DATES[-1], (), "rules", again=True).waiting == tuple(DATES)


def test_other_rules_and_other_tables_have_all_nights_made(store: Store) -> None:
    list(make(store, plan(store, DATES[0], DATES[-1], (), "rules"), lambda _date, _last: True, print))
    assert plan(store, DATES[0], DATES[-1], (), "rules").waiting == ()
    assert plan(store, DATES[0], DATES[-1], (), "other rules").waiting == tuple(DATES)
    assert plan(store, DATES[0], DATES[-1], ("role_pay",), "rules").waiting == tuple(DATES)


def test_a_span_or_a_table_with_nothing_to_make_is_told(store: Store) -> None:
    with pytest.raises(BackfillError, match="nights there: 2026-11-01 to 2026-11-05"):
        plan(store, dt.date(2026, 12, 1), dt.date(2026, 12, 2), (), "rules")
    for name in ("role_pays", "board_fetches"):
        with pytest.raises(BackfillError, match=f"no table that can be made again: {name}"):
            plan(store, DATES[0], DATES[-1], (name,), "rules")


def test_progress_tells_how_long_the_rest_will_take() -> None:
    assert progress(2, 8, 240.0) == "2 of 8 nights, about 12 min left"
    assert progress(2, 3, 40.0) == "2 of 3 nights, about 20 s left"


def test_tables_are_made_again_with_what_is_made_of_them_and_nothing_else(nights: Nights, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(nights.data, data)
    store = Store(data)
    postings, pay = (Path(store.path(name, nights.last)) for name in ("postings", "role_pay"))
    before = postings.stat().st_ino, pay.stat().st_ino
    command = ["backfill", "--data", str(data), "--tables", "role_pay"]
    command += ["--from", (nights.first + dt.timedelta(days=1)).isoformat(), "--to", nights.last.isoformat()]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    assert "1 nights were crawled, 1 are to be made" in done.output and "1 of 1 nights" in done.output
    assert table_bytes(store, nights.last) == nights.table_bytes()
    assert postings.stat().st_ino == before[0] and pay.stat().st_ino != before[1]
    assert len(json.loads((data / NOTES).read_text())) == 1
    again = CliRunner().invoke(main, command)
    assert again.exit_code == 0 and "0 are to be made" in again.output
