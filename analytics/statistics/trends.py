"""Series of each role over all snapshot dates, by day and by week, and what they allow to be claimed.

A trend is claimed from at least eight weeks without a change of boards or methods, when the weeks that rose and those
that fell differ at 5 % by the exact sign test (Cox and Stuart 1955, Biometrika 42, on successive weeks). Counts of open
positions carry over from week to week, so tests that take the weeks for independent, such as Kendall's tau, would find
trends in any random walk; the steps between weeks do not have that fault.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analytics.statistics.role_tables import is_sample
from analytics.values.formatting import count, counted, date_words, money, p_value
from analytics.values.frames import need, numbers, texts
from analytics.values.thresholds import ALPHA, LEAST_WEEKS
from storage.tables import TABLES

SERIES_WEEKS = 26  # weeks that a record's series shows
BOARD_CHANGE = 0.05  # change of the boards behind the figures that is marked, as a fraction
IMPORTED = "all postings imported: a sample, not a market"
SOURCES = ("role_statistics", "role_pay", "role_workplace", "market_totals")
_COLUMNS = list(TABLES["role_trends"].columns)


def role_trends(history: Mapping[str, Sequence[pd.DataFrame]]) -> pd.DataFrame:
    """Daily and weekly series of every role from the tables of all snapshot dates.

    `history` holds a frame for each date under role_statistics, role_pay, role_workplace and market_totals. A role
    counts 0 on nights without an opening after its first. Pay is the median ceiling in the currency in which the role
    has told most over all nights. A week starts on Monday; its openings, pay and shares are those of its last night,
    its mean that of its nights. Daily means are of the last seven snapshot dates, null before there are seven. Marked
    are nights on which the boards behind the figures changed by more than 5 % or the method changed, and those of which
    all postings were imported, which are samples and make no series.
    """
    role_statistics, role_pay, role_workplace, market_totals = (_whole(history, name) for name in SOURCES)
    need(market_totals, ("snapshot_date", "boards_ok", "boards_carried_forward"), "role_trends")
    nights = _nights(market_totals)
    if nights.empty or role_statistics.empty:
        return pd.DataFrame(columns=_COLUMNS)
    open_ = pd.DataFrame(
        {
            "role": texts(role_statistics, "role"),
            "date": _dates(role_statistics),
            "open_positions": numbers(role_statistics, "open_positions"),
        }
    )
    pay, remote = _pay(role_pay), _remote(role_workplace)
    frames = []
    for role, mine in open_.groupby("role", sort=True):
        daily = nights[nights.index >= mine["date"].min()].copy()
        daily["open_positions"] = mine.set_index("date")["open_positions"].reindex(daily.index).fillna(0)
        daily["mean_7_days"] = daily["open_positions"].rolling(7).mean()
        for name, values in (("currency", pay), ("ceiling_median", pay), ("n", pay), ("remote_share", remote)):
            own = values[values["role"] == role].set_index("date")[name]
            daily[name] = own.reindex(daily.index)
        frames += [_shaped(role, "day", daily), _shaped(role, "week", _weekly(daily))]
    return pd.concat(frames, ignore_index=True)


def by_role(trends: pd.DataFrame, names: Mapping[str, str], date: dt.date | None = None) -> dict[str, dict[str, Any]]:
    """The record's trend of every role that has a series, by role id, up to the week of `date`; `names` by role id."""
    if date is not None:
        trends = trends[[start <= date for start in _days(trends, "period_start")]] if len(trends) else trends
    found = {role: trend_record(trends, role, names.get(role, role)) for role in dict.fromkeys(texts(trends, "role"))}
    return {role: record for role, record in found.items() if record is not None}


def trend_record(trends: pd.DataFrame, role: str, name: str) -> dict[str, Any] | None:
    """The record's trend of a role: its weekly series and what may be claimed from it; None without a series."""
    mine = trends[(trends["role"] == role) & (trends["grain"] == "week")]
    if mine.empty:
        return None
    rows = [
        {column: _plain(row[column]) for column in _COLUMNS if column != "role"}
        for row in mine.sort_values("period_start").to_dict("records")
    ]
    marked = [index for index, row in enumerate(rows) if row["marker"]]
    steady = rows[marked[-1] + 1 :] if marked else rows  # the week of a change holds nights before and after it
    openings = claim(steady, "mean_7_days")
    pay = claim([row for row in steady if row["ceiling_median"] is not None], "ceiling_median")
    changed = f"; before that, {rows[marked[-1]]['marker']}" if marked else ""
    currency = next((row["currency"] for row in reversed(rows) if row["currency"]), None)
    return {
        "weeks": len(rows),
        "weeks_comparable": len(steady),
        **openings,
        "statement": _statement(
            f"open positions of {name}", openings, len(steady), changed, lambda value: count(value)
        ),
        "pay": pay
        | {
            "currency": currency,
            "statement": _statement(
                f"median pay ceilings of {name}", pay, pay["points"], changed, lambda value: money(value, currency)
            ),
        },
        "series": rows[-SERIES_WEEKS:],
    }


def _nights(market_totals: pd.DataFrame) -> pd.DataFrame:
    """Per snapshot date, ascending: boards read, and a marker where boards or method changed."""
    boards = numbers(market_totals, "boards_ok") + numbers(market_totals, "boards_carried_forward")
    imported = numbers(market_totals, "postings_imported")  # nan for nights of before the column
    sample = [is_sample(*counts) for counts in zip(imported, numbers(market_totals, "postings_ai"), strict=True)]
    frame = pd.DataFrame(
        {
            "sample": sample,
            "boards_ok": numbers(market_totals, "boards_ok"),
            "boards": boards,
            "method": texts(market_totals, "method"),
        },
        index=_dates(market_totals),
    ).sort_index()
    markers: list[str | None] = [IMPORTED if sample else None for sample in frame["sample"]]
    for index in range(1, len(frame)):
        if frame["sample"].iloc[index]:
            continue
        before, now = frame["boards"].iloc[index - 1], frame["boards"].iloc[index]
        was, is_ = frame["method"].iloc[index - 1], frame["method"].iloc[index]
        found = []
        if abs(now - before) > BOARD_CHANGE * before:
            found.append(f"boards {before:.0f} to {now:.0f}")
        if was != is_:
            found.append(f"method {was or 'unknown'} to {is_ or 'unknown'}")
        markers[index] = "; ".join(found) or None
    return frame.assign(marker=pd.Series(markers, index=frame.index, dtype=object), nights=1).drop(
        columns=["boards", "method", "sample"]
    )


def _whole(history: Mapping[str, Sequence[pd.DataFrame]], name: str) -> pd.DataFrame:
    frames = [frame for frame in history[name] if len(frame)]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(TABLES[name].columns))


def _dates(frame: pd.DataFrame) -> list[dt.date]:
    return _days(frame, "snapshot_date")


def _days(frame: pd.DataFrame, name: str) -> list[dt.date]:
    return [pd.Timestamp(value).date() for value in frame[name].to_numpy(dtype=object)]


def _pay(role_pay: pd.DataFrame) -> pd.DataFrame:
    frame = pd.DataFrame({name: texts(role_pay, name) for name in ("role", "currency", "pay_point")})
    frame = frame.assign(date=_dates(role_pay), n=numbers(role_pay, "n"), ceiling_median=numbers(role_pay, "median"))
    frame = frame[frame["pay_point"] == "ceiling"]
    told = frame.groupby(["role", "currency"], sort=True)["n"].sum().reset_index()
    main = told.sort_values(["n", "currency"], ascending=[False, True]).drop_duplicates("role")
    return frame.merge(main[["role", "currency"]], on=["role", "currency"])


def _remote(role_workplace: pd.DataFrame) -> pd.DataFrame:
    frame = pd.DataFrame({"role": texts(role_workplace, "role"), "value": texts(role_workplace, "value")})
    frame = frame.assign(date=_dates(role_workplace), remote_share=numbers(role_workplace, "share"))
    return frame[frame["value"] == "remote"]


def _weekly(daily: pd.DataFrame) -> pd.DataFrame:
    monday = [date - dt.timedelta(days=date.weekday()) for date in daily.index]
    grouped = daily.groupby(monday, sort=True)
    week = grouped[["boards_ok", "open_positions", "currency", "ceiling_median", "n", "remote_share"]].nth(-1)
    week.index = [date - dt.timedelta(days=date.weekday()) for date in week.index]
    week["mean_7_days"] = grouped["open_positions"].mean()
    week["nights"] = grouped["nights"].sum()
    week["marker"] = grouped["marker"].agg(lambda found: "; ".join(dict.fromkeys(found.dropna())) or None)
    return week


def _shaped(role: str, grain: str, frame: pd.DataFrame) -> pd.DataFrame:
    table = frame.assign(role=role, grain=grain, period_start=frame.index)[_COLUMNS].reset_index(drop=True)
    for name in ("open_positions", "nights", "n", "boards_ok"):
        table[name] = table[name].astype("Int64")
    return table.astype(object).where(table.notna(), None)


def claim(rows: list[dict[str, Any]], measure: str) -> dict[str, Any]:
    """What a series of comparable weeks allows to be said of one of its columns, with the reason."""
    values = [row[measure] for row in rows]
    found: dict[str, Any] = {
        "supported": False,
        "direction": None,
        "p_value": None,
        "rose": None,
        "fell": None,
        "points": len(values),
        "first": values[0] if values else None,
        "last": values[-1] if values else None,
        "first_week": rows[0]["period_start"] if rows else None,
        "last_week": rows[-1]["period_start"] if rows else None,
    }
    if len(values) < LEAST_WEEKS:
        return found | {"reason": f"{counted(len(values), 'comparable week')}, {LEAST_WEEKS} are needed"}
    steps = np.sign(np.diff(values))
    rose, fell = int((steps > 0).sum()), int((steps < 0).sum())
    found |= {"supported": True, "rose": rose, "fell": fell}
    if rose + fell == 0:
        return found | {"direction": "steady", "reason": "the value never changed"}
    p = float(f"{stats.binomtest(rose, rose + fell, 0.5).pvalue:.6g}")
    direction = ("rising" if rose > fell else "falling") if p < ALPHA else "no clear trend"
    weeks = f"{counted(rose, 'week')} up, {count(fell)} down"
    return found | {"direction": direction, "p_value": p, "reason": f"{weeks}, sign test {p_value(p)}"}


def _statement(what: str, claim: dict[str, Any], points: int, changed: str, shown: Any) -> str:
    if not claim["supported"]:
        return f"No trend is claimed for {what}: {claim['reason']}{changed}."
    first, last = (
        f"{shown(claim[when])} in the week of {date_words(claim[f'{when}_week'])}" for when in ("first", "last")
    )
    values = f"{first}, {last}; {claim['reason']}"
    if claim["direction"] == "steady":
        return f"Over {points} weeks the {what} did not change ({shown(claim['last'])}){changed}."
    said = {"rising": "rose", "falling": "fell"}.get(claim["direction"], "show no clear trend")
    return f"Over {points} weeks the {what} {said} ({values}){changed}."


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value
