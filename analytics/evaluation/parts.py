"""Labelled postings in five parts by employer: rules are developed on four of them, the fifth tells what to expect.

An employer's postings repeat its phrases, so all of them lie in one part.
"""

import hashlib
from collections.abc import Iterable

from analytics.evaluation.marks import Row

PARTS = 5
KEPT = PARTS - 1  # the part that no rule is developed on


def part_of(row: Row) -> int:
    """The part that a labelled row belongs to, 0 to 4: by its employer; by its id where it has none, as a case."""
    employer = None if "expected" in row else row.get("company")
    name = str(employer or row.get("id") or "").casefold().strip()
    return hashlib.sha256(name.encode()).digest()[0] % PARTS


def split(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """The rows to develop on, and those that are kept."""
    developed: list[Row] = []
    kept: list[Row] = []
    for row in rows:
        (kept if part_of(row) == KEPT else developed).append(row)
    return developed, kept
