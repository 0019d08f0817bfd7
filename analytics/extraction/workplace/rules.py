"""The rules of rules.toml, compiled: which of them decides what a mention of a way to work says."""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from analytics.extraction.rules import Conditions, Parts, RuleFile, expanded

Workplace = Literal["remote", "hybrid", "onsite"]

BEFORE, AFTER = 90, 110  # characters around a trigger that are read
_NEAR_BEFORE, _NEAR_AFTER = 45, 70
_FOLDER = Path(__file__).parent
WORDS: Mapping[str, list[str]] = tomllib.loads((_FOLDER / "workplace.toml").read_text(encoding="utf-8"))
TRIGGERS: tuple[str, ...] = tuple(WORDS["triggers"])
_CLAUSE_ENDS = re.compile(r"[.;!?\n•|]")
_PARTS = Parts(("after", "before", "clause", "rest", "near", "written"), anchored=frozenset({"after", "written"}))
_KEYS = frozenset({"id", "group", "says", "weight", "overrules", "example", "counter"} | _PARTS.keys)
# What a trigger must begin for the rules of a group to be asked of it.
_HEADS = {
    name: re.compile(expanded(pattern, WORDS))
    for name, pattern in {
        "tag": "#li-",
        "days": "{desk}|{at_home}|{day} |hybrid|wfh|from home",
        "remote": "{remote}",
        "hybrid": "{hybrid}",
        "home": r"{home}(?!\w)|smart working|homeoffice",
        "onsite": "{onsite}",
        "office": "office|in[- ]office|wfo",
        "wide": "distributed|comfort|anywhere|of the following|from where|wherever you|any country",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a trigger, in lower case but for `written`; rules.toml says which part is which."""

    after: str
    before: str
    clause: str
    rest: str
    near: str
    written: str

    @classmethod
    def of(cls, before: str, written: str) -> "Surroundings":
        """Those of a trigger that starts `written`."""
        before, after = before.lower(), written.lower()
        word = re.match(r"[\w@-]+(?:[ -](?:from|at|site|person|office|home|working|plats)\b){0,2}", after)
        behind = after[word.end() :] if word else after
        return cls(
            after=after,
            before=before,
            clause=_CLAUSE_ENDS.split(before)[-1],
            rest=_CLAUSE_ENDS.split(behind)[0],
            near=before[-_NEAR_BEFORE:] + after[:_NEAR_AFTER],
            written=written,
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; of all mentions in a posting the one of the greatest weight counts."""

    id: str
    group: str
    says: Workplace | None
    weight: float
    overrules: bool
    conditions: Conditions
    example: str
    counter: str


@dataclass(frozen=True, slots=True)
class Group:
    """Rules on the same words, in the order in which they are asked; `head` is what a trigger must begin."""

    name: str
    head: re.Pattern[str]
    rules: tuple[Rule, ...]


class Rules:
    """Rules by the groups that a trigger with a certain first letter can begin, so that no other head is tried."""

    def __init__(self, rules: Collection[Rule]) -> None:
        groups = [Group(name, head, tuple(r for r in rules if r.group == name)) for name, head in _HEADS.items()]
        self._by_letter = {
            letter: tuple(
                group
                for group in groups
                if group.rules
                and any(group.head.match(word + more) for word in TRIGGERS if word[0] == letter for more in _TAILS)
            )
            for letter in {word[0] for word in TRIGGERS}
        }

    def groups_at(self, letter: str) -> tuple[Group, ...]:
        """The groups that may be about a word with that first letter, in lower case."""
        return self._by_letter.get(letter, ())


_TAILS = ("", "a ", " ")


def _made(row: Mapping[str, Any]) -> Rule:
    return Rule(
        id=row["id"],
        group=row["group"],
        says=None if row["says"] == "nothing" else cast(Workplace, row["says"]),
        weight=float(row.get("weight", 0)),
        overrules=bool(row.get("overrules", False)),
        conditions=Conditions.of(row, _PARTS, WORDS),
        example=row["example"],
        counter=row["counter"],
    )


FILE = RuleFile(_FOLDER / "rules.toml", _KEYS, _made)


def load(own: Path | None = None, without: Collection[str] = ()) -> Rules:
    """The built-in rules but those `without`, behind those of the user's `own` file."""
    return Rules(FILE.chosen(own, without))
