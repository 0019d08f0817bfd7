"""Advertised pay as a component: `doc._.pay`, and the words that tell it as `doc.spans["pay"]`."""

from collections.abc import Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from analytics.extraction.component import Component
from analytics.extraction.document import evidence, source
from analytics.extraction.pay.finder import find_pay
from analytics.extraction.pay.rules import Rules, load

Doc.set_extension("pay", default=None, force=True)


class PayFinder(Component):
    """Sets `doc._.pay`, a `Pay` or None; one that was refused has a reason and no amount.

    Its evidence is a span for each figure or range that it was put together from.
    """

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def read(self, doc: Doc) -> None:
        doc._.pay = found = find_pay(source(doc), self._rules)
        figures = found.figures if found and not found.in_title else ()
        doc.spans["pay"] = [span for start, end, rule in figures for span in evidence(doc, start, end, "pay", rule)]


@Language.factory(
    "rolemeter_pay",
    default_config={"rules": None, "without": []},
    requires=["doc._.triggers"],
    assigns=["doc._.pay", "doc.spans"],
)
def create_pay(nlp: Language, name: str, rules: str | None, without: Sequence[str]) -> PayFinder:
    """The component of a configuration: with the rules of a file of the user's, and without some of the built-in ones.

    Raises ValueError for a file that cannot be used, and for a rule that there is not.
    """
    return PayFinder(load(Path(rules) if rules else None, without))
