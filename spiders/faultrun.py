"""Crawls the sample market, in which every platform has boards, with a tenth of them sick: python -m spiders.faultrun

Prints boards, requests, faults injected and named rightly, postings expected and got, and the speed. Exits with 1 when
a fault was not named as what it is, or a healthy board was not read whole: every posting once, as it was served.
"""

import argparse
import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq

from spiders.board_state import BoardReport
from spiders.boards import read_boards
from spiders.dialect import parse_payload
from spiders.job import Job, Limits, Report, read_report
from spiders.market import Market, MarketBoard, build
from spiders.market.faults import FAULTS, inject
from spiders.platform import Board
from spiders.platforms import platforms
from spiders.resume import raw_files

SIDE_BY_SIDE = 6  # crawls at a time: they wait more than they work
KEYS = {  # the market accepts any
    name: "any-key@market.example" for platform in platforms().values() for name in platform.keys
}
ROOT = Path(__file__).resolve().parent.parent
# Less patient than at night, so that the run ends soon; the caps are those at which the faults aim.
LIMITS = Limits(delay=0.0, timeout=8.0, retries=1, longest_wait=2.0, answer_bytes=64 * 2**20, board_requests=1500)


@dataclass(slots=True)
class Outcome:
    """What a run found: the reports by board, how many boards are sick, and what is wrong with the run, in words."""

    reports: dict[str, BoardReport] = field(default_factory=dict)
    expected: int = 0
    got: int = 0
    faults: int = 0
    named: int = 0
    healthy: int = 0
    whole: int = 0
    requests: int = 0
    seconds: float = 0.0
    memory: int = 0
    wrong: list[str] = field(default_factory=list)


def judge(
    market: Market, faults: Mapping[str, str], reports: Sequence[Report], rows: Mapping[str, list[tuple[str, str]]]
) -> Outcome:
    """Compares the crawls with what is true: a sick board is to be named as such, a healthy one to be whole.

    `rows` are the ids and payloads that each board brought.
    """
    found = Outcome()
    found.reports = {board.board: board for report in reports for board in report.boards}
    for board in market.boards:
        report = found.reports.get(board.board) or _of_address(found.reports, board.board)
        open_now = {market.external_id(listing) for listing in market.listings[board.board]}
        kind = faults.get(board.board)
        if report is None:
            found.wrong.append(f"{board.platform} {board.board}: nothing is told of it")
            continue
        outcome = f"{board.platform} {board.board}: {report.status} ({report.reason}), {report.postings} postings"
        if kind is not None:
            found.faults += 1
            is_named = report.status in FAULTS[kind].statuses and (
                _is_told(board.platform, kind, rows.get(report.board, []), len(open_now))
                if report.status == "ok"
                else bool(report.reason)
            )
            found.named += is_named
            if not is_named:
                found.wrong.append(f"{outcome}; fault {kind}")
            continue
        mine = rows.get(report.board, []) if report.status == "ok" else []
        brought = [external_id for external_id, _ in mine]
        found.healthy += 1
        found.expected += len(open_now)
        found.got += len(set(brought) & open_now)
        is_whole = sorted(brought) == sorted(open_now) and report.status == ("ok" if open_now else "empty")
        misread = list(_misread(market, board, mine)) if is_whole else []
        found.whole += is_whole and not misread
        if not is_whole:
            found.wrong.append(f"{outcome}; expected {len(open_now)}")
        elif misread:
            found.wrong.append(f"{outcome}; {len(misread)} not as served, the first {misread[0]}")
    found.requests = sum(report.requests for report in reports)
    found.memory = max((report.memory for report in reports), default=0)
    return found


def _misread(market: Market, board: MarketBoard, rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The ids of postings of which the payload does not tell the true title, employer and text, nothing left over."""
    named = Board(board.platform, board.board, board.company)
    for external_id, payload in rows:
        listing = market.listing(board.board, external_id)
        posting, left, _ = parse_payload(board.platform, payload, named)
        if listing is None or posting is None:
            yield external_id
            continue
        truth = (market.title(listing), listing.tenancy.employer.name)
        if left or not posting.html or (posting.title, posting.company or board.company) != truth:
            yield external_id


def _is_told(platform: str, kind: str, rows: Sequence[tuple[str, str]], open_now: int) -> bool:
    """Whether reading a board's payloads tells what is wrong in them, and reads all others."""
    parsed = [parse_payload(platform, payload, Board(platform, "", "")) for _, payload in rows]
    read = sum(posting is not None for posting, _, _ in parsed)
    if FAULTS[kind].postings == "all but one":
        return len(rows) == open_now and read == open_now - 1
    return read == open_now and all(left for _, left, _ in parsed)


def _of_address(reports: Mapping[str, BoardReport], board: str) -> BoardReport | None:
    """The report of a career site, whose board is the address of its sitemap."""
    return next((report for name, report in reports.items() if f"/{board}/" in name), None)


def crawl_side_by_side(
    boards: Sequence[Board], folder: Path, date: dt.date, limits: Limits, keys: Mapping[str, str]
) -> tuple[list[Report], dict[str, list[tuple[str, str]]]]:
    """Crawls each platform in a process of its own, all at once: the reports, and each board's ids and payloads.

    `keys` are set in the environment of the crawls, for the platforms that ask for some. No more crawls run at a time
    than are useful to the machine.
    """
    by_platform: dict[str, list[Board]] = defaultdict(list)
    for board in boards:
        by_platform[board.platform].append(board)
    environment = {**os.environ, **keys}

    def crawl(platform: str) -> None:
        job = Job(platform, by_platform[platform], date, folder / platform, limits=limits)
        job.output.mkdir()
        job.write(job.output / "job.json")
        command = [sys.executable, "-m", "spiders.crawl", str(job.output / "job.json")]
        with (job.output / "log").open("wb") as log:
            subprocess.run(command, cwd=ROOT, stdout=log, stderr=log, env=environment, check=False)

    largest_first = sorted(by_platform, key=lambda platform: -len(by_platform[platform]))
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        list(pool.map(crawl, largest_first))
    rows: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for platform in by_platform:
        files = raw_files(folder / platform)
        if not files:  # of the platform's boards none brought a posting
            continue
        found = pq.ParquetDataset(files).read(columns=["board", "external_id", "payload"])
        for board_name, external_id, payload in zip(*(column.to_pylist() for column in found.columns), strict=True):
            rows[board_name].append((external_id, payload))
    return [read_report(folder / platform) for platform in by_platform], rows


def run(size: str | float, seed: int, share: float, limits: Limits = LIMITS) -> tuple[Outcome, dict[str, str]]:
    """Serves a market with faults from a process of its own, crawls it, and judges: the outcome and the faults."""
    date = dt.date(2026, 11, 23)
    market = build(size, date, seed, every=True)
    faults = inject(market, seed, share) if share else {}
    with tempfile.TemporaryDirectory(prefix="rolemeter-faults-") as name, _server(Path(name), size, date, seed, share):
        began = time.monotonic()
        reports, rows = crawl_side_by_side(read_boards(Path(name) / "boards.csv"), Path(name), date, limits, KEYS)
        seconds = time.monotonic() - began
    outcome = judge(market, faults, reports, rows)
    outcome.seconds = seconds
    return outcome, faults


class _server:
    """The market's server as a process, for as long as the block lasts."""

    def __init__(self, folder: Path, size: str | float, date: dt.date, seed: int, share: float) -> None:
        options = ["--size", str(size), "--date", date.isoformat(), "--seed", str(seed), "--faults", str(share)]
        options += ["--every-platform", "--port", "0", "--boards", str(folder / "boards.csv"), "--with-parent"]
        self._command = [sys.executable, "-m", "spiders.market", *options]

    def __enter__(self) -> str:
        self._process = subprocess.Popen(self._command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        address = self._process.stdout.readline().strip()
        if not address:
            raise OSError("the market's server did not start")
        return address

    def __exit__(self, *error: object) -> None:
        self._process.terminate()
        self._process.communicate()


def lines(outcome: Outcome, faults: Mapping[str, str]) -> Iterator[str]:
    """The outcome in words, a line each."""
    asked, read = (count / max(outcome.seconds, 0.001) for count in (outcome.requests, outcome.got))
    yield f"boards     {outcome.healthy + outcome.faults}, of them sick {outcome.faults}"
    yield f"faults     {outcome.named} of {outcome.faults} named rightly"
    yield f"healthy    {outcome.whole} of {outcome.healthy} boards whole"
    yield f"postings   {outcome.got} of {outcome.expected} of the healthy boards, none twice"
    yield f"requests   {outcome.requests} in {outcome.seconds:.1f} s: {asked:.0f} requests/s, {read:.0f} postings/s"
    yield f"memory     {outcome.memory / 2**20:.0f} MB at most in a crawl process"
    for kind, count in sorted(Counter(faults.values()).items()):
        boards = [board for board, found in faults.items() if found == kind]
        reports = [outcome.reports.get(board) or _of_address(outcome.reports, board) for board in boards]
        outcomes = Counter(f"{one.status}: {one.reason}" if one.reason else one.status for one in reports if one)
        yield f"  {kind:<10} {count:>3}  {'; '.join(list(dict(outcomes.most_common(2))))[:150]}"
    yield from (f"WRONG: {text}" for text in outcome.wrong)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m spiders.faultrun", description=__doc__)
    parser.add_argument("--size", default="small", help="small, full, or a fraction of the full market")
    parser.add_argument("--seed", type=int, default=1, help="which boards fall sick, and of which market")
    parser.add_argument("--faults", type=float, default=0.1, help="share of the boards that are sick")
    args = parser.parse_args(argv)
    try:
        outcome, faults = run(args.size if args.size.isalpha() else float(args.size), args.seed, args.faults)
    except (OSError, ValueError) as problem:
        print(f"the fault run failed: {problem}", file=sys.stderr)
        return 2
    for line in lines(outcome, faults):
        print(line)
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
