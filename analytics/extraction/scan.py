"""The one scan over a posting's characters: names of skills, and the trigger words of every finder."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

import ahocorasick_rs

from analytics.extraction.pay import finder as pay
from analytics.extraction.skills.admission import Candidate
from analytics.extraction.skills.context_rules import SAYINGS
from analytics.extraction.skills.taxonomy import Name, taxonomy
from analytics.extraction.titles import seniority
from analytics.extraction.workplace import finder as workplace
from analytics.extraction.years import finder as years
from analytics.text.plain import Folded, fold

CHANNELS = {
    "pay": pay.TRIGGERS,
    "years": years.TRIGGERS,
    "workplace": workplace.TRIGGERS,
    "seniority": seniority.TRIGGERS,
    **{saying.channel: saying.words for saying in SAYINGS},
}


class Scanner:
    """One automaton over the names of all skills and the trigger words of all finders."""

    def __init__(self) -> None:
        patterns: list[str] = []
        self._names: list[tuple[Name, ...]] = []
        self._by_case: list[dict[str, tuple[Name, ...]]] = []  # what a pattern names where it is written so
        self._before: list[int] = []  # characters of a pattern that stand before the name
        self._behind: list[int] = []  # and behind it
        for folded, spelled in taxonomy().names.items():
            before = _BEFORE if len(folded) <= _SHORT and folded[0].isalnum() else ("",)
            behind = _BEHIND if len(folded) == 1 else ("",)
            written = [first + folded + last for first in before for last in behind]
            patterns += written
            self._names += [tuple(name for name in spelled if name.rule == "any")] * len(written)
            self._by_case += [_by_spelling(spelled)] * len(written)
            self._before += [len(before[0])] * len(written)
            self._behind += [len(behind[0])] * len(written)
        triggers = [(word, channel) for channel, words in CHANNELS.items() for word in words]
        self._channels = [channel for _, channel in triggers]
        self._automaton = ahocorasick_rs.AhoCorasick([*patterns, *(word.replace("-", " ") for word, _ in triggers)])

    def matches(self, folded: str) -> list[tuple[int, int, int]]:
        """(pattern, start, end) of everything that the automaton meets, boundaries or not."""
        found: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        return found

    def scan(self, text: str, lowered: str) -> tuple[list[Candidate], dict[str, list[int]]]:
        """Names with their boundaries, longest first and not overlapping, and where each finder's words start."""
        folded = fold(lowered)
        low, count = f" {folded.text} ", len(self._names)
        spots: dict[str, list[int]] = {channel: [] for channel in CHANNELS}
        hits: list[tuple[int, int, int]] = []
        names_before, names_behind, channels = self._before, self._behind, self._channels
        for index, start, end in self.matches(low):
            if index >= count:
                spots[channels[index - count]].append(start - 1)
                continue
            start += names_before[index]
            end -= names_behind[index]
            if (not ((after := low[end]).isalnum() or after == "_") or not low[end - 1].isalnum()) and (
                not ((before := low[start - 1]).isalnum() or before == "_") or not low[start].isalnum()
            ):
                hits.append((start - 1, 1 - end, index))
        hits.sort()
        return self._longest(text, folded, hits), {
            channel: sorted(set(map(folded.origin, found))) if found else found for channel, found in spots.items()
        }

    def _longest(self, text: str, folded: Folded, hits: Iterable[tuple[int, int, int]]) -> list[Candidate]:
        """Of ascending (start, -end, pattern) those that name something and do not overlap, by place in the text."""
        candidates: list[Candidate] = []
        shifts, starts = folded.shifts, (*folded.starts, len(folded.text) + 1)
        last = stretch = shift = 0
        behind_stretch = starts[1]
        for start, negative, index in hits:
            if start < last:
                continue
            while start >= behind_stretch:
                stretch += 1
                behind_stretch = starts[stretch + 1]
            shift = shifts[stretch]
            first = start + shift
            behind = shift - negative if -negative <= behind_stretch else folded.origin(-negative - 1) + 1
            if behind - first <= 2 and not _stands_alone(text, first, behind):
                continue
            written = text[first:behind]
            if "\n" in written and not _WRAPPED_NAME.fullmatch(written):
                continue
            names = self._names[index]
            if by_case := self._by_case[index]:
                names = by_case.get(written) or by_case.get(" ".join(written.replace("-", " ").split()), names)
            if names:
                candidates.append((first, behind, names))
                last = -negative
        return candidates


def _by_spelling(names: Sequence[Name]) -> dict[str, tuple[Name, ...]]:
    """What each spelling names of those that name something only in their own; dashes count as blanks."""
    spellings = {name.spelled.replace("-", " ") for name in names if name.rule != "any"}
    return {
        spelling: tuple(name for name in names if name.rule == "any" or name.spelled.replace("-", " ") == spelling)
        for spelling in spellings
    }


_WRAPPED_NAME = re.compile(r"[^\n]+?-?[ \t]*\n[ \t]*(?![-–•*·])[^\n]+")  # one line's end, not two items of a list
# Short names stand within too many words: they are looked for with what may stand before them, one of a single letter
# also with what may stand behind it.
_SHORT = 4
_BEFORE = tuple(" (/,:;'.&+#@")
_BEHIND = tuple(" (,./):']")


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A name of one or two letters is no part of "C++", "R&D", "Node.js" or "e-mail"."""
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    return before not in ("&", "+", "#", ".", "-", "'", "@") and after[:1] not in ("&", "+", "#", "'", "@") and not (
        after[:1] in (".", "-") and after[1:].isalnum()
    )  # fmt: skip


@cache
def scanner() -> Scanner:
    """The scanner over the taxonomy in use."""
    return Scanner()
