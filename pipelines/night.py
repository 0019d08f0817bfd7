"""One night from the command line: the nightly job in this process, recorded in the same history that the UI shows."""

import contextlib
import datetime as dt
import logging
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import dagster as dg

from analytics.values.money import OLDEST_RATE_DAYS, check_rates
from pipelines.alerts.look import look
from pipelines.cluster import ClusterError
from pipelines.configuration import in_force
from pipelines.definitions import build_defs
from pipelines.doctor.state import check_state
from pipelines.importing import AS_IS, Reading, read_files
from pipelines.lock import Busy, held
from pipelines.orphans import clear_work, fail_orphans
from pipelines.partitions import today
from pipelines.resources import NIGHTLY, PROCESS_TAG, PUBLICATION, crawl_folder, process_owner
from pipelines.settings import data_directory, state_directory, work_directory
from pipelines.timeline import NO_RETRY, with_origin
from pipelines.work import Work
from storage import staging
from storage.directory import REAL, SAMPLE, DirectoryError, check_kind
from storage.store import Store
from storage.tables import is_crawled

PAGES = "comparison_pages"

log = logging.getLogger(__name__)


class NightError(Exception):
    """A night that cannot be run as asked; says what to do."""


def run_night(
    *,
    boards: str = "",
    postings: Sequence[str] = (),
    reading: Reading = AS_IS,
    data: str | None = None,
    date: dt.date | None = None,
    market: str = "small",
    market_port: int = 0,
    contact: str = "",
    extensions: str = "",
    pipeline: str = "",
    workers: int = 0,
    scheduler: str = "",
    currency: str = "",
    oldest_rate_days: int = OLDEST_RATE_DAYS,
    accept: bool = False,
    fresh: bool = False,
    quiet: bool = False,
    log_file: str = "",
    tables: Sequence[str] = (),
    pages: bool = True,
) -> bool:
    """Runs the nightly job for `date` (default: today) and says whether it succeeded and its night was published.

    With `fresh` every posting is read anew, also those whose payload is that of the night before.
    With `quiet` only what goes wrong is printed; `log_file` is given all lines of progress.
    With `accept` nothing is crawled: the night of `date`, as it was crawled, is made and published whatever the checks
    against the last good night say.

    Then `tables` are those to make, with all that is made of them (none: all), and without `pages` the site stays.

    Records show pay as advertised, or converted to `currency` by ECB rates that are at most `oldest_rate_days` old.
    `extensions` is a folder of the user's data, `pipeline` a configuration or model of theirs.
    `postings` are files of postings that are read beside the boards, or alone, as `reading` says.
    `scheduler` is the address of a Dask scheduler whose cluster does all but the crawl.
    Raises NightError when the boards cannot be crawled for that date, another run is under way or the cluster cannot do
    the work, RateError (of analytics.values.money) when nothing can be converted to that currency on that date, and
    PostingsFileError when a file of postings cannot be read or two have one name.
    """
    in_force()  # a setting that cannot be used is told before anything is crawled
    date = date or today()
    if accept and not Store(data_directory(data)).exists("board_fetches", date):
        raise NightError(f"no night of {date} has been crawled in {data_directory(data)}; run it first: rolemeter run")
    read_files([Path(file) for file in postings], date, reading)
    if boards and date != today():
        when = "lies in the future" if date > today() else "is past"
        raise NightError(f"--date {date} {when}: real boards can only be crawled for today ({today()})")
    if currency:
        check_rates(currency, date, oldest_rate_days)
    directory = data_directory(data)
    try:
        if not accept:
            check_kind(Store(directory), REAL if boards or postings else SAMPLE)
    except DirectoryError as error:
        raise NightError(str(error)) from error
    home = state_directory(directory)
    check_state(home)
    try:
        Work(directory, workers, scheduler, tuple(filter(None, (extensions, pipeline)))).check()
    except ClusterError as error:
        raise NightError(str(error)) from error
    with _only_run(work_directory(directory)), _instance(home) as instance:
        fail_orphans(instance)
        store = Store(directory)
        staging.recover(store)
        clear_work(work_directory(directory), crawl_folder(date))
        for stale in staging.staged_dates(store):
            staging.discard(store, stale)
        defs = build_defs(date, boards, imports=bool(postings), data=directory)
        job = defs.resolve_job_def(NIGHTLY)
        with with_origin(instance):
            result = job.execute_in_process(
                instance=instance,
                partition_key=date.isoformat(),
                run_config={
                    "loggers": {"progress": {"config": {"quiet": quiet, "log_file": log_file}}},
                    "resources": {
                        "tables": {"config": {"data": directory}},
                        "source": {
                            "config": {
                                "boards": boards,
                                "postings": list(postings),
                                "postings_columns": dict(reading.columns),
                                "postings_dates": reading.dates,
                                "market": market,
                                "market_port": market_port,
                                "contact": contact,
                                "extensions": extensions,
                                "pipeline": pipeline,
                                "workers": workers,
                                "scheduler": scheduler,
                                "fresh": fresh,
                            }
                        },
                    },
                    "ops": {
                        "role_comparisons": {"config": {"currency": currency, "oldest_rate_days": oldest_rate_days}},
                        PUBLICATION: {"config": {"accept": accept}},
                    },
                },
                asset_selection=_behind_the_crawl(job, tables, pages) if accept else None,
                tags={PROCESS_TAG: str(os.getpid()), **NO_RETRY},
                raise_on_error=False,
            )
        _tell(directory, instance)
        return bool(result.success)


def _tell(data: str, instance: dg.DagsterInstance) -> None:
    """Alerts as the schedule's sensor gives them; the night is as it is, whether they can be told or not."""
    try:
        look(data, instance, log, scheduled=False)
    except Exception as error:
        log.warning("alerts could not be told: %s: %s", type(error).__name__, error)


def _behind_the_crawl(job: dg.JobDefinition, tables: Sequence[str], pages: bool) -> list[dg.AssetKey]:
    """What is made of the crawl: all of it, or `tables` and what is made of them."""
    graph = job.asset_layer.asset_graph
    derived = {key for key in job.asset_layer.executable_asset_keys if not is_crawled(key.path[-1])}
    chosen, waiting = set[dg.AssetKey](), [dg.AssetKey(name) for name in tables] or sorted(derived)
    while waiting:
        key = waiting.pop()
        if key in derived and key not in chosen:
            chosen.add(key)
            # Tables that are made together cannot be made apart.
            waiting += [*graph.get(key).child_keys, *graph.get(key).execution_set_asset_keys]
    return sorted(key for key in chosen if pages or key.path[-1] != PAGES)


@contextlib.contextmanager
def _instance(home: Path) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.from_config(str(home)) as instance:
        yield instance


@contextlib.contextmanager
def _only_run(work: Path) -> Iterator[None]:
    """Holds the data directory's lock for this process, whose run finds it held by its own (resources.Tables)."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(held(work, process_owner(os.getpid())))
        except Busy as busy:
            raise NightError(str(busy)) from None
        yield
