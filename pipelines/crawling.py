"""Starts one crawl process a platform, side by side, and judges each by the report that it writes."""

import os
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

from spiders.job import Job, Report, lost_crawl, read_report

# Dagster's own Pipes code calls a preview function of Dagster's; there is nothing that we could do differently.
warnings.filterwarnings("ignore", message=".*expected_writer_count.*")

MOST_SAID = 100_000  # bytes of a crawl's log that are kept
GRACE = 45  # seconds that a crawl has to end by itself after SIGINT


@dataclass(frozen=True, slots=True)
class Crawled:
    """How a platform's crawl ended: its report, or None with the reason when it left none."""

    platform: str
    folder: Path
    report: Report | None
    problem: str | None


def crawl_all(context: dg.AssetExecutionContext, jobs: Mapping[str, tuple[Job, Path]]) -> Iterator[Crawled]:
    """Crawls the platforms side by side and gives each as it ends.

    Each crawl is a process of its own under a Dagster Pipes session, whose messages go to the event log. When the
    run is cancelled or this generator is closed, the crawls get SIGINT and are killed after GRACE seconds.
    """
    stop = threading.Event()
    with ThreadPoolExecutor(max_workers=max(1, len(jobs)), thread_name_prefix="crawl") as threads:
        futures = [threads.submit(_crawl, context, platform, *job, stop) for platform, job in jobs.items()]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            stop.set()


def _crawl(context: dg.AssetExecutionContext, platform: str, job: Job, folder: Path, stop: threading.Event) -> Crawled:
    folder.mkdir(parents=True, exist_ok=True)
    job_file = folder / "job.json"
    job.write(job_file)
    with dg.open_pipes_session(
        context=context.op_execution_context,
        context_injector=dg.PipesFileContextInjector(str(folder / "context.json")),
        message_reader=dg.PipesFileMessageReader(str(folder / "messages.jsonl")),
    ) as session:
        environment = {**os.environ, **session.get_bootstrap_env_vars()}
        with (folder / "crawl.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "spiders.crawl", str(job_file), str(os.getpid())],
                env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
            code = _wait(process, stop)
    said = _said(folder / "crawl.log")
    context.log.debug(f"what Scrapy said of {platform}:\n{said}")
    try:
        return Crawled(
            platform, folder, read_report(folder), None if code == 0 else f"crawl ended with exit code {code}"
        )
    except (OSError, ValueError):
        return Crawled(platform, folder, None, lost_crawl(code, said))


def _said(log: Path) -> str:
    """The end of what a crawl said. It goes into the run's log, which is kept as long as the run is."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - MOST_SAID))
        return file.read().decode("utf-8", errors="replace")


def _wait(process: subprocess.Popen[bytes], stop: threading.Event) -> int:
    while True:
        try:
            return process.wait(0.2)
        except subprocess.TimeoutExpired:
            if stop.is_set():
                process.send_signal(signal.SIGINT)
                try:
                    return process.wait(GRACE)
                except subprocess.TimeoutExpired:
                    process.kill()
                    return process.wait()
