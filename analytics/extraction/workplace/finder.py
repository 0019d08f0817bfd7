"""Where the work of a posting is done: remote, hybrid or onsite, from title, location and text.

Every mention is weighed by what it says of this role: "Location: fully remote" outweighs "#LI-Remote", and "remote
sensing", "hybrid cloud" or "on-site gym" say nothing. A posting that offers remote among other ways counts as remote.
The text is read only around the trigger words that the shared scan has found; words and rules are data (workplace.toml,
rules.toml).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analytics.extraction.document import Document
from analytics.extraction.rules import expanded
from analytics.extraction.workplace.rules import (
    AFTER,
    BEFORE,
    TRIGGERS,
    WORDS,
    Rule,
    Rules,
    Surroundings,
    Workplace,
    load,
)
from analytics.places.fields import HYBRID, ONSITE, REMOTE
from analytics.places.locations import Place, read_location

LEAST = 1.5  # a mention weaker than this decides nothing
MOST = 60  # triggers that are read in one posting
__all__ = ["TRIGGERS", "Mention", "WorkplaceHit", "find_workplace", "mentions"]

_DAYS = re.compile(
    expanded(r"\b{day}\b|{weekday}|times|once|twice|\dx|%|mix|combin|blend|split|divid|balanc|50", WORDS)
)
_REMOTE_OTHER = re.compile(expanded(r"remote(?:ly)?[\s-]+{remote_other}", WORDS))
_HYBRID_OTHER = re.compile(expanded(r"h[yíi]brid\w*[\s-]+{hybrid_other}", WORDS))
_DENIED = re.compile(expanded(r"{denial}[^.\n]{0,35}$", WORDS))
_PERK = re.compile(expanded("{perk}", WORDS))
# One of these stands in every word for remote, hybrid or onsite work in ASCII letters.
_STEMS = tuple(WORDS["stems"])
_BUILT_IN = load()
_WRAP = re.compile(r"\n[ \t]*(?=[a-z(])")


@dataclass(frozen=True, slots=True)
class WorkplaceHit:
    """Where the work is done. `basis` is title, location or text; `rule` is what decided.

    `start` and `end` span the word in the description; None where title or location tell it.
    """

    value: Workplace
    basis: str
    rule: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A rule that was met at a trigger, and where its word stands in the text."""

    rule: Rule
    start: int
    end: int


def find_workplace(
    doc: Document, places: Sequence[Place] | None = None, rules: Rules = _BUILT_IN
) -> WorkplaceHit | None:
    """Workplace of the role, None where the posting does not tell.

    The title goes first, then the location field, then the text, whose heaviest mention counts; a text that denies
    remote work outright also goes before a location. `places` are those of `read_location(doc.location)`, read here
    when not given.
    """
    if doc.title and (named := _named(doc.title)):
        return WorkplaceHit(named, "title", "title")
    told = None
    if doc.location:
        told = _of_places(read_location(doc.location) if places is None else places) or _named(doc.location)
    best: dict[Workplace, Mention] = {}
    for mention in mentions(doc.text, doc.spots.get("workplace", ()), rules):
        value = mention.rule.says
        if value and (value not in best or mention.rule.weight > best[value].rule.weight):
            best[value] = mention
    if not best:
        return WorkplaceHit(told, "location", "location") if told else None
    # Equal evidence: hybrid covers both what speaks for home and what speaks for the office.
    value, heaviest = max(best.items(), key=lambda item: (item[1].rule.weight, item[0] == "hybrid"))
    if told and not (told != value and heaviest.rule.overrules):
        return WorkplaceHit(told, "location", "location")
    if heaviest.rule.weight < LEAST:
        return None
    return WorkplaceHit(value, "text", heaviest.rule.id, heaviest.start, heaviest.end)


def _of_places(places: Sequence[Place]) -> Workplace | None:
    if any(place.remote for place in places):
        return "remote"
    return "hybrid" if any(place.hybrid for place in places) else None


def _named(text: str) -> Workplace | None:
    """What a title or a location says in so many words."""
    text = text[:300].lower()
    if text.isascii() and not any(stem in text for stem in _STEMS):
        return None
    for match in REMOTE.finditer(text):
        if not _REMOTE_OTHER.match(text, match.start()) and not _PERK.search(text, match.end(), match.end() + 20):
            word = match[0].strip()
            if word.endswith(("virtual", "distributed")) and match.end() < len(text.rstrip(" )]")):
                continue  # "Virtual Assistant", "Distributed Systems"
            return "onsite" if _DENIED.search(text[: match.start()]) else "remote"
    for match in HYBRID.finditer(text):
        if not _HYBRID_OTHER.match(text, match.start()) and not re.match(r"\s+\w", text[match.end() :]):
            return "hybrid"
    for match in ONSITE.finditer(text):
        if not re.match(r"\s+(?:support|engineer|technician|manager|service)", text[match.end() :]):
            return "onsite"
    return None


def mentions(text: str, spots: Sequence[int], rules: Rules = _BUILT_IN) -> Iterator[Mention]:
    """At each trigger the first rule of each group that is met, also those that say nothing of the role."""
    for spot in spots[:MOST]:
        if spot and text[spot - 1].isalnum() and text[spot].isalnum() and text[spot - 1].isascii():
            continue  # inside a longer word
        written = _unwrapped(text[spot : spot + AFTER])
        around: Surroundings | None = None
        for group in rules.groups_at(written[0].lower()):
            word = group.head.match(written.lower() if around is None else around.after)
            if word is None:
                continue
            around = around or Surroundings.of(_unwrapped(text[max(0, spot - BEFORE) : spot]), written)
            if group.name == "days" and not _DAYS.search(around.near):
                continue
            if group.name == "remote" and around.before.endswith("#li-"):
                break
            rule = next((rule for rule in group.rules if rule.conditions.met(around)), None)
            if rule is not None:
                yield Mention(rule, spot, min(len(text), spot + word.end()))


def _unwrapped(text: str) -> str:
    return _WRAP.sub(" ", text) if "\n" in text else text
