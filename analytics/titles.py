"""Job titles by grammar: which words are the head noun, which its field, which its level."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from analytics import title_rules

DATA = Path(__file__).parent / "data"
MAX_CHARACTERS = 400  # a longer title is cut: no title needs more, and hostile ones stay cheap

# A gender suffix ("Entwickler:in", "Ingénieur·e", "Consultor(a)") and a gender note ("(m/w/d)", "H/F").
_SUFFIX = re.compile(
    r"(?<=[a-z]{3})(?:[:*_·/]|\()(?:innen|in|euse|rice|trice|ne|fe|se|re|es|as|os|e|a|o|r)\)?(?![a-z])"
)
_GENDER = re.compile(r"\(?\b(?:all genders?|[mwfhdx](?:\s?[/|,]\s?[mwfhdxi](?:nb)?){1,3}|m/w|h/f|f/h)\b\)?\*?")
_TOKEN = re.compile(r"[a-z]&[a-z](?![a-z])|\.net\b|[^\W_]+(?:\+\+|\#)?|[/&+]|[,|:;()\[\]{}•·@–—]|(?<=\s)-+|-+(?=\s)")
_BREAKS = frozenset(",|:;()[]{}•·@–—-")
_ALTERNATIVE = frozenset(("/", "or", "oder", "ou", "o"))
_NUMERALS = {"i": "entry", "1": "entry", "ii": "mid", "2": "mid", "iii": "senior", "3": "senior"} | dict.fromkeys(
    ("iv", "4", "v", "5", "vi", "6"), "lead"
)
_RANKS = ("entry", "mid", "senior", "lead")  # of contributors
_MANAGERS = ("manager", "director", "executive")
_CHOICE = ("executive", "director", "manager", "lead", "senior", "mid", "entry")
_MANAGED = frozenset({"engineer", "datascientist", "scientist", "analyst", "architect"})
_WEAK_HEADS = ("engineering", "analytics", "research", "specialist", "lead")  # count when no other head is there


@dataclass(frozen=True, slots=True)
class TitleReading:
    """What a title alone says.

    `role` is a role id (`other` when it names none), `tier` core, probable or excluded. `level` is one of the eight
    levels or None when no word tells one; `level_words` are the words that told it. `head` is the kind of the head
    noun (engineer, manager, ..., "" without one); `own` are the fields named in front of it, `topic` those of the
    other parts of the title, by the names of data/title_words.toml.
    """

    title: str
    role: str
    tier: str
    level: str | None
    level_words: tuple[str, ...]
    head: str
    own: frozenset[str]
    topic: frozenset[str]


@dataclass(frozen=True, slots=True)
class Span:
    """A phrase of the lexicon in a title: tokens [start, end) mean `label`."""

    start: int
    end: int
    label: str


class Lexicon:
    """Phrases and the labels that they stand for, found in a list of tokens."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._labels: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        for label, phrases in words.items():
            for phrase in phrases:
                key = tuple(_TOKEN.findall(phrase))
                if label not in self._labels.get(key, ()):
                    self._labels[key] = (*self._labels.get(key, ()), label)
        for key in self._labels:
            self._lengths[key[0]] = tuple(sorted({len(key), *self._lengths.get(key[0], ())}, reverse=True))

    def all(self, tokens: Sequence[str]) -> Iterator[Span]:
        """Every phrase, also those inside one another, longest first at each place."""
        for start, token in enumerate(tokens):
            for length in self._lengths.get(token, ()):
                if start + length > len(tokens):
                    continue
                for label in self._labels.get(tuple(tokens[start : start + length]), ()):
                    yield Span(start, start + length, label)

    def longest(self, parts: "Parts") -> list[Span]:
        """The phrases that are left when the longest at each place, from the left, takes its tokens."""
        found: list[Span] = []
        for span in self.all(parts.tokens):
            if (not found or span.start >= found[-1].end) and parts.whole(span):
                found.append(span)
        return found


@dataclass(slots=True)
class Words:
    """The vocabulary of titles, from data/title_words.toml and data/levels.toml."""

    heads: Lexicon
    fields: Lexicon
    levels: Lexicon
    prepositions: frozenset[str]
    ties: frozenset[str]
    serving: frozenset[str]
    family: Mapping[str, str]
    endings: tuple[tuple[str, str], ...] = field(default_factory=tuple)


@cache
def words() -> Words:
    """The vocabulary, read once."""
    titles = tomllib.loads((DATA / "title_words.toml").read_text(encoding="utf-8"))
    levels = tomllib.loads((DATA / "levels.toml").read_text(encoding="utf-8"))
    family = {label: name for name, labels in titles["families"].items() for label in labels}
    endings = [(end, head) for head, ends in titles["joined"]["endings"].items() for end in ends]
    return Words(
        Lexicon(titles["heads"]),
        Lexicon(titles["fields"]),
        Lexicon(
            {"": levels["not"]["phrases"], "of_things": levels["not"]["of_things"], "alone": levels["alone"]["intern"]}
            | levels["words"]
        ),
        frozenset(titles["noise"]["prepositions"]),
        frozenset(titles["noise"]["ties"]),
        frozenset(titles["noise"]["serving"]),
        family,
        tuple(sorted(endings, key=lambda pair: -len(pair[0]))),
    )


def fold(text: str) -> str:
    """Lower case without accents; what is not a letter of the Latin script stays."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@dataclass(slots=True)
class Parts:
    """A title in tokens; `part[i]` numbers the stretch between breaks in which token i stands."""

    tokens: list[str]
    part: list[int]

    def span(self, number: int) -> tuple[int, int]:
        """First token of a part and the one after its last."""
        start = self.part.index(number)
        end = start
        while end < len(self.part) and self.part[end] == number:
            end += 1
        return start, end

    def whole(self, span: Span) -> bool:
        """Does no break cut the span? A preposition inside a phrase of the lexicon is no break."""
        first, last = self.part[span.start], self.part[span.end - 1]
        return first == last or last - first == 2 * sum(
            token in words().prepositions for token in self.tokens[span.start : span.end]
        )

    def complement(self, head: Span) -> int | None:
        """The part that "of" ties to a head noun: "Director of Engineering", "Analista de datos"."""
        after = head.end
        if after + 1 >= len(self.tokens) or self.tokens[after] not in words().ties:
            return None
        tied = self.part[after] - self.part[head.end - 1] == 1 and self.part[after + 1] - self.part[after] == 1
        return self.part[after + 1] if tied else None


def split(title: str) -> Parts:
    """The tokens of a title and the parts that commas, dashes, brackets and prepositions cut it into."""
    text = fold(title[:MAX_CHARACTERS])[: 2 * MAX_CHARACTERS]
    text = _SUFFIX.sub("", _GENDER.sub(" ", text))
    tokens, part, number = [], [], 0
    prepositions = words().prepositions
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token[0] in _BREAKS:
            number += 1
            continue
        if token in prepositions:
            number += 1
            tokens.append(token)
            part.append(number)
            number += 1
            continue
        tokens.append(token)
        part.append(number)
    return Parts(tokens, part)


def _heads(parts: Parts) -> list[Span]:
    vocabulary = words()
    found = vocabulary.heads.longest(parts)
    taken = {index for span in found for index in range(span.start, span.end)}
    for index, token in enumerate(parts.tokens):
        if index not in taken and len(token) > 8:
            for ending, head in vocabulary.endings:
                if token.endswith(ending):
                    found.append(Span(index, index + 1, head))
                    break
    return sorted(found, key=lambda span: span.start)


def _choose_head(heads: list[Span], parts: Parts) -> Span | None:
    """The last strong head noun of the first part that has one; a manager in front of it keeps the title."""
    strong = [span for span in heads if span.label not in _WEAK_HEADS]
    if not strong:
        for label in _WEAK_HEADS:
            for span in heads:
                if span.label == label:
                    return span
        return None
    first = parts.part[strong[0].start]
    here = [span for span in strong if parts.part[span.start] == first]
    # "Sr. Manager / Director AI Software Engineer", "Leiter Data Science": the person manages
    if here[0].label == "manager" and here[-1].label in _MANAGED:
        return here[0]
    return here[-1]


def _fields(parts: Parts) -> list[Span]:
    vocabulary = words()
    found = [span for span in vocabulary.fields.all(parts.tokens) if parts.whole(span)]
    kept = []
    for span in found:
        family = vocabulary.family.get(span.label)
        hidden = family and any(
            other.start <= span.start and span.end <= other.end and other.end - other.start > span.end - span.start
            for other in found
            if vocabulary.family.get(other.label) == family
        )
        if hidden:
            continue
        # "Java/Agentic AI" lists what the work touches; it does not make agents its subject
        if span.label == "agent" and {
            *parts.tokens[span.start - 1 : span.start],
            *parts.tokens[span.end : span.end + 1],
        } & {"/", "+"}:
            span = Span(span.start, span.end, "agentproduct")
        kept.append(span)
    return kept


def _labels(spans: list[Span]) -> set[str]:
    labels = {span.label for span in spans}
    if "infra" in labels and labels & {"ai", "ml", "llm"} and not labels & {"agent", "agentproduct"}:
        labels.add("mlops")
    return labels


def _alternatives(levels: list[Span], parts: Parts) -> list[Span]:
    """Of levels that stand as alternatives ("Senior/Staff", "I / II") only the lowest: it is who may apply."""
    kept: list[Span] = []
    for span in levels:
        before = kept[-1] if kept else None
        if (
            before
            and parts.tokens[before.end : span.start]
            and set(parts.tokens[before.end : span.start]) <= _ALTERNATIVE
        ):
            for ranks in (_RANKS, _MANAGERS):
                if before.label in ranks and span.label in ranks:
                    low = min(before.label, span.label, key=ranks.index)
                    kept[-1] = Span(before.start, span.end, low)
                    break
            else:
                kept.append(span)
            continue
        kept.append(span)
    return kept


def _leads_its_part(span: Span, parts: Parts, levels: list[Span]) -> bool:
    """Is a manager's word the first or the last of its part, level words aside?"""
    start, end = parts.span(parts.part[span.start])
    aside = {index for level in levels for index in range(level.start, level.end)}
    aside |= {index for index in range(start, end) if parts.tokens[index] in _NUMERALS or parts.tokens[index] in "/&"}
    before = all(index in aside for index in range(start, span.start))
    after = all(index in aside for index in range(span.end, end))
    return before or after


def _numeral(parts: Parts, heads: list[Span]) -> Span | None:
    """The numeral after a head noun ("Engineer II"), or after the word level at the end of a part."""
    ends = {span.end for span in heads}
    for index, token in enumerate(parts.tokens):
        label = _NUMERALS.get(token)
        if not label or index == 0:
            continue
        last = (
            index + 1 == len(parts.tokens)
            or parts.part[index + 1] != parts.part[index]
            or parts.tokens[index + 1] == "/"
        )
        same_part = parts.part[index - 1] == parts.part[index]
        named = parts.tokens[index - 1] in ("level", "lvl", "grade", "band") and same_part
        after_head = same_part and any(parts.part[end - 1] == parts.part[index] and end <= index for end in ends)
        whole = set(parts.part) == {parts.part[index]} and index + 1 == len(parts.tokens)  # "Collector 1"
        if last and (named or after_head or whole or (token.startswith("i") and same_part)):
            return Span(index, index + 1, label)
    return None


def _is_step_up(level: Span, parts: Parts, heads: list[Span]) -> bool:
    """In "Engineer / Sr. Engineer" both may apply, and the first has no level word."""
    slash = level.start - 1
    if slash < 1 or parts.tokens[slash] != "/" or not any(head.end == slash for head in heads):
        return False
    return parts.tokens[slash - 1] in parts.tokens[level.end : parts.span(parts.part[level.start])[1]]


def _level(parts: Parts, heads: list[Span]) -> tuple[str | None, tuple[str, ...]]:
    tokens = parts.tokens
    found = words().levels.longest(parts)
    if "to" in tokens[1:]:  # "Assistant to the Director"
        to = tokens.index("to", 1)
        if tokens[to - 1] in words().serving:
            found = [span for span in found if span.start < to]
    levels = []
    for span in found:
        if span.label in ("", "of_things"):
            continue
        if span.label == "alone":
            if parts.span(parts.part[span.start]) != (span.start, span.end):
                continue
            span = Span(span.start, span.end, "intern")
        if span.label in _RANKS and _is_step_up(span, parts, heads):
            continue
        levels.append(span)
    for index, token in enumerate(tokens):
        if (
            len(token) > 8
            and token.endswith(("leiter", "leiterin", "leitung"))
            and not any(s.start <= index < s.end for s in found)
        ):
            levels.append(Span(index, index + 1, "manager"))
    levels = _alternatives(sorted(levels, key=lambda span: span.start), parts)
    told = [s for s in levels if s.label not in _MANAGERS or _leads_its_part(s, parts, levels)]
    # "Staff Platform Manager": the level is a contributor's, the manager is of a thing
    ranked = {parts.part[s.start]: s.start for s in levels if s.label == "lead"}
    told = [s for s in told if s.label != "manager" or ranked.get(parts.part[s.start], len(tokens)) > s.start]
    for label in ("intern", *_CHOICE):
        chosen = [span for span in told if span.label == label]
        if chosen:
            return label, tuple(" ".join(tokens[span.start : span.end]) for span in chosen)
    numeral = _numeral(parts, heads)
    return (numeral.label, (tokens[numeral.start],)) if numeral else (None, ())


@lru_cache(maxsize=65536)
def _read(title: str) -> TitleReading:
    parts = split(title)
    heads = _heads(parts)
    head = _choose_head(heads, parts)
    level, level_words = _level(parts, heads)
    fields = _fields(parts)
    by_part: dict[int, list[Span]] = {}
    own_spans = []
    before, complement = (parts.part[head.start], parts.complement(head)) if head else (None, None)
    for span in fields:
        number = parts.part[span.start]
        if head and ((number == before and span.start < head.end) or number == complement):
            own_spans.append(span)
        else:
            by_part.setdefault(parts.part[span.start], []).append(span)
    own = _labels(own_spans)
    if own & {"ai", "ml", "llm", "agent", "mlops"}:
        own.add("aiown")
    topic = set().union(*(_labels(spans) for spans in by_part.values()))
    if level == "intern":
        topic.add("intern")
    listed = [spans for spans in by_part.values() if {s.label for s in spans} == {"ai"}]
    if listed and len(set(parts.part)) >= 5 and "aiown" not in own:
        topic.add("listed")
    name = head.label if head else ""
    role, tier = title_rules.in_use().role_of_title(
        name, frozenset(own), frozenset(topic), title_rules.joined(parts.tokens)
    )
    return TitleReading(title, role, tier, level, level_words, name, frozenset(own), frozenset(topic))


def read_title(title: str) -> TitleReading:
    """Role, tier and level that a title names, by its head noun, its fields and its level words.

    Any text is answered; it is cut after 400 characters. English, German, French and Spanish are known, other
    languages by the words that they share with these.
    """
    return _read(" ".join(title[:MAX_CHARACTERS].split()))


def forget() -> None:
    """Drop remembered readings, after other roles were put in use."""
    _read.cache_clear()
