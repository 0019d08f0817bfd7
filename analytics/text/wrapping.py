"""Hard-wrapped text: whether lines are cut by width, and the same text with its lines joined, offsets leading back."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, compress
from operator import add, sub

_WRAPPED_AT = 100  # characters; longer lines show that a text is not wrapped by hand
_HALF_FULL = 44  # characters that a quarter of the lines of a wrapped text exceed
# A line's end within a paragraph or an item; behind it neither an empty line nor the mark of an item.
_CUT = re.compile(r"\n(?<=[^\n]\n)(?! *(?:\n|[-–•*·●▪◦‣] ?|\d{1,2}[.)] |$))")
_BLANKS = "\t\r\f\v"
_OTHER_BLANKS = "\u00a0\u2002\u2003\u2009\u2028\u202f\u3000"


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A text with its wrapped lines joined and each run of blanks one blank.

    Stretches between runs keep their length: the one that starts at `starts[i]` started at `origins[i]` in the text
    that this was made from.
    """

    text: str
    starts: Sequence[int] = (0,)
    origins: Sequence[int] = (0,)

    @property
    def moved(self) -> bool:
        """Whether any offset differs."""
        return len(self.starts) > 1 or self.origins[0] > 0

    def origin(self, offset: int) -> int:
        """The offset in the text that this was made from."""
        index = bisect_right(self.starts, offset) - 1
        return offset - self.starts[index] + self.origins[index]

    def place(self, origin: int) -> int:
        """The offset in this text of one in the text that it was made from; within a run of blanks its end."""
        index = max(0, bisect_right(self.origins, origin) - 1)
        last = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        return max(0, min(origin - self.origins[index] + self.starts[index], last))


def is_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines are cut by width, so that a line's end says nothing."""
    lengths = sorted(map(len, lines[:400]))
    return lengths[-1] <= _WRAPPED_AT and lengths[-((len(lengths) + 3) // 4)] > _HALF_FULL


def unwrap(text: str) -> Unwrapped:
    """The text with the lines of each paragraph and item joined, and with one blank for each run of any blanks."""
    for blank in _BLANKS:
        text = text.replace(blank, " ")
    if not text.isascii():
        for blank in _OTHER_BLANKS:
            text = text.replace(blank, " ")
    text = _CUT.sub(" ", text)
    if "  " not in text or text.isspace():
        return Unwrapped(text)
    # Whole columns at a time, not a run at a time: some postings have a hundred runs.
    pieces = text.split("  ")
    words = [piece.lstrip(" ") for piece in pieces]
    lengths = list(map(len, words))
    ends = map(add, accumulate(map(len, pieces)), range(0, 2 * len(pieces), 2))
    origins = list(map(sub, ends, lengths))
    if 0 in lengths:  # runs of four blanks and more
        words, origins = list(compress(words, lengths)), list(compress(origins, lengths))
        lengths = list(filter(None, lengths))
    starts = [0, *map(add, accumulate(lengths), range(1, len(lengths) + 1))][:-1]
    return Unwrapped(" ".join(words), starts, origins)
