"""Sections as spans: `doc.spans["sections"]`, one span a section, labelled with its kind."""

from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span

from analytics.extraction.component import Component
from analytics.extraction.document import source
from analytics.extraction.sections.finder import KINDS, OTHER, find_sections


class SectionFinder(Component):
    """Sets `doc.spans["sections"]`; sections without a word in them have no span."""

    def __init__(self, nlp: Language) -> None:
        self._labels = {kind: nlp.vocab.strings.add(kind) for kind in (*KINDS, OTHER)}

    def read(self, doc: Doc) -> None:
        document = source(doc)
        document.sections = sections = find_sections(document.text)
        document.section_at = sections.at
        unwrapped, length = document.unwrapped, len(doc)
        bounds = [0, *(_token_at(doc, unwrapped.place(start)) for start in sections.starts[1:]), length]
        doc.spans["sections"] = [
            Span(doc, first, behind, label=self._labels[kind])
            for (first, behind), kind in zip(pairwise(bounds), sections.kinds, strict=True)
            if first < behind
        ]


def _token_at(doc: Doc, offset: int) -> int:
    """The number of the first token that does not start before an offset."""
    low, high = 0, len(doc)
    while low < high:
        middle = (low + high) // 2
        if doc[middle].idx < offset:
            low = middle + 1
        else:
            high = middle
    return low


@Language.factory("rolemeter_sections", assigns=["doc.spans"])
def create_sections(nlp: Language, name: str) -> SectionFinder:
    """The component of a configuration."""
    return SectionFinder(nlp)
