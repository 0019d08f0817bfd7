"""What labelled postings were answered wrongly, by kind: which value came instead of which, which skills were wrong."""

import collections
from collections.abc import Sequence
from typing import NamedTuple

from analytics.evaluation.cases import broken
from analytics.evaluation.marks import Row, meets

FIELDS = ("seniority", "role", "workplace", "min_years")


class Confusion(NamedTuple):
    """How often `field` was `labelled` and answered as `answered`, and the first postings of these."""

    field: str
    labelled: str
    answered: str
    n: int
    postings: tuple[str, ...]


class SkillErrors(NamedTuple):
    """Skills that were wrong (no label meets them) or missed, of one kind, the commonest names first."""

    error: str
    kind: str
    n: int
    names: tuple[str, ...]


def confusions(labelled: Sequence[Row], answers: Sequence[Row], shown: int = 3) -> list[Confusion]:
    """The wrong values of each field, the commonest first."""
    found: dict[tuple[str, str, str], list[str]] = collections.defaultdict(list)
    for want, got in zip(labelled, answers, strict=True):
        for field in FIELDS:
            told, answered = _value(want, field), _value(got, field)
            if field in want and told != answered:
                found[field, told, answered].append(str(want["id"]))
    rows = [Confusion(*key, len(ids), tuple(ids[:shown])) for key, ids in found.items()]
    return sorted(rows, key=lambda row: (FIELDS.index(row.field), -row.n, row.labelled, row.answered))


def _value(row: Row, field: str) -> str:
    value = row.get(field)
    if isinstance(value, float | int):
        return f"{value:g}"
    return str(value) if value is not None else "unknown"


def skill_errors(labelled: Sequence[Row], answers: Sequence[Row], shown: int = 8) -> list[SkillErrors]:
    """Wrong and missed skills: missed ones by the label's kind, wrong ones by the section that they stood in."""
    found: dict[tuple[str, str], collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for want, got in zip(labelled, answers, strict=True):
        text, hits = want["description"], got.get("skills") or []
        for hit in hits:
            if not any(meets(hit, label, text) for label in want["skills"]):
                found["wrong", str(hit.get("section"))][hit["skill"]] += 1
        for label in want["skills"]:
            if not any(meets(hit, label, text) for hit in hits):
                found["missed", label["kind"]][label["canonical"]] += 1
    rows = [
        SkillErrors(*key, names.total(), tuple(name for name, _ in names.most_common(shown)))
        for key, names in found.items()
    ]
    return sorted(rows, key=lambda row: (row.error, -row.n, row.kind))


def broken_cases(labelled: Sequence[Row], answers: Sequence[Row]) -> list[tuple[str, str, str]]:
    """(kind, id, what is broken) of each case that is not answered as it must be."""
    marked = [(case, broken(case["expected"], answer)) for case, answer in zip(labelled, answers, strict=True)]
    return sorted((str(case["kind"]), str(case["id"]), "; ".join(words)) for case, words in marked if words)
