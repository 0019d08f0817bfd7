"""The rules of rules.toml, compiled: which of them decides what a mention of a way to work says."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

Workplace = Literal["remote", "hybrid", "onsite"]

BEFORE, AFTER = 90, 110  # characters around a trigger that are read
_NEAR_BEFORE, _NEAR_AFTER = 45, 70
_FOLDER = Path(__file__).parent
WORDS: Mapping[str, list[str]] = tomllib.loads((_FOLDER / "workplace.toml").read_text(encoding="utf-8"))
_LIST = re.compile(r"\{([a-z_]+)\}")
_CLAUSE_ENDS = re.compile(r"[.;!?\n•|]")
_CONDITIONS = ("after", "before", "clause", "rest", "near", "written")


def expanded(pattern: str) -> str:
    """The pattern with each {name} replaced by the alternatives of that list.

    Raises KeyError where there is no such list.
    """
    return _LIST.sub(lambda match: "(?:" + "|".join(map(expanded, WORDS[match[1]])) + ")", pattern)


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
    """One rule: it is met where all of `wanted` are found and none of `unwanted`, each a part and a pattern."""

    id: str
    group: str
    says: Workplace | None
    weight: float
    overrules: bool
    wanted: tuple[tuple[str, re.Pattern[str]], ...]
    unwanted: tuple[tuple[str, re.Pattern[str]], ...]
    example: str
    counter: str

    def met(self, around: Surroundings) -> bool:
        """Whether the conditions hold."""
        return all(_found(part, pattern, around) for part, pattern in self.wanted) and not any(
            _found(part, pattern, around) for part, pattern in self.unwanted
        )


def _found(part: str, pattern: re.Pattern[str], around: Surroundings) -> bool:
    text: str = getattr(around, part)
    found = pattern.match(text) if part in ("after", "written") else pattern.search(text)
    return found is not None


def _patterns(row: Mapping[str, Any], prefix: str) -> Iterable[tuple[str, re.Pattern[str]]]:
    for part in _CONDITIONS:
        value = row.get(prefix + part, [])
        for pattern in [value] if isinstance(value, str) else value:
            yield part, re.compile(expanded(pattern))


def load(text: str) -> tuple[Rule, ...]:
    """The rules of a TOML text in the order in which they are asked."""
    return tuple(
        Rule(
            id=row["id"],
            group=row["group"],
            says=None if row["says"] == "nothing" else cast(Workplace, row["says"]),
            weight=float(row.get("weight", 0)),
            overrules=bool(row.get("overrules", False)),
            wanted=tuple(_patterns(row, "")),
            unwanted=tuple(_patterns(row, "not_")),
            example=row["example"],
            counter=row["counter"],
        )
        for row in tomllib.loads(text)["rule"]
    )


RULES = load((_FOLDER / "rules.toml").read_text(encoding="utf-8"))


def by_group(rules: Iterable[Rule]) -> dict[str, tuple[Rule, ...]]:
    """The rules of each group, in their order."""
    groups: dict[str, list[Rule]] = {}
    for rule in rules:
        groups.setdefault(rule.group, []).append(rule)
    return {name: tuple(members) for name, members in groups.items()}
