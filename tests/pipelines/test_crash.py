"""What the crash command looks at: files that a reader cannot open, and processes that live on."""

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from processes import wait_until

from pipelines.crash import PublishedReader, alive, descendants, published


def good(data: Path) -> None:
    for folder in ("role_pay", "site", "comparisons", ".staged", ".work"):
        (data / folder).mkdir(parents=True)
    pq.write_table(pa.table({"n": [1]}), data / "role_pay" / "role_pay.parquet")
    (data / "site" / "index.html").write_text("<html></html>\n")
    (data / "comparisons" / "a--b.json").write_text("{}")
    (data / ".staged" / "half.json").write_text("{")


def test_whole_files_are_opened_without_a_word_and_hidden_ones_are_nobodys(tmp_path: Path) -> None:
    good(tmp_path)
    assert {file.name for file in published(tmp_path)} == {"role_pay.parquet", "index.html", "a--b.json"}
    reader = PublishedReader(tmp_path)
    with reader as found:
        wait_until(lambda: reader.rounds > 1)
    assert found == []


def test_each_file_that_is_not_whole_is_found(tmp_path: Path) -> None:
    good(tmp_path)
    for file in list(published(tmp_path)):
        file.write_bytes(file.read_bytes()[:-3] if file.suffix != ".json" else b"{")
    with PublishedReader(tmp_path) as found:
        wait_until(lambda: len(found) >= 3)
    assert {text.split("/")[-1].split(":")[0] for text in found} == {"role_pay.parquet", "index.html", "a--b.json"}


def test_what_lives_on_is_told_and_what_has_ended_is_not() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert alive(descendants(child.pid)) == [child.pid]
        child.kill()
        wait_until(lambda: alive({child.pid: ""}) == [])
