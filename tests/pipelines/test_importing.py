"""Postings of the user's own go through the same assets; a bad line is named and loses nothing else."""

import datetime as dt
import gzip
import json
from pathlib import Path

import pytest

from pipelines.importing import PostingsFileError, imported
from pipelines.night import run_night
from storage.store import Store

DATE = dt.date(2026, 3, 1)


def line(number: int, **more: object) -> str:
    posting = {"id": f"p{number}", "title": "Senior Data Engineer", "company": "Acme", "location": "Berlin, Germany"}
    return json.dumps(posting | {"description": "Requirements:\n- SQL and dbt\n- Mail jane@acme.example"} | more)


def test_a_file_becomes_raw_rows_and_a_fetch_that_names_bad_lines(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text("\n".join([line(1), "not json", "", '["a"]', line(1), line(2)]) + "\n")
    rows, (fetch,) = imported([file], DATE)
    assert rows.num_rows == 4 and "jane@acme.example" not in str(rows.column("payload").to_pylist())
    assert (fetch["postings_unparsed"], fetch["status"], fetch["board"]) == (2, "ok", "mine")
    assert "line 2: not JSON; line 4: no object with an id" in fetch["reason"]
    assert "1 lines repeat an id" in fetch["reason"]


def test_a_gzipped_file_is_read_and_a_damaged_one_named(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl.gz"
    file.write_bytes(gzip.compress(line(1).encode()))
    assert imported([file], DATE)[0].num_rows == 1
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(PostingsFileError, match=r"mine\.jsonl\.gz: cannot be read"):
        imported([file], DATE)


def test_files_of_one_name_are_refused_before_anything_runs(tmp_path: Path) -> None:
    files = [tmp_path / "a" / "mine.jsonl", tmp_path / "b" / "mine.jsonl.gz"]
    with pytest.raises(PostingsFileError, match="two files are named 'mine'"):
        imported(files, DATE)
    with pytest.raises(PostingsFileError, match="rename one of them"):
        run_night(postings=[str(files[0])] * 2, data=str(tmp_path / "data"), date=DATE)
    assert not (tmp_path / "data").exists()


def test_a_night_of_imported_postings_of_any_date_publishes_them(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    roles = ("ML Engineer", "Senior Data Scientist")
    salary = {"min": 90_000, "max": 120_000, "currency": "EUR", "period": "year"}
    lines = [line(n, title=roles[n % 2], company=f"Firm {n}", salary=salary) for n in range(12)]
    file.write_text("\n".join([*lines[:8], "broken"]))
    other = tmp_path / "more.jsonl.gz"
    other.write_bytes(gzip.compress("\n".join(lines[8:]).encode()))
    data = str(tmp_path / "data")
    assert run_night(postings=[str(file), str(other)], data=data, date=DATE)
    store = Store(data)
    postings = store.read("postings", DATE)
    assert len(postings) == 12 and set(postings["city"]) == {"Berlin"}
    assert set(postings["pay_basis"]) == {"stated"}
    audit = {row["board"]: (row["postings"], row["postings_unparsed"]) for row in
             store.arrow("payload_audit", DATE).to_pylist()}  # fmt: skip
    assert audit == {"mine": (8, 1), "more": (4, 0)}
    fetches = store.arrow("board_fetches", DATE).to_pylist()
    assert {(row["platform"], row["board"], row["postings"]) for row in fetches} == {
        ("file", "mine", 9),
        ("file", "more", 4),
    }
    (comparison,) = store.arrow("role_comparisons", DATE).to_pylist()
    assert {comparison["role_a"], comparison["role_b"]} == {"ml-engineer", "data-scientist"}
    record = json.loads(comparison["record"])
    assert record["pay"]["currency"] == "EUR"
    assert (record["market"]["sample"], record["market"]["postings_imported"]) == (True, 12)
    assert [record[side]["market_share"] for side in "ab"] == [None, None]
    statistics = store.arrow("role_statistics", DATE).to_pylist()
    assert [row["open_positions"] for row in statistics] == [6, 6]
    assert {row["market_share"] for row in statistics} == {None}
    openings = next(one for one in record["verdicts"] if one["topic"] == "openings")
    assert not openings["supported"] and "sample" in openings["reason"]
