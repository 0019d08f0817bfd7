"""Fuzzing in its short form: broken payloads and postings are read or refused, and nothing escapes."""

import random
from typing import Any

import pytest

from analytics.extraction.lexicon import load_lexicon
from analytics.extraction.pipeline import load_pipeline
from pipelines.fuzz import Inputs, damaged, fuzz, raw_rows_of
from storage.store import Store

COUNT = 250  # payloads, and as many lines


def test_no_exception_leaves_its_guard(nights: Any) -> None:
    outcome = fuzz(Inputs(raw_rows_of(nights.store), 1), load_pipeline(load_lexicon(None)), range(COUNT))
    assert outcome.faults == []
    assert outcome.inputs == 2 * COUNT and outcome.read > COUNT / 4 and outcome.refused.total() > COUNT / 4


def test_an_input_is_made_again_from_its_seed_and_number(nights: Any) -> None:
    rows = raw_rows_of(nights.store)
    first, again, other = Inputs(rows, 7), Inputs(rows, 7), Inputs(rows, 8)
    assert [first.line(number) for number in range(20)] == [again.line(number) for number in range(20)]
    assert [first.payload(number) for number in range(20)] == [again.payload(number) for number in range(20)]
    assert [first.line(number) for number in range(20)] != [other.line(number) for number in range(20)]


def test_damage_leaves_the_original_as_it_is() -> None:
    whole = {"title": "Engineer", "places": [{"city": "Oslo"}], "pay": None}
    results = [damaged(whole, random.Random(seed)) for seed in range(200)]
    assert whole == {"title": "Engineer", "places": [{"city": "Oslo"}], "pay": None}
    assert sum(result != whole for result in results) > 150


def test_without_payloads_it_says_what_to_do(tmp_path: Any) -> None:
    with pytest.raises(ValueError, match="rolemeter run"):
        Inputs(raw_rows_of(Store(tmp_path)), 1)
