"""Months in an hour: nights in a row over the moving sample market, what each takes, and whether they tell the truth.

python -m pipelines.soak --nights 60 --size 0.01 --data DIR

Runs a night a date in one process and prints seconds, resident memory, files and bytes after each; Dagster's history is
kept for the last `KEPT` nights, as the setting `keep_log_days` does by days. At the end: by how much each grew from the
second third of the nights to the last, and what the tables say beside what is true of the market. Ends with 1 when a
night was not published or a closure is not the market's.
"""

import argparse
import datetime as dt
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import dagster as dg

from pipelines.night import run_night
from pipelines.retention.retain import retain
from pipelines.settings import STATE, state_directory
from spiders.market.moving import OUTAGE, MovingMarket, build_moving
from storage.store import Store

KEPT = 7  # nights of Dagster's history
FIRST = dt.date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Night:
    """What the data directory and the process are like after a night; `files` and `state` are per night kept."""

    seconds: float
    memory: int  # bytes resident
    files: int  # new ones of tables, records and manifests
    state: int  # bytes of Dagster's history
    open_positions: int
    true_positions: int


def soak(data: Path, nights: int, size: float) -> Iterator[tuple[dt.date, Night]]:
    """Runs the nights and gives what each was like. Raises RuntimeError when one is not published."""
    market, store, begun = build_moving(size, FIRST), Store(data), list[dt.datetime]()
    for number in range(nights):
        date = FIRST + dt.timedelta(days=number)
        files, start = len(_files(data)), time.monotonic()
        begun.append(dt.datetime.now(dt.UTC))
        if not run_night(data=str(data), date=date, market=f"moving-{size}", quiet=True):
            raise RuntimeError(f"the night of {date} was not published; see the lines above")
        seconds = time.monotonic() - start
        home = state_directory(str(data))
        with dg.DagsterInstance.from_config(str(home)) as instance:
            oldest = begun[-KEPT:][0]
            now = oldest + dt.timedelta(days=1)
            retain(store, instance, home, payload_nights=0, log_days=1, now=now)
        (row,) = store.arrow("market_totals", date).to_pylist()
        truth = {one.opening_id for one in market.at(date).truth() if one.ai}
        state = sum(file.stat().st_size for file in (data / STATE).rglob("*") if file.is_file())
        yield date, Night(seconds, _memory(), len(_files(data)) - files, state, row["open_positions"], len(truth))


def lifecycle_errors(store: Store, market: MovingMarket, first: dt.date, last: dt.date) -> tuple[int, list[str]]:
    """How many postings were compared, and those whose closing date is not the market's.

    Boards that were out or away for a while are left out: what closed meanwhile is known only later.
    """
    span = [market.at(first + dt.timedelta(days=number)) for number in range((last - first).days + 1)]
    steady = set.intersection(*({board.board for board in one.boards} for one in span))
    steady -= {board for one in span for board, kind in one.faults().items() if kind == OUTAGE}
    lives = {life.posting_id.split(":", 2)[2]: life for life in span[-1].history(first, last)}
    compared, wrong = 0, []
    for row in store.arrow("posting_lifecycle", last).to_pylist():
        life = lives.get(row["posting_id"].split(":")[-1])
        if life is None or row["board"] not in steady:
            continue
        compared += 1
        if row["closed_on"] != life.closed_on:
            wrong.append(f"{row['posting_id']}: closed on {row['closed_on']}, in truth {life.closed_on}")
    return compared, wrong


def growth(values: Sequence[float]) -> float:
    """The median of the last third over that of the second; the first one warms up. NaN for fewer than six values."""
    third = len(values) // 3
    if third < 2:
        return float("nan")
    return statistics.median(values[-third:]) / statistics.median(values[third : 2 * third])


def _files(data: Path) -> list[Path]:
    return [file for file in data.rglob("*") if file.is_file() and STATE not in file.relative_to(data).parts[:1]]


def _memory() -> int:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS:")).split()[1]) * 1024


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m pipelines.soak", description=__doc__)
    parser.add_argument("--nights", type=int, default=60)
    parser.add_argument("--size", type=float, default=0.01, help="fraction of the full market")
    parser.add_argument("--data", type=Path, required=True, help="a data directory that is not there yet")
    args = parser.parse_args()
    if args.data.exists():
        parser.error(f"{args.data} is there already")
    data, nights = args.data.resolve(), []
    for date, night in soak(data, args.nights, args.size):
        nights.append(night)
        print(date, *(f"{name} {value:,.0f}" for name, value in asdict(night).items()), sep="  ", flush=True)
    for name in ("seconds", "memory", "files", "state"):
        print(f"growth of {name}: {growth([getattr(night, name) for night in nights]):.2f}")
    off = [abs(night.open_positions / night.true_positions - 1) for night in nights]
    print(f"open positions: off the truth by {statistics.median(off):.1%} (median night), {max(off):.1%} (worst)")
    last = FIRST + dt.timedelta(days=args.nights - 1)
    compared, wrong = lifecycle_errors(Store(data), build_moving(args.size, FIRST), FIRST, last)
    print(f"lifecycle: {compared} postings compared, {len(wrong)} closed on another date", *wrong[:10], sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
