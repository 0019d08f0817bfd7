"""Techniques said as verb and object: "deploy reliable models" for model deployment. The phrases are data."""

import re
import tomllib
from collections import defaultdict
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import ahocorasick_rs
from spacy.language import Language
from spacy.tokens import Doc

from analytics.extraction.component import BUILT_IN, LexiconComponent
from analytics.extraction.document import source
from analytics.extraction.lexicon import Lexicon
from analytics.extraction.skills.lists import Member
from analytics.extraction.skills.names import with_candidates
from analytics.extraction.skills.taxonomy import Name, Taxonomy

_FILE = Path(__file__).with_name("phrases.toml")
_MOST_BETWEEN = 6  # words
_REACH = 110  # characters within which a phrase lies
_LEADS_ELSEWHERE = (
    r"(?:that|which|who|using|with|for|by|via|to|in|on|from|where|when|into|how|so|as|teams?|you|we|our customers)\b"
)
_ENDING = r"(?:e|es|s|[a-z]{0,3}ing|ation|ment)?\b"
_ANYTHING = r"(?:who|that)\b"


class Phrase(NamedTuple):
    """A way to say a skill; `pattern` is for text in small letters, from behind the stem of the verb on."""

    pattern: re.Pattern[str]
    names: tuple[Name, ...]
    holds: tuple[str, ...]  # letters of which some stand in each match; none: not known


class Phrases:
    """The phrases of the file, by the stems of their verbs."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
        skills = {skill.name: skill for skill in taxonomy.skills}
        by_stem: dict[str, list[Phrase]] = defaultdict(list)
        for entry in data["phrase"]:
            if entry["skill"] not in skills:
                raise ValueError(f"{_FILE}: the skill {entry['skill']!r} is none of skills.tsv")
            objects = entry["objects"]
            for name, pattern in data["objects"].items():
                objects = objects.replace(f"{{{name}}}", pattern)
            stop = _ANYTHING if entry.get("across") else _LEADS_ELSEWHERE
            between = rf"(?:[\s,/&]+(?!{stop})[\w'’/-]+){{0,{_MOST_BETWEEN}}}?"
            names = (Name(skills[entry["skill"]], entry["skill"], "any"),)
            holds = (data["holds"].get(hold.strip("{}"), [hold]) for hold in entry.get("holds", ()))
            phrase = Phrase(re.compile(rf"{_ENDING}{between}[\s,/]+{objects}\b"), names, tuple(chain(*holds)))
            for stem in entry["verbs"]:
                by_stem[stem].append(phrase)
        self.by_stem = dict(by_stem)
        self._phrases = list(by_stem.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(by_stem))

    def find(self, text: str) -> list[Member]:
        """Where the phrases stand in a text in small letters, ascending: start, end and what each names."""
        found: list[Member] = []
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if start and (text[start - 1].isalnum() or text[start - 1] in "-_"):
                continue
            behind = text[end : start + _REACH].__contains__
            for phrase in self._phrases[index]:
                if phrase.holds and not any(map(behind, phrase.holds)):
                    continue
                if match := phrase.pattern.match(text, end, start + _REACH):
                    found.append((start, match.end(), phrase.names))
        return sorted(found, key=lambda member: member[:2])


class PhraseFinder(LexiconComponent):
    """Adds to `doc._.candidates` what the phrases name; a name within the phrase stays one."""

    def prepare(self, nlp: Language, lexicon: Lexicon) -> None:
        self._phrases = Phrases(lexicon.skills)

    def read(self, doc: Doc) -> None:
        if found := self._phrases.find(source(doc).joined):
            with_candidates(doc, found, cut=True)


@Language.factory(
    "rolemeter_phrases", requires=["doc._.candidates"], assigns=["doc._.candidates"], default_config=BUILT_IN
)
def create_phrases(nlp: Language, name: str, lexicon: Lexicon) -> PhraseFinder:
    """The component of a configuration."""
    return PhraseFinder(nlp, lexicon)
