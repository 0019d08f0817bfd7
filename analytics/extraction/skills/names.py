"""Names of skills in a Doc: by PhraseMatcher, then the longest, then the spelling that each name asks for."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import product
from operator import itemgetter
from typing import NamedTuple

from spacy.attrs import NORM
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.strings import get_string_id
from spacy.tokens import Doc
from spacy.vocab import Vocab

from analytics.extraction.component import BUILT_IN, LexiconComponent
from analytics.extraction.document import source, token_end, token_starts
from analytics.extraction.lexicon import Lexicon
from analytics.extraction.skills.taxonomy import Name
from analytics.extraction.tokenizer import words_and_marks

_ANY_CASE = frozenset(("any", "topic"))
_CERTAIN = frozenset(("any", "exact"))
_MOST_HYPHENS = 3  # gaps of a name that are looked for with a hyphen or without, each by itself

Doc.set_extension(
    "candidates",
    getter=lambda doc: source(doc).candidates,
    setter=lambda doc, found: setattr(source(doc), "candidates", found),
    force=True,
)


class Candidate(NamedTuple):
    """A name that stands in the text, before anything is known of its context, and what it may name.

    `start` and `end` are characters of the description, `first` and `behind` tokens of the Doc.
    """

    start: int
    end: int
    names: tuple[Name, ...]
    first: int
    behind: int


_first_token = itemgetter(1)
_candidate = partial(tuple.__new__, Candidate)  # of a tuple: half the time of the same call by fields


class _Norms(dict[str, int]):
    """The norm of each token as a Doc has it, a number."""

    def __init__(self, vocab: Vocab) -> None:
        self._norm = vocab.lex_attr_getters[NORM]  # type: ignore[attr-defined]

    def __missing__(self, token: str) -> int:
        self[token] = number = get_string_id(self._norm(token))
        return number


class NameFinder(LexiconComponent):
    """Sets `doc._.candidates`: names of skills by their place in the text, none overlapping another.

    Case is ignored, and a hyphen, a blank and a line's end are one; then each name's own rule of spelling decides.
    """

    def prepare(self, nlp: Language, lexicon: Lexicon) -> None:
        vocab, taxonomy = nlp.vocab, lexicon.skills
        self._matcher = PhraseMatcher(vocab, attr="NORM")
        self._names: dict[int, tuple[Name, ...]] = {}  # what a key names however it is written
        self._by_spelling: dict[int, dict[str, tuple[Name, ...]]] = {}  # and where it is written so
        self._with_marks: dict[int, str] = {}  # keys with marks, between which no blank may stand
        norm = _Norms(vocab)
        for key, spelled in taxonomy.names.items():
            written = {*_hyphenated(key), *(name.spelled.lower() for name in spelled)}
            # Norms of tokens, as the matcher keeps its patterns too: to make 29,000 Docs first takes half a second.
            self._matcher.add(key, [[norm[token] for token in words_and_marks(variant)] for variant in written])  # type: ignore[misc]
            number = vocab.strings[key]
            any_case = tuple(name for name in spelled if name.rule in _ANY_CASE)
            self._names[number] = spelled if len(any_case) == len(spelled) else any_case
            if by_spelling := _by_spelling(spelled):
                self._by_spelling[number] = by_spelling
            if not key.replace(" ", "").isalnum():
                self._with_marks[number] = key

    def read(self, doc: Doc) -> None:
        document = source(doc)
        unwrapped, text = document.unwrapped, document.unwrapped.text
        stretches = [*zip(unwrapped.starts, unwrapped.origins, strict=True), (len(text) + 1, 0)]
        stretch = 0  # in which the names before ended
        starts = token_starts(doc)
        found: list[Candidate] = []
        all_names, all_spellings, with_marks, last = self._names, self._by_spelling, self._with_marks, 0
        matches = self._matcher(doc)  # by their first token, the shortest first
        matches.reverse()
        matches.sort(key=_first_token)
        for key, first, behind in matches:
            if first < last:
                continue
            start, end = starts.item(first), token_end(document, starts, behind)
            if end - start <= 2 and not _stands_alone(text, start, end):
                continue
            written = text[start:end]
            if key in with_marks and _folded(written) != with_marks[key]:
                continue
            names = all_names[key]
            if by_spelling := all_spellings.get(key):
                names = by_spelling.get(written) or by_spelling.get(" ".join(written.replace("-", " ").split()), names)
            if names:
                while stretches[stretch + 1][0] <= start:
                    stretch += 1
                began, origin = stretches[stretch]
                stood = start - began + origin
                while stretches[stretch + 1][0] < end:
                    stretch += 1
                began, origin = stretches[stretch]
                found.append(_candidate((stood, end - began + origin, names, first, behind)))
                last = behind
        document.candidates = found


def with_candidates(doc: Doc, found: Iterable[tuple[int, int, tuple[Name, ...]]], *, cut: bool = False) -> None:
    """Adds names with their starts and ends in the Doc's text, ascending, to `doc._.candidates`.

    One that overlaps a certain name is left out, or with `cut` ends before it; an ambiguous name gives way.
    """
    document, starts = source(doc), token_starts(doc)
    unwrapped = document.unwrapped
    candidates: list[Candidate] = list(document.candidates)
    last = 0
    for start, end, names in found:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None or span.start < last:
            continue
        first, behind = span.start, span.end
        low = bisect_left(candidates, first, key=lambda candidate: candidate.behind - 1)
        high = bisect_left(candidates, behind, key=lambda candidate: candidate.first)
        certain = next((other for other in candidates[low:high] if other.names[0].rule in _CERTAIN), None)
        if certain is not None:
            if not cut or certain.first <= first:
                continue
            behind = certain.first
            high = bisect_left(candidates, behind, key=lambda candidate: candidate.first)
        origin = unwrapped.origin(starts.item(first))
        origin_end = unwrapped.origin(token_end(document, starts, behind) - 1) + 1
        candidates[low:high] = [Candidate(origin, origin_end, names, first, behind)]
        last = behind
    document.candidates = candidates


def _hyphenated(key: str) -> Iterator[str]:
    """The ways to write a name of several words: each gap with a hyphen or without."""
    words = key.split(" ")
    gaps = len(words) - 1
    mixes: Iterable[Sequence[str]] = product((" ", "-"), repeat=gaps)
    if gaps > _MOST_HYPHENS:
        mixes = ([" "] * gaps, ["-"] * gaps)
    for mix in mixes:
        yield words[0] + "".join(gap + word for gap, word in zip(mix, words[1:], strict=True))


def _by_spelling(names: Sequence[Name]) -> dict[str, tuple[Name, ...]]:
    """What each spelling names of those that name something only in their own; dashes count as blanks."""
    spellings = {name.spelled.replace("-", " ") for name in names if name.rule not in _ANY_CASE}
    return {
        spelling: tuple(name for name in names if name.rule in _ANY_CASE or name.spelled.replace("-", " ") == spelling)
        for spelling in spellings
    }


def _folded(written: str) -> str:
    """A name as it is a key of the taxonomy."""
    for dash in "-\u2010\u2011\u2012\u2013\u2014":
        written = written.replace(dash, " ")
    return " ".join(written.lower().replace("\u2019", "'").split())


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A name of one or two letters is no part of "C++", "R&D", "Node.js" or "e-mail"."""
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    return before not in ("&", "+", "#", ".", "-", "'", "@") and after[:1] not in ("&", "+", "#", "'", "@") and not (
        after[:1] in (".", "-") and after[1:].isalnum()
    )  # fmt: skip


@Language.factory("rolemeter_names", assigns=["doc._.candidates"], default_config=BUILT_IN)
def create_names(nlp: Language, name: str, lexicon: Lexicon) -> NameFinder:
    """The component of a configuration."""
    return NameFinder(nlp, lexicon)
