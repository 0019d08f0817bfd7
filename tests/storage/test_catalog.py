"""The catalog tells the newest file of each table truly, and the same for the same files."""

import datetime as dt
import hashlib
from pathlib import Path

from storage.catalog import catalog
from storage.store import Store
from storage.tables import TABLES

DAY = dt.date(2026, 11, 23)


def totals(store: Store, day: dt.date, positions: int) -> None:
    row = dict.fromkeys(TABLES["market_totals"].columns, 0) | {
        "snapshot_date": day, "open_positions": positions, "method": "rules",
    }  # fmt: skip
    store.write("market_totals", [row], day)


def test_the_newest_file_is_named_with_rows_bytes_and_hash(tmp_path: Path) -> None:
    store = Store(tmp_path)
    totals(store, DAY, 1)
    totals(store, DAY + dt.timedelta(days=1), 2)
    package = catalog(store, "abc")
    assert package["created"] == "2026-11-24T00:00:00Z"
    (resource,) = package["resources"]
    file = tmp_path / resource["path"]
    assert "snapshot_date=2026-11-24" in resource["path"] and resource["snapshot_date"] == "2026-11-24"
    assert resource["bytes"] == file.stat().st_size and resource["rows"] == 1
    assert resource["hash"] == "sha256:" + hashlib.sha256(file.read_bytes()).hexdigest()
    assert resource["schema"]["primaryKey"] == ["snapshot_date"]
    assert catalog(store, "abc") == catalog(store, "abc")


def test_every_column_of_every_table_has_a_type_of_the_package_format(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for name, declared in TABLES.items():
        store.write(name, declared.schema.empty_table(), DAY if declared.dated else None)
    package = catalog(store, "abc")
    assert [resource["name"] for resource in package["resources"]] == list(TABLES)
    types = {field["type"] for resource in package["resources"] for field in resource["schema"]["fields"]}
    assert types <= {"string", "integer", "number", "boolean", "date", "datetime", "array"}
    units = {
        field["name"]: field.get("unit") for resource in package["resources"] for field in resource["schema"]["fields"]
    }
    assert units["start"] == "characters"
