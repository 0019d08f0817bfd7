"""Everything that Dagster loads: assets, checks, the nightly job and its schedule, resources."""

import datetime as dt
import os

import dagster as dg

from pipelines.assets.crawl import crawl_assets
from pipelines.assets.publication import publication_asset
from pipelines.assets.publish import publish_assets
from pipelines.assets.roles import role_assets
from pipelines.assets.tables import table_assets
from pipelines.checks import table_checks
from pipelines.partitions import nights
from pipelines.progress import progress_logger
from pipelines.resources import NIGHTLY, Source, Tables

MAX_RUNTIME = 6 * 60 * 60  # seconds after which Dagster ends a run that hangs


def build_defs(covering: dt.date | None = None) -> dg.Definitions:
    """The definitions, with partitions up to today or to `covering` (the sample market has a calendar of its own).

    The boards come from ROLEMETER_BOARDS, else from the sample market of the size ROLEMETER_MARKET;
    ROLEMETER_EXTENSIONS names a folder of the user's own skills, roles, metros and profiles.
    """
    partitions = nights(covering)
    nightly = dg.define_asset_job(
        NIGHTLY,
        selection=dg.AssetSelection.all(),
        executor_def=dg.in_process_executor,
        description="Crawls every board and rebuilds every table, record and page of a snapshot date.",
        tags={"dagster/max_runtime": str(MAX_RUNTIME)},
    )
    schedule = dg.build_schedule_from_partitioned_job(
        nightly,
        name="every_night",
        hour_of_day=3,
        minute_of_hour=15,
        description="Runs the nightly job at 03:15 UTC for the date that has begun.",
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )
    return dg.Definitions(
        assets=[
            crawl_assets(partitions),
            *table_assets(partitions),
            *role_assets(partitions),
            *publish_assets(partitions),
            publication_asset(partitions),
        ],
        asset_checks=table_checks(),
        jobs=[nightly],
        schedules=[schedule],
        resources={
            "tables": Tables(data=os.environ.get("ROLEMETER_DATA", "")),
            "source": Source(
                boards=os.environ.get("ROLEMETER_BOARDS", ""),
                market=os.environ.get("ROLEMETER_MARKET", "small"),
                contact=os.environ.get("ROLEMETER_CONTACT", ""),
                scheduler=os.environ.get("ROLEMETER_SCHEDULER", ""),
                extensions=os.environ.get("ROLEMETER_EXTENSIONS", ""),
            ),
        },
        loggers={"progress": progress_logger, "console": dg.colored_console_logger},
    )


defs = build_defs()
