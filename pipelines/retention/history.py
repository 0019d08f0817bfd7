"""Dagster's history of old runs: their events, check results and logs go.

That a partition was materialised stays, with its rows and bytes, so that the UI shows old nights as filled. Dagster
itself purges ticks alone; its `delete_run` would forget the partitions, and keep check results and files.
"""

import contextlib
import datetime as dt
import shutil
from collections.abc import Collection
from pathlib import Path

import dagster as dg
from dagster._core.events import StepMaterializationData
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.event_log import SqlEventLogStorage
from dagster._core.storage.event_log.schema import AssetCheckExecutionsTable, SqlEventLogStorageTable
from dagster._core.storage.event_log.sqlite import SqliteEventLogStorage
from dagster._core.storage.runs.schema import RunsTable, RunTagsTable
from dagster._core.storage.runs.sql_run_storage import SqlRunStorage
from dagster._serdes import deserialize_value, serialize_value
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import OperationalError

ENDED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
KEPT_METADATA = ("dagster/row_count", "bytes")  # of a materialisation; not its preview, columns and lineage
RUN_ID = 36  # characters
MATERIALISED = "ASSET_MATERIALIZATION"


def remove_runs(instance: dg.DagsterInstance, home: Path, before: dt.datetime, *, remove: bool) -> tuple[int, int]:
    """Removes what is kept of runs that have ended and were created before `before`, and logs without a run.

    Gives the number of runs, and the bytes by which Dagster's folder `home` shrank. What is not to `remove` is counted
    only, and its bytes are 0.
    """
    runs = [run.run_id for run in instance.get_runs(dg.RunsFilter(statuses=ENDED, created_before=before))]
    events, run_storage = instance.event_log_storage, instance.run_storage
    if not remove or not isinstance(events, SqlEventLogStorage) or not isinstance(run_storage, SqlRunStorage):
        return len(runs), 0
    size = _bytes(home)
    for run in runs:
        _forget_events(events, run)
        with run_storage.connect() as connection:
            connection.execute(delete(RunTagsTable).where(RunTagsTable.c.run_id == run))
            connection.execute(delete(RunsTable).where(RunsTable.c.run_id == run))
    known = {run.run_id for run in instance.get_runs()}
    _remove_files(home / "compute_logs", known, before)
    if isinstance(events, SqliteEventLogStorage):
        shards = Path(events.path_for_shard("any")).parent
        _remove_files(shards, known, before)
        with contextlib.suppress(OperationalError), events.index_connection() as connection:  # while others read it
            connection.execute(text("VACUUM"))
    return len(runs), max(0, size - _bytes(home))


def _forget_events(storage: SqlEventLogStorage, run: str) -> None:
    table, checks = SqlEventLogStorageTable, AssetCheckExecutionsTable
    of_run = table.c.run_id == run
    with storage.index_connection() as connection:
        connection.execute(delete(checks).where(checks.c.run_id == run))
        connection.execute(delete(table).where(of_run, table.c.dagster_event_type.is_distinct_from(MATERIALISED)))
        for number, event in connection.execute(select(table.c.id, table.c.event).where(of_run)).fetchall():
            connection.execute(update(table).where(table.c.id == number).values(event=_slim(event)))


def _slim(event: str) -> str:
    """A materialisation's event with `KEPT_METADATA` alone."""
    entry = deserialize_value(event, EventLogEntry)
    happened = entry.dagster_event
    if happened is None or not isinstance(happened.event_specific_data, StepMaterializationData):
        return event
    whole = happened.event_specific_data.materialization
    metadata = {name: whole.metadata[name] for name in KEPT_METADATA if name in whole.metadata}
    data = StepMaterializationData(whole.with_metadata(metadata))
    return serialize_value(entry._replace(dagster_event=happened._replace(event_specific_data=data)))


def _remove_files(folder: Path, known: Collection[str], before: dt.datetime) -> None:
    """Removes the files and folders that are named by runs of which nothing is known any more."""
    for entry in folder.iterdir() if folder.is_dir() else ():
        run = entry.name.partition(".")[0]
        if len(run) == RUN_ID and run not in known and entry.stat().st_mtime < before.timestamp():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
