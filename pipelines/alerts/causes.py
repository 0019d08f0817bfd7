"""What there is to tell of the nights: each cause under a name that stays while it lasts. Pure functions."""

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipelines.decision import COVERAGE_POSTINGS, UNREAD_FEW, Figures
from pipelines.health import Drift
from pipelines.held import Held
from pipelines.snapshot import READ

NAMED = 5  # boards or fields that a message names
SMALLEST = 20  # postings: of fewer, chance alone explains a fall

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on something is told: percent of the boards or postings, points of coverage, hours after the tick."""

    boards_percent: float = 10
    postings_percent: float = 20
    coverage_points: float = 10
    late_hours: float = 4


@dataclass(frozen=True, slots=True)
class Ended:
    """How the newest nightly run that has ended did so: its date, and whether it failed."""

    date: dt.date
    has_failed: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the nights. Dates are snapshot dates; `boards` are rows of board_fetches, oldest night first.

    `expected` is the date that should be published by now, None where nothing is expected. `audited` counts the boards
    of each platform of which payloads were read.
    """

    published: dt.date | None = None
    expected: dt.date | None = None
    ended: Ended | None = None
    held: Sequence[Held] = ()
    boards: Sequence[tuple[dt.date, Sequence[Row]]] = ()
    drifts: Sequence[Drift] = ()
    audited: Mapping[str, int] = field(default_factory=dict)
    figures: Sequence[tuple[dt.date, Figures]] = ()


def causes(facts: Facts, limits: Limits) -> dict[str, str]:
    """What is wrong at the moment: by the cause's name a sentence that says it."""
    found = {
        "held": _held(facts),
        "failed": _failed(facts),
        "late": _late(facts, limits),
        "boards": _boards(facts, limits),
        "postings": _postings(facts, limits),
        "coverage": _coverage(facts, limits),
        **_drifts(facts),
    }
    return {name: text for name, text in found.items() if text}


OVER = {
    "held": "a night is published again",
    "failed": "the nightly run succeeds again",
    "late": "the night is there",
    "boards": "boards are read as usual again",
    "postings": "there are as many postings as usual again",
    "coverage": "postings are understood as well as before",
    "drift": "the payloads have their fields again",
}


def over(name: str) -> str:
    """The sentence that says that a cause is over."""
    kind, _, of = name.partition(" ")
    return f"Over: {OVER[kind]}{f' ({of})' if of else ''}."


def _held(facts: Facts) -> str | None:
    last = max(facts.held, key=lambda one: one.date, default=None)
    if last is None or (facts.published and facts.published > last.date):
        return None
    reasons = "; ".join(last.reasons)
    return f"The night of {last.date} is held back: {reasons}. To publish it all the same: {last.remedy}"


def _failed(facts: Facts) -> str | None:
    ended = facts.ended
    if ended is None or not ended.has_failed or any(one.date == ended.date for one in facts.held):
        return None
    return f"The night of {ended.date} failed{f': {ended.why}' if ended.why else ''}."


def _late(facts: Facts, limits: Limits) -> str | None:
    due = facts.expected
    if due is None or (facts.published and facts.published >= due) or any(one.date >= due for one in facts.held):
        return None
    if facts.ended and facts.ended.has_failed and facts.ended.date >= due:
        return None  # that is told
    last = f"the newest is of {facts.published}" if facts.published else "there is none yet"
    return f"The night of {due} is late: it is not there {limits.late_hours:g} hours after its time, {last}."


def _boards(facts: Facts, limits: Limits) -> str | None:
    if not facts.boards:
        return None
    date, rows = facts.boards[-1]
    lost = [f"{row['platform']} {row['board']}: {row['status']}" for row in rows if row["status"] not in READ]
    if len(lost) < UNREAD_FEW and len(lost) < len(rows):
        return None
    if not lost or 100 * len(lost) <= limits.boards_percent * len(rows):
        return None
    return f"{len(lost)} of {len(rows)} boards were not read on {date}: {_some(lost)}."


def _postings(facts: Facts, limits: Limits) -> str | None:
    """Of the boards that were read, against the median of the nights before, so that it lasts until it is usual."""
    counts = [(date, sum(row["postings"] for row in rows if row["status"] in READ)) for date, rows in facts.boards]
    if len(counts) < 2:
        return None
    (date, tonight), usual = counts[-1], statistics.median(count for _, count in counts[:-1])
    fall = usual - tonight
    if fall < SMALLEST or 100 * fall <= limits.postings_percent * usual:
        return None
    return f"{tonight:,} postings were read on {date}, {fall / usual:.0%} fewer than usual ({usual:,.0f})."


def _coverage(facts: Facts, limits: Limits) -> str | None:
    enough = [(date, one) for date, one in facts.figures if one.ai_postings >= COVERAGE_POSTINGS]
    if len(enough) < 2 or enough[-1][0] != facts.figures[-1][0]:
        return None
    date, tonight = enough[-1]
    shares = {
        "name a skill": (tonight.with_skill, [one.with_skill for _, one in enough[:-1]]),
        "tell their level": (tonight.with_level, [one.with_level for _, one in enough[:-1]]),
    }
    fallen = [
        f"{now:.0%} of the AI postings {what}, usually {statistics.median(before):.0%}"
        for what, (now, before) in shares.items()
        if 100 * (statistics.median(before) - now) > limits.coverage_points
    ]
    return f"Extraction has fallen on {date}: {'; '.join(fallen)}." if fallen else None


def _drifts(facts: Facts) -> dict[str, str]:
    """By platform, the fields that came to or left at least half of its boards: the platform's doing, no employer's."""
    counts = Counter((one.platform, one.field, one.is_missing) for one in facts.drifts)
    found: dict[str, list[str]] = {}
    for (platform, name, is_missing), boards in sorted(counts.items()):
        if 2 * boards >= facts.audited.get(platform, 0):
            found.setdefault(platform, []).append(f"{'without' if is_missing else 'new'} {name} ({boards} boards)")
    return {f"drift {platform}": f"{platform} has changed: {_some(fields)}." for platform, fields in found.items()}


def _some(texts: Iterable[str]) -> str:
    listed = list(texts)
    return "; ".join(listed[:NAMED]) + (f" and {len(listed) - NAMED} more" if len(listed) > NAMED else "")
