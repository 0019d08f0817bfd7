"""The roles, and which of them a posting is: by its title first, by its duties second."""

import collections
import difflib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from analytics.extraction.titles import rules
from analytics.extraction.titles.reading import TitleReading, read_title
from analytics.extraction.titles.rules import Role, RoleSet

ROLES: Mapping[str, Role] = MappingProxyType(dict(rules.load().roles))
NOT_AI = frozenset({"software-engineer", "other"})

# Heads under which the duties may make an AI role of a title that names none
_ENGINEERS = frozenset({"engineer", "ingenieur"})
_BUILDERS = _ENGINEERS | frozenset({"engineering", "lead", "specialist", "architect", ""})
_AI_FIELDS = frozenset({"ai", "ml", "llm", "agent", "agentproduct", "mlops", "dataai", "prompt", "safety"})
# Heads whose AI work is a role of its own
_BY_HEAD = {
    "architect": "ai-architect",
    "productmanager": "ai-product-manager",
    "manager": "ai-engineering-manager",
    "consultant": "ai-consultant",
    "customer": "ai-consultant",
}
_FOR_CUSTOMERS = 1.0  # the same where the trade is to bring the employer's product to customers
_ENOUGH = 3.0  # weight of asked skills from which the duties are AI work
_SOME = 0.5  # weight below which the duties are not AI work at all
_MENTIONED = 0.5  # weight of a skill that users of AI tools are asked for as well
_WISHED = 1 / 3  # weight of a skill that is only nice to have
# Titles of trades that exist in and out of AI: without any AI in title and duties they are this role instead
_OUTSIDE_AI = {
    "research-scientist": "other",
    "research-engineer": "other",
    "ai-product-manager": "other",
    "ai-consultant": "software-engineer",
}
_MISSPELT = 0.9  # likeness to a role's name from which other words are taken for its misspelling
_TOLD = 4  # from so many extracted skills on a posting tells its duties


class RoleDecision(NamedTuple):
    """`role` is a role id, `basis` title, duties or assumed, `tier` core, probable or excluded."""

    role: str
    basis: str
    tier: str


def role_names(roles: RoleSet | None = None) -> dict[str, str]:
    """Role ids and their names, in the order of data/roles.toml; the built-in ones when no `roles` are given."""
    return {role.id: role.name for role in (roles or rules.load()).roles.values()}


def find_role(text: str, roles: RoleSet | None = None) -> str:
    """The id of a role given by id, name, initials (mle) or any title that is read as it ("Machine Learning Engineer").

    Raises KeyError naming the nearest roles, also for what is nearly but not quite the name of one.
    """
    roles = roles or rules.load()
    wanted = _folded(text)
    known = {_folded(key): role.id for role in roles.roles.values() for key in (role.id, role.name)}
    initials = [(_initials(role.name), role.id) for role in roles.roles.values()]
    often = collections.Counter(short for short, _ in initials)
    known = {short: role for short, role in initials if often[short] == 1} | known
    if wanted in known:
        return known[wanted]
    misspelt = difflib.get_close_matches(wanted, known, n=3, cutoff=_MISSPELT)
    reading = read_title(text, roles)
    if reading.role != "other" and not misspelt:
        return reading.role
    near = [key for key in known if wanted and wanted in key] + difflib.get_close_matches(wanted, known, 3, cutoff=0.4)
    short = [role for short, role in initials if short == wanted]  # of several roles
    found = dict.fromkeys([*short, *(known[key] for key in [*misspelt, *near])])
    hint = ", ".join(list(found)[:3]) or ", ".join(roles.roles)
    raise KeyError(f"unknown role '{text}'; near it: {hint}")


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold()).removesuffix("s")


def _initials(name: str) -> str:
    """ML Engineer: mle; words in capitals stay whole."""
    return "".join(word if word.isupper() else word[:1] for word in name.split()).casefold()


@lru_cache(maxsize=16_384)
def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold()).rstrip("s")


@lru_cache(maxsize=4)
def _signals(roles: RoleSet) -> dict[str, dict[str, float]]:
    """For each skill (folded) the roles that it speaks for, and how much: a signal 1, a mere mention half."""
    found: dict[str, dict[str, float]] = {}
    for role in roles.roles.values():
        for skills, weight in ((role.mentions, _MENTIONED), (role.signals, 1.0)):
            for skill in skills:
                found.setdefault(_key(skill), {})[role.id] = weight
    return found


def _duties(skills: Mapping[str, str], roles: RoleSet) -> tuple[float, str]:
    """How much the asked skills speak for work on AI, each once by its least, and the role that they speak for most."""
    total, by_role, signals = 0.0, dict.fromkeys(roles.roles, 0.0), _signals(roles)
    for skill, requirement in skills.items():
        spoken_for = signals.get(_key(skill))
        if spoken_for:
            share = _WISHED if requirement == "preferred" else 1.0
            total += share * min(spoken_for.values())
            for role, weight in spoken_for.items():
                by_role[role] += share * weight
    return total, max(by_role, key=lambda role: by_role[role])


def signals(skills: Iterable[str], roles: RoleSet) -> set[str]:
    """Which of these skills speak for a role of AI: what a role that duties tell was read from."""
    known = _signals(roles)
    return {skill for skill in skills if _key(skill) in known}


def duties_matter(reading: TitleReading) -> bool:
    """Whether the skills that are asked for may change what the title says."""
    return reading.role in NOT_AI or _is_open_to_all(reading)


def _is_open_to_all(reading: TitleReading) -> bool:
    """Whether the title names a trade that exists in and out of AI, and no AI."""
    return reading.role in _OUTSIDE_AI and reading.tier == "probable" and not (reading.own | reading.topic) & _AI_FIELDS


def classify(reading: TitleReading, skills: Mapping[str, str], roles: RoleSet | None = None) -> RoleDecision:
    """The role of a posting from its title and from the skills that it asks for (name -> required | preferred).

    A title that names a role keeps it. An engineer's title without AI becomes an AI role when the duties ask for
    several skills of building with AI; a trade that exists in and out of AI leaves it when they ask for no such skill.
    """
    role, tier, roles = reading.role, reading.tier, roles or rules.load()
    if _is_open_to_all(reading) and len(skills) >= _TOLD and _duties(skills, roles)[0] < _SOME:
        return RoleDecision(_OUTSIDE_AI[role], "duties", "excluded")
    if role not in NOT_AI:
        return RoleDecision(role, "title", tier)
    weight, best = _duties(skills, roles)
    if reading.head in _ENGINEERS and "facing" in reading.own and "business" not in reading.own | reading.topic:
        if weight >= _FOR_CUSTOMERS:
            return RoleDecision("ai-consultant", "duties", "probable")
    elif weight >= _ENOUGH:
        if reading.head in _BY_HEAD and (reading.head != "manager" or role == "software-engineer"):
            return RoleDecision(_BY_HEAD[reading.head], "duties", "probable")
        if (
            reading.head in _BUILDERS
            and "qa" not in reading.own
            and (role != "other" or reading.head not in _ENGINEERS)
        ):
            excluded = roles.roles[best].tier == "excluded"
            return RoleDecision(best, "duties", "excluded" if excluded else "probable")
    return RoleDecision(role, "title" if reading.title else "assumed", tier)
