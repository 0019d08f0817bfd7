"""General names left out where the posting also names the specific thing: "APIs" beside "REST APIs"."""

from collections.abc import Iterable, Mapping

from analytics.extraction.skills.admission import SkillHit


def without_general(hits: Iterable[SkillHit], general: Mapping[str, frozenset[str]]) -> list[SkillHit]:
    """The skills without those that another one of the same posting says more exactly (`general`, by skill)."""
    found = list(hits)
    names = {hit.skill for hit in found}
    return [hit for hit in found if names.isdisjoint(general.get(hit.skill, ()))]
