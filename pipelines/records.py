"""Comparison records: from the role tables of a date to every pair, and back from file to reader."""

import contextlib
import datetime as dt
import functools
import itertools
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analytics.comparison import profiles, records
from analytics.comparison.model import Comparison
from analytics.extraction.lexicon import Lexicon, load_lexicon
from analytics.extraction.titles.roles import find_role, role_names
from analytics.publishing.harmless import in_markdown
from analytics.statistics import pay, role_tables, trend_claims
from analytics.values import money
from storage.directory import SAMPLE, holds
from storage.store import Store
from storage.tables import ROLE_TABLES

QUALITY = Path(__file__).parent.parent / "analytics" / "evaluation" / "data" / "quality.toml"

Record = dict[str, Any]


class Conversion(NamedTuple):
    """The currency that records convert pay to, and how old a rate may be, in days."""

    currency: str
    oldest_rate_days: int = money.OLDEST_RATE_DAYS


class Night:
    """What the records of one snapshot date are made of. Figures of a role are made when they are asked for, once."""

    def __init__(
        self, store: Store, date: dt.date, conversion: Conversion | None = None, lexicon: Lexicon | None = None
    ) -> None:
        lexicon = lexicon or load_lexicon()
        self.names = role_names(lexicon.roles)
        there = (name for name in ROLE_TABLES if date in store.dates(name))  # older nights lack newer tables
        self._tables = {name: _in_order(store.read(name, date)) for name in there}
        self._openings = role_tables.market_openings(store.read("openings", date))
        self.conversion = self._convert(date, conversion) if conversion else None
        series = store.read("role_trends") if store.exists("role_trends") else None
        changes = store.read("role_changes") if store.exists("role_changes") else None
        self.trends: dict[str, Record] = (
            {} if series is None else trend_claims.by_role(series, changes, self.names, date)
        )
        self._profiles = profiles.all_profiles(lexicon.profiles)
        quality = tomllib.loads(QUALITY.read_text(encoding="utf-8"))
        totals, invented = store.read("market_totals", date), holds(store) == SAMPLE
        self.market = records.market_record(totals, quality, _attributions(store, date), invented)
        with_data = set(self._tables["role_statistics"]["role"])
        self.roles = [role for role in self.names if role in with_data]
        self.figures = functools.lru_cache(maxsize=None)(self._figures)

    def _figures(self, role: str) -> records.RoleFigures:
        mine = {name: rows[rows["role"] == role] for name, rows in self._tables.items()}
        openings = self._openings[self._openings["role"] == role]
        return records.role_figures(
            role,
            self.names[role],
            mine,
            openings,
            self._profiles.get(role),
            self.trends.get(role),
            self.conversion,
        )

    def _convert(self, date: dt.date, conversion: Conversion) -> Record:
        """Converts the pay that the records show; the tables keep it as advertised. Gives what records say of it."""
        to, oldest = conversion
        advertised = {str(code) for code in self._openings["pay_currency"].dropna()}
        quoted = money.rates(to, advertised, date, oldest)
        rates = {code: rate.value for code, rate in quoted.items()}
        self._openings = pay.convert_pay(self._openings, to, rates)
        self._tables["role_pay"] = pay.role_pay(self._openings, date)
        self._tables["role_pay_distribution"] = pay.role_pay_distribution(self._openings, date)
        return records.conversion_record(to, date, money.SOURCE, quoted, oldest)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every pair of roles with data, in the order of the role list."""
        yield from itertools.combinations(self.roles, 2)

    def compare(self, role_a: str, role_b: str) -> Comparison:
        return records.compare(self.figures(role_a), self.figures(role_b), self.market, self.conversion)

    def role(self, role: str) -> Record:
        currency = self.conversion["currency"] if self.conversion else None
        return records.role_record(self.figures(role), currency)


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows as records list them, by rank; files are sorted by key."""
    return rows.sort_values(["role", "rank"], kind="stable") if "rank" in rows.columns else rows


def _attributions(store: Store, date: dt.date) -> list[str]:
    found = store.arrow("postings", date, ["attribution"]).column("attribution").unique().to_pylist()
    return sorted(text for text in found if text)


def record_path(date: dt.date, role_a: str, role_b: str) -> str:
    """Where a record lies below the data directory."""
    return f"comparisons/{date.isoformat()}/{role_a}--{role_b}.json"


def latest(store: Store, name: str, date: dt.date | None) -> dt.date:
    """`date`, or the newest snapshot date of the table. Raises FileNotFoundError when there is none."""
    dates = store.dates(name)
    if date is None and dates:
        return dates[-1]
    if date in dates:
        return date
    there = f"dates there: {', '.join(map(str, dates[-5:]))}" if dates else "run the pipeline first: rolemeter run"
    raise FileNotFoundError(f"no {name}{f' for {date}' if date else ''} in {store.address()}; {there}")


def stored_conversion(store: Store, date: dt.date) -> Conversion | None:
    """How the stored records of `date` convert pay; None where they keep it as advertised."""
    rows = store.arrow("role_comparisons", date, ["record"]).slice(0, 1).to_pylist()
    stated = json.loads(rows[0]["record"])["pay"]["conversion"] if rows else None
    return Conversion(stated["currency"], stated["oldest_rate_days"]) if stated else None


def comparison_record(
    data: str,
    role_a: str,
    role_b: str,
    date: dt.date | None,
    conversion: Conversion | None = None,
    lexicon: Lexicon | None = None,
) -> Comparison:
    """The record of two roles, each given by id or name, of `date` or of the newest date.

    A pair is stored in the order of the role list; asked for the other way round, or with another `conversion` than the
    stored records have, it is computed from the same tables. Raises KeyError for an unknown role, ValueError for a role
    compared with itself, without data on that date, or for a currency that pay cannot be converted to.
    """
    lexicon = lexicon or load_lexicon()
    a, b = find_role(role_a, lexicon.roles), find_role(role_b, lexicon.roles)
    if a == b:
        raise ValueError(f"{role_names(lexicon.roles)[a]} cannot be compared with itself; name two roles")
    store = Store(data)
    date = latest(store, "role_comparisons", date)
    stored = stored_conversion(store, date)
    if conversion is None or conversion == stored:
        with contextlib.suppress(FileNotFoundError):  # the pair the other way round, or without data
            record: Comparison = json.loads(store.read_file(f"{store.root}/{record_path(date, a, b)}"))
            return record
    night = Night(store, date, conversion or stored, lexicon)
    for role in (a, b):
        check_role(store, night, role, date)
    record = night.compare(a, b)
    if conversion is None or conversion == stored:
        with contextlib.suppress(FileNotFoundError):
            return records.as_stored(record, json.loads(store.read_file(f"{store.root}/{record_path(date, b, a)}")))
    return record


def check_role(store: Store, night: Night, role: str, date: dt.date) -> None:
    """Raises ValueError for a role without figures on the date; says why it has none and which roles have some."""
    if role in night.roles:
        return
    there = f"roles with data: {', '.join(night.roles) or 'none'}"
    openings = store.arrow("openings", date, ["role", "status"]).to_pylist()
    count = sum(row["role"] == role and row["status"] == "open" for row in openings)
    if not count:
        raise ValueError(f"no open position of {night.names[role]} on {date}; {there}")
    raise ValueError(
        f"{night.names[role]} is no AI role: it has {count} open positions on {date}, but only AI roles are compared; "
        f"{there}"
    )


def role_series(data: str, role: str, grain: str, lexicon: Lexicon) -> tuple[str, pd.DataFrame, list[str]]:
    """The name of a role, its series by day or week, and what may be claimed from it. Raises ValueError without any."""
    found, store = find_role(role, lexicon.roles), Store(data)
    if not store.exists("role_trends"):
        raise FileNotFoundError(f"no role_trends in {store.address()}; run the pipeline first: rolemeter run")
    rows, name = store.read("role_trends"), role_names(lexicon.roles)[found]
    changes = store.read("role_changes") if store.exists("role_changes") else None
    trend = trend_claims.by_role(rows, changes, {found: name}).get(found)
    claims = [trend["statement"], trend["pay"]["statement"]] if trend else []
    series = rows[(rows["role"] == found) & (rows["grain"] == grain)]
    if series.empty:
        there = ", ".join(sorted(rows[rows["grain"] == grain]["role"].unique())) or "none"
        raise ValueError(f"no series of {name} by {grain}; roles with one: {there}")
    return name, series, claims


def as_rows(made: Mapping[tuple[str, str], Comparison], date: dt.date) -> list[dict[str, Any]]:
    """Records as rows of role_comparisons."""
    return [
        {"snapshot_date": date, "role_a": a, "role_b": b, "record": records.dumps(record)}
        for (a, b), record in made.items()
    ]


def adjusted(rows: Sequence[Record]) -> list[Record]:
    """Rows of role_comparisons of all pairs of a night, their verdicts adjusted for the number of pairs."""
    found = records.controlled([json.loads(row["record"]) for row in rows])
    return [row | {"record": records.dumps(record)} for row, record in zip(rows, found, strict=True)]


def rendered(record: Comparison) -> str:
    """The side-by-side table of a record as Markdown."""
    head = ("", record["a"]["name"], record["b"]["name"])
    rows = [head, ("---",) * 3, *((row["dimension"], row["a"], row["b"]) for row in record["table"])]
    return "\n".join(f"| {' | '.join(in_markdown(str(cell)) for cell in row)} |" for row in rows)
