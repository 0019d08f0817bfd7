"""What goes into a crawl process and what comes out: a job file and a report file."""

import dataclasses
import datetime as dt
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spiders.board_state import BoardReport
from spiders.platform import Board
from spiders.revisits import Read

RAW, REPORT = "raw.parquet", "report.json"


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps of a crawl. Times in seconds, sizes in bytes; counts are per board unless they say otherwise."""

    delay: float = 0.5
    concurrency: int = 2
    near_at_once: bool = True  # hosts on loopback that the boards file names are asked without delay
    timeout: float = 20.0
    retries: int = 2
    longest_wait: float = 30.0
    redirects: int = 5
    answer_bytes: int = 384 * 1024 * 1024
    posting_bytes: int = 4 * 1024 * 1024
    board_pages: int = 1500  # of a board's lists; 30,000 postings, 20 a page
    board_requests: int = 20_000
    board_seconds: float = 3 * 3600.0  # boards of one host take turns, so that each takes as long as all
    host_requests: int = 25_000  # a night's budget for one host
    crawl_seconds: float = 4 * 3600.0
    kept_every: float = 15.0  # after so long what there is is made safe, so that a crawl that is killed can go on


@dataclass(frozen=True, slots=True)
class Job:
    """One platform's crawl for one snapshot date. `validators` are last night's etag and last_modified by board.

    `known` are, by board, the postings that were read on a night before, by id: one that has not changed since, by what
    the list says, is not asked again (spiders/revisits.py). A `probe` asks each board once and keeps nothing.
    """

    platform: str
    boards: list[Board]
    snapshot_date: dt.date
    output: Path
    validators: dict[str, dict[str, str | None]] = field(default_factory=dict)
    known: dict[str, dict[str, Read]] = field(default_factory=dict)
    contact: str = ""
    probe: bool = False
    limits: Limits = field(default_factory=Limits)

    def write(self, path: Path) -> None:
        data = dataclasses.asdict(self)
        data |= {"snapshot_date": self.snapshot_date.isoformat(), "output": str(self.output)}
        path.write_text(json.dumps(data), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Job":
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        data["boards"] = [Board(**board) for board in data["boards"]]
        data["limits"] = Limits(**data["limits"])
        data["snapshot_date"] = dt.date.fromisoformat(data["snapshot_date"])
        data["output"] = Path(data["output"])
        known = data["known"].items()
        data["known"] = {board: {one: Read(**read) for one, read in reads.items()} for board, reads in known}
        return cls(**data)


@dataclass(frozen=True, slots=True)
class Report:
    """How a crawl ended. Only "finished" says that it came to its end by itself."""

    platform: str
    finish_reason: str
    boards: list[BoardReport]
    requests: int
    seconds: float
    memory: int  # peak resident set of the crawl process, bytes

    @property
    def finished(self) -> bool:
        return self.finish_reason == "finished"

    def write(self, folder: Path) -> None:
        draft = folder / f"{REPORT}.tmp"
        draft.write_text(json.dumps(dataclasses.asdict(self)), encoding="utf-8")
        os.replace(draft, folder / REPORT)  # noqa: PTH105


def read_report(folder: Path) -> Report:
    """The report that a crawl left. Raises OSError when there is none, ValueError when it is damaged."""
    data = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    try:
        return Report(**data | {"boards": [BoardReport(**board) for board in data["boards"]]})
    except (TypeError, KeyError) as error:
        raise ValueError(f"{folder / REPORT}: not a crawl report ({error})") from error


def lost_crawl(code: int, said: str) -> str:
    """Why a crawl left no report, from its exit code and what it said last."""
    ended = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
    last = [line for line in said.strip().splitlines() if "] INFO: " not in line][-1:]
    return f"the crawl {ended} and left no report" + (f": {last[0]}" if last else "")
