"""What the Dagster UI shows of a table: its columns, and on every materialisation rows, bytes and a preview."""

import datetime as dt
from typing import TYPE_CHECKING, Any

import dagster as dg
import pyarrow as pa

from analytics.publishing.harmless import in_markdown
from pipelines.configuration import value
from pipelines.lineage import column_lineage, deps
from pipelines.versions import code_version
from storage.store import Written
from storage.tables import Table, table

if TYPE_CHECKING:
    import pandas as pd

ONE_BY_ONE = dg.BackfillPolicy.multi_run(1)  # a run a night, in order where a night builds on the one before
# A night's table must be there by 09:00 UTC; what has missed two nights has failed.
FRESH = dg.FreshnessPolicy.time_window(fail_window=dt.timedelta(hours=54), warn_window=dt.timedelta(hours=30))
PREVIEW_ROWS = 5
PREVIEW_WIDTH = 60  # characters of a cell


def column_schema(declared: Table) -> dg.TableSchema:
    """The declaration as Dagster shows it: type, meaning with its unit, nullability, key."""
    columns = []
    for name in declared.columns:
        column = declared.column(name)
        unit = f" [{column.unit}]" if column.unit else ""
        allowed = declared.domain(name)
        values = f" One of: {', '.join(allowed)}." if allowed else ""
        columns.append(
            dg.TableColumn(
                name,
                str(column.type),
                description=f"{column.meaning}{unit}.{values}",
                constraints=dg.TableColumnConstraints(
                    nullable=declared.nullable(name), unique=declared.key == (name,), other=[]
                ),
                tags={"key": ""} if name in declared.key else None,
            )
        )
    return dg.TableSchema(columns=columns)


def preview(rows: "pa.Table | pd.DataFrame") -> str:
    """The first rows as a Markdown table, long cells cut, with nothing that Markdown or HTML would interpret."""
    head = (
        rows.slice(0, PREVIEW_ROWS).to_pylist()
        if isinstance(rows, pa.Table)
        else rows.head(PREVIEW_ROWS).to_dict("records")
    )
    names = list(head[0]) if head else list(getattr(rows, "column_names", None) or rows.columns)
    lines = ["| " + " | ".join(names) + " |", "|" + " --- |" * len(names)]
    lines += ["| " + " | ".join(_cell(row[name]) for name in names) + " |" for row in head]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return in_markdown(text if len(text) <= PREVIEW_WIDTH else text[: PREVIEW_WIDTH - 1] + "…")


def owners() -> list[str]:
    """Who is responsible: the setting `owners`, mail addresses or team:NAME, else team:rolemeter."""
    return value("owners") or ["team:rolemeter"]


def written_metadata(
    written: Written, rows: "pa.Table | pd.DataFrame", name: str = "", raw: tuple[str, ...] = ()
) -> dict[str, Any]:
    """What a materialisation shows; with the `name` of its table also the columns behind each column."""
    lineage = {"dagster/column_lineage": column_lineage(table(name), raw)} if name else {}
    return lineage | {
        "dagster/row_count": written.rows,
        "dagster/uri": written.path,
        "bytes": written.bytes,
        "preview": dg.MetadataValue.md(preview(rows)),
    }


def table_spec(
    declared: Table, group: str, kinds: set[str] | None = None, raw: tuple[str, ...] = (), **more: Any
) -> dg.AssetSpec:
    """The asset of a table: key, what it reads, grain, columns, group, owners, kinds, code version, freshness."""
    return dg.AssetSpec(
        declared.name,
        deps=deps(declared.name, raw),
        description=declared.grain,
        group_name=group,
        owners=owners(),
        kinds=kinds or {"pandas", "parquet"},
        tags={"rolemeter/stage": group},
        code_version=code_version(group, declared),
        freshness_policy=FRESH,
        metadata={"dagster/column_schema": column_schema(declared), "key": ", ".join(declared.key)},
        **more,
    )
