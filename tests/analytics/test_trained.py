"""Whether a trained component is worth its place is measured on employers and labels that nothing was learned from."""

import pytest

from analytics.evaluation.marks import Row
from analytics.evaluation.parts import part_of
from analytics.evaluation.trained import Labelled, classifier, labelled, trial
from analytics.extraction.pipeline import load_pipeline, read_postings
from analytics.extraction.posting import Posting

EMPLOYERS = [f"Employer {number}" for number in range(20)]


def _row(employer: str, wanted: str) -> Row:
    """A posting in which the rules take both skills, and in which readers labelled one."""
    text = "Requirements\n\n- Experience with Python\n- Experience with Kubernetes\n"
    label = {"surface": wanted, "canonical": wanted, "kind": "tool", "requirement": "required"}
    return {"id": employer, "company": employer, "description": text, "skills": [label]}


def _labelled(rows: list[Row], *, tuned: bool = False) -> list[Labelled]:
    docs = read_postings(load_pipeline(), [Posting(id="1", description=row["description"]) for row in rows])
    return [labelled(row, doc, tuned=tuned) for row, doc in zip(rows, docs, strict=True)]


@pytest.fixture(scope="module")
def agreed() -> list[Labelled]:
    """All readers want Python, none Kubernetes, which the rules take as well."""
    return _labelled([_row(employer, "Python") for employer in EMPLOYERS])


def test_what_readers_always_leave_out_is_learned(agreed: list[Labelled]) -> None:
    found = trial(agreed)
    assert (found.rules.precision, found.rules.recall) == (0.5, 1.0)
    assert (found.trained.precision, found.trained.recall) == (1.0, 1.0)
    assert found.gain == pytest.approx(1 / 3)
    assert found.low == found.high == pytest.approx(1 / 3)  # it is the same in every posting


def test_the_same_labels_give_the_same_figures(agreed: list[Labelled]) -> None:
    assert trial(agreed) == trial(agreed)


def test_an_employer_is_judged_by_what_others_taught() -> None:
    # One part wants what all others do not: learned from itself it would be right, learned from others it is wrong.
    odd = part_of(_row(EMPLOYERS[0], ""))
    rows = [_row(employer, "Kubernetes" if part_of(_row(employer, "")) == odd else "Python") for employer in EMPLOYERS]
    wrong = sum(part_of(row) == odd for row in rows)
    found = trial(_labelled(rows))
    assert 0 < wrong < len(rows) / 2
    assert found.trained.recall == pytest.approx(1 - wrong / len(rows))


def test_only_labels_that_no_rule_was_tuned_on_show_a_gain(agreed: list[Labelled]) -> None:
    tuned = _labelled([_row(employer, "Kubernetes") for employer in EMPLOYERS[:3]], tuned=True)
    found = trial([*agreed, *tuned])
    assert (found.postings, found.labels) == (len(EMPLOYERS), len(EMPLOYERS))
    with pytest.raises(ValueError, match="tuned on"):
        trial(tuned)


def test_a_skill_that_the_rules_refuse_may_be_taken() -> None:
    rows = [
        {**_row(employer, "Kafka"), "description": "Requirements\n\n- Python\n\nBenefits\n\n- Kafka courses\n"}
        for employer in EMPLOYERS
    ]
    postings = _labelled(rows)
    assert [offer.taken for offer in postings[0].offers if offer.labels] == [False]
    take = classifier(postings[1:])
    assert [offer.labels for offer, taken in zip(postings[0].offers, take(postings[0]), strict=True) if taken] == [
        frozenset({0})
    ]
