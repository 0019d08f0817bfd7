"""What all components share: a Doc is read by `read`, and a batch at a time in `pipe`."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch, registry

from analytics.extraction.lexicon import Lexicon, copy_files, load_lexicon

EXTENSIONS = "extensions"  # folder of a written model that has the user's data
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


class LexiconComponent(Component):
    """A component that is made with a lexicon, and that takes its data along: a model's folder has them once."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        self._nlp, self._lexicon = nlp, lexicon
        self.prepare(nlp, lexicon)

    @abstractmethod
    def prepare(self, nlp: Language, lexicon: Lexicon) -> None:
        """Takes from the lexicon what `read` needs."""

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Writes the user's data of the lexicon, beside the component's own folder."""
        if self._lexicon.folder:
            copy_files(self._lexicon.folder, Path(path).parent / EXTENSIONS)

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> "LexiconComponent":
        """Takes the data that were written, if there were any."""
        folder = Path(path).parent / EXTENSIONS
        if folder.is_dir():
            self._lexicon = load_lexicon(folder)
            self.prepare(self._nlp, self._lexicon)
        return self
