"""Skills in a text: names found by the scan, kept where the posting asks for them or says that the job uses them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from analytics.extraction.sections.finder import ASKING, OTHER, Sections
from analytics.extraction.skills.context_rules import (
    DEGREE,
    EMPLOYER_TALK,
    KNOWN_BY_THE_CANDIDATE,
    LEGAL,
    NEGATED,
    NEGATED_NEXT,
    OF_THE_ROLE,
    OTHERS,
    PEDIGREE,
    PREFERRED,
    USED_IN_THE_JOB,
)
from analytics.extraction.skills.names import Candidate
from analytics.extraction.skills.taxonomy import Name
from analytics.text.passages import Passages

_ASKED = ("required", "preferred")
NEVER = frozenset(("benefits", "legal", "pay", "process"))


class SkillHit(NamedTuple):
    """A skill with its evidence: `surface` is description[start:end], tokens `first` to before `behind` of the Doc.

    `rule` names what admitted it.
    """

    skill: str
    category: str
    surface: str
    start: int
    end: int
    section: str
    requirement: str
    rule: str
    first: int
    behind: int


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
_MOST_REFUSALS = 30  # places of one name that are looked at; bounds the time that a hostile text takes
_NEAR = 60  # characters within which another skill in the same list vouches for an ambiguous name


def admit(
    candidates: Sequence[Candidate],
    text: str,
    lowered: str,
    sections: Sections,
    company: str,
    boilerplate: Sequence[tuple[int, int]],
    spots: Mapping[str, Sequence[int]],
) -> list[SkillHit]:
    """The skills among the candidates (ascending, not overlapping), one hit a skill: the first that is asked for."""
    if not candidates:
        return []
    certain = [start for start, _, names, _, _ in candidates if names[0].rule != "context" or not _is_ambiguous(names)]
    found: dict[str, SkillHit] = {}
    refused: dict[str, int] = {}
    employer = _letters(company)
    kinds, starts, headed = sections.kinds, sections.starts, sections.named
    passages = Passages(text, lowered, spots, sections.wrapped, candidates[0][0], candidates[-1][1])
    # Where a sentence may say it at all: asked first, since most sentences say none of this.
    of_others, negated, legal, wishful, scholarly = (
        passages.with_words(saying.channel) for saying in (OTHERS, NEGATED, LEGAL, PREFERRED, DEGREE)
    )
    for start, end, names, first, behind in candidates:
        name = names[0]
        skill = name.skill.name
        if skill in found or refused.get(skill, 0) >= _MOST_REFUSALS:
            continue
        refused[skill] = refused.get(skill, 0) + 1  # until it is admitted below
        section = kinds[bisect_right(starts, start) - 1]
        if section in NEVER:
            continue
        other = _OTHER_MEANINGS.get(name.spelled)
        if other and other.search(f"{lowered[max(0, start - 60) : start]}|{lowered[end : end + 30]}"):
            continue
        if name.rule == "context" and not _is_skill_here(start, end, text, lowered, certain, section):
            continue
        index = passages.index(start)
        if section not in ASKING and not _counts(passages, index, start, section, headed):
            continue
        if (
            index in of_others
            and section not in _ASKED
            and passages.says(index, start, OTHERS)
            and PEDIGREE.search(passages.before(index, start))
        ):
            continue
        if (
            skill[0].lower() == employer[:1]
            and _is_own(_letters(skill), employer)
            and not passages.says(index, start, KNOWN_BY_THE_CANDIDATE)
        ):
            continue
        if (
            index in negated
            and passages.says(index, start, NEGATED)
            and NEGATED_NEXT.search(passages.before(index, start)[-40:])
        ):
            continue
        if boilerplate and any(low <= start < high for low, high in boilerplate):
            continue
        if name.skill.kind in _SUBJECTS and (
            (text[end : end + 1] in ": " and _is_heading(text, start, end))
            or (text[end : end + 1].isspace() and _is_of_people(passages, index, start, end))
            or (index in scholarly and _is_studied(passages, index, start))
        ):
            continue
        if index in legal and passages.says(index, start, LEGAL):
            continue
        if text[start - 1 : start] == "-" and text[start - 2 : start - 1].isalpha() and text[start].islower():
            continue  # the end of another word: "cutting-edge AI", "large-scale AI"
        wished = section == "preferred" or (index in wishful and passages.says(index, start, PREFERRED))
        found[skill] = SkillHit(
            skill, name.skill.kind, text[start:end], start, end, section,
            "preferred" if wished else "required",
            _RULES[section] + ("+context" if name.rule == "context" else ""), first, behind,
        )  # fmt: skip
    return list(found.values())


# What admits a name: the section in which it stands, or what its sentence says where no heading asks for it.
_RULES = {section: f"in-{section}" for section in ASKING} | {"employer": "used-in-the-job", OTHER: "of-the-role"}
_SUBJECTS = frozenset(("area", "technique", "database"))
_BEYOND_DEGREE = re.compile(
    r"\b(?:experience|proficien|skills?|knowledge|years|expertise|using|background in)\b|;",
)
_PEOPLE = re.compile(
    r"\s(?:(?:and|&|/|or)\s[\w/-]+\s|[\w/-]+,?\s(?:and|&)\s[\w/-]+\s)?(?:teams?|engineers?|scientists?"
    r"|specialists?|stakeholders|department|organi[sz]ation|org|unit|experts|leaders|practitioners|"
    r"architects?|researchers?|developers?|community|competency center|providers?|company|companies|startups?"
    r"|market|industry)\b",
)
_WITH_PEOPLE = re.compile(
    r"\b(?:collaborat\w+|partner\w*|work(?:ing)? (?:closely )?with|alongside|liais\w+|interface|between|for|with"
    r"|to|across|support)\b[^.;\n]{0,80}$",
)
_ITEM = re.compile(r"(?:^|[\n•·●▪*-])[ \t]*$")


def _is_own(skill: str, employer: str) -> bool:
    """Whether a name is the employer's own or of a product that bears it: "Autodesk Fusion" at Autodesk."""
    return skill == employer or (len(employer) > 3 and skill.startswith(employer))


def _is_studied(passages: Passages, index: int, start: int) -> bool:
    """Whether an area is a field of study: "a degree in statistics"."""
    if not passages.says(index, start, DEGREE):
        return False
    before = passages.before(index, start)
    degrees = list(DEGREE.pattern.finditer(before))
    return bool(degrees) and not _BEYOND_DEGREE.search(before, degrees[-1].end())


def _is_of_people(passages: Passages, index: int, start: int, end: int) -> bool:
    """Whether an area names those who work in it: "alongside data science teams"."""
    return (
        _PEOPLE.match(passages.lowered, end, end + 50) is not None
        and _WITH_PEOPLE.search(passages.before(index, start)) is not None
    )


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether an area of one word is the heading of what follows: "- Observability: Prometheus, Grafana"."""
    after = text[end : end + 2]
    if after[:1] != ":" and after != " (":
        return False
    single = not any(char in " -/" for char in text[start:end])
    return (
        single
        and (after[0] == ":" or text[start].isupper())
        and _ITEM.search(text[max(0, start - 6) : start]) is not None
    )


def _is_ambiguous(names: Sequence[Name]) -> bool:
    return all(name.rule == "context" for name in names)


@lru_cache(maxsize=16_384)
def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()


def _is_of_the_employer(passages: Passages, index: int, offset: int) -> bool:
    return EMPLOYER_TALK.search(passages.lowered[slice(*passages.span(index, offset))]) is not None


def _counts(passages: Passages, index: int, offset: int, section: str, named: bool) -> bool:
    """Whether what the sentence names is asked for or used in the job."""
    if section == "employer":
        return passages.says(index, offset, USED_IN_THE_JOB)
    if section == OTHER:
        if passages.says(index, offset, OF_THE_ROLE):
            return not _is_of_the_employer(passages, index, offset) or passages.says(index, offset, USED_IN_THE_JOB)
        return (not named or passages.is_item(index)) and not _is_of_the_employer(passages, index, offset)
    return True


def _is_skill_here(start: int, end: int, text: str, lowered: str, certain: Sequence[int], section: str) -> bool:
    """Whether an ambiguous name means the skill: among other skills, or with words that speak of one."""
    written = _WRAPPED.sub(" ", text[max(0, start - 50) : start])
    before, after = written.lower(), _WRAPPED.sub(" ", lowered[end : end + 30])
    if end - start == 1 and _COUNTED.search(before):
        return False
    named = text[start].isupper() and _NAMED_IN_SENTENCE.search(written) and _ENDS_NAME.match(text, end, end + 30)
    if named and section in ASKING and not _MARKET.match(after):
        return True
    listed = _is_listed(before)
    if named and listed and section == OTHER and not _MARKET.match(after):
        return True
    if _PLAIN_ENGLISH.match(after):
        return False
    place = bisect_left(certain, start - _NEAR - 15)
    near = any(other != start for other in certain[place : bisect_left(certain, end + _NEAR)])
    return (listed and _AFTER_SKILLS.match(after) is not None and (near or _strong(before))) or (
        near and listed and not _OPENS.search(before)
    )


def _is_listed(before: str) -> bool:
    """Whether what stands before speaks of skills or is the mark between two of a list."""
    return before.rstrip()[-1:] in _BETWEEN or _AMONG_SKILLS.search(before, max(0, len(before) - 32)) is not None


_WRAPPED = re.compile(r"(?<=\S)[ \t]*\n[ \t]+(?![-–•*·●▪◦‣\s])")  # a line that goes on, as in a hard-wrapped list item
_BETWEEN = frozenset(",/(|;&+:•·")

# In the midst of a sentence a capital letter makes a name of a word; where skills are asked for it is a skill's.
_NAMED_IN_SENTENCE = re.compile(r"(?:(?<![\w.])[a-zà-ÿ][\w'’-]*[,:]?|[,/(]) ?$")
# What letters number: "zone C", "class C licence", "Series C", "plan R".
_COUNTED = re.compile(
    r"\b(?:zone|class|series|grade|level|type|plan|category|part|tier|section|option|group|band|phase|vitamin|exhibit"
    r"|schedule|appendix|round|wing|block|team|unit)\s$",
)
# Where a name means something else; "|" stands for the name itself.
_OTHER_MEANINGS = {
    "CV": re.compile(
        r"(?:r[ée]sum[ée]s?|your|updated|up[- ]to[- ]date|latest|current|recent|full|english|an?|the|submit|send|attach"
        r"|forward|upload|share|cover letter)\W*(?:or|and)?\W*\|"
    ),
    "CAD": re.compile(
        r"[\d$](?!d)\D{0,9}\||\|\W{0,3}[\d$]|\b(?:figures|salary|paid|usd|pay|compensation)\b",  # not "2D CAD"
    ),
    "SEM": re.compile(
        r"\|\s*(?:microscop|imaging)|microscop",
    ),
}
_MARKET = re.compile(r"[- ]to[- ]market")
_OPENS = re.compile(r"(?:^|\n|[.!?]\s|[-•*·●]\s)\s*$")  # the name opens a sentence or an item
_ENDS_NAME = re.compile(r"[,.;:)/]|\s(?!\s?[A-Z][a-z])|\s*$|\s*\n")


def _strong(before: str) -> bool:
    return _STRONG.search(before) is not None


_STRONG = re.compile(
    r"\b(?:experience|experienced|proficien\w+|knowledge|skilled|skills?|familiar\w*|expertise|fluen\w+"
    r"|languages?|frameworks?|tools?|technolog\w+|programming|written in|hands-on|kenntnisse|erfahrung|using)\b",
)
