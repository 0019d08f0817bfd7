"""Processes that end when the one that started them is gone, however it ended (kill -9 too).

Whoever starts such a process tells it its own id: a parent that dies while the other is still starting would else never
be missed.
"""

import os
import signal
import threading
import time
from collections.abc import Callable

LOOK = 0.5  # seconds between looks whether the parent is still there
GRACE = 5.0  # seconds that the processes of a group have to end by themselves


def end_with_parent(parent: int, grace: float = 0.0) -> None:
    """Lets this process, which leaves nothing half done, end within a second after its parent and the `grace`."""

    def end() -> None:
        time.sleep(grace)
        os._exit(1)

    _watch(parent, end)


def end_group_with_parent(parent: int) -> None:
    """Lets this process, which leads a process group, end with the whole group after its parent."""
    _watch(parent, _end_group)


def is_gone(parent: int) -> bool:
    """Whether this process has lost the parent that it had."""
    return os.getppid() != parent


def _watch(parent: int, end: Callable[[], None]) -> None:
    if is_gone(parent):
        os._exit(1)  # nothing has begun

    def look() -> None:
        while not is_gone(parent):
            time.sleep(LOOK)
        end()

    threading.Thread(target=look, name="parent watch", daemon=True).start()


def _end_group() -> None:
    os.killpg(0, signal.SIGTERM)  # the main thread of this process hears it too, so that this one may be the last
    time.sleep(GRACE)
    os.killpg(0, signal.SIGKILL)
