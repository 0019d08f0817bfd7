"""Keeps the processes behind the UI alive: starts them in order, restarts one that dies, ends all of them together."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from pipelines.serving.pulse import Pulse
from pipelines.serving.services import LOCATION

LOOK = 0.2  # seconds between looks at the processes
START = 120.0  # seconds that a process has to be ready
GRACE = 10.0  # seconds that a process has to end by itself
DEATHS, WITHIN = 5, 300.0  # deaths of one process within so many seconds after which everything ends


class ServingError(Exception):
    """The UI cannot be served, or not any longer; says why."""


@dataclass(slots=True)
class Service:
    """One process that leads a group of its own, so that whatever it started ends with it."""

    name: str
    command: Sequence[str]
    is_ready: Callable[[], bool]
    pass_fds: tuple[int, ...] = ()
    deaths: list[float] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pipelines.serving.services", str(os.getpid()), *self.command],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=self.pass_fds,
        )

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def signal(self, number: int) -> None:
        """Sends a signal to the process and to all that it has started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


class Supervisor:
    """Serves the UI on a listening socket until it is told to stop; raises ServingError when it cannot be kept up.

    `hosts` are the names under which the server is known, with `any_number` also every IP address. `died` is called
    when the code server, and with it the runs that it had started, has ended unasked.
    """

    def __init__(
        self, listening: socket.socket, hosts: Sequence[str], any_number: bool, died: Callable[[], None]
    ) -> None:
        self._stop = threading.Event()
        self._reload = threading.Event()
        self._died = died
        self._folder = tempfile.TemporaryDirectory(prefix="rolemeter-ui-")
        address, workspace = f"{self._folder.name}/code", f"{self._folder.name}/workspace.yaml"
        self._pulse = Pulse(address)
        self._ended = threading.Event()
        server = {"socket": address, "host": "localhost", "location_name": LOCATION}
        Path(workspace).write_text(yaml.safe_dump({"load_from": [{"grpc_server": server}]}), encoding="utf-8")
        number = ["--any-number"] if any_number else []
        self._services = [
            Service("code server", ["code", address], self._pulse.answers),
            Service(
                "web server",
                ["web", workspace, str(listening.fileno()), *hosts, *number],
                lambda: _web_answers(listening),
                (listening.fileno(),),
            ),
            Service("daemon", ["daemon", workspace], lambda: True),
        ]

    def serve(self, ready: Callable[[], None]) -> None:
        """Starts everything, calls `ready` when the UI answers, and returns after SIGTERM, SIGINT or SIGHUP.

        SIGUSR1 starts the code server anew, which reads code, settings and boards again.
        """
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self._stop.set())
        signal.signal(signal.SIGUSR1, lambda *_: self._reload.set())
        try:
            for service in self._services:
                service.start()
                self._wait_for(service)
            if not self._stop.is_set():
                ready()
            threading.Thread(target=self._pulse.watch, args=(self._ended,), daemon=True, name="pulse").start()
            while not self._stop.wait(LOOK):
                if self._pulse.is_hung():
                    print(
                        "rolemeter: the code server does not answer any more; it is ended", file=sys.stderr, flush=True
                    )
                    self._pulse.reset()
                    self._services[0].signal(signal.SIGKILL)
                for service in self._services:
                    if service.has_ended():
                        self._revive(service)
                if self._reload.is_set():
                    self._reload.clear()
                    self._restart(self._services[0])
        finally:
            self._end()

    def _wait_for(self, service: Service) -> None:
        until = time.monotonic() + START
        while not self._stop.is_set() and not service.is_ready():
            if service.has_ended():
                raise ServingError(f"the {service.name} did not start; what it said stands above")
            if time.monotonic() > until:
                raise ServingError(f"the {service.name} is not ready after {START:.0f} s")
            self._stop.wait(LOOK)

    def _revive(self, service: Service) -> None:
        now = time.monotonic()
        service.deaths = [*(death for death in service.deaths if now - death < WITHIN), now]
        code = service.process.returncode if service.process else None
        how = f"was ended by signal {-code}" if code is not None and code < 0 else f"ended with exit code {code}"
        if len(service.deaths) >= DEATHS:
            raise ServingError(f"the {service.name} {how}, {DEATHS} times within {WITHIN:.0f} s")
        print(f"rolemeter: the {service.name} {how}; it is started again", file=sys.stderr, flush=True)
        service.signal(signal.SIGKILL)  # what it had started
        self._start_anew(service)

    def _restart(self, service: Service) -> None:
        _end_all([service])
        self._start_anew(service)

    def _start_anew(self, service: Service) -> None:
        if service is self._services[0]:
            self._died()
            self._pulse.reset()
        service.start()

    def _end(self) -> None:
        self._ended.set()
        _end_all(self._services)
        self._died()
        self._folder.cleanup()


def _end_all(services: Sequence[Service]) -> None:
    for service in services:
        service.signal(signal.SIGTERM)
    until = time.monotonic() + GRACE
    for service in services:
        if service.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                service.process.wait(max(0.0, until - time.monotonic()))
            service.signal(signal.SIGKILL)
            service.process.wait()


def _web_answers(listening: socket.socket) -> bool:
    host, port = listening.getsockname()[:2]
    wildcard = {"0.0.0.0": "127.0.0.1", "::": "::1"}
    asked = http.client.HTTPConnection(wildcard.get(host, host), port, timeout=2)
    try:
        asked.request("GET", "/server_info")
        return asked.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()
