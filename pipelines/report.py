"""What the commands print: the night's outcome, comparisons, tables, skills and series."""

import datetime as dt
import json
import os
import sys
from collections.abc import Mapping
from typing import Any

import pandas as pd
from rich.console import Console

from analytics.extraction.lexicon import Lexicon
from analytics.extraction.titles.roles import find_role
from analytics.publishing import terminal
from analytics.publishing.harmless import in_line
from pipelines.records import Night, check_role, comparison_record, latest, role_series
from storage.catalog import newest_readable
from storage.store import Store
from storage.tables import table

SHOWN = ("prompt-engineer", "ai-software-engineer")  # the pair that a night ends with, where both have data
# A table needs 100 columns to keep a figure on one line; a terminal that is narrower wraps it.
console = Console(highlight=False, width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else terminal.WIDE)


def print_night(data: str, date: dt.date | None, lexicon: Lexicon) -> None:
    """How the boards went, a comparison, and where everything lies."""
    store = Store(data)
    date = latest(store, "board_fetches", date)
    print_boards(store.arrow("board_fetches", date).to_pylist())
    console.print()
    there = store.read("role_statistics", date)["role"].tolist()
    shown = SHOWN if set(SHOWN) <= set(there) else tuple(there[:2])
    if len(shown) == 2:
        print_comparison(comparison_record(data, *shown, date, lexicon=lexicon))
    else:
        console.print("No two AI roles have open positions on these boards, so there is nothing to compare.")
    console.print()
    for what, where in {
        "Tables": f"{store.address()}/<table>/snapshot_date={date}/  (rolemeter tables lists them)",
        "Records": f"{store.address()}/comparisons/{date}/",
        "Pages": f"{store.address()}/site/index.html",
    }.items():
        console.print(f"{what:8} {where}", soft_wrap=True, markup=False)


def print_boards(rows: list[dict[str, Any]]) -> None:
    """One line of counts by status, and a line for each board that was not read."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["status"]] = counts.get(row["status"], 0) + 1
    postings = sum(row["postings"] for row in rows)
    outcomes = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
    console.print(f"{len(rows)} boards ({outcomes}): {postings:,} postings", markup=False)
    for row in rows:
        if row["status"] in ("gone", "blocked", "failed"):
            line = f"  {row['platform']} {row['board']}: {row['status']}, {row['reason']}"
            carried = f"; {row['postings']} postings of its last good night stand in" if row["postings"] else ""
            console.print(in_line(line + carried), soft_wrap=True, markup=False)
        elif row["status"] == "unchanged" and len(rows) <= 20:
            console.print(in_line(f"  {row['platform']} {row['board']}: unchanged"), soft_wrap=True, markup=False)


def print_comparison(record: Mapping[str, Any]) -> None:
    console.print(terminal.comparison_table(record, console.width))


def print_skills(data: str, role: str, date: dt.date | None, lexicon: Lexicon, as_json: bool = False) -> None:
    found, store = find_role(role, lexicon.roles), Store(data)
    date = latest(store, "role_comparisons", date)
    night = Night(store, date, lexicon=lexicon)
    check_role(store, night, found, date)
    record = night.role(found)
    if as_json:
        _print_json({name: record[name] for name in ("role", "name", "open_positions", "skills")})
    else:
        console.print(terminal.skills_table(record))


def print_trend(data: str, role: str, grain: str, lexicon: Lexicon, as_json: bool = False) -> None:
    name, rows, claims = role_series(data, role, grain, lexicon)
    if as_json:
        _print_json({"name": name, "grain": grain, "series": _rows(rows), "claims": claims})
        return
    console.print(terminal.trend_table(name, rows.to_dict("records")))
    for claim in claims:
        console.print(claim, markup=False)


def print_tables(data: str, as_json: bool = False) -> None:
    """Every table with a file: rows of the newest one, number of partitions, newest date, path."""
    store = Store(data)
    rows: list[dict[str, Any]] = []
    for name in store.names():
        found = newest_readable(store, name, lambda text: print(f"rolemeter: {text}", file=sys.stderr))
        if found is None:
            continue
        date, count = found
        partitions = len(store.dates(name)) if table(name).dated else 1
        newest = date.isoformat() if date else ""
        path = store.address(store.path(name, date))
        rows.append({"table": name, "rows": count, "partitions": partitions, "latest": newest, "path": path})
    if not rows:
        raise FileNotFoundError(f"no tables in {store.address()}; run the pipeline first: rolemeter run")
    if as_json:
        _print_json(rows)
    else:
        wide = max(len(row["path"]) for row in rows) + terminal.WIDE  # a path that is cut or folded opens no file
        out = console if console.is_terminal else Console(highlight=False, width=wide)
        out.print(terminal.tables_table(rows))


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows as JSON has them: unknown is null, days in ISO 8601."""
    found: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", date_format="iso"))
    return found


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))
