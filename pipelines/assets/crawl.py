"""The crawl: one raw table a platform, and how reading each board ended."""

import dataclasses
import datetime as dt
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.crawling import Crawled, crawl_all
from pipelines.earlier import Earlier
from pipelines.importing import PLATFORM, Reading, imported
from pipelines.metadata import ONE_BY_ONE, column_schema, table_spec, written_metadata
from pipelines.partitions import today
from pipelines.resources import Source, Tables, crawl_folder
from pipelines.snapshot import count_by_board, fetch_rows, raw_rows
from spiders.job import Job
from spiders.platform import Board, Platform
from spiders.platforms import platforms
from spiders.resume import raw_files
from spiders.revisits import Read, stored_key
from spiders.rows import UNREADABLE
from storage.directory import REAL, SAMPLE, claim
from storage.store import Store, read_parts
from storage.tables import raw_table, table

UNREAD_PAYLOAD = f'{{"{UNREADABLE}":'  # how a payload begins in which there is no posting
CRAWL_ENDED = "crawl_ended_well"


def raw_names() -> list[str]:
    """The raw tables that there may be, one a known platform."""
    return [f"raw_{platform}" for platform in platforms()]


def crawl_assets(partitions: dg.PartitionsDefinition, asked: Collection[str]) -> dg.AssetsDefinition:
    """One op that crawls the selected ones of the `asked` platforms side by side and writes each as it ends."""
    raw_specs = [table_spec(raw_table(name), "crawl", {"scrapy", "parquet"}) for name in asked]
    checks = [
        dg.AssetCheckSpec(
            CRAWL_ENDED, asset=spec.key, description="Every board of the platform was read; names those that were not."
        )
        for spec in raw_specs
    ]

    @dg.multi_asset(
        name="crawl",
        specs=[*raw_specs, table_spec(table("board_fetches"), "crawl", {"scrapy", "parquet"})],
        check_specs=checks,
        partitions_def=partitions,
        can_subset=True,
        backfill_policy=ONE_BY_ONE,
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
        source.work(tables.directory).check()  # before hours are spent on a crawl
        # The sample market is served anew, at another port, by every run; a crawl of real boards goes on where it was.
        store, work = tables.store(), tables.work(context.run.run_id if source.is_sample else crawl_folder(date))
        claim(Store(tables.directory), SAMPLE if source.is_sample else REAL)
        earlier = Earlier(store, date, context.log.warning)
        selected = [name for name in asked if dg.AssetKey(f"raw_{name}") in context.selected_asset_keys]
        fetched: list[dict[str, Any]] = []
        with source.opened(date, work) as boards:
            jobs = {
                name: (_job(name, boards, earlier, source, date, work / name), work / name)
                for name in selected
                if any(board.platform == name for board in boards)
            }
            for name in selected:
                if name == PLATFORM and source.postings:
                    reading = Reading(source.postings_columns, source.postings_dates)
                    rows, fetches = imported([Path(file) for file in source.postings], date, reading)
                    for fetch in fetches:
                        if fetch["reason"]:
                            context.log.warning(f"{fetch['board']}: {fetch['reason']}")
                    rows = _joined(rows, earlier, name, [fetch["board"] for fetch in fetches])
                    written = store.write(f"raw_{name}", rows, date)
                    fetched += fetches
                    yield dg.MaterializeResult(asset_key=f"raw_{name}", metadata=written_metadata(written, rows))
                    yield _ended(Crawled(name, work, None, None), fetches)
                elif name not in jobs:
                    yield dg.MaterializeResult(
                        asset_key=f"raw_{name}",
                        metadata={"dagster/row_count": _rows_not_asked(store, source, f"raw_{name}", date)},
                    )
                    yield dg.AssetCheckResult(
                        check_name=CRAWL_ENDED, asset_key=f"raw_{name}", passed=True,
                        metadata={"boards": 0}, description="no board of this platform",
                    )  # fmt: skip
            for crawled in crawl_all(context, jobs):
                job = jobs[crawled.platform][0]
                rows, entries = _night(crawled, job, earlier, date)
                if not source.is_sample:
                    rows = _joined(rows, earlier, crawled.platform, [board.board for board in job.boards])
                written = store.write(f"raw_{crawled.platform}", rows, date)
                fetched += entries
                yield dg.MaterializeResult(
                    asset_key=f"raw_{crawled.platform}",
                    metadata=written_metadata(written, rows)
                    | {"dagster/column_schema": column_schema(raw_table(crawled.platform))},
                )
                yield _ended(crawled, entries)
        replaced = {(row["platform"], row["board"]) for row in fetched}
        kept = [
            row
            for row in earlier.rows_tonight()
            if (row["platform"], row["board"]) not in replaced
            and not (source.is_sample and row["platform"] in selected)
        ]
        written = store.write("board_fetches", [*kept, *fetched], date)
        if not source.is_sample:
            shutil.rmtree(work)
        if dg.AssetKey("board_fetches") in context.selected_asset_keys:
            everything = store.arrow("board_fetches", date)
            yield dg.MaterializeResult(asset_key="board_fetches", metadata=written_metadata(written, everything))

    return crawl


def _job(name: str, boards: list[Board], earlier: Earlier, source: Source, date: dt.date, folder: Path) -> Job:
    """The crawl of a platform, with the validators of each board's last fetch."""
    mine = [board for board in boards if board.platform == name]
    known = earlier.known(name, [board.board for board in mine])
    return Job(
        platform=name,
        boards=mine,
        snapshot_date=date,
        output=folder,
        validators={
            board: {"etag": fetch["etag"], "last_modified": fetch["last_modified"]}
            for board, fetch in known.fetches.items()
            if fetch["etag"] or fetch["last_modified"]
        },
        # The sample market's calendar is not the clock's, so its dates of change say nothing about when we read.
        known={} if source.is_sample else _read(known.rows, platforms()[name]),
        contact=source.contact,
    )


def _read(rows: pa.Table, platform: Platform) -> dict[str, dict[str, Read]]:
    """By board, the postings whose payload was read, by id; none where nothing tells whether one has changed."""
    if not platform.tells_changes and not platform.listed:
        return {}
    rows = rows.select(["board", "external_id", "fetched_at", "payload"])
    rows = rows.filter(pc.invert(pc.starts_with(rows.column("payload"), UNREAD_PAYLOAD)))
    known: dict[str, dict[str, Read]] = {}
    for row in rows.to_pylist():
        listing = stored_key(platform, row["payload"]) if platform.listed else ""
        if listing or platform.tells_changes:
            known.setdefault(row["board"], {})[row["external_id"]] = Read(row["fetched_at"].isoformat(), listing)
    return known


def _rows_not_asked(store: Store, source: Source, name: str, date: dt.date) -> int:
    """The rows of a raw table that this run has no board for. Those of an earlier run of the date stay.

    The sample market is one source, which replaces itself, also by a smaller one.
    """
    if not store.exists(name, date):
        return 0
    return store.write(name, [], date).rows if source.is_sample else store.count(name, date)


def _joined(rows: pa.Table, earlier: Earlier, platform: str, boards: list[str]) -> pa.Table:
    """`rows` of `boards`, with those of the platform's other boards that an earlier run of the same date brought."""
    others = earlier.others(platform, boards)
    return rows if others is None else pa.concat_tables([others.select(rows.schema.names).cast(rows.schema), rows])


def _night(crawled: Crawled, job: Job, earlier: Earlier, date: dt.date) -> tuple[pa.Table, list[dict[str, Any]]]:
    """A platform's raw rows and fetches of `date`, from what the crawl brought and what was known before."""
    boards = [board.board for board in job.boards]
    known, before = earlier.known(crawled.platform, boards), earlier.before(crawled.platform, boards)
    reported = {row["board"]: row for row in _report_rows(crawled, job, date)}
    statuses = {board: row["status"] for board, row in reported.items()}
    failing = {board: int(before.get(board, {}).get("nights_failing") or 0) + 1 for board in statuses}
    files = raw_files(crawled.folder)
    fresh = read_parts(files) if files else None
    unread = [
        f"{crawled.platform}:{board.board}:{external_id}"
        for board in (crawled.report.boards if crawled.report else [])
        for external_id in (*board.unread, *board.same)
    ]
    rows = raw_rows(crawled.platform, statuses, failing, fresh, known.rows, date, unread)
    return rows, fetch_rows(list(reported.values()), before, known.fetches, count_by_board(rows))


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
