"""kill -9 of `rolemeter run`: nothing of it lives on, and the next run leaves nothing of it behind."""

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest
from processes import all_gone, descendants, wait_until

from pipelines.night import run_night
from pipelines.settings import state_directory, work_directory

DATE = dt.date(2026, 11, 20)
NIGHT = f"""
import datetime, sys
from pipelines.night import run_night
if __name__ == "__main__":
    run_night(data=sys.argv[1], date=datetime.date({DATE.year}, {DATE.month}, {DATE.day}), market="0.005")
"""


def kill_in(stage: str, data: Path, script: Path, temporary: Path) -> None:
    """Runs a night and kills its process when a process of the stage is there; waits until all have ended."""
    killed = subprocess.Popen(
        [sys.executable, str(script), str(data)],
        env=os.environ | {"TMPDIR": str(temporary)}, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    wait_until(lambda: killed.poll() is not None or any(stage in one for one in descendants(killed.pid).values()), 300)
    assert killed.poll() is None, f"the night ended before a process of {stage} was seen"
    everything = descendants(killed.pid)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    wait_until(lambda: all_gone(everything), 40)  # the start alone takes seconds where much is at work


def test_a_killed_run_leaves_no_process_and_the_next_one_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, temporary, script = tmp_path / "data", tmp_path / "tmp", tmp_path / "night.py"
    temporary.mkdir()
    script.write_text(NIGHT)
    kill_in("spawn_main", data, script, temporary)
    left = [entry for entry in work_directory(str(data)).iterdir() if entry.is_dir()]
    assert left, "the killed run had files, else this test shows nothing"
    monkeypatch.setenv("TMPDIR", str(temporary))
    assert run_night(data=str(data), date=DATE, market="0.005")
    assert [entry for entry in work_directory(str(data)).iterdir() if entry.is_dir()] == []
    assert list((data / ".staged").glob("*")) == []
    assert [entry.name for entry in temporary.iterdir()] == []
    with dg.DagsterInstance.from_config(str(state_directory(str(data)))) as instance:
        statuses = sorted(run.status.value for run in instance.get_runs())
    assert statuses == ["FAILURE", "SUCCESS"]
