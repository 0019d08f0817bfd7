"""The extractor: one scan over the characters, then each finder looks only where its words were hit."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from analytics.extraction.document import Document, Posting
from analytics.extraction.pay import finder as pay
from analytics.extraction.pay.finder import Pay
from analytics.extraction.scan import scanner
from analytics.extraction.sections.finder import Sections, find_sections
from analytics.extraction.skills.admission import Candidate, SkillHit, admit
from analytics.extraction.titles import seniority
from analytics.extraction.titles.reading import read_title
from analytics.extraction.titles.roles import classify
from analytics.extraction.workplace import finder as workplace
from analytics.extraction.years import finder as years
from analytics.places.locations import Place, read_location
from analytics.text.boilerplate import spans, spans_of
from analytics.text.language import detect
from analytics.text.plain import LONGEST, lower, visible, well_formed

METHOD = "rules-2"  # named in market_totals: a change of rules may show in a series
FIELDS = ("title", "company", "location", "description")


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


@dataclass(frozen=True, slots=True)
class Reading:
    """A posting after the one scan: what the finders work on."""

    document: Document
    candidates: list[Candidate]
    sections: Sections


def reading(posting: Posting) -> Reading:
    """The posting's text with its sections, its language and the places where names and trigger words stand."""
    text = visible(posting.description[:LONGEST])
    lowered = lower(text)
    candidates, spots = scanner().scan(text, lowered)
    sections = find_sections(text)
    document = Document(
        posting.title, posting.company, posting.location, text, detect(text), spots, sections.at, lowered
    )
    return Reading(document, candidates, sections)


def extract(posting: Posting, *, boilerplate: frozenset[int] = frozenset()) -> Extraction:
    """What a posting tells; never raises on what is written in it.

    `boilerplate` are paragraphs of the employer that say nothing of the role, see `analytics.text.boilerplate`.
    """
    try:
        read = reading(posting)
    except UnicodeEncodeError:  # the scan refuses lone surrogates; they are rare, so not every text is searched for one
        posting = Posting(posting.id, *(well_formed(getattr(posting, name)) for name in FIELDS))
        read = reading(posting)
    document, text = read.document, read.document.text
    skills = admit(
        read.candidates,
        text,
        document.lowered,
        read.sections,
        posting.company,
        spans(text, boilerplate) + spans_of(document.lowered, posting.title),
        document.spots,
    )
    asked = years.find_years(document)
    title = read_title(posting.title)
    level = seniority.decide(title, asked, document)
    role = classify(title, {hit.skill: hit.requirement for hit in skills})
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
        language=document.language,
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
    fields = {name: well_formed(row.get(name) or "") for name in FIELDS}
    identity = well_formed(identity) if isinstance(identity, str) else identity
    return Posting(id=identity, **fields), None, identity  # type: ignore[arg-type]
