"""The processes behind the UI, each of which leads a group of its own and ends with whoever started it.

python -m pipelines.serving.services PARENT code|daemon|web ...; for pipelines/serving/supervisor.py
"""

import argparse
import logging
import socket
from pathlib import Path

from spiders.parent import end_group_with_parent

MODULE = "pipelines.definitions"
LOCATION = "rolemeter"  # as in pyproject.toml, so that `dg dev` and `dagster dev` speak of the same location


def code(address: str) -> None:
    """Serves the definitions, and starts runs, on a Unix socket."""
    from dagster._cli.api import grpc_command

    where = ["--socket", address, "--module-name", MODULE, "--location-name", LOCATION]
    grpc_command.main([*where, "--log-level", "warning", "--use-python-environment-entry-point"])


def daemon(workspace: str) -> None:
    """Ticks schedules and sensors, starts queued runs and watches them."""
    from dagster._daemon.cli import run_command

    # Said of every new data directory, and nothing that anybody could do about.
    logging.getLogger("dagster.daemon.EventLogConsumerDaemon").addFilter(
        lambda record: "No cursor for event type" not in record.getMessage()
    )
    run_command.main(["--workspace", workspace, "--log-level", "warning"])


def web(workspace: str, fd: int, hosts: list[str], any_number: bool) -> None:
    """Serves the UI behind the guard on a socket that is listening already."""
    import uvicorn
    from dagster import DagsterInstance
    from dagster._core.workspace.context import WorkspaceProcessContext
    from dagster._core.workspace.load_target import WorkspaceFileTarget
    from dagster_webserver.version import __version__
    from dagster_webserver.webserver import DagsterWebserver

    from pipelines.serving.guard import Guard

    logging.getLogger("dagster").setLevel(logging.WARNING)
    with (
        DagsterInstance.get() as instance,
        WorkspaceProcessContext(instance, WorkspaceFileTarget([workspace]), version=__version__) as context,
    ):
        app = Guard(DagsterWebserver(context, live_data_poll_rate=2000).create_asgi_app(), hosts, any_number)
        config = uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=2)
        uvicorn.Server(config).run(sockets=[socket.socket(fileno=fd)])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m pipelines.serving.services", description=__doc__)
    parser.add_argument("parent", type=int, help="id of the process that starts this one")
    kinds = parser.add_subparsers(dest="kind", required=True)
    kinds.add_parser("code").add_argument("socket")
    kinds.add_parser("daemon").add_argument("workspace", type=Path)
    page = kinds.add_parser("web")
    page.add_argument("workspace", type=Path)
    page.add_argument("fd", type=int, help="the listening socket")
    page.add_argument("hosts", nargs="*", help="names under which the server is known")
    page.add_argument("--any-number", action="store_true", help="also every IP address")
    args = parser.parse_args()
    end_group_with_parent(args.parent)
    if args.kind == "code":
        code(args.socket)
    elif args.kind == "daemon":
        daemon(str(args.workspace))
    else:
        web(str(args.workspace), args.fd, args.hosts, args.any_number)


if __name__ == "__main__":
    main()
