"""From raw payloads to postings, skills, their lifecycle and openings."""

import datetime as dt
import shutil
from collections.abc import Iterator
from typing import Any

import dagster as dg
import pandas as pd
import pyarrow as pa

from pipelines.assets.crawl import raw_names
from pipelines.extraction import Done, plan, run_tasks
from pipelines.metadata import ONE_BY_ONE, table_spec, written_metadata
from pipelines.resources import Source, Tables
from pipelines.reuse import READING, last_reading
from pipelines.versions import reading_version
from storage.history import Tell, last_before
from storage.store import Store, Written, read_parts
from storage.tables import TABLES, table

EXTRACTED = {"spacy", "parquet"}


def night_of(context: dg.AssetExecutionContext) -> dt.date:
    return dt.date.fromisoformat(context.partition_key)


def table_assets(partitions: dg.PartitionsDefinition, raw: tuple[str, ...]) -> list[dg.AssetsDefinition]:
    """The assets between the tables `raw` and the role tables."""

    @dg.multi_asset(
        name="extract",
        specs=[
            table_spec(table("postings"), "postings", EXTRACTED, raw),
            table_spec(table("posting_skills"), "postings", EXTRACTED, raw),
            table_spec(table("payload_audit"), "postings", {"parquet"}, raw),
        ],
        partitions_def=partitions,
        backfill_policy=ONE_BY_ONE,
    )
    def extract(
        context: dg.AssetExecutionContext, tables: Tables, source: Source
    ) -> Iterator[dg.MaterializeResult[Any]]:
        store, date = tables.store(), night_of(context)
        platforms = [name.removeprefix("raw_") for name in raw_names()]
        work = tables.work(context.run.run_id)
        # What components of the user's own depend on is not known, so that theirs read every posting anew.
        version = "" if source.pipeline else reading_version(source.method())
        before = None if source.fresh or not version else last_reading(store, date, version, context.log.info)
        tasks = plan(store, tables.directory, platforms, date, work, source.extensions, source.pipeline, before)
        done = sorted(run_tasks(tasks, source.workers, source.scheduler, context.log), key=lambda part: part.postings)
        postings = _with_history(
            store, _gathered([part.postings for part in done], "postings"), date, context.log.warning
        )
        skills = _gathered([part.skills for part in done], "posting_skills")
        written = {
            "postings": (store.write("postings", postings, date, {READING: version}), postings),
            "posting_skills": (store.write("posting_skills", _dated(skills, date), date), skills),
            "payload_audit": _audit(store, done, date),
        }
        shutil.rmtree(tables.work(context.run.run_id))  # crawled files and parts, now in the tables
        for name, (file, rows) in written.items():
            yield dg.MaterializeResult(asset_key=name, metadata=written_metadata(file, rows, name, raw))

    @dg.asset(**described("posting_lifecycle", "postings"), partitions_def=partitions)
    def posting_lifecycle(context: dg.AssetExecutionContext, tables: Tables) -> dg.MaterializeResult[Any]:
        from analytics.vacancies.lifecycle import advance

        store, date = tables.store(), night_of(context)
        previous = _frame(last_before(store, "posting_lifecycle", date, context.log.warning))
        rows = advance(previous, store.read("postings", date), date, store.read("board_fetches", date))
        return published(store, "posting_lifecycle", rows, date)

    @dg.asset(**described("openings", "postings"), partitions_def=partitions)
    def openings(context: dg.AssetExecutionContext, tables: Tables) -> dg.MaterializeResult[Any]:
        from analytics.vacancies.openings import build_openings

        store, date = tables.store(), night_of(context)
        previous = _frame(last_before(store, "openings", date, context.log.warning))
        rows = build_openings(store.read("postings", date), store.read("posting_lifecycle", date), date, previous)
        return published(store, "openings", rows, date)

    return [extract, posting_lifecycle, openings]


def described(name: str, group: str) -> dict[str, Any]:
    """The arguments of an asset decorator that make the asset of a table."""
    return arguments(table_spec(table(name), group))


def arguments(spec: dg.AssetSpec) -> dict[str, Any]:
    """A spec as arguments of an asset decorator."""
    dated = spec.key.path[-1] not in TABLES or TABLES[spec.key.path[-1]].dated
    return {
        "deps": spec.deps,
        "description": spec.description,
        "group_name": spec.group_name,
        "owners": spec.owners,
        "kinds": spec.kinds,
        "metadata": spec.metadata,
        "tags": {name: value for name, value in spec.tags.items() if not name.startswith("dagster/kind/")},
        "code_version": spec.code_version,
        "freshness_policy": spec.freshness_policy,
        "backfill_policy": ONE_BY_ONE if dated else None,
    }


def published(store: Store, name: str, rows: pd.DataFrame, date: dt.date | None) -> dg.MaterializeResult[Any]:
    return dg.MaterializeResult(asset_key=name, metadata=written_metadata(store.write(name, rows, date), rows, name))


def _gathered(paths: list[str], name: str) -> pa.Table:
    """The rows of the parts; an empty table where there are none."""
    return read_parts(paths) if paths else table(name).schema.empty_table()


def _dated(rows: pa.Table, date: dt.date) -> pa.Table:
    index = rows.schema.get_field_index("snapshot_date")
    return rows.set_column(index, rows.schema.field(index), pa.repeat(pa.scalar(date, pa.date32()), rows.num_rows))


def _frame(rows: pa.Table | None) -> pd.DataFrame | None:
    return None if rows is None else rows.to_pandas(types_mapper=pd.ArrowDtype)


def _with_history(store: Store, postings: pa.Table, date: dt.date, tell: Tell) -> pa.Table:
    """Adds what only the other nights and the other postings tell: first_seen and opening_id."""
    from analytics.vacancies.openings import assign_openings

    previous = _frame(last_before(store, "posting_lifecycle", date, tell))
    known = {} if previous is None else dict(zip(previous["posting_id"], previous["first_seen"], strict=True))
    opening = assign_openings(postings.to_pandas(types_mapper=pd.ArrowDtype), previous)
    first = [known.get(posting, date) for posting in postings.column("posting_id").to_pylist()]
    columns = {"opening_id": pa.array(list(opening), pa.string()), "first_seen": pa.array(first, pa.date32())}
    for name, values in columns.items():
        postings = postings.set_column(postings.schema.get_field_index(name), name, values)
    return _dated(postings, date)


def _audit(store: Store, done: list[Done], date: dt.date) -> tuple[Written, pa.Table]:
    rows = [{**entry, "snapshot_date": date} for part in done for entry in part.audit]
    return store.write("payload_audit", rows, date), store.arrow("payload_audit", date)
