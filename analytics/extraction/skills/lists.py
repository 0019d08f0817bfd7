"""Members of lists that share a word: "functional, integration and load testing" names three kinds of testing.

A member counts where the word that it shares makes it a name of the taxonomy; a sentence's end bounds the list. Works
on the text in lower case, each sentence or item on one line.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TypeAlias

from spacy.language import Language
from spacy.tokens import Doc

from analytics.extraction.component import BUILT_IN, LexiconComponent
from analytics.extraction.document import source, token_end, token_starts
from analytics.extraction.lexicon import Lexicon
from analytics.extraction.skills.names import Candidate, with_candidates
from analytics.extraction.skills.taxonomy import Name, Taxonomy

Member: TypeAlias = tuple[int, int, tuple[Name, ...]]  # start, end, what the member with the shared word may name

_REACH = 100  # characters of a list that are read at either side of the name that has the shared word
_MOST_WORDS = 3  # of a member without the shared word
# A mark, or a word between blanks; the set of characters that it opens with makes it quick to look for.
_MARK = r"\s*(?:(?:and|or|und|oder|et|ou|y|e|och|en|of)\s+)?"
_JOIN = re.compile(
    rf"[,/\s](?:(?<=[,/]){_MARK}|(?<=\s)\s*"
    rf"(?:[,/]{_MARK}|(?:and/or|and|or|&|\+|as well as|und|oder|sowie|et|ou|y|e|och|en)\s+))"
)
# What stands before a name that ends a list, and what may follow one that begins it: asked first, as most are alone.
_JOINING = frozenset(
    ["and/or", "and", "or", "&", "+", "as", "und", "oder", "sowie", "et", "ou", "y", "e", "och", "en", "of"]
)
_END = re.compile(r"[.;:!?()\n•●▪|]")  # where a list cannot go on
_MARKS = (",", "/")
_JOINS_ON = frozenset(",/&+aouseyo")
_ENDS_ON = frozenset(f"{last[-1]} " for last in (*_MARKS, *_JOINING))
_OPENING = re.compile(r"\s*(?:\(|:)\s*(?:(?:e\.?g\.?|i\.?e\.?|such as|including|like|both|mainly)[\s,:]*)?")
_CLOSING = re.compile(r"[);\n•●▪]|\.(?:\s|$)|$")
_WORD = re.compile(r"[\w#+.-]*\w")
_LAST_WORD = re.compile(r"\w+$")
_BLANKS_AND_HYPHENS = " \n-\u2011"
_VAGUE = frozenset(("ai", "analysis", "analytics", "compliance", "data", "security"))  # these stand for themselves
# What a member of a list that shares its first word ends with: "data cleaning and validation", not "data and models".
_ACTION = re.compile(r"(?:ing|ion|[iy]sis|ment|ance|ence|ity|ics|ture|design|ageing|storage|lineage)$")


class _Kinds(dict[str, tuple[Name, ...]]):
    """What a member names with the word that it shares.

    By the letters with which such members begin and end most lists are told from the few that share a word, before they
    are read.
    """

    @cached_property
    def firsts(self) -> set[str]:
        """What members begin with."""
        return {_first_word(member, 0, len(member)) for member in self}

    @cached_property
    def lasts(self) -> set[str]:
        """What they end with."""
        return set(map(_last_word, self))


_NOTHING = _Kinds()


class Lists:
    """The names of a taxonomy by their last and by their first words."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._by_last: dict[str, _Kinds] = {}
        self._by_first: dict[str, _Kinds] = {}
        for key, names in taxonomy.names.items():
            if " " not in key:
                continue
            plain = names if len(names) == 1 else tuple(name for name in names if name.rule == "any")
            if not plain or plain[0].rule != "any":
                continue
            start, _, last = key.rpartition(" ")
            self._by_last.setdefault(last, _Kinds())[start] = plain
            first, _, rest = key.partition(" ")
            self._by_first.setdefault(first, _Kinds())[rest] = plain
        self._kinds = lru_cache(maxsize=16_384)(self._kinds_of)  # the same names come again and again

    def members(self, text: str, found: Sequence[tuple[int, int]]) -> list[Member]:
        """What the lists around names name besides, by place; `found` are the names' starts and ends."""
        members: dict[int, Member] = {}
        for start, end in found:
            lead = text[start - 2 : start]
            ends = lead[1:] == "/" or (lead in _ENDS_ON and _ends_list(text, start))
            begins = text[end : end + 2].strip()[:1] in _JOINS_ON
            if not ends and not begins:
                continue
            before, behind = self._kinds(text[start:end])
            if ends and before and _member_before(text, start) in before.lasts:
                for member in self._before(text, start, before):
                    members.setdefault(member[0], member)
            if begins and behind:
                for member in self._behind(text, end, behind):
                    members.setdefault(member[0], member)
        for member in self._bracketed(text):
            members.setdefault(member[0], member)
        return [members[start] for start in sorted(members)]

    def _kinds_of(self, written: str) -> tuple[_Kinds, _Kinds]:
        """What a name's last word makes of words before it, and its first word of those behind it."""
        first, _, rest = _folded(written).partition(" ")
        before, behind = self._by_last.get(_last_word(written)), self._by_first.get(first) if rest else None
        return before or _NOTHING, behind or _NOTHING

    @staticmethod
    def _before(text: str, start: int, kinds: _Kinds) -> Iterator[Member]:
        """Of "unit, integration and load testing" with "load testing" known: "integration" and "unit"."""
        low = max(0, start - _REACH)
        for boundary in _END.finditer(text, low, start):
            low = boundary.end()
        joins = list(_JOIN.finditer(text, low, start))
        if not joins or joins[-1].end() != start:
            return
        for place in range(len(joins) - 1, -1, -1):
            first, behind = (joins[place - 1].end() if place else low), joins[place].start()
            words = list(_WORD.finditer(text, first, behind))
            for count in range(min(_MOST_WORDS, len(words)), 0, -1):
                member = text[words[-count].start() : behind]
                if (names := kinds.get(_folded(member))) and _folded(member) not in _VAGUE:
                    yield words[-count].start(), behind, names
                    break
            else:
                return
            if count < len(words):  # the words before it lead into the list
                return

    @staticmethod
    def _behind(text: str, end: int, kinds: _Kinds) -> Iterator[Member]:
        """Of "data cleaning, validation and labeling" with "data cleaning" known: "validation" and "labeling"."""
        while join := _JOIN.match(text, end, end + _REACH):
            if _first_word(text, join.end(), join.end() + 40) not in kinds.firsts:
                return
            words = list(_WORD.finditer(text, join.end(), join.end() + 40))[:_MOST_WORDS]
            for count in range(len(words), 0, -1):
                behind = words[count - 1].end()
                member = text[join.end() : behind]
                names = kinds.get(_folded(member))
                if (
                    names
                    and member not in (*_VAGUE, "integration")
                    and not _END.search(member)
                    and (_ACTION.search(member) or names[0].skill.kind == "cloud")
                ):
                    yield join.end(), behind, names
                    end = behind
                    break
            else:
                return

    def _bracketed(self, text: str) -> Iterator[Member]:
        """Of "testing (unit, integration)" and "databases: graph, vector" what stands in brackets or behind a colon."""
        for mark in sorted((*_places(text, "("), *_places(text, ":"))):
            shared = _last_word(text[max(0, mark - 30) : mark].rstrip())
            kinds = self._by_first.get(shared, _NOTHING)
            # "databases (graph, vector)"; a colon as often ends a heading: "AI Systems: Design, ..."
            ends = self._by_last.get(shared, _NOTHING) if text[mark] == "(" else _NOTHING
            opening = _OPENING.match(text, mark) if kinds or ends else None
            if opening is None:
                continue
            closing = _CLOSING.search(text, opening.end(), opening.end() + _REACH + 40)
            low, high = opening.end(), closing.start() if closing else opening.end()
            for join in [*_JOIN.finditer(text, low, high), None]:
                behind = join.start() if join else high
                member = _folded(text[low:behind])
                if names := ends.get(member) or kinds.get(member):
                    yield low, behind, names
                low = join.end() if join else high


def _places(text: str, char: str) -> Iterator[int]:
    """Where a character stands, ascending."""
    place = text.find(char)
    while place >= 0:
        yield place
        place = text.find(char, place + 1)


def _ends_list(text: str, start: int) -> bool:
    """Whether what stands before the blank before a name joins it to something: a comma, a slash, "and"."""
    before = text[max(0, start - 8) : start - 1]
    return before[-1] in _MARKS or before.rpartition(" ")[2] in _JOINING


def _member_before(text: str, start: int) -> str:
    """The letters that end the member which a mark or a word joins to the name that starts here."""
    listed = text[max(0, start - _REACH) : start].rstrip()
    if listed[-1:] not in _MARKS:
        listed, _, word = listed.rpartition(" ")
        listed = (listed.removesuffix(" as well") if word == "as" else listed).rstrip()
    listed = listed[:-1] if listed[-1:] in _MARKS else listed
    return _last_word(listed.rstrip(_BLANKS_AND_HYPHENS))


def _first_word(text: str, start: int, end: int) -> str:
    """The first word between two offsets with what stands before it, up to a hyphen."""
    word = _WORD.search(text, start, end)
    found = text[start : word.end()] if word else ""
    return found if found.isalnum() else _folded(found).partition(" ")[0]


def _last_word(text: str) -> str:
    """The letters and figures that end a text."""
    last = text.rpartition(" ")[2]
    if last.isalnum():
        return last
    word = _LAST_WORD.search(last)
    return word[0] if word else ""


def _folded(written: str) -> str:
    """A member as it is a key of the taxonomy; "pre-" in "pre- and post-training" is "pre"."""
    return " ".join(written.lower().replace("-", " ").replace("\u2011", " ").split())


class ListFinder(LexiconComponent):
    """Adds to `doc._.candidates` the members of lists that share a word with a name."""

    def prepare(self, nlp: Language, lexicon: Lexicon) -> None:
        self._lists = Lists(lexicon.skills)

    def read(self, doc: Doc) -> None:
        document, starts = source(doc), token_starts(doc)
        candidates: Sequence[Candidate] = document.candidates
        found = [(starts.item(first), token_end(document, starts, behind)) for _, _, _, first, behind in candidates]
        if members := self._lists.members(document.joined, found):
            with_candidates(doc, members)


@Language.factory(
    "rolemeter_lists", requires=["doc._.candidates"], assigns=["doc._.candidates"], default_config=BUILT_IN
)
def create_lists(nlp: Language, name: str, lexicon: Lexicon) -> ListFinder:
    """The component of a configuration."""
    return ListFinder(nlp, lexicon)
