"""A night that reads with the user's own skills, roles and metros, in worker processes too."""

import datetime as dt
import json
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from click.testing import CliRunner

from analytics.extraction.lexicon import load_lexicon
from pipelines.cli import main
from pipelines.extraction import plan, run_task
from pipelines.night import run_night
from storage.store import Store, read_parts

DATE = dt.date(2026, 3, 1)


@pytest.fixture
def own(tmp_path: Path) -> str:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "skills.tsv").write_text("FrobDB\tdatabase\n", encoding="utf-8")
    (folder / "roles.toml").write_text(
        '[[role]]\nid = "voice-ai-engineer"\nname = "Voice AI Engineer"\ntitles = ["voice ai engineer"]\n',
        encoding="utf-8",
    )
    (folder / "metros.csv").write_text("metro,country,region,city\nCasper-Laramie,US,WY,Casper\n", encoding="utf-8")
    return str(folder)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    file = tmp_path / "mine.jsonl"
    posting = {"location": "Casper, WY", "description": "Requirements:\n- FrobDB and Python"}
    titles = ("Voice AI Engineer", "ML Engineer")
    rows = [posting | {"id": str(n), "title": titles[n % 2], "company": f"Firm {n}"} for n in range(12)]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return file


def test_a_night_with_extensions_publishes_the_users_role(tmp_path: Path, own: str, mine: Path) -> None:
    data = str(tmp_path / "data")
    assert run_night(postings=[str(mine)], data=data, date=DATE, extensions=own)
    store = Store(data)
    assert set(store.read("role_statistics", DATE)["role"]) == {"voice-ai-engineer", "ml-engineer"}
    assert set(store.read("postings", DATE)["metro"]) == {"Casper-Laramie"}
    assert "FrobDB" in set(store.read("role_skills", DATE)["skill"])
    (comparison,) = store.arrow("role_comparisons", DATE).to_pylist()
    assert (comparison["role_a"], comparison["role_b"]) == ("ml-engineer", "voice-ai-engineer")
    (market,) = store.arrow("market_totals", DATE).to_pylist()
    assert market["method"].endswith(load_lexicon(Path(own)).mark) and "+own-" in market["method"]
    assert (tmp_path / "data" / "site" / "roles" / "voice-ai-engineer.html").exists()
    command = ["compare", "Voice AI Engineer", "ML Engineer", "--data", data, "--json"]
    assert json.loads(CliRunner().invoke(main, [*command, "--extensions", own]).output)["a"]["open_positions"] == 6

    store = Store(data)
    (task,) = plan(store, data, ["file"], DATE, str(tmp_path), own)
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        done = pool.submit(run_task, task).result()
    assert set(read_parts([done.postings]).column("role").to_pylist()) == {"voice-ai-engineer", "ml-engineer"}


def test_extract_takes_extensions_and_refuses_wrong_ones_in_one_line(tmp_path: Path, own: str, mine: Path) -> None:
    answers = CliRunner().invoke(main, ["extract", "--extensions", own, str(mine)]).stdout.splitlines()
    assert [skill["skill"] for skill in json.loads(answers[0])["skills"]] == ["FrobDB", "Python"]
    (tmp_path / "own" / "skills.tsv").write_text("FrobDB\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["extract", str(mine)], env={"ROLEMETER_EXTENSIONS": own})
    assert result.exit_code == 2 and "skills.tsv, line 1: unknown kind" in result.output
    assert "Traceback" not in result.output
