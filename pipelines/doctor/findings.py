"""What the doctor finds: one thing that is wrong, how bad it is, what to do, and how it is mended where it can be."""

from collections.abc import Callable
from dataclasses import dataclass

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """`repair` mends it and says in a sentence what it did; None: only a person can."""

    severity: str
    what: str
    remedy: str
    repair: Callable[[], str] | None = None


def mendable(severity: str, what: str, repair: Callable[[], str]) -> Finding:
    return Finding(severity, what, "rolemeter doctor --repair mends it", repair)
