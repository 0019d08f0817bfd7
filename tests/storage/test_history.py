"""One damaged file of many nights is named and passed over."""

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from storage.history import last_before, readable
from storage.store import DamagedFile, Store

DATES = [dt.date(2026, 11, day) for day in (1, 2, 3)]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path)
    for date in DATES:
        store.write("role_statistics", [_row(date)], date)
    return store


def _row(date: dt.date) -> dict[str, object]:
    return {
        "snapshot_date": date, "role": "data-engineer", "open_positions": 1, "postings": 1,
        "market_share": 0.1, "low": 0.0, "high": 0.2,
    }  # fmt: skip


@pytest.mark.parametrize("damage", [b"", b"PAR1 no table", None])
def test_a_damaged_night_is_told_and_the_others_are_read(store: Store, damage: bytes | None) -> None:
    path = Path(store.path("role_statistics", DATES[2]))
    path.write_bytes(path.read_bytes()[:-30] if damage is None else damage)
    told: list[str] = []
    assert [date for date, _ in readable(store, "role_statistics", DATES, told.append)] == DATES[:2]
    assert len(told) == 1 and str(path) in told[0] and "doctor --repair" in told[0]
    with pytest.raises(DamagedFile):
        store.count("role_statistics", DATES[2])
    rows = last_before(store, "role_statistics", dt.date(2026, 11, 9), told.append)
    assert rows is not None and rows.column("snapshot_date").to_pylist() == [DATES[1]]


def test_a_folder_that_is_no_date_is_no_partition(store: Store, tmp_path: Path) -> None:
    for name in ("snapshot_date=foo", "snapshot_date=", "snapshot_date=2026-13-01", "notes"):
        (tmp_path / "role_statistics" / name).mkdir()
    assert store.dates("role_statistics") == DATES


def test_columns_that_an_older_file_lacks_are_null(store: Store) -> None:
    path = store.path("role_statistics", DATES[0])
    pq.write_table(pq.read_table(path).drop_columns(["low", "high"]), path)
    (row,) = store.arrow("role_statistics", DATES[0]).to_pylist()
    assert row["low"] is None and row["open_positions"] == 1


def test_a_column_of_another_type_is_a_damaged_file(store: Store) -> None:
    path = store.path("role_statistics", DATES[0])
    rows = pq.read_table(path)
    index = rows.schema.get_field_index("open_positions")
    pq.write_table(rows.set_column(index, "open_positions", pa.array(["many"])), path)
    with pytest.raises(DamagedFile, match=r"open_positions|many"):
        store.arrow("role_statistics", DATES[0])
