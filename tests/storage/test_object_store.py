"""Tables in an object store: written, read, listed and replaced as in a directory (a local S3 server stands in)."""

import datetime as dt
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pyarrow.fs as pafs
import pytest

from storage.store import Store
from storage.tables import TABLES

pytest.importorskip("moto", reason="the S3 server for tests is not installed: pip install 'moto[s3,server]'")

DAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            port = next(match[1] for line in server.stderr if (match := re.search(r"127\.0\.0\.1:(\d+)", line)))
            # Said outright, not by the environment, so that nothing but loopback can be asked.
            local = f"127.0.0.1:{port}"
            pafs.S3FileSystem(
                access_key="test", secret_key="test", region="us-east-1", scheme="http", endpoint_override=local,
                allow_bucket_creation=True,
            ).create_dir("market")  # fmt: skip
            yield f"s3://test:test@market/{{}}?scheme=http&region=us-east-1&endpoint_override={local}"
        finally:
            server.terminate()


def totals(day: dt.date, positions: int) -> list[dict[str, Any]]:
    zeros = dict.fromkeys(TABLES["market_totals"].columns, 0)
    return [zeros | {"snapshot_date": day, "open_positions": positions, "method": "rules"}]


def test_tables_are_written_read_listed_and_replaced(bucket: str) -> None:
    store = Store(bucket.format("tables"))
    assert store.names() == [] and store.dates("market_totals") == []
    assert store.address() == "s3://market/tables"
    path = store.path("market_totals", DAY)
    assert store.address(path) == f"s3://market/tables/market_totals/snapshot_date={DAY}/market_totals.parquet"
    with pytest.raises(FileNotFoundError, match="in s3://market/tables; dates there: none"):
        store.arrow("market_totals", DAY)
    later = DAY + dt.timedelta(days=1)
    for day, positions in ((DAY, 1), (later, 2), (DAY, 3)):
        written = store.write("market_totals", totals(day, positions), day)
        assert written.rows == 1 and written.bytes > 0
    assert store.names() == ["market_totals"] and store.dates("market_totals") == [DAY, later]
    assert store.read("market_totals", DAY)["open_positions"].tolist() == [3]
    assert store.count("market_totals", later) == 1
    with pytest.raises(FileNotFoundError, match="2026-11-23, 2026-11-24"):
        store.arrow("market_totals", DAY - dt.timedelta(days=1))


def test_other_files_are_replaced_and_those_left_behind_are_removed(bucket: str) -> None:
    store = Store(bucket.format("files"))
    store.replace_files("site", {"site/a.html": b"a", "site/b.html": b"b"})
    store.replace_files("site", {"site/a.html": b"new"})
    assert store.read_file(f"{store.root}/site/a.html") == b"new"
    found = store.fs.get_file_info(pafs.FileSelector(f"{store.root}/site", recursive=True))
    assert [os.path.basename(info.path) for info in found] == ["a.html"]  # noqa: PTH119


def test_a_write_that_fails_leaves_the_old_file_and_no_draft(bucket: str) -> None:
    store = Store(bucket.format("broken"))
    path = store.write_file("kept.json", b"old")
    with pytest.raises(ZeroDivisionError), store.replacing(path) as draft:
        with store.fs.open_output_stream(draft) as out:
            out.write(b"half")
        raise ZeroDivisionError
    assert store.read_file(path) == b"old"
    found = store.fs.get_file_info(pafs.FileSelector(store.root, recursive=True))
    assert [info.base_name for info in found if info.type == pafs.FileType.File] == ["kept.json"]
