"""Advertised pay as a component: `doc._.pay`, and the words that tell it as `doc.spans["pay"]`."""

from spacy.language import Language
from spacy.tokens import Doc

from analytics.extraction.component import Component
from analytics.extraction.document import evidence, source
from analytics.extraction.pay.finder import find_pay

Doc.set_extension("pay", default=None, force=True)


class PayFinder(Component):
    """Sets `doc._.pay`, a `Pay` or None, with its evidence; one that was refused has a reason and no amount."""

    def read(self, doc: Doc) -> None:
        doc._.pay = found = find_pay(source(doc))
        doc.spans["pay"] = evidence(doc, found.start, found.end, "pay", found.rule) if found else []


@Language.factory("rolemeter_pay", requires=["doc._.triggers"], assigns=["doc._.pay", "doc.spans"])
def create_pay(nlp: Language, name: str) -> PayFinder:
    """The component of a configuration."""
    return PayFinder()
