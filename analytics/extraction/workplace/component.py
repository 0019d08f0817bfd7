"""Where the work is done as a component: `doc._.workplace`, and the words that say so as `doc.spans["workplace"]`."""

from spacy.language import Language
from spacy.tokens import Doc

from analytics.extraction.component import Component
from analytics.extraction.document import evidence, source
from analytics.extraction.workplace.finder import find_workplace

Doc.set_extension("workplace", default=(None, None), force=True)


class WorkplaceFinder(Component):
    """Sets `doc._.workplace`: remote, hybrid, onsite or None, with the basis: title, location or text."""

    def read(self, doc: Doc) -> None:
        found = find_workplace(source(doc), doc._.places)
        doc._.workplace = (found.value, found.basis) if found else (None, None)
        doc.spans["workplace"] = evidence(doc, found.start, found.end, "workplace", found.rule) if found else []


@Language.factory(
    "rolemeter_workplace",
    requires=["doc._.triggers", "doc._.places", "doc.spans"],
    assigns=["doc._.workplace", "doc.spans"],
)
def create_workplace(nlp: Language, name: str) -> WorkplaceFinder:
    """The component of a configuration."""
    return WorkplaceFinder()
