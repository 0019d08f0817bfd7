"""The rules of rules.toml, compiled: what a figure of years says."""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analytics.extraction.rules import Conditions, Parts, RuleFile

_FOLDER = Path(__file__).parent
WORDS: Mapping[str, Any] = tomllib.loads((_FOLDER / "years.toml").read_text(encoding="utf-8"))
_PARTS = Parts(
    ("shape", "figure", "section", "near", "before", "next", "around", "after", "clause_before", "clause_after"),
    anchored=frozenset({"next"}),
)
_KEYS = frozenset({"id", "group", "says", "example", "counter", "pattern", "min", "max"} | _PARTS.keys)
_NEAR, _CLAUSE = 48, 30
_CUT = re.compile(r"[,:;()\n]")


@dataclass(slots=True)
class Surroundings:
    """What stands around a figure, in lower case; rules.toml says which part is which."""

    figure: str
    shape: str
    section: str
    before: str
    after: str

    @property
    def near(self) -> str:
        """The end of what stands before."""
        return self.before[-_NEAR:]

    @property
    def next(self) -> str:
        """What follows the figure."""
        return self.after

    @property
    def around(self) -> str:
        """What stands before and after."""
        return f"{self.before} | {self.after}"

    @property
    def clause_before(self) -> str:
        """What stands before within the clause."""
        return _CUT.split(self.before[-_CLAUSE:])[-1]

    @property
    def clause_after(self) -> str:
        """What stands behind within the clause."""
        return _CUT.split(self.after)[0]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `pattern`, `min` and `max` are those of words that stand for a figure."""

    id: str
    group: str
    says: str
    conditions: Conditions
    example: str
    counter: str
    pattern: str | None = None
    min: float = 0.0
    max: float | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of each group in the order in which they are asked, and one pattern of all words for a figure."""

    groups: Mapping[str, tuple[Rule, ...]]
    words: re.Pattern[str]

    @classmethod
    def of(cls, rules: Collection[Rule]) -> "Rules":
        """Those rules by their groups."""
        groups = {name: tuple(rule for rule in rules if rule.group == name) for name in ("kind", "wish", "most")}
        words = [rule for rule in rules if rule.group == "words"]
        pattern = "|".join(f"(?P<w{number}>{rule.pattern})" for number, rule in enumerate(words))
        return cls({**groups, "words": tuple(words)}, re.compile((pattern or "(?!)").replace(" ", r"\s")))

    def decides(self, group: str, around: Surroundings) -> Rule | None:
        """The first rule of a group that is met."""
        return next((rule for rule in self.groups[group] if rule.conditions.met(around)), None)

    def in_words(self, match: re.Match[str]) -> Rule:
        """The rule whose words were found."""
        return self.groups["words"][int((match.lastgroup or "w0")[1:])]


def _made(row: Mapping[str, Any]) -> Rule:
    return Rule(
        row["id"], row["group"], row["says"], Conditions.of(row, _PARTS, WORDS), row["example"], row["counter"],
        row.get("pattern"), float(row.get("min", 0)), float(row["max"]) if "max" in row else None,
    )  # fmt: skip


FILE = RuleFile(_FOLDER / "rules.toml", _KEYS, _made)


def load(own: Path | None = None, without: Collection[str] = ()) -> Rules:
    """The built-in rules but those `without`, behind those of the user's `own` file."""
    return Rules.of(FILE.chosen(own, without))
