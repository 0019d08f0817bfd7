"""Ambiguous names: whether "Go", "React" or "go" means the skill where it stands.

In the midst of a sentence a capital letter makes a name of a word; an item may be the name alone; in a list the other
names vouch for it; one that is written small needs a list around it.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.extraction.sections.finder import ASKING, OTHER
from analytics.extraction.skills.names import Candidate

_NEAR = 60  # characters within which another skill in the same list vouches for an ambiguous name
_BESIDE = 24  # and for one that is written small
_BETWEEN = frozenset(",/(|;&+:•·")

_AMONG_SKILLS = re.compile(
    r"(?:\b(?:experience (?:with|in|using|of)|experienced (?:with|in)|proficien\w+ (?:in|with)|proficient"
    r"|knowledge (?:of|in)|skilled in|skills? (?:in|with)|familiar\w* with|expertise (?:in|with)|fluen\w+ in|"
    r"background in|hands[- ]on (?:with|in)?|using|use of|languages?|frameworks?|libraries|tools?|technolog\w+"
    r"|platforms?|databases?|stack|programming|written in|such as|telles? que|tels que|comme|wie|como|e\.?g\.?"
    r"|i\.e\.|like|including|includes?|"
    r"build(?:ing)? (?:with|in|on)|develop\w* (?:in|with)|code in|coding in|models?|apis?|kenntnisse in"
    r"|erfahrung (?:mit|in)|maîtrise de|connaissance de|experiencia (?:con|en)|conocimientos? (?:de|en)|"
    r"and/or|working with|work with|strong|advanced|modern|in|with|via|through|on|of)\b[\s:(\[\"'*]*"
    r"|[,/(|;&+:•·]\s*|\band\s|\bor\s|\b(?:et|und|y|o|ou|oder)\s|[-•*]\s+)$",
)
_AFTER_SKILLS = re.compile(
    r"^\s*(?:[,/)|;+]|\.js|\d(?:\.\d)?\b|(?:and|or|und|et|y|ou|oder)\b|\(|(?:programming|language|developer"
    r"|development|scripting|framework|sdk|api|apis|engineer|code|models?|applications?|cluster|jobs|streaming"
    r"|experience|"
    r"skills|database|server|pipelines?|scripts?|microservices|backend|services|or similar)\b|\.(?:\s|$)|\s*$|\n"
    r"|\s{2})",
)
# English words after which a spelled-alike name is no skill ("Go to market", "React quickly", "Spark joy").
_PLAIN_ENGLISH = re.compile(
    r"^(?:[- ]to[- ]market|\s+(?:to|beyond|above|ahead|live|for|out|into|through|back|on|quickly|fast|to the"
    r"|swiftly|joy|interest|curiosity|change|ideas?|conversations?|a|an|the|your|our|that|this|with us|it|them"
    r"|sure|sense|decisions?"
    r"|of (?:the|our|your)|week|day|time|team|cases?)\b)",
)
# Who "makes" or "goes" is told before: the word is a verb, in title case too ("Impact You'll Make").
_VERB_BEFORE = re.compile(
    r"\b(?:you|we|they|it|who|will|can|could|must|should|may|let['’]s|(?:you|we|they|it|who)['’](?:ll|d|re|ve)"
    r"|(?:ready|able|how|want|going|here|way|chance|opportunity|eager) to)\s+$"
)
_VERB_AFTER = re.compile(
    r"^\s+(?:an?(?!\s+(?:plus|must|bonus|nice|big|strong|huge))|the|your|our|sure|sense|it|them)\b"
)
_SKILL_NAMED = re.compile(r"^\s+(?:\w+\s)?(?:skills?|experience|knowledge|expertise|programming|proficiency)\b")
_SKILL_NEXT = re.compile(r"^\s+(?:skills?|experience|knowledge|expertise|programming|proficiency)\b")
_ALONE = re.compile(r"^(?:\s*(?:\n|$|\(|\*\*)|\s{2})")
_EXAMPLE = re.compile(r"(?:\b(?:e\.?g|i\.?e)\.?|\(such as|\blike)[\s,:]*$")
_ENDS_ITEM = re.compile(r"^\s*(?:[,/)|;&+]|$|\n|\.(?:\s|$)|(?:and|or|und|oder|et|ou|y|o)\b)")
_MARK_BETWEEN = re.compile(r"\s*[,/&|]\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+")


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The names of a text: where those start that are certain, and where all stand, ascending."""

    certain: Sequence[int]
    places: Sequence[tuple[int, int]]

    @classmethod
    def of(cls, candidates: Sequence[Candidate]) -> "Neighbours":
        """The names that the scan has found."""
        certain = [found.start for found in candidates if found.names[0].rule in ("any", "exact")]
        return cls(certain, [(found.start, found.end) for found in candidates])

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


def is_skill_here(found: Candidate, text: str, lowered: str, neighbours: Neighbours, section: str) -> bool:
    """Whether an ambiguous name means the skill: among other skills, or with words that speak of one."""
    start, end, name = found.start, found.end, found.names[0]
    written = _WRAPPED.sub(" ", text[max(0, start - 50) : start])
    before, after = written.lower(), _WRAPPED.sub(" ", lowered[end : end + 30])
    if end - start == 1 and (_COUNTED.search(before) or _LEVEL.match(after)):
        return False
    if _VERB_AFTER.match(after) or _VERB_BEFORE.search(before):
        return False
    if name.spelled == name.skill.name.lower() != name.skill.name and name.skill.kind not in _COMMON:
        return _is_small_in_list(start, end, text, before, after, neighbours)
    named = text[start].isupper() and _NAMED_IN_SENTENCE.search(written) and _ENDS_NAME.match(text, end, end + 30)
    if named and section in ASKING and not _MARKET.match(after):
        return True
    listed = _is_listed(before)
    if named and listed and section == OTHER and not _MARKET.match(after):
        return True
    if _PLAIN_ENGLISH.match(after):
        return False
    if section in ASKING and text[start].isupper():
        opens = _OPENS.search(before) is not None
        if opens and (_ALONE.match(after) or neighbours.beside(start, end, text)):
            return True
        if ((opens or listed) and _SKILL_NAMED.match(after)) or _SKILL_NEXT.match(after):
            return True
    if text[start].isupper() and _EXAMPLE.search(before) and _ENDS_ITEM.match(after):
        return True
    near = neighbours.near(start, end, _NEAR)
    return (listed and _AFTER_SKILLS.match(after) is not None and (near or _strong(before))) or (
        near and listed and not _OPENS.search(before)
    )


def _is_small_in_list(start: int, end: int, text: str, before: str, after: str, neighbours: Neighbours) -> bool:
    """Whether a name in small letters is an item of a list of names: "python, go, rust", "react and node.js"."""
    return (
        _is_listed(before)
        and _ENDS_ITEM.match(after) is not None
        and neighbours.near(start, end, _BESIDE)
        and neighbours.beside(start, end, text)
    )


_COMMON = frozenset(("area", "technique", "database", "model"))  # whose names are written small anyway
_LEVEL = re.compile(r"^[\s-]{0,2}(?:level|suite|class|grade)\b")


def _is_listed(before: str) -> bool:
    """Whether what stands before speaks of skills or is the mark between two of a list."""
    return before.rstrip()[-1:] in _BETWEEN or _AMONG_SKILLS.search(before, max(0, len(before) - 32)) is not None


_WRAPPED = re.compile(r"(?<=\S)[ \t]*\n[ \t]+(?![-–•*·●▪◦‣\s])")  # a line that goes on, as in a hard-wrapped list item

# In the midst of a sentence a capital letter makes a name of a word; where skills are asked for it is a skill's.
_NAMED_IN_SENTENCE = re.compile(r"(?:(?<![\w.])[a-zà-ÿ][\w'’-]*[,:]?|[,/(]) ?$")
# What letters number: "zone C", "class C licence", "Series C", "plan R".
_COUNTED = re.compile(
    r"\b(?:zone|class|series|grade|level|type|plan|category|part|tier|section|option|group|band|phase|vitamin|exhibit"
    r"|schedule|appendix|round|wing|block|team|unit)\s$",
)
_MARKET = re.compile(r"[- ]to[- ]market")
_OPENS = re.compile(r"(?:^|\n|[.!?]\s|[-•*·●]\s)\s*$")  # the name opens a sentence or an item
_ENDS_NAME = re.compile(r"[,.;:)/]|\s(?!\s?[A-Z][a-z])|\s*$|\s*\n")


def _strong(before: str) -> bool:
    return _STRONG.search(before) is not None


_STRONG = re.compile(
    r"\b(?:experience|experienced|proficien\w+|knowledge|skilled|skills?|familiar\w*|expertise|fluen\w+"
    r"|languages?|frameworks?|tools?|technolog\w+|programming|written in|hands-on|kenntnisse|erfahrung|using)\b",
)
