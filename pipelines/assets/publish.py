"""The static site: a page for each comparison and role, rendered from the records and from nothing else."""

import json
from typing import Any

import dagster as dg

from pipelines.assets.tables import night_of
from pipelines.lineage import deps
from pipelines.metadata import FRESH, ONE_BY_ONE, owners
from pipelines.resources import Source, Tables
from pipelines.settings import revision
from pipelines.versions import code_version
from storage.catalog import FILE, catalog
from storage.store import DamagedFile


def publish_assets(partitions: dg.PartitionsDefinition) -> list[dg.AssetsDefinition]:
    """The asset behind the records."""

    @dg.asset(
        deps=deps("comparison_pages"),
        description="One page per comparison and per role of the newest snapshot date, an index, a dictionary.",
        group_name="comparisons",
        owners=owners(),
        kinds={"html"},
        tags={"rolemeter/stage": "comparisons"},
        code_version=code_version("comparisons"),
        freshness_policy=FRESH,
        backfill_policy=ONE_BY_ONE,
        partitions_def=partitions,
    )
    def comparison_pages(
        context: dg.AssetExecutionContext, tables: Tables, source: Source
    ) -> dg.MaterializeResult[Any]:
        from pipelines.configuration import value
        from pipelines.site import build_site

        store, date = tables.store(), night_of(context)
        newest = store.dates("role_comparisons")[-1]
        if newest != date:
            context.log.info("the site shows %s, the newest date; the records of %s are written", newest, date)
        lexicon, address = source.lexicon(), value("site_address")
        try:
            pages = build_site(store, newest, lexicon, address)
        except DamagedFile as error:
            if newest == date:
                raise
            context.log.warning("the site shows %s, since of %s %s", date, newest, error)
            pages = build_site(store, date, lexicon, address)
        sizes = [len(content) for path, content in pages.items() if path.endswith(".html")]
        store.replace_files("site", {f"site/{path}": content for path, content in pages.items()})
        package = json.dumps(catalog(store, revision(), context.log.warning), ensure_ascii=False, indent=1)
        store.write_file(FILE, package.encode())
        return dg.MaterializeResult(
            metadata={
                "pages": len(sizes),
                "bytes": sum(sizes),
                "largest_page_bytes": max(sizes, default=0),
                "catalog": dg.MetadataValue.path(store.address(f"{store.root}/{FILE}")),
                "index": dg.MetadataValue.path(store.address(f"{store.root}/site/index.html")),
            }
        )

    return [comparison_pages]
