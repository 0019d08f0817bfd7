"""The places of a posting, from its location field, as a component; the method is that of `analytics.places`."""

from spacy.language import Language
from spacy.tokens import Doc

from analytics.extraction.component import BUILT_IN, LexiconComponent
from analytics.extraction.document import source
from analytics.extraction.lexicon import Lexicon
from analytics.places.locations import read_location

Doc.set_extension("places", default=(), force=True)


class PlaceFinder(LexiconComponent):
    """Sets `doc._.places`, a tuple of `Place`."""

    def prepare(self, nlp: Language, lexicon: Lexicon) -> None:
        self._metros = lexicon.metros

    def read(self, doc: Doc) -> None:
        doc._.places = read_location(source(doc).location, metros=self._metros)


@Language.factory("rolemeter_places", assigns=["doc._.places"], default_config=BUILT_IN)
def create_places(nlp: Language, name: str, lexicon: Lexicon) -> PlaceFinder:
    """The component of a configuration."""
    return PlaceFinder(nlp, lexicon)
