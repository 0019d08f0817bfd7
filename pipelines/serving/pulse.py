"""Whether the code server still answers: one that is there and says nothing stops every night, as a dead one does."""

import threading
import time
from pathlib import Path

LOOK = 10.0  # seconds between questions
HUNG = 180.0  # seconds without an answer after which the server hangs; loading code on a busy machine takes tens


class Pulse:
    """Asks the code server on a Unix socket for its health, in a thread of its own, since an answer may never come."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._heard = time.monotonic()

    def answers(self) -> bool:
        """Whether the server says now that it serves."""
        if not Path(self._address).exists():
            return False
        from dagster._core.errors import DagsterUserCodeUnreachableError
        from dagster._grpc.client import DagsterGrpcClient

        try:
            return bool(DagsterGrpcClient(socket=self._address).ping(""))
        except DagsterUserCodeUnreachableError:
            return False

    def watch(self, ended: threading.Event) -> None:
        """Asks again and again until `ended` is set."""
        while not ended.wait(LOOK):
            if self.answers():
                self._heard = time.monotonic()

    def is_hung(self) -> bool:
        return time.monotonic() - self._heard > HUNG

    def reset(self) -> None:
        """Begins to count anew, for a server that is started anew."""
        self._heard = time.monotonic()
