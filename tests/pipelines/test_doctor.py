"""What `rolemeter doctor` finds in a data directory and mends; nothing that is damaged stops the other commands."""

import datetime as dt
import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.held import held_nights
from pipelines.lock import held
from storage import staging
from storage.directory import SAMPLE, DirectoryError, claim, holds
from storage.store import DamagedFile, NewerFile, Store
from storage.tables import TABLES, table

DAY = dt.date(2026, 11, 20)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A data directory with two nights, all tables of them empty, published with their manifests."""
    plain = Store(tmp_path)
    claim(plain, SAMPLE)
    for date in (DAY - dt.timedelta(days=1), DAY):
        staging.begin(plain, date, "run")
        staged = Store(tmp_path, staging.staging_of(date))
        for name, declared in TABLES.items():
            staged.write(name, [], date if declared.dated else None)
        staging.publish(plain, date, {})
    (tmp_path / ".work").mkdir()
    return plain


def call(*arguments: str) -> Any:
    return CliRunner().invoke(main, arguments)


def examined(store: Store, *more: str) -> tuple[int, list[dict[str, Any]]]:
    answer = call("doctor", "--data", store.root, "--json", *more)
    return answer.exit_code, json.loads(answer.output)["findings"]


def truncate(store: Store, name: str, date: dt.date) -> Path:
    file = Path(store.path(name, date))
    file.write_bytes(file.read_bytes()[:50])
    return file


def test_of_a_good_directory_nothing_is_said(store: Store) -> None:
    assert examined(store) == (0, [])
    assert "nothing is wrong" in call("doctor", "--data", store.root).output


DAMAGES = {
    "zero bytes": lambda root: (root / f"role_pay/snapshot_date={DAY}/role_pay.parquet").write_bytes(b""),
    "cut short": lambda root: truncate(Store(root), "postings", DAY),
    "raw": lambda root: (
        (root / f"raw_lever/snapshot_date={DAY}").mkdir(parents=True)
        or (root / f"raw_lever/snapshot_date={DAY}/raw_lever.parquet").write_bytes(b"PAR1")
    ),
    "stray date": lambda root: (root / "postings/snapshot_date=foo").mkdir(),
    "stray file": lambda root: (root / "postings/notes.txt").write_text("mine"),
    "half written": lambda root: (root / f"postings/snapshot_date={DAY}/.0a.tmp").write_text("x"),
    "work folder": lambda root: (root / ".work/1234").mkdir(),
    "staged": lambda root: (root / ".staged/2026-11-21").mkdir(parents=True),
    "stray staged": lambda root: (root / ".staged/foo").mkdir(parents=True),
    "held": lambda root: (root / "held").mkdir() or (root / "held/2026-11-20.json").write_text("{"),
    "directory.json": lambda root: (root / "directory.json").write_text(""),
    "database": lambda root: (
        (root / "dagster/storage").mkdir(parents=True)
        or (root / "dagster/storage/runs.db").write_bytes(b"garbage" * 100)
    ),
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_each_damage_is_found_with_its_remedy_stops_no_command_and_is_mended(store: Store, kind: str) -> None:
    DAMAGES[kind](Path(store.root))
    _, found = examined(store)
    assert found and all(one["remedy"] for one in found)
    listed = call("tables", "--data", store.root)
    assert listed.exit_code == 0 and "openings" in listed.output
    assert call("status", "--data", store.root).exit_code in (0, 1, 2)
    _, mended = examined(store, "--repair")
    assert any(one["done"] for one in mended)
    left = [one for one in examined(store)[1] if "lacks" not in one["what"] and "is gone" not in one["what"]]
    assert left == []


def test_what_cannot_be_read_is_set_aside_and_kept(store: Store) -> None:
    file = truncate(store, "postings", DAY)
    content = file.read_bytes()
    with pytest.raises(DamagedFile, match="doctor --repair"):
        store.arrow("postings", DAY)
    status, _ = examined(store, "--repair")
    kept = Path(store.root) / ".damaged" / file.relative_to(store.root)
    assert kept.read_bytes() == content and not file.parent.exists()
    assert status == 1, "the night is not whole again"
    assert any("publish --date" in one["remedy"] for one in examined(store)[1])


def test_a_file_that_is_not_the_published_one_and_a_table_that_is_gone_are_told(store: Store) -> None:
    store.write("role_pay", [], DAY)
    row = dict.fromkeys(table("role_pay").columns) | {"snapshot_date": DAY, "role": "r", "currency": "USD"}
    store.write("role_pay", [row | {"pay_point": "floor", "n": 1}], DAY)
    shutil.rmtree(Path(store.path("openings", DAY)).parent)
    status, found = examined(store)
    told = " ".join(one["what"] for one in found)
    assert status == 1 and "role_pay.parquet is not the file that was published (sha256)" in told
    assert f"the night of {DAY} lacks openings" in told


def test_a_file_of_a_newer_version_is_refused_and_of_an_older_one_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow.parquet as pq

    path = store.path("market_totals", DAY)
    whole = pq.read_table(path)
    pq.write_table(whole.drop_columns(["method"]).replace_schema_metadata({"schema_version": "1"}), path)
    assert any("older schema, without method" in one["what"] for one in examined(store)[1])
    pq.write_table(whole.replace_schema_metadata({"schema_version": "99"}), path)
    with pytest.raises(NewerFile, match="update rolemeter"):
        store.arrow("market_totals", DAY)
    assert any(one["remedy"] == "update rolemeter" or "newer" in one["what"] for one in examined(store)[1])


def test_a_publication_that_was_cut_short_is_ended(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    date = DAY + dt.timedelta(days=1)
    staging.begin(store, date, "run")
    Store(store.root, staging.staging_of(date)).write("role_pay", [], date)
    with monkeypatch.context() as patched:
        patched.setattr(staging, "_roll_forward", lambda *_: None)  # the process ended here
        staging.publish(store, date, {})
    assert not store.exists("role_pay", date)
    examined(store, "--repair")
    assert store.exists("role_pay", date) and staging.staged_dates(store) == []


def test_while_a_run_is_at_work_its_folders_are_left_alone(store: Store) -> None:
    folder = Path(store.root) / ".work" / "1234"
    folder.mkdir()
    with held(folder.parent, "run 1234"):
        _, found = examined(store, "--repair")
    assert folder.exists() and ["a run is at work" in one["what"] for one in found] == [True]


def test_a_damaged_database_is_one_clear_line_with_the_command_that_mends_it(store: Store) -> None:
    DAMAGES["database"](Path(store.root))
    answer = call("run", "--data", store.root, "--market", "0.01", "--date", str(DAY))
    assert answer.exit_code == 2 and "runs.db is damaged" in answer.output and "doctor --repair" in answer.output
    assert "Traceback" not in answer.output
    examined(store, "--repair")
    assert not (Path(store.root) / "dagster/storage/runs.db").exists()


def test_a_database_in_use_is_left_alone(store: Store) -> None:
    (Path(store.root) / "dagster").mkdir()
    with sqlite3.connect(Path(store.root) / "dagster" / "runs.db") as database:
        database.execute("CREATE TABLE runs (id TEXT)")
    database.close()
    assert examined(store, "--repair") == (0, [])


def test_settings_that_cannot_be_used_are_a_finding(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLEMETER_WORKERS", "many")
    status, found = examined(store)
    assert status == 1 and "ROLEMETER_WORKERS" in found[0]["what"]


def test_a_damaged_word_on_the_directory_or_on_a_held_night_is_told(store: Store) -> None:
    DAMAGES["directory.json"](Path(store.root))
    with pytest.raises(DirectoryError, match="doctor --repair"):
        holds(store)
    DAMAGES["held"](Path(store.root))
    assert held_nights(store) == []
