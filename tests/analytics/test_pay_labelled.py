"""Pay against the labelled sets beside the project, where they are, and the marks themselves."""

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from analytics.evaluation.pay import case_is_right, case_posting, tells_pay
from analytics.evaluation.scoring import SETS, set_name
from analytics.extraction.document import Document
from analytics.extraction.pay.finder import Pay, find_pay
from analytics.extraction.triggers import Triggers
from analytics.text.plain import visible
from analytics.text.wrapping import unwrap

LABELLED = Path(__file__).parents[3] / "shared" / "data" / "labelled"
TRIGGERS_OF_ALL = Triggers()


def spots_of(text: str) -> dict[str, list[int]]:
    return TRIGGERS_OF_ALL.spots(unwrap(text))


def rows(path: Path) -> Iterator[dict[str, Any]]:
    if not path.exists():
        pytest.skip("the labelled sets are not here")
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def read(row: Mapping[str, Any]) -> Pay | None:
    text = visible(row["description"])
    return find_pay(Document(row.get("title", ""), "", row.get("location", ""), text, spots=spots_of(text)))


def salary(pay: Pay | None) -> dict[str, Any] | None:
    if pay is None or not pay.found:
        return None
    return {"min": pay.min, "max": pay.max, "currency": pay.currency, "period": pay.period, "basis": pay.basis}


@pytest.mark.parametrize(
    "name", ["salary_corpus", "de_salary_corpus", "fr_salary_corpus", "es_salary_corpus", "seek_salary_dev"]
)
def test_labelled_set(name: str) -> None:
    labelled = list(rows(LABELLED / f"{name}.jsonl.gz"))
    mark, targets = SETS[set_name(name)]
    for figure in mark(labelled, [{"salary": salary(read(row))} for row in labelled]):
        assert figure.value >= targets[figure.name], figure


def test_base_pay_of_labelled_postings() -> None:
    labelled = found = right = 0
    for row in rows(LABELLED / "gold_dev.jsonl"):
        wanted, mine = row["salary"], salary(read(row))
        labelled += wanted is not None
        found += mine is not None
        right += wanted is not None and mine is not None and all(mine[key] == wanted[key] for key in wanted)
    assert right >= 0.98 * labelled
    assert right >= 0.98 * found


def test_cases_of_other_parsers() -> None:
    cases = list(rows(LABELLED / "peer_salary_cases.jsonl"))
    marks = [case_is_right(case, salary(read(case_posting(case, str(i))))) for i, case in enumerate(cases)]
    wrong = [case["text"][:60] for case, mark in zip(cases, marks, strict=True) if not mark]
    assert len(wrong) <= 0.04 * len(cases), wrong


def answer(low: float | None, high: float | None, currency: str = "USD", period: str = "year") -> dict[str, Any]:
    return {"min": low, "max": high, "currency": currency, "period": period}


def test_a_case_without_pay_is_met_by_no_answer() -> None:
    case = {"text": "", "exp": {"none": True, "period": "day"}}
    assert not tells_pay(case)
    assert case_is_right(case, None)
    assert not case_is_right(case, answer(1.0, 2.0))


def test_a_case_compares_what_it_tells() -> None:
    case = {"text": "", "exp": {"min": 80_000, "max": None, "currency": "EUR"}}
    assert case_is_right(case, answer(80_000.0, 95_000.0, "EUR"))
    assert case_is_right(case, answer(None, 80_000.0, "EUR"))
    assert not case_is_right(case, answer(80_000.0, 80_000.0, "USD"))
    assert not case_is_right(case, answer(70_000.0, 80_000.0, "EUR"))
    assert not case_is_right(case, None)


def test_amounts_per_year_are_compared_per_year() -> None:
    case = {"text": "", "exp": {"min": 41_600}, "norm": "annualised_usd_only"}
    assert case_is_right(case, answer(20.0, 20.0, period="hour"))
    assert not case_is_right(case, answer(21.0, 21.0, period="hour"))


def test_a_country_among_the_options_is_the_location() -> None:
    posting = case_posting({"text": "1.000 kr", "opts": "country: Country.DENMARK,"}, "7")
    assert posting["location"] == "Denmark"
    assert posting["description"] == "1.000 kr"
