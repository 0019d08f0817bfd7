"""`rolemeter ui` as tests start it: a process of its own on a free port of loopback."""

import contextlib
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from processes import free_port, wait_until

ROLEMETER = Path(sys.executable).parent / "rolemeter"


class Ui:
    """A UI that answers: where, its process and what it says."""

    def __init__(self, url: str, process: "subprocess.Popen[str]", said: Path) -> None:
        self.url, self.process, self._said = url, process, said

    def said(self) -> str:
        return self._said.read_text()

    def graphql(self, query: str, variables: Mapping[str, Any] | None = None) -> Any:
        body = json.dumps({"query": query, "variables": variables}).encode()
        asked = urllib.request.Request(f"{self.url}/graphql", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return json.load(answer)["data"]


@contextlib.contextmanager
def serving(
    data: str | Path, folder: Path, program: Sequence[str] = (str(ROLEMETER),), **environment: str
) -> Iterator[Ui]:
    """A UI over a data directory while the block runs; `folder` takes what it says."""
    port, said = free_port(), folder / "ui.log"
    command = [*program, "ui", "--data", str(data), "--port", str(port)]
    with said.open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | environment, text=True)
        try:
            wait_until(lambda: "answers on" in said.read_text() or process.poll() is not None, 120)
            assert process.poll() is None, said.read_text()
            yield Ui(f"http://127.0.0.1:{port}", process, said)
        finally:
            process.terminate()
            process.wait(30)
