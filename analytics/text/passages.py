"""Sentences and list items of a text, found in one pass; what their words say is asked once and kept."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LONGEST = 600  # characters that are read as one sentence where nothing ends it
_ENDS = r"\.(?<!e\.g\.)(?<!i\.e\.)(?<!\bvs\.)%s|\?%s|!%s"
_WRAPPED = re.compile(r"\n[ \t]*(?=[-–•*·●▪◦‣] |\d{1,2}[.)] |\n)|" + _ENDS.replace("%s", r"[ \n]\s*"))
_LINES = re.compile(r"\n|" + _ENDS.replace("%s", " +"))
# What such an end starts with, and what may follow: a character is looked for many times as fast as a pattern.
_BEHIND_LINE = frozenset("\n \t-–•*·●▪◦‣0123456789")
_BEHIND_STOP = frozenset(" \n")
_GAPS = re.compile("  +")  # blanked tags, or sentences set apart by blanks
_BULLETS = "•●▪◦‣"  # these open an item wherever they stand: "Skills: •Python •SQL"
_BULLET = re.compile(f"[{_BULLETS}]")
_LIST_MARK = re.compile(rf"\s*(?:[-–*·]\s|[{_BULLETS}])")


@dataclass(frozen=True, slots=True)
class Saying:
    """What a sentence may say: a pattern and the words, both in lower case, of which one stands wherever it matches.

    Without words it is looked for in every sentence; that is for what is asked of few.
    """

    channel: str
    words: tuple[str, ...]
    pattern: re.Pattern[str]
    reach: int = 0  # characters at either side of a word within which all of a match lies; 0: anywhere in the sentence


class Passages:
    """The sentences of a text. A line's end ends a sentence unless the text is hard-wrapped."""

    __slots__ = ("_bounds", "_items", "_said", "_spots", "_there", "lowered", "text")

    def __init__(
        self, text: str, lowered: str, spots: Mapping[str, Sequence[int]], wrapped: bool, low: int, high: int
    ) -> None:
        """The sentences between two offsets: outside it is not asked.

        `spots`: where the words of each channel start, ascending; `wrapped`: whether lines are cut by width.
        """
        low, high = max(0, low - LONGEST), min(len(text), high + LONGEST)
        self.text = text
        self.lowered = lowered  # in as many characters
        self._spots = spots
        ends = _ends(text, low, high, wrapped)
        if not wrapped and text.count("  ") > text.count("\n") // 4:
            ends = sorted({*ends, *[found.end() for found in _GAPS.finditer(text, low, high)]})
        if any(map(text.__contains__, _BULLETS)):
            ends = sorted({*ends, *[found.start() for found in _BULLET.finditer(text, low, high)]})
        self._bounds = [low, *ends, high]
        self._items: dict[int, bool] = {}
        self._said: dict[tuple[int, str], bool] = {}
        self._there: dict[str, frozenset[int]] = {}

    def index(self, offset: int) -> int:
        """The number of the sentence in which an offset lies."""
        return bisect_right(self._bounds, offset, 0, len(self._bounds) - 1) - 1

    def span(self, index: int, offset: int) -> tuple[int, int]:
        """Where a sentence starts and ends, cut to `LONGEST` characters around the offset."""
        return max(self._bounds[index], offset - LONGEST // 2), min(self._bounds[index + 1], offset + LONGEST // 2)

    def is_item(self, index: int) -> bool:
        """Whether the sentence opens with the mark of a list item."""
        if (known := self._items.get(index)) is None:
            known = self._items[index] = _LIST_MARK.match(self.text, self._bounds[index]) is not None
        return known

    def before(self, index: int, offset: int) -> str:
        """What stands in the sentence before an offset, in lower case."""
        return self.lowered[max(self._bounds[index], offset - LONGEST // 2) : offset]

    def says(self, index: int, offset: int, saying: Saying) -> bool:
        """Whether the sentence says it; looked for only where one of its words stands."""
        if saying.words and index not in self.with_words(saying.channel):
            return False
        if (known := self._said.get((index, saying.channel))) is not None:
            return known
        low, high = self.span(index, offset)
        if saying.reach:
            spots = self._spots[saying.channel]
            near = spots[bisect_left(spots, low) : bisect_left(spots, high)]
            said = any(
                saying.pattern.search(self.lowered, max(low, spot - saying.reach), min(high, spot + saying.reach))
                for spot in near
            )
        else:
            said = saying.pattern.search(self.lowered, low, high) is not None
        if self._bounds[index + 1] - self._bounds[index] <= LONGEST // 2:  # the same for every offset in it
            self._said[index, saying.channel] = said
        return said

    def with_words(self, channel: str) -> frozenset[int]:
        """The sentences in which one of a channel's words starts."""
        if (there := self._there.get(channel)) is None:
            there = self._there[channel] = frozenset(map(self.index, self._spots[channel]))
        return there


def _ends(text: str, low: int, high: int, wrapped: bool) -> list[int]:
    """Where sentences and items end between two offsets, ascending."""
    pattern = (_WRAPPED if wrapped else _LINES).match
    places: list[int] = []
    for mark, follow in (("\n", _BEHIND_LINE), (".", _BEHIND_STOP), ("?", _BEHIND_STOP), ("!", _BEHIND_STOP)):
        place = text.find(mark, low, high)
        while place >= 0:
            if text[place + 1 : place + 2] in follow or not wrapped:
                places.append(place)
            place = text.find(mark, place + 1, high)
    ends: list[int] = []
    last = low
    for place in sorted(places):
        if place >= last and (found := pattern(text, place, high)):
            last = found.end()
            ends.append(last)
    return ends
