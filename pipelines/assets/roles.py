"""Statistics of the roles: the role tables, the market's totals, the series over all dates, the records."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import dagster as dg

from pipelines import stages
from pipelines.assets.tables import described, night_of, published
from pipelines.configuration import value
from pipelines.lineage import SERIES
from pipelines.metadata import ONE_BY_ONE, table_spec, written_metadata
from pipelines.resources import Source, Tables
from storage.history import Tell
from storage.store import DamagedFile, Store
from storage.tables import ROLE_TABLES, table

if TYPE_CHECKING:
    import pandas as pd

PRINTED = ("prompt-engineer", "ai-software-engineer")  # the pair whose table the UI shows where both have data


def role_assets(partitions: dg.PartitionsDefinition) -> list[dg.AssetsDefinition]:
    """The assets between openings and pages."""

    @dg.multi_asset(
        name="role_tables",
        specs=[table_spec(table(name), "roles") for name in ROLE_TABLES],
        partitions_def=partitions,
        can_subset=True,
        backfill_policy=ONE_BY_ONE,
    )
    def role_tables(
        context: dg.AssetExecutionContext, tables: Tables, source: Source
    ) -> Iterator[dg.MaterializeResult[Any]]:
        store, date, folder = tables.store(), night_of(context), tables.parts(context.run.run_id)
        work = source.work(tables.directory)
        tasks = stages.role_tasks(tables.at(date), folder)
        parts = list(work.each(stages.role_parts, tasks))
        where = work.told(context.log)
        for name in ROLE_TABLES:
            if dg.AssetKey(name) in context.selected_asset_keys:
                rows = stages.gathered([part[name] for part in parts], name)
                file = store.write(name, rows, date)
                yield dg.MaterializeResult(asset_key=name, metadata=written_metadata(file, rows, name) | where)
        tables.clear_parts(context.run.run_id)

    @dg.asset(**described("market_totals", "roles"), partitions_def=partitions)
    def market_totals(context: dg.AssetExecutionContext, tables: Tables, source: Source) -> dg.MaterializeResult[Any]:
        from analytics.statistics import role_tables

        store, date = tables.store(), night_of(context)
        rows = role_tables.market_totals(
            store.read("openings", date),
            store.read("postings", date, ["platform", "board", "role", "ai_tier", "carried_forward"]),
            store.read("board_fetches", date),
            date,
            source.method(),
        )
        return published(store, "market_totals", rows, date)

    @dg.asset(**described("role_boards", "roles"), partitions_def=partitions)
    def role_boards(context: dg.AssetExecutionContext, tables: Tables) -> dg.MaterializeResult[Any]:
        from analytics.statistics import role_tables

        store, date = tables.store(), night_of(context)
        market = role_tables.market_openings(store.read("openings", date))
        postings = store.read("postings", date, ["opening_id", "platform", "board"])
        return published(store, "role_boards", role_tables.role_boards(market, postings, date), date)

    @dg.multi_asset(name="role_series", specs=[table_spec(table(name), "roles") for name in SERIES], can_subset=True)
    def role_series(context: dg.AssetExecutionContext, tables: Tables) -> Iterator[dg.MaterializeResult[Any]]:
        from analytics.statistics import trends

        store = tables.store()
        made = trends.role_series(_history(store, context.log.warning))
        for name in SERIES:
            if dg.AssetKey(name) in context.selected_asset_keys:
                yield published(store, name, made[name], None)

    class Records(dg.Config):
        """How the records show pay: as advertised, or converted to `currency` by ECB rates of at most that age.

        Both default to the settings of that name, for the schedule.
        """

        currency: str = value("currency")
        oldest_rate_days: int = value("oldest_rate_days")

    @dg.asset(**described("role_comparisons", "comparisons"), partitions_def=partitions)
    def role_comparisons(
        context: dg.AssetExecutionContext, config: Records, tables: Tables, source: Source
    ) -> dg.MaterializeResult[Any]:
        from pipelines.records import Conversion, adjusted, record_path, rendered

        store, date, folder = tables.store(), night_of(context), tables.parts(context.run.run_id)
        currency = config.currency.strip().upper()
        conversion = Conversion(currency, config.oldest_rate_days) if currency else None
        work = source.work(tables.directory)
        tasks = stages.pair_tasks(tables.at(date), conversion, source.extensions, source.pipeline, folder)
        parts = stages.gathered(list(work.each(stages.pair_part, tasks)), "role_comparisons")
        where = work.told(context.log)
        tables.clear_parts(context.run.run_id)
        rows = adjusted(parts.to_pylist())
        written = store.write("role_comparisons", rows, date)
        store.replace_files(
            f"comparisons/{date.isoformat()}",
            {record_path(date, row["role_a"], row["role_b"]): row["record"].encode() for row in rows},
        )
        shown = stages.record_of(rows, PRINTED)
        return dg.MaterializeResult(
            metadata=written_metadata(written, store.arrow("role_comparisons", date), "role_comparisons")
            | {"comparison": dg.MetadataValue.md(rendered(shown) if shown else "no two roles have data")}
            | where
        )

    return [role_tables, market_totals, role_boards, role_series, role_comparisons]


def _history(store: Store, tell: Tell) -> "dict[str, list[pd.DataFrame]]":
    """The tables behind the series, on every night of which all can be read; nights of before role_boards have none."""
    from analytics.statistics.trends import BOARDS, SOURCES

    history: dict[str, list[pd.DataFrame]] = {name: [] for name in (*SOURCES, *BOARDS)}
    by_board = set(store.dates("role_boards"))
    for date in store.dates("market_totals"):
        try:
            night = {name: store.read(name, date) for name in (*SOURCES, *(BOARDS if date in by_board else ()))}
        except (DamagedFile, FileNotFoundError) as error:
            tell(f"left out of the series: {error}")
            continue
        for name, rows in night.items():
            history[name].append(rows)
    return history
