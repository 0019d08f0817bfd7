"""The rules of rules.toml, compiled: what the words around an amount make of it, pay or other money."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from analytics.extraction.pay.words import WORDS, Words, pattern
from analytics.extraction.rules import Conditions, Parts, RuleFile

Says = Literal["pay", "carried", "other", "second", "nothing"]

_FLAGS = re.IGNORECASE
_PARTS = Parts(("rest", "lead", "posting"), anchored=frozenset({"rest"}), flags=_FLAGS)
_KEYS = frozenset({"id", "says", "before", "behind", "purpose", "stems", "example", "counter"} | _PARTS.keys)
_NONE = (-1, 0, "")
_REST = 110  # characters behind an amount that rules may ask about
_STEM_REACH = 80  # characters before and from the beginning of a stem that a rule about a whole posting is asked of
# Bonus and the like beside the pay, as in "pay + bonus eligibility: up to $25/h", do not take the amount over.
_BESIDE = re.compile(
    r"(?:\+|\bplus\b|&(?:amp;)?|\band\b|\bund\b|\bet\b|\by\b|/|,)\s*(?:[\w-]+\s){0,2}?"
    r"(?:bonus(?:es)?|equity|commissions?|incentives?|benefits?|stock|options?|shares?|super(?:annuation)?|tips?|ote|extras?"
    r"|variable(?: pay| compensation)?)\b"
    r"(?:\s+(?:eligibility|eligible|plan|scheme|package|opportunit\w+))?",
    _FLAGS,
)
_SMALL_WORDS = (
    r"(?:(?:in|of|for|towards?|as|worth of|per|to|an?|the|on|from|au titre|pour|für|de|en|par|zum)\s+)?"
    r"(?:(?:an?|the|your|our|new|each|every|all|annual|yearly|monthly|quarterly|weekly|one[- ]time|cash|additional"
    r"|extra|company|employer|total|paid|personal|performance|signing|full)\s+){0,3}"
)
_NO_PURPOSE = (
    r"(?:plus|più|mais|och|oraz|en|and|with|or|base|basic|salary|per|from|und|et|y|depending|excluding|excl|before|less"
    r"|not|but|which|that)\b"
)
_PAY_BEHIND = (
    r"[\s)\]*.,-]*(?:\+|plus\b|and\b|inclusive of|incl\.?|including|inc\.?)?\s*"
    r"(?:(?:\d{1,2}(?:\.\d)?%|generous|competitive|annual|full|great|gross|the)\s+)?"
)
_EXTRA = re.compile(pattern(WORDS["after"]["extra"]), _FLAGS)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: words before or behind an amount, or conditions."""

    id: str
    says: Says
    before: tuple[str, ...]
    behind: tuple[str, ...]
    purpose: tuple[str, ...]
    stems: tuple[str, ...]
    conditions: Conditions | None
    example: str
    counter: str


class Around(NamedTuple):
    """The clause that leads to an amount, what follows it, and the posting where a rule asks about all of it."""

    lead: str
    rest: str
    posting: str = ""


class Told(NamedTuple):
    """What the words before an amount make of it: 1 pay, -1 other money, 0 neither; where the last word ends (-1)."""

    kind: int
    end: int
    rule: str


class Rules:
    """Rules as automata and patterns over all their words."""

    def __init__(self, rules: Collection[Rule]) -> None:
        asked = [rule for rule in rules if rule.conditions]
        self._asked = [rule for rule in asked if not rule.stems]
        self._of_posting = [rule for rule in asked if rule.stems]
        kinds = ("pay", "other", "carried")
        self.words = Words((word, rule.says, rule.id) for rule in rules if rule.says in kinds for word in rule.before)
        other = [rule for rule in rules if rule.says == "other"]
        self._behind = _Behind(rf"[\s)\]*]*{_SMALL_WORDS}", ((rule, rule.behind) for rule in other))
        self._purpose = _Behind(
            rf"[\s)*]*(?:(?!{_NO_PURPOSE})[\w/-]+\s+){{0,4}}?", ((rule, rule.purpose) for rule in other)
        )
        self._pay_behind = _Behind(_PAY_BEHIND, ((rule, rule.behind) for rule in rules if rule.says == "pay"))

    def before(self, lead: str) -> Told:
        """What the words before an amount make of it."""
        ends = self.words.ends(lead)
        if "pay" in ends and ends.get("other", _NONE) > ends["pay"]:
            cleaned = _BESIDE.sub(lambda m: " " * len(m.group()), lead)
            if cleaned != lead:
                ends = self.words.ends(cleaned)
        pay, other, carried = (ends.get(kind, _NONE) for kind in ("pay", "other", "carried"))
        if pay == other == _NONE:
            return Told(0, -1, "") if carried == _NONE else Told(1, carried[0], carried[2])
        decides = max(pay, other)
        return Told(1 if pay > other else -1, max(pay, other, carried)[0], decides[2])

    def other_behind(self, text: str, position: int, straight: bool, beside: bool) -> str | None:
        """The rule by which what follows an amount names it as other money ("$20 million in funding").

        `straight`: a pay word leads straight to the amount, so that a capital word after it starts something new.
        `beside`: a "+" stands between, so that bonus and the like are told beside the amount.
        """
        found = self._behind.match(text, position, position + 90) or self._purpose.match(text, position, position + 70)
        if found is None or (beside and _EXTRA.search(found[0])):
            return None
        words = found[0].lstrip(" )]*\u00a0")
        # A capital after a line break opens a new line, as in a list of benefits, and says nothing about the amount.
        if words.lstrip()[:1].isupper() and (words[:1] == "\n" or straight):
            return None
        return found[1]

    def pay_behind(self, text: str, position: int) -> str | None:
        """The rule by which what follows an amount names it as pay ("140k base", "$90k + super")."""
        found = self._pay_behind.match(text, position, position + 60)
        return found[1] if found else None

    def verdict(self, lead: str, text: str, position: int) -> Rule | None:
        """The first rule whose conditions hold of an amount that ends at `position`."""
        around = Around(lead, text[position : position + _REST])
        return next((rule for rule in self._asked if rule.conditions and rule.conditions.met(around)), None)

    def of_posting(self, text: str) -> list[tuple[Rule, str]]:
        """The rules about a whole posting that may hold of it, to be asked of each amount by `refuses`.

        With each what stands around its stems: to look the posting through for each amount is dear.
        """
        around = ((rule, _around(rule.stems, text)) for rule in self._of_posting)
        return [(rule, near) for rule, near in around if near]

    def is_label(self, above: str) -> bool:
        """Whether the line right above an amount is nothing but the name of a pay field."""
        line = above.rsplit("\n", 1)[-1]
        return 0 < len(line) < 32 and self.before(line).kind > 0 and not any(map(str.isdecimal, line))


def refuses(rule: Rule, lead: str, near: str) -> bool:
    """Whether a rule about a whole posting refuses an amount in it; `near` as `of_posting` gives it."""
    return rule.conditions is not None and rule.conditions.met(Around(lead, "", near))


def _around(stems: Iterable[str], text: str) -> str:
    places = sorted({found.start() for stem in stems if stem in text for found in re.finditer(re.escape(stem), text)})
    return "\n".join(text[max(0, place - _STEM_REACH) : place + _STEM_REACH] for place in places)


class _Behind:
    """The words that rules have behind an amount, as one pattern with a group a rule."""

    def __init__(self, lead: str, rules: Iterable[tuple[Rule, tuple[str, ...]]]) -> None:
        known = [(rule.id, pattern(words)) for rule, words in rules if words]
        self._ids = {f"r{number}": name for number, (name, _) in enumerate(known)}
        groups = "|".join(f"(?P<r{number}>{words})" for number, (_, words) in enumerate(known))
        self._pattern = re.compile(f"{lead}(?:{groups or '(?!)'})", _FLAGS)

    def match(self, text: str, start: int, end: int) -> tuple[str, str] | None:
        """What stands behind the amount, up to the word that names it, and the id of that word's rule."""
        found = self._pattern.match(text, start, end)
        return (found.group(), self._ids[found.lastgroup or "r0"]) if found else None


def _made(row: Mapping[str, Any]) -> Rule:
    return Rule(
        row["id"], cast(Says, row["says"]), tuple(row.get("before", ())), tuple(row.get("behind", ())),
        tuple(row.get("purpose", ())), tuple(row.get("stems", ())),
        Conditions.of(row, _PARTS, {}) if row.keys() & set(_PARTS.names) else None,
        row["example"], row["counter"],
    )  # fmt: skip


FILE = RuleFile(Path(__file__).with_name("rules.toml"), _KEYS, _made)


def load(own: Path | None = None, without: Collection[str] = ()) -> Rules:
    """The built-in rules but those `without`, behind those of the user's `own` file."""
    return Rules(FILE.chosen(own, without))
