"""Reads single postings in tests, with one pipeline for all of them."""

from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from analytics.extraction.answers import FoundSkill, answer, skills
from analytics.extraction.lexicon import Lexicon, load_lexicon
from analytics.extraction.pipeline import load_pipeline, read_postings
from analytics.extraction.posting import Posting


@cache
def pipeline(lexicon: Lexicon) -> Language:
    return load_pipeline(lexicon)


def read(posting: Posting, boilerplate: frozenset[int] = frozenset(), lexicon: Lexicon | None = None) -> Doc:
    (doc,) = read_postings(pipeline(lexicon or load_lexicon()), [posting], boilerplate)
    return doc


def read_skills(posting: Posting, boilerplate: frozenset[int] = frozenset()) -> list[FoundSkill]:
    return list(skills(read(posting, boilerplate)))


def answered(posting: Posting, lexicon: Lexicon | None = None) -> dict[str, Any]:
    return answer(read(posting, lexicon=lexicon))
