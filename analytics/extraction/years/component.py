"""Years of experience as a component: `doc._.years`, and the words that say so as `doc.spans["years"]`."""

from collections.abc import Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from analytics.extraction.component import Component
from analytics.extraction.document import evidence, source
from analytics.extraction.years.finder import find_years
from analytics.extraction.years.rules import Rules, load

Doc.set_extension("years", default=None, force=True)


class YearsFinder(Component):
    """Sets `doc._.years`, a `Years` or None, with its evidence."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def read(self, doc: Doc) -> None:
        doc._.years = found = find_years(source(doc), self._rules)
        doc.spans["years"] = evidence(doc, found.start, found.end, "years", found.rule) if found else []


@Language.factory(
    "rolemeter_years",
    default_config={"rules": None, "without": []},
    requires=["doc._.triggers", "doc.spans"],
    assigns=["doc._.years", "doc.spans"],
)
def create_years(nlp: Language, name: str, rules: str | None, without: Sequence[str]) -> YearsFinder:
    """The component of a configuration: with the rules of a file of the user's, and without some of the built-in ones.

    Raises ValueError for a file that cannot be used, and for a rule that there is not.
    """
    return YearsFinder(load(Path(rules) if rules else None, without))
