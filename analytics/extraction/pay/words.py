"""Word lists of the pay finder, from `data/pay_words.toml`, as automata and as patterns."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import ahocorasick_rs


def _load() -> dict[str, Any]:
    with (Path(__file__).with_name("pay_words.toml")).open("rb") as file:
        return tomllib.load(file)


WORDS = _load()
UNSPACED = "\u0e00"  # from here on are Thai, Lao and the scripts of East Asia, which put no blanks between words
_SURROGATE = re.compile("[\ud800-\udfff]")


def pattern(words: Iterable[str]) -> str:
    """A regular expression of any of the words: "*" stands for letters, a blank for blanks; longer words go first."""
    return "|".join(_expression(word) for word in sorted(words, key=len, reverse=True))


def _expression(word: str) -> str:
    body = re.escape(word.rstrip("*")).replace(r"\*", r"\w*").replace(r"\ ", r"\s")
    if word.endswith("*"):
        return body + r"\w*"
    return body + r"(?!\w)" if word[-1].isalnum() and word[-1] < UNSPACED else body


def _lower(text: str) -> str:
    """The text in lower case, of the same length, without the lone surrogates that the automaton refuses."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered if lowered.isascii() else _SURROGATE.sub("\ufffd", lowered)


class Words:
    """Finds which kind of word stands last in a stretch of text; "*" at an end of a word leaves that end open.

    `entries` are words with their kind and whose they are.
    """

    def __init__(self, entries: Iterable[tuple[str, str, str]]) -> None:
        known = list(entries)
        self._entries = [(kind, owner, not word.startswith("*"), not word.endswith("*")) for word, kind, owner in known]
        self._automaton = ahocorasick_rs.AhoCorasick([word.strip("*").lower() for word, _, _ in known])

    def ends(self, text: str) -> dict[str, tuple[int, int, str]]:
        """By kind, where its last word ends, how long and whose it is: of two that end together the longer counts."""
        lowered = _lower(text)
        size = len(lowered)
        last: dict[str, tuple[int, int, str]] = {}
        for index, start, end in self._automaton.find_matches_as_indexes(lowered, overlapping=True):
            kind, owner, closed_before, closed_after = self._entries[index]
            if closed_before and start and lowered[start - 1].isalnum() and lowered[start].isalnum():
                continue
            length = end - start
            if not closed_after:
                while end < size and lowered[end].isalpha():
                    end += 1
            elif end < size and lowered[end].isalnum() and lowered[end - 1].isalnum():
                continue
            if (end, length) > last.get(kind, (-1, 0, ""))[:2]:
                last[kind] = (end, length, owner)
        return last

    def last(self, text: str) -> str | None:
        """The kind of the word that stands last, None where none occurs."""
        ends = self.ends(text)
        return max(ends, key=ends.__getitem__) if ends else None


PERIODS = Words((word, period, "") for period, words in WORDS["period"].items() for word in words)
