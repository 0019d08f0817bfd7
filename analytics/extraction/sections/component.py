"""Sections as spans: `doc.spans["sections"]`, one span a section, labelled with its kind."""

from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span

from analytics.extraction.component import Component
from analytics.extraction.document import source, token_starts
from analytics.extraction.sections.finder import KINDS, OTHER, find_sections


class SectionFinder(Component):
    """Sets `doc.spans["sections"]`; sections without a word in them have no span."""

    def __init__(self, nlp: Language) -> None:
        self._labels = {kind: nlp.vocab.strings.add(kind) for kind in (*KINDS, OTHER)}

    def read(self, doc: Doc) -> None:
        document = source(doc)
        document.sections = sections = find_sections(document.text)
        document.section_at = sections.at
        places = list(map(document.unwrapped.place, sections.starts[1:]))
        bounds = [0, *token_starts(doc).searchsorted(places).tolist(), len(doc)]
        doc.spans["sections"] = [
            Span(doc, first, behind, label=self._labels[kind])
            for (first, behind), kind in zip(pairwise(bounds), sections.kinds, strict=True)
            if first < behind
        ]


@Language.factory("rolemeter_sections", assigns=["doc.spans"])
def create_sections(nlp: Language, name: str) -> SectionFinder:
    """The component of a configuration."""
    return SectionFinder(nlp)
