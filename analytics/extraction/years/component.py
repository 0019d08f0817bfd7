"""Years of experience as a component: `doc._.years`, and the words that say so as `doc.spans["years"]`."""

from spacy.language import Language
from spacy.tokens import Doc

from analytics.extraction.component import Component
from analytics.extraction.document import evidence, source
from analytics.extraction.years.finder import find_years

Doc.set_extension("years", default=None, force=True)


class YearsFinder(Component):
    """Sets `doc._.years`, a `Years` or None, with its evidence."""

    def read(self, doc: Doc) -> None:
        doc._.years = found = find_years(source(doc))
        doc.spans["years"] = evidence(doc, found.start, found.end, "years", found.rule) if found else []


@Language.factory("rolemeter_years", requires=["doc._.triggers", "doc.spans"], assigns=["doc._.years", "doc.spans"])
def create_years(nlp: Language, name: str) -> YearsFinder:
    """The component of a configuration."""
    return YearsFinder()
