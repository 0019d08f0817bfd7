"""The data dictionary: what readers need of each table declaration, as plain words."""

from collections.abc import Iterable
from typing import Any

from storage.tables import Table


def anchor(name: str) -> str:
    """The anchor of a table on the dictionary's page."""
    return name.replace("_", "-")


def table_views(tables: Iterable[Table]) -> list[dict[str, Any]]:
    """For each table its name, grain, key, place of its files and columns (type, meaning, unit or values, null)."""
    return [
        {
            "name": table.name,
            "anchor": anchor(table.name),
            "grain": table.grain,
            "key": table.key,
            "place": "One file a snapshot date." if table.dated else "One file.",
            "columns": [column_view(table, name) for name in table.columns],
        }
        for table in tables
    ]


def column_view(table: Table, name: str) -> dict[str, str]:
    """One column of a table in words."""
    column, domain = table.column(name), table.domain(name)
    return {
        "name": name,
        "type": str(column.type),
        "meaning": column.meaning,
        "unit": ", ".join(domain) if domain else column.unit or "",
        "null": "may be unknown" if table.nullable(name) else "never",
    }


def markdown(tables: Iterable[Table]) -> str:
    """The dictionary as one Markdown page, docs/tables.md."""
    lines = [
        "# Tables",
        "",
        "Made from the declarations in `storage/` by `rolemeter dictionary > docs/tables.md`. The same descriptions",
        "and units stand in the Parquet files, in `datapackage.json` and in the Dagster UI.",
        "",
        'A table\'s folder is read whole, all nights of it, in one line: `pd.read_parquet("data/postings")`. For that',
        "the files of dated tables hold `snapshot_date` as text (YYYY-MM-DD) in a dictionary: a category in pandas and",
        "Polars. DuckDB and Spark give the date of the folder's name.",
    ]
    for table in table_views(tables):
        title, key = table["name"], ", ".join(f"`{name}`" for name in table["key"])
        lines += ["", f"## `{title}`", "", f"{table['grain']} {table['place']} Key: {key}.", ""]
        lines += ["| column | type | meaning | unit or values | null |", "| --- | --- | --- | --- | --- |"]
        for column in table["columns"]:
            cells = [f"`{column['name']}`", *(column[name] for name in ("type", "meaning", "unit", "null"))]
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"
