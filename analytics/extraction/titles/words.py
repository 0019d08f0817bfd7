"""Titles in words: the vocabulary of titles as data, and a title cut into tokens and parts."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent
MAX_CHARACTERS = 400  # a longer title is cut: no title needs more, and hostile ones stay cheap


# A gender suffix ("Entwickler:in", "Ingénieur·e", "Consultor(a)") and a gender note ("(m/w/d)", "H/F").
_SUFFIX = re.compile(
    r"(?<=[a-z]{3})(?:[:*_·/]|\()(?:innen|in|euse|rice|trice|ne|fe|se|re|es|as|os|e|a|o|r)\)?(?![a-z])"
)
_GENDER = re.compile(r"\(?\b(?:all genders?|[mwfhdx](?:\s?[/|,]\s?[mwfhdxi](?:nb)?){1,3}|m/w|h/f|f/h)\b\)?\*?")
_TOKEN = re.compile(r"[a-z]&[a-z](?![a-z])|\.net\b|[^\W_]+(?:\+\+|\#)?|[/&+]|[,|:;()\[\]{}•·@_–—]|(?<=\s)-+|-+(?=\s)")
_GLUED = re.compile(r"\b(sde|swe|mts|engineer|developer|analyst|scientist)([1-6]|i{1,3}|iv)\b")  # "SDE2"
_OPTIONAL = re.compile(
    r"^\(\s*(?:senior|sr\.?|lead|staff|principal)\s*\)(?=\s*\w)"
)  # "(Senior) Engineer" may be either
_INTERIM = re.compile(r"(?<![\w.])a\. ?i\.(?=\s*(?:$|[-–—,;:()|/]))")  # "Director a.i.": for the time being, no "A.I."
_DOMAIN = re.compile(r"\b(?!(?:sr|jr|snr)\.)[\w-]+\.ai\b", re.IGNORECASE)  # the address of a firm
_ABOUT = re.compile(r"\bds\.", re.IGNORECASE)  # Polish for "concerning"
_ABBREVIATED = re.compile(r"\s\(([A-Z][A-Z&]{1,5})s?\)(?=\s*(\S?))")  # "Conversion Rate Optimization (CRO) Manager"
_STATE = (
    r"(?:A[KLRZ]|CA|C[OT]|DC|FL|GA|I[DLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
)
_JOINED = r"\s?(?:,|/|&|\+|\band\b|\bor\b)\s?"
_IOWA = re.compile(rf"\b{_STATE}{_JOINED}IA\b|\bIA(?={_JOINED}{_STATE}\b)")  # a state among states
_TOWN_OF_IOWA = re.compile(r"(?:^|[-–—|(,]\s*)([A-Z][\w.']+(?: [A-Z][\w.']+){0,2}), IA\b(?=\s*(?:$|[-–—|)]))")
_LEVEL_KINDS = ("alone", "first", "leaders", "beside")  # level words that tell a level only in some places
_BREAKS = frozenset(",|:;()[]{}•·@_–—-")


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
    openings: Mapping[tuple[str, str], str]
    level_tokens: frozenset[str]
    prepositions: frozenset[str]
    ties: frozenset[str]
    serving: frozenset[str]
    scopes: frozenset[str]
    aside: frozenset[str]  # levels, scopes and words that join: they say nothing of a job's field
    officers: frozenset[str]
    elementary: frozenset[str]
    manager_endings: tuple[str, ...]
    family: Mapping[str, str]
    endings: tuple[tuple[str, str], ...]


@cache
def words() -> Words:
    """The vocabulary, read once."""
    titles = tomllib.loads((DATA / "title_words.toml").read_text(encoding="utf-8"))
    levels = tomllib.loads((DATA / "levels.toml").read_text(encoding="utf-8"))
    level_tokens = frozenset(phrase for phrases in levels["words"].values() for phrase in phrases if " " not in phrase)
    scopes, ties = frozenset(levels["scopes"]["words"]), frozenset(titles["noise"]["ties"])
    family = {label: name for name, labels in titles["families"].items() for label in labels}
    endings = [(end, head) for head, ends in titles["joined"]["endings"].items() for end in ends]
    return Words(
        Lexicon(titles["heads"]),
        Lexicon(titles["fields"]),
        Lexicon(
            {"": levels["not"]["phrases"], "of_things": levels["not"]["of_things"]}
            | levels["words"]
            | {f"{kind} {level}": said for kind in _LEVEL_KINDS for level, said in levels[kind].items()}
        ),
        {
            (word, head): level
            for level, said in levels["opening"].items()
            for word in said["words"]
            for head in said["heads"]
        },
        level_tokens,
        frozenset(titles["noise"]["prepositions"]),
        ties,
        frozenset(titles["noise"]["serving"]),
        scopes,
        level_tokens | scopes | ties | frozenset({"/", "&", "+", "and"}),
        frozenset(levels["officers"]["letters"]),
        frozenset(levels["elementary"]["words"]),
        tuple(levels["endings"]["manager"]),
        family,
        tuple(sorted(endings, key=lambda pair: -len(pair[0]))),
    )


_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


def fold(text: str) -> str:
    """Lower case without accents and invisible characters; what is not a letter of the Latin script stays."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(
        char for char in decomposed if not unicodedata.combining(char) and unicodedata.category(char) != "Cf"
    )


def words_of(text: str) -> list[str]:
    """The folded words of a text, without punctuation."""
    return re.findall(r"[^\W_]+(?:\+\+|#)?", fold(text))


def _initials(phrase: str) -> str:
    return "".join(word[0] for word in re.findall(r"[^\W\d_]+|&", phrase) if word not in ("of", "and", "for")).upper()


def _without_abbreviation(match: re.Match[str]) -> str:
    """Nothing for an abbreviation in brackets of the words before it, so that what follows stays in their part."""
    letters = match[1].replace("&", "")
    if not _initials(match.string[: match.start()]).replace("&", "").endswith(letters):
        return match[0]
    return "" if match[2].isalnum() or not match[2] else match[0]


def _names_work(phrase: str) -> bool:
    tokens, vocabulary = _TOKEN.findall(fold(phrase)), words()
    return any(True for lexicon in (vocabulary.heads, vocabulary.fields) for _ in lexicon.all(tokens))


def _without_namesakes(title: str) -> str:
    """The title without letters that look like AI and are not: "(NE & IA)", "Director a.i.", "beamery.ai"."""
    if "." in title:
        title = _ABOUT.sub(" ", _DOMAIN.sub(" ", _INTERIM.sub(" ", title)))
    if "IA" in title:
        title = _IOWA.sub(" ", title)
        town = _TOWN_OF_IOWA.search(title)
        if town and not _names_work(town[1]):
            title = title[: town.start(1)] + title[town.end() :]
    return title


@dataclass(slots=True)
class Parts:
    """A title in tokens; `part[i]` numbers the stretch between breaks in which token i stands.

    `listed` are the parts that a comma ties to the one before.
    """

    tokens: list[str]
    part: list[int]
    listed: frozenset[int] = frozenset()

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

    def in_list(self, number: int) -> bool:
        """Is the part one of four or more that commas join?"""
        first, last = number, number
        while first in self.listed:
            first -= 1
        while last + 1 in self.listed:
            last += 1
        return last - first >= 3


def split(title: str) -> Parts:
    """The tokens of a title and the parts that commas, dashes, brackets and prepositions cut it into."""
    plain = title[:MAX_CHARACTERS]
    if "(" in plain:
        plain = _ABBREVIATED.sub(_without_abbreviation, plain)
    plain = _without_namesakes(plain)
    text = fold(plain)[: 2 * MAX_CHARACTERS]
    if text.startswith("("):
        text = _OPTIONAL.sub("", text)
    text = _GLUED.sub(r"\1 \2", _SUFFIX.sub("", _GENDER.sub(" ", text)))
    tokens, part, number = [], [], 0
    listed = set()
    prepositions = words().prepositions
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token[0] in _BREAKS:
            number += 1
            if token == ",":
                listed.add(number)
            continue
        if token in prepositions:
            number += 1
            tokens.append(token)
            part.append(number)
            number += 1
            continue
        tokens.append(token)
        part.append(number)
    return Parts(tokens, part, frozenset(listed))
