"""A pipeline of the user's own, as docs/spacy.md shows it: at night, in worker processes, and refused when wrong."""

import json
import re
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from click.testing import CliRunner

from analytics.extraction.own_pipeline import mark
from pipelines.cli import main
from pipelines.extraction import plan, run_task
from pipelines.night import run_night
from pipelines.partitions import today
from spiders.market.generate import build
from spiders.market.server import serve
from storage.store import Store, read_parts

PAGE = Path(__file__).resolve().parents[2] / "docs" / "spacy.md"
FILES = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))
PIPELINE = FILES["mine.cfg"].partition("pipeline = ")[2].splitlines()[0]
POSTING = {"id": "1", "title": "ML Engineer", "company": "Acme", "location": "Lyon"}
TEXT = "Requirements:\n- fluent in French, Python\n- Extras: VForge"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    for name in ("mine.cfg", "languages.py"):
        text = FILES[name].replace("spoken_languages", f"spoken_{tmp_path.name}")  # spaCy knows a name of one file only
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "mine.cfg"


def changed(config: Path, before: str, after: str) -> Path:
    text = config.read_text(encoding="utf-8")
    assert before in text
    config.write_text(text.replace(before, after), encoding="utf-8")
    return config


def extracted(config: Path, tmp_path: Path) -> tuple[int, str]:
    file = tmp_path / "postings.jsonl"
    file.write_text(json.dumps(POSTING | {"description": TEXT}))
    result = CliRunner().invoke(main, ["extract", "--pipeline", str(config), str(file)])
    return result.exit_code, result.output


def test_a_component_of_the_users_finds_skills_in_a_night_over_the_market(tmp_path: Path, config: Path) -> None:
    data, date, market = str(tmp_path / "data"), today(), build(0.01, today())
    url, stop = serve(market, 0)
    header, *lines = market.boards_csv(url).splitlines()
    file = tmp_path / "boards.csv"
    file.write_text("\n".join([header, *(line for line in lines if line.startswith("greenhouse,"))][:8]))
    assert run_night(boards=str(file), data=data, pipeline=str(config))
    stop()
    store = Store(data)
    skills = store.arrow("posting_skills", date).to_pylist()
    spoken = [row for row in skills if row["skill"] == "spoken English"]
    assert {(row["surface"], row["rule"], row["category"]) for row in spoken} == {
        ("write English", "languages.spoken", "language")
    }
    assert "spoken English" in set(store.read("role_skills", date)["skill"])
    (totals,) = store.arrow("market_totals", date).to_pylist()
    assert totals["method"].endswith(mark(config)) and "+pipeline-" in totals["method"]

    tasks = plan(store, data, ["greenhouse"], date, str(tmp_path), pipeline=str(config))
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        done = pool.submit(run_task, tasks[0]).result()
    assert "spoken English" in read_parts([done.skills]).column("skill").to_pylist()


def test_extract_reads_with_the_users_pipeline_and_the_extensions_that_it_names(tmp_path: Path, config: Path) -> None:
    (config.parent / "words").mkdir()
    (config.parent / "words" / "skills.tsv").write_text("VoiceForge\tplatform\t\tVForge!\n", encoding="utf-8")
    status, output = extracted(changed(config, "[paths]\n", '[paths]\nextensions = "words"\n'), tmp_path)
    assert status == 0
    assert [skill["skill"] for skill in json.loads(output)["skills"]] == ["Python", "VoiceForge", "spoken French"]


def test_a_changed_component_is_read_anew_and_marked_otherwise(tmp_path: Path, config: Path) -> None:
    before, read = mark(config), extracted(config, tmp_path)[1]
    changed(config.parent / "languages.py", '"fluent", ', "")
    assert mark(config) != before
    assert "spoken French" in read and "spoken French" not in extracted(config, tmp_path)[1]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("[components]\n", "", r"mine\.cfg: not a spaCy configuration"),
        ('"languages.py"', '"other.py"', r"paths\.code names .*other\.py, and there is no such file"),
        (PIPELINE, '["title","role"]', r"the component role needs doc\.spans, span\._\.requirement"),
        (PIPELINE, '["language","triggers"]', r"no component assigns doc\._\.role"),
        (PIPELINE, '["title","places2"]', r"mine\.cfg: .*places2"),
        ("known = ", "know = ", r"mine\.cfg: .*known"),
    ],
)
def test_a_configuration_that_cannot_be_used_is_refused_in_one_line(
    tmp_path: Path, config: Path, before: str, after: str, message: str
) -> None:
    status, output = extracted(changed(config, before, after), tmp_path)
    assert status == 2 and re.search(message, output), output
    assert "Traceback" not in output and output.count("\n") == 1


def test_a_night_is_refused_before_it_begins(tmp_path: Path) -> None:
    command = ["run", "--pipeline", str(tmp_path / "mine.cfg"), "--data", str(tmp_path / "data")]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2 and "mine.cfg: no such file" in result.output
    assert not (tmp_path / "data").exists()


def test_code_that_cannot_be_run_is_named(tmp_path: Path, config: Path) -> None:
    (config.parent / "languages.py").write_text("1 / 0\n")
    assert "languages.py: ZeroDivisionError" in extracted(config, tmp_path)[1]
