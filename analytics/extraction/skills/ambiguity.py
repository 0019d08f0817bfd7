"""Ambiguous names: whether "Go", "React" or "go" means the skill where it stands.

In the midst of a sentence a capital letter makes a name of a word; an item may be the name alone; in a list the other
names vouch for it; one that is written small needs a list around it.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from analytics.extraction.sections.finder import ASKING, OTHER
from analytics.extraction.skills.context_rules import ContextRules
from analytics.extraction.skills.names import Candidate

_Patterns: TypeAlias = Mapping[str, re.Pattern[str]]

_NEAR = 60  # characters within which another skill in the same list vouches for an ambiguous name
_BESIDE = 24  # and for one that is written small
_BETWEEN = frozenset(",/(|;&+:•·")

_ALONE = re.compile(r"^(?:\s*(?:\n|$|\(|\*\*)|\s{2})")
_ENDS_ITEM = re.compile(r"^\s*(?:[,/)|;&+]|$|\n|\.(?:\s|$)|(?:and|or|und|oder|et|ou|y|o)\b)")
_MARK_BETWEEN = re.compile(r"\s*[,/&|]\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+")


@dataclass(frozen=True)
class Neighbours:
    """The names of a text that the scan has found, ascending."""

    candidates: Sequence[Candidate]

    @cached_property
    def certain(self) -> list[int]:
        """Where those start that are certain; asked by few texts."""
        return [found.start for found in self.candidates if found.names[0].rule in ("any", "exact")]

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """Where all stand."""
        return [(found.start, found.end) for found in self.candidates]

    def near(self, start: int, end: int, reach: int) -> bool:
        """Whether a certain name starts within so many characters."""
        low = bisect_left(self.certain, start - reach - 15)
        return any(other != start for other in self.certain[low : bisect_left(self.certain, end + reach)])

    def beside(self, start: int, end: int, text: str) -> bool:
        """Whether another name, ambiguous or not, stands next in the same list."""
        place = bisect_left(self.places, (start, end))
        gaps = []
        if place:
            gaps.append(text[self.places[place - 1][1] : start])
        if place + 1 < len(self.places):
            gaps.append(text[end : self.places[place + 1][0]])
        return any(len(gap) < 8 and _MARK_BETWEEN.fullmatch(gap) for gap in gaps)


def is_skill_here(
    found: Candidate, text: str, lowered: str, neighbours: Neighbours, section: str, rules: ContextRules
) -> bool:
    """Whether an ambiguous name means the skill: among other skills, or with words that speak of one."""
    patterns = rules.patterns
    start, end, name = found.start, found.end, found.names[0]
    written = _unwrapped(text[max(0, start - 50) : start])
    before, after = written.lower(), _unwrapped(lowered[end : end + 30])
    if end - start == 1 and (patterns["counted"].search(before) or patterns["level"].match(after)):
        return False
    if patterns["verb_after"].match(after) or patterns["verb_before"].search(before):
        return False
    if name.spelled == name.skill.name.lower() != name.skill.name and name.skill.kind not in _COMMON:
        return _is_small_in_list(start, end, text, before, after, neighbours, patterns)
    named = text[start].isupper() and _NAMED_IN_SENTENCE.search(written) and _ENDS_NAME.match(text, end, end + 30)
    if named and section in ASKING and not patterns["market"].match(after):
        return True
    listed = _is_listed(before, patterns)
    if named and listed and section == OTHER and not patterns["market"].match(after):
        return True
    if patterns["plain_english"].match(after):
        return False
    if section in ASKING and text[start].isupper():
        opens = _OPENS.search(before) is not None
        if opens and (_ALONE.match(after) or neighbours.beside(start, end, text)):
            return True
        if ((opens or listed) and patterns["skill_named"].match(after)) or patterns["skill_next"].match(after):
            return True
    if text[start].isupper() and patterns["example_of"].search(before) and _ENDS_ITEM.match(after):
        return True
    near = neighbours.near(start, end, _NEAR)
    if not listed:
        return False
    vouched = near or patterns["strong"].search(before) is not None
    return (vouched and patterns["after_skills"].match(after) is not None) or (near and not _OPENS.search(before))


def _is_small_in_list(
    start: int, end: int, text: str, before: str, after: str, neighbours: Neighbours, patterns: _Patterns
) -> bool:
    """Whether a name in small letters is an item of a list of names: "python, go, rust", "react and node.js"."""
    return (
        _is_listed(before, patterns)
        and _ENDS_ITEM.match(after) is not None
        and neighbours.near(start, end, _BESIDE)
        and neighbours.beside(start, end, text)
    )


_COMMON = frozenset(("area", "technique", "database", "model"))  # whose names are written small anyway


def _is_listed(before: str, patterns: _Patterns) -> bool:
    """Whether what stands before speaks of skills or is the mark between two of a list."""
    return (
        before.rstrip()[-1:] in _BETWEEN
        or patterns["among_skills"].search(before, max(0, len(before) - 32)) is not None
    )


_WRAPPED = re.compile(r"(?<=\S)[ \t]*\n[ \t]+(?![-–•*·●▪◦‣\s])")  # a line that goes on, as in a hard-wrapped list item


def _unwrapped(text: str) -> str:
    return _WRAPPED.sub(" ", text) if "\n" in text else text


# In the midst of a sentence a capital letter makes a name of a word; where skills are asked for it is a skill's.
_NAMED_IN_SENTENCE = re.compile(r"(?:(?<![\w.])[a-zà-ÿ][\w'’-]*[,:]?|[,/(]) ?$")
_OPENS = re.compile(r"(?:^|\n|[.!?]\s|[-•*·●]\s)\s*$")  # the name opens a sentence or an item
_ENDS_NAME = re.compile(r"[,.;:)/]|\s(?!\s?[A-Z][a-z])|\s*$|\s*\n")
