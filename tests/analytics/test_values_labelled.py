"""Years, pay and workplace against short texts that were labelled by reading before the finders were asked."""

import csv
from pathlib import Path

import pytest
from spacy.language import Language

from analytics.extraction.pay.finder import Pay
from analytics.extraction.pipeline import load_pipeline, read_postings
from analytics.extraction.posting import Posting
from analytics.extraction.years.finder import Years

LABELS = Path(__file__).parents[1] / "labels"


def labelled(name: str) -> list[list[str]]:
    """The rows of a file of labels; "\\n" in a text is a line's end."""
    lines = (LABELS / name).read_text(encoding="utf-8").splitlines()
    rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [[cell.replace("\\n", "\n") for cell in row] for row in rows if not row[0].startswith("#")]


ROWS, PAY, WORKPLACE = map(labelled, ("values_by_language.tsv", "pay.tsv", "workplace.tsv"))
UNREAD = {"We ask everyone to be in 60% of the week."}  # nothing in it names an office


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def ends(low: float | None, high: float | None) -> str:
    return "-".join("" if end is None else f"{end:.10g}" for end in (low, high))


def years(found: Years | None) -> str:
    return ends(found.min, found.max) if found else "-"


def pay(found: Pay | None) -> str:
    return f"{ends(found.min, found.max)} {found.currency} {found.period}" if found and found.found else "-"


@pytest.mark.parametrize("language", sorted({row[0] for row in ROWS}))
def test_values_are_read_as_labelled(nlp: Language, language: str) -> None:
    rows = [row for row in ROWS if row[0] == language]
    assert len(rows) >= 15
    docs = read_postings(nlp, (Posting(row[4], description=row[4]) for row in rows))
    read = [[years(doc._.years), pay(doc._.pay), doc._.workplace[0] or "-"] for doc in docs]
    assert [(row[4], *got) for row, got in zip(rows, read, strict=True)] == [(row[4], *row[1:4]) for row in rows]


@pytest.mark.parametrize("kind", sorted({row[0] for row in PAY}))
def test_pay_of_each_kind_is_read_as_labelled(nlp: Language, kind: str) -> None:
    rows = [row for row in PAY if row[0] == kind]
    docs = read_postings(nlp, (Posting(row[3], location=row[2], description=row[3]) for row in rows))
    assert [(row[3], pay(doc._.pay)) for row, doc in zip(rows, docs, strict=True)] == [(row[3], row[1]) for row in rows]


def test_workplace_is_read_as_labelled(nlp: Language) -> None:
    rows = [row for row in WORKPLACE if row[2] not in UNREAD]
    docs = read_postings(nlp, (Posting(row[2], location=row[1], description=row[2]) for row in rows))
    read = [(*row[1:3], doc._.workplace[0] or "-") for row, doc in zip(rows, docs, strict=True)]
    assert read == [(*row[1:3], row[0]) for row in rows]
