"""Where the work is done as a component: `doc._.workplace`, and the words that say so as `doc.spans["workplace"]`."""

from collections.abc import Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from analytics.extraction.component import Component
from analytics.extraction.document import evidence, source
from analytics.extraction.workplace.finder import find_workplace
from analytics.extraction.workplace.rules import Rules, load

Doc.set_extension("workplace", default=(None, None), force=True)


class WorkplaceFinder(Component):
    """Sets `doc._.workplace`: remote, hybrid, onsite or None, with the basis: title, location or text."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def read(self, doc: Doc) -> None:
        found = find_workplace(source(doc), doc._.places, self._rules)
        doc._.workplace = (found.value, found.basis) if found else (None, None)
        doc.spans["workplace"] = evidence(doc, found.start, found.end, "workplace", found.rule) if found else []


@Language.factory(
    "rolemeter_workplace",
    default_config={"rules": None, "without": []},
    requires=["doc._.triggers", "doc._.places", "doc.spans"],
    assigns=["doc._.workplace", "doc.spans"],
)
def create_workplace(nlp: Language, name: str, rules: str | None, without: Sequence[str]) -> WorkplaceFinder:
    """The component of a configuration: with the rules of a file of the user's, and without some of the built-in ones.

    Raises ValueError for a file that cannot be used, and for a rule that there is not.
    """
    return WorkplaceFinder(load(Path(rules) if rules else None, without))
