"""The language of a posting as a component; the method is that of `analytics.text.language`."""

from spacy.language import Language
from spacy.tokens import Doc

from analytics.extraction.component import Component
from analytics.extraction.document import source
from analytics.text.language import detect

Doc.set_extension("language", getter=lambda doc: source(doc).language, force=True)


class LanguageFinder(Component):
    """Sets `doc._.language`, an ISO 639-1 code or None where the text is too short or in no known language."""

    def read(self, doc: Doc) -> None:
        document = source(doc)
        document.language = detect(document.text)


@Language.factory("rolemeter_language", assigns=["doc._.language"])
def create_language(nlp: Language, name: str) -> LanguageFinder:
    """The component of a configuration."""
    return LanguageFinder()
