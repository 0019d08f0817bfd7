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
from analytics.extraction.workplace.rules import AFTER, BEFORE, RULES, WORDS, Rule, Surroundings, Workplace, by_group
from analytics.extraction.workplace.rules import expanded as _expanded
from analytics.places.fields import HYBRID, ONSITE, REMOTE
from analytics.places.locations import Place, read_location

LEAST = 1.5  # a mention weaker than this decides nothing
MOST = 60  # triggers that are read in one posting
TRIGGERS: tuple[str, ...] = tuple(WORDS["triggers"])

# What a trigger must begin for the rules of a group to be asked of it.
_HEADS = {
    "tag": re.compile("#li-"),
    "days": re.compile(_expanded("{desk}|{at_home}|{day} |hybrid|wfh|from home")),
    "remote": re.compile(_expanded("{remote}")),
    "hybrid": re.compile(_expanded("{hybrid}")),
    "home": re.compile(_expanded(r"{home}(?!\w)|smart working|homeoffice")),
    "onsite": re.compile(_expanded("{onsite}")),
    "office": re.compile("office|in[- ]office|wfo"),
    "wide": re.compile("distributed|comfort|anywhere|of the following|from where|wherever you|any country"),
}
GROUPS = {name: (_HEADS[name], rules) for name, rules in by_group(RULES).items()}
# The groups that a trigger with this first letter can begin, so that no other head is tried.
_GROUPS_AT = {
    letter: tuple(
        (name, head, rules)
        for name, (head, rules) in GROUPS.items()
        if any(head.match(trigger + more) for trigger in TRIGGERS if trigger[0] == letter for more in ("", "a ", " "))
    )
    for letter in {trigger[0] for trigger in TRIGGERS}
}
_DAYS = re.compile(_expanded(r"\b{day}\b|{weekday}|times|once|twice|\dx|%|mix|combin|blend|split|divid|balanc|50"))
_REMOTE_OTHER = re.compile(_expanded(r"remote(?:ly)?[\s-]+{remote_other}"))
_HYBRID_OTHER = re.compile(_expanded(r"h[yíi]brid\w*[\s-]+{hybrid_other}"))
_DENIED = re.compile(_expanded(r"{denial}[^.\n]{0,35}$"))
_PERK = re.compile(_expanded("{perk}"))
# One of these stands in every word for remote, hybrid or onsite work in ASCII letters.
_STEMS = tuple(WORDS["stems"])
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


def find_workplace(doc: Document, places: Sequence[Place] | None = None) -> WorkplaceHit | None:
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
    for mention in mentions(doc.text, doc.spots.get("workplace", ())):
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


def mentions(text: str, spots: Sequence[int]) -> Iterator[Mention]:
    """At each trigger the first rule of each group that is met, also those that say nothing of the role."""
    for spot in spots[:MOST]:
        if spot and text[spot - 1].isalnum() and text[spot].isalnum() and text[spot - 1].isascii():
            continue  # inside a longer word
        written = _WRAP.sub(" ", text[spot : spot + AFTER])
        around: Surroundings | None = None
        for name, head, rules in _GROUPS_AT.get(written[0].lower(), ()):
            word = head.match(written.lower() if around is None else around.after)
            if word is None:
                continue
            around = around or Surroundings.of(_WRAP.sub(" ", text[max(0, spot - BEFORE) : spot]), written)
            if name == "days" and not _DAYS.search(around.near):
                continue
            if name == "remote" and around.before.endswith("#li-"):
                break
            rule = next((rule for rule in rules if rule.met(around)), None)
            if rule is not None:
                yield Mention(rule, spot, min(len(text), spot + word.end()))
