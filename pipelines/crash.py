"""kill -9 at random moments: python -m pipelines.crash --kills 50 --size 0.005 --seed 1 --data DIR

A night over the sample market is begun on top of a good one, and at a moment and in a process that the seed draws
(the run itself, a crawl, a worker that extracts, the market) something is killed; meanwhile a reader opens every
published file again and again. Then the next run must succeed by itself. Told is what breaks a promise: a process that
lives on, a file that cannot be read, a night that is not whole or of two runs, a table that is not byte for byte that
of an undisturbed run, a temporary file or folder that stays. Ends with 1 when something was broken.
"""

import argparse
import datetime as dt
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

from pipelines.doctor.findings import Finding
from pipelines.doctor.state import state
from pipelines.doctor.tables import tables
from storage.store import Store

GOOD, TRIED = dt.date(2026, 11, 19), dt.date(2026, 11, 20)
VICTIMS = ("", "spiders.crawl", "spawn_main", "spiders.market")  # words of the command line; "": the run itself
WAIT = 60.0  # seconds within which all that the killed run had started has to be gone
_NIGHT = """
import datetime, sys
from pipelines.night import run_night
if __name__ == "__main__":
    day = datetime.date.fromisoformat(sys.argv[2])
    good = run_night(data=sys.argv[1], date=day, market=sys.argv[3], market_port=int(sys.argv[4]), quiet=True)
    sys.exit(0 if good else 1)
"""


class Trial:
    """Nights of one size of the market, served at one port, so that addresses are the same in all of them."""

    def __init__(self, folder: Path, size: str) -> None:
        self._script, self._size = folder / "night.py", size
        self._script.write_text(_NIGHT, encoding="utf-8")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = str(free.getsockname()[1])

    def start(self, data: Path, date: dt.date) -> "subprocess.Popen[bytes]":
        command = [sys.executable, str(self._script), str(data), date.isoformat(), self._size, self._port]
        return subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def broken_by_kill(
    trial: Trial, good: Path, whole: dict[str, bytes], data: Path, moment: float, victim: str
) -> list[str]:
    """What a kill of `victim` breaks, `moment` seconds after a night is begun on a copy of `good` in `data`."""
    shutil.copytree(good, data)
    with PublishedReader(data) as found:
        run = trial.start(data, TRIED)
        time.sleep(moment)
        family = descendants(run.pid)
        target = next((pid for pid, command in family.items() if victim and victim in command), run.pid)
        os.kill(target, signal.SIGKILL)
        try:
            run.wait(600)
        except subprocess.TimeoutExpired:
            found.append("the run hangs")
            run.kill()
        until = time.monotonic() + WAIT
        while alive(family) and time.monotonic() < until:
            time.sleep(0.2)
        found += [f"lives on: {family[pid][:100]}" for pid in alive(family)]
        found += [f"after the kill: {one.what}" for one in _findings(data) if one.severity == "error"]
        if trial.start(data, TRIED).wait(600) != 0:
            found.append("the next run failed")
    found += [f"after the next run: {one.what}" for one in _findings(data)]
    tables_now = night_bytes(data, TRIED)
    found += [f"{name} is not that of an undisturbed run" for name in whole if tables_now.get(name) != whole[name]]
    return found


class PublishedReader:
    """A thread that opens every published file while the block runs; gives the list of those that cannot be read."""

    def __init__(self, data: Path) -> None:
        self._data, self._end, self._found = data, threading.Event(), list[str]()
        self.rounds = 0  # times that all files were opened
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> list[str]:
        self._thread.start()
        return self._found

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _read(self) -> None:
        while not self._end.wait(0.5):
            for file in list(published(self._data)):
                try:
                    _open(file)
                except FileNotFoundError:
                    continue  # replaced by a night that does not have it
                except Exception as error:
                    self._found.append(f"a reader could not open {file}: {error}")
                if self._end.is_set():
                    return
            self.rounds += 1


def published(data: Path) -> Iterator[Path]:
    """The files that readers open: tables, records and pages."""
    for file in data.rglob("*.*"):
        hidden = any(part.startswith(".") for part in file.relative_to(data).parts)
        if not hidden and file.suffix in (".parquet", ".json", ".html") and "dagster" not in file.parts:
            yield file


def _open(file: Path) -> None:
    if file.suffix == ".parquet":
        pq.ParquetFile(file).read()
    elif file.suffix == ".json":
        json.loads(file.read_bytes())
    elif not file.read_bytes().rstrip().endswith(b"</html>"):
        raise ValueError("the page ends early")


def night_bytes(data: Path, date: dt.date) -> dict[str, bytes]:
    """The bytes of the night's tables that do not tell when they were fetched."""
    store = Store(data)
    names = [name for name in store.names() if not name.startswith("raw_") and name != "board_fetches"]
    return {name: Path(store.path(name, date)).read_bytes() for name in names if date in store.dates(name)}


def _findings(data: Path) -> list[Finding]:
    store = Store(data)
    return [*state(store, str(data)), *tables(store)]


def descendants(root: int) -> dict[int, str]:
    """The processes that descend from `root`, by id with their command lines."""
    listed = subprocess.run(["ps", "-ww", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    found = {root: "the run"}
    while more := {int(row[0]): row[2] for row in rows if int(row[1]) in found and int(row[0]) not in found}:
        found |= more
    return found


def alive(family: dict[int, str]) -> list[int]:
    """Those that are at work still; one that nobody has waited for is not."""
    found = []
    for pid in family:
        try:
            status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except OSError:
            continue
        if status != "Z":
            found.append(pid)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m pipelines.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--size", default="0.005", help="fraction of the full market")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, required=True, help="a folder that is not there yet; removed at the end")
    args = parser.parse_args()
    folder = args.data.resolve()
    folder.mkdir(parents=True)
    rng, trial, good = random.Random(args.seed), Trial(folder, args.size), folder / "good"
    if trial.start(good, GOOD).wait() != 0:
        parser.error("the first night failed")
    shutil.copytree(good, folder / "whole")
    began = time.monotonic()
    if trial.start(folder / "whole", TRIED).wait() != 0:
        parser.error("the undisturbed night failed")
    seconds, whole, bad = time.monotonic() - began, night_bytes(folder / "whole", TRIED), 0
    for number in range(args.kills):
        moment, victim, data = rng.uniform(0, seconds), rng.choice(VICTIMS), folder / f"kill-{number}"
        broken = broken_by_kill(trial, good, whole, data, moment, victim)
        bad += bool(broken)
        print(f"{number + 1}: {victim or 'the run'} after {moment:.1f} s: {'; '.join(broken) or 'well'}", flush=True)
        shutil.rmtree(data)
    print(f"{args.kills} kills within {seconds:.0f} s, {bad} of them broke something")
    shutil.rmtree(folder)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
