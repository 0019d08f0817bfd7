"""The upkeep of a night: payloads and history that are older than the settings keep go, whatever the night is like."""

import datetime as dt
from typing import Any

import dagster as dg

from pipelines.configuration import value
from pipelines.metadata import FRESH, ONE_BY_ONE, owners
from pipelines.resources import Tables
from pipelines.retention.retain import retain
from pipelines.settings import state_directory
from pipelines.versions import code_version
from storage.store import Store


def retention_asset(partitions: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    """The asset that reads no table but follows the crawl, so that it also runs on nights that are held back."""

    @dg.asset(
        deps=["board_fetches"],
        description="What was removed, as by `rolemeter retain`: payloads of old nights, history of old runs.",
        group_name="upkeep",
        owners=owners(),
        tags={"rolemeter/stage": "upkeep"},
        code_version=code_version("upkeep"),
        freshness_policy=FRESH,
        backfill_policy=ONE_BY_ONE,
        kinds={"python"},
        partitions_def=partitions,
    )
    def retention(context: dg.AssetExecutionContext, tables: Tables) -> dg.MaterializeResult[Any]:
        removed = retain(
            Store(tables.directory),
            context.instance,
            state_directory(tables.directory),
            payload_nights=value("keep_payload_nights"),
            log_days=value("keep_log_days"),
            now=dt.datetime.now(dt.UTC),
        )
        return dg.MaterializeResult(
            metadata={
                "raw_tables": len(removed.payloads),
                "raw_tables_bytes": removed.payload_bytes,
                "runs": removed.runs,
                "history_bytes": removed.history_bytes,
                "removed": dg.MetadataValue.json(removed.payloads[:100]),
            }
        )

    return retention
