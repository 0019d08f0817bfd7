"""What all marks share: a figure, and when two names, numbers or skills are the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analytics.extraction.skills.scoring import fold, meets

__all__ = ["Figure", "Row", "f1", "fold", "meets", "near", "share"]

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """A share of right answers and the answers that it stands on."""

    name: str
    value: float
    n: int


def share(marks: Sequence[bool], name: str) -> Figure:
    """The share of marks that are right; nan of none."""
    return Figure(name, sum(marks) / len(marks) if marks else float("nan"), len(marks))


def f1(precision: float, recall: float) -> float:
    """The harmonic mean of precision and recall, 0 when both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def near(a: float | None, b: float | None, within: float = 1) -> bool:
    """Whether two amounts are less than `within` apart, or both unknown."""
    return (a is None) == (b is None) and (a is None or b is None or abs(float(a) - float(b)) < within)
