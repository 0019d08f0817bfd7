"""Series over dates, markers, and claims that only a long and unbroken series allows."""

import datetime as dt
from collections.abc import Callable

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from analytics.statistics import trends
from storage.store import conform
from storage.tables import TABLES, table

MONDAY = dt.date(2026, 8, 3)
NAMES = {"ml-engineer": "ML Engineer"}
FRAMES = ("role_statistics", "role_pay", "role_workplace", "market_totals")


def nights(
    days: int,
    openings: Callable[[int], int] = lambda day: 40,
    boards: Callable[[int], int] = lambda day: 100,
    method: Callable[[int], str] = lambda day: "1",
    skipped: tuple[int, ...] = (),
    median: Callable[[int], float] = lambda day: 1e5,
) -> list[pd.DataFrame]:
    """The four tables of `days` nights from a Monday on, for one role."""
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in FRAMES}
    for day in range(days):
        if day in skipped:
            continue
        date, n = MONDAY + dt.timedelta(days=day), openings(day)
        blank = {name: dict.fromkeys(TABLES[name].columns) | {"snapshot_date": date} for name in FRAMES}
        if n:
            told = {"role": "ml-engineer", "open_positions": n, "postings": n}
            rows["role_statistics"].append(blank["role_statistics"] | told)
            for currency, count in (("USD", 20), ("EUR", 5)):
                for point in ("floor", "ceiling"):
                    told = {"role": "ml-engineer", "currency": currency, "pay_point": point, "n": count}
                    rows["role_pay"].append(blank["role_pay"] | told | {"median": median(day)})
            told = {"role": "ml-engineer", "value": "remote", "n": n // 4, "share": (n // 4) / n}
            rows["role_workplace"].append(blank["role_workplace"] | told)
        counts = dict.fromkeys(("open_positions", "postings", "postings_ai", "boards_failed"), 0)
        board = {"boards_ok": boards(day) - 2, "boards_carried_forward": 2, "method": method(day)}
        rows["market_totals"].append(blank["market_totals"] | counts | board)
    return [pd.DataFrame(rows[name], columns=list(TABLES[name].columns)) for name in FRAMES]


def history(*frames: pd.DataFrame) -> dict[str, list[pd.DataFrame]]:
    """The frames by table, one for each night."""
    return {
        name: [night for _, night in frame.groupby("snapshot_date")] for name, frame in zip(FRAMES, frames, strict=True)
    }


def series(grain: str, *frames: pd.DataFrame) -> pd.DataFrame:
    found = trends.role_trends(history(*frames))
    arrow = [
        [conform(table(name), night).to_pandas(types_mapper=pd.ArrowDtype) for night in dated]
        for name, dated in history(*frames).items()
    ]
    assert conform(table("role_trends"), found).equals(
        conform(table("role_trends"), trends.role_trends(dict(zip(FRAMES, arrow, strict=True))))
    )
    return found[found["grain"] == grain].set_index("period_start")


def test_daily_means_are_of_the_last_seven_nights() -> None:
    daily = series("day", *nights(12, openings=lambda day: 10 + day, skipped=(3,)))
    assert len(daily) == 11
    assert daily["mean_7_days"].isna().sum() == 6
    last = [10 + day for day in range(12) if day != 3][-7:]
    assert daily["mean_7_days"].iloc[-1] == pytest.approx(np.mean(last))


def test_weeks_start_on_monday_and_show_their_last_night() -> None:
    weekly = series("week", *nights(10, openings=lambda day: 10 + day))
    assert list(weekly.index) == [MONDAY, MONDAY + dt.timedelta(days=7)]
    assert weekly["open_positions"].tolist() == [16, 19]
    assert weekly["nights"].tolist() == [7, 3]
    assert weekly["mean_7_days"].tolist() == [13, 18]
    assert weekly[["currency", "ceiling_median", "n"]].iloc[0].tolist() == ["USD", 1e5, 20]


def test_a_night_without_openings_of_a_role_counts_as_none() -> None:
    daily = series("day", *nights(9, openings=lambda day: 0 if day in (0, 4) else 8))
    assert daily["open_positions"].tolist() == [8, 8, 8, 0, 8, 8, 8, 8]
    assert daily.index[0] == MONDAY + dt.timedelta(days=1)


def test_series_agree_with_sql_over_the_role_tables() -> None:
    frames = nights(
        40, openings=lambda day: 20 + day % 9, median=lambda day: 1e5 + 700.0 * (day % 11), skipped=(5, 16, 17)
    )
    with duckdb.connect() as sql:
        for name, dated in history(*frames).items():
            sql.register(name.removeprefix("role_"), pa.concat_tables(conform(table(name), night) for night in dated))
        daily = sql.sql("""
            select snapshot_date, open_positions, median, s.share,
            if(count(*) over w = 7, avg(open_positions) over w, null)
            from statistics join (from pay where pay_point = 'ceiling' and currency = 'USD') p using (snapshot_date)
            join workplace s using (snapshot_date)
            window w as (order by snapshot_date rows 6 preceding) order by 1""").fetchall()
        weekly = sql.sql("""
            select date_trunc('week', snapshot_date)::date, arg_max(open_positions, snapshot_date),
            arg_max(median, snapshot_date), arg_max(share, snapshot_date), avg(open_positions)
            from statistics join (from pay where pay_point = 'ceiling' and currency = 'USD') p using (snapshot_date)
            join workplace s using (snapshot_date) group by 1 order by 1""").fetchall()
    for grain, expected in (("day", daily), ("week", weekly)):
        found = series(grain, *frames).reset_index()
        columns = ["period_start", "open_positions", "ceiling_median", "remote_share", "mean_7_days"]
        mine = found[columns].astype(object).where(found[columns].notna(), None).to_numpy().tolist()
        assert len(mine) == len(expected)
        for one, other in zip(mine, expected, strict=True):
            assert one[:3] == list(other[:3])
            assert one[3:] == [value if value is None else pytest.approx(value) for value in other[3:]]


def test_changes_of_boards_and_methods_are_marked() -> None:
    frames = nights(
        8, boards=lambda day: 100 if day < 2 else 103 if day < 4 else 120, method=lambda day: "12"[day // 6]
    )
    daily = series("day", *frames)
    marked = {(date - MONDAY).days: marker for date, marker in daily["marker"].items() if marker is not None}
    assert marked == {4: "boards 103 to 120", 6: "method 1 to 2"}
    assert series("week", *frames)["marker"].iloc[0] == "boards 103 to 120; method 1 to 2"


def test_nights_of_imported_postings_make_no_series() -> None:
    frames = nights(70, openings=lambda day: 10 + day)
    frames[3] = frames[3].assign(postings_ai=50, postings_imported=50)
    assert set(series("day", *frames)["marker"]) == {"all postings imported: a sample, not a market"}
    assert claim(*frames)["statement"] == (
        "No trend is claimed for open positions of ML Engineer: 0 comparable weeks, 8 are needed; before that, "
        "all postings imported: a sample, not a market."
    )


def claim(*frames: pd.DataFrame) -> dict[str, object]:
    found = trends.trend_record(trends.role_trends(history(*frames)), "ml-engineer", "ML Engineer")
    assert found is not None
    return found


def test_no_trend_is_claimed_under_eight_weeks() -> None:
    seven = claim(*nights(49, openings=lambda day: 10 + day))
    assert (seven["supported"], seven["weeks"]) == (False, 7)
    assert seven["statement"] == (
        "No trend is claimed for open positions of ML Engineer: 7 comparable weeks, 8 are needed."
    )
    eight = claim(*nights(56, openings=lambda day: 10 + day))
    assert (eight["supported"], eight["direction"]) == (True, "rising")
    assert eight["statement"] == (
        "Over 8 weeks the open positions of ML Engineer rose (13 in the week of 3 August 2026, "
        "62 in the week of 21 September 2026; 7 weeks up, 0 down, sign test p = 0.016)."
    )


def test_a_change_of_boards_starts_the_series_anew() -> None:
    broken = claim(*nights(70, openings=lambda day: 10 + day, boards=lambda day: 100 if day < 30 else 150))
    assert (broken["supported"], broken["weeks"], broken["weeks_comparable"]) == (False, 10, 5)
    assert str(broken["statement"]).endswith("5 comparable weeks, 8 are needed; before that, boards 100 to 150.")


@pytest.mark.parametrize(
    ("openings", "direction"),
    [
        (lambda day: 90 - day, "falling"),
        (lambda day: 50, "steady"),
        (lambda day: 50 + 5 * (day // 7 % 2), "no clear trend"),
    ],
)
def test_directions_are_those_of_the_series(openings: Callable[[int], int], direction: str) -> None:
    assert claim(*nights(70, openings=openings))["direction"] == direction


def test_pay_has_a_claim_of_its_own() -> None:
    found = claim(*nights(63, median=lambda day: 1e5 + 1000 * (day // 7)))["pay"]
    assert isinstance(found, dict)
    assert (found["supported"], found["direction"], found["currency"]) == (True, "rising", "USD")
    assert "median pay ceilings of ML Engineer rose ($100K in the week of" in found["statement"]


def test_one_night_or_none_makes_no_claim() -> None:
    assert "1 comparable week, 8 are needed" in str(claim(*nights(1))["statement"])
    none = trends.role_trends(history(*nights(0)))
    assert none.empty
    assert trends.trend_record(none, "ml-engineer", "ML Engineer") is None


def test_a_past_night_knows_only_what_came_before_it() -> None:
    whole = trends.role_trends(history(*nights(70, openings=lambda day: 10 + day)))
    assert trends.by_role(whole, NAMES)["ml-engineer"]["weeks"] == 10
    past = trends.by_role(whole, NAMES, MONDAY + dt.timedelta(days=20))["ml-engineer"]
    assert (past["weeks"], past["supported"]) == (3, False)
    assert trends.by_role(whole.iloc[:0], NAMES) == {}


def test_a_random_walk_is_seldom_taken_for_a_trend() -> None:
    rng = np.random.default_rng(3)
    claimed = 0
    for _ in range(400):
        walk = np.cumsum(rng.choice([-3, -1, 1, 3], size=16)) + 500
        rows = [{"mean_7_days": float(value), "period_start": "2026-08-03"} for value in walk]
        claimed += trends.claim(rows, "mean_7_days")["direction"] in ("rising", "falling")
    assert claimed / 400 <= 0.05
