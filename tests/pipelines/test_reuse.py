"""What has not changed since the night before is not read again, and the rows are those of a reading anew."""

import ast
import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from analytics.extraction.rows import NOTHING_KNOWN
from pipelines.extraction import Task, plan, run_task
from pipelines.resources import Source
from pipelines.reuse import READING, EarlierRows, last_reading
from pipelines.versions import CODE, ROOT, reading_version
from storage.store import Store, read_parts
from storage.tables import TABLES

FIRST, NEXT = dt.date(2026, 11, 20), dt.date(2026, 11, 21)
BOILERPLATE = (
    "Experience with Kubernetes and Terraform in production is required of everybody who joins one of our teams."
)
Raw = dict[str, Any]
Change = Callable[[list[Raw]], list[Raw]]


def raw(board: str, number: int, text: str = "", **changes: object) -> Raw:
    body = f"<p>{BOILERPLATE}</p><h3>Requirements</h3><ul><li>{number} years of Python</li><li>{text}</li></ul>"
    payload = {
        "id": number,
        "title": f"Machine Learning Engineer {number}",
        "content": body,
        "absolute_url": "https://x/1",
    }
    row = {
        "posting_id": f"greenhouse:{board}:{number}", "snapshot_date": FIRST, "platform": "greenhouse", "board": board,
        "external_id": str(number), "url": None, "company": board.title(), "fetched_at": None, "observed_on": FIRST,
        "carried_forward": False, "payload": json.dumps(payload),
    }  # fmt: skip
    return row | changes


def market() -> list[Raw]:
    """Three boards; what stands on most postings of the largest is boilerplate, on those of the others not yet."""
    return [
        raw(board, number, "SQL")
        for board, size in (("acme", 5), ("beta", 3), ("corp", 2))
        for number in range(1, size + 1)
    ]


def came(rows: list[Raw]) -> list[Raw]:
    """A fourth posting makes a paragraph of all of them boilerplate."""
    return [*rows, raw("beta", 4, "Rust"), raw("beta", 5, "Rust")]


def went(rows: list[Raw]) -> list[Raw]:
    """With three postings left nothing is boilerplate."""
    return [row for row in rows if row["posting_id"] not in ("greenhouse:acme:1", "greenhouse:acme:2")]


def edited(rows: list[Raw]) -> list[Raw]:
    return [raw("acme", 2, "Scala") if row["posting_id"] == "greenhouse:acme:2" else row for row in rows]


def renamed(rows: list[Raw]) -> list[Raw]:
    return [row | ({"company": "Corp Ltd"} if row["board"] == "corp" else {}) for row in rows]


def carried(rows: list[Raw]) -> list[Raw]:
    return [row | ({"carried_forward": True, "observed_on": FIRST} if row["board"] == "corp" else {}) for row in rows]


def damaged(rows: list[Raw]) -> list[Raw]:
    return [row | ({"payload": "[]"} if row["posting_id"] == "greenhouse:corp:2" else {}) for row in rows]


def unchanged(rows: list[Raw]) -> list[Raw]:
    return rows


def extracted(store: Store, folder: Path, date: dt.date, before: dt.date | None) -> dict[str, pa.Table]:
    """The tables of a date as the night writes them, without what other nights and postings tell."""
    folder.mkdir()
    done = [run_task(task) for task in plan(store, store.root, ["greenhouse"], date, str(folder), before=before)]
    audit = [entry | {"snapshot_date": date} for part in done for entry in part.audit]
    tables = {
        "postings": read_parts([part.postings for part in done]),
        "posting_skills": read_parts([part.skills for part in done]),
    }
    ordered = {name: rows.sort_by([(key, "ascending") for key in TABLES[name].key]) for name, rows in tables.items()}
    return ordered | {"payload_audit": pa.Table.from_pylist(audit)}


def keep(store: Store, tables: dict[str, pa.Table], date: dt.date, version: str = "v") -> None:
    for name, rows in tables.items():
        filled = [
            {"opening_id": "o", "first_seen": date} | {k: v for k, v in row.items() if v is not None}
            for row in rows.to_pylist()
        ]
        columns = TABLES[name].columns
        whole = [{c: row.get(c) for c in columns} | {"snapshot_date": date} for row in filled]
        store.write(name, whole, date, {READING: version})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "data")
    store.write("raw_greenhouse", market(), FIRST)
    keep(store, extracted(store, tmp_path / "first", FIRST, None), FIRST)
    return store


@pytest.mark.parametrize("change", [unchanged, came, went, edited, renamed, carried, damaged])
def test_the_rows_are_those_of_a_reading_anew(store: Store, tmp_path: Path, change: Change) -> None:
    tonight = [
        row | {"snapshot_date": NEXT} | ({} if row["carried_forward"] else {"observed_on": NEXT})
        for row in change(market())
    ]
    store.write("raw_greenhouse", tonight, NEXT)
    anew, kept = (extracted(store, tmp_path / str(before), NEXT, before) for before in (None, FIRST))
    assert kept["payload_audit"] == anew["payload_audit"]
    for name in ("postings", "posting_skills"):
        same = [c for c in TABLES[name].columns if c not in ("snapshot_date", "opening_id", "first_seen")]
        assert kept[name].select(same) == anew[name].select(same)


def test_a_paragraph_that_has_become_boilerplate_changes_what_a_posting_says(store: Store, tmp_path: Path) -> None:
    """The case that makes an unchanged posting worth a second reading is in the inputs above."""
    store.write("raw_greenhouse", [row | {"snapshot_date": NEXT} for row in came(market())], NEXT)
    tables = extracted(store, tmp_path / "next", NEXT, FIRST)["posting_skills"]
    before = store.arrow("posting_skills", FIRST)
    mine = [
        {row["skill"] for row in rows.to_pylist() if row["posting_id"] == "greenhouse:beta:1"}
        for rows in (before, tables)
    ]
    assert "Kubernetes" in mine[0] - mine[1]


def test_only_what_has_changed_is_read(store: Store) -> None:
    rows = edited(market())
    reading = EarlierRows.of(store, "greenhouse", FIRST, ["acme", "beta", "corp"])
    by_board = {board: [row for row in rows if row["board"] == board] for board in ("acme", "beta", "corp")}
    assert [reading.is_whole(board, raw) for board, raw in by_board.items()] == [False, True, True]
    known = reading.known("acme", by_board["acme"])
    assert set(known.rows) == {f"greenhouse:acme:{number}" for number in (1, 3, 4, 5)}
    assert not NOTHING_KNOWN.rows


def test_a_night_without_a_change_never_loads_spacy(store: Store, tmp_path: Path) -> None:
    store.write("raw_greenhouse", [row | {"snapshot_date": NEXT} for row in market()], NEXT)
    (tmp_path / "parts").mkdir()
    task = Task(store.root, "greenhouse", NEXT, ("acme", "beta", "corp"), str(tmp_path / "parts"), 0, before=FIRST)
    code = f"""
import datetime, sys
from pipelines.extraction import Task, run_task
assert run_task({task!r}).rows == 10
print("spacy" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_another_version_a_missing_table_or_a_damaged_file_has_all_postings_read_again(store: Store) -> None:
    told: list[str] = []
    assert last_reading(store, NEXT, "v", told.append) == FIRST
    assert last_reading(store, FIRST, "v", told.append) is None
    assert last_reading(store, NEXT, "w", told.append) is None
    Path(store.path("posting_skills", FIRST)).write_bytes(b"")
    assert last_reading(store, NEXT, "v", told.append) is None and "posting_skills" in told[-1]
    Path(store.path("postings", FIRST)).write_bytes(b"PAR1")
    assert last_reading(store, NEXT, "v", told.append) is None and "postings.parquet" in told[-1]


def test_the_version_is_that_of_the_users_words_too(tmp_path: Path) -> None:
    versions = {reading_version(Source().method())}
    for name in ("a", "b"):
        (tmp_path / "skills.tsv").write_text(f"{name}\tlanguage\t\t\n", encoding="utf-8")
        versions.add(reading_version(Source(extensions=str(tmp_path)).method()))
    assert len(versions) == 3


# What the modules that read import of those that ask: it brings payloads, and no row depends on it but through them.
_ASKING = ("board_state", "http", "items", "job", "next_data", "parent", "privacy", "revisits", "rows", "streaming")
ASKING = {f"spiders/{name}.py" for name in _ASKING}
DECLARING = {"storage/columns.py", "storage/store.py", "storage/tables.py"}  # columns are in the version by themselves


def test_the_version_is_over_every_module_that_makes_a_row() -> None:
    made_by = [ROOT / place for place in CODE["postings"]]
    waiting = [ROOT / "pipelines/extraction.py", ROOT / "spiders/dialect.py", ROOT / "analytics/extraction/rows.py"]
    waiting += sorted((ROOT / "spiders/platforms").glob("*.py"))
    seen: set[Path] = set()
    while waiting:
        file = waiting.pop()
        if file not in seen:
            seen.add(file)
            waiting += imported_by(file)
    assert len(seen) > 100
    outside = {
        file.relative_to(ROOT).as_posix()
        for file in seen
        if not any(file == place or place in file.parents for place in made_by) and file.name != "__init__.py"
    }
    assert outside <= ASKING | DECLARING


def imported_by(file: Path) -> list[Path]:
    """The project's modules that a module of spiders, analytics or storage imports."""
    names: list[str] = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
        elif isinstance(node, ast.Import):
            names += [one.name for one in node.names]
    ours = [name for name in names if name.split(".")[0] in ("spiders", "analytics", "storage")]
    files = [(ROOT / name.replace(".", "/")).with_suffix(".py") for name in ours]
    return [one for one in files if one.is_file()]
