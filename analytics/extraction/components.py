"""The extractor as spaCy components, for pipelines that have other components beside it.

    nlp = spacy.blank("en")
    nlp.add_pipe("rolemeter_skills")
    doc = nlp(description)
    doc.spans["skills"]      # one span a skill, its label the canonical name
    doc._.skills             # the same as SkillHits: section, requirement, offsets

`doc._.posting` takes the title, company and location where they are known; without it the text stands alone. The
posting is read once, however many components ask. Importing this module registers the factories.
"""

from collections.abc import Callable
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from analytics.extraction.document import Posting
from analytics.extraction.extract import Extraction, extract
from analytics.extraction.sections.finder import find_sections
from analytics.text.plain import visible

_KEY = "rolemeter"
ATTRIBUTES: dict[str, Callable[[Extraction], Any]] = {
    "skills": lambda found: found.skills,
    "seniority": lambda found: found.seniority,
    "seniority_basis": lambda found: found.seniority_basis,
    "min_years": lambda found: found.min_years,
    "max_years": lambda found: found.max_years,
    "pay": lambda found: found.pay if found.pay and found.pay.found else None,
    "workplace": lambda found: found.workplace,
    "workplace_basis": lambda found: found.workplace_basis,
    "role": lambda found: found.role,
    "role_basis": lambda found: found.role_basis,
    "ai_tier": lambda found: found.ai_tier,
    "places": lambda found: found.places,
}
FACTORIES = {
    "rolemeter_skills": ("skills",),
    "rolemeter_seniority": ("seniority", "seniority_basis"),
    "rolemeter_years": ("min_years", "max_years"),
    "rolemeter_pay": ("pay",),
    "rolemeter_workplace": ("workplace", "workplace_basis"),
    "rolemeter_role": ("role", "role_basis", "ai_tier"),
    "rolemeter_places": ("places",),
}


class Signals:
    """A component that sets some of the attributes; skills are also set as spans."""

    def __init__(self, attributes: tuple[str, ...]) -> None:
        self.attributes = attributes

    def __call__(self, doc: Doc) -> Doc:
        found = _read(doc)
        for name in self.attributes:
            doc._.set(name, ATTRIBUTES[name](found))
        if "skills" in self.attributes:
            doc.spans["skills"] = [_span(doc, hit.start, hit.end, hit.skill) for hit in found.skills]
        return doc


class SectionSpans:
    """A component that sets doc.spans["sections"], one span a section, labelled with its kind."""

    def __call__(self, doc: Doc) -> Doc:
        sections = find_sections(visible(doc.text))
        ends = (*sections.starts[1:], len(doc.text))
        doc.spans["sections"] = [
            _span(doc, start, end, kind)
            for start, end, kind in zip(sections.starts, ends, sections.kinds, strict=True)
            if doc.text[start:end].strip()
        ]
        return doc


def _read(doc: Doc) -> Extraction:
    if _KEY not in doc.user_data:
        known: Posting = doc._.posting or Posting(id="")
        doc.user_data[_KEY] = extract(
            Posting(known.id, known.title, known.company, known.location, description=doc.text)
        )
    found: Extraction = doc.user_data[_KEY]
    return found


def _span(doc: Doc, start: int, end: int, label: str) -> Span:
    span = doc.char_span(start, end, label=label, alignment_mode="expand")
    return span if span is not None else Span(doc, 0, 0, label=label)


def _register() -> None:
    for name in ("posting", *ATTRIBUTES):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    for factory, attributes in FACTORIES.items():
        Language.factory(
            factory,
            func=lambda nlp, name, attributes=attributes: Signals(attributes),
            assigns=[f"doc._.{name}" for name in attributes],
        )
    Language.factory("rolemeter_sections", func=lambda nlp, name: SectionSpans(), assigns=["doc.spans"])


_register()


def pipeline(language: str = "en") -> Language:
    """A blank spaCy pipeline with all components of the extractor."""
    nlp = spacy.blank(language)
    for factory in (*FACTORIES, "rolemeter_sections"):
        nlp.add_pipe(factory)
    return nlp
