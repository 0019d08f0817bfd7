"""What is removed after a while and what stays: payloads of old nights, Dagster's history of old runs."""

import datetime as dt
import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.configuration import SettingError, value
from pipelines.lock import held
from pipelines.retention.history import remove_runs
from pipelines.retention.payloads import remove_payloads
from pipelines.settings import state_directory
from storage.store import Store
from storage.tables import raw_table

DAYS = [dt.date(2026, 11, number) for number in range(1, 12)]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Eleven crawled nights of one platform, and the first of another that has not been asked since."""
    store = Store(tmp_path)
    for date in DAYS:
        store.write("board_fetches", [], date)
        store.write("raw_lever", raw_table("lever").schema.empty_table(), date)
        store.write("postings", [], date)
    store.write("raw_gem", raw_table("gem").schema.empty_table(), DAYS[0])
    return store


def test_payloads_of_the_last_nights_stay_and_every_other_table(store: Store) -> None:
    told, size = remove_payloads(store, 8, remove=False)
    assert [path.split("=")[1][:10] for path in told] == [str(date) for date in DAYS[:3]] and size > 0
    assert store.dates("raw_lever") == DAYS
    assert remove_payloads(store, 8, remove=True) == (told, size)
    assert store.dates("raw_lever") == DAYS[3:] and store.dates("postings") == DAYS
    assert store.dates("raw_gem") == DAYS[:1], "the next night builds on a platform's newest payloads"
    assert not (Path(store.root) / f"raw_lever/snapshot_date={DAYS[0]}").exists()
    assert remove_payloads(store, 8, remove=True) == ([], 0)


def test_by_default_all_payloads_stay(store: Store) -> None:
    answer = CliRunner().invoke(main, ["retain", "--data", store.root, "--json"])
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.output)["payloads"] == [] and store.dates("raw_lever") == DAYS


def test_the_command_tells_first_what_it_would_remove(store: Store) -> None:
    arguments = ["retain", "--data", store.root, "--keep-payload-nights", "9"]
    dry = CliRunner().invoke(main, [*arguments, "--dry-run"])
    assert "would remove 2 raw tables" in dry.output and store.dates("raw_lever") == DAYS
    assert "removed 2 raw tables" in CliRunner().invoke(main, arguments).output
    assert store.dates("raw_lever") == DAYS[2:]


def test_fewer_nights_than_postings_are_carried_forward_for_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLEMETER_KEEP_PAYLOAD_NIGHTS", "3")
    with pytest.raises(SettingError, match="8 nights at least"):
        value("keep_payload_nights")


def test_while_a_run_is_at_work_nothing_is_removed(store: Store) -> None:
    with held(Path(store.root) / ".work", "run 1"):
        answer = CliRunner().invoke(main, ["retain", "--data", store.root, "--keep-payload-nights", "8"])
    assert answer.exit_code == 2 and "another run is at work" in answer.output
    assert store.dates("raw_lever") == DAYS


def _state(home: Path) -> dict[str, Any]:
    index = sqlite3.connect(home / "storage/history/runs/index.db")
    runs = sqlite3.connect(home / "storage/history/runs.db")
    return {
        "events": index.execute("SELECT count(*) FROM event_logs").fetchone()[0],
        "checks": index.execute("SELECT count(*) FROM asset_check_executions").fetchone()[0],
        "runs": runs.execute("SELECT count(*) FROM runs").fetchone()[0],
        "tags": runs.execute("SELECT count(*) FROM run_tags").fetchone()[0],
        "shards": len(list((home / "storage/history/runs").glob("*-*.db"))),
        "logs": len(list((home / "compute_logs").iterdir())),
        "bytes": sum(file.stat().st_size for file in home.rglob("*") if file.is_file()),
    }


def test_of_old_runs_there_stays_that_each_partition_was_materialised(nights: Any, tmp_path: Path) -> None:
    shutil.copytree(Path(nights.data) / "dagster", tmp_path / "dagster")
    home = state_directory(str(tmp_path))
    before = _state(home)
    postings = dg.AssetKey("postings")
    with dg.DagsterInstance.from_config(str(home)) as instance:
        partitions = instance.get_materialized_partitions(postings)
        assert partitions == {nights.first.isoformat(), nights.last.isoformat()}
        old = dt.datetime.now(dt.UTC) - dt.timedelta(days=30)
        assert remove_runs(instance, home, old, remove=True)[0] == 0, "no run is so old"
        removed, shrank = remove_runs(instance, home, dt.datetime.now(dt.UTC), remove=True)
        assert removed == before["runs"] and shrank > 0
        assert instance.get_materialized_partitions(postings) == partitions
        (event,) = instance.fetch_materializations(postings, limit=1).records
        metadata = event.asset_materialization.metadata if event.asset_materialization else {}
        assert set(metadata) == {"dagster/row_count", "bytes"}
        assert instance.get_runs() == []
    after = _state(home)
    assert [after[name] for name in ("checks", "runs", "tags", "shards", "logs")] == [0] * 5
    assert after["bytes"] < before["bytes"] / 3, (before, after)
