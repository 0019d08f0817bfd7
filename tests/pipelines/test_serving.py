"""`rolemeter ui` as a process that others rely on: how it begins, survives and ends, with real processes and kills."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from processes import all_gone, descendants, wait_until
from serving_ui import ROLEMETER, Ui, serving

from pipelines.partitions import today
from pipelines.serving.supervisor import GRACE

LAUNCH = """mutation($params: ExecutionParams!) {
  launchPipelineExecution(executionParams: $params) { ... on LaunchRunSuccess { run { runId } } } }"""
STATUS = "query($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"
SMALL = {"ROLEMETER_MARKET": "0.005"}


def pid_of(ui: Ui, what: str) -> int | None:
    return next((pid for pid, command in descendants(ui.process.pid).items() if what in command), None)


def launched(ui: Ui) -> str:
    """A nightly run of today, started as the UI does."""
    job = {"repositoryLocationName": "rolemeter", "repositoryName": "__repository__", "pipelineName": "nightly"}
    tags = [{"key": "dagster/partition", "value": today().isoformat()}]
    params = {"selector": job, "mode": "default", "runConfigData": {}, "executionMetadata": {"tags": tags}}
    return str(ui.graphql(LAUNCH, {"params": params})["launchPipelineExecution"]["run"]["runId"])


def refused(*options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [str(ROLEMETER), "ui", *options]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, timeout=60)


def test_a_busy_port_is_one_line_and_an_end(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = refused("--data", str(tmp_path), "--port", str(port))
    assert ended.returncode == 2 and ended.stdout == ""
    assert ended.stderr.count("\n") == 1 and f"127.0.0.1 port {port}" in ended.stderr and "in use" in ended.stderr


@pytest.mark.parametrize("host", ["no-such-host.invalid", "192.0.2.1"])
def test_an_address_that_is_not_ours_is_one_line_and_an_end(tmp_path: Path, host: str) -> None:
    ended = refused("--data", str(tmp_path), "--host", host)
    assert ended.returncode == 2 and ended.stderr.count("\n") == 1 and host in ended.stderr


def test_a_boards_file_that_is_not_there_is_told_at_the_start(tmp_path: Path) -> None:
    ended = refused("--data", str(tmp_path), ROLEMETER_BOARDS=str(tmp_path / "boards.csv"))
    assert ended.returncode == 2 and ended.stderr.count("\n") == 1 and "boards.csv" in ended.stderr


def test_a_dead_code_server_comes_back_and_its_run_has_failed(tmp_path: Path) -> None:
    """Killed with a run at work: nothing of the run lives on, and it is told, since another could never begin."""
    with serving(tmp_path / "data", tmp_path, **SMALL) as ui:
        run = launched(ui)
        wait_until(lambda: pid_of(ui, "spiders.crawl"), 60)
        code = pid_of(ui, " code /")
        assert code is not None
        of_the_run = descendants(code)
        os.kill(code, signal.SIGKILL)
        wait_until(lambda: all_gone(of_the_run), 10)
        wait_until(lambda: ui.graphql(STATUS, {"id": run})["runOrError"]["status"] == "FAILURE", 60)
        daemon = pid_of(ui, " daemon /")
        assert daemon is not None
        os.kill(daemon, signal.SIGKILL)
        wait_until(lambda: pid_of(ui, " daemon /") not in (None, daemon), 20)
        everything = descendants(ui.process.pid)
        ui.process.send_signal(signal.SIGTERM)
        assert ui.process.wait(GRACE + 20) == 0
        assert all_gone(everything)
        assert ui.said().count("is started again") == 2 and "Traceback" not in ui.said()


HURRIED = """
import pipelines.serving.pulse as pulse
from pipelines.cli import main
pulse.LOOK, pulse.HUNG = 0.5, 8.0
main()
"""


def test_a_code_server_that_does_not_answer_any_more_is_ended_and_comes_back(tmp_path: Path) -> None:
    (tmp_path / "hurried.py").write_text(HURRIED)
    with serving(tmp_path / "data", tmp_path, [sys.executable, str(tmp_path / "hurried.py")], **SMALL) as ui:
        code = pid_of(ui, " code /")
        assert code is not None
        os.kill(code, signal.SIGSTOP)
        wait_until(lambda: pid_of(ui, " code /") not in (None, code), 60)
        assert "does not answer any more" in ui.said()
        wait_until(lambda: ui.said().count("is started again") == 1, 20)


def test_nothing_outlives_the_main_process(tmp_path: Path) -> None:
    """kill -9 with a run at work: server, daemon, run, crawls and market end by themselves."""
    with serving(tmp_path / "data", tmp_path, **SMALL) as ui:
        launched(ui)
        wait_until(lambda: pid_of(ui, "spiders.crawl"), 60)
        everything = descendants(ui.process.pid)
        ui.process.kill()
        wait_until(lambda: all_gone(everything), 15)
