"""What a Doc tells, read off it in one place: the answer of `rolemeter extract`, and rows of skills."""

import json
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

from analytics.extraction.document import source
from analytics.extraction.evidence import located
from analytics.extraction.pay.finder import Pay
from analytics.extraction.pipeline import BATCH, posting_doc, read_each
from analytics.extraction.posting import Posting, posting_of, read_posting
from analytics.extraction.skills.admission import SkillHit
from analytics.extraction.skills.component import skill_spans
from storage.columns import REQUIREMENTS


class FoundSkill(NamedTuple):
    """A skill with its evidence: `surface` is description[start:end]; `rule` names what admitted it."""

    skill: str
    category: str | None
    surface: str
    start: int
    end: int
    section: str
    requirement: str
    rule: str | None


def skills(doc: Doc) -> Iterator[FoundSkill | SkillHit]:
    """The skills of `doc.spans["skills"]`, also those that a component of the user's has put there; each once.

    Raises ValueError for a span of the user's without a label, or with a requirement that there is not.
    """
    document, known = source(doc), set()
    for span, hit in skill_spans(doc):
        if span.label in known:
            continue
        known.add(span.label)
        if hit is not None:
            yield hit  # which has the same fields, and more
            continue
        start, end = located(doc, span)
        own = span._
        if not span.label_ or own.requirement not in REQUIREMENTS:
            raise ValueError(
                f"the span {span.text!r} of doc.spans['skills'] must have a skill's name as its label and one of "
                f"{', '.join(REQUIREMENTS)} as requirement; it has {span.label_!r} and {own.requirement!r}"
            )
        yield FoundSkill(
            span.label_, own.category, document.text[start:end], start, end, own.section, own.requirement,
            span.id_ or None,
        )  # fmt: skip


def answer(doc: Doc) -> dict[str, Any]:
    """The answer of `rolemeter extract`, see its help."""
    of = doc._
    level, asked, role, pay = of.seniority, of.years, of.role, of.pay
    workplace, workplace_basis = of.workplace
    paid = pay if pay and pay.found else None
    return {
        "id": source(doc).id,
        "skills": [
            {
                "skill": found.skill, "surface": found.surface, "start": found.start, "end": found.end,
                "section": found.section, "requirement": found.requirement,
            }
            for found in skills(doc)
        ],
        "seniority": level.level,
        "seniority_band": level.band,
        "seniority_basis": level.basis,
        "min_years": asked.min if asked else None,
        "max_years": asked.max if asked else None,
        "salary": _salary(paid) if paid else None,
        "salary_reason": pay.reason if pay and not paid else None,
        "workplace": workplace,
        "workplace_basis": workplace_basis,
        "role": role.role,
        "role_basis": role.basis,
        "ai_tier": role.tier,
        "language": of.language,
        "places": [
            {"country": place.country, "region": place.region, "city": place.city, "metro": place.metro}
            for place in of.places
        ],
    }  # fmt: skip


class Answer(NamedTuple):
    """A posting's answer as JSON, and None or what is wrong with what should have been one."""

    line: str
    problem: str | None


def _salary(pay: Pay) -> dict[str, Any]:
    """Pay as `extract` prints it: a single figure is both ends; `open` is an end that is not told ("from")."""
    end = "min" if pay.min is None else "max" if pay.max is None else None
    return {
        "min": pay.max if pay.min is None else pay.min, "max": pay.min if pay.max is None else pay.max,
        "currency": pay.currency, "period": pay.period, "basis": pay.basis, "open": end,
    }  # fmt: skip


def answer_lines(nlp: Language, lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """For each line, a posting as JSON, the answer as JSON and whether the line was a posting, in the same order.

    Lines are taken a batch at a time, so that a file of any length is answered as it is read.
    """
    for _, found in _answered(nlp, (("", read_posting(line)) for line in lines)):
        yield found.line, found.problem is None


def answer_records(nlp: Language, records: Iterable[tuple[str, Any, str | None]]) -> Iterator[tuple[str, Answer]]:
    """The same for objects, each with its place in a file and None or what is wrong with it: its place and answer."""
    yield from _answered(
        nlp, ((place, (None, wrong, None) if wrong else posting_of(row)) for place, row, wrong in records)
    )


def _answered(
    nlp: Language, read: Iterable[tuple[str, tuple[Posting | None, str | None, Any]]]
) -> Iterator[tuple[str, Answer]]:
    for batch in minibatch(read, BATCH):
        answers = answer_all(nlp, (posting for _, (posting, _, _) in batch if posting is not None))
        for place, (posting, problem, identity) in batch:
            if posting is None:
                told = f"{place}: {problem}" if place else problem
                yield place, Answer(json.dumps({"id": identity, "error": told}, ensure_ascii=False), problem)
            else:
                yield place, Answer(json.dumps(next(answers), ensure_ascii=False), None)


def answer_all(nlp: Language, postings: Iterable[Posting]) -> Iterator[dict[str, Any]]:
    """The answers to postings, in their order."""
    return read_each(nlp, postings, partial(posting_doc, nlp), lambda _, doc: answer(doc))
