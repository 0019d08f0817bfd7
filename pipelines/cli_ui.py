"""`rolemeter ui`: the Dagster UI over the same data and history, with its daemon."""

import os
import socket
from functools import partial
from pathlib import Path

import click

from pipelines.cli_options import DATA
from pipelines.configuration import in_force, value

DYING = 5.0  # seconds until what was killed has let go of the lock
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@click.command()
@DATA
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--port", type=click.IntRange(1, 65535), default=3000, show_default=True)
@click.option(
    "--allow-host",
    "names",
    metavar="NAME",
    multiple=True,
    help="A further name under which browsers reach the UI (of a proxy, of this machine); may be given several times.",
)
def ui(data: str | None, host: str, port: int, names: tuple[str, ...]) -> None:
    """Serve the Dagster UI, with its daemon (schedules, sensors), over the same data and history.

    Ends with SIGTERM or Ctrl-C, together with all that it started; SIGUSR1 reads code, settings and boards again.
    """
    from pipelines.doctor.state import check_state
    from pipelines.settings import data_directory, state_directory, work_directory
    from spiders.boards import read_boards

    in_force()  # what cannot be used is told now and not at the first tick
    if boards := value("boards"):
        read_boards(Path(boards))
    directory = data_directory(data)
    home = state_directory(directory)
    check_state(home)
    listening = _listen(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"

    from dagster import DagsterInstance

    from pipelines.orphans import fail_orphans_if_free
    from pipelines.serving.supervisor import ServingError, Supervisor

    os.environ |= {"ROLEMETER_DATA": directory, "DAGSTER_HOME": str(home)}
    with DagsterInstance.from_config(str(home)) as instance:
        work = work_directory(directory)
        fail_orphans_if_free(instance, work)
        is_open = host not in LOOPBACK
        known = LOOPBACK | {host, socket.gethostname(), *names} if is_open else LOOPBACK | {*names}
        died = partial(fail_orphans_if_free, instance, work, DYING)
        supervisor = Supervisor(listening, sorted(known), is_open, died)
        if is_open:
            click.echo(
                f"rolemeter: whoever reaches {address} can start and end runs; it asks for no password", err=True
            )
        try:
            supervisor.serve(ready=lambda: click.echo(f"The Dagster UI answers on {address} (Ctrl-C ends it)"))
        except ServingError as error:
            raise click.ClickException(str(error)) from error


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket; raises OSError that says in one line why there is none."""
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise OSError(
            f"{host} port {port} cannot be served on ({why}); choose another with --host and --port"
        ) from error
    listening.listen(128)
    return listening
