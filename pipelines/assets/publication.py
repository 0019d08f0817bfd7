"""The decision whether a night replaces what readers have, and its publication: everything at once or nothing."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import dagster as dg

from pipelines.assets.tables import night_of
from pipelines.decision import reasons_to_hold
from pipelines.figures import figures_of, missing_tables
from pipelines.held import clear_held, hold
from pipelines.metadata import FRESH, ONE_BY_ONE, owners
from pipelines.resources import PUBLICATION, Tables
from pipelines.settings import revision
from pipelines.statuspage import write_status_page
from pipelines.versions import code_version
from storage import staging
from storage.directory import LAYOUT
from storage.store import DamagedFile, Store

MAY_BE_PUBLISHED = "may_be_published"


class Decision(dg.Config):
    """`accept`: publish the night although checks would hold it back."""

    accept: bool = False


def publication_asset(partitions: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    """The last asset of a night."""

    @dg.asset(
        name=PUBLICATION,
        deps=["comparison_pages"],
        description="One manifest per snapshot date: all tables, records and pages that were put in place together.",
        group_name="comparisons",
        owners=owners(),
        tags={"rolemeter/stage": "comparisons"},
        code_version=code_version("publication"),
        freshness_policy=FRESH,
        backfill_policy=ONE_BY_ONE,
        kinds={"json"},
        partitions_def=partitions,
        check_specs=[
            dg.AssetCheckSpec(
                MAY_BE_PUBLISHED,
                asset=PUBLICATION,
                blocking=True,
                description="Volume, boards and extraction against the last good night; else the night is held back.",
            )
        ],
    )
    def publication(
        context: dg.AssetExecutionContext, config: Decision, tables: Tables
    ) -> Iterator[dg.MaterializeResult[Any] | dg.AssetCheckResult]:
        store, date, plain = tables.store(), night_of(context), Store(tables.directory)
        reasons = _reasons(store, plain, date, context)
        if reasons and not config.accept:
            hold(plain, date, reasons, context.run.run_id)
            write_status_page(plain)
            context.log.error(
                "the night of %s is held back, readers keep the last good one: %s. To publish it all the same: "
                "rolemeter publish --date %s",
                date, "; ".join(reasons), date,
            )  # fmt: skip
            yield dg.AssetCheckResult(
                check_name=MAY_BE_PUBLISHED, passed=False, severity=dg.AssetCheckSeverity.ERROR,
                description="; ".join(reasons), metadata={"reasons": len(reasons)},
            )  # fmt: skip
            raise dg.Failure(f"held back: {'; '.join(reasons)}", allow_retries=False)
        about = {"layout": LAYOUT, "run": context.run.run_id, "revision": revision(), "accepted_despite": reasons}
        count = staging.publish(plain, date, about)
        clear_held(plain, date)
        yield dg.MaterializeResult(
            metadata={"files": count, "manifest": json.dumps(about), "dagster/uri": store.address()}
        )
        yield dg.AssetCheckResult(
            check_name=MAY_BE_PUBLISHED, passed=True, description="; ".join(reasons) or "as good as the last night",
            metadata={"reasons": len(reasons)},
        )  # fmt: skip

    return publication


def _reasons(store: Store, plain: Store, date: dt.date, context: dg.AssetExecutionContext) -> list[str]:
    """Why the night is to be held back: `store` sees what is staged, `plain` what readers have."""
    missing = missing_tables(store, date)
    if missing:
        return [f"tables that the run did not make: {', '.join(missing)}"]
    good = None
    for last in reversed([one for one in plain.dates("market_totals") if one <= date]):
        try:
            good = figures_of(plain, last)
            break
        except (DamagedFile, FileNotFoundError) as error:
            context.log.warning("passed over as the last good night: %s", error)
    return reasons_to_hold(figures_of(store, date), good)
