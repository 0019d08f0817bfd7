"""A night on a Dask cluster: a real scheduler and real workers on loopback."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import cloudpickle
import dagster as dg
import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.cluster import ClusterError, cluster, workers_of
from pipelines.configuration import source_settings
from pipelines.night import run_night
from pipelines.resources import Source
from pipelines.settings import state_directory
from pipelines.work import Work
from storage.store import Store
from tests.pipelines.conftest import Nights, table_bytes
from tests.processes import free_port, wait_until

STAGES = ("postings", "posting_lifecycle", "openings", "role_statistics", "role_comparisons")
cloudpickle.register_pickle_by_value(sys.modules[__name__])  # workers do not have the tests


@contextmanager
def dask(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", *arguments, "--no-dashboard"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a scheduler with two workers."""
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    with ExitStack() as stack:
        stack.enter_context(dask("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port)))
        for _ in range(2):
            stack.enter_context(worker(address))
        wait_until(lambda: count(address) == 2)
        yield address


def worker(address: str) -> "contextmanager[subprocess.Popen[str]]":
    return dask("distributed.cli.dask_worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny")


def count(address: str) -> int:
    """The workers of a cluster."""
    from distributed import Client

    try:
        with Client(address, timeout=2, set_as_default=False) as client:
            return len(workers_of(client, address))
    except OSError:
        return 0


def test_a_night_on_a_cluster_is_the_night_of_one_machine(nights: Nights, scheduler: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(nights.data, data)
    assert run_night(data=str(data), date=nights.last, scheduler=scheduler, accept=True, fresh=True)
    assert table_bytes(Store(data), nights.last) == nights.table_bytes()
    assert not list((data / ".work").rglob("*.parquet"))
    with dg.DagsterInstance.from_config(str(state_directory(str(data)))) as instance:
        for name in STAGES:
            event = instance.get_latest_materialization_event(dg.AssetKey(name))
            assert event is not None and event.asset_materialization is not None
            shown = str(event.asset_materialization.metadata["ran_on"].value)
            assert f"workers of the Dask cluster {scheduler}" in shown and f"/{os.getpid()} " not in shown


def test_command_line_and_schedule_take_the_same_cluster(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    monkeypatch.setenv("ROLEMETER_SCHEDULER", address)
    assert Source(**source_settings({})).work(str(tmp_path)) == Work(str(tmp_path), scheduler=address)
    start = time.monotonic()
    asked = CliRunner().invoke(main, ["run", "--data", str(tmp_path), "--market", "0.01"])
    assert time.monotonic() - start < 10
    assert asked.exit_code == 2 and address in asked.output
    assert Store(tmp_path).names() == []


def test_a_scheduler_without_workers_is_told(tmp_path: Path) -> None:
    port = free_port()
    with (
        dask("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port)),
        pytest.raises(ClusterError, match=f"{port} has no workers"),
    ):
        Work(str(tmp_path), scheduler=f"tcp://127.0.0.1:{port}").check()


def test_workers_that_see_other_storage_are_told_before_anything_is_done(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under this path each process finds a folder of its own, as machines without shared storage do."""
    monkeypatch.chdir(tmp_path)
    work = Work("/proc/self/cwd/data", scheduler=scheduler)
    with pytest.raises(ClusterError, match="does not see the data directory /proc/self/cwd/data"):
        work.one(_touch, str(tmp_path / "done"))
    assert not (tmp_path / "done").exists()
    assert not list((tmp_path / "data" / ".work").iterdir())


def test_folders_of_the_users_own_that_workers_lack_are_told(scheduler: str, tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="does not see /nowhere/words"):
        Work(str(tmp_path), scheduler=scheduler, needed=("/nowhere/words",)).check()


def test_a_worker_that_is_killed_loses_nothing(scheduler: str, tmp_path: Path) -> None:
    with worker(scheduler):
        wait_until(lambda: count(scheduler) == 3)
        work = Work(str(tmp_path), scheduler=scheduler)
        done = sorted(work.each(_die_the_first_time, [str(tmp_path / str(number)) for number in range(6)]))
    assert done == [str(tmp_path / str(number)) for number in range(6)]
    assert (tmp_path / "0.died").exists()
    assert sum(work.places.values()) == 6 and len(work.places) == 2


def test_an_error_of_a_task_comes_as_it_is(scheduler: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nothing"):
        list(Work(str(tmp_path), scheduler=scheduler).each(_touch, ["/nothing/here", "/nothing/there"]))


def test_a_cluster_that_is_closed_leaves_no_token(scheduler: str, tmp_path: Path) -> None:
    with cluster(scheduler, str(tmp_path)) as (pool, _):
        assert pool.submit(len, "four").result(10) == 4
    assert list((tmp_path / ".work").iterdir()) == []


def _touch(path: str) -> str:
    Path(path).touch()
    return path


def _die_the_first_time(path: str) -> str:
    died = Path(f"{path}.died")
    if path.endswith("0") and not died.exists():
        died.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return path
