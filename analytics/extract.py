"""The extractor: one scan over the characters, then each finder looks only where its words were hit."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import ahocorasick_rs

from analytics import pay, seniority, workplace, years
from analytics.boilerplate import spans, spans_of
from analytics.document import Document, Posting
from analytics.language import detect
from analytics.pay import Pay
from analytics.places import Place, read_location
from analytics.roles import classify
from analytics.sayings import SAYINGS
from analytics.sections import find_sections
from analytics.skills import Candidate, SkillHit, admit
from analytics.taxonomy import Name, taxonomy
from analytics.text import LONGEST, fold, visible
from analytics.titles import read_title

METHOD = "rules-1"  # named in market_totals: a change of rules may show in a series
FIELDS = ("title", "company", "location", "description")
CHANNELS = {
    "pay": pay.TRIGGERS,
    "years": years.TRIGGERS,
    "workplace": workplace.TRIGGERS,
    "seniority": seniority.TRIGGERS,
    **{saying.channel: saying.words for saying in SAYINGS},
}


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a posting tells. Unknown is None; pay is None also where it was refused, then `pay_reason` says why."""

    id: str
    skills: list[SkillHit]
    seniority: str
    seniority_band: str
    seniority_basis: str
    min_years: float | None
    max_years: float | None
    pay: Pay | None
    workplace: str | None
    workplace_basis: str | None
    role: str
    role_basis: str
    ai_tier: str
    language: str | None
    places: tuple[Place, ...]

    def to_json(self) -> dict[str, Any]:
        """The answer of `rolemeter extract`, see its help."""
        paid = self.pay if self.pay and self.pay.found else None
        return {
            "id": self.id,
            "skills": [
                {
                    "skill": hit.skill, "surface": hit.surface, "start": hit.start, "end": hit.end,
                    "section": hit.section, "requirement": hit.requirement,
                }
                for hit in self.skills
            ],
            "seniority": self.seniority,
            "seniority_band": self.seniority_band,
            "seniority_basis": self.seniority_basis,
            "min_years": self.min_years,
            "max_years": self.max_years,
            "salary": {
                "min": paid.min, "max": paid.max, "currency": paid.currency, "period": paid.period, "basis": paid.basis,
            } if paid else None,
            "salary_reason": self.pay.reason if self.pay and not paid else None,
            "workplace": self.workplace,
            "workplace_basis": self.workplace_basis,
            "role": self.role,
            "role_basis": self.role_basis,
            "ai_tier": self.ai_tier,
            "language": self.language,
            "places": [
                {"country": place.country, "region": place.region, "city": place.city, "metro": place.metro}
                for place in self.places
            ],
        }  # fmt: skip


class _Scanner:
    """One automaton over the names of all skills and the trigger words of all finders."""

    def __init__(self) -> None:
        names = taxonomy().names
        patterns: list[str] = []
        self._names: list[tuple[Name, ...]] = []
        self._inset: list[int] = []  # characters of a pattern that stand around the name at each side
        for folded, spelled in names.items():
            # A single letter is looked for with what may stand around it: by itself it would be met at every word.
            written = [before + folded + after for before in _BEFORE for after in _AFTER] if len(folded) == 1 else [folded]
            patterns += written
            self._names += [spelled] * len(written)
            self._inset += [int(len(folded) == 1)] * len(written)
        triggers = [(word, channel) for channel, words in CHANNELS.items() for word in words]
        self._channels = [channel for _, channel in triggers]
        self._automaton = ahocorasick_rs.AhoCorasick([*patterns, *(word for word, _ in triggers)])

    def scan(self, text: str) -> tuple[list[Candidate], dict[str, list[int]]]:
        """Names with their boundaries, longest first and not overlapping, and where each finder's words start."""
        folded = fold(text)
        low, origin, count = f" {folded.text} ", folded.origin, len(self._names)
        spots: dict[str, list[int]] = {channel: [] for channel in CHANNELS}
        hits: list[tuple[int, int, int]] = []
        for index, start, end in self._automaton.find_matches_as_indexes(low, overlapping=True):
            if index >= count:
                spots[self._channels[index - count]].append(start)
            elif self._inset[index]:
                hits.append((start + 1, 1 - end, index))
            elif (not (low[start - 1].isalnum() or low[start - 1] == "_") or not low[start].isalnum()) and (
                not (low[end].isalnum() or low[end] == "_") or not low[end - 1].isalnum()
            ):
                hits.append((start, -end, index))
        hits.sort()
        candidates: list[Candidate] = []
        last = 0
        for start, negative, index in hits:
            end = -negative
            if start < last or (end - start <= 2 and not _stands_alone(low, start, end)):
                continue
            first, behind = origin(start - 1), origin(end - 2) + 1
            surface = text[first:behind]
            names = tuple(name for name in self._names[index] if name.rule == "any" or name.spelled == surface)
            if names:
                candidates.append(Candidate(first, behind, names))
                last = end
        return candidates, {channel: sorted({origin(spot - 1) for spot in found}) for channel, found in spots.items()}


_BEFORE = " (/,:;[\"'-•*|"
_AFTER = " ,./);:\"'-]|"


def _stands_alone(low: str, start: int, end: int) -> bool:
    """A name of one or two letters is no part of "C++", "R&D", "Node.js" or "e-mail"."""
    before, after = low[start - 1 : start], low[end : end + 2]
    return before not in ("&", "+", "#", ".", "-", "'", "@") and not after[:1] in ("&", "+", "#", "'", "@") and not (
        after[:1] in (".", "-") and after[1:].isalnum()
    )  # fmt: skip


@cache
def _scanner() -> _Scanner:
    return _Scanner()


def extract(posting: Posting, *, boilerplate: frozenset[int] = frozenset()) -> Extraction:
    """What a posting tells; never raises on what is written in it.

    `boilerplate` are paragraphs of the employer that say nothing of the role, see `analytics.boilerplate`.
    """
    text = visible(posting.description[:LONGEST])
    candidates, spots = _scanner().scan(text)
    sections = find_sections(text)
    language = detect(text)
    document = Document(posting.title, posting.company, posting.location, text, language, spots, sections.at)
    skills = admit(
        candidates, text, sections, posting.company, spans(text, boilerplate) + spans_of(text, posting.title), spots
    )
    asked = years.find_years(document)
    reading = read_title(posting.title)
    level = seniority.decide(reading, asked, document)
    role = classify(reading, {hit.skill: hit.requirement for hit in skills})
    places = read_location(posting.location)
    where, basis = workplace.find_workplace(document, places)
    return Extraction(
        id=posting.id,
        skills=skills,
        seniority=level.level,
        seniority_band=level.band,
        seniority_basis=level.basis,
        min_years=asked.min if asked else None,
        max_years=asked.max if asked else None,
        pay=pay.find_pay(document),
        workplace=where,
        workplace_basis=basis,
        role=role.role,
        role_basis=role.basis,
        ai_tier=role.tier,
        language=language,
        places=places,
    )


def extract_lines(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """For each line, a posting as JSON, the answer as JSON and whether the line was a posting."""
    for line in lines:
        posting, problem, identity = read_posting(line)
        if posting is None:
            yield json.dumps({"id": identity, "error": problem}, ensure_ascii=False), False
        else:
            yield json.dumps(extract(posting).to_json(), ensure_ascii=False), True


def read_posting(line: str) -> tuple[Posting | None, str | None, Any]:
    """The posting of a line, or None with what is wrong with the line, and its id where it has one."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return None, f"not JSON: {error}", None
    if not isinstance(row, dict):
        return None, f"a JSON {type(row).__name__} instead of an object with id, {', '.join(FIELDS)}", None
    identity = row.get("id")
    if not isinstance(identity, str | int) or isinstance(identity, bool):
        return None, "the field id is missing or no text", identity if isinstance(identity, float) else None
    wrong = [name for name in FIELDS if not isinstance(row.get(name, ""), str | None)]
    if wrong:
        return None, f"the field {wrong[0]} is no text", identity
    if not any(row.get(name) for name in ("title", "description")) and not {"title", "description"} & row.keys():
        return None, "neither title nor description", identity
    fields = {name: row.get(name) or "" for name in FIELDS}
    return Posting(id=identity, **fields), None, identity  # type: ignore[arg-type]
