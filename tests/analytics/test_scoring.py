"""Marks of extracted postings: what counts as right, per set."""

import pytest

from analytics.evaluation.cases import broken, cases, spans
from analytics.evaluation.errors import confusions, skill_errors
from analytics.evaluation.parts import KEPT, PARTS, part_of, split
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


ANSWER = {
    "skills": [{"skill": "Kubernetes", "surface": "k8s", "start": 0, "end": 3, "section": "required"}],
    "salary": {"min": None, "max": 90_000.0, "currency": "USD", "period": "year"},
    "workplace": "remote", "seniority": "senior", "role": "other", "min_years": 3.0,
    "places": [{"country": "US", "region": "Washington", "city": None}],
}  # fmt: skip


@pytest.mark.parametrize(
    "expected",
    [
        {"skills_include": ["k8s"], "skills_exclude": ["Go"]},
        {"skills_include": ["kubernetes"]},
        {"salary": {"min": 90_000, "max": 90_000}},
        {"workplace": "remote", "workplace_not": "onsite"},
        {"role": "other", "role_not": "ai-engineer"},
        {"min_years": 3, "min_years_in": [2, 4]},
        {"place": ["US"]},
        {"place": [None, "Washington"]},
    ],
)
def test_a_case_that_is_answered_as_it_must_be_has_nothing_broken(expected: dict) -> None:
    assert broken(expected, ANSWER) == []


@pytest.mark.parametrize(
    "expected",
    [
        {"skills_include": ["Go"]},
        {"skills_exclude": ["K8S"]},
        {"salary": None},
        {"salary": {"min": 90_000, "max": 90_000, "currency": "EUR"}},
        {"salary": {"min": 80_000, "max": 90_000}},
        {"workplace": "onsite"},
        {"workplace_not": "remote"},
        {"role": "ml-engineer"},
        {"min_years": None},
        {"min_years_in": [4, 9]},
        {"place": ["CA"]},
        {"place": [None]},
        {"place": ["US", "Oregon"]},
    ],
)
def test_a_case_that_is_answered_otherwise_names_what_is_broken(expected: dict) -> None:
    assert len(broken(expected, ANSWER)) == 1


def test_cases_are_marked_of_all_and_by_kind() -> None:
    rows = [{"kind": "pay", "expected": {"salary": None}}, {"kind": "place", "expected": {"place": ["US"]}}]
    assert figures(cases(rows, [ANSWER, ANSWER])) == {"cases: all": 0.5, "cases: pay": 0, "cases: place": 1}


def test_a_span_that_only_overlaps_is_not_the_same() -> None:
    rows = [{"spans": [[0, 5], [10, 14]]}]
    answer = {"skills": [{"start": 0, "end": 5}, {"start": 11, "end": 14}]}
    assert figures(spans(rows, [answer])) == {"spans: exact F1": 0.5, "spans: overlap F1": 1}


def test_errors_are_counted_by_value_and_by_kind() -> None:
    labelled = [{"id": number, **LABELLED, "role": "ml-engineer"} for number in range(2)]
    answer = {**ANSWER, "skills": [{**HIT, "section": "other"}, {**ANSWER["skills"][0], "start": 40, "end": 43}]}
    found = confusions(labelled, [answer, answer])
    assert [(row.field, row.labelled, row.answered, row.n) for row in found] == [
        ("role", "ml-engineer", "other", 2), ("workplace", "unknown", "remote", 2), ("min_years", "5", "3", 2),
    ]  # fmt: skip
    wrong = {(row.error, row.kind): (row.n, row.names) for row in skill_errors(labelled, [answer, answer])}
    assert wrong == {
        ("wrong", "required"): (2, ("Kubernetes",)),
        ("missed", "database"): (2, ("PostgreSQL",)),
        ("missed", "technique"): (2, ("Fine-tuning",)),
    }


def test_all_postings_of_an_employer_lie_in_one_part() -> None:
    rows = [{"id": number, "company": f"Employer {number % 40}"} for number in range(400)]
    developed, kept = split(rows)
    assert not {row["company"] for row in developed} & {row["company"] for row in kept}
    assert {part_of(row) for row in rows} == set(range(PARTS)) and 20 < len(kept) < 160
    assert part_of({"company": " EMPLOYER 1"}) == part_of({"company": "Employer 1 "})
    assert all(part_of(row) == KEPT for row in kept)


def test_cases_of_one_invented_employer_lie_in_several_parts() -> None:
    assert len({part_of({"id": n, "company": "Acme", "expected": {}}) for n in range(100)}) == PARTS
