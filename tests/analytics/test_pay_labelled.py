"""Pay against the labelled sets beside the project, where they are."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analytics.document import Document, Scanner
from analytics.pay import TRIGGERS, Pay, find_pay
from analytics.score_pay import Label, PayScore, is_right, label, score_pay

LABELLED = Path(__file__).parents[3] / "shared" / "data" / "labelled"
SCANNER = Scanner({"pay": TRIGGERS})


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def read(row: Any) -> Pay | None:
    text = re.sub(r"<[^<>]*>", lambda tag: " " * len(tag.group()), row.get("description") or row.get("text") or "")
    place = re.search(r"Country\.(\w+)", row.get("opts") or "")
    location = place.group(1).title() if place else row.get("location", "")
    return find_pay(Document(row.get("title", ""), "", location, text, spots=SCANNER.spots(text)))


@pytest.mark.parametrize(
    ("name", "exact", "recall"),
    [
        ("salary_corpus.jsonl.gz", 0.97, 0.97),
        ("de_salary_corpus.jsonl.gz", 0.90, 0.90),
        ("fr_salary_corpus.jsonl.gz", 0.90, 0.90),
        ("es_salary_corpus.jsonl.gz", 0.90, 0.90),
        ("seek_salary_dev.jsonl.gz", 0.94, 0.90),
        ("peer_salary_cases.jsonl", 0.95, 0.95),
        ("gold_dev.jsonl", 0.98, 0.98),
    ],
)
def test_labelled_set(name: str, exact: float, recall: float) -> None:
    path = LABELLED / name
    if not path.exists():
        pytest.skip("the labelled sets are not here")
    score = score_pay(rows(path), read)
    assert score.exact >= exact, score.wrong
    assert score.recall >= recall, score.wrong


def pay(low: float | None, high: float | None, currency: str = "USD", period: str = "year") -> Pay:
    return Pay(low, high, currency, period, "text")


def test_a_label_without_pay_is_met_by_no_answer_and_by_a_refusal() -> None:
    assert label({"expect": None}) is None
    assert label({"expect": "0-0-None-None"}) is None
    assert label({"exp": {"none": True}}) is None
    assert label({"salary": None}) is None
    assert is_right(None, None)
    assert is_right(None, Pay(None, None, None, None, "text", reason="the range runs downwards"))
    assert not is_right(None, pay(1.0, 2.0))


def test_a_missing_end_of_a_label_or_an_answer_equals_the_other_one() -> None:
    expected = label({"expect": {"min": None, "max": 90_000, "interval": "year"}})
    assert expected == Label(90_000, 90_000, None, "year")
    assert is_right(expected, pay(None, 90_000.0))
    assert is_right(expected, pay(90_000.0, 90_000.0))
    assert not is_right(expected, pay(80_000.0, 90_000.0))


def test_amounts_per_year_are_compared_per_year() -> None:
    expected = label({"exp": {"min": 41_600}, "norm": "annualised_usd_only"})
    assert is_right(expected, pay(20.0, 20.0, period="hour"))
    assert not is_right(expected, pay(21.0, 21.0, period="hour"))


def test_currency_and_period_of_a_label_count() -> None:
    expected = label({"expect": "1500-1800-MYR-MONTHLY"})
    assert is_right(expected, pay(1500.0, 1800.0, "MYR", "month"))
    assert not is_right(expected, pay(1500.0, 1800.0, "SGD", "month"))
    assert not is_right(expected, pay(1500.0, 1800.0, "MYR", "year"))


def test_precision_and_recall_are_over_answers_and_labels() -> None:
    labelled = [{"id": i, "salary": s} for i, s in enumerate([{"min": 1, "max": 2}, {"min": 3, "max": 4}, None])]
    answers = {0: pay(1.0, 2.0), 1: None, 2: pay(5.0, 6.0)}
    score = score_pay(labelled, lambda row: answers[row["id"]])
    assert (score.n, score.told, score.found) == (3, 2, 2)
    assert (score.precision, score.recall, score.exact) == (0.5, 0.5, 1 / 3)
    assert [identifier for identifier, _, _ in score.wrong] == ["0", "1", "2"][1:]
    assert PayScore().exact == PayScore().precision == PayScore().recall == 0.0
