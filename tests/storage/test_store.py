"""Tables are written whole, validated, sorted and the same bytes for the same rows."""

import datetime as dt
import hashlib
import os
import random
import stat
from collections.abc import Callable
from pathlib import Path

import dask.dataframe as dd
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as pads
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.columns import COLUMNS
from storage.store import PartWriter, Store, TableError, conform, rows_as
from storage.tables import TABLES, table

DAY = dt.date(2026, 11, 23)


def skill_row(posting: str = "p1", skill: str = "Python", **changes: object) -> dict[str, object]:
    row: dict[str, object] = {
        "posting_id": posting, "snapshot_date": DAY, "skill": skill, "category": "language", "surface": "Python",
        "start": 3, "end": 9, "section": "required", "requirement": "required", "rule": "in-required",
    }  # fmt: skip
    return row | changes


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def test_every_column_of_every_table_is_in_the_dictionary_with_a_meaning() -> None:
    for declared in TABLES.values():
        assert set(declared.columns) <= set(COLUMNS), declared.name
        assert set(declared.key) | set(declared.required) <= set(declared.columns), declared.name
        assert declared.grain.startswith("One row per ")
        for field in declared.schema:
            assert field.metadata[b"description"]


def test_no_declared_column_is_unused() -> None:
    used = {name for declared in [*TABLES.values(), table("raw_x")] for name in declared.columns}
    assert set(COLUMNS) - used == set()


def test_what_is_written_comes_back_sorted_by_key_with_descriptions(store: Store) -> None:
    rows = [skill_row("p2"), skill_row("p1", "SQL", category=None), skill_row("p1")]
    written = store.write("posting_skills", rows, DAY)
    assert written.rows == 3 and written.bytes == Path(written.path).stat().st_size
    back = store.read("posting_skills", DAY)
    assert list(zip(back["posting_id"], back["skill"], strict=True)) == [
        ("p1", "Python"),
        ("p1", "SQL"),
        ("p2", "Python"),
    ]
    schema = pq.read_schema(written.path)
    assert b"characters" in schema.field("start").metadata[b"unit"]
    assert schema.metadata[b"grain"].startswith(b"One row per posting and skill")


def test_pandas_polars_and_duckdb_read_the_file(store: Store) -> None:
    path = store.write("posting_skills", [skill_row()], DAY).path
    assert pd.read_parquet(path)["skill"].tolist() == ["Python"]
    assert pl.read_parquet(path)["skill"].to_list() == ["Python"]
    assert duckdb.sql(f"select skill, snapshot_date from '{path}'").fetchall() == [("Python", DAY)]


NEXT = DAY + dt.timedelta(days=1)
NIGHTS = [("p1", "2026-11-23"), ("p1", "2026-11-24"), ("p2", "2026-11-24")]


@pytest.fixture
def three_nights(store: Store) -> str:
    """The folder of a table with two nights and one without a row."""
    store.write("posting_skills", [skill_row()], DAY)
    store.write("posting_skills", [skill_row("p1", snapshot_date=NEXT), skill_row("p2", snapshot_date=NEXT)], NEXT)
    store.write("posting_skills", [], NEXT + dt.timedelta(days=1))
    return f"{store.root}/posting_skills"


def in_pandas(folder: str) -> pd.DataFrame:
    return pd.read_parquet(folder)


def in_pandas_with_arrow_types(folder: str) -> pd.DataFrame:
    return pd.read_parquet(folder, dtype_backend="pyarrow")


def in_pandas_one_night_of_all(folder: str) -> pd.DataFrame:
    return pd.concat(pd.read_parquet(folder, filters=[("snapshot_date", "=", str(day))]) for day in (DAY, NEXT))


def in_pyarrow(folder: str) -> pd.DataFrame:
    return pq.read_table(folder).to_pandas()


def in_pyarrow_as_a_dataset(folder: str) -> pd.DataFrame:
    return pads.dataset(folder).to_table().to_pandas()


def in_polars(folder: str) -> pd.DataFrame:
    return pl.read_parquet(folder).to_pandas()


def in_duckdb(folder: str) -> pd.DataFrame:
    return duckdb.sql(f"select * from '{folder}/*/*.parquet'").df()


def in_dask(folder: str) -> pd.DataFrame:
    return dd.read_parquet(folder, filesystem="arrow").compute()


READERS = [
    in_pandas, in_pandas_with_arrow_types, in_pandas_one_night_of_all, in_pyarrow, in_pyarrow_as_a_dataset, in_polars,
    in_duckdb, in_dask,
]  # fmt: skip


@pytest.mark.parametrize("read", READERS)
def test_a_whole_table_over_all_nights_is_read_in_one_line(
    three_nights: str, read: Callable[[str], pd.DataFrame]
) -> None:
    frame = read(three_nights)
    assert sorted(zip(frame["posting_id"], frame["snapshot_date"].astype(str), strict=True)) == NIGHTS
    assert set(frame.columns) == set(TABLES["posting_skills"].columns)
    assert frame["start"].tolist() == [3, 3, 3]
    assert (pd.to_datetime(frame["snapshot_date"].astype(str)) >= pd.Timestamp(DAY)).all()


def test_spark_reads_a_whole_table_in_one_line(three_nights: str) -> None:
    spark = pytest.importorskip("pyspark.sql").SparkSession.builder.master("local[1]").getOrCreate()
    try:
        rows = spark.read.parquet(three_nights).select("posting_id", "snapshot_date").collect()
    finally:
        spark.stop()
    assert sorted((row[0], str(row[1])) for row in rows) == NIGHTS


def test_a_night_that_was_written_with_another_type_of_date_is_read(store: Store) -> None:
    path = Path(store.write("posting_skills", [skill_row()], DAY).path)
    whole = store.arrow("posting_skills", DAY)
    assert whole.schema.types == [field.type for field in TABLES["posting_skills"].schema]
    pq.write_table(whole, path)
    assert store.arrow("posting_skills", DAY) == whole
    assert store.arrow("posting_skills", DAY, ["skill", "snapshot_date"]).to_pylist() == [
        {"skill": "Python", "snapshot_date": DAY}
    ]


@settings(max_examples=20)
@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), unique=True, max_size=30), st.randoms())
def test_the_same_rows_in_any_order_give_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, keys: list[tuple[str, str]], order: random.Random
) -> None:
    shuffled = order.sample(keys, len(keys))
    digests = []
    for arrangement in (keys, shuffled):
        target = Store(tmp_path_factory.mktemp("same"))
        path = target.write("posting_skills", [skill_row(*key) for key in arrangement], DAY).path
        digests.append(hashlib.sha256(Path(path).read_bytes()).hexdigest())
    assert digests[0] == digests[1]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (skill_row(requirement="maybe"), r"posting_skills\.requirement: 1 rows outside required/preferred.*maybe"),
        (skill_row(surface=None), r"posting_skills\.surface: 1 nulls in a required column"),
        (skill_row(colour="red"), r"undeclared columns \['colour'\]"),
        (skill_row(start="three"), "posting_skills"),
        ({k: v for k, v in skill_row().items() if k != "end"}, r"missing columns \['end'\]"),
    ],
)
def test_data_that_does_not_fit_is_refused_by_name_and_leaves_the_old_file(
    store: Store, row: dict[str, object], says: str
) -> None:
    path = store.write("posting_skills", [skill_row()], DAY).path
    before = Path(path).read_bytes()
    with pytest.raises(TableError, match=says):
        store.write("posting_skills", [row], DAY)
    assert Path(path).read_bytes() == before
    assert [p.name for p in Path(path).parent.iterdir()] == ["posting_skills.parquet"]


def test_a_repeated_key_is_refused_with_an_example(store: Store) -> None:
    with pytest.raises(TableError, match=r"1 rows repeat the key \('posting_id', 'skill'\).*p1"):
        store.write("posting_skills", [skill_row(), skill_row()], DAY)


def test_rows_of_another_date_are_refused(store: Store) -> None:
    with pytest.raises(TableError, match="another snapshot_date"):
        store.write("posting_skills", [skill_row()], DAY + dt.timedelta(days=1))


def test_an_all_null_column_keeps_its_type(store: Store) -> None:
    store.write("posting_skills", [skill_row(category=None)], DAY)
    assert str(store.read("posting_skills", DAY)["category"].dtype) == "string[pyarrow]"


def test_an_empty_table_keeps_its_columns() -> None:
    assert conform(table("posting_skills"), []).schema.names == list(table("posting_skills").columns)


def test_a_missing_date_names_the_dates_that_are_there(store: Store) -> None:
    store.write("posting_skills", [skill_row()], DAY)
    with pytest.raises(FileNotFoundError, match=r"no posting_skills for 2026-11-20.*2026-11-23"):
        store.read("posting_skills", dt.date(2026, 11, 20))


def test_dates_and_names_list_what_is_there(store: Store) -> None:
    later = DAY + dt.timedelta(days=2)
    for day in (later, DAY):
        store.write("posting_skills", [skill_row(snapshot_date=day)], day)
    assert store.dates("posting_skills") == [DAY, later]
    assert store.names() == ["posting_skills"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(OSError, match=str(tmp_path)):
        Store(tmp_path).write("posting_skills", [skill_row()], DAY)


def test_a_file_that_is_no_table_is_replaced_whole(store: Store) -> None:
    store.write_file("site/index.html", b"old")
    path = Path(store.write_file("site/index.html", b"new"))
    assert path.read_bytes() == store.read_file(str(path)) == b"new" and len(list(path.parent.iterdir())) == 1


def test_files_of_a_folder_that_are_no_longer_there_are_removed(store: Store) -> None:
    store.replace_files("site", {"site/a.html": b"a", "site/roles/b.html": b"b"})
    store.replace_files("site", {"site/a.html": b"a2"})
    left = [path for path in (Path(store.root) / "site").rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in left] == [b"a2"]


def test_rows_are_taken_under_the_types_of_their_table_with_nulls_and_refused_otherwise() -> None:
    (row,) = rows_as("posting_skills", [{"posting_id": "a", "start": 3}]).to_pylist()
    assert (row["posting_id"], row["start"], row["end"], row["skill"]) == ("a", 3, None, None)
    with pytest.raises(pa.ArrowException):
        rows_as("posting_skills", [{"start": "three"}])


def test_a_table_that_was_never_written_has_no_dates(tmp_path: Path) -> None:
    assert Store(tmp_path / "new").dates("openings") == []


def test_a_part_is_whole_once_it_is_closed_and_holds_rows_that_lack_values(tmp_path: Path) -> None:
    path = str(tmp_path / "part.parquet")
    writer = PartWriter(path, "posting_skills", batch=2)
    for posting in ("p1", "p2", "p3"):
        writer.append({"posting_id": posting, "skill": "Python"})
    assert not Path(path).exists()
    writer.close()
    found = pq.read_table(path).to_pylist()
    assert [row["posting_id"] for row in found] == ["p1", "p2", "p3"] and {row["surface"] for row in found} == {None}
