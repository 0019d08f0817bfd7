"""Skills in a text: names found by the scan, kept where the posting asks for them or says that the job uses them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.sections import OTHER, PREFERRED_WORDS, Sections
from analytics.taxonomy import Name

ASKING = frozenset(("required", "preferred", "responsibilities"))
NEVER = frozenset(("benefits", "legal", "pay", "process"))


@dataclass(frozen=True, slots=True)
class SkillHit:
    """A skill with its evidence: `surface` is description[start:end]."""

    skill: str
    category: str
    surface: str
    start: int
    end: int
    section: str
    requirement: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that stands in the text, before anything is known of its context."""

    start: int
    end: int
    names: tuple[Name, ...]


# A sentence that speaks of the job or of whom it is for.
_OF_THE_ROLE = re.compile(
    r"\byou\b|\byou['’](?:ll|re|ve)\b|\byour\b|\brole\b|\bposition\b|\blooking for\b|\bseeking\b|\bhiring\b|\bresponsib|\bexperienced? (?:with|in|using)"
    r"|\bcandidate|\bstack\b|\bwe use\b|\bengineers? (?:to|who|with)\b|\bjoin (?:us|our|the)\b|\bproficien|\bexpertise\b|\bknowledge of\b|\bfamiliar"
    r"|\bsie\b|\bdu\b|\bihr\b|\bvous\b|\bvotre\b|\bpuesto\b|\bbuscamos\b|\btu\b",
    re.IGNORECASE,
)
# In a section about the employer only what the job itself uses counts.
_USED_IN_THE_JOB = re.compile(
    r"\byou(?:['’]ll| will)\b|\byour (?:role|work|stack)|\b(?:tech(?:nology|nical)?|our|typical) stack\b|\bwe (?:use|build with|work with|code in)\b|\bthis role\b"
    r"|\blooking for\b|\bseeking\b|\bexperience (?:with|in)\b",
    re.IGNORECASE,
)
_EMPLOYER_TALK = re.compile(
    r"^[\W_]*(?:we(?:['’](?:re|ve))?|our|at [A-Z]|founded|backed by|headquartered|the company|as (?:a|an|the) (?:leading|global|fast)|since \d{4}|with (?:offices|over|more than)|trusted by)\b"
    r"|\b(?:is|are) (?:a|an|the) (?:leading|global|fast[- ]growing|world|premier|innovative|pioneer|well-funded|venture|series|startup|company|platform|provider|fully|ai[- ])",
    re.IGNORECASE,
)
_PEDIGREE = re.compile(
    r"(?:\b(?:engineers?|founders?|team(?: members)?|alumni|veterans|people|talent|leaders|researchers|experts|scientists|investors?|customers?|clients?|partners?|companies|brands|backed|trusted|used|"
    r"funded|competitors?|startups?|executives?|background at|years at|worked at|hail(?:ing)?|hires)\b[^.\n]{0,60}?\b(?:from|at|by|include|including|such as|like)\b|\b(?:formerly|previously|ex-)\b)[^.\n]{0,80}$",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:no|not|without|don['’]t need|isn['’]t|rather than|instead of|not just)\s+(?:\w+\s){0,2}$", re.IGNORECASE
)
_AMONG_SKILLS = re.compile(
    r"(?:\b(?:experience (?:with|in|using|of)|experienced (?:with|in)|proficien\w+ (?:in|with)|proficient|knowledge (?:of|in)|skilled in|skills? (?:in|with)|familiar\w* with|expertise (?:in|with)|fluen\w+ in|"
    r"background in|hands[- ]on (?:with|in)?|using|use of|languages?|frameworks?|libraries|tools?|technolog\w+|platforms?|databases?|stack|programming|written in|such as|e\.?g\.?|i\.e\.|like|including|includes?|"
    r"build(?:ing)? (?:with|in|on)|develop\w* (?:in|with)|code in|coding in|models?|apis?|kenntnisse in|erfahrung (?:mit|in)|maîtrise de|connaissance de|experiencia (?:con|en)|conocimientos? (?:de|en)|"
    r"and/or|working with|work with|strong|advanced|modern|in|with|via|through|on|of)\b[\s:(\[\"'*]*|[,/(|;&+:•·]\s*|\band\s|\bor\s|\b(?:et|und|y|o|ou|oder)\s|[-•*]\s+)$",
    re.IGNORECASE,
)
_AFTER_SKILLS = re.compile(
    r"^\s*(?:[,/)|;+]|\.js|\d(?:\.\d)?\b|(?:and|or|und|et|y|ou|oder)\b|\(|(?:programming|language|developer|development|scripting|framework|sdk|api|apis|engineer|code|models?|applications?|cluster|jobs|streaming|experience|"
    r"skills|database|server|pipelines?|scripts?|microservices|backend|services|or similar)\b|\.(?:\s|$)|\s*$|\n)",
    re.IGNORECASE,
)
# English words after which a spelled-alike name is no skill ("Go to market", "React quickly", "Spark joy").
_PLAIN_ENGLISH = re.compile(
    r"^(?:[- ]to[- ]market|\s+(?:to|beyond|above|ahead|live|for|out|into|through|back|on|quickly|fast|to the|swiftly|joy|interest|curiosity|change|ideas?|conversations?|a|an|the|your|our|that|this|with us|it|them|sure|sense|decisions?"
    r"|of (?:the|our|your)|week|day|time|team)\b)",
    re.IGNORECASE,
)
_NEAR = 60  # characters within which another skill in the same list vouches for an ambiguous name


def admit(
    candidates: Sequence[Candidate], text: str, sections: Sections, company: str, boilerplate: Sequence[tuple[int, int]]
) -> list[SkillHit]:
    """The skills among the candidates (ascending, not overlapping), one hit a skill: the first that is asked for."""
    certain = [candidate for candidate in candidates if any(name.rule != "context" for name in candidate.names)]
    found: dict[str, SkillHit] = {}
    employer = re.sub(r"\W+", "", company).lower()
    for candidate in candidates:
        name = candidate.names[0]
        if name.skill.name in found:
            continue
        surface = text[candidate.start : candidate.end]
        low, high = _sentence(text, candidate.start, candidate.end)
        sentence = text[low:high]
        section = sections.at(candidate.start)
        if name.rule == "context" and not _is_skill_here(candidate, text, certain, section):
            continue
        if not _counts(candidate, sentence, section, sections.named):
            continue
        before = text[low : candidate.start]
        if section not in ("required", "preferred") and _PEDIGREE.search(before):
            continue
        if (
            employer
            and re.sub(r"\W+", "", name.skill.name).lower() == employer
            and not _USED_IN_THE_JOB.search(sentence)
        ):
            continue
        if _NEGATED.search(before) or any(start <= candidate.start < end for start, end in boilerplate):
            continue
        wished = section == "preferred" or PREFERRED_WORDS.search(sentence) is not None
        found[name.skill.name] = SkillHit(
            name.skill.name, name.skill.kind, surface, candidate.start, candidate.end, section,
            "preferred" if wished else "required",
        )  # fmt: skip
    return list(found.values())


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or list item around a span, at most 300 characters to each side."""
    floor, top = max(0, start - 300), min(len(text), end + 300)
    low = floor
    for mark in (". ", "! ", "? ", "\n\n", "\n- ", "\n• ", "\n* ", "\n· ", "\n● ", ".\n", "  "):
        position = text.rfind(mark, floor, start)
        if position != -1:
            low = max(low, position + len(mark))
    high = top
    for mark in (". ", "! ", "? ", "\n\n", "\n- ", "\n• ", "\n* ", "\n· ", "\n● ", ".\n", "  "):
        position = text.find(mark, end, high)
        if position != -1:
            high = position
    return low, high


def _counts(candidate: Candidate, sentence: str, section: str, named: bool) -> bool:
    """Whether what the sentence names is asked for or used in the job."""
    if section in NEVER:
        return False
    if section == "employer":
        return _USED_IN_THE_JOB.search(sentence) is not None
    if section == OTHER:
        if _OF_THE_ROLE.search(sentence):
            return _EMPLOYER_TALK.search(sentence) is None or _USED_IN_THE_JOB.search(sentence) is not None
        return not named and _EMPLOYER_TALK.search(sentence) is None
    return True


def _is_skill_here(candidate: Candidate, text: str, certain: Sequence[Candidate], section: str) -> bool:
    """Whether an ambiguous name means the skill: among other skills, or with words that speak of one."""
    before = text[max(0, candidate.start - 50) : candidate.start]
    after = text[candidate.end : candidate.end + 30]
    named = text[candidate.start].isupper() and _NAMED_IN_SENTENCE.search(before) and _ENDS_NAME.match(after)
    if named and section in ASKING and not _MARKET.match(after):
        return True
    if _PLAIN_ENGLISH.match(after):
        return False
    near = any(
        0 <= candidate.start - other.end <= _NEAR or 0 <= other.start - candidate.end <= _NEAR for other in certain
    )
    listed = _AMONG_SKILLS.search(before) is not None
    return (listed and _AFTER_SKILLS.match(after) is not None and (near or _strong(before))) or (
        near and listed and not _OPENS.search(before)
    )


# In the midst of a sentence a capital letter makes a name of a word; where skills are asked for it is a skill's.
_NAMED_IN_SENTENCE = re.compile(r"[a-zà-ÿ,/(] ?$")
_MARKET = re.compile(r"[- ]to[- ]market")
_OPENS = re.compile(r"(?:^|\n|[.!?]\s|[-•*·●]\s)\s*$")  # the name opens a sentence or an item
_ENDS_NAME = re.compile(r"(?:[\s,.;:)/]|$)(?!\s?[A-Z][a-z])")


def _strong(before: str) -> bool:
    return _STRONG.search(before) is not None


_STRONG = re.compile(
    r"\b(?:experience|experienced|proficien\w+|knowledge|skilled|skills?|familiar\w*|expertise|fluen\w+|languages?|frameworks?|tools?|technolog\w+|programming|written in|hands-on|kenntnisse|erfahrung|using)\b",
    re.IGNORECASE,
)
