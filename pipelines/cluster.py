"""A Dask cluster as an executor of a night's tasks.

It answers within seconds, and its workers share the storage and have this code, or it is said before anything is done.
"""

import contextlib
import functools
import os
import socket
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipelines.versions import whole_code
from storage.store import Store

if TYPE_CHECKING:
    from distributed import Client

CONNECT_SECONDS = 6  # for the scheduler to answer
WORKERS_SECONDS = 3  # for a first worker to be there
TOKENS = ".work"  # hidden folder of the data directory


class ClusterError(OSError):
    """A cluster that cannot do a night's work; names its address and what to do."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a worker says of itself: "" or why it cannot take part."""

    host: str
    trouble: str


@contextlib.contextmanager
def cluster(address: str, data: str, needed: Sequence[str] = ()) -> Iterator["tuple[Executor, Client]"]:
    """The executor of the Dask scheduler at `address`, with its client.

    `data` is the data directory, and `needed` are further files and folders that tasks read. Raises ClusterError when
    nobody answers at the address, there is no worker, or a worker does not see the data directory or has other code.
    """
    client = _client(address)
    try:
        _check_workers(client, address, data, needed)
        pool = client.get_executor(pure=False)
        try:
            yield pool, client
        finally:
            pool.shutdown(wait=False)  # what is not done by now is of a stage that failed
    finally:
        client.close()


def workers_of(client: "Client", address: str) -> list[str]:
    """The addresses of the cluster's workers. Raises ClusterError when the scheduler is gone."""
    try:
        # The client's own copy is renewed every few seconds; this asks the scheduler.
        return sorted(client.sync(client.scheduler.identity, n_workers=-1)["workers"])
    except (OSError, ValueError, AttributeError) as error:
        raise ClusterError(f"the Dask scheduler at {address} is gone: {error}") from error


def _client(address: str) -> "Client":
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise ClusterError(
            f"the setting scheduler names {address}, and Dask is not installed: pip install 'rolemeter[cluster]'"
        ) from error
    try:
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False, name="rolemeter")
    except (OSError, ValueError, TypeError) as error:
        raise ClusterError(
            f"no Dask scheduler answers at {address} (the setting scheduler): {error}; start it with "
            "`dask scheduler`, or leave the setting empty to work on this machine"
        ) from error


def _check_workers(client: "Client", address: str, data: str, needed: Sequence[str]) -> None:
    with contextlib.suppress(TimeoutError):
        client.wait_for_workers(1, timeout=WORKERS_SECONDS)
    if not workers_of(client, address):
        raise ClusterError(f"the Dask scheduler at {address} has no workers; start one: dask worker {address}")
    store, token = Store(data), uuid.uuid4().hex
    path = f"{TOKENS}/token-{token}"
    store.write_file(path, token.encode())
    try:
        # What a worker raises comes back too: one that lacks the package cannot even say so itself.
        answers: dict[str, Any] = client.run(_answer, data, path, token, whole_code(), tuple(needed), on_error="return")
    finally:
        store.fs.delete_file(f"{store.root}/{path}")
    for worker, answer in sorted(answers.items()):
        if isinstance(answer, BaseException):
            trouble = f"{type(answer).__name__}: {answer}; install this version of rolemeter there"
        else:
            trouble = answer.trouble and f"on {answer.host}: {answer.trouble}"
        if trouble:
            raise ClusterError(f"the Dask worker {worker} of {address} cannot take part: {trouble}")


def _answer(data: str, path: str, token: str, code: str, needed: tuple[str, ...]) -> _Answer:
    """Runs on each worker."""
    return _Answer(socket.gethostname(), _trouble(data, path, token, code, needed))


def _trouble(data: str, path: str, token: str, code: str, needed: tuple[str, ...]) -> str:
    if _code_here() != code:
        return "it has another version of rolemeter; install this one there and start it again"
    try:
        store = Store(data)
        file = f"{store.root}/{path}"
        if not store.is_file(file) or store.read_file(file) != token.encode():
            return f"it does not see the data directory {data}; mount it there under this path, or use s3://..."
        written = store.write_file(f"{path}-{uuid.uuid4().hex}", b"")
        store.fs.delete_file(written)
    except OSError as error:
        return f"the data directory {data} cannot be used there: {error}"
    missing = [one for one in needed if not os.path.exists(one)]  # noqa: PTH110
    return f"it does not see {', '.join(missing)}, which the settings name" if missing else ""


# Of when the worker was first asked: its modules are of then, whatever is installed over them later.
_code_here = functools.cache(whole_code)
