"""A role's figures over time as charts: by week where there are weeks enough, else by night, from two nights on.

What is drawn is what was counted; whether it is a trend is for the record's claims to say.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from analytics.comparison.side_by_side import items, name_of
from analytics.publishing import charts
from analytics.publishing.pictures import TONES
from analytics.values.formatting import count, date_words, field, money, number, text
from analytics.values.thresholds import LEAST_WEEKS

GAPS = {"day": 3, "week": 7}  # days between two values from which on their line breaks
LABELLED = 12  # changes of boards or methods that are named, the newest


@dataclass(frozen=True, slots=True)
class History:
    """Charts with their captions, and what changed in boards or methods: sign in the charts, date, reason."""

    charts: list[tuple[str, Markup]]
    changes: list[tuple[str, str, str]]


def periods(role: Any, trends: Mapping[str, Any], grain: str) -> dict[dt.date, Mapping[str, Any]]:
    """The rows of a role's series by the day that a period starts: those of `trends`, else those of its record."""
    given = items(trends.get(str(field(role, "role"))) or field(role, "trend", "series"))
    found = {}
    for row in given:
        day = _day(row.get("period_start"))
        if row.get("grain") == grain and day:
            found[day] = row
    return dict(sorted(found.items()))


def _day(value: Any) -> dt.date | None:
    try:
        return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def history(roles: Sequence[Any], trends: Mapping[str, Any]) -> History:
    """Open positions of each role on an axis of its own, their index over matched boards, and pay on one axis.

    Counts of 9 and 598 share no axis on which both can be read. Pay only where it is all in one currency.
    """
    weeks = [periods(role, trends, "week") for role in roles]
    grain = "week" if max((len(rows) for rows in weeks), default=0) >= LEAST_WEEKS else "day"
    series = weeks if grain == "week" else [periods(role, trends, "day") for role in roles]
    days = sorted({day for rows in series for day in rows})
    if len(days) < 2:
        return History([], [])
    said = {day: text(row.get("marker"), "") for rows in series for day, row in rows.items()}
    changed = [day for day in days if said.get(day) and day != days[0]][-LABELLED:]
    signs = [(day, str(place)) for place, day in enumerate(changed, 1)]
    by = "week" if grain == "week" else "night"

    def drawn(key: str, title: str, column: str, words: Callable[[float], str], only: str = "") -> tuple[str, Markup]:
        shown = []
        for role, rows, tone in zip(roles, series, TONES, strict=False):
            values = [number(field(rows.get(day), column)) for day in days]
            if only in ("", tone) and any(value is not None for value in values):
                shown.append(charts.Series(name_of(role), tone, values))
        return title, charts.lines(key, title, days, shown, signs, words, GAPS[grain])

    found = [
        drawn(f"trend-openings-{tone}", f"{name_of(role)}: open positions by {by}", "open_positions", count, tone)
        for role, tone in zip(roles, TONES, strict=False)
    ]
    if grain == "week":
        index = "Open positions at the same boards, by week (first week 100)"
        found.append(drawn("trend-index", index, "matched_index", lambda level: f"{level:.0f}"))
    paid = [row for rows in series for row in rows.values() if number(row.get("ceiling_median")) is not None]
    currencies = {text(row.get("currency")) for row in paid}
    if len(currencies) == 1:
        words = partial(money, currency=currencies.pop())
        found.append(drawn("trend-pay", f"Typical high end of the pay ranges by {by}", "ceiling_median", words))
    changes = [(sign, date_words(day), said[day]) for day, sign in signs]
    return History([(title, chart) for title, chart in found if chart], changes)
