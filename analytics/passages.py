"""Sentences and list items of a text, found in one pass; what their words say is asked once and kept."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LONGEST = 600  # characters that are read as one sentence where nothing ends it
_STOP = r"[.!?](?<!e\.g\.)(?<!i\.e\.)(?<!\bvs\.)"  # the mark first: patterns that start with few characters are fast
_ITEM = r"\n[ \t]*(?:(?=[-–•*·●▪◦‣] )|(?=\d{1,2}[.)] )|(?=\n))"
_WRAPPED = re.compile(rf"{_STOP}[ \n]\s*|{_ITEM}")
_LINES = re.compile(rf"{_STOP} +|\n")
_GAPS = (re.compile(rf"{_WRAPPED.pattern}|  +"), re.compile(rf"{_LINES.pattern}|  +"))
_LIST_MARK = re.compile(r"\s*[-–•*·●▪◦‣]\s")
_WRAPPED_AT = 100  # characters; longer lines show that a text is not wrapped by hand


@dataclass(frozen=True, slots=True)
class Saying:
    """What a sentence may say: a pattern, and the words, in lower case, of which one stands wherever it matches.

    Without words it is looked for in every sentence; that is for what is asked of few.
    """

    channel: str
    words: tuple[str, ...]
    pattern: re.Pattern[str]


class Passages:
    """The sentences of a text. A line's end ends a sentence unless the text is hard-wrapped."""

    __slots__ = ("_bounds", "_said", "_spots", "text")

    def __init__(self, text: str, spots: Mapping[str, Sequence[int]]) -> None:
        """`spots`: where the words of each channel start, ascending."""
        self.text = text
        self._spots = spots
        wrapped = is_wrapped(text)
        gaps = text.count("  ") > text.count("\n") // 4  # blanked tags, or sentences set apart by blanks
        ends = _GAPS[not wrapped] if gaps else _WRAPPED if wrapped else _LINES
        self._bounds = [0, *(found.end() for found in ends.finditer(text)), len(text)]
        self._said: dict[tuple[int, str], bool] = {}

    def index(self, offset: int) -> int:
        """The number of the sentence in which an offset lies."""
        return bisect_right(self._bounds, offset, 0, len(self._bounds) - 1) - 1

    def span(self, index: int, offset: int) -> tuple[int, int]:
        """Where a sentence starts and ends, cut to `LONGEST` characters around the offset."""
        return max(self._bounds[index], offset - LONGEST // 2), min(self._bounds[index + 1], offset + LONGEST // 2)

    def is_item(self, index: int) -> bool:
        """Whether the sentence opens with the mark of a list item."""
        return _LIST_MARK.match(self.text, self._bounds[index]) is not None

    def says(self, index: int, offset: int, saying: Saying) -> bool:
        """Whether the sentence says it; looked for only where one of its words stands."""
        if (known := self._said.get((index, saying.channel))) is not None:
            return known
        low, high = self.span(index, offset)
        said = (not saying.words or self._stands(saying.channel, low, high)) and (
            saying.pattern.search(self.text, low, high) is not None
        )
        if self._bounds[index + 1] - self._bounds[index] <= LONGEST // 2:  # the same for every offset in it
            self._said[index, saying.channel] = said
        return said

    def _stands(self, channel: str, low: int, high: int) -> bool:
        spots = self._spots[channel]
        place = bisect_left(spots, low)
        return place < len(spots) and spots[place] < high


def is_wrapped(text: str) -> bool:
    """Whether lines are cut by width, so that a line's end says nothing."""
    lengths = sorted(map(len, text.split("\n", 400)[:400]))
    return lengths[len(lengths) * 3 // 4] >= 45 and lengths[-1] <= _WRAPPED_AT
