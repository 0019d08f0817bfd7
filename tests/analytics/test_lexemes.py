"""Attributes of new words: the same as spaCy gives them, so that a user's patterns work as everywhere."""

import re

import spacy
from hypothesis import example, given
from hypothesis import strategies as st
from spacy.attrs import IDS, NORM

from analytics.extraction.lexemes import quicken

SPACY = spacy.blank("xx").vocab.lex_attr_getters  # type: ignore[attr-defined]
QUICK = dict(SPACY)
quicken(QUICK)
WORDS = "Python,python,PYTHON,iPhone,GPT4,x,X,Xy,3.5,1/2,www.a.com,http://a,a@b.com,(,$,«,``,...,naïve,ÅNGSTRÖM,ǅ,²,ﬁ"


@given(st.text(min_size=1) | st.sampled_from(WORDS.split(",")) | st.from_regex(re.compile(r"\w{1,9}")))
@example("a" * 120)
@example("A" + "b" * 120)
def test_every_attribute_is_that_of_spacy(word: str) -> None:
    for attribute, getter in SPACY.items():
        assert QUICK[attribute](word) == getter(word), (word, {value: name for name, value in IDS.items()}[attribute])


def test_dashes_of_all_kinds_have_one_norm() -> None:
    assert {QUICK[NORM](dash) for dash in "-\u2010\u2011\u2012\u2212"} == {"-"}
    assert QUICK[NORM]("Python") == "python"


def test_a_language_keeps_attributes_of_its_own() -> None:
    english = spacy.blank("en").vocab.lex_attr_getters  # type: ignore[attr-defined]
    quicken(english)
    assert english[IDS["LIKE_NUM"]]("eleven")
    assert english[IDS["IS_STOP"]]("the")
