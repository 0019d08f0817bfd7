"""What the assets are given: the tables, and where the boards come from."""

import contextlib
import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg
from pydantic import PrivateAttr

from pipelines.lock import held
from pipelines.orphans import clear_work
from pipelines.partitions import today
from pipelines.settings import data_directory, lexicon_of, work_directory
from pipelines.stages import At
from pipelines.work import Work
from spiders.boards import read_boards
from spiders.platform import Board
from storage import staging
from storage.store import Store

if TYPE_CHECKING:
    from analytics.extraction.lexicon import Lexicon

NIGHTLY = "nightly"  # the job
PUBLICATION = "publication"  # the asset that ends a night
PROCESS_TAG = "rolemeter/process"  # of runs of the command line: the process that holds the lock for them


def crawl_folder(date: dt.date) -> str:
    """The name below the work directory of the crawl of a date, which a run that is started again goes on with."""
    return f"crawl-{date}"


def process_owner(process: int | str) -> str:
    """The name under which a process of the command line holds the lock for its run."""
    return f"process {process}"


class Tables(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The data directory. Empty: the setting `data`.

    While a run uses it, the run holds the directory's lock (pipelines/lock.py), and another run fails at its start.
    What a run that ends with the publication derives is staged until then; what a run makes without it, a single asset
    from the UI, takes its place at once.
    """

    data: str = ""
    _staging: str = PrivateAttr("")

    @contextlib.contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Generator["Tables", None, None]:
        run = context.run
        if run is None:  # used outside of a run
            yield self
            return
        process = run.tags.get(PROCESS_TAG)
        owner = process_owner(process) if process else f"run {run.run_id}"
        with held(work_directory(self.directory), owner):
            plain = Store(self.directory)
            staging.recover(plain)
            partition = run.tags.get("dagster/partition")
            crawled = dt.date.fromisoformat(partition) if partition else today()
            clear_work(work_directory(self.directory), run.run_id, crawl_folder(crawled))
            if partition and _publishes(run):
                date = dt.date.fromisoformat(partition)
                staging.begin(plain, date, run.root_run_id or run.run_id)
                self._staging = staging.staging_of(date)
            yield self

    @property
    def directory(self) -> str:
        return data_directory(self.data or None)

    def store(self) -> Store:
        return Store(self.directory, self._staging)

    def at(self, date: dt.date) -> At:
        """The night of `date` for a task, which opens the store where it runs."""
        return At(self.directory, self._staging, date)

    def parts(self, run_id: str) -> str:
        """Where the tasks of this run put their parts: where all workers see them, as they see the tables."""
        return f"{self.directory}/.work/{run_id}" if "://" in self.directory else str(self.work(run_id))

    def clear_parts(self, run_id: str) -> None:
        """Removes the parts of this run, and what it crawled, once they are in the tables."""
        shutil.rmtree(self.work(run_id))
        if "://" in self.directory:
            Store(self.directory).keep_only(f"{Store(self.directory).root}/.work/{run_id}", ())

    def work(self, run_id: str) -> Path:
        """A local folder for this run's intermediate files."""
        folder = work_directory(self.directory) / run_id
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def _publishes(run: dg.DagsterRun) -> bool:
    """Whether the publication is among the assets of the run."""
    selected = run.asset_selection  # none or nothing: all of the job's
    return dg.AssetKey(PUBLICATION) in selected if selected else run.job_name == NIGHTLY


class Source(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Where the postings come from: a boards file, files of `postings`, or, without either, the sample market.

    `postings_columns` and `postings_dates` say how those files are read, see pipelines/importing.py.

    `market` is the market's size and `market_port` where it is served (0: where it usually is). `contact` goes into the
    user agent, so that a board's owner can reach whoever crawls it. `workers` processes work side by side (0: one a
    core, four at most); `scheduler` is the address of a Dask scheduler whose cluster works in their place.
    `extensions` is a folder of the user's own skills, roles, metros and profiles, `pipeline` a spaCy configuration or
    model of the user's. `fresh` reads every posting anew, also those whose payload is that of the night before.
    """

    boards: str = ""
    postings: list[str] = []  # noqa: RUF012 (the configuration copies it)
    postings_columns: dict[str, str] = {}  # noqa: RUF012
    postings_dates: str = ""
    market: str = "small"
    market_port: int = 0
    contact: str = ""
    workers: int = 0
    scheduler: str = ""
    extensions: str = ""
    pipeline: str = ""
    fresh: bool = False

    def work(self, data: str) -> Work:
        """What runs the tasks of a stage over the data directory."""
        return Work(data, self.workers, self.scheduler, tuple(filter(None, (self.extensions, self.pipeline))))

    def lexicon(self) -> "Lexicon":
        """The words that postings are read with, with the user's own."""
        return lexicon_of(self.extensions, self.pipeline)

    def method(self) -> str:
        """The version of the rules and of the user's own data and pipeline that postings are read with."""
        from analytics.extraction.own_pipeline import mark
        from analytics.extraction.pipeline import METHOD

        return METHOD + self.lexicon().mark + mark(Path(self.pipeline) if self.pipeline else None)

    @property
    def is_sample(self) -> bool:
        return not self.boards and not self.postings

    @contextlib.contextmanager
    def opened(self, date: dt.date, folder: Path) -> Iterator[list[Board]]:
        """The boards to crawl for `date`; the sample market is served on loopback while the block runs.

        `folder` takes its boards file.
        """
        if self.is_sample:
            with sample_market(self.market, date, folder, self.market_port) as boards:
                yield boards
        else:
            yield read_boards(Path(self.boards)) if self.boards else []


@contextlib.contextmanager
def sample_market(size: str, date: dt.date, folder: Path, port: int = 0) -> Iterator[list[Board]]:
    """Serves the sample market on loopback in a process of its own and gives its boards, also as a file in `folder`."""
    file = folder / "boards.csv"
    command = [sys.executable, "-m", "spiders.market", "--with-parent", str(os.getpid())]
    command += ["--size", size, "--date", date.isoformat()]
    command += ["--port", str(port)] if port else []
    with subprocess.Popen([*command, "--boards", str(file)], stdout=subprocess.PIPE, text=True) as server:
        try:
            if not server.stdout or not server.stdout.readline():
                raise dg.Failure(f"the sample market did not start (exit code {server.wait()})")
            yield read_boards(file)
        finally:
            server.terminate()
