"""What came, went and changed between two nights: openings, postings, boards."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from storage.store import Store

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changed:
    """A row of both nights of which some columns differ: old and new value by column."""

    row: Row
    columns: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows that came, that went, and that are there on both nights and differ."""

    came: list[Row]
    went: list[Row]
    changed: list[Changed]

    def counts(self) -> dict[str, int]:
        return {"came": len(self.came), "went": len(self.went), "changed": len(self.changed)}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that is compared: its table, key and columns, which rows count, and how a row is named.

    Values that are all `alike` are no change of a column.
    """

    name: str
    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    named: Callable[[Row], str]
    counts: Callable[[Row], bool] = lambda row: True
    alike: frozenset[str] = frozenset()


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


KINDS = (
    Kind(
        "openings", "openings", ("opening_id",),
        _words("company title role country metro workplace seniority pay_annual_min pay_annual_max pay_currency"),
        lambda row: f"{row['title']} ({row['company'] or 'unknown employer'}, {row['role']})",
        lambda row: row["status"] == "open",
    ),
    Kind(
        "postings", "postings", ("posting_id",),
        _words("company title location_raw url workplace employment_type pay_min pay_max pay_currency pay_period "
               "role seniority carried_forward"),
        lambda row: f"{row['title']} ({row['company'] or 'unknown employer'}), {row['posting_id']}",
    ),
    Kind(
        "boards", "board_fetches", ("platform", "board"), _words("company status postings"),
        lambda row: f"{row['platform']} {row['board']}: {row['status']}, {row['postings']} postings",
        alike=frozenset(("ok", "unchanged")),
    ),
)  # fmt: skip


def changes(store: Store, kind: Kind, first: dt.date, second: dt.date) -> Changes:
    """The changes from `first` to `second`. Raises FileNotFoundError naming the dates there, and DamagedFile."""
    old, new = _rows(store, kind, first), _rows(store, kind, second)
    differing = [Changed(row, _differences(kind, old[key], row)) for key, row in new.items() if key in old]
    return Changes(
        came=[row for key, row in new.items() if key not in old],
        went=[row for key, row in old.items() if key not in new],
        changed=[one for one in differing if one.columns],
    )


def _rows(store: Store, kind: Kind, date: dt.date) -> dict[tuple[Any, ...], Row]:
    extra = ("status",) if kind.table == "openings" else ()
    rows = store.arrow(kind.table, date, [*kind.key, *kind.columns, *extra]).to_pylist()
    texts = _text_keys(store, date) if kind.name == "postings" else None
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        if kind.counts(row):
            key = tuple(row[name] for name in kind.key)
            found[key] = row if texts is None else row | {"text_key": texts.get(row["posting_id"])}
    return found


def _text_keys(store: Store, date: dt.date) -> dict[str, str]:
    """By posting the hash of its title and text, which tells that the text was edited without reading it."""
    if not store.exists("posting_lifecycle", date):
        return {}
    rows = store.arrow("posting_lifecycle", date, ["posting_id", "text_key"])
    return dict(zip(rows.column("posting_id").to_pylist(), rows.column("text_key").to_pylist(), strict=True))


def _differences(kind: Kind, old: Row, new: Row) -> dict[str, tuple[Any, Any]]:
    found = {
        name: (old[name], new[name])
        for name in kind.columns
        if old[name] != new[name] and not (kind.alike and {old[name], new[name]} <= kind.alike)
    }
    hashes = old.get("text_key"), new.get("text_key")
    if None not in hashes and hashes[0] != hashes[1] and "title" not in found:
        found["description"] = ("before", "edited")
    return found


def as_json(found: Changes) -> dict[str, Any]:
    return {
        "came": [dict(row) for row in found.came],
        "went": [dict(row) for row in found.went],
        "changed": [
            dict(one.row) | {"changes": {name: {"old": old, "new": new} for name, (old, new) in one.columns.items()}}
            for one in found.changed
        ],
    }


def lines(kind: Kind, found: Changes, most: int) -> Iterable[str]:
    """Counts, then up to `most` rows of each sort."""
    yield f"{kind.name.capitalize()}: {len(found.came)} came, {len(found.went)} went, {len(found.changed)} changed"
    for sign, rows in (("+", found.came), ("-", found.went)):
        yield from (f"  {sign} {kind.named(row)}" for row in rows[:most])
        yield from _more(len(rows), most)
    for one in found.changed[:most]:
        differences = ", ".join(f"{name} {_shown(old)} -> {_shown(new)}" for name, (old, new) in one.columns.items())
        yield f"  ~ {kind.named(one.row)}: {differences}"
    yield from _more(len(found.changed), most)


def _shown(value: Any) -> str:
    return "unknown" if value is None else f"{value:,.0f}" if isinstance(value, float) else str(value)


def _more(count: int, most: int) -> list[str]:
    return [f"    and {count - most} more (--most N shows more, --json all)"] if count > most else []
