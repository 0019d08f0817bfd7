"""From raw payloads to postings, skills, their lifecycle and openings."""

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import dagster as dg
import pyarrow as pa

from pipelines import stages
from pipelines.assets.crawl import raw_names
from pipelines.extraction import Done, plan, run_tasks
from pipelines.metadata import ONE_BY_ONE, table_spec, written_metadata
from pipelines.resources import Source, Tables
from pipelines.reuse import last_reading
from pipelines.versions import reading_version
from storage.store import Store, Written
from storage.tables import TABLES, table

if TYPE_CHECKING:
    import pandas as pd

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
        folder, work = tables.parts(context.run.run_id), source.work(tables.directory)
        # What components of the user's own depend on is not known, so that theirs read every posting anew.
        version = "" if source.pipeline else reading_version(source.method())
        before = None if source.fresh or not version else last_reading(store, date, version, context.log.info)
        tasks = plan(store, tables.directory, platforms, date, folder, source.extensions, source.pipeline, before)
        done = sorted(run_tasks(tasks, work, context.log), key=lambda part: part.postings)
        paths = tuple(part.postings for part in done), tuple(part.skills for part in done)
        written = work.one(stages.gather, stages.Gather(tables.at(date), *paths, version))
        where = work.told(context.log)
        for name, table_made in written.items():
            yield told(name, table_made, context.log, where, raw)
        file, rows = _audit(store, done, date)
        tables.clear_parts(context.run.run_id)  # crawled files and parts, now in the tables
        yield dg.MaterializeResult(
            asset_key="payload_audit", metadata=written_metadata(file, rows, "payload_audit", raw) | where
        )

    @dg.asset(**described("posting_lifecycle", "postings"), partitions_def=partitions)
    def posting_lifecycle(
        context: dg.AssetExecutionContext, tables: Tables, source: Source
    ) -> dg.MaterializeResult[Any]:
        return worked(context, "posting_lifecycle", stages.lifecycle, tables, source)

    @dg.asset(**described("openings", "postings"), partitions_def=partitions)
    def openings(context: dg.AssetExecutionContext, tables: Tables, source: Source) -> dg.MaterializeResult[Any]:
        return worked(context, "openings", stages.openings, tables, source)

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


def worked(
    context: dg.AssetExecutionContext,
    name: str,
    stage: Callable[[stages.At], stages.Made],
    tables: Tables,
    source: Source,
) -> dg.MaterializeResult[Any]:
    """Lets a stage that makes one table run where work runs."""
    work = source.work(tables.directory)
    made = work.one(stage, tables.at(night_of(context)))
    return told(name, made, context.log, work.told(context.log))


def told(
    name: str, made: stages.Made, log: logging.Logger, where: dict[str, Any], raw: tuple[str, ...] = ()
) -> dg.MaterializeResult[Any]:
    """The materialisation of a table that a task made; the log is told what the task has to say."""
    for sentence in made.told:
        log.warning(sentence)
    return dg.MaterializeResult(asset_key=name, metadata=written_metadata(made.written, made.head, name, raw) | where)


def published(store: Store, name: str, rows: "pd.DataFrame", date: dt.date | None) -> dg.MaterializeResult[Any]:
    return dg.MaterializeResult(asset_key=name, metadata=written_metadata(store.write(name, rows, date), rows, name))


def _audit(store: Store, done: list[Done], date: dt.date) -> tuple[Written, pa.Table]:
    rows = [{**entry, "snapshot_date": date} for part in done for entry in part.audit]
    return store.write("payload_audit", rows, date), store.arrow("payload_audit", date)
