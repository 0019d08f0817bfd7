"""The calendar of the tables: one partition a snapshot date."""

import datetime as dt

import dagster as dg


def today() -> dt.date:
    """The current date in UTC, the only clock of the project."""
    return dt.datetime.now(dt.UTC).date()


def nights(first: dt.date | None = None, covering: dt.date | None = None) -> dg.DailyPartitionsDefinition:
    """Daily partitions from `first` (default: today) to today, stretched to `covering` where that lies outside.

    A night's data is complete when its crawl ends, on the same date; hence `end_offset` counts today in.
    """
    date = covering or today()
    return dg.DailyPartitionsDefinition(
        start_date=min(first or today(), date, today()).isoformat(), end_offset=1 + max(0, (date - today()).days)
    )
