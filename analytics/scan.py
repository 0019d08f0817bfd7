"""The one scan over a posting's characters: names of skills, and the trigger words of every finder."""

import re
from functools import cache

import ahocorasick_rs

from analytics import pay, seniority, workplace, years
from analytics.sayings import SAYINGS
from analytics.skills import Candidate
from analytics.taxonomy import Name, taxonomy
from analytics.text import fold

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
        names = taxonomy().names
        patterns: list[str] = []
        self._names: list[tuple[Name, ...]] = []
        self._by_case: list[bool] = []  # whether it depends on the letters' case what a pattern names
        self._inset: list[int] = []  # characters of a pattern that stand around the name at each side
        for folded, spelled in names.items():
            # A single letter is looked for with what may stand around it: by itself it would be met at every word.
            written = (
                [before + folded + after for before in _BEFORE for after in _AFTER] if len(folded) == 1 else [folded]
            )
            patterns += written
            self._names += [spelled] * len(written)
            self._inset += [int(len(folded) == 1)] * len(written)
            self._by_case += [any(name.rule != "any" for name in spelled)] * len(written)
        triggers = [(word, channel) for channel, words in CHANNELS.items() for word in words]
        self._channels = [channel for _, channel in triggers]
        self._automaton = ahocorasick_rs.AhoCorasick([*patterns, *(word.replace("-", " ") for word, _ in triggers)])

    def matches(self, folded: str) -> list[tuple[int, int, int]]:
        """(pattern, start, end) of everything that the automaton meets, boundaries or not."""
        found: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        return found

    def scan(self, text: str) -> tuple[list[Candidate], dict[str, list[int]]]:
        """Names with their boundaries, longest first and not overlapping, and where each finder's words start."""
        folded = fold(text)
        low, origin, count = f" {folded.text} ", folded.origin, len(self._names)
        spots: dict[str, list[int]] = {channel: [] for channel in CHANNELS}
        hits: list[tuple[int, int, int]] = []
        inset, channels = self._inset, self._channels
        for index, start, end in self.matches(low):
            if index >= count:
                spots[channels[index - count]].append(start)
            elif inset[index]:
                hits.append((start + 1, 1 - end, index))
            elif (not ((before := low[start - 1]).isalnum() or before == "_") or not low[start].isalnum()) and (
                not ((after := low[end]).isalnum() or after == "_") or not low[end - 1].isalnum()
            ):
                hits.append((start, -end, index))
        hits.sort()
        candidates: list[Candidate] = []
        last = 0
        for start, negative, index in hits:
            end = -negative
            if start < last:
                continue
            first, behind = origin(start - 1), origin(end - 2) + 1
            if end - start <= 2 and not _stands_alone(text, first, behind):
                continue
            if "\n" in (written := text[first:behind]) and not _WRAPPED_NAME.fullmatch(written):
                continue
            names = self._names[index]
            if self._by_case[index]:
                surface = " ".join(written.replace("-", " ").split())
                names = tuple(name for name in names if name.rule == "any" or name.spelled.replace("-", " ") == surface)
            if names:
                candidates.append(Candidate(first, behind, names))
                last = end
        return candidates, {
            channel: sorted({origin(spot - 1) for spot in found}) if found else found
            for channel, found in spots.items()
        }


_WRAPPED_NAME = re.compile(r"[^\n]+?-?[ \t]*\n[ \t]*(?![-–•*·])[^\n]+")  # one line's end, not two items of a list
_BEFORE = " (/,:;[\"'•*|"
_AFTER = " ,./);:\"']|"


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
