"""Everything that Dagster loads: assets, checks, the nightly job and its schedule, resources."""

import datetime as dt
from pathlib import Path

import dagster as dg

from pipelines.alerts.sensor import alert_sensor
from pipelines.assets.crawl import crawl_assets
from pipelines.assets.publication import publication_asset
from pipelines.assets.publish import publish_assets
from pipelines.assets.retention import retention_asset
from pipelines.assets.roles import role_assets
from pipelines.assets.tables import table_assets
from pipelines.checks import table_checks
from pipelines.configuration import source_settings
from pipelines.metadata import table_spec
from pipelines.partitions import nights
from pipelines.progress import progress_logger
from pipelines.resources import NIGHTLY, Source, Tables
from pipelines.schedule import nightly_schedule
from pipelines.settings import data_directory
from spiders.boards import read_boards
from spiders.market.employers import EVERYDAY
from spiders.platforms import platforms
from storage.columns import IMPORTED
from storage.store import Store
from storage.tables import raw_table

MAX_RUNTIME = 6 * 60 * 60  # seconds after which Dagster ends a run that hangs


def platforms_asked(boards: str, imports: bool = False) -> list[str]:
    """The platforms that have boards in the file `boards`; without one, and without imports, the sample market's."""
    if boards:
        found = {board.platform for board in read_boards(Path(boards))}
    else:
        found = set() if imports else set(EVERYDAY)
    return [name for name in platforms() if name in found or (imports and name == IMPORTED)]


def build_defs(
    covering: dt.date | None = None, boards: str | None = None, imports: bool = False, data: str | None = None
) -> dg.Definitions:
    """The definitions, with partitions from the data directory's first night up to today.

    They are stretched to `covering` where that lies outside (the sample market has a calendar of its own). The boards
    come from `boards` (default: the setting; empty: the sample market, unless there are `imports` of postings). Only
    platforms that have boards are crawled; others of which there are tables are shown as they are. All that is not
    given comes from the settings (pipelines/configuration.py). Raises SettingError, and BoardsFileError.
    """
    settings = source_settings({})
    if boards is None:
        boards, imports = settings["boards"], bool(settings["postings"])
    directory = data_directory(data)
    store = Store(directory)
    asked = platforms_asked(boards, imports)
    idle = [name for name in platforms() if name not in asked and store.dates(f"raw_{name}")]
    raw = tuple(f"raw_{name}" for name in platforms() if name in asked or name in idle)
    first = min(store.dates("board_fetches"), default=None)
    partitions = nights(first, covering)
    assets = [
        crawl_assets(partitions, asked),
        *table_assets(partitions, raw),
        *role_assets(partitions),
        *publish_assets(partitions),
        publication_asset(partitions),
        retention_asset(partitions),
    ]
    nightly = dg.define_asset_job(
        NIGHTLY,
        selection=dg.AssetSelection.assets(*(key for one in assets for key in one.keys)),
        executor_def=dg.in_process_executor,
        description="Crawls every board and rebuilds every table, record and page of a snapshot date.",
        tags={"dagster/max_runtime": str(MAX_RUNTIME)},
    )
    return dg.Definitions(
        assets=[
            *dg.with_source_code_references(assets),
            *(table_spec(raw_table(name), "crawl", {"parquet"}).replace_attributes(deps=[]) for name in idle),
        ],
        asset_checks=table_checks(partitions),
        executor=dg.in_process_executor,
        jobs=[nightly],
        schedules=[nightly_schedule(nightly, directory)],
        sensors=[alert_sensor(directory)],
        resources={
            "tables": Tables(data=directory),
            "source": Source(**settings),
        },
        loggers={"progress": progress_logger, "console": dg.colored_console_logger},
    )


defs = build_defs()
