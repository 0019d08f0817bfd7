"""Openings of a role by board and week, of the nights on which the board was read: what matched boards are made of.

A week is whole when it has ended, has nights enough, and all of them are of a market and of one method.
"""

import datetime as dt
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.statistics import matched
from analytics.statistics.intervals import Floats
from analytics.vacancies.lifecycle import READ
from analytics.values.frames import numbers, texts

WEEK_NIGHTS = 4  # of seven that make a week's mean

_KEYS = ["platform", "board"]


def days(frame: pd.DataFrame, name: str) -> list[dt.date]:
    """A column of dates as date objects."""
    codes, values = pd.factorize(frame[name].to_numpy(dtype=object))
    known = [pd.Timestamp(value).date() for value in values]
    return [known[code] for code in codes]


def monday(date: dt.date) -> dt.date:
    return date - dt.timedelta(days=date.weekday())


def whole_weeks(nights: pd.DataFrame) -> list[dt.date | None]:
    """The Mondays from the first week to the last whole one, None for a week between that is not whole.

    `nights` has a row a snapshot date with sample (bool) and method.
    """
    if nights.empty:
        return []
    weeks = nights.groupby([monday(date) for date in nights.index])
    good = (weeks.size() >= WEEK_NIGHTS) & ~weeks["sample"].any() & (weeks["method"].nunique(dropna=False) == 1)
    last = nights.index[-1] - dt.timedelta(days=6)
    kept = [week for week, fits in good.items() if fits and week <= last]
    if not kept:
        return []
    first = monday(nights.index[0])
    every = [first + dt.timedelta(weeks=step) for step in range((kept[-1] - first).days // 7 + 1)]
    return [week if good.get(week, False) else None for week in every]


class Weeks(NamedTuple):
    """A role's weeks from one Monday on, boards x weeks: mean openings of a night (nan where the board was not read),
    mean logarithm of pay ceilings, and the openings with pay behind it a night."""

    mondays: list[dt.date]
    openings: Floats
    pay: Floats
    paid: Floats

    def until(self, end: int, most: int) -> "Weeks":
        """At most that many weeks up to the one at index `end`."""
        part = slice(max(0, end + 1 - most), end + 1)
        return Weeks(self.mondays[part], self.openings[:, part], self.pay[:, part], self.paid[:, part])

    def chains(self) -> dict[str, tuple[matched.Chain, Floats]]:
        """The chain of each measure, and what each board weighs in it."""
        weights = np.nan_to_num(self.openings).mean(axis=1)
        return {
            "openings": (matched.of_counts(self.openings), weights),
            "pay": (matched.of_means(self.pay, self.paid), self.paid.mean(axis=1)),
        }


class BoardNights:
    """Openings of each role by board and night (rows of role_boards), and which boards were read (board_fetches)."""

    def __init__(self, role_boards: pd.DataFrame, board_fetches: pd.DataFrame) -> None:
        columns = [np.concatenate([texts(role_boards, name), texts(board_fetches, name)]) for name in _KEYS]
        code = pd.factorize(pd.MultiIndex.from_arrays(columns))[0] if len(columns[0]) else np.empty(0, int)
        rows = len(role_boards)
        self._open = pd.DataFrame(
            {
                "role": texts(role_boards, "role"),
                "board": code[:rows],
                "date": days(role_boards, "snapshot_date"),
                "openings": numbers(role_boards, "open_positions"),
                "currency": texts(role_boards, "currency"),
                "paid": numbers(role_boards, "n"),
                "pay": numbers(role_boards, "ceiling_geometric_mean"),
            }
        )
        read = np.isin(texts(board_fetches, "status").astype(str), READ)
        partly = numbers(board_fetches, "postings_advertised") > numbers(board_fetches, "postings")
        fetched = pd.DataFrame({"board": code[rows:], "date": days(board_fetches, "snapshot_date")})
        self._asked = {date: frozenset(group) for date, group in fetched.groupby("date")["board"]}
        self._read = fetched[read & ~partly]
        self._totals = self._open.groupby(["date", "board"])["openings"].sum()

    def drift(self, before: dt.date, now: dt.date) -> tuple[float, float] | None:
        """The share of the openings of `now` at boards that were not asked `before`, and the share of those of
        `before` at boards that are asked no more; None where the boards of a night are not known."""
        if any(date not in self._asked or date not in self._totals.index for date in (before, now)):
            return None
        return self._share_of_others(now, before), self._share_of_others(before, now)

    def _share_of_others(self, night: dt.date, other: dt.date) -> float:
        openings = self._totals.loc[night]
        return float(openings[~openings.index.isin(self._asked[other])].sum() / openings.sum())

    def weeks(self, role: str, mondays: list[dt.date | None]) -> Weeks | None:
        """The weeks of a role over `whole_weeks`; None where there are none, or no board of it was read."""
        mine = self._open[self._open["role"] == role].merge(self._read, on=["board", "date"])
        if not any(mondays) or mine.empty:
            return None
        boards = np.unique(mine["board"])
        reads = self._read[self._read["board"].isin(boards)]
        place = {week: index for index, week in enumerate(mondays) if week is not None}
        last = max(place.values())
        shape = len(boards), last + 1

        def by_week(frame: pd.DataFrame, values: NDArray[np.float64]) -> Floats:
            week = frame["date"].map({date: place.get(monday(date), -1) for date in frame["date"].unique()})
            inside = week.to_numpy() >= 0
            cell = np.searchsorted(boards, frame["board"]) * shape[1] + week.to_numpy()
            cells = np.bincount(cell[inside], values[inside], shape[0] * shape[1])
            return cells.astype(float).reshape(shape)  # bincount of nothing is of integers

        read = by_week(reads, np.ones(len(reads)))
        nights = np.maximum(read, 1)
        openings = np.where(read > 0, by_week(mine, mine["openings"].to_numpy()) / nights, np.nan)
        told = mine[(mine["paid"] > 0) & (mine["pay"] > 0)]
        if len(told):
            told = told[told["currency"] == told.groupby("currency")["paid"].sum().idxmax()]
        paid = by_week(told, told["paid"].to_numpy(float))
        with np.errstate(invalid="ignore", divide="ignore"):
            pay = by_week(told, (told["paid"] * np.log(told["pay"])).to_numpy(float)) / paid
        every = [next(iter(place)) + dt.timedelta(weeks=step - next(iter(place.values()))) for step in range(last + 1)]
        return Weeks(every, openings, pay, paid / nights)
