"""What a role's series allows to be said: claims of a trend, in figures and in words."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analytics.statistics.board_weeks import days
from analytics.statistics.trends import SERIES_WEEKS
from analytics.values.formatting import count, counted, percent
from analytics.values.frames import texts
from analytics.values.thresholds import LEAST_WEEKS
from storage.tables import TABLES

_COLUMNS = [column for column in TABLES["role_trends"].columns if column != "role"]
_WHAT = {"openings": "open positions of {}", "pay": "pay ceilings of {}"}

Record = dict[str, Any]


def by_role(
    trends: pd.DataFrame, changes: pd.DataFrame | None, names: Mapping[str, str], date: dt.date | None = None
) -> dict[str, Record]:
    """The record's trend of every role that has a series, by role id, as known on `date`; `names` by role id.

    `trends` are the rows of role_trends, `changes` those of role_changes; without them no trend is claimed.
    """
    tested = pd.DataFrame(columns=list(TABLES["role_changes"].columns)) if changes is None else changes
    trends, tested = _until(trends, date), _until(tested, date, dt.timedelta(days=6))
    found = {
        role: trend_record(trends, tested, role, names.get(role, role)) for role in dict.fromkeys(texts(trends, "role"))
    }
    return {role: record for role, record in found.items() if record is not None}


def trend_record(trends: pd.DataFrame, changes: pd.DataFrame, role: str, name: str) -> Record | None:
    """The record's trend of a role: its weekly series and what may be claimed from it; None without a series."""
    mine = trends[(trends["role"] == role) & (trends["grain"] == "week")]
    if mine.empty:
        return None
    rows = [
        {column: _plain(row.get(column)) for column in _COLUMNS}
        for row in mine.sort_values("period_start").to_dict("records")
    ]
    tested = changes[changes["role"] == role].sort_values("period_start")
    openings = _claim(rows, tested[tested["measure"] == "openings"], "mean_7_days")
    pay = _claim(rows, tested[tested["measure"] == "pay"], "ceiling_median")
    currency = next((row["currency"] for row in reversed(rows) if row["currency"]), None)
    return {
        "weeks": len(rows),
        "weeks_comparable": openings["points"],
        **openings,
        "statement": _statement(_WHAT["openings"].format(name), openings),
        "pay": pay | {"currency": currency, "statement": _statement(_WHAT["pay"].format(name), pay)},
        "series": rows[-SERIES_WEEKS:],
    }


def _claim(rows: list[Record], tested: pd.DataFrame, measure: str) -> Record:
    """The newest test of a measure, with the first and last value of its weeks."""
    test = {name: _plain(value) for name, value in tested.iloc[-1].items()} if len(tested) else {}
    weeks = int(test.get("weeks") or 0)
    end = next((at for at, row in enumerate(rows) if row["period_start"] == test.get("period_start")), None)
    window = [] if end is None else rows[max(0, end + 1 - weeks) : end + 1]
    index = [row["matched_index" if measure == "mean_7_days" else "matched_pay_index"] for row in window]
    steps = np.sign(np.diff([np.nan if value is None else value for value in index]))
    direction = test.get("direction")
    claim: Record = {
        "supported": direction is not None,
        "direction": direction,
        "p_value": test.get("p_value"),
        "rose": int((steps > 0).sum()) if direction else None,
        "fell": int((steps < 0).sum()) if direction else None,
        "points": weeks,
        "first": window[0][measure] if window else None,
        "last": window[-1][measure] if window else None,
        "first_week": window[0]["period_start"] if window else None,
        "last_week": window[-1]["period_start"] if window else None,
        "boards": test.get("boards"),
        "matched_share": test.get("share"),
    }
    claim |= {name: test.get(name) for name in ("change", "change_low", "change_high", "season")}
    before = rows[(len(rows) if end is None else end + 1) - weeks - 1 :][:1] if end is None or end >= weeks else []
    return claim | {"reason": _reason(claim, before[0]["marker"] if before else None)}


def _reason(claim: Record, before: str | None) -> str:
    """What a claim stands on, or why there is none; `before` is the marker of the week before the comparable ones."""
    if not claim["supported"]:
        weeks = f"{counted(claim['points'], 'comparable week')} at the same boards, {LEAST_WEEKS} are needed"
        return f"{weeks}; before that, {before}" if before else weeks
    season = f"a yearly season may do {percent(claim['season'])}"
    if claim["p_value"] is None:
        return "too few boards to tell a trend from what one of them does"
    span = f"95% interval {_signed(claim['change_low'])} to {_signed(claim['change_high'])}"
    held = f"boards, which hold at least {percent(claim['matched_share'])} of the openings"
    return f"{_signed(claim['change'])}, {span}, at {count(claim['boards'])} {held}; {season}"


def _statement(what: str, claim: Record) -> str:
    if not claim["supported"]:
        return f"No trend is claimed for {what}: {claim['reason']}."
    said = {"rising": "rose", "falling": "fell", "steady": "hardly changed"}.get(claim["direction"])
    over = f"At the same boards the {what}"
    return f"{over} {said or 'show no clear trend'} over {counted(claim['points'], 'week')} ({claim['reason']})."


def _signed(change: float) -> str:
    return f"{change:+.1%}".replace("-", "\N{MINUS SIGN}")


def _until(frame: pd.DataFrame, date: dt.date | None, after: dt.timedelta = dt.timedelta()) -> pd.DataFrame:
    """The rows of periods of which the day `after` their start is no later than `date`."""
    if date is None or not len(frame):
        return frame
    return frame[[start + after <= date for start in days(frame, "period_start")]]


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value
