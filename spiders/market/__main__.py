"""Serves the sample market from the command line; the first line printed is its address."""

import argparse
import contextlib
import dataclasses
import datetime as dt
import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from spiders.market.faults import inject
from spiders.market.generate import Market, build
from spiders.market.moving import MovingMarket, build_moving
from spiders.market.server import serve
from spiders.parent import end_with_parent

MOVING = "moving-"  # before the size
PORT = 18790  # the same from night to night, so that addresses of career pages stay what they are


def _served(market: Market, port: int | None, faults: dict[str, str]) -> tuple[str, Callable[[], None]]:
    if port is not None:
        return serve(market, port, faults)
    try:
        return serve(market, PORT, faults)
    except OSError:
        return serve(market, 0, faults)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m spiders.market", description=__doc__)
    parser.add_argument("--size", default="small", help="small, full, or a fraction of full; moving-small, ...")
    parser.add_argument("--date", type=dt.date.fromisoformat, help="date of the market (default: today, UTC)")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives another market of the same figures")
    parser.add_argument("--port", type=int, help=f"0 takes a free one (default: {PORT}, or a free one if it is taken)")
    parser.add_argument("--boards", type=Path, help="write the boards file for this market there, then serve")
    parser.add_argument(
        "--truth", type=Path, help="write what is true of each posting there, as JSON lines, then serve"
    )
    parser.add_argument("--employers", type=int, help="how many employers share the market; 1: all on one board")
    parser.add_argument("--every-platform", action="store_true", help="speak every platform's dialect, not five")
    parser.add_argument("--faults", type=float, default=0.0, help="share of the boards that misbehave, e.g. 0.1")
    parser.add_argument("--with-parent", type=int, nargs="?", const=os.getppid(), help="end with this process (its id)")
    args = parser.parse_args()
    if args.with_parent:
        end_with_parent(args.with_parent)
    date, moving = args.date or dt.datetime.now(dt.UTC).date(), args.size.startswith(MOVING)
    written = args.size.removeprefix(MOVING)
    try:
        size = written if written.isalpha() else float(written)
        if moving:
            market: Market = build_moving(size, date, args.seed)
        else:
            market = build(size, date, args.seed, args.employers, args.every_platform)
        faults = inject(market, args.seed, args.faults) if args.faults else {}
        faults |= market.faults() if isinstance(market, MovingMarket) else {}
        url, stop = _served(market, args.port, faults)
        if args.boards:
            args.boards.write_text(market.boards_csv(url, faults), encoding="utf-8")
        if args.truth:
            lines = (json.dumps(dataclasses.asdict(one), default=str, ensure_ascii=False) for one in market.truth())
            args.truth.write_text("\n".join([*lines, ""]), encoding="utf-8")
    except (OSError, ValueError) as problem:
        print(f"the market cannot be served: {problem}", file=sys.stderr)
        return 2
    print(url, flush=True)
    for board, kind in faults.items():
        print(f"{board}\t{kind}", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()
    stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
