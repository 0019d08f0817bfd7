"""The strings beside a Doc: one posting's text with what components have found in it, for the functions that read it.

Every access to `doc.text` builds it anew, and a Doc holds neither title nor location: so the text as it was given, in
lower case too, and the posting's other fields lie beside the Doc, as `doc._.source`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import srsly
from numpy.typing import NDArray
from spacy.attrs import IDX
from spacy.tokens import Doc, Span

from analytics.extraction.posting import Posting
from analytics.extraction.sections.finder import NO_SECTIONS, Sections
from analytics.text.plain import lower, visible
from analytics.text.wrapping import Unwrapped, unwrap

Starts: TypeAlias = NDArray[np.uint64]


@dataclass
class Document:
    """One posting as the finders see it.

    `text` has the length of the description, HTML tags blanked out, and `lowered` is the same in lower case, so that
    offsets hold in all three. `spots[channel]` are the ascending offsets at which one of the channel's trigger words
    starts; a finder looks only around its own.
    `section_at(offset)` names the section: responsibilities, required, preferred, employer, benefits, legal, pay,
    process or other. `unwrapped` is the text of the Doc; `boilerplate` are hashes of paragraphs that say nothing of the
    role, see `analytics.text.boilerplate`.
    """

    title: str
    company: str
    location: str
    text: str
    language: str | None = None
    spots: Mapping[str, Sequence[int]] = field(default_factory=dict)
    section_at: Callable[[int], str] = lambda offset: "other"
    lowered: str = ""
    id: str = ""
    unwrapped: Unwrapped = Unwrapped("")  # noqa: RUF009 (frozen)
    boilerplate: frozenset[int] = frozenset()
    sections: Sections = NO_SECTIONS
    starts: Starts | None = None  # see `token_starts`
    candidates: Sequence[Any] = ()  # of skills, see `analytics.extraction.skills.names`

    def __post_init__(self) -> None:
        self.lowered = self.lowered or lower(self.text)

    @classmethod
    def of(cls, description: str) -> "Document":
        """The document of a description alone; offsets into it are kept throughout."""
        text = visible(description)
        return cls("", "", "", text, unwrapped=unwrap(text))

    def belongs_to(self, posting: Posting, boilerplate: frozenset[int]) -> None:
        """Takes the other fields of the posting whose description it is."""
        self.id, self.title, self.company, self.location = posting.id, posting.title, posting.company, posting.location
        self.boilerplate = boilerplate

    @cached_property
    def joined(self) -> str:
        """The text of the Doc in lower case, in as many characters."""
        return lower(self.unwrapped.text)


_SOURCE = "rolemeter_source"


def source(doc: Doc) -> Document:
    """What lies beside the Doc; for a Doc that another tokenizer made, its text alone."""
    found: Document | None = doc.user_data.get(_SOURCE)
    if found is None:
        found = Document("", "", "", doc.text, unwrapped=Unwrapped(doc.text))
        doc.user_data[_SOURCE] = found
    return found


def _refuse_bytes(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """Says why a Doc that was read is not written as bytes, as by `nlp.pipe(n_process=2)` or a DocBin of user data."""
    if isinstance(value, Document):
        raise TypeError(
            "what the pipeline reads lies beside the Doc and is no bytes: read in one process (nlp.pipe with "
            "n_process=1), or load a pipeline in each process and send rows (analytics.extraction.answers) between them"
        )
    return value if chain is None else chain(value)


srsly.msgpack_encoders.register("rolemeter", func=_refuse_bytes)

Doc.set_extension("source", getter=source, setter=lambda doc, value: doc.user_data.update({_SOURCE: value}), force=True)


def token_starts(doc: Doc) -> Starts:
    """Where each token starts in the text of the Doc; to ask single tokens is dear."""
    document = source(doc)
    if document.starts is None or len(document.starts) != len(doc):
        document.starts = doc.to_array(IDX).astype(np.uint64, copy=False)
    return document.starts


def token_end(document: Document, starts: Starts, behind: int) -> int:
    """Where the token before `behind` ends, which is no blank: where the next one starts, a blank between left out."""
    text = document.unwrapped.text
    end: int = starts.item(behind) if behind < len(starts) else len(text)
    return end - 1 if text[end - 1] == " " else end


def evidence(doc: Doc, start: int | None, end: int | None, label: str, rule: str = "") -> list[Span]:
    """The tokens that hold the characters from `start` to `end` of the description, as a list of one span or none."""
    if start is None or end is None or not len(doc):
        return []
    unwrapped = source(doc).unwrapped
    first, behind = unwrapped.place(start), unwrapped.place(end - 1) + 1
    span = doc.char_span(first, behind, label=label, alignment_mode="expand", span_id=rule)
    return [] if span is None else [span]
