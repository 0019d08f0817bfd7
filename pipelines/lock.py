"""One run at a time on a data directory, whoever starts it: the command line, the schedule or the UI."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

LOCK = "lock"


class Busy(RuntimeError):
    """Another run is at work on the data directory."""

    def __init__(self, work: Path) -> None:
        super().__init__(f"another run is at work on {work.parent}; wait for it or choose another data directory")


@contextlib.contextmanager
def held(work: Path, owner: str) -> Iterator[None]:
    """Holds the lock of the data directory whose work folder is `work`; raises Busy when another owner holds it.

    Two runs would replace each other's tables. The processes of one run (a step each, under Dagster's multiprocess
    executor) name the same owner and hold the lock together. It ends with the process, however that ends.
    """
    work.mkdir(parents=True, exist_ok=True)
    with (work / LOCK).open("a+") as file:
        if not _taken(file, fcntl.LOCK_EX):
            if _owner(file) != owner or not _taken(file, fcntl.LOCK_SH) or _owner(file) != owner:
                raise Busy(work)
        else:
            file.truncate(0)
            file.write(owner)
            file.flush()
            fcntl.flock(file, fcntl.LOCK_SH)
        yield


def _taken(file: TextIO, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _owner(file: TextIO) -> str:
    file.seek(0)
    return file.read()
