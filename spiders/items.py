"""The items of a crawl: what platforms yield, and what becomes of it."""

from dataclasses import dataclass
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]  # of the raw table: what the item pipelines get


@dataclass(frozen=True, slots=True)
class PostingItem:
    """A posting's payload: any JSON value, kept verbatim. An id of None is counted as unparsed and kept."""

    external_id: str | None
    payload: Any
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Advertised:
    """How many postings the board says it has; a part of it, where each of its lists tells only of itself.

    `passed_over` is the number of addresses in the list that are taken for no postings. `is_cut`: the list ends before
    the board's postings do.
    """

    postings: int
    is_part: bool = False
    passed_over: int = 0
    is_cut: bool = False
