"""The extraction pipeline: loaded from its configuration, and postings through it, in batches.

    nlp = load_pipeline()
    for doc in read_postings(nlp, postings):
        answer(doc)                          # analytics.extraction.answers
        doc.spans["skills"], doc._.pay       # or the Doc itself

It is an ordinary spaCy pipeline: `nlp.pipe_names`, `nlp.analyze_pipes()`, `nlp.add_pipe` and `nlp(text)` do what they
do elsewhere.
"""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TypeVar

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import load_config, load_model_from_config, minibatch

from analytics.extraction import components
from analytics.extraction.component import LexiconComponent
from analytics.extraction.document import source
from analytics.extraction.lexicon import Lexicon
from analytics.extraction.own_pipeline import PipelineError, check, own_config, own_extensions
from analytics.extraction.posting import Posting
from analytics.text.plain import LONGEST, well_formed

METHOD = "rules-3"  # named in market_totals: a change of rules may show in a series
CONFIG = Path(__file__).with_name("config.cfg")
FULL_VOCABULARY = 250_000  # strings of the vocabulary: words, their lower case, shapes, beginnings and ends
BATCH = 64  # Docs that are read together; more stay no longer in the processor's cache

__all__ = ["BATCH", "CONFIG", "METHOD", "components", "load_pipeline", "posting_doc", "read_each", "read_postings"]

Item = TypeVar("Item")
Made = TypeVar("Made")


def load_pipeline(lexicon: Lexicon | None = None, own: Path | None = None) -> Language:
    """The built-in pipeline, or the user's `own`, a configuration or a model's folder; with the data of a lexicon.

    Raises ValueError for data or a configuration that cannot be used; the message names file and entry.
    """
    config = own_config(own, CONFIG) if own else load_config(CONFIG)
    if folder := lexicon.folder if lexicon and lexicon.folder else own_extensions(own):
        config["paths"]["extensions"] = str(folder)
    if own is None:
        with _collector_paused():
            return load_model_from_config(config, auto_fill=True, validate=False)
    try:
        nlp = load_model_from_config(config, auto_fill=True)
        if own.is_dir():
            nlp.from_disk(own, exclude=[name for name, pipe in nlp.pipeline if isinstance(pipe, LexiconComponent)])
    except Exception as error:  # a factory of the user's may raise anything
        raise PipelineError(f"{own}: {error}") from error
    check(nlp, own)
    return nlp


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Data that stays is made: the collector would look it through again and again, which takes half a second."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def read_postings(
    nlp: Language, postings: Iterable[Posting], boilerplate: frozenset[int] = frozenset()
) -> Iterator[Doc]:
    """The Docs of postings, read, in their order.

    `boilerplate` are paragraphs of the employer that say nothing of the role, see `analytics.text.boilerplate`.
    """
    yield from nlp.pipe((posting_doc(nlp, posting, boilerplate) for posting in postings), batch_size=BATCH)


def read_each(
    nlp: Language, items: Iterable[Item], as_doc: Callable[[Item], Doc], use: Callable[[Item, Doc], Made]
) -> Iterator[Made]:
    """What `use` makes of each item and its Doc, read; in their order, a batch at a time.

    Memory does not grow with the texts: once the vocabulary is full, words that are new are forgotten with their batch,
    so that `use` must not keep its Doc.
    """
    for batch in minibatch(items, BATCH):
        with _bounded(nlp), _collector_paused():  # it would look at all names each time that Docs have piled up
            made = [
                use(item, doc) for item, doc in zip(batch, nlp.pipe(map(as_doc, batch), batch_size=BATCH), strict=True)
            ]
        yield from made


def _bounded(nlp: Language) -> AbstractContextManager[object]:
    """A memory zone, from the time on at which the vocabulary holds most of what texts are written with.

    Before, a zone would take the words away that the next batch is written with as well.
    """
    full = len(nlp.vocab.strings) >= FULL_VOCABULARY and not nlp.vocab.in_memory_zone  # type: ignore[attr-defined]
    return nlp.memory_zone() if full else nullcontext()


def posting_doc(nlp: Language, posting: Posting, boilerplate: frozenset[int] = frozenset()) -> Doc:
    """The Doc of a posting before any component has read it, its other fields beside it."""
    description = posting.description[:LONGEST]
    try:
        doc = nlp.make_doc(description)
    except UnicodeEncodeError:  # lone surrogates have no hash; they are rare, so not every text is searched for one
        doc = nlp.make_doc(well_formed(description))
    source(doc).belongs_to(posting, boilerplate)
    return doc
