"""Series over dates, the index over matched boards, markers, and claims that only a long and unbroken series allows."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from analytics.statistics import board_weeks, matched, trend_claims, trend_simulation, trend_tests, trends
from storage.store import conform
from storage.tables import TABLES, table

MONDAY = dt.date(2026, 8, 3)
NAMES = {"ml-engineer": "ML Engineer"}
TABLE_NAMES = (*trends.SOURCES, *trends.BOARDS)
Boards = Mapping[str, int | None]  # openings by board, None where it was asked and could not be read
EVEN = {f"b{index}": 4 for index in range(10)}

History = dict[str, list[pd.DataFrame]]


def history(
    days: int,
    boards: Callable[[int], Boards] = lambda day: EVEN,
    method: Callable[[int], str] = lambda day: "1",
    skipped: tuple[int, ...] = (),
    ceiling: Callable[[str, int], float] = lambda board, day: 1e5,
    imported: bool = False,
) -> History:
    """The tables of `days` nights from a Monday on, for one role on a market of boards."""
    found: History = {name: [] for name in TABLE_NAMES}
    for day in range(days):
        if day in skipped:
            continue
        date, there = MONDAY + dt.timedelta(days=day), boards(day)
        open_ = {board: count for board, count in there.items() if count}
        n = sum(open_.values())
        median = float(np.median([ceiling(board, day) for board in open_] or [0.0]))
        rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLE_NAMES}
        if n:
            rows["role_statistics"] = [{"open_positions": n, "postings": n}]
            for currency, told in (("USD", n), ("EUR", 1)):
                for point in ("floor", "ceiling"):
                    rows["role_pay"] += [{"currency": currency, "pay_point": point, "n": told, "median": median}]
            rows["role_workplace"] = [{"value": "remote", "n": n // 4, "share": (n // 4) / n}]
        rows["role_boards"] = [
            {"platform": "lever", "board": board, "open_positions": count, "currency": "USD", "n": count,
             "ceiling_geometric_mean": ceiling(board, day)}
            for board, count in open_.items()
        ]  # fmt: skip
        rows["board_fetches"] = [
            {"platform": "lever", "board": board, "status": "failed" if count is None else "ok", "postings": count or 0}
            for board, count in there.items()
        ]
        read = sum(count is not None for count in there.values())
        rows["market_totals"] = [
            {"open_positions": 10 * n, "postings": 10 * n, "postings_unclassified": 0,
             "postings_ai": 10 * n, "postings_imported": 10 * n if imported else 0,
             "boards_ok": read, "boards_carried_forward": len(there) - read, "boards_failed": 0, "method": method(day)}
        ]  # fmt: skip
        for name, told in rows.items():
            blank = dict.fromkeys(TABLES[name].columns) | {"snapshot_date": date}
            blank |= {"role": "ml-engineer"} if "role" in blank else {}
            found[name].append(pd.DataFrame([blank | row for row in told], columns=list(TABLES[name].columns)))
    return found


def series(grain: str, of: History) -> pd.DataFrame:
    found = trends.role_series(of)
    arrow = {
        name: [conform(table(name), night).to_pandas(types_mapper=pd.ArrowDtype) for night in nights if len(night)]
        for name, nights in of.items()
        if name not in trends.BOARDS
    } | {name: of[name] for name in trends.BOARDS}
    for name, rows in trends.role_series(arrow).items():
        assert conform(table(name), found[name]).equals(conform(table(name), rows))
    rows = found["role_trends"]
    return rows[rows["grain"] == grain].set_index("period_start")


def claim(of: History) -> dict[str, Any]:
    made = trends.role_series(of)
    found = trend_claims.trend_record(made["role_trends"], made["role_changes"], "ml-engineer", "ML Engineer")
    assert found is not None
    return found


def single(counts: Callable[[int], int]) -> Callable[[int], Boards]:
    """A market of one board."""
    return lambda day: {"b": counts(day)}


def test_daily_means_span_seven_calendar_days() -> None:
    daily = series("day", history(12, single(lambda day: 10 + day), skipped=(3,)))
    assert len(daily) == 12 and daily["open_positions"].isna().sum() == 1
    assert daily["mean_7_days"].notna().tolist() == [False] * 6 + [True] * 6
    assert daily["mean_7_days"].iloc[6] == pytest.approx(np.mean([10, 11, 12, 14, 15, 16]))
    apart = series("day", history(400, single(lambda day: 10), skipped=tuple(d for d in range(400) if d % 45)))
    assert apart["mean_7_days"].isna().all()


def test_weeks_start_on_monday_show_their_last_night_and_leave_no_week_out() -> None:
    weekly = series("week", history(24, single(lambda day: 10 + day), skipped=tuple(range(7, 14))))
    assert list(weekly.index) == [MONDAY + dt.timedelta(weeks=week) for week in range(4)]
    assert weekly["open_positions"].tolist() == [16, None, 30, 33]
    assert weekly["nights"].tolist() == [7, 0, 7, 3]
    assert weekly["mean_7_days"].tolist() == [13, None, 27, 32]
    assert weekly["market_share"].iloc[0] == pytest.approx(0.1)
    assert weekly[["currency", "ceiling_median", "n"]].iloc[0].tolist() == ["USD", 1e5, 16]


def test_a_night_without_openings_of_a_role_counts_as_none() -> None:
    daily = series("day", history(9, single(lambda day: 0 if day in (0, 4) else 8)))
    assert daily["open_positions"].tolist() == [8, 8, 8, 0, 8, 8, 8, 8]
    assert daily.index[0] == MONDAY + dt.timedelta(days=1)


def test_series_agree_with_sql_over_the_role_tables() -> None:
    of = history(40, single(lambda day: 20 + day % 9), skipped=(5, 16, 17), ceiling=lambda board, day: 1e5 + 7 * day)
    with duckdb.connect() as sql:
        for name in trends.SOURCES:
            sql.register(name.removeprefix("role_"), pa.concat_tables(conform(table(name), one) for one in of[name]))
        daily = sql.sql("""
            select snapshot_date, open_positions, median, s.share,
            if(count(*) over w >= 4 and snapshot_date - min(snapshot_date) over () >= 6,
               avg(open_positions) over w, null)
            from statistics join (from pay where pay_point = 'ceiling' and currency = 'USD') p using (snapshot_date)
            join workplace s using (snapshot_date)
            window w as (order by snapshot_date range interval 6 days preceding) order by 1""").fetchall()
        weekly = sql.sql("""
            select date_trunc('week', snapshot_date)::date, arg_max(open_positions, snapshot_date),
            arg_max(median, snapshot_date), arg_max(share, snapshot_date), avg(open_positions)
            from statistics join (from pay where pay_point = 'ceiling' and currency = 'USD') p using (snapshot_date)
            join workplace s using (snapshot_date) group by 1 order by 1""").fetchall()
    for grain, expected in (("day", daily), ("week", weekly)):
        found = series(grain, of).reset_index()
        found = found[found["nights"] > 0]
        columns = ["period_start", "open_positions", "ceiling_median", "remote_share", "mean_7_days"]
        mine = found[columns].astype(object).where(found[columns].notna(), None).to_numpy().tolist()
        assert len(mine) == len(expected)
        for one, other in zip(mine, expected, strict=True):
            assert one[:3] == list(other[:3])
            assert one[3:] == [value if value is None else pytest.approx(value) for value in other[3:]]


def test_changes_of_boards_are_marked_by_their_openings_over_the_whole_window() -> None:
    joined = {day: {f"new{index}": 1 for index in range(day // 2)} for day in range(12)}  # a small one in two nights
    marked = series("day", history(12, lambda day: EVEN | joined[day], method=lambda day: "12"[day // 11]))["marker"]
    assert {(date - MONDAY).days: marker for date, marker in marked.items() if marker is not None} == {
        6: "boards with 7% of the openings joined since 2026-08-03",
        11: "method 1 to 2",
    }
    large = series("day", history(4, lambda day: EVEN if day < 2 else {**EVEN, "b0": 4, "large": 40}))["marker"]
    assert large.tolist() == [None, None, "boards with 50% of the openings joined since 2026-08-03", None]
    left = series("day", history(4, lambda day: EVEN if day > 1 else EVEN | {"large": 40}))["marker"]
    assert left.tolist()[2] == "boards with 50% left since 2026-08-03"
    failed = series("day", history(4, lambda day: EVEN | ({"b1": None} if day == 2 else {})))["marker"]
    assert set(failed) == {None}


def test_nights_of_imported_postings_make_no_series() -> None:
    of = history(70, single(lambda day: 10 + day), imported=True)
    assert set(series("day", of)["marker"]) == {trends.IMPORTED}
    assert series("week", of)["market_share"].isna().all()
    assert claim(of)["statement"].startswith("No trend is claimed for open positions of ML Engineer: 0 comparable")


# Replays: the same market every night, seen through boards that come and go.


def rising(day: int) -> Boards:
    return {board: 40 + 2 * (day // 7) + index % 3 for index, board in enumerate(EVEN)}


def test_a_change_at_the_same_boards_is_claimed() -> None:
    found = claim(history(84, rising))
    assert (found["direction"], found["boards"], found["points"]) == ("rising", 10, 12)
    assert found["change"] == pytest.approx(22 / 40.9, abs=0.02)
    assert found["change_low"] < found["change"] < found["change_high"]
    assert found["statement"].startswith("At the same boards the open positions of ML Engineer rose over 12 weeks (+5")
    falling = claim(history(84, lambda day: rising(83 - day)))
    assert falling["direction"] == "falling"


BASE = {f"b{index}": 1 + index % 7 for index in range(183)}


@pytest.mark.parametrize(
    "boards",
    [
        lambda day: BASE | {f"new{index}": 3 for index in range(5 * (day // 7))},
        lambda day: dict(list(BASE.items())[2 * (day // 7) :]),
        lambda day: BASE | ({"large": 300} if day >= 40 else {}),
        lambda day: BASE | ({"large": 300} if day < 40 else {}),
        lambda day: BASE | ({"large": 300} if day // 7 % 3 else {}),
        lambda day: BASE | ({"b6": None, "b13": None, "b20": None} if day % 3 else {}),
    ],
    ids=["5 boards join a week", "2 leave a week", "a large one joins", "it leaves", "it comes and goes", "some fail"],
)
def test_boards_that_come_and_go_make_no_trend(boards: Callable[[int], Boards]) -> None:
    found = claim(history(84, boards))
    assert found["direction"] in ("steady", "no clear trend") and abs(found["change"]) < 0.01


def test_boards_that_pay_better_make_no_ceilings_rise() -> None:
    def boards(day: int) -> Boards:
        return BASE | {f"new{index}": 3 for index in range(20 * (day // 7))}

    of = history(84, boards, ceiling=lambda board, day: 187e3 if board in BASE else 300e3)
    found = claim(of)["pay"]
    assert found["direction"] == "steady" and abs(found["change"]) < 1e-9
    assert found["last"] > found["first"]  # the plain median does rise
    paid = claim(history(84, rising, ceiling=lambda board, day: 1e5 * 1.01 ** (day // 7)))["pay"]
    assert (paid["direction"], paid["currency"]) == ("rising", "USD")


def test_nine_nights_45_days_apart_are_no_nine_weeks() -> None:
    found = claim(history(9 * 45, rising, skipped=tuple(day for day in range(9 * 45) if day % 45)))
    assert (found["supported"], found["points"]) == (False, 0)


def test_a_season_is_no_trend() -> None:
    def boards(day: int) -> Boards:
        return {board: round(400 * (1 + 0.08 * np.sin(2 * np.pi * day / 365.25))) for board in EVEN}

    assert claim(history(84, boards))["direction"] == "no clear trend"


def test_one_board_alone_makes_no_trend() -> None:
    found = claim(history(84, single(lambda day: 40 + day)))
    assert (found["direction"], found["p_value"]) == ("no clear trend", None)
    assert "too few boards" in found["statement"]
    one = claim(history(84, lambda day: EVEN | {"b0": 10 + 2 * day}))
    assert one["direction"] == "no clear trend"


def test_no_trend_is_claimed_under_eight_weeks() -> None:
    seven = claim(history(49, rising))
    assert (seven["supported"], seven["weeks"]) == (False, 7)
    assert seven["statement"] == (
        "No trend is claimed for open positions of ML Engineer: 7 comparable weeks at the same boards, 8 are needed."
    )
    assert claim(history(56, rising))["direction"] == "rising"
    assert claim(history(55, rising))["points"] == 7  # the last week has not ended


def test_a_change_of_method_or_a_week_without_nights_starts_the_series_anew() -> None:
    broken = claim(history(70, rising, method=lambda day: "1" if day < 30 else "2"))
    assert (broken["supported"], broken["weeks"], broken["weeks_comparable"]) == (False, 10, 5)
    assert str(broken["statement"]).endswith("8 are needed; before that, method 1 to 2.")
    assert claim(history(70, rising, skipped=tuple(range(35, 42))))["weeks_comparable"] == 4


def test_one_night_or_none_makes_no_claim() -> None:
    assert "0 comparable weeks" in claim(history(1))["statement"]
    none = trends.role_series(history(0))
    assert all(rows.empty for rows in none.values())
    assert trend_claims.trend_record(none["role_trends"], none["role_changes"], "ml-engineer", "ML Engineer") is None
    of = history(84, rising)
    without = trends.role_series({name: of[name] for name in trends.SOURCES})  # nights of before role_boards
    assert without["role_changes"].empty and without["role_trends"]["matched_index"].isna().all()


def test_a_past_night_knows_only_what_came_before_it() -> None:
    made = trends.role_series(history(70, rising))
    tables = made["role_trends"], made["role_changes"]
    assert trend_claims.by_role(*tables, NAMES)["ml-engineer"]["weeks"] == 10
    past = trend_claims.by_role(*tables, NAMES, MONDAY + dt.timedelta(days=59))["ml-engineer"]
    assert (past["weeks"], past["points"], past["supported"]) == (9, 8, True)
    assert trend_claims.by_role(*(rows.iloc[:0] for rows in tables), NAMES) == {}


def test_the_index_is_the_chained_change_at_boards_read_in_both_weeks() -> None:
    nan = np.nan
    counts = np.array([
        [10, 12, 12, 12, 12, 12, 12, 12.0],
        [10, 10, nan, 11, 11, nan, 10, 10.0],
        [nan, 5, 6, 7, 8, 9, 10, 20.0],  # joins in the second week, so that it counts from the sixth
        [8, 8, 8, 8, 8, 4, nan, nan],  # leaves after the sixth, so that it counts until the second
    ])  # fmt: skip
    chain = matched.of_counts(counts)
    assert np.exp(chain.steps) == pytest.approx([30 / 28, nan, nan, 1, nan, 22 / 21, 42 / 32], nan_ok=True)
    assert chain.boards.tolist() == [3, 1, 1, 2, 1, 2, 3]
    assert matched.index(chain.steps)[5:] == pytest.approx([100, 100 * 22 / 21, 100 * 22 / 21 * 42 / 32])
    assert np.isnan(matched.index(chain.steps)[:5]).all()


def test_whole_weeks_have_ended_and_have_nights_enough() -> None:
    nights = pd.DataFrame({"sample": False, "method": "1"}, index=[MONDAY + dt.timedelta(days=d) for d in (0, 1, 2, 6)])
    assert board_weeks.whole_weeks(nights) == [MONDAY]
    assert board_weeks.whole_weeks(nights.iloc[:3]) == board_weeks.whole_weeks(nights.iloc[:0]) == []


def test_an_unchanged_market_is_seldom_said_to_change_and_a_large_change_is_found() -> None:
    draws = 40
    rng = np.random.default_rng(5)
    for name in ("all of it", "5 boards join a week"):
        up, down = trend_simulation.claimed(trend_simulation.UNCHANGED[name], rng, draws)
        assert up + down <= 2 / draws, name  # 5 %
    up, down = trend_simulation.claimed(trend_simulation.Market(openings=2000, trend=0.03), rng, draws)
    assert up > 0.9 and down == 0


@pytest.mark.parametrize("weeks", [1, 11, 26, 60])
def test_a_season_reaches_at_most_from_trough_to_peak(weeks: int) -> None:
    reach = trend_tests.season_reach(weeks, 0.1)
    swings = 0.1 * np.sin(2 * np.pi * (np.arange(0, 366, 3) / 365.25))
    later = 0.1 * np.sin(2 * np.pi * ((np.arange(0, 366, 3) + 7 * weeks) / 365.25))
    assert reach >= np.abs(np.log1p(later) - np.log1p(swings)).max() * 0.9
    assert reach <= 2 * np.log1p(0.1) + 1e-12
