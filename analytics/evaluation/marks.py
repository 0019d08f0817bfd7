"""What all marks share: a figure, and when two names, numbers or skills are the same."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """A share of right answers and the answers that it stands on."""

    name: str
    value: float
    n: int


def fold(name: str | None) -> str:
    """A skill's name without case, spaces, punctuation and plural."""
    return re.sub(r"[\s\-_./]+", "", (name or "").casefold()).rstrip("s")


def meets(prediction: Row, label: Row, text: str) -> bool:
    """A predicted skill is a labelled one by name, by surface, or by standing where a labelled surface stands."""
    if {fold(prediction["skill"]), fold(prediction["surface"])} & {fold(label["surface"]), fold(label["canonical"])}:
        return True
    places = re.finditer(re.escape(label["surface"]), text)
    return any(prediction["start"] < place.end() and place.start() < prediction["end"] for place in places)


def share(marks: Sequence[bool], name: str) -> Figure:
    """The share of marks that are right; nan of none."""
    return Figure(name, sum(marks) / len(marks) if marks else float("nan"), len(marks))


def f1(precision: float, recall: float) -> float:
    """The harmonic mean of precision and recall, 0 when both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def near(a: float | None, b: float | None, within: float = 1) -> bool:
    """Whether two amounts are less than `within` apart, or both unknown."""
    return (a is None) == (b is None) and (a is None or b is None or abs(float(a) - float(b)) < within)
