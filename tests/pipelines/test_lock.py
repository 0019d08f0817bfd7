"""Two runs never work on one data directory at the same time, whoever started them."""

import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from pipelines.lock import Busy, held
from pipelines.night import NightError, run_night
from pipelines.resources import PROCESS_TAG, Tables, process_owner


def test_the_processes_of_one_run_share_the_lock_and_no_other_run_gets_it(tmp_path: Path) -> None:
    work = tmp_path / ".work"
    with held(work, "run a"), held(work, "run a"), pytest.raises(Busy, match=str(tmp_path)), held(work, "run b"):
        raise AssertionError
    with held(work, "run b"), pytest.raises(Busy), held(work, "run a"):
        raise AssertionError


def test_a_lock_ends_with_the_process_that_held_it(tmp_path: Path) -> None:
    code = f"""
import os, signal
from pathlib import Path
from pipelines.lock import held
with held(Path({str(tmp_path / ".work")!r}), "run a"):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False).returncode < 0
    with held(tmp_path / ".work", "run b"):
        assert (tmp_path / ".work" / "lock").read_text() == "run b"


@dg.asset
def touched(tables: Tables) -> str:
    return tables.directory


def materialise(data: Path, tags: dict[str, str] | None = None) -> bool:
    resources = {"tables": Tables(data=str(data))}
    return dg.materialize([touched], resources=resources, tags=tags, raise_on_error=True).success


def test_a_run_that_the_daemon_or_the_ui_starts_holds_the_lock(tmp_path: Path) -> None:
    assert materialise(tmp_path)
    assert (tmp_path / ".work" / "lock").read_text().startswith("run ")
    with held(tmp_path / ".work", "process 1"), pytest.raises(dg.DagsterError) as refused:
        materialise(tmp_path)
    assert isinstance(refused.value.__cause__, Busy) and "another run is at work on" in str(refused.value.__cause__)


def test_the_run_of_a_command_finds_the_lock_held_by_its_own_process(tmp_path: Path) -> None:
    with held(tmp_path / ".work", process_owner(7)):
        assert materialise(tmp_path, {PROCESS_TAG: "7"})


def test_a_command_waits_for_no_run_of_the_daemon(tmp_path: Path) -> None:
    with held(tmp_path / ".work", "run of the daemon"), pytest.raises(NightError, match="another run is at work"):
        run_night(data=str(tmp_path), market="0.01")
