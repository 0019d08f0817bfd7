"""Whether a night may replace what readers have: its figures against those of the last good night. Pure functions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.snapshot import READ

VOLUME_LEAST = 0.5  # share of the last good night's postings below which a night is held back
UNREAD_MOST = 0.25  # share of boards that were not read and for which nothing stands in
CARRIED_MOST = 0.5  # share of postings that are only repeated from earlier nights
UNREAD_FEW = 3  # boards: fewer unread ones never hold a night back by their share
COVERAGE_FALL = 0.2  # by which a share of postings that are understood may fall
COVERAGE_POSTINGS = 50  # AI postings: of fewer, shares tell nothing

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a night is judged by. `with_skill` and `with_level` are shares of its `ai_postings`."""

    boards: tuple[Row, ...]  # rows of board_fetches: platform, board, status, postings
    postings: int
    carried: int
    ai_postings: int
    with_skill: float
    with_level: float

    @property
    def unread(self) -> list[str]:
        """The boards that could not be read and for which no earlier posting stands in."""
        return [
            f"{row['platform']} {row['board']}"
            for row in self.boards
            if row["status"] in ("failed", "blocked") and not row["postings"]
        ]


def reasons_to_hold(tonight: Figures, good: Figures | None) -> list[str]:
    """Why the night must not replace the last good one; empty when it may. `good` is None on the first night."""
    found = [_nothing(tonight, good), _unread(tonight), _carried(tonight)]
    if good is not None:
        found += [_volume(tonight, good), *_coverage(tonight, good)]
    return [reason for reason in found if reason]


def _nothing(tonight: Figures, good: Figures | None) -> str | None:
    bad = [row for row in tonight.boards if row["status"] not in READ]
    if tonight.postings or not (bad or (good and good.postings)):
        return None
    return f"no posting at all: {len(bad)} of {len(tonight.boards)} boards were not read"


def _unread(tonight: Figures) -> str | None:
    count, boards = len(tonight.unread), len(tonight.boards)
    if count < UNREAD_FEW or count <= UNREAD_MOST * boards:
        return None
    return f"{count} of {boards} boards were not read and nothing stands in for them ({_some(tonight.unread)})"


def _carried(tonight: Figures) -> str | None:
    if tonight.carried <= CARRIED_MOST * tonight.postings:
        return None
    return f"{tonight.carried:,} of {tonight.postings:,} postings are carried forward from earlier nights"


def _volume(tonight: Figures, good: Figures) -> str | None:
    if tonight.postings >= VOLUME_LEAST * good.postings:
        return None
    return f"{tonight.postings:,} postings, the last good night had {good.postings:,}"


def _coverage(tonight: Figures, good: Figures) -> list[str]:
    if min(tonight.ai_postings, good.ai_postings) < COVERAGE_POSTINGS:
        return []
    shares = {
        "name a skill": (tonight.with_skill, good.with_skill),
        "tell their level": (tonight.with_level, good.with_level),
    }
    return [
        f"{now:.0%} of the AI postings {what}, the last good night {before:.0%}"
        for what, (now, before) in shares.items()
        if now < before - COVERAGE_FALL
    ]


def _some(names: Iterable[str], most: int = 5) -> str:
    listed = list(names)
    return ", ".join(listed[:most]) + (f" and {len(listed) - most} more" if len(listed) > most else "")
