"""Runs of the command line stand in the UI's timeline as the schedule's do."""

import contextlib
from collections.abc import Iterator
from functools import partial

import dagster as dg
from dagster._core.remote_origin import (
    ManagedGrpcPythonEnvCodeLocationOrigin,
    RemoteJobOrigin,
    RemoteRepositoryOrigin,
)
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin

from pipelines.resources import NIGHTLY
from pipelines.serving.services import LOCATION, MODULE

REPOSITORY = "__repository__"  # Dagster's name for the definitions of a module
# The daemon would else begin a killed run of the command line anew, some time later and without anybody who looks on.
NO_RETRY = {"dagster/max_retries": "0"}


def origin(job: str = NIGHTLY) -> RemoteJobOrigin:
    """Where the UI finds the job of a run: the timeline shows runs by it, and leaves out those that have none."""
    code = ManagedGrpcPythonEnvCodeLocationOrigin(LoadableTargetOrigin(module_name=MODULE), location_name=LOCATION)
    return RemoteJobOrigin(RemoteRepositoryOrigin(code, REPOSITORY), job)


@contextlib.contextmanager
def with_origin(instance: dg.DagsterInstance) -> Iterator[None]:
    """While the block runs, the runs that this process creates have an origin; `execute_in_process` takes none."""
    create = instance.create_run_for_job
    instance.create_run_for_job = partial(create, remote_job_origin=origin())  # type: ignore[method-assign]
    try:
        yield
    finally:
        instance.create_run_for_job = create  # type: ignore[method-assign]
