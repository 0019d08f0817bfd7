"""The stages between raw payloads and records as tasks: each reads tables of the store and writes others.

They run wherever `pipelines/work.py` sends them, so that what they take and give is names, paths and counts.
"""

import datetime as dt
import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.reuse import READING
from pipelines.settings import lexicon_of
from storage.history import Tell, last_before
from storage.store import Store, Written, conform, read_parts, write_part
from storage.tables import ROLE_TABLES, table

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.records import Conversion

ROLE_OPENINGS = 10_000  # of a task of role tables, at least
HEAD_ROWS = 5  # that the UI shows
PAIRS = 500  # records of a task
OPENING_COLUMNS = ["posting_id", "opening_id", "platform", "ai_tier"]


@dataclass(frozen=True, slots=True)
class At:
    """A night of a data directory, with the folder where what is not yet published lies."""

    data: str
    staging: str
    date: dt.date

    def store(self) -> Store:
        return Store(self.data, self.staging)


@dataclass(frozen=True, slots=True)
class Made:
    """A table that a task wrote, its first rows, and what is to be said of it in the log."""

    written: Written
    head: pa.Table
    told: list[str] = field(default_factory=list)


def made(store: Store, name: str, rows: "pa.Table | pd.DataFrame", date: dt.date | None, told: list[str]) -> Made:
    """Writes a table."""
    head = rows.slice(0, HEAD_ROWS) if isinstance(rows, pa.Table) else conform(table(name), rows[:HEAD_ROWS])
    return Made(store.write(name, rows, date), head, told)


@dataclass(frozen=True, slots=True)
class Gather:
    """The parts of a night's postings and skills, and the version with which they were read."""

    at: At
    postings: tuple[str, ...]
    skills: tuple[str, ...]
    version: str


def gather(task: Gather) -> dict[str, Made]:
    """Makes postings, with their ids of openings and the dates of their first sight, and posting_skills."""
    store, date, told = task.at.store(), task.at.date, list[str]()
    postings = _with_history(store, gathered(task.postings, "postings"), date, told.append)
    found = {"postings": Made(store.write("postings", postings, date, {READING: task.version}), _head(postings), told)}
    del postings
    skills = _dated(gathered(task.skills, "posting_skills"), date)
    return found | {"posting_skills": made(store, "posting_skills", skills, date, [])}


def lifecycle(at: At) -> Made:
    """Makes posting_lifecycle."""
    from analytics.vacancies.lifecycle import advance

    store, told = at.store(), list[str]()
    previous = _frame(last_before(store, "posting_lifecycle", at.date, told.append))
    rows = advance(previous, store.read("postings", at.date), at.date, store.read("board_fetches", at.date))
    return made(store, "posting_lifecycle", rows, at.date, told)


def openings(at: At) -> Made:
    """Makes openings."""
    from analytics.vacancies.openings import build_openings

    store, told = at.store(), list[str]()
    previous = _frame(last_before(store, "openings", at.date, told.append))
    lived = store.read("posting_lifecycle", at.date)
    rows = build_openings(store.read("postings", at.date), lived, at.date, previous)
    return made(store, "openings", rows, at.date, told)


@dataclass(frozen=True, slots=True)
class Roles:
    """Some roles whose tables are to be made as files `stem`.<table>.parquet."""

    at: At
    roles: tuple[str, ...]
    stem: str


def role_tasks(at: At, folder: str) -> list[Roles]:
    """The roles of the market, those of a task with at least ROLE_OPENINGS openings."""
    from analytics.statistics import role_tables

    market = role_tables.market_openings(at.store().read("openings", at.date))
    tasks, batch, size = list[Roles](), list[str](), 0
    for role, count in market["role"].value_counts().sort_index().items():
        batch.append(str(role))
        size += int(count)
        if size >= ROLE_OPENINGS:
            tasks.append(Roles(at, tuple(batch), f"{folder}/roles-{len(tasks):05d}"))
            batch, size = [], 0
    return [*tasks, Roles(at, tuple(batch), f"{folder}/roles-{len(tasks):05d}")] if batch else tasks


def role_parts(task: Roles) -> dict[str, str]:
    """Makes the role tables of some roles; gives the part of each table."""
    import pandas as pd

    from analytics.statistics import role_tables

    store, date = task.at.store(), task.at.date
    market = role_tables.market_openings(store.read("openings", date))
    postings = store.read("postings", date, OPENING_COLUMNS)
    size = None if role_tables.is_sample(*role_tables.imported(postings)) else len(market)
    mine = market[market["role"].isin(task.roles)]
    opening_of = postings[postings["opening_id"].isin(mine["opening_id"])].set_index("posting_id")["opening_id"]
    ours = pc.field("posting_id").isin(pa.array(opening_of.index, pa.string()))
    skills = role_tables.opening_skills(store.read("posting_skills", date, where=ours), opening_of)
    by_opening = skills["opening_id"].map(mine.set_index("opening_id")["role"])
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in ROLE_TABLES}
    for role, rows_of_role in mine.groupby("role", sort=True):
        of_role = skills[(by_opening == role).to_numpy(dtype=bool, na_value=False)]
        for name, rows in role_tables.role_tables(rows_of_role, of_role, date, size).items():
            parts[name].append(rows)
    paths = {}
    for name, frames in parts.items():
        filled = [rows for rows in frames if len(rows)]
        whole = pd.concat(filled) if filled else pd.DataFrame(columns=list(table(name).columns))
        paths[name] = f"{task.stem}.{name}.parquet"
        write_part(paths[name], name, conform(table(name), whole))
    return paths


@dataclass(frozen=True, slots=True)
class Pairs:
    """Some pairs of roles, from one to before another in the order of all, whose records are to be made as a file."""

    at: At
    conversion: "Conversion | None"
    extensions: str
    pipeline: str
    first: int
    stop: int
    path: str


def pair_tasks(at: At, conversion: "Conversion | None", extensions: str, pipeline: str, folder: str) -> list[Pairs]:
    """All pairs of roles with data, PAIRS of them a task."""
    roles = len(at.store().arrow("role_statistics", at.date, ["role"]).column("role").unique())
    return [
        Pairs(at, conversion, extensions, pipeline, first, first + PAIRS, f"{folder}/pairs-{first:07d}.parquet")
        for first in range(0, max(roles * (roles - 1) // 2, 1), PAIRS)
    ]


def pair_part(task: Pairs) -> str:
    """Makes the records of some pairs; gives their part."""
    from pipelines.records import Night, as_rows

    night = Night(task.at.store(), task.at.date, task.conversion, lexicon_of(task.extensions, task.pipeline))
    pairs = itertools.islice(night.pairs(), task.first, task.stop)
    write_part(task.path, "role_comparisons", as_rows({pair: night.compare(*pair) for pair in pairs}, task.at.date))
    return task.path


def record_of(rows: Sequence[dict[str, Any]], wanted: tuple[str, str]) -> Any:
    """The record of a pair from rows of role_comparisons, else the first; None where there is none."""
    found = [row for row in rows if (row["role_a"], row["role_b"]) == wanted] or rows
    return json.loads(found[0]["record"]) if found else None


def gathered(paths: Sequence[str], name: str) -> pa.Table:
    """The rows of the parts; an empty table where there are none."""
    return read_parts(paths) if paths else table(name).schema.empty_table()


def _head(rows: pa.Table) -> pa.Table:
    return rows.slice(0, HEAD_ROWS)


def _dated(rows: pa.Table, date: dt.date) -> pa.Table:
    index = rows.schema.get_field_index("snapshot_date")
    return rows.set_column(index, rows.schema.field(index), pa.repeat(pa.scalar(date, pa.date32()), rows.num_rows))


def _frame(rows: pa.Table | None) -> "pd.DataFrame | None":
    import pandas as pd

    return None if rows is None else rows.to_pandas(types_mapper=pd.ArrowDtype)


def _with_history(store: Store, postings: pa.Table, date: dt.date, tell: Tell) -> pa.Table:
    """Adds what only the other nights and the other postings tell: first_seen and opening_id."""
    import pandas as pd

    from analytics.vacancies.openings import assign_openings

    previous = _frame(last_before(store, "posting_lifecycle", date, tell))
    known = {} if previous is None else dict(zip(previous["posting_id"], previous["first_seen"], strict=True))
    opening = assign_openings(postings.to_pandas(types_mapper=pd.ArrowDtype), previous)
    first = [known.get(posting, date) for posting in postings.column("posting_id").to_pylist()]
    columns = {"opening_id": pa.array(list(opening), pa.string()), "first_seen": pa.array(first, pa.date32())}
    for name, values in columns.items():
        postings = postings.set_column(postings.schema.get_field_index(name), name, values)
    return _dated(postings, date)
