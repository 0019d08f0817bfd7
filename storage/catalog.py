"""The catalog of a data directory: a frictionless data package that names the newest file of every table.

See specs.frictionlessdata.io/data-package; fields that are ours: rows, grain, snapshot_date, code_revision, and
invented for the sample market.
"""

import datetime as dt
import hashlib
import logging
from typing import Any

import pyarrow as pa

from storage.columns import Column
from storage.directory import SAMPLE, holds
from storage.history import Tell
from storage.store import DamagedFile, Store
from storage.tables import Table, table

log = logging.getLogger(__name__)

FILE = "datapackage.json"
_TYPES = {"string": "string", "int64": "integer", "double": "number", "bool": "boolean", "date32[day]": "date"}


def catalog(store: Store, revision: str, tell: Tell = log.warning) -> dict[str, Any]:
    """The data package of all tables that have a file; the same files and revision give the same package.

    Of a table whose newest file cannot be read it names the newest one that can, and tells.

    `created` is the start of the newest snapshot date and not the clock's time, which no file depends on.
    """
    resources = [found for name in store.names() if (found := _resource(store, name, tell))]
    invented = holds(store) == SAMPLE
    newest = max((resource["snapshot_date"] for resource in resources if resource["snapshot_date"]), default=None)
    return {
        "profile": "data-package",
        "name": "rolemeter",
        "title": "Role statistics from " + ("an invented sample market" if invented else "job postings"),
        "invented": invented,
        **({"created": f"{newest}T00:00:00Z"} if newest else {}),
        "code_revision": revision,
        "resources": resources,
    }


def newest_readable(store: Store, name: str, tell: Tell) -> tuple[dt.date | None, int] | None:
    """The date (None of an undated table) and the rows of the newest file of a table that can be read, or None."""
    dates: list[dt.date | None] = [*reversed(store.dates(name))] if table(name).dated else [None]
    for date in dates:
        try:
            return date, store.count(name, date)
        except FileNotFoundError:
            continue
        except DamagedFile as error:
            tell(f"passed over: {error}")
    return None


def _resource(store: Store, name: str, tell: Tell) -> dict[str, Any] | None:
    declared, found = table(name), newest_readable(store, name, tell)
    if found is None:
        return None
    date, rows = found
    path = store.path(name, date)
    content = store.read_file(path)
    return {
        "name": name,
        "path": path.removeprefix(f"{store.root}/"),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": declared.grain,
        "snapshot_date": date.isoformat() if date else None,
        "rows": rows,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [_field(declared, declared.column(column)) for column in declared.columns],
            "primaryKey": list(declared.key),
        },
    }


def _field(declared: Table, column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": not declared.nullable(column.name)}
    allowed = declared.domain(column.name)
    if allowed:
        constraints["enum"] = list(allowed)
    field: dict[str, Any] = {"name": column.name, "type": _type(column.type), "description": column.meaning}
    if column.unit:
        field["unit"] = column.unit
    return field | {"constraints": constraints}


def _type(arrow: pa.DataType) -> str:
    return "datetime" if pa.types.is_timestamp(arrow) else "array" if pa.types.is_list(arrow) else _TYPES[str(arrow)]
