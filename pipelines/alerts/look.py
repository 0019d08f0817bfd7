"""One look at the nights: what is new or over is told by the log and, where a webhook is set, by it."""

import datetime as dt
import fcntl
import logging
import time

import dagster as dg

from pipelines.alerts import memory
from pipelines.alerts.causes import Limits, causes
from pipelines.alerts.facts import read_facts
from pipelines.alerts.webhook import WebhookError, deliver
from pipelines.configuration import value
from pipelines.settings import work_directory
from storage.store import Store

LONGEST = 20.0  # seconds that one look spends on deliveries
LOCK = "alerts.lock"


def look(
    data: str, instance: dg.DagsterInstance, log: logging.Logger, scheduled: bool, now: dt.datetime | None = None
) -> list[str]:
    """Tells what is to be told of the data directory `data`; gives the messages that are new.

    What was told is kept before it is delivered, so that nothing is told twice; what a receiver did not take waits for
    the next look. `scheduled`: whether the schedule should run, so that a night can be late.
    """
    store, limits = Store(data), limits_in_force()
    with (work_directory(data) / LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = memory.load(store)
        found = causes(read_facts(store, instance, limits, now or dt.datetime.now(dt.UTC), scheduled), limits)
        if not scheduled and "late" in kept.told:  # whoever does not know the schedule cannot say that it is over
            found["late"] = kept.told["late"]
        messages = kept.take(found)
        for message in messages:
            log.warning(message)
        address = value("alert_webhook")
        kept.wait(messages if address else [])
        if messages:
            memory.save(store, kept)
        if address and kept.waiting:
            _deliver(address, kept, log)
            memory.save(store, kept)
    return messages


def limits_in_force() -> Limits:
    """The limits of the settings."""
    return Limits(
        boards_percent=value("alert_boards_percent"),
        postings_percent=value("alert_postings_percent"),
        coverage_points=value("alert_coverage_points"),
        late_hours=value("alert_late_hours"),
    )


def _deliver(address: str, kept: memory.Memory, log: logging.Logger) -> None:
    until = time.monotonic() + LONGEST
    while kept.waiting and time.monotonic() < until:
        try:
            deliver(address, kept.waiting[0])
        except WebhookError as error:
            log.warning("%d alerts wait for the webhook: %s", len(kept.waiting), error)
            return
        kept.waiting.pop(0)
