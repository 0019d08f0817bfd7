"""Years in Swedish, Dutch, Portuguese, Italian and Polish, against texts labelled by reading."""

import csv
from pathlib import Path

import pytest
from spacy.language import Language

from analytics.extraction.pipeline import load_pipeline, read_postings
from analytics.extraction.posting import Posting
from analytics.extraction.years.finder import Years

LABELS = Path(__file__).parents[1] / "labels" / "values_by_language.tsv"
ROWS = [
    row
    for row in csv.reader(LABELS.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    if not row[0].startswith("#")
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def ends(low: float | None, high: float | None) -> str:
    return "-".join("" if end is None else f"{end:g}" for end in (low, high))


def years(found: Years | None) -> str:
    return ends(found.min, found.max) if found else "-"


@pytest.mark.parametrize("language", sorted({row[0] for row in ROWS}))
def test_values_are_read_as_labelled(nlp: Language, language: str) -> None:
    rows = [row for row in ROWS if row[0] == language]
    assert len(rows) >= 15
    docs = read_postings(nlp, (Posting(row[4], description=row[4].replace("\\n", "\n")) for row in rows))
    read = [years(doc._.years) for doc in docs]
    assert list(zip(read, rows, strict=True)) == [(row[1], row) for row in rows]
