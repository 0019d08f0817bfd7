"""Where trigger words stand: one automaton for the words of all components, which look only around their own."""

import ahocorasick_rs
from spacy.language import Language
from spacy.tokens import Doc

from analytics.extraction.component import Component
from analytics.extraction.document import source
from analytics.extraction.pay import finder as pay
from analytics.extraction.skills.context_rules import SAYINGS
from analytics.extraction.titles import seniority
from analytics.extraction.workplace import finder as workplace
from analytics.extraction.years import finder as years
from analytics.text.plain import lower
from analytics.text.wrapping import Unwrapped

CHANNELS: dict[str, tuple[str, ...]] = {
    "pay": pay.TRIGGERS,
    "years": years.TRIGGERS,
    "workplace": workplace.TRIGGERS,
    "seniority": seniority.TRIGGERS,
    **{saying.channel: saying.words for saying in SAYINGS},
}
# What a word is written with, as triggers have it, in as many characters.
_SAME = (
    *((dash, " ") for dash in "-\n\u2010\u2011\u2012\u2013\u2014"),
    *((quote, "'") for quote in "\u2018\u2019"),
)

Doc.set_extension("triggers", getter=lambda doc: source(doc).spots, force=True)


class Triggers(Component):
    """Sets `doc._.triggers`: for each channel the ascending offsets, into the description, at which its words start."""

    def __init__(self) -> None:
        pairs = [(word, channel) for channel, words in CHANNELS.items() for word in words]
        self._channels = [channel for _, channel in pairs]
        self._automaton = ahocorasick_rs.AhoCorasick([word.replace("-", " ") for word, _ in pairs])

    def read(self, doc: Doc) -> None:
        document = source(doc)
        document.spots = self.spots(document.unwrapped, document.joined)

    def spots(self, unwrapped: Unwrapped, low: str = "") -> dict[str, list[int]]:
        """Where each channel's words start, as offsets into the description; `low` is the text in lower case."""
        channels = self._channels
        spots: dict[str, list[int]] = {channel: [] for channel in CHANNELS}
        low = low or lower(unwrapped.text)
        for char, same in _SAME if not low.isascii() else _SAME[:2]:
            low = low.replace(char, same)
        for index, start, _ in self._automaton.find_matches_as_indexes(f" {low} ", overlapping=True):
            spots[channels[index]].append(start - 1)
        origin = unwrapped.origin if unwrapped.moved else int
        return {channel: sorted(set(map(origin, found))) if found else found for channel, found in spots.items()}


@Language.factory("rolemeter_triggers", assigns=["doc._.triggers"])
def create_triggers(nlp: Language, name: str) -> Triggers:
    """The component of a configuration."""
    return Triggers()
