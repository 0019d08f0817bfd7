"""A payload of a shape that no platform should send fails by itself alone."""

from functools import partial
from typing import Any

import pytest
from reading import pipeline

from analytics.extraction.lexicon import load_lexicon
from analytics.extraction.rows import normalise_board
from pipelines.extraction import normalised
from spiders.dialect import parse_payload
from spiders.platform import Board
from storage.posting import ParsedPosting

NORMALISE = partial(normalise_board, pipeline(load_lexicon()), load_lexicon().metros)


def _raw(number: int) -> dict[str, Any]:
    names = ("platform", "board", "external_id", "url", "company", "payload", "observed_on", "carried_forward")
    return dict.fromkeys(names) | {"posting_id": f"lever:acme:{number}", "external_id": str(number), "company": "Acme"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": {"an": "object"}},
        {"html": ["list"]},
        {"title": 7},
        {"locations": [{"city": "Berlin"}]},
        {"url": {"u": 1}},
    ],
)
def test_the_other_postings_of_the_board_are_read(wrong: dict[str, Any]) -> None:
    postings = [ParsedPosting(external_id="1", title="Data Engineer", text="We use Python.") for _ in range(3)]
    for name, value in wrong.items():
        setattr(postings[1], name, value)
    found, refused = normalised([(_raw(number), posting) for number, posting in enumerate(postings)], NORMALISE)
    assert [row["external_id"] for row, _ in found] == ["0", "2"]
    assert len(refused) == 1 and refused[0].startswith("1: ")


@pytest.mark.parametrize(
    "payload", ['{"id": "1", "title": "x", "descriptionHtml": {"a": 1}, "jobUrl": {"b": 2}}', "[]", "7"]
)
def test_the_dialect_answers_for_every_payload(payload: str) -> None:
    posting, _, problem = parse_payload("ashby", payload, Board("ashby", "acme", "Acme"))
    assert posting is not None or problem
