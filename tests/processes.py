"""Processes that tests start and watch: who descends from whom, and whether all have ended."""

import socket
import subprocess
import time
from collections.abc import Callable, Collection
from pathlib import Path


def descendants(root: int) -> dict[int, str]:
    """The processes that descend from `root`, and it itself, by id with their command lines."""
    listed = subprocess.run(["ps", "-ww", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    found = {root: ""}
    while more := {int(row[0]): row[2] for row in rows if int(row[1]) in found and int(row[0]) not in found}:
        found |= more
    return found


def wait_until(true: Callable[[], object], seconds: float = 60.0) -> None:
    """Waits until something is so; fails after `seconds`."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"not so after {seconds:g} s"
        time.sleep(0.1)


def all_gone(processes: Collection[int]) -> bool:
    """Whether none of the processes is at work any more (one that nobody has waited for is not)."""
    return not any(is_alive(one) for one in processes)


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
