"""The nightly schedule: when it ticks, for which date, and what it does when a night was missed."""

import datetime as dt
import zoneinfo

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from pipelines.configuration import SettingError, value
from pipelines.partitions import today
from storage.store import Store

NAME = "every_night"
_DAY = dt.timedelta(days=1)


def tick_time() -> tuple[int, int, str]:
    """Hour, minute and time zone of the schedule, from the settings.

    Snapshot dates are dates in UTC. Raises SettingError for a time that daylight saving moves from one date to another:
    one date would be crawled twice a year, another one never.
    """
    hour, minute, zone = value("schedule_hour"), value("schedule_minute"), value("schedule_timezone")
    if len(_shifts(hour, minute, zoneinfo.ZoneInfo(zone))) > 1:
        raise SettingError(
            f"schedule_hour = {hour}, schedule_minute = {minute}, schedule_timezone = {zone!r}: in summer and winter "
            "this falls on different dates in UTC, which snapshot dates are; choose an hour that does not, or UTC"
        )
    return hour, minute, zone


def _shifts(hour: int, minute: int, zone: zoneinfo.ZoneInfo) -> set[int]:
    """By how many days the date in UTC differs from the local one at that time, over two years."""
    start = dt.datetime.combine(today(), dt.time(hour, minute))
    local = [(start + number * _DAY).replace(tzinfo=zone) for number in range(-1, 730)]
    return {(moment.astimezone(dt.UTC).date() - moment.date()).days for moment in local}


def missed_nights(store: Store, until: dt.date) -> list[dt.date]:
    """The dates between the newest crawl and `until`, both excluded, on which nothing was crawled."""
    last = max((date for date in store.dates("board_fetches") if date < until), default=None)
    return [] if last is None else [last + number * _DAY for number in range(1, (until - last).days)]


def nightly_schedule(job: UnresolvedAssetJobDefinition, data: str) -> dg.ScheduleDefinition:
    """The schedule of the nightly job. A tick that comes too late for its date crawls nothing: the past is past."""
    hour, minute, zone = tick_time()

    @dg.schedule(
        name=NAME,
        job=job,
        cron_schedule=f"{minute} {hour} * * *",
        execution_timezone=zone,
        description=f"Runs the nightly job at {hour:02}:{minute:02} {zone} for the date in UTC that it is then.",
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )
    def every_night(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        date = context.scheduled_execution_time.astimezone(dt.UTC).date()
        if date != today():
            return dg.SkipReason(
                f"the night of {date} was missed: nothing ran at {hour:02}:{minute:02} {zone}, and boards can only be "
                f"read for today ({today()}); their postings are those of the next night"
            )
        missed = missed_nights(Store(data), date)
        if missed:
            context.log.warning("missed since the last crawl: %s", ", ".join(map(str, missed)))
        return dg.RunRequest(
            run_key=date.isoformat(),
            partition_key=date.isoformat(),
            tags={"rolemeter/missed": f"{missed[0]} to {missed[-1]}"} if missed else {},
        )

    return every_night


def next_tick(now: dt.datetime) -> dt.datetime:
    """The next time at which the schedule ticks, as Dagster evaluates it."""
    from dagster._utils.schedules import schedule_execution_time_iterator  # what the daemon itself asks

    hour, minute, zone = tick_time()
    return next(schedule_execution_time_iterator(now.timestamp(), f"{minute} {hour} * * *", zone))


def last_tick(now: dt.datetime) -> dt.datetime:
    """The last time at which the schedule ticked or should have."""
    from dagster._utils.schedules import reverse_cron_string_iterator  # what the daemon itself asks

    hour, minute, zone = tick_time()
    return next(reverse_cron_string_iterator(now.timestamp(), f"{minute} {hour} * * *", zone))
