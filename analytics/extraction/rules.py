"""Rules as data: what each component's rules.toml has in common, and how a user adds to them or switches one off.

A rule is a table `[[rule]]` with an `id`, what it `says`, conditions, an `example` that it must meet and a `counter` in
which it must not be met (both run by the tests). A condition is a regular expression over one part of what stands
around a place in the text, in lower case; which parts there are each rules.toml says at its head. A condition may be a
list, of which all must be found; with "not_" before its name none may be. {name} in a pattern is a list of words.
"""

import difflib
import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

Find: TypeAlias = Callable[[str], re.Match[str] | None]
_LIST = re.compile(r"\{([a-z_]+)\}")


def expanded(pattern: str, words: Mapping[str, list[str]]) -> str:
    """The pattern with each {name} replaced by the alternatives of that list.

    Raises KeyError where there is no such list.
    """
    return _LIST.sub(lambda match: "(?:" + "|".join(expanded(word, words) for word in words[match[1]]) + ")", pattern)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that conditions may name; those `anchored` are matched from their beginning, others searched."""

    names: tuple[str, ...]
    anchored: frozenset[str] = frozenset()
    flags: re.RegexFlag = re.NOFLAG

    @property
    def keys(self) -> frozenset[str]:
        """The keys of a rule's conditions."""
        return frozenset(prefix + part for part in self.names for prefix in ("", "not_"))


@dataclass(frozen=True, slots=True)
class Conditions:
    """Met where all of `wanted` are found and none of `unwanted`: a part, and the way a pattern is looked for in it."""

    wanted: tuple[tuple[str, Find], ...]
    unwanted: tuple[tuple[str, Find], ...]

    @classmethod
    def of(cls, row: Mapping[str, Any], parts: Parts, words: Mapping[str, list[str]]) -> "Conditions":
        """Those of a rule as written."""
        return cls(tuple(_patterns(row, "", parts, words)), tuple(_patterns(row, "not_", parts, words)))

    def met(self, around: object) -> bool:
        """Whether they hold of what stands around; it has an attribute for each part."""
        for part, find in self.wanted:
            if find(getattr(around, part)) is None:
                return False
        for part, find in self.unwanted:  # noqa: SIM110 (a generator takes half as long again)
            if find(getattr(around, part)) is not None:
                return False
        return True


def _patterns(
    row: Mapping[str, Any], prefix: str, parts: Parts, words: Mapping[str, list[str]]
) -> Iterator[tuple[str, Find]]:
    for part in parts.names:
        value = row.get(prefix + part, [])
        for pattern in [value] if isinstance(value, str) else value:
            compiled = re.compile(expanded(pattern, words), parts.flags)
            yield part, compiled.match if part in parts.anchored else compiled.search


class Named(Protocol):
    """A rule of any component."""

    @property
    def id(self) -> str:
        """What it is called."""


R = TypeVar("R", bound=Named)


@dataclass(frozen=True)
class RuleFile(Generic[R]):
    """The rules.toml of a component: the keys that its rules may have, and how a rule is made of a row."""

    file: Path
    keys: frozenset[str]
    made: Callable[[Mapping[str, Any]], R]

    @cached_property
    def built_in(self) -> tuple[R, ...]:
        """The rules of the file, in their order."""
        return self.read(self.file)

    def read(self, file: Path) -> tuple[R, ...]:
        """The rules of a file in the same form, in their order.

        Raises ValueError naming file and rule: where it is no TOML, or a rule lacks a key, has one that is unknown, or
        a pattern that cannot be read.
        """
        try:
            return tuple(self.made(row) for row in _rows(file, self.keys))
        except (KeyError, re.error) as error:
            raise ValueError(f"{file}: a rule has no group, or a pattern that cannot be read ({error})") from error

    def chosen(self, own: Path | None, without: Collection[str]) -> tuple[R, ...]:
        """The rules of the user's `own` file, asked first, and the built-in ones that are not switched off or replaced.

        Raises ValueError as `read`, and for an id to switch off that no rule has.
        """
        ids = {rule.id for rule in self.built_in}
        for name in without:
            if name not in ids:
                near = difflib.get_close_matches(name, ids, 1)
                raise ValueError(f"no rule is called {name}" + (f"; did you mean {near[0]}?" if near else ""))
        first = self.read(own) if own else ()
        gone = set(without) | {rule.id for rule in first}
        return (*first, *(rule for rule in self.built_in if rule.id not in gone))


def _rows(file: Path, known: Collection[str]) -> list[dict[str, Any]]:
    """The rows of a file as written."""
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8")).get("rule", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{file}: cannot be read as TOML ({error})") from error
    for number, row in enumerate(found, 1):
        name = row.get("id", f"rule {number}")
        for needed in ("id", "says", "example", "counter"):
            if not isinstance(row.get(needed), str):
                raise ValueError(f"{file}: {name} has no {needed}")
        for key in row:
            if key not in known:
                raise ValueError(f"{file}: {name} has an unknown key {key}; the keys are {', '.join(sorted(known))}")
    return list(found)
