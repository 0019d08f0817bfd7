"""Skills in a text: names found by the scan, kept where the posting asks for them or says that the job uses them."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from analytics.extraction.sections.finder import ASKING, OTHER, Sections
from analytics.extraction.skills.ambiguity import Neighbours, is_skill_here
from analytics.extraction.skills.context_rules import ContextRules
from analytics.extraction.skills.names import Candidate
from analytics.extraction.skills.partners import names_people
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


_hit = partial(tuple.__new__, SkillHit)  # of a tuple: half the time of the same call by fields
_MOST_REFUSALS = 30  # places of one name that are looked at; bounds the time that a hostile text takes


def admit(
    candidates: Sequence[Candidate],
    text: str,
    lowered: str,
    sections: Sections,
    company: str,
    boilerplate: Sequence[tuple[int, int]],
    spots: Mapping[str, Sequence[int]],
    rules: ContextRules,
) -> list[SkillHit]:
    """The skills among the candidates (ascending, not overlapping), one hit a skill: the first that is asked for."""
    if not candidates:
        return []
    neighbours = Neighbours(candidates)
    found: dict[str, SkillHit] = {}
    refused: dict[str, int] = {}
    sayings, patterns = rules.sayings, rules.patterns
    others, denied, models = sayings["others"], sayings["negated"], sayings["models"]
    law, wishes, known = sayings["legal"], sayings["preferred"], sayings["known"]
    employer = _letters(company)
    kinds, starts, headed = sections.kinds, sections.starts, sections.named
    passages = Passages(text, lowered, spots, sections.wrapped, candidates[0][0], candidates[-1][1])
    # Where a sentence may say it at all: asked first, since most sentences say none of this.
    of_others, negated, legal, wishful, scholarly = (
        passages.with_words(saying) for saying in ("others", "negated", "legal", "preferred", "degree")
    )
    for candidate in candidates:
        start, end, names, first, behind = candidate
        name = names[0]
        skill = name.skill.name
        if skill in found or refused.get(skill, 0) >= _MOST_REFUSALS:
            continue
        refused[skill] = refused.get(skill, 0) + 1  # until it is admitted below
        section = kinds[bisect_right(starts, start) - 1]
        if section in NEVER:
            continue
        if rules.means_else(lowered[start:end], lowered, start, end):
            continue
        if name.rule == "context" and not is_skill_here(candidate, text, lowered, neighbours, section, rules):
            continue
        index = passages.index(start)
        if name.rule == "topic" and not passages.says(index, start, models):
            continue
        if section not in ASKING and not _counts(passages, index, start, section, headed, rules):
            continue
        if (
            index in of_others
            and section not in _ASKED
            and passages.says(index, start, others)
            and patterns["pedigree"].search(passages.before(index, start))
        ):
            continue
        if (
            skill[0].lower() == employer[:1]
            and _is_own(_letters(skill), employer)
            and not passages.says(index, start, known)
        ):
            continue
        if index in negated and passages.says(index, start, denied) and _is_negated(passages, index, start, end, rules):
            continue
        if section in ASKING and _is_praise(passages, index, start, rules):
            continue
        if boilerplate and any(low <= start < high for low, high in boilerplate):
            continue
        if name.skill.kind in _SUBJECTS and (
            (text[end : end + 1] in ": " and _is_heading(text, start, end))
            or (text[end : end + 1].isspace() and _is_of_people(passages, index, start, end, rules))
            or (index in scholarly and _is_studied(passages, index, start, rules))
            or names_people(passages.before(index, start), lowered[end : end + 100], rules)
        ):
            continue
        if index in legal and passages.says(index, start, law):
            continue
        if text[start - 1 : start] in _HYPHENS and text[start - 2 : start - 1].isalpha() and text[start].islower():
            continue  # the end of another word: "cutting-edge AI", "large-scale AI"
        wished = section == "preferred" or (index in wishful and passages.says(index, start, wishes))
        found[skill] = _hit((
            skill, name.skill.kind, text[start:end], start, end, section,
            "preferred" if wished else "required",
            _RULES[section] + "+context" if name.rule == "context" else _RULES[section], first, behind,
        ))  # fmt: skip
    return list(found.values())


# What admits a name: the section in which it stands, or what its sentence says where no heading asks for it.
_RULES = {section: f"in-{section}" for section in ASKING} | {"employer": "used-in-the-job", OTHER: "of-the-role"}
_SUBJECTS = frozenset(("area", "technique", "database"))
_HYPHENS = ("-", "\u2010", "\u2011")
_PRAISING = (" is ", " are ", "our ", "the company ")  # words that the rule "praise" needs
_ITEM = re.compile(r"(?:^|[\n•·●▪*-])[ \t]*$")


def _is_negated(passages: Passages, index: int, start: int, end: int, rules: ContextRules) -> bool:
    """Whether the sentence says that it is not asked for, before or behind the name."""
    patterns = rules.patterns
    if patterns["negated_next"].search(passages.before(index, start)[-60:]):
        return True
    behind = passages.lowered[end : passages.span(index, start)[1]]
    return patterns["negated_behind"].match(behind) is not None and patterns["welcome"].search(behind) is None


def _is_praise(passages: Passages, index: int, start: int, rules: ContextRules) -> bool:
    """Whether the sentence is about the employer or its product, though it stands where skills are asked for."""
    if passages.is_item(index):
        return False
    before = passages.before(index, start)
    return (
        any(map(before.__contains__, _PRAISING))
        and rules.patterns["praise"].search(before) is not None
        and not passages.says(index, start, rules.sayings["used_in_the_job"])
    )


def _is_own(skill: str, employer: str) -> bool:
    """Whether a name is the employer's own or of a product that bears it: "Autodesk Fusion" at Autodesk."""
    return skill == employer or (len(employer) > 3 and skill.startswith(employer))


def _is_studied(passages: Passages, index: int, start: int, rules: ContextRules) -> bool:
    """Whether an area is a field of study: "a degree in statistics"."""
    if not passages.says(index, start, rules.sayings["degree"]):
        return False
    before = passages.before(index, start)
    degrees = list(rules.patterns["degree"].finditer(before))
    return bool(degrees) and not rules.patterns["beyond_degree"].search(before, degrees[-1].end())


def _is_of_people(passages: Passages, index: int, start: int, end: int, rules: ContextRules) -> bool:
    """Whether an area names those who work in it: "alongside data science teams"."""
    return (
        rules.patterns["people"].match(passages.lowered, end, end + 50) is not None
        and rules.patterns["with_people"].search(passages.before(index, start)) is not None
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


@lru_cache(maxsize=16_384)
def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()


def _is_of_the_employer(passages: Passages, index: int, offset: int, rules: ContextRules) -> bool:
    said = passages.lowered[slice(*passages.span(index, offset))]
    return rules.patterns["employer_talk"].search(said) is not None


def _counts(passages: Passages, index: int, offset: int, section: str, named: bool, rules: ContextRules) -> bool:
    """Whether what the sentence names is asked for or used in the job."""
    if section == "employer":
        return passages.says(index, offset, rules.sayings["used_in_the_job"])
    if section != OTHER:
        return True
    if named and not passages.is_item(index) and not passages.says(index, offset, rules.sayings["of_the_role"]):
        return False
    return not _is_of_the_employer(passages, index, offset, rules) or passages.says(
        index, offset, rules.sayings["used_in_the_job"]
    )
