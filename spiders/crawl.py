"""One platform's crawl, in a process of its own: python -m spiders.crawl JOB.json [PARENT]

Reads the job file, crawls, and leaves raw.parquet (columns of the raw table) and report.json in the output folder.
Started under Dagster Pipes it also tells its progress there. It ends when the process that started it is gone; PARENT
is that process's id.
"""

import contextlib
import dataclasses
import logging
import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.task import LoopingCall

from spiders.board_state import BoardState
from spiders.job import Job, Report, read_report
from spiders.parent import end_with_parent, is_gone
from spiders.platforms import platforms
from spiders.resume import boards_done
from spiders.spider import BoardSpider

__all__ = ["Job", "Report", "crawl", "main", "read_report"]

PARENT_LOOK = 1.0  # seconds between looks whether the parent is still there
PARENT_GRACE = 5.0  # seconds after its end that requests under way may take
TELL_EVERY = 5.0  # seconds between lines of progress


class Progress:
    """Tells how far the crawl is: to Dagster's event log under Pipes, else to standard error."""

    def __init__(self, platform: str, boards: int, pipes: Any) -> None:
        self._platform, self._boards, self._pipes = platform, boards, pipes
        self._done = self._unread = self._postings = 0
        self._last = time.monotonic()

    def finished(self, state: BoardState) -> None:
        report = state.report()
        self._done += 1
        self._postings += len(state.ids)
        if report.status not in ("ok", "unchanged", "empty"):
            self._unread += 1
            self._say(f"{self._platform} {state.board}: {report.status}, {report.reason}")
        if self._done == self._boards or time.monotonic() - self._last > TELL_EVERY:
            self._last = time.monotonic()
            unread = f" ({self._unread} not read)" if self._unread else ""
            self._say(f"{self._platform}: {self._done} of {self._boards} boards{unread}, {self._postings} postings")

    def resumed(self, boards: int) -> None:
        self._say(
            f"{self._platform}: {boards} boards were read before the crawl was interrupted; it goes on with the rest"
        )

    def _say(self, line: str) -> None:
        if self._pipes is not None:
            self._pipes.log.info(line)
        else:
            print(line, file=sys.stderr, flush=True)


@contextlib.contextmanager
def _pipes() -> Iterator[Any]:
    """Dagster's Pipes session when there is one, else None."""
    if "DAGSTER_PIPES_CONTEXT" not in os.environ:
        yield None
        return
    from dagster_pipes import open_dagster_pipes

    with open_dagster_pipes() as session:
        yield session


def peak_memory() -> int:
    """Peak resident memory of this process in bytes.

    Where there is /proc it is read there, since ru_maxrss starts with what the process was before exec, its parent.
    """
    status = Path("/proc/self/status")
    if status.exists():
        peak = next((line for line in status.read_text().splitlines() if line.startswith("VmHWM:")), None)
        if peak:
            return int(peak.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def crawl_settings(job: Job) -> Settings:
    """The project's settings for a crawl that leaves its rows in the job's output folder."""
    settings = Settings()
    settings.setmodule("spiders.settings")
    settings.setdict({"KEPT_EVERY": job.limits.kept_every, "LOG_LEVEL": "INFO"}, priority="cmdline")
    return settings


def crawl(job: Job, parent: int | None = None) -> Report:
    """Crawls the job's boards in this process, which must not have run a crawl before; writes and gives the report.

    Boards that an earlier crawl into the same folder has read are not asked again, and stand in the report.
    """
    began = time.monotonic()
    job.output.mkdir(parents=True, exist_ok=True)
    parent = parent or os.getppid()
    end_with_parent(parent, PARENT_GRACE)
    logging.getLogger("scrapy.downloadermiddlewares.robotstxt").setLevel(logging.CRITICAL)  # the board will tell
    with _pipes() as pipes:
        done = boards_done(job)
        rest = dataclasses.replace(job, boards=[board for board in job.boards if board.board not in done])
        progress = Progress(job.platform, len(rest.boards), pipes)
        if done:
            progress.resumed(len(done))
        process = AsyncCrawlerProcess(crawl_settings(job))
        crawler = process.create_crawler(BoardSpider)
        process.crawl(crawler, job=rest, on_finished=progress.finished)

        def look_for_parent() -> None:
            if is_gone(parent) and crawler.engine is not None:
                deferred_from_coro(crawler.engine.close_spider_async(reason="parent_gone"))

        LoopingCall(look_for_parent).start(PARENT_LOOK, now=False)
        process.start()
        spider = crawler.spider
        assert isinstance(spider, BoardSpider) and crawler.stats is not None
        report = Report(
            platform=job.platform,
            finish_reason=str(crawler.stats.get_value("finish_reason", "not started")),
            boards=[*done.values(), *(state.report() for state in spider.states.values())],
            requests=int(crawler.stats.get_value("downloader/request_count", 0)),
            seconds=round(time.monotonic() - began, 3),
            memory=peak_memory(),
        )
        report.write(job.output)
    return report


def main(argv: list[str] | None = None) -> int:
    arguments = sys.argv[1:] if argv is None else argv
    if len(arguments) not in (1, 2) or not all(one.isdecimal() for one in arguments[1:]):
        print("usage: python -m spiders.crawl JOB.json [PARENT]", file=sys.stderr)
        return 2
    try:
        job = Job.load(Path(arguments[0]))
    except (OSError, ValueError, TypeError, KeyError) as error:
        print(f"{arguments[0]}: no job file ({error})", file=sys.stderr)
        return 2
    if job.platform not in platforms():
        print(f"{arguments[0]}: unknown platform {job.platform!r}; known: {', '.join(platforms())}", file=sys.stderr)
        return 2
    return 0 if crawl(job, *map(int, arguments[1:])).finished else 1


if __name__ == "__main__":
    sys.exit(main())
