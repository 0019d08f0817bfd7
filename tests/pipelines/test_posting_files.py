"""Files of postings as people have them: every format, encoding and set of column names arrives whole."""

import bz2
import csv
import datetime as dt
import gzip
import io
import itertools
import json
import lzma
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.cli import main
from pipelines.importing import NAMES, PostingsFileError, Reading, dates_of, imported, read_files
from pipelines.postings.columns import ColumnsError, own_columns
from spiders.dialect import parse_payload
from spiders.platform import Board
from storage.posting import ParsedPosting

DATE = dt.date(2026, 3, 1)
POSTINGS = [
    {
        "id": f"p{number}",
        "title": "Müller-Engineer",
        "company": "Bäckerei, Söhne",
        "description": 'Knows "SQL"\nand dbt.',
    }
    for number in range(3)
]


def as_csv(rows: list[dict[str, Any]], delimiter: str = ",", **how: Any) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, **how)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def as_parquet(rows: list[dict[str, Any]]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


LINES = "\n".join(json.dumps(row, ensure_ascii=False) for row in POSTINGS)
FILES = {
    "lines.jsonl": LINES.encode(),
    "lines.txt": LINES.encode("utf-8-sig"),
    "lines16.jsonl": LINES.encode("utf-16"),
    "lines16be": LINES.encode("utf-16-be"),
    "array.json": json.dumps(POSTINGS).encode(),
    "pretty.json": json.dumps(POSTINGS, indent=2, ensure_ascii=False).encode("utf-8-sig"),
    "results.json": json.dumps({"count": 3, "results": POSTINGS}, indent=1).encode(),
    "jobs.json": json.dumps({"jobs": POSTINGS}).encode(),
    "rows.json": json.dumps({"rows": [{"row_idx": 0, "row": row} for row in POSTINGS]}).encode(),
    "table.csv": as_csv(POSTINGS).encode(),
    "windows.csv": as_csv(POSTINGS, ";", quoting=csv.QUOTE_ALL).replace("\n", "\r\n").encode("cp1252"),
    "excel.csv": ("sep=;\r\n" + as_csv(POSTINGS, ";")).encode("utf-16"),
    "tabs.tsv": as_csv(POSTINGS, "\t").encode("utf-8-sig"),
    "unnamed": as_csv(POSTINGS).encode(),
    "table.parquet": as_parquet(POSTINGS),
    "unnamed-parquet": as_parquet(POSTINGS),
    "lines.jsonl.gz": gzip.compress(LINES.encode()),
    "lines.jsonl.bz2": bz2.compress(LINES.encode()),
    "table.csv.xz": lzma.compress(as_csv(POSTINGS).encode()),
    "array.json.zst": pa.compress(json.dumps(POSTINGS).encode(), codec="zstd", asbytes=True),
}


def read(folder: Path, name: str, data: bytes | str, **how: Any) -> tuple[list[ParsedPosting], dict[str, Any]]:
    """The postings of a file and its fetch."""
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    rows, (fetch,) = imported([file], DATE, Reading(**how))
    found = [parse_payload("file", row, Board("file", name, ""))[0] for row in rows.column("payload").to_pylist()]
    return [posting for posting in found if posting is not None], fetch


@pytest.mark.parametrize("name", list(FILES))
def test_a_file_of_each_format_arrives_whole(tmp_path: Path, name: str) -> None:
    postings, fetch = read(tmp_path, name, FILES[name])
    assert [(one.external_id, one.title, one.company) for one in postings] == [
        (row["id"], row["title"], row["company"]) for row in POSTINGS
    ]
    assert {one.text for one in postings} == {POSTINGS[0]["description"]}
    assert (fetch["reason"], fetch["postings_unparsed"]) == (None, 0)


JOBSPY = {
    "id": "in-7", "site": "indeed", "job_url": "https://indeed.example/viewjob?jk=7", "title": "ML Engineer",
    "company": "Acme", "location": "Austin, TX, US", "date_posted": "2026-02-26", "job_type": "fulltime",
    "salary_source": "direct_data", "interval": "yearly", "min_amount": 120000.0, "max_amount": 150000.0,
    "currency": "USD", "is_remote": True, "description": r"**You:** 5\+ years of C\+\+.",
}  # fmt: skip


@pytest.mark.parametrize("name", ["jobs.csv", "jobs.parquet", "jobs.jsonl"])
def test_an_export_of_jobspy_keeps_pay_place_date_and_workplace(tmp_path: Path, name: str) -> None:
    guessed = JOBSPY | {"id": "in-8", "salary_source": "description", "is_remote": False}
    unpaid = JOBSPY | dict.fromkeys(("interval", "min_amount", "max_amount", "currency")) | {"id": "in-9"}
    rows = [JOBSPY, guessed, unpaid]
    data: bytes | str = as_parquet(rows) if name.endswith("parquet") else as_csv(rows)
    if name.endswith("jsonl"):
        data = "\n".join(json.dumps(row).replace("null", "NaN") for row in rows)
    (first, second, third), fetch = read(tmp_path, name, data)
    assert first.pay is not None
    assert (first.pay.min, first.pay.max, first.pay.currency, first.pay.period) == (120000, 150000, "USD", "year")
    assert (first.locations, first.workplace, first.url) == (["Austin, TX, US"], "remote", JOBSPY["job_url"])
    assert first.posted_at == dt.datetime(2026, 2, 26, tzinfo=dt.UTC) and first.employment_type == "full_time"
    assert first.text == "**You:** 5+ years of C++."
    assert (second.pay, second.workplace, third.pay) == (None, None, None)
    assert fetch["reason"] == "columns not read: site"


def test_columns_of_data_sets_and_of_the_users_own_are_known(tmp_path: Path) -> None:
    row = {"job_title": "Cook", "job_description": "Soup.", "company_name": "Inn", "job_location": "Ulm", "skills": "a"}
    (posting,), fetch = read(tmp_path, "set.parquet", as_parquet([row]))
    assert (posting.title, posting.text, posting.company, posting.locations) == ("Cook", "Soup.", "Inn", ["Ulm"])
    assert fetch["reason"] == "columns not read: skills" and len(posting.external_id) == 16
    own = {"Stellentitel": "Koch", "Text": "Suppe.", "Firma": "Inn", "title": "not this"}
    (posting,), fetch = read(
        tmp_path, "own.csv", as_csv([own]), columns=own_columns("title=Stellentitel,company=Firma")
    )
    assert (posting.title, posting.text, posting.company) == ("Koch", "Suppe.", "Inn")
    for wrong in ("headline=Titel", "title", "title="):
        with pytest.raises(ColumnsError, match="--columns"):
            own_columns(wrong)


def test_a_posting_of_schema_org_is_read_as_one(tmp_path: Path) -> None:
    posting = {
        "@type": "JobPosting", "title": "Baker", "description": "<p>Bread</p>", "datePosted": "2026-02-01",
        "identifier": {"@type": "PropertyValue", "value": "b-1"}, "hiringOrganization": {"name": "Oven"},
        "jobLocation": {"address": {"addressLocality": "Wien", "addressCountry": "AT"}}, "directApply": True,
        "baseSalary": {"currency": "EUR", "value": {"minValue": 30, "maxValue": 40, "unitText": "HOUR"}},
    }  # fmt: skip
    for data in (json.dumps([posting]), json.dumps({"@graph": [posting]}), as_csv([_flat(posting)])):
        (found,), fetch = read(tmp_path, f"s{len(data)}", data)
        assert found.pay is not None and (found.pay.min, found.pay.period) == (30, "hour")
        assert (found.external_id, found.company, found.locations) == ("b-1", "Oven", ["Wien, AT"])
        assert fetch["reason"] is None


def _flat(posting: dict[str, Any]) -> dict[str, Any]:
    return {name: json.dumps(value) if isinstance(value, dict) else value for name, value in posting.items()}


@pytest.mark.parametrize(
    ("salary", "told"),
    [
        ("120k-180k", "120k-180k"),
        ({"min": "120k", "max": "180k", "currency": "USD"}, "120k - 180k USD"),
        ({"min": 10, "max": 12, "currency": "$", "period": "hour"}, "$10 - $12 per hour"),
        ("Competitive", "Competitive"),
    ],
)
def test_pay_that_is_no_number_is_read_with_the_description(tmp_path: Path, salary: Any, told: str) -> None:
    for body, name in (("Bread.", "text"), ("<p>Bread.</p>", "html")):
        row = POSTINGS[0] | {"description": body, "salary": salary}
        (posting,), fetch = read(tmp_path, f"{name}.jsonl", json.dumps(row))
        assert posting.pay is None and f"Salary: {told}" in str(getattr(posting, name))
        assert fetch["reason"] is None


def test_a_currency_that_is_none_is_null_and_what_is_not_understood_is_told(tmp_path: Path) -> None:
    rows = [
        POSTINGS[0] | {"salary": {"min": 5, "max": 6, "currency": nan, "period": "hour"}, "posted_at": "soon"}
        for nan in (float("nan"), "NaN", "None", "")
    ]
    rows = [row | {"id": number, "bonus": 1, "salary_min": Decimal("1")} for number, row in enumerate(rows)]
    data = "\n".join(json.dumps(row, default=float) for row in rows)
    postings, fetch = read(tmp_path, "a.jsonl", data)
    assert [posting.pay and posting.pay.currency for posting in postings] == [None] * 4
    assert fetch["reason"] == "columns not read: bonus; not understood: line 1: posted_at 'soon' (and 3 more)"


def test_an_open_quote_and_a_wrong_row_cost_themselves_alone(tmp_path: Path) -> None:
    lines = as_csv(POSTINGS).splitlines(keepends=True)
    lines.insert(1, 'q,"never closed,x,y\n')
    lines.insert(2, "a,b,c,d,e\n")
    postings, fetch = read(tmp_path, "a.csv", "".join(lines))
    assert [one.external_id for one in postings] == ["p0", "p1", "p2"]
    assert "line 2: a quote that is not closed" in fetch["reason"]
    assert "line 3: 5 cells under 4 columns" in fetch["reason"]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.jsonl", '{"id": 1}\n{"id": 2}', "line 1: the payload has no title (2 of 2 cannot be read)"),
        ("a.jsonl", LINES + "\nx" * 4, "line 4: not JSON: Expecting value (4 of 7 cannot be read)"),
        ("a.jsonl", "", "no posting in it"),
        (
            "a.csv",
            "city,price\nUlm,7\n",
            "line 1: no column is a posting's title or description (columns: city, price)",
        ),
        ("a.parquet", as_parquet([{"city": "Ulm"}]), "(columns: city); name them with --columns title="),
        ("a.parquet", FILES["table.parquet"][:-9], "a Parquet file that cannot be read"),
        ("a.json", json.dumps(POSTINGS, indent=1)[:-3], "line 19: not JSON: Expecting ',' delimiter; mend it there"),
        ("a.xlsx", b"PK\x03\x04rest", "save the sheet as CSV"),
        ("a.bin", b"\x00\x01\x02\x03\x04", "neither text nor Parquet; it should hold JSON lines"),
        ("a.gz", gzip.compress(b"x" * 999)[:-9], "cannot be read"),
        ("a.xz", lzma.compress(LINES.encode())[:-30], "cannot be read"),
        ("a.zst", FILES["array.json.zst"][:40], "cannot be read"),
    ],
    ids=itertools.count(),
)
def test_a_file_of_which_less_than_half_is_read_is_refused_with_its_first_reason(
    tmp_path: Path, name: str, data: bytes | str, says: str
) -> None:
    with pytest.raises(PostingsFileError) as caught:
        read(tmp_path, name, data)
    assert str(tmp_path / name) in str(caught.value) and says in str(caught.value)


def extracted(arguments: list[str], stdin: bytes | None = None) -> tuple[list[dict[str, Any]], str, int]:
    """The answers of `rolemeter extract`, what it says beside them, and its exit status."""
    result = CliRunner().invoke(main, ["extract", *arguments], input=stdin)
    return [json.loads(line) for line in result.stdout.splitlines()], result.stderr, result.exit_code


@pytest.mark.parametrize("name", ["lines.txt", "lines16.jsonl", "pretty.json", "windows.csv", "table.parquet"])
def test_extract_reads_what_an_import_reads(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    answers, told, status = extracted([str(tmp_path / name)])
    assert ([answer["id"] for answer in answers], told, status) == (["p0", "p1", "p2"], "", 0)
    assert [skill["skill"] for skill in answers[0]["skills"]] == ["SQL", "dbt"]
    assert extracted([], FILES[name])[0] == answers


def test_extract_answers_each_line_and_counts_alike_errors(tmp_path: Path) -> None:
    surrogate = '{"id": "\\ud800", "title": "Cook"}'
    lines = [
        surrogate,
        surrogate.replace('"Cook"', "3"),
        "",
        "x",
        "[]",
        "y",
        '{"title": "no id"}',
        '{"id": 9, "title": "Cook"}',
    ]
    answers, told, status = extracted([], "\n".join(lines).encode("utf-8-sig"))
    assert [answer["id"] for answer in answers] == ["\ufffd", "\ufffd", None, None, None, None, None, 9]
    assert [answer.get("error", "").split(":")[0] for answer in answers] == [
        "", "line 2", "line 3", "line 4", "line 5", "line 6", "line 7", "",
    ]  # fmt: skip
    assert status == 1 and "standard input: 6 of 8 are no postings" in told
    assert "line 4: not JSON: Expecting value (and 1 more)" in told
    (tmp_path / "a.csv").write_text("headline,firm\nCook,Inn\n")
    answers, told, status = extracted([str(tmp_path / "a.csv")])
    assert (answers, status) == ([], 2) and "line 1: no column is a posting's title" in told
    answers, _, status = extracted([str(tmp_path / "a.csv"), "--columns", "title=headline"])
    assert ([answer["id"] for answer in answers], status) == (["line 2"], 0)


def test_files_of_several_dates_are_nights_of_one_board(tmp_path: Path) -> None:
    days = [dt.date(2026, 2, 22), DATE]
    files = [tmp_path / "jobs-2026-03-01.csv", tmp_path / "jobs_20260222.jsonl"]
    files[0].write_text(as_csv(POSTINGS))
    files[1].write_text(LINES)
    reading = Reading(dates=NAMES)
    assert dates_of(files, reading) == days
    assert [[one.fetch["board"] for one in read_files(files, day, reading)] for day in days] == [["jobs"]] * 2
    table = tmp_path / "all.csv"
    rows = [row | {"seen": f"{days[number % 2]} 08:00"} for number, row in enumerate(POSTINGS)]
    table.write_text(as_csv(rows))
    reading = Reading(dates="seen")
    assert dates_of([table], reading) == days
    counts = [read_files([table], day, reading)[0].fetch["postings"] for day in days]
    assert counts == [2, 1]
    for wrong, says in ((Reading(dates="when"), "line 2: the field when"), (Reading(dates=NAMES), "no date such as")):
        with pytest.raises(PostingsFileError, match=says):
            dates_of([table], wrong)


@given(
    st.one_of(
        st.binary(max_size=60),
        st.text('title,id";\t\r\n{}[]:|= 1aä\x00', max_size=80).map(str.encode),
        st.text('",\n aä', max_size=60).map(lambda rest: f"id,title\n{rest}".encode()),
        st.sampled_from([b"PAR1", b"\x1f\x8b", b"BZh9", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"\xff\xfe"]).flatmap(
            lambda head: st.binary(max_size=40).map(lambda rest: head + rest)
        ),
    ),
    st.sampled_from(["a", "a.csv", "a.json"]),
)
@settings(max_examples=400, deadline=None)
def test_whatever_a_file_holds_is_read_or_refused_by_name(data: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(data)
        try:
            (read,) = read_files([file], DATE)
        except PostingsFileError as error:
            assert str(error).startswith(str(file))
        else:
            assert read.fetch["postings"] == len(read.rows) > 0
