"""Boards and platforms that suddenly have too few or too many postings, and fields that come and go, over nights."""

import datetime as dt
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.checks import board_volume, drift, volume
from pipelines.health import Volume, board_volumes, drifts, nights_of, platform_volumes
from storage.store import Store

FIRST = dt.date(2026, 11, 1)


def fetch(board: str, postings: int, status: str = "ok", platform: str = "lever") -> dict[str, Any]:
    return {"platform": platform, "board": board, "status": status, "postings": postings}


def store_of(path: Path, *nights: list[dict[str, Any]]) -> tuple[Store, dt.date]:
    """A store with these nights' board_fetches, and the last night's date."""
    store = Store(path)
    blank = {"company": None, "reason": None, "postings_advertised": None, "postings_unparsed": 0, "requests": 1,
             "bytes": 1, "seconds": 1.0, "etag": None, "last_modified": None, "nights_failing": 0}  # fmt: skip
    for number, rows in enumerate(nights):
        date = FIRST + dt.timedelta(days=number)
        store.write("board_fetches", [blank | row | {"snapshot_date": date} for row in rows], date)
    return store, FIRST + dt.timedelta(days=len(nights) - 1)


def test_a_board_that_lost_most_of_its_postings_fails_and_is_named(tmp_path: Path) -> None:
    usual = [fetch("mill", 120), fetch("oven", 60)]
    store, date = store_of(tmp_path, usual, usual, [fetch("mill", 4), fetch("oven", 61)])
    result = board_volume(store, date)
    assert not result.passed and result.severity == dg.AssetCheckSeverity.ERROR
    assert result.description == "lever mill: 4 postings, the median of 2 nights 120"


def test_a_board_that_is_read_and_empty_at_once_fails(tmp_path: Path) -> None:
    store, date = store_of(tmp_path, [fetch("mill", 40)], [fetch("mill", 0, "empty")])
    result = board_volume(store, date)
    assert not result.passed and result.severity == dg.AssetCheckSeverity.ERROR


@pytest.mark.parametrize("postings", [250, 50])
def test_a_jump_of_a_board_warns(tmp_path: Path, postings: int) -> None:
    store, date = store_of(tmp_path, [fetch("mill", 120)], [fetch("mill", postings)])
    result = board_volume(store, date)
    assert not result.passed and result.severity == dg.AssetCheckSeverity.WARN
    assert f"{postings} postings, the night before 120" in str(result.description)


def test_one_odd_night_does_not_make_the_next_one_odd(tmp_path: Path) -> None:
    usual = [fetch("mill", 120)]
    store, date = store_of(tmp_path, usual, usual, [fetch("mill", 4)], usual)
    assert board_volume(store, date).passed


def test_small_boards_and_the_first_night_are_not_judged(tmp_path: Path) -> None:
    store, date = store_of(tmp_path, [fetch("mill", 5)], [fetch("mill", 1), fetch("new", 500)])
    assert board_volume(store, date).passed and board_volume(store, FIRST).passed


def test_a_board_that_could_not_be_read_is_no_volume(tmp_path: Path) -> None:
    store, date = store_of(tmp_path, [fetch("mill", 120)], [fetch("mill", 0, "failed")])
    assert board_volume(store, date).passed


def test_a_platform_fails_by_its_sum_and_not_by_the_boards_file(tmp_path: Path) -> None:
    usual = [fetch(f"b{number}", 15) for number in range(10)]
    short = [fetch(f"b{number}", 2) for number in range(10)]
    store, date = store_of(tmp_path / "a", usual, short)
    result = volume(store, date)
    assert not result.passed and result.severity == dg.AssetCheckSeverity.ERROR
    assert result.description == "lever: 20 postings, the night before 150"
    store, date = store_of(tmp_path / "b", usual, [*usual[:1], fetch("new", 900)])
    assert volume(store, date).passed


def test_a_platform_without_any_posting_left_is_an_error_however_small_it_was(tmp_path: Path) -> None:
    store, date = store_of(tmp_path, [fetch("mill", 3)], [fetch("mill", 0, "empty"), fetch("x", 9, platform="gem")])
    result = volume(store, date)
    assert not result.passed and result.severity == dg.AssetCheckSeverity.ERROR


def test_a_night_without_postings_is_an_error(tmp_path: Path) -> None:
    store, date = store_of(tmp_path, [fetch("mill", 0, "failed")])
    assert volume(store, date).description == "no posting at all"


@pytest.mark.parametrize(
    ("usual", "postings", "failed", "jumped"),
    [
        (100, 25, False, True),  # a quarter is few, and no failure yet
        (100, 24, True, False),
        (20, 4, True, False),
        (19, 0, False, False),  # so few that chance alone tells enough
        (100, 50, False, False),
        (100, 49, False, True),
        (100, 150, False, False),
        (100, 151, False, True),
        (30, 49, False, False),  # more than half as many again, but fewer than twenty
        (30, 50, False, True),
        (0, 19, False, False),
        (0, 20, False, True),
        (100, 100, False, False),
    ],
)
def test_which_changes_of_a_volume_are_failures_and_jumps(
    usual: int, postings: int, failed: bool, jumped: bool
) -> None:
    volume = Volume("x", postings, float(usual), 1)
    assert (volume.has_failed, volume.has_jumped) == (failed, jumped)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=6))
def test_a_platform_of_one_board_has_the_volume_of_that_board(counts: list[int]) -> None:
    *before, now = ([fetch("mill", count)] for count in counts)
    board, platform = board_volumes(now, before), platform_volumes(now, before)
    assert [(one.postings, one.usual) for one in board] == [(one.postings, one.usual) for one in platform]


def audit(board: str, leftovers: tuple[str, ...] = (), missing: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"platform": "lever", "board": board, "leftovers": list(leftovers), "missing": list(missing)}


def test_a_drifted_field_is_named_with_the_night_since_when(tmp_path: Path) -> None:
    store = Store(tmp_path)
    nights = [
        [audit("mill"), audit("oven", ("old",))],
        [audit("mill", ("perks",)), audit("oven", ("old",))],
        [audit("oven")],
        [audit("mill", ("perks",), ("hostedUrl",)), audit("oven", ("old",))],
    ]
    for number, rows in enumerate(nights):
        date = FIRST + dt.timedelta(days=number)
        more = {"snapshot_date": date, "postings": 1, "postings_unparsed": 0, "problems": []}
        store.write("payload_audit", [row | more for row in rows], date)
    result = drift(store, date)
    assert not result.passed and result.severity == dg.AssetCheckSeverity.WARN
    assert str(result.description).split("; ") == [
        "lever mill: without hostedUrl since 2026-11-04",
        "lever mill: new field perks since 2026-11-02",
        "lever oven: new field old since 2026-11-04",
    ]
    assert drift(store, FIRST + dt.timedelta(days=2)).passed


def test_no_audit_is_no_drift() -> None:
    assert drifts([]) == [] and drifts([(FIRST, [])]) == []


def test_as_many_nights_before_are_read_as_asked_for_oldest_first(tmp_path: Path) -> None:
    store, date = store_of(tmp_path, *([fetch("mill", count)] for count in range(5)))
    found = nights_of(store, "board_fetches", ["postings"], date - dt.timedelta(days=1), 2)
    assert [night for night, _ in found] == [FIRST + dt.timedelta(days=days) for days in (1, 2, 3)]
    assert [rows for _, rows in found] == [[{"postings": count}] for count in (1, 2, 3)]


def test_a_platforms_volume_is_that_of_its_boards_that_were_asked_and_known() -> None:
    nights = [[fetch("mill", 10), fetch("oven", 30)], [fetch("mill", 20)], [fetch("mill", 30), fetch("gone", 5)]]
    tonight = [fetch("mill", 7), fetch("oven", 8), fetch("new", 900), fetch("mill", 1, platform="workable")]
    assert platform_volumes(tonight, nights) == [Volume("lever", 15, 50.0, 3)]
