"""Where the tasks of a stage run: here, in processes of this machine, or on a Dask cluster; the stage does not know.

A task is a function of a module and one argument that can be pickled: paths and names, never data. What it makes it
writes as files, so that a task that is done twice (its worker was killed) leaves the same.
"""

import contextlib
import logging
import os
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any, Generic, TypeVar

from pipelines.cluster import ClusterError, cluster, workers_of
from spiders.parent import end_with_parent

LOOK_SECONDS = 5  # between looks at a cluster that ends no task
PATIENCE = 60  # seconds without any worker after which a stage gives up

A = TypeVar("A")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class _Placed(Generic[R]):
    """What a task gave, where it ran and what it cost, in CPU seconds."""

    result: R
    place: str
    cpu: float


@dataclass(slots=True)
class Work:
    """Runs tasks, and tells where they ran.

    `workers` processes work side by side (0: one a core, four at most); with `scheduler`, the address of a Dask
    scheduler, all tasks go to its cluster instead, whose workers see the data directory `data` and the files `needed`.
    """

    data: str
    workers: int = 0
    scheduler: str = ""
    needed: tuple[str, ...] = ()
    places: Counter[str] = field(default_factory=Counter)
    cpu: float = 0.0

    def check(self) -> None:
        """Raises ClusterError where a cluster is named that cannot do the work."""
        if self.scheduler:
            with cluster(self.scheduler, self.data, self.needed):
                pass

    def one(self, task: Callable[[A], R], argument: A) -> R:
        """The result of one task."""
        return next(self.each(task, [argument]))

    def each(self, task: Callable[[A], R], arguments: Sequence[A]) -> Iterator[R]:
        """The results of the task for each argument, as they end. One alone runs here, unless there is a cluster.

        Raises what a task raises, and ClusterError.
        """
        if not self.scheduler and len(arguments) <= 1:
            for argument in arguments:
                yield self._noted(_placed(task, argument))
            return
        with self._executor() as (pool, look):
            pending = {pool.submit(_placed, task, argument) for argument in arguments}
            while pending:
                done, pending = wait(pending, LOOK_SECONDS, FIRST_COMPLETED)
                look(not done)
                for future in done:
                    yield self._noted(_result(future, self.scheduler))

    @contextlib.contextmanager
    def _executor(self) -> Iterator[tuple[Executor, Callable[[bool], None]]]:
        """An executor, and what is to be called after each wait: whether it was in vain."""
        if not self.scheduler:
            workers = self.workers or min(4, os.cpu_count() or 1)
            pool = ProcessPoolExecutor(workers, get_context("spawn"), end_with_parent, (os.getpid(),))
            try:
                yield pool, lambda _in_vain: None
            finally:
                pool.shutdown(cancel_futures=True)  # what is not done by now is of a stage that failed
            return
        with cluster(self.scheduler, self.data, self.needed) as (remote, client):
            last = time.monotonic()

            def look(in_vain: bool) -> None:
                nonlocal last
                if not in_vain or workers_of(client, self.scheduler):
                    last = time.monotonic()
                elif time.monotonic() - last > PATIENCE:
                    raise ClusterError(f"all workers of the Dask scheduler at {self.scheduler} are gone")

            yield remote, look

    def _noted(self, placed: _Placed[R]) -> R:
        self.places[placed.place] += 1
        self.cpu += placed.cpu
        return placed.result

    def where(self) -> str:
        """Where the tasks ran so far, in a sentence."""
        kind = f"workers of the Dask cluster {self.scheduler}" if self.scheduler else "processes of this machine"
        named = ", ".join(f"{place} ({count})" for place, count in sorted(self.places.items()))
        return f"{sum(self.places.values())} tasks in {len(self.places)} {kind}: {named}; {self.cpu:.1f} CPU s"

    def told(self, log: logging.Logger) -> dict[str, Any]:
        """Says it to the log; gives the metadata of a materialisation."""
        log.info("ran as %s", self.where())
        return {"ran_on": self.where(), "task_cpu_seconds": round(self.cpu, 2)}


_ONE_AT_A_TIME = threading.Lock()  # a worker of a cluster has several threads, and pipelines are not made for that


def _placed(task: Callable[[A], R], argument: A) -> _Placed[R]:
    with _ONE_AT_A_TIME:
        before = time.process_time()
        result = task(argument)
        return _Placed(result, f"{socket.gethostname()}/{os.getpid()}", time.process_time() - before)


def _result(future: "Future[_Placed[R]]", scheduler: str) -> _Placed[R]:
    """What a task gave; says it of the cluster where not the task but its workers failed."""
    try:
        return future.result()
    except (CancelledError, Exception) as error:
        if scheduler and type(error).__module__.startswith(("distributed", "concurrent.futures", "asyncio")):
            raise ClusterError(
                f"the Dask cluster {scheduler} lost a task: {error or 'its scheduler is gone'}"
            ) from error
        raise
