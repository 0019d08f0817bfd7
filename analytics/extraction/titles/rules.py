"""The grammar of titles as rules of data: from head noun and fields to a role."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from analytics.extraction.titles.words import split

DATA = Path(__file__).parent
_CONDITIONS = ("head", "own", "own_all", "topic", "any", "all", "no", "no_own")
_TIERS = ("core", "probable", "excluded")
_ROLE_KEYS = frozenset({"id", "name", "titles", "signals", "mentions", "tier"})
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")  # ids name files and pages


@dataclass(frozen=True, slots=True)
class Role:
    """A role: id, name, the phrases that name it outright in a title, the skills whose demand speaks for it.

    `signals` are skills of building with AI, `mentions` such as users of AI tools are asked for as well. `tier` is None
    where the entry tells none: then a phrase says core and each rule its own tier.
    """

    id: str
    name: str
    titles: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    tier: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: each condition is None (not asked) or a set of labels, see data/roles.toml."""

    role: str
    tier: str
    head: frozenset[str] | None = None
    own: frozenset[str] | None = None
    own_all: frozenset[str] = frozenset()
    topic: frozenset[str] | None = None
    any: frozenset[str] | None = None
    all: frozenset[str] | None = None
    no: frozenset[str] = frozenset()
    no_own: frozenset[str] = frozenset()

    def fits(self, own: frozenset[str], topic: frozenset[str]) -> bool:
        """Does the rule hold for the fields of a title whose head noun it admits?"""
        if self.own is not None and not (own & self.own):
            return False
        if self.topic is not None and not (topic & self.topic):
            return False
        if self.any is not None and not (own & self.any or topic & self.any):
            return False
        if self.all is not None and not (own & self.all or topic & self.all):
            return False
        return self.own_all <= own and not (own & self.no or topic & self.no or own & self.no_own)


@dataclass(frozen=True, slots=True, eq=False)
class RoleSet:
    """The roles and the rules of titles that lead to them, in their order, by the head noun they ask for.

    `phrases` name a role outright; the first that a title holds decides.
    """

    roles: Mapping[str, Role]
    phrases: tuple[tuple[str, Role], ...]
    rules: Mapping[str, tuple[Rule, ...]]
    rules_of_any_head: tuple[Rule, ...]

    def role_of_title(self, head: str, own: frozenset[str], topic: frozenset[str], folded: str) -> tuple[str, str]:
        """(role id, tier) of a title in its folded words."""
        padded = f" {folded} "
        for phrase, role in self.phrases:
            if phrase in padded:
                return role.id, role.tier or "core"
        for rule in self.rules.get(head, self.rules_of_any_head):
            if rule.fits(own, topic):
                return rule.role, rule.tier
        return "other", "excluded"


def _text_list(entry: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{where}: '{key}' must be a list of texts")
    return tuple(value)


def _read(path: Path, groups: dict[str, tuple[str, ...]]) -> tuple[list[Role], list[Rule]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: not a TOML file of roles: {error}") from error
    unknown = sorted(set(data) - {"groups", "role", "rule"})
    if unknown:
        raise ValueError(f"{path}: unknown {unknown[0]!r}; the file holds [[role]], [[rule]] and [groups]")
    labels = data.get("groups", {})
    if not isinstance(labels, dict):
        raise ValueError(f"{path}: 'groups' must be a table of lists, headed by [groups]")
    groups |= {name: _text_list(labels, name, f"{path}: groups") for name in labels}
    roles, rules = [], []
    for where, entry in _numbered(path, text, data, "role"):
        unknown = sorted(set(entry) - _ROLE_KEYS)
        if unknown:
            raise ValueError(f"{where} has an unknown {unknown[0]!r}; known: {', '.join(sorted(_ROLE_KEYS))}")
        if not isinstance(entry.get("id"), str) or not isinstance(entry.get("name"), str):
            raise ValueError(f"{where} needs an id and a name")
        if not _ID.fullmatch(entry["id"]) or not entry["name"].strip():
            raise ValueError(f"{where}: id {entry['id']!r} must be words of a-z and 0-9 with hyphens, name not empty")
        tier = entry.get("tier")
        if tier is not None and tier not in _TIERS:
            raise ValueError(f"{where} ({entry['id']}): tier must be one of {', '.join(_TIERS)}")
        titles = tuple(joined(split(title).tokens) for title in _text_list(entry, "titles", where))
        if not all(titles):
            raise ValueError(f"{where}: an empty phrase in 'titles'")
        signals, mentions = _text_list(entry, "signals", where), _text_list(entry, "mentions", where)
        roles.append(Role(entry["id"], entry["name"], titles, signals, mentions, tier))
    for where, entry in _numbered(path, text, data, "rule"):
        unknown = sorted(set(entry) - {*_CONDITIONS, "role", "tier"})
        if unknown or entry.get("tier") not in _TIERS or not isinstance(entry.get("role"), str):
            raise ValueError(f"{where} needs a role and a tier, and has no {', '.join(unknown) or 'such values'}")
        sets = {}
        for name in _CONDITIONS:
            if name in entry:
                named = _text_list(entry, name, where)
                sets[name] = frozenset(label for one in named for label in groups.get(one, (one,)))
        rules.append(Rule(entry["role"], entry["tier"], **sets))
    return roles, rules


def _numbered(path: Path, text: str, data: Mapping[str, Any], kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The entries of an array of tables, each with its place: file, number, line of its heading."""
    entries = data.get(kind, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ValueError(f"{path}: each {kind} must be headed by [[{kind}]], in two brackets")
    lines = [
        number for number, line in enumerate(text.splitlines(), 1)
        if re.match(rf"\s*\[\[\s*{kind}\s*\]\]", line)
    ]  # fmt: skip
    for number, entry in enumerate(entries, 1):
        line = f", line {lines[number - 1]}" if len(lines) == len(entries) else ""
        yield f"{path}{line}: {kind} {number}", entry


def load(extra: Path | None = None) -> RoleSet:
    """The built-in roles and rules, with those of a user's own file in front of them.

    The file has the form of data/roles.toml and may hold only `[[role]]` entries with `titles`; a role with the id of
    a built-in one adds its titles and signals to it, and its tier, where told, is that of every title of the role.
    Raises ValueError naming file and entry.
    """
    return _built_in() if extra is None else _load(extra)


@cache
def _built_in() -> RoleSet:
    return _load(None)


def _load(extra: Path | None) -> RoleSet:
    groups: dict[str, tuple[str, ...]] = {}
    roles, rules = _read(DATA / "roles.toml", groups)
    table = {role.id: role for role in roles}
    phrases = [(phrase, role.id) for role in roles for phrase in role.titles]
    if extra is not None:
        more, own_rules = _read(extra, groups)
        phrases = [(phrase, role.id) for role in more for phrase in role.titles] + phrases
        for role in more:
            known = table.get(role.id)
            if known:
                signals, mentions = known.signals + role.signals, known.mentions + role.mentions
                titles = known.titles + role.titles
                role = replace(known, name=role.name, titles=titles, signals=signals, mentions=mentions, tier=role.tier)
            table[role.id] = role
        tiers = {role.id: role.tier for role in more if role.tier}
        rules = own_rules + [replace(rule, tier=tiers.get(rule.role, rule.tier)) for rule in rules]
    lost = sorted({rule.role for rule in rules} - set(table))
    if lost:
        raise ValueError(f"{extra or 'roles.toml'}: rules name roles that are not declared: {', '.join(lost)}")
    heads = frozenset().union(*(rule.head for rule in rules if rule.head is not None))
    by_head = {head: tuple(rule for rule in rules if rule.head is None or head in rule.head) for head in heads}
    named = tuple((f" {phrase} ", table[role]) for phrase, role in phrases)
    return RoleSet(table, named, by_head, tuple(rule for rule in rules if rule.head is None))


def joined(tokens: Sequence[str]) -> str:
    """The words of a title, as the phrases of `titles` are compared with it."""
    return " ".join(token for token in tokens if token not in "/&+")
