"""Attributes of words that a vocabulary has not seen: the values that spaCy's functions give, in half the time.

A posting brings some twenty new words, and each asks for all 23 attributes. Only spaCy's defaults are replaced: a
language with functions of its own keeps them.
"""

from collections.abc import Callable, MutableMapping
from operator import itemgetter
from typing import Any

from spacy import attrs
from spacy.attrs import NORM
from spacy.lang import lex_attrs

Getter = Callable[[str], Any]

# spaCy knows the norm of the usual dashes; these stand in names as often.
_NORMS = {"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2212": "-"}
_SHAPED = 4  # equal letters in a row from which on a shape says no more


def _shape(text: str) -> str:
    """The shape of a word, at once for those that are in one case or capitalised."""
    if text.isascii() and text.isalpha() and len(text) < 100:
        if text.islower():
            return "x" * min(len(text), _SHAPED)
        if text.isupper():
            return "X" * min(len(text), _SHAPED)
        if text[0].isupper() and text[1:].islower():
            return "X" + "x" * min(len(text) - 1, _SHAPED)
    return lex_attrs.word_shape(text)


def _like_url(text: str) -> bool:
    return ("." in text or text.startswith("http")) and lex_attrs.like_url(text)


_QUICK: dict[Getter, Getter] = {
    lex_attrs.lower: str.lower,
    lex_attrs.prefix: itemgetter(0),
    lex_attrs.suffix: itemgetter(slice(-3, None)),
    lex_attrs.is_alpha: str.isalpha,
    lex_attrs.is_digit: str.isdigit,
    lex_attrs.is_lower: str.islower,
    lex_attrs.is_space: str.isspace,
    lex_attrs.is_title: str.istitle,
    lex_attrs.is_upper: str.isupper,
    lex_attrs.is_ascii: str.isascii,
    lex_attrs.word_shape: _shape,
    lex_attrs.is_punct: lambda text: not text.isalnum() and lex_attrs.is_punct(text),
    lex_attrs.is_currency: lambda text: not text.isalnum() and lex_attrs.is_currency(text),
    lex_attrs.is_bracket: lambda text: not text.isalnum() and lex_attrs.is_bracket(text),
    lex_attrs.is_quote: lambda text: not text.isalnum() and lex_attrs.is_quote(text),
    lex_attrs.is_left_punct: lambda text: not text.isalnum() and lex_attrs.is_left_punct(text),
    lex_attrs.is_right_punct: lambda text: not text.isalnum() and lex_attrs.is_right_punct(text),
    lex_attrs.like_num: lambda text: not text.isalpha() and lex_attrs.like_num(text),
    lex_attrs.like_email: lambda text: "@" in text and lex_attrs.like_email(text),
    lex_attrs.like_url: _like_url,
}


def quicken(getters: MutableMapping[int, Getter]) -> None:
    """Replaces spaCy's own functions among a vocabulary's, and adds the norms of dashes."""
    norm = getters[NORM]
    for attribute, getter in getters.items():
        getters[attribute] = _QUICK.get(getter, getter)
    if not getattr(getters.get(attrs.IS_STOP), "keywords", {}).get("stops", True):
        getters[attrs.IS_STOP] = _never
    getters[NORM] = lambda text: _NORMS.get(text) or norm(text)


def _never(text: str) -> bool:
    """A language without stop words has none."""
    return False
