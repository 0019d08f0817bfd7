"""General names left out where the posting also names the specific thing: "APIs" beside "REST APIs"."""

from collections.abc import Iterable

from analytics.extraction.skills.admission import SkillHit

# A general skill, and those of which one says the same more exactly.
SPECIFIC = {
    "APIs": frozenset(("REST APIs",)),
    "Databases": frozenset(("Graph Databases", "NoSQL", "Relational Databases", "Vector Databases")),
    "Scripting": frozenset(("Bash", "PowerShell", "Python", "Shell scripting")),
    "Web Development": frozenset(("Backend Development", "Frontend Development", "Full-Stack Development")),
}


def without_general(hits: Iterable[SkillHit]) -> list[SkillHit]:
    """The skills without those that another one of the same posting says more exactly."""
    found = list(hits)
    names = {hit.skill for hit in found}
    return [hit for hit in found if names.isdisjoint(SPECIFIC.get(hit.skill, ()))]
