"""The crawl: one raw table a platform, and how reading each board ended."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.crawling import Crawled, crawl_all
from pipelines.importing import PLATFORM, imported
from pipelines.metadata import column_schema, table_spec, written_metadata
from pipelines.partitions import today
from pipelines.resources import Source, Tables
from pipelines.snapshot import count_by_board, fetch_rows, raw_rows
from spiders.crawl import Job
from spiders.platform import Board
from spiders.platforms import platforms
from spiders.rows import UNREADABLE
from storage.store import Store, Written, read_parts
from storage.tables import raw_table, table

UNREAD_PAYLOAD = f'{{"{UNREADABLE}":'  # how a payload begins in which there is no posting
CRAWL_ENDED = "crawl_ended_well"


def raw_names() -> list[str]:
    """The raw tables, one a known platform."""
    return [f"raw_{platform}" for platform in platforms()]


def crawl_assets(partitions: dg.PartitionsDefinition) -> dg.AssetsDefinition:  # type: ignore[type-arg]
    """One op that crawls the selected platforms side by side and writes each as it ends."""
    raw_specs = [table_spec(raw_table(name), "crawl", [], {"scrapy", "parquet"}) for name in platforms()]
    checks = [
        dg.AssetCheckSpec(
            CRAWL_ENDED, asset=spec.key, description="Every board of the platform was read; names those that were not."
        )
        for spec in raw_specs
    ]

    @dg.multi_asset(
        name="crawl",
        specs=[*raw_specs, table_spec(table("board_fetches"), "crawl", [], {"scrapy", "parquet"})],
        check_specs=checks,
        partitions_def=partitions,
        can_subset=True,
        pool="crawl",
    )
    def crawl(
        context: dg.AssetExecutionContext, tables: Tables, source: Source
    ) -> Iterator[dg.MaterializeResult[Any] | dg.AssetCheckResult]:
        date = dt.date.fromisoformat(context.partition_key)
        if source.boards and date != today():
            raise dg.Failure(
                f"boards can only be crawled for today ({today()}), not for {date}; the tables of {date} can be "
                "rebuilt from its raw tables by selecting the assets behind them",
                allow_retries=False,
            )
        store, work = tables.store(), tables.work(context.run.run_id)
        selected = [name for name in platforms() if dg.AssetKey(f"raw_{name}") in context.selected_asset_keys]
        fetched: list[dict[str, Any]] = []
        with source.opened(date) as boards:
            jobs = {
                name: (_job(name, boards, store, source, date, work / name), work / name)
                for name in selected
                if any(board.platform == name for board in boards)
            }
            for name in selected:
                if name == PLATFORM and source.postings:
                    rows, fetches = imported([Path(file) for file in source.postings], date)
                    written = store.write(f"raw_{name}", rows, date)
                    fetched += fetches
                    yield dg.MaterializeResult(asset_key=f"raw_{name}", metadata=written_metadata(written, rows))
                    yield _ended(Crawled(name, work, None, None), fetches)
                elif name not in jobs:
                    if store.exists(f"raw_{name}", date):  # of an earlier run over other boards
                        store.write(f"raw_{name}", [], date)
                    yield dg.MaterializeResult(asset_key=f"raw_{name}", metadata={"dagster/row_count": 0})
                    yield dg.AssetCheckResult(
                        check_name=CRAWL_ENDED, asset_key=f"raw_{name}", passed=True,
                        metadata={"boards": 0}, description="no board of this platform",
                    )  # fmt: skip
            for crawled in crawl_all(context, jobs):
                written, rows, entries = _publish(store, crawled, jobs[crawled.platform][0], date)
                fetched += entries
                yield dg.MaterializeResult(
                    asset_key=f"raw_{crawled.platform}",
                    metadata=written_metadata(written, rows)
                    | {"dagster/column_schema": column_schema(raw_table(crawled.platform))},
                )
                yield _ended(crawled, entries)
        written, everything = _publish_fetches(store, fetched, selected, date)
        if dg.AssetKey("board_fetches") in context.selected_asset_keys:
            yield dg.MaterializeResult(asset_key="board_fetches", metadata=written_metadata(written, everything))

    return crawl


def _job(name: str, boards: list[Board], store: Store, source: Source, date: dt.date, folder: Path) -> Job:
    """The crawl of a platform, with the validators of its last fetch."""
    return Job(
        platform=name,
        boards=[board for board in boards if board.platform == name],
        snapshot_date=date,
        output=folder,
        validators={
            board: {"etag": row["etag"], "last_modified": row["last_modified"]}
            for board, row in _fetches(store, name, _latest(store, f"raw_{name}", date)).items()
            if row["etag"] or row["last_modified"]
        },
        # The sample market's calendar is not the clock's, so its dates of change say nothing about when we read.
        known={} if source.is_sample or not platforms()[name].tells_changes else _known(store, f"raw_{name}", date),
        contact=source.contact,
    )


def _known(store: Store, name: str, date: dt.date) -> dict[str, dict[str, str]]:
    """By board, the postings of the last snapshot whose payload was read, by id with the time at which it was."""
    base = _latest(store, name, date)
    if base is None:
        return {}
    rows = store.arrow(name, base, ["board", "external_id", "fetched_at", "payload"])
    rows = rows.filter(pc.invert(pc.starts_with(rows.column("payload"), UNREAD_PAYLOAD))).drop_columns(["payload"])
    known: dict[str, dict[str, str]] = {}
    for row in rows.to_pylist():
        known.setdefault(row["board"], {})[row["external_id"]] = row["fetched_at"].isoformat()
    return known


def _latest(store: Store, name: str, date: dt.date) -> dt.date | None:
    """The newest snapshot that this crawl builds on: an earlier one of the same date, else the one before."""
    return date if store.exists(name, date) else store.date_before(name, date)


def _fetches(store: Store, platform: str, date: dt.date | None) -> dict[str, dict[str, Any]]:
    if date is None or not store.exists("board_fetches", date):
        return {}
    rows = store.arrow("board_fetches", date).to_pylist()
    return {row["board"]: row for row in rows if row["platform"] == platform}


def _publish(store: Store, crawled: Crawled, job: Job, date: dt.date) -> tuple[Written, pa.Table, list[dict[str, Any]]]:
    """Writes a platform's raw table of `date` from what the crawl brought and the last snapshot."""
    name = f"raw_{crawled.platform}"
    base = _latest(store, name, date)
    previous = store.arrow(name, base) if base else None
    reported = {row["board"]: row for row in _report_rows(crawled, job, date)}
    before = _fetches(store, crawled.platform, store.date_before("board_fetches", date))
    validators = _fetches(store, crawled.platform, base) or before
    statuses = {board: row["status"] for board, row in reported.items()}
    failing = {board: int(before.get(board, {}).get("nights_failing") or 0) + 1 for board in statuses}
    fresh_file = crawled.folder / "raw.parquet"
    fresh = read_parts([str(fresh_file)]) if fresh_file.exists() else None
    unread = [
        f"{crawled.platform}:{board.board}:{external_id}"
        for board in (crawled.report.boards if crawled.report else [])
        for external_id in (*board.unread, *board.same)
    ]
    rows = raw_rows(crawled.platform, statuses, failing, fresh, previous, date, unread)
    written = store.write(name, rows, date)
    return written, rows, fetch_rows(list(reported.values()), before, validators, count_by_board(rows))


def _report_rows(crawled: Crawled, job: Job, date: dt.date) -> list[dict[str, Any]]:
    """One board_fetches row a board, also for boards that the report does not speak of."""
    reports = {board.board: dataclasses.asdict(board) for board in crawled.report.boards} if crawled.report else {}
    columns = [name for name in table("board_fetches").columns if name != "nights_failing"]
    empty = dict.fromkeys(columns) | {"status": "failed", "postings": 0, "requests": 0, "bytes": 0, "seconds": 0.0}
    rows = []
    for board in job.boards:
        lost = {"reason": crawled.problem or "the crawl ended before this board was read"}
        row = {**empty, **(reports.get(board.board) or lost)}
        row |= {"platform": board.platform, "board": board.board, "company": board.company, "snapshot_date": date}
        rows.append({name: row[name] for name in columns})
    return rows


def _publish_fetches(
    store: Store, rows: list[dict[str, Any]], crawled: list[str], date: dt.date
) -> tuple[Written, pa.Table]:
    """Replaces the crawled platforms' rows of the date's board_fetches and keeps the others'."""
    kept = []
    if store.exists("board_fetches", date):
        kept = [row for row in store.arrow("board_fetches", date).to_pylist() if row["platform"] not in crawled]
    written = store.write("board_fetches", kept + rows, date)
    return written, store.arrow("board_fetches", date)


def _ended(crawled: Crawled, rows: list[dict[str, Any]]) -> dg.AssetCheckResult:
    bad = [row for row in rows if row["status"] in ("gone", "blocked", "failed")]
    named = [f"{row['board']}: {row['status']} ({row['reason']})" for row in bad[:20]]
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["status"]] = counts.get(row["status"], 0) + 1
    return dg.AssetCheckResult(
        check_name=CRAWL_ENDED,
        asset_key=f"raw_{crawled.platform}",
        passed=not bad and crawled.problem is None,
        severity=dg.AssetCheckSeverity.ERROR if crawled.problem else dg.AssetCheckSeverity.WARN,
        description="; ".join(filter(None, [crawled.problem, *named])) or "every board was read",
        metadata={"boards": len(rows), **counts},
    )
