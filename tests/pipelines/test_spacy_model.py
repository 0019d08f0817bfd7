"""The pipeline taken away: `rolemeter model` and `labels`, read and scored by spaCy's own command, as documented."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from click.testing import CliRunner
from spacy.tokens import DocBin

from analytics.extraction.own_pipeline import own_extensions
from analytics.extraction.pipeline import load_pipeline
from pipelines.cli import main

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(r"^```\w+ (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
FILES = dict(BLOCK.findall((DOCS / "spacy.md").read_text(encoding="utf-8")))
EXTENSIONS = dict(BLOCK.findall((DOCS / "extending.md").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model of docs/spacy.md, whose extensions are gone since."""
    folder = tmp_path_factory.mktemp("model")
    for name, content in EXTENSIONS.items():
        (folder / "mine" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "mine" / name).write_text(content, encoding="utf-8")
    command = ["model", "--out", str(folder / "written"), "--extensions", str(folder / "mine")]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    shutil.rmtree(folder / "mine")
    shutil.move(folder / "written", folder / "moved")
    return folder / "moved"


def test_spacys_own_command_scores_the_model_on_the_labels_as_documented(tmp_path: Path, model: Path) -> None:
    (tmp_path / "labels.jsonl").write_text(FILES["labels.jsonl"], encoding="utf-8")
    command = ["labels", str(tmp_path / "labels.jsonl"), "--out", str(tmp_path / "labels.spacy")]
    assert CliRunner().invoke(main, command).exit_code == 0
    evaluate = [sys.executable, "-m", "spacy", "evaluate", str(model), str(tmp_path / "labels.spacy")]
    done = subprocess.run([*evaluate, "--spans-key", "skills"], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    printed = re.search(r"precision is (\S+) and recall (\S+):", (DOCS / "spacy.md").read_text(encoding="utf-8"))
    assert printed and re.findall(r"SPAN [PR]\s+(\S+)", done.stdout) == list(printed.groups())


def test_a_model_reads_with_the_users_data_by_spacy_and_by_rolemeter(model: Path) -> None:
    text = "Requirements:\n- VForge and Python"
    for nlp in (spacy.load(model), load_pipeline(own=model)):
        doc = nlp(text)
        assert [span.label_ for span in doc.spans["skills"]] == ["VoiceForge", "Python"]
    assert own_extensions(model) == model / "extensions"


def test_labels_keep_names_and_words_and_nothing_that_was_extracted(tmp_path: Path, model: Path) -> None:
    (tmp_path / "labels.jsonl").write_text(FILES["labels.jsonl"], encoding="utf-8")
    CliRunner().invoke(main, ["labels", str(tmp_path / "labels.jsonl"), "--out", str(tmp_path / "labels.spacy")])
    (doc,) = DocBin().from_disk(tmp_path / "labels.spacy").get_docs(spacy.blank("xx").vocab)
    found = [(span.label_, span.text) for span in doc.spans["skills"]]
    assert found == [("Python", "Python"), ("Kafka", "Kafka"), ("VoiceForge", "VForge")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "no labelled postings"),
        ('{"id": "1", "skills": []}', "offsets alone need --texts DIR"),
        ('{"id": "7", "description": "x", "skills": [{"surface": "Go", "canonical": "Go"}]}', "posting 7: 'Go'"),
    ],
)  # fmt: skip
def test_wrong_labels_are_refused_in_one_line(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "a.jsonl").write_text(content)
    result = CliRunner().invoke(main, ["labels", str(tmp_path / "a.jsonl"), "--out", str(tmp_path / "a.spacy")])
    assert result.exit_code == 2 and message in result.output and not (tmp_path / "a.spacy").exists()
