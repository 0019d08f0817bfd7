"""Labels kept as offsets find their texts again, and are refused where the text is another."""

import hashlib
import json
from pathlib import Path

import pytest

from analytics.evaluation.labels import LabelsError
from analytics.evaluation.scoring import postings
from pipelines.score import rows_of_labels, score_folder

LABELS = Path(__file__).parents[1] / "labels"
SHARED = Path(__file__).parents[3] / "shared" / "data"
TEXT = "Requirements\n\n- Python and Kafka"


def _kept(folder: Path, text: str = TEXT, **changed: object) -> Path:
    """A file of labels beside a recorded board that holds one posting."""
    (folder / "board.json").write_text(
        json.dumps({"jobs": [{"id": 7, "content": "&lt;h3&gt;Requirements&lt;/h3&gt;&lt;li&gt;Python and Kafka"}]})
    )
    row = {
        "source": "board.json", "id": "7", "fields": ["content"], "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "title": "Engineer", "company": "Acme", "location": "", "seniority": "mid", "min_years": None, "salary": None,
        "workplace": "unknown", "role": "software-engineer",
        "skills": [["Python", "language", "required", 16, 22], ["Kafka", "platform", "required", 27, 32]],
    } | changed  # fmt: skip
    file = folder / "labels.jsonl"
    file.write_text(json.dumps(row))
    return file


def test_offsets_name_the_surfaces_of_the_recorded_text(tmp_path: Path) -> None:
    [row] = rows_of_labels(_kept(tmp_path), tmp_path)
    assert row["description"] == TEXT
    assert [skill["surface"] for skill in row["skills"]] == ["Python", "Kafka"]


def test_labels_are_scored_like_any_labelled_posting(tmp_path: Path) -> None:
    [scored] = score_folder(tmp_path, _kept(tmp_path))
    assert {figure.name: figure.value for figure in scored.figures()}["skills: F1"] == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"sha256": "0" * 64}, "board.json, posting 7: the text has sha256"),
        ({"id": "8"}, "has no posting 8"),
        ({"source": "gone.json"}, "gone.json"),
    ],
)
def test_labels_of_another_text_are_refused_by_name(tmp_path: Path, changed: dict[str, object], said: str) -> None:
    with pytest.raises(LabelsError, match=said):
        list(rows_of_labels(_kept(tmp_path, **changed), tmp_path))


@pytest.mark.skipif(not SHARED.exists(), reason="the recordings lie outside the repository")
@pytest.mark.parametrize(("name", "count"), [("postings.jsonl", 80), ("postings_second.jsonl", 57)])
def test_the_labels_of_the_repository_fit_the_recordings(name: str, count: int) -> None:
    rows = list(rows_of_labels(LABELS / name, SHARED))
    assert len(rows) == count
    assert all(skill["surface"].strip() == skill["surface"] for row in rows for skill in row["skills"])
    assert len(postings(rows, [{"skills": []} for _ in rows])) > 5
