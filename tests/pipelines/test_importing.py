"""Postings of the user's own go through the same assets; a bad line is named and loses nothing else."""

import datetime as dt
import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.importing import PostingsFileError, Reading, imported
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
    assert "line 2: not JSON: Expecting value; line 4: a list instead of an object" in fetch["reason"]
    assert "1 records repeat an id" in fetch["reason"]


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


def test_files_of_several_dates_give_a_history_that_is_published(tmp_path: Path) -> None:
    file, before = tmp_path / "mine-2026-03-01.jsonl", tmp_path / "mine-2026-02-22.jsonl"
    before.write_text("\n".join([line(1), line(99)]))
    roles = ("ML Engineer", "Senior Data Scientist")
    salary = {"min": 90_000, "max": 120_000, "currency": "EUR", "period": "year"}
    lines = [line(n, title=roles[n % 2], company=f"Firm {n}", salary=salary) for n in range(12)]
    file.write_text("\n".join([*lines[:8], "broken"]))
    other = tmp_path / "more_20260301.jsonl.gz"
    other.write_bytes(gzip.compress("\n".join(lines[8:]).encode()))
    data = str(tmp_path / "data")
    arguments = [
        "run",
        "--data",
        data,
        "--dates-from",
        "names",
        *(f"--postings={one}" for one in (other, file, before)),
    ]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    refused = CliRunner().invoke(main, [*arguments, "--date", "2026-03-01"])
    assert refused.exit_code == 2 and "--dates-from is for --postings alone" in refused.output
    store = Store(data)
    lives = {row["posting_id"].split(":")[-1]: row for row in store.arrow("posting_lifecycle", DATE).to_pylist()}
    assert lives["p1"]["first_seen"] == dt.date(2026, 2, 22) and lives["p1"]["closed_on"] is None
    assert lives["p99"]["closed_on"] == DATE and lives["p2"]["first_seen"] == DATE
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


def test_a_file_that_cannot_be_read_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("headline,firm\nCook,Inn\n")
    data = tmp_path / "data"
    result = CliRunner().invoke(main, ["run", "--data", str(data), "--postings", str(file)])
    assert result.exit_code == 2 and not data.exists()
    assert f"{file}, line 1: no column is a posting's title or description" in result.output
    assert "--columns title=" in result.output


def test_a_column_of_the_users_that_no_file_has_is_refused_by_name_and_one_that_some_have_is_told(
    tmp_path: Path,
) -> None:
    files = [tmp_path / "a.csv", tmp_path / "b.csv"]
    files[0].write_text("headline,body,firm\nCook,Stir,Inn\n")
    files[1].write_text("headline,body,place\nCook,Stir,Oslo\n")
    columns = {"title": "headline", "description": "body"}
    with pytest.raises(PostingsFileError, match=r"--columns names fields that are not there: frm \(for company\)"):
        imported(files, DATE, Reading(columns | {"company": "frm"}))
    with pytest.raises(PostingsFileError, match=r"a\.csv: .*not there: head \(for title\)"):
        imported(files, DATE, Reading({"title": "head", "description": "body"}))
    _, (first, second) = imported(files, DATE, Reading(columns | {"company": "firm"}))
    assert first["reason"] is None
    assert second["reason"] == "--columns names fields that are not there: firm (for company)"
