"""Processes that end when the one that started them is gone, however it ended (kill -9 too)."""

import os
import signal
import threading
import time
from collections.abc import Callable

LOOK = 0.5  # seconds between looks whether the parent is still there
GRACE = 5.0  # seconds that the processes of a group have to end by themselves


def end_with_parent() -> None:
    """Lets this process end within about a second after its parent. For processes that leave nothing half done."""
    _watch(lambda: os._exit(1))


def end_group_with_parent() -> None:
    """Lets this process, which leads a process group, end with the whole group after its parent."""
    _watch(_end_group)


def _watch(end: Callable[[], None]) -> None:
    parent = os.getppid()

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK)
        end()

    threading.Thread(target=look, name="parent watch", daemon=True).start()


def _end_group() -> None:
    os.killpg(0, signal.SIGTERM)  # the main thread of this process hears it too, so that this one may be the last
    time.sleep(GRACE)
    os.killpg(0, signal.SIGKILL)
