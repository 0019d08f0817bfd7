"""What all components share: a Doc is read by `read`, and a batch at a time in `pipe`."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.tokens import Doc
from spacy.util import minibatch, registry

from analytics.extraction.lexicon import Lexicon, load_lexicon

# The default of components that are made with a lexicon.
BUILT_IN: dict[str, Any] = {"lexicon": {"@misc": "rolemeter.lexicon.v1", "extensions": None}}


@registry.misc("rolemeter.lexicon.v1")
def create_lexicon(extensions: str | None = None) -> Lexicon:
    """The lexicon of a configuration."""
    return load_lexicon(Path(extensions) if extensions else None)


class Component(ABC):
    """A part of the pipeline. It reads what earlier parts have set on the Doc and sets its own."""

    @abstractmethod
    def read(self, doc: Doc) -> None:
        """Sets what the component finds."""

    def __call__(self, doc: Doc) -> Doc:
        self.read(doc)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """A batch of Docs by one component before the next: its code and data stay in the processor's cache."""
        for batch in minibatch(stream, batch_size):
            for doc in batch:
                self.read(doc)
            yield from batch
