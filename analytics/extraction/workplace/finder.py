"""Where the work of a posting is done: remote, hybrid or onsite, from title, location and text.

Every mention is weighed by what it says of this role: "Location: fully remote" outweighs "#LI-Remote", that outweighs
"remote-first company", and "remote sensing", "hybrid cloud" or "on-site gym" say nothing. A posting that offers remote
among other ways counts as remote. The text is read only around the trigger words that the shared scan has found; the
vocabulary is data (workplace.toml). Titles, locations and what stands around a trigger are read in lower case, without
the flag that ignores case: patterns are looked for several times as fast.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from analytics.extraction.document import Document
from analytics.places.fields import HYBRID, ONSITE, REMOTE
from analytics.places.locations import Place, read_location

Workplace = Literal["remote", "hybrid", "onsite"]
Mention = tuple[Workplace, float]
Rule = Callable[[str, str, str], Iterator[Mention]]

LEAST = 1.5  # a mention weaker than this decides nothing
BEFORE, AFTER = 90, 110  # characters around a trigger that are read
MOST = 60  # triggers that are read in one posting

_WORDS: dict[str, list[str]] = tomllib.loads((Path(__file__).with_name("workplace.toml")).read_text(encoding="utf-8"))
TRIGGERS: tuple[str, ...] = tuple(_WORDS["triggers"])


def _any(name: str) -> str:
    role = "(?:" + "|".join(_WORDS["role"]) + ")"
    return "(?:" + "|".join(_WORDS[name]).replace("{ROLE}", role) + ")"


_AFTER_LABEL = r"(?: type)?\s{0,3}[:=|\n(–-]|location\(s\)"
_LABEL = re.compile(
    rf"(?:{_any('label')}{_AFTER_LABEL})[^\n.:]{{0,45}}$|[📍🌍🏠🏡]\s*[^\n.:]{{0,20}}$|job title[^\n]{{0,90}}$"
)
_REMOTE = re.compile(_any("remote"))
_REMOTE_OTHER = re.compile(rf"remote(?:ly)?[\s-]+{_any('remote_other')}")
_REMOTE_WEAK = re.compile(rf"remote(?:ly)?[\s-]+{_any('remote_weak')}")
_REMOTE_STRONG = re.compile(
    rf"(?:remote(?:ly)?|remot[oa]|t[ée]l[ée]travail)[\s-]+{_any('remote_strong')}", re.IGNORECASE
)
_NO_REMOTE = re.compile(
    r"(?:\b(?:no|not|cannot|neither)\b|n't\b|n’t\b|unable to)[^.\n]{0,35}$|\bnon-$|\bkein\w*\s+$|\bpas de\s+$"
)
_NO_REMOTE_AFTER = re.compile(
    r"remote[^.\n;]{0,30}\b(?:is|are|will)?\s*(?:not|n't)\b (?:be )?"
    r"(?:available|possible|an option|offered|allowed|permitted|considered|eligible|supported)"
)
_PARTLY, _FULLY = re.compile(rf"{_any('partly')}[\s-]*$"), re.compile(rf"\b{_any('fully')}[\s-]*$")
_WAY = r"(?:hybrid|remote(?:ly)?|on-?site|in-?office|office)"
_OR = re.compile(rf"{_WAY}\s*(?:,|/|or|and/or)(?:\s*or\b)?\s*(?:\w+\s+)?{_WAY}")
_TOLD, _OPTION = re.compile(rf"{_any('told')}$"), re.compile(rf"\b{_any('option')}\b")
_HYBRID, _HYBRID_OTHER = re.compile(_any("hybrid")), re.compile(rf"h[yíi]brid\w*[\s-]+{_any('hybrid_other')}")
_HYBRID_JOB, _CLOUDS = (
    re.compile(rf"h[yíi]brid\w*[\s-]+{_any('hybrid_job')}"),
    re.compile(r"(?:multi|public|private|prem\w*|cloud)[ ,/-]+(?:and |or )?$"),
)
_HOME, _HOME_OTHER, _PERK = re.compile(_any("home")), re.compile(_any("home_other")), re.compile(_any("perk"))
_NUMBERS = "one two three four five".split()  # noqa: SIM905
_DAYS = re.compile(
    r"(?<!\d)(\d|one|two|three|four|five|zwei|drei|vier|deux|trois|quatre|dos|tres|cuatro)\+?"
    r"(?:\s*(?:-|–|to|or|bis)\s*(\d|two|three|four|five))?\+?\s*(?:\(\d\)\s*)?(?:full )?(?:days?|tage|jours|d[ií]as)\b"
)
_WEEK = re.compile(
    r"week|\bpw\b|woche|semaine|semana|(?:in|from|at) (?:the |our |an? )?[\w ,.]{0,20}office"
    r"|in[- ]office|on-?site|remote|home"
)
_AT_OFFICE = re.compile(
    r"office|on[ -]?site|in[ -]person|\bhq\b|headquarter|\bhub\b|campus|büro|bureau|oficina|vor ort|sur site|kontor"
)
_AT_HOME = re.compile(r"home|remote|wfh|télétravail")
_HOME_OFFICE = re.compile(r"home[ -]?office")
_ONSITE, _ONSITE_OTHER = (
    re.compile(_any("onsite")),
    re.compile(rf"(?:on[ -]?site|in[ -]person|in[- ]office)[\s-]+{_any('onsite_other')}"),
)
_ONSITE_JOB = re.compile(rf"(?:on[ -]?site|in[ -]person|in[- ]office)[\s,-]+{_any('onsite_job')}")
_ONSITE_TOLD, _IN_OFFICE = re.compile(rf"{_any('onsite_told')}$"), re.compile(_any("in_office"))
_OFFICE_CHOICE, _OFFICE_BASED = (
    re.compile(_any("office_choice")),
    re.compile(rf"office[ -]based|in[- ]office (?:{_any('role')}|work)"),
)
_ELSEWHERE, _DISTRIBUTED, _ANYWHERE = (
    re.compile(_any("elsewhere")),
    re.compile(_any("distributed")),
    re.compile(_any("anywhere")),
)
_SPLIT_WORDS = ("week", "month", "fortnight", "%", "mix", "combin", "blend", "split", "divid", "balanc", "50")
_SPLIT, _MAYBE_BEFORE = re.compile(_any("split")), re.compile(rf"\b{_any('maybe_before')}[^.\n]{{0,14}}$")
_PARTLY_AFTER = re.compile(rf"(?!remote)\w+[ ,:(-]+{_any('partly_after')}")
# "hybrid for those near Boston or remote for those in Denver", "otherwise this role can be remote"
_ELSE_REMOTE = re.compile(
    r"\b(?:hybrid|office|on-?site)\b[^.]{3,70}\b(?:or|otherwise|else)\b(?: (?:this role|it|the role|you))?"
    r"(?: (?:can|may|will|is|be|work|fully|100%)){0,4} $"
)
_SOME_DAYS = re.compile(
    r"remote(?:ly)?\b[^.\n]{0,25}\b(?:up to|for)\s+\d+ (?:days|weeks|months)\b(?! (?:per|a|each) week)"
)
# "Whether you work on-site or remotely", "some roles can be done remotely", "rural and remote": not of this role
_NOT_ROLE = re.compile(
    r"\bwhether\b|\b(?:some|other|certain|many|which|what|job) roles?\b|\b(?:rural|regional)\b[^.\n]{0,12}$"
)
_TAG = re.compile(r"#li-?\s?(remote|hybrid|on-?site|office|in-?office)")
# One of these stands in every word for remote, hybrid or onsite work in ASCII letters.
_STEMS = tuple(_WORDS["stems"])
_WRAP = re.compile(r"\n[ \t]*(?=[a-z(])")
_SENTENCE = re.compile(r"[.;!?\n•|]")


def find_workplace(doc: Document, places: Sequence[Place] | None = None) -> tuple[Workplace | None, str | None]:
    """Workplace of the role with its basis: title, location or text; (None, None) where the posting does not tell.

    `places` are those of `read_location(doc.location)`, read here when not given.
    """
    if doc.title and (named := _named(doc.title)):
        return named, "title"
    if doc.location:
        told = _of_places(read_location(doc.location) if places is None else places)
        if told or (told := _named(doc.location)):
            return told, "location"
    best: dict[Workplace, float] = {}
    for value, strength in mentions(doc.text, doc.spots.get("workplace", ())):
        best[value] = max(best.get(value, 0.0), strength)
    if not best:
        return None, None
    # Equal evidence: hybrid covers both what speaks for home and what speaks for the office.
    value = max(best, key=lambda name: (best[name], name == "hybrid"))
    return (value, "text") if best[value] >= LEAST else (None, None)


def _of_places(places: Sequence[Place]) -> Workplace | None:
    if any(place.remote for place in places):
        return "remote"
    return "hybrid" if any(place.hybrid for place in places) else None


def _named(text: str) -> Workplace | None:
    """What a title or a location says in so many words."""
    text = text[:300].lower()
    if text.isascii() and not any(stem in text for stem in _STEMS):
        return None
    for match in REMOTE.finditer(text):
        if not _REMOTE_OTHER.match(text, match.start()) and not _PERK.search(text, match.end(), match.end() + 20):
            word = match[0].strip()
            if word.endswith(("virtual", "distributed")) and match.end() < len(text.rstrip(" )]")):
                continue  # "Virtual Assistant", "Distributed Systems"
            return "onsite" if _NO_REMOTE.search(text[: match.start()]) else "remote"
    for match in HYBRID.finditer(text):
        if not _HYBRID_OTHER.match(text, match.start()) and not re.match(r"\s+\w", text[match.end() :]):
            return "hybrid"
    for match in ONSITE.finditer(text):
        if not re.match(r"\s+(?:support|engineer|technician|manager|service)", text[match.end() :]):
            return "onsite"
    return None


def mentions(text: str, spots: Sequence[int]) -> Iterator[Mention]:
    """What each trigger says of the role, with its strength from 0.5 (hardly anything) to 4.2 (days in the office)."""
    for spot in spots[:MOST]:
        if spot and text[spot - 1].isalnum() and text[spot - 1].isascii():
            continue  # inside a longer word
        written = _WRAP.sub(" ", text[spot : spot + AFTER])
        before, after = _WRAP.sub(" ", text[max(0, spot - BEFORE) : spot]).lower(), written.lower()
        for rule in _RULES.get(after[0], _FOREIGN):
            yield from rule(before, after, written)


def _labelled(before: str) -> bool:
    return bool(_LABEL.search(before[-75:]))


def _clause(before: str) -> str:
    """The part of `before` that belongs to the trigger's own clause."""
    return _SENTENCE.split(before)[-1]


def _split(near: str) -> bool:
    return any(word in near for word in _SPLIT_WORDS) and bool(_SPLIT.search(near))


def _tagged(before: str, after: str, written: str) -> Iterator[Mention]:
    if tag := _TAG.match(after):
        word = tag[1]
        yield ("remote", 3.5) if word == "remote" else ("hybrid", 3.5) if word == "hybrid" else ("onsite", 3.5)


def _remote(before: str, after: str, written: str) -> Iterator[Mention]:
    if not _REMOTE.match(after) or before.endswith("#li-") or _REMOTE_OTHER.match(after):
        return
    clause = _clause(before)
    if _NOT_ROLE.search(clause):
        return
    fully = _FULLY.search(before)
    near = before[-45:] + after[:45]
    if _NO_REMOTE_AFTER.match(after) or (not fully and _NO_REMOTE.search(clause)):
        if not re.match(r"remote[- ](?:only|first)|remote work (?:from|in|outside)\b", after):
            yield "onsite", 3.0
    elif fully:
        yield "remote", 4.0
    elif _PARTLY.search(before):
        yield "hybrid", 3.0
    elif _OR.search(near) or _ELSE_REMOTE.search(before):
        yield "remote", 3.6
    elif _SOME_DAYS.match(after):
        yield "remote", 0.8
    elif _PARTLY_AFTER.match(after) or _MAYBE_BEFORE.search(clause):
        yield "hybrid", 2.6
    elif re.search(r"\b(?:support|assist|help|visit)\w*\b[^.\n]{0,40}$", clause):
        yield "remote", 0.8
    elif re.match(
        r"remote[^.\n]{0,6}\d\s*(?:-\s*\d )?days?|remote (?:work(?:ing)? )?(?:day|friday|monday)"
        r"|remote-(?:option|anteil|quote|tag|m[öo]glich)",
        after,
    ):
        yield "hybrid", 2.6
    elif _labelled(before):
        yield "remote", 4.0
    elif _REMOTE_STRONG.match(written) or _TOLD.search(before):
        yield "remote", 3.2
    elif _REMOTE_WEAK.match(after):
        own = re.search(r"\b(?:we|we['’]re|our|us|as a|join)\b[^.\n]{0,30}$", before)
        yield "remote", 2.2 if own or re.match(r"remote[ -]first", after) else 1.0
    elif re.search(r"(?:^|\n)[\s•*·-]*$", before) and re.match(r"remote\b[^\n]{0,25}(?:\n|$)", after):
        yield "remote", 2.8
    elif re.search(r"experience\b[^.\n]{0,40}$", before):
        yield "remote", 0.8
    elif _AT_OFFICE.search(after[:60]) and not re.match(r"remote", after):
        yield "hybrid", 2.3  # "télétravail et bureau"
    else:
        yield "remote", 2.0


def _hybrid(before: str, after: str, written: str) -> Iterator[Mention]:
    if not _HYBRID.match(after) or before.endswith("#li-") or _HYBRID_OTHER.match(after) or _CLOUDS.search(before):
        return
    near = before[-20:] + after[:30]
    if "whether" in _clause(before):
        return
    if _OR.search(near) and _REMOTE.search(near):
        yield "remote", 3.6
    elif _labelled(before):
        yield "hybrid", 4.0
    elif _TOLD.search(before) or re.match(rf"hybrid\W+(?:\w+\W+)?{_any('role')}\b", after):
        yield "hybrid", 3.4
    elif _HYBRID_JOB.match(after):
        yield "hybrid", 2.9
    elif re.match(r"hybrid\w*\s*(?:\n|$|[,.;)|])", after) or re.search(r"flexible,? $", before):
        yield "hybrid", 2.4


def _home(before: str, after: str, written: str) -> Iterator[Mention]:
    match = _HOME.match(after)
    if (
        not match
        or _HOME_OTHER.match(after)
        or re.search(r"\baway $", before)
        or after[match.end() : match.end() + 1].isalnum()
    ):
        return
    clause, rest = _clause(before)[-40:], _SENTENCE.split(after[match.end() : match.end() + 60])[0]
    if _PERK.search(clause) or _PERK.search(rest):
        yield "remote", 1.0
    elif re.search(r"\b(?:no|not)\b[^.\n]{0,20}$", clause):
        yield "onsite", 3.0
    elif match[0].endswith("anywhere"):
        yield "remote", 2.5 if _ANYWHERE.search(clause + match[0]) else 0.5
    elif _labelled(before):
        yield "remote", 4.0
    elif match[0].startswith(("smart working", "mobile", "homeoffice")):
        yield "hybrid", 2.2
    elif re.search(r"(?:permanent|100 ?%|full(?:y|-time)?)\s*$", before):
        yield "remote", 4.0
    elif re.match(r"\s+(?:(?:most|part|some|half|much) of the|(?:on )?(?:mon|tues|wednes|thurs|fri)days?\b)", rest):
        yield "hybrid", 3.4
    elif re.match(rf"[\w -]{{3,18}}[\s-]{_any('role')}\b", after) and "home" in after[:16]:
        yield "remote", 3.2
    elif _OPTION.search(clause) or _OPTION.search(rest) or _AT_OFFICE.search(_HOME_OFFICE.sub("", clause + rest)):
        yield "hybrid", 2.4
    else:
        desk = _HOME_OFFICE.match(after) and not re.search(r"\bfrom\b", clause)  # a desk, not a way to work
        yield "remote", 1.0 if desk else 2.3


def _days(before: str, after: str, written: str) -> Iterator[Mention]:
    near = before[-45:] + after[:70]
    if not any(unit in near for unit in ("day", "tage", "jour", "dia", "día")):
        return
    for match in _DAYS.finditer(near):
        around = near[max(0, match.start() - 50) : match.end() + 60]
        rest, head = near[match.end() : match.end() + 45], near[: match.start()]
        if not _WEEK.search(rest) and not re.search(r"(?:office|on-?site|home|wfh)\W+$", head):
            continue
        last = match[2] or match[1]
        days = int(last) if last.isdigit() else _NUMBERS.index(last) + 1 if last in _NUMBERS else 0
        office = _AT_OFFICE.search(_HOME_OFFICE.sub("", around))
        if days == 5 and office and not _REMOTE.search(around):
            yield "onsite", 4.2
        elif days < 5 and (office or _AT_HOME.search(_HOME_OFFICE.sub("home", around))):
            yield "hybrid", 4.2


def _onsite(before: str, after: str, written: str) -> Iterator[Mention]:
    if not _ONSITE.match(after) or _ONSITE_OTHER.match(after):
        return
    near = before[-45:] + after[:45]
    if _split(before + after[:60]):
        yield "hybrid", 3.9
        return
    if _REMOTE.search(near) or _HYBRID.search(near):
        return
    if re.search(r"(?:^|\n\s*\n|[:.!]\n)[\s•*·-]*$", before) and re.match(r"[\w -]{6,9}[\s.]*(?:\n|$)", after):
        yield "onsite", 2.6
    if re.search(r"(?:partial(?:ly)?|partly|some)\s*$", before):
        yield "hybrid", 3.0
    elif _labelled(before):
        yield "onsite", 3.8
    elif re.search(r"\b(?:our|your|their|the) work $|\bappear $", before):
        return
    elif _ONSITE_JOB.match(after) or _ONSITE_TOLD.search(before):
        yield "onsite", 2.8


def _office(before: str, after: str, written: str) -> Iterator[Mention]:
    if _ONSITE_OTHER.match(after):
        return
    if _split(before + after[:60]):
        yield "hybrid", 3.9
        return
    clause = _clause(before)[-85:]
    rest = _SENTENCE.split(after[:60])[0]
    if _IN_OFFICE.search(clause + after[:8]) and not _OFFICE_CHOICE.search(clause) and not _OFFICE_CHOICE.search(rest):
        yield "onsite", 2.0
    elif _OFFICE_BASED.match(after) and not _OFFICE_CHOICE.search(clause[-30:] + rest):
        yield "onsite", 2.6


def _wide(before: str, after: str, written: str) -> Iterator[Mention]:
    """Employers without places: "a fully distributed company", "can sit in any of the following states"."""
    if after[:11] == "distributed" and _DISTRIBUTED.search(before[-16:] + after[:30]):
        yield "remote", 1.8
    elif after[:3] == "wfo":
        yield "onsite", 2.6
    elif after[:7] == "comfort":
        yield "remote", 2.3 if re.match(r"comfort of your (?:own )?home", after) else 0.5
    elif after[:8] == "anywhere":
        yield "remote", 2.2 if _ELSEWHERE.search(before[-40:]) else 0.5
    elif (
        after[:6] == "of the"
        and _ELSEWHERE.search(before)
        and re.match(r"of the following (?:\d+ )?(?:u\.?s\.? )?(?:state|countr|province)", after)
    ):
        yield "remote", 1.9


# The rules for the letter at which a trigger begins; triggers of other scripts are words for remote or hybrid work.
_FOREIGN: tuple[Rule, ...] = (_remote, _hybrid, _home, _days, _onsite)
_RULES: dict[str, tuple[Rule, ...]] = {
    "#": (_tagged,),
    "a": (_wide,),
    "c": (_wide,),
    "d": (_days, _wide, _remote),
    "f": (_home,),
    "h": (_hybrid, _home, _remote),
    "i": (_onsite, _days, _hybrid),
    "m": (_home,),
    "o": (_onsite, _office, _days, _wide),
    "r": (_remote, _days),
    "w": (_home, _days, _wide),
}
