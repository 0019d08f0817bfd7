"""Sentences and list items of a text, found in one pass; what their words say is asked once and kept."""

import re
from bisect import bisect_right

LONGEST = 600  # characters that are read as one sentence where nothing ends it
_ENDS = re.compile(r"(?<!e\.g)(?<!i\.e)(?<!\bvs)[.!?][ \n]\s*|\n\s*\n|\n[ \t]*(?=[-–•*·●▪◦‣] )|\n[ \t]*(?=\d{1,2}[.)] )|  +")
_LINE_ENDS = re.compile(r"(?<!e\.g)(?<!i\.e)(?<!\bvs)[.!?] +|\n|  +")
_WRAPPED_AT = 100  # characters; longer lines show that a text is not wrapped by hand


class Passages:
    """The sentences of a text. A line's end ends a sentence unless the text is hard-wrapped."""

    __slots__ = ("_bounds", "_said", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        ends = _ENDS if is_wrapped(text) else _LINE_ENDS
        self._bounds = [0, *(found.end() for found in ends.finditer(text)), len(text)]
        self._said: dict[tuple[int, re.Pattern[str]], bool] = {}

    def index(self, offset: int) -> int:
        """The number of the sentence in which an offset lies."""
        return bisect_right(self._bounds, offset, 0, len(self._bounds) - 1) - 1

    def span(self, index: int, offset: int) -> tuple[int, int]:
        """Where a sentence starts and ends, cut to `LONGEST` characters around the offset."""
        return max(self._bounds[index], offset - LONGEST // 2), min(self._bounds[index + 1], offset + LONGEST // 2)

    def says(self, index: int, offset: int, pattern: re.Pattern[str]) -> bool:
        """Whether the sentence holds what the pattern looks for."""
        if (known := self._said.get((index, pattern))) is not None:
            return known
        said = pattern.search(self.text, *self.span(index, offset)) is not None
        if self._bounds[index + 1] - self._bounds[index] <= LONGEST // 2:  # the same for every offset in it
            self._said[index, pattern] = said
        return said


def is_wrapped(text: str) -> bool:
    """Whether lines are cut by width, so that a line's end says nothing."""
    lines = text.split("\n", 400)[:400]
    full = sum(45 <= len(line) <= _WRAPPED_AT for line in lines)
    return full * 4 > len(lines) and max(map(len, lines)) <= _WRAPPED_AT
