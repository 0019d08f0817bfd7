"""The roles, and which of them a posting is: by its title first, by its duties second."""

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from analytics.extraction.titles import rules
from analytics.extraction.titles.reading import TitleReading
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
    """The id of a role given by id or by name, case aside. Raises KeyError naming the nearest roles."""
    wanted, names = text.strip().casefold(), role_names(roles)
    known = {key.casefold(): id_ for id_, name in names.items() for key in (id_, name, id_.replace("-", " "))}
    if wanted in known:
        return known[wanted]
    near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.4)
    hint = ", ".join(dict.fromkeys(known[key] for key in near)) or ", ".join(sorted(set(known.values())))
    raise KeyError(f"unknown role '{text}'; near it: {hint}")


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


def classify(reading: TitleReading, skills: Mapping[str, str], roles: RoleSet | None = None) -> RoleDecision:
    """The role of a posting from its title and from the skills that it asks for (name -> required | preferred).

    A title that names a role keeps it. An engineer's title without AI becomes an AI role when the duties ask for
    several skills of building with AI; a trade that exists in and out of AI leaves it when they ask for no such skill.
    """
    role, tier, roles = reading.role, reading.tier, roles or rules.load()
    open_to_all = role in _OUTSIDE_AI and tier == "probable" and not (reading.own | reading.topic) & _AI_FIELDS
    if open_to_all and len(skills) >= _TOLD and _duties(skills, roles)[0] < _SOME:
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
