"""Marks of extracted postings: what counts as right, per set."""

import pytest

from analytics.evaluation.scoring import (
    SETS,
    any_levels,
    listed_skills,
    panel,
    pay_cases,
    posting_of,
    postings,
    set_name,
)


def figures(found: list) -> dict[str, float]:
    return {figure.name: figure.value for figure in found}


LABELLED = {
    "description": "Python, Postgres and fine-tuning",
    "skills": [
        {"surface": "Python", "canonical": "Python", "kind": "language", "requirement": "required"},
        {"surface": "Postgres", "canonical": "PostgreSQL", "kind": "database", "requirement": "preferred"},
        {"surface": "fine-tuning", "canonical": "Fine-tuning", "kind": "technique", "requirement": "required"},
    ],
    "seniority": "senior", "min_years": 5, "salary": None, "workplace": "unknown", "role": "ml-engineer",
}  # fmt: skip
HIT = {"skill": "Python", "surface": "Python", "start": 0, "end": 6, "requirement": "required"}


def test_a_skill_is_met_by_name_surface_or_place() -> None:
    by_place = {"skill": "PG", "surface": "Postgres", "start": 8, "end": 16, "requirement": "required"}
    wrong = {"skill": "Go", "surface": "and", "start": 17, "end": 20, "requirement": "required"}
    answer = {"skills": [HIT, by_place, wrong], "seniority": "lead", "min_years": 5, "salary": None, "workplace": None}
    found = figures(postings([LABELLED], [{**answer, "role": "ml-engineer"}]))
    assert found["skills: precision"] == pytest.approx(2 / 3)
    assert found["skills: recall"] == pytest.approx(2 / 3)
    assert found["skills: recall of technologies"] == 1
    assert found["skills: required or preferred"] == 0.5
    assert (found["seniority"], found["seniority band"], found["years"], found["workplace"]) == (0, 1, 1, 1)


def test_pay_cases_that_must_give_none_are_marked_apart() -> None:
    cases = [{"text": "", "exp": {"none": True}}, {"text": "", "exp": {"min": 50_000}}]
    pay = {"min": 50_000, "max": None, "currency": "USD", "period": "year"}
    assert figures(pay_cases(cases, [{"salary": pay}, {"salary": pay}])) == {
        "pay, right": 1, "none where none is told": 0,
    }  # fmt: skip


def test_the_panels_unknown_is_not_held_against_the_level() -> None:
    gold = {"level": "unknown", "country": None, "city": None, "remote": True, "salary": None, "yoe": {"min": 3}}
    answer = {"seniority": "lead", "places": [], "workplace": "remote", "salary": None, "min_years": 3}
    assert figures(panel([{"gold": gold}], [answer])) == {"remote": 1, "pay": 1, "years": 1}


def test_a_listed_skill_counts_under_any_of_its_names() -> None:
    answer = {"skills": [{"skill": "Go", "surface": "Go"}]}
    assert figures(listed_skills([{"skills": ["golang", "python"]}], [answer])) == {"skills: recall": 0.5}


def test_words_of_a_trade_are_no_level() -> None:
    rows = [{"expect": "experienced"}, {"expect": "head"}]
    assert any_levels(rows, [{"seniority_band": "mid"}, {"seniority_band": "senior"}])[0].n == 1


def test_a_case_of_a_pay_parser_becomes_a_posting() -> None:
    assert posting_of({"text": "$5"}, 7)["description"] == "$5"
    assert posting_of({"id": "a", "title": None, "description": "x"}, 0)["title"] == ""


@pytest.mark.parametrize(
    ("file", "name"), [("gold_dev", "gold"), ("gold", "gold"), ("seek_salary_test", "seek_salary")]
)
def test_the_halves_of_a_set_share_its_name(file: str, name: str) -> None:
    assert set_name(file) == name
    assert name in SETS
