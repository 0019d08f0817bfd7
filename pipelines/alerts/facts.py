"""Reads what is known of the nights from the tables and from Dagster's history."""

import datetime as dt
from collections import Counter

import dagster as dg

from pipelines.alerts.causes import Ended, Facts, Limits
from pipelines.decision import Figures
from pipelines.figures import BOARD_COLUMNS, figures_of
from pipelines.health import HISTORY, NIGHTS, drifts, nights_of
from pipelines.held import held_nights
from pipelines.resources import NIGHTLY
from pipelines.schedule import last_tick
from storage.store import DamagedFile, Store

PARTITION = "dagster/partition"
AUDIT_COLUMNS = ["platform", "board", "leftovers", "missing"]
RUNS = 30  # newest nightly runs that are looked through


def read_facts(store: Store, instance: dg.DagsterInstance, limits: Limits, now: dt.datetime, scheduled: bool) -> Facts:
    """The facts at the time `now`; `scheduled`: whether the schedule should run here, so that a night can be late."""
    published = store.dates("market_totals")
    crawled = max(store.dates("board_fetches"), default=None)
    audits = (
        nights_of(store, "payload_audit", ["platform", "board", "leftovers", "missing"], crawled, HISTORY)
        if crawled
        else []
    )
    due = last_tick(now - dt.timedelta(hours=limits.late_hours)).astimezone(dt.UTC).date() if scheduled else None
    return Facts(
        published=published[-1] if published else None,
        expected=due if published and due and due > published[0] else None,
        ended=_ended(instance),
        held=held_nights(store),
        boards=nights_of(store, "board_fetches", BOARD_COLUMNS, crawled, NIGHTS) if crawled else [],
        # What is so since the first night is how the platform is, and no change.
        drifts=[one for one in drifts(audits) if one.since > audits[0][0]] if audits else [],
        audited=Counter(row["platform"] for row in audits[-1][1]) if audits else {},
        figures=_figures(store, published[-NIGHTS - 1 :]),
    )


def _figures(store: Store, dates: list[dt.date]) -> list[tuple[dt.date, Figures]]:
    found = []
    for date in dates:
        try:
            found.append((date, figures_of(store, date)))
        except (DamagedFile, FileNotFoundError):
            continue  # of a night that cannot be read nothing is usual; others name it
    return found


def _ended(instance: dg.DagsterInstance) -> Ended | None:
    """The newest nightly run that has ended and that nothing follows which might still succeed."""
    for run in instance.get_runs(dg.RunsFilter(job_name=NIGHTLY), limit=RUNS):
        if PARTITION not in run.tags:
            continue
        if not run.is_finished:
            return None
        has_failed = run.status != dg.DagsterRunStatus.SUCCESS
        return Ended(dt.date.fromisoformat(run.tags[PARTITION]), has_failed, _why(instance, run) if has_failed else "")
    return None


def _why(instance: dg.DagsterInstance, run: dg.DagsterRun) -> str:
    """What the first step that failed says, else what ended the run."""
    if run.status == dg.DagsterRunStatus.CANCELED:
        return "it was cancelled"
    kinds = {dg.DagsterEventType.STEP_FAILURE, dg.DagsterEventType.RUN_FAILURE}
    for record in instance.get_records_for_run(run.run_id, of_type=kinds, limit=1).records:
        event = record.event_log_entry.get_dagster_event()
        if event.is_step_failure:
            error = event.step_failure_data.error
            cause = error.cause or error if error else None
            return f"{event.step_key}: {' '.join(cause.message.split())[:300]}" if cause else str(event.step_key)
        return " ".join((event.message or "").split())[:300]
    return ""
