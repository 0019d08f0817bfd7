"""From what a crawl brought to the night's raw rows: fresh, unchanged and carried forward. Pure functions."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from storage.tables import raw_table

CARRY_DAYS = 7  # a board's last good night stands in for this long, so that an outage is no wave of closed jobs
GONE_NIGHTS = 3  # a board that answers 404 this many nights in a row is taken at its word
READ = ("ok", "unchanged", "empty")


def raw_rows(
    platform: str,
    statuses: Mapping[str, str],
    nights_failing: Mapping[str, int],
    fresh: pa.Table | None,
    previous: pa.Table | None,
    date: dt.date,
    unread: Collection[str] = (),
) -> pa.Table:
    """The raw rows of a platform for `date`.

    `statuses` and `nights_failing` are by board; `fresh` are the rows that the crawl brought (kept for boards that are
    ok), `previous` those of the last snapshot. An unchanged board's rows are repeated as observed today. The rows of a
    board that could not be read are repeated as carried forward, those not older than CARRY_DAYS, unless it has been
    gone for GONE_NIGHTS. `unread` are posting_ids which a board still lists and whose text was not read tonight, since
    it could not be or had not changed: where there is an earlier row, its payload stands.
    """
    schema = raw_table(platform).schema
    parts = [schema.empty_table()]
    known = _with_ids(previous, unread) if previous is not None and unread else None
    if known is not None:
        parts.append(_set(_set(known, "observed_on", date), "carried_forward", False))
    if fresh is not None:
        read = _of_boards(fresh, [board for board, status in statuses.items() if status == "ok"])
        parts.append(read if known is None else _without_ids(read, known.column("posting_id")))
    if previous is not None:
        same = _of_boards(previous, [board for board, status in statuses.items() if status == "unchanged"])
        parts.append(_set(_set(same, "observed_on", date), "carried_forward", False))
        lost = [
            board
            for board, status in statuses.items()
            if status not in READ and not (status == "gone" and nights_failing[board] >= GONE_NIGHTS)
        ]
        old = _of_boards(previous, lost)
        recent = old.filter(pc.greater_equal(old.column("observed_on"), date - dt.timedelta(days=CARRY_DAYS)))
        parts.append(_set(recent, "carried_forward", True))
    whole = pa.concat_tables([part.select(schema.names).cast(_nullable(schema)) for part in parts])
    return _set(whole, "snapshot_date", date)


def fetch_rows(
    report: Sequence[Mapping[str, Any]],
    before: Mapping[str, Mapping[str, Any]],
    validators: Mapping[str, Mapping[str, Any]],
    kept: Mapping[str, int],
) -> list[dict[str, Any]]:
    """The board_fetches rows of a platform: the crawl's report with what only the history knows.

    By board: `before` is the row of the night before, `validators` the newest row, `kept` the number of raw rows. A
    board that was not read afresh keeps the validators with which to ask next time.
    """
    rows = []
    for entry in report:
        row, last = dict(entry), before.get(entry["board"], {})
        row["nights_failing"] = 0 if entry["status"] in READ else int(last.get("nights_failing") or 0) + 1
        row["postings"] = kept.get(entry["board"], 0)
        if entry["status"] != "ok":
            for name in ("etag", "last_modified"):
                row[name] = row.get(name) or validators.get(entry["board"], {}).get(name)
        rows.append(row)
    return rows


def count_by_board(rows: pa.Table) -> dict[str, int]:
    counts = rows.group_by("board").aggregate([([], "count_all")])
    return dict(zip(counts.column("board").to_pylist(), counts.column("count_all").to_pylist(), strict=True))


def _of_boards(rows: pa.Table, boards: Sequence[str]) -> pa.Table:
    return rows.filter(pc.is_in(rows.column("board"), pa.array(boards, pa.string())))


def _with_ids(rows: pa.Table, ids: Collection[str]) -> pa.Table:
    return rows.filter(pc.is_in(rows.column("posting_id"), pa.array(list(ids), pa.string())))


def _without_ids(rows: pa.Table, ids: pa.ChunkedArray) -> pa.Table:
    return rows.filter(pc.invert(pc.is_in(rows.column("posting_id"), ids.combine_chunks())))


def _set(rows: pa.Table, name: str, value: object) -> pa.Table:
    index = rows.schema.get_field_index(name)
    field = rows.schema.field(index)
    return rows.set_column(index, field.with_nullable(True), pa.repeat(pa.scalar(value, field.type), rows.num_rows))


def _nullable(schema: pa.Schema) -> pa.Schema:
    return pa.schema([field.with_nullable(True) for field in schema])
