"""The rules of rules.toml, compiled: what a sentence says of its skills, and names that mean something else.

Texts are asked in lower case: without the flag that ignores case patterns are looked for several times as fast.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analytics.extraction.sections.finder import PREFERRED_WORDS
from analytics.text.passages import Saying

FILE = Path(__file__).with_name("rules.toml")
_NEVER = re.compile(r"(?!)")
_BEFORE, _BEHIND = 60, 30  # characters that a meaning reads before and behind a name


class RulesError(ValueError):
    """A file of rules that cannot be used; names the file, the rule and what is wrong."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Names that mean something else where `pattern` is found around them; without names, any name."""

    id: str
    names: tuple[str, ...]
    pattern: re.Pattern[str]
    example: str
    counter: str


@dataclass(frozen=True, slots=True)
class ContextRules:
    """What sentences are asked (`sayings`), what else is asked around a name (`patterns`), both by id; names that mean
    something else; and skills that are left out beside the more exact ones named (`general`)."""

    patterns: Mapping[str, re.Pattern[str]]
    sayings: Mapping[str, Saying]
    by_name: Mapping[str, tuple[Meaning, ...]]
    of_any: tuple[Meaning, ...]
    general: Mapping[str, frozenset[str]]

    def means_else(self, written: str, lowered: str, start: int, end: int) -> bool:
        """Whether the name written (in lower case) from `start` to `end` means something else there."""
        if not self.of_any and written not in self.by_name:
            return False
        meanings = (*self.by_name.get(written, ()), *self.of_any)
        around = f"{lowered[max(0, start - _BEFORE) : start]}|{lowered[end : end + _BEHIND]}"
        return any(meaning.pattern.search(around) for meaning in meanings)


def load_rules(own: Path | None = None) -> ContextRules:
    """The built-in rules; with a user's file, its meanings added and without those whose ids it lists as `without`.

    Raises RulesError for a rule without id, a pattern that is none, an unknown id, and for anything else in the file.
    """
    data = _read(FILE)
    meanings = _meanings(data.get("meaning", ()), FILE)
    without: set[str] = set()
    if own is not None:
        added = _read(own)
        if unknown := set(added) - {"without", "meaning"}:
            raise RulesError(f"{own}: unknown {', '.join(sorted(unknown))}; it may hold `without` and [[meaning]]")
        known = {row["id"] for row in data["pattern"]} | {meaning.id for meaning in meanings}
        without = set(added.get("without", ()))
        if without - known:
            raise RulesError(f"{own}: without: no built-in rule is called {', '.join(sorted(without - known))}")
        meanings = [meaning for meaning in meanings if meaning.id not in without]
        meanings += _meanings(added.get("meaning", ()), own)
    patterns = {
        row["id"]: _NEVER if row["id"] in without else _compiled(row["pattern"], row["id"], FILE)
        for row in data["pattern"]
    }
    sayings = {
        row["id"]: Saying(row["id"], tuple(row.get("words", ())), patterns[row["id"]], row.get("reach", 0))
        for row in data["pattern"]
    }
    by_name: dict[str, list[Meaning]] = {}
    for meaning in meanings:
        for name in meaning.names:
            by_name.setdefault(name, []).append(meaning)
    return ContextRules(
        patterns,
        sayings,
        {name: tuple(found) for name, found in by_name.items()},
        tuple(meaning for meaning in meanings if not meaning.names),
        {skill: frozenset(specific) for skill, specific in data["general"].items()},
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RulesError(f"{file}: {error}") from error


def _meanings(rows: Iterable[Mapping[str, Any]], file: Path) -> list[Meaning]:
    found = []
    for number, row in enumerate(rows, 1):
        if missing := [key for key in ("id", "pattern") if not row.get(key)]:
            raise RulesError(f"{file}: [[meaning]] number {number} has no {missing[0]}")
        names = tuple(name.lower() for name in row.get("names", ()))
        pattern = _compiled(row["pattern"], row["id"], file)
        found.append(Meaning(row["id"], names, pattern, row.get("example", ""), row.get("counter", "")))
    return found


def _compiled(pattern: str | list[str], rule: str, file: Path) -> re.Pattern[str]:
    """A pattern, or the alternatives of a list."""
    if pattern == "{preferred}":
        return PREFERRED_WORDS
    try:
        return re.compile(pattern if isinstance(pattern, str) else "|".join(pattern))
    except re.error as error:
        raise RulesError(f"{file}: rule {rule}: the pattern cannot be read ({error})") from error


RULES = load_rules()
SAYINGS = tuple(saying for saying in RULES.sayings.values() if saying.words)  # their words are looked for in one scan
