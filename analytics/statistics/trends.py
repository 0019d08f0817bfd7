"""Series of each role over all snapshot dates, by day and by week.

Counts follow the boards that are read, so beside them stands an index over matched boards
(`analytics.statistics.matched`), from which alone a trend may be claimed (`analytics.statistics.trend_claims`).
A date without a snapshot has a row without figures: a gap is drawn as a gap. A week starts on Monday; its openings, pay
and shares are those of its last night, its mean that of its nights. Marked are nights since which boards with more than
5 % of the openings joined or left, or on which the method changed, and those of which all postings were imported, which
are samples and make no series.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from analytics.statistics import matched, trend_tests
from analytics.statistics.board_weeks import WEEK_NIGHTS, BoardNights, Weeks, days, monday, whole_weeks
from analytics.statistics.intervals import Floats
from analytics.statistics.role_tables import is_sample
from analytics.values.formatting import percent
from analytics.values.frames import need, numbers, texts
from storage.tables import TABLES

SERIES_WEEKS = 26  # weeks that a record's series shows and that a trend is claimed over
AMPLITUDES = {"openings": trend_tests.SEASON, "pay": trend_tests.PAY_SEASON}
DRIFT = 0.05  # share of the openings at boards that joined or left which is marked
IMPORTED = "all postings imported: a sample, not a market"
SOURCES = ("role_statistics", "role_pay", "role_workplace", "market_totals")
BOARDS = ("role_boards", "board_fetches")
_COLUMNS = list(TABLES["role_trends"].columns)
_CHANGES = list(TABLES["role_changes"].columns)
_WHOLE = ("open_positions", "nights", "n", "boards_ok")


def role_series(history: Mapping[str, Sequence[pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """The tables role_trends and role_changes from the tables of all snapshot dates.

    `history` holds a frame for each date under the names of SOURCES and BOARDS; without the latter there is no index
    and no claim of a trend.
    """
    role_statistics, role_pay, role_workplace, market_totals = (_whole(history, name) for name in SOURCES)
    need(market_totals, ("snapshot_date", "boards_ok", "boards_carried_forward"), "role_series")
    boards = BoardNights(*(_whole(history, name) for name in BOARDS))
    nights = _nights(market_totals, boards)
    mondays = whole_weeks(nights)
    open_ = pd.DataFrame(
        {
            "role": texts(role_statistics, "role"),
            "date": days(role_statistics, "snapshot_date"),
            "open_positions": numbers(role_statistics, "open_positions"),
        }
    )
    pay, remote = _pay(role_pay), _remote(role_workplace)
    series, changes = [], []
    for role, mine in open_.groupby("role", sort=True):
        weeks = boards.weeks(str(role), mondays)
        others = {"currency": pay, "ceiling_median": pay, "n": pay, "remote_share": remote}
        daily = _daily(nights, mine, {name: rows[rows["role"] == role] for name, rows in others.items()})
        series += [_shaped(role, "day", _without_gaps(daily, 1))]
        series += [_shaped(role, "week", _without_gaps(_indexed(_weekly(daily), weeks), 7))]
        changes += [{"role": role, **row} for row in _changes(weeks)] if weeks else []
    trends = pd.concat(series, ignore_index=True) if series else pd.DataFrame(columns=_COLUMNS)
    found = pd.DataFrame(changes, columns=_CHANGES)
    return {"role_trends": trends, "role_changes": found.astype(object).where(found.notna(), None)}


def _daily(nights: pd.DataFrame, open_: pd.DataFrame, others: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """A role's nights from its first opening on; later nights without one count 0.

    Pay is the median ceiling in the currency in which the role has told most over all nights.
    """
    daily = nights[nights.index >= open_["date"].min()].copy()
    daily["open_positions"] = open_.set_index("date")["open_positions"].reindex(daily.index).fillna(0)
    daily["market_share"] = daily["open_positions"] / daily["market"].where(daily["market"] > 0)
    daily["mean_7_days"] = _mean_of_days(daily["open_positions"])
    return daily.assign(**{name: rows.set_index("date")[name].reindex(daily.index) for name, rows in others.items()})


def _changes(weeks: Weeks) -> Iterator[dict[str, object]]:
    """What the index over matched boards allows to be claimed by each of the last whole weeks."""
    for end in range(max(0, len(weeks.mondays) - SERIES_WEEKS), len(weeks.mondays)):
        for measure, (chain, weights) in weeks.until(end, SERIES_WEEKS).chains().items():
            found = _change(chain, weights, AMPLITUDES[measure])
            yield {"measure": measure, "period_start": weeks.mondays[end], **found}


def _change(chain: matched.Chain, weights: Floats, amplitude: float) -> dict[str, object]:
    """The change over the last unbroken part of a chain."""
    start = matched.unbroken(chain.steps)
    part = matched.Chain(chain.steps[start:], chain.share[start:], chain.boards[start:], chain.without[:, start:])
    found = trend_tests.change(part, weights, amplitude)
    head: dict[str, object] = {
        "weeks": len(part.steps) + 1,
        "boards": int(part.boards.min()) if len(part.boards) else None,
        "share": float(part.share.min()) if len(part.share) else None,
    }
    if found is None:
        return head
    return head | {
        "change": found.ratio - 1,
        "change_low": None if found.low is None else found.low - 1,
        "change_high": None if found.high is None else found.high - 1,
        "season": found.season - 1,
        "p_value": found.p,
        "direction": found.direction,
    }


def _indexed(weekly: pd.DataFrame, weeks: Weeks | None) -> pd.DataFrame:
    """Adds the index over matched boards, 100 in the first week since which it does not break."""
    names = ("matched_index", "matched_pay_index", "matched_share")
    if weeks is None:
        return weekly.assign(**dict.fromkeys(names, np.nan))
    chains = weeks.chains()
    values = [matched.index(chains["openings"][0].steps), matched.index(chains["pay"][0].steps)]
    values.append(np.concatenate([[np.nan], chains["openings"][0].share]))
    found = pd.DataFrame(dict(zip(names, values, strict=True)), index=weeks.mondays)
    return weekly.join(found)


def _nights(market_totals: pd.DataFrame, boards: BoardNights) -> pd.DataFrame:
    """Per snapshot date, ascending: boards read, size of the market, and a marker where boards or method changed."""
    imported = numbers(market_totals, "postings_imported")  # nan for nights of before the column
    sample = [is_sample(*counts) for counts in zip(imported, numbers(market_totals, "postings_ai"), strict=True)]
    frame = pd.DataFrame(
        {
            "sample": sample,
            "boards_ok": numbers(market_totals, "boards_ok"),
            "boards": numbers(market_totals, "boards_ok") + numbers(market_totals, "boards_carried_forward"),
            "market": np.where(sample, np.nan, numbers(market_totals, "open_positions")),
            "method": texts(market_totals, "method"),
        },
        index=days(market_totals, "snapshot_date"),
    ).sort_index()
    markers: list[str | None] = []
    since = None  # the night since which drift is measured
    for date, night in frame.iterrows():
        if night["sample"]:
            markers.append(IMPORTED)
            continue
        before = None if since is None else frame.loc[since]
        found: list[str] = [] if before is None else _drift(boards, since, date, before["boards"], night["boards"])
        if found or since is None:
            since = date
        previous = frame.iloc[len(markers) - 1] if markers else None
        if previous is not None and not previous["sample"] and previous["method"] != night["method"]:
            found.append(f"method {previous['method'] or 'unknown'} to {night['method'] or 'unknown'}")
        markers.append("; ".join(found) or None)
    return frame.assign(marker=pd.Series(markers, index=frame.index, dtype=object), nights=1)


def _drift(boards: BoardNights, since: dt.date, date: dt.date, before: float, now: float) -> list[str]:
    """What to say of boards that came and went since a night: by their openings, where those are known."""
    shares = boards.drift(since, date)
    if shares is None:
        return [f"boards {before:.0f} to {now:.0f}"] if abs(now - before) > DRIFT * before else []
    words = (f"boards with {percent(shares[0])} of the openings joined", f"boards with {percent(shares[1])} left")
    return [f"{text} since {since.isoformat()}" for share, text in zip(shares, words, strict=True) if share > DRIFT]


def _whole(history: Mapping[str, Sequence[pd.DataFrame]], name: str) -> pd.DataFrame:
    frames = [frame for frame in history.get(name, ()) if len(frame)]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(TABLES[name].columns))


def _mean_of_days(openings: "pd.Series[float]") -> Floats:
    """The mean of the last seven calendar days, nan with fewer than four nights in them or before the seventh day."""
    dates = pd.DatetimeIndex(pd.to_datetime(openings.index))
    means = pd.Series(openings.to_numpy(float), index=dates).rolling("7D", min_periods=WEEK_NIGHTS).mean()
    return np.where(dates >= dates[0] + pd.Timedelta(days=6), means.to_numpy(), np.nan)


def _pay(role_pay: pd.DataFrame) -> pd.DataFrame:
    frame = pd.DataFrame({name: texts(role_pay, name) for name in ("role", "currency", "pay_point")})
    frame = frame.assign(date=days(role_pay, "snapshot_date"), n=numbers(role_pay, "n"))
    frame["ceiling_median"] = numbers(role_pay, "median")
    frame = frame[frame["pay_point"] == "ceiling"]
    told = frame.groupby(["role", "currency"], sort=True)["n"].sum().reset_index()
    main = told.sort_values(["n", "currency"], ascending=[False, True]).drop_duplicates("role")
    return frame.merge(main[["role", "currency"]], on=["role", "currency"])


def _remote(role_workplace: pd.DataFrame) -> pd.DataFrame:
    frame = pd.DataFrame({"role": texts(role_workplace, "role"), "value": texts(role_workplace, "value")})
    frame = frame.assign(date=days(role_workplace, "snapshot_date"), remote_share=numbers(role_workplace, "share"))
    return frame[frame["value"] == "remote"]


def _weekly(daily: pd.DataFrame) -> pd.DataFrame:
    starts = [monday(date) for date in daily.index]
    grouped = daily.groupby(starts, sort=True)
    shown = ["boards_ok", "open_positions", "market_share", "currency", "ceiling_median", "n", "remote_share"]
    week = grouped[shown].nth(-1)
    week.index = [monday(date) for date in week.index]
    week["mean_7_days"] = grouped["open_positions"].mean()
    week["nights"] = grouped["nights"].sum()
    week["marker"] = grouped["marker"].agg(lambda found: "; ".join(dict.fromkeys(found.dropna())) or None)
    return week


def _without_gaps(frame: pd.DataFrame, length: int) -> pd.DataFrame:
    """A row for every period of `length` days from the first to the last; those without a night have no figures."""
    span = range((frame.index[-1] - frame.index[0]).days // length + 1)
    whole = frame.reindex([frame.index[0] + dt.timedelta(days=length * step) for step in span])
    return whole.assign(nights=whole["nights"].fillna(0))


def _shaped(role: str, grain: str, frame: pd.DataFrame) -> pd.DataFrame:
    table = frame.assign(role=role, grain=grain, period_start=frame.index).reindex(columns=_COLUMNS)
    table = table.reset_index(drop=True)
    for name in _WHOLE:
        table[name] = table[name].astype("Int64")
    return table.astype(object).where(table.notna(), None)
