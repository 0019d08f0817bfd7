"""Runs whose process is gone (kill -9, power, out of memory): the history is told, and their files are removed."""

import os
import shutil
import time
from pathlib import Path

import dagster as dg

from pipelines.lock import Busy, held

RUNNING = [
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]
REASON = "the process ended before the run did"


def fail_orphans(instance: dg.DagsterInstance) -> None:
    """For whoever holds the data directory's lock, so that no run can be alive: all that seem to be are failed."""
    for run in instance.get_runs(dg.RunsFilter(statuses=RUNNING)):
        instance.report_run_failed(run, REASON)


def fail_orphans_if_free(instance: dg.DagsterInstance, work: Path, patience: float = 0.0) -> None:
    """The same where nobody holds the lock, or not after `patience` seconds: what is being killed lets go of it.

    While somebody else is at work nothing is known of the runs, and nothing is done.
    """
    until = time.monotonic() + patience
    while True:
        try:
            with held(work, f"look of process {os.getpid()}"):
                fail_orphans(instance)
                return
        except Busy:
            if time.monotonic() >= until:
                return
            time.sleep(0.1)


def clear_work(work: Path, *kept: str) -> None:
    """For whoever holds the lock: removes the folders of intermediate files but those `kept`: of whoever is at work."""
    for leftover in work.iterdir():
        if leftover.is_dir() and leftover.name not in kept:
            shutil.rmtree(leftover)
