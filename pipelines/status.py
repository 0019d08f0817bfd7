"""The state of a data directory in one look: the last night, its boards, what changed, what is held back."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any

from pipelines.changes import KINDS, changes
from pipelines.held import held_nights
from pipelines.schedule import missed_nights
from pipelines.snapshot import READ
from storage import staging
from storage.directory import REAL, holds
from storage.store import DamagedFile, Store

LATE = dt.timedelta(hours=30)  # since the start of the newest snapshot date; as the assets' freshness policy warns
FIGURES = ("open_positions", "postings", "postings_ai", "boards_ok", "boards_carried_forward", "boards_failed")

Status = dict[str, Any]


def night_status(store: Store, date: dt.date | None = None) -> Status:
    """What is true of the newest nights, whatever the clock says: plain values, the same for the same data.

    `boards` are those of the newest crawl, `figures` those of the newest published night, `before` of the one before
    it and `changes` the counts between the two. `problems` are sentences that name a remedy; none: all is well.
    With a `date` that is about to be published: as it will be then.
    """
    crawls = [one for one in store.dates("board_fetches") if date is None or one <= date]
    nights = [one for one in store.dates("market_totals") if date is None or one <= date]
    problems: list[str] = []
    held = [
        {"date": one.date.isoformat(), "reasons": list(one.reasons), "publish": one.remedy}
        for one in held_nights(store)
        if date is None or one.date < date
    ]
    problems += [
        f"The night of {one['date']} is held back: {'; '.join(one['reasons'])}. {one['publish']}" for one in held
    ]
    if not nights:
        problems.append("No night has been published yet. rolemeter run")
    return {
        "last_night": nights[-1].isoformat() if nights else None,
        "last_crawl": crawls[-1].isoformat() if crawls else None,
        "figures": _figures(store, nights[-1], problems) if nights else None,
        "before": _figures(store, nights[-2], problems) if len(nights) > 1 else None,
        "changes": _changes(store, nights[-2], nights[-1], problems) if len(nights) > 1 else None,
        "boards": _boards(store, crawls[-1], problems) if crawls else None,
        "held_back": held,
        "problems": problems,
    }


def status(store: Store, now: dt.datetime, next_tick: dt.datetime | None) -> Status:
    """`night_status` with what the clock tells: whether a night is late or was missed, when the next one is due."""
    found = night_status(store)
    kind, last = holds(store), found["last_crawl"]
    missed = missed_nights(store, now.date()) if kind == REAL else []
    if missed:
        what = f"{missed[0]}" if len(missed) == 1 else f"{missed[0]} to {missed[-1]} ({len(missed)} nights)"
        found["problems"].append(f"Nothing was crawled on {what}; the past cannot be crawled. rolemeter run")
    elif kind == REAL and last and now - dt.datetime.combine(dt.date.fromisoformat(last), dt.time(), dt.UTC) > LATE:
        found["problems"].append(f"The night of {now.date()} is late: the last crawl is of {last}. rolemeter run")
    unfinished = [one.isoformat() for one in staging.staged_dates(store)]
    return {
        "data": store.address(),
        "holds": kind,
        **found,
        "missed": [one.isoformat() for one in missed],
        "unfinished": unfinished,
        "next_tick": next_tick.isoformat() if next_tick else None,
    }


def _boards(store: Store, date: dt.date, problems: list[str]) -> dict[str, Any] | None:
    columns = ["platform", "board", "company", "status", "reason", "postings", "nights_failing"]
    try:
        rows = store.arrow("board_fetches", date, columns).to_pylist()
    except DamagedFile as error:
        problems.append(str(error))
        return None
    bad = [row for row in rows if row["status"] not in READ]
    carried = [row for row in bad if row["postings"]]
    total = sum(row["postings"] for row in rows)
    return {
        "asked": len(rows),
        "ok": len(rows) - len(bad),
        "carried_forward": len(carried),
        "failed": len(bad) - len(carried),
        "by_status": dict(sorted(Counter(row["status"] for row in rows).items())),
        "carried_share": round(sum(row["postings"] for row in carried) / total, 4) if total else 0.0,
        "not_read": bad,
    }


def _figures(store: Store, date: dt.date, problems: list[str]) -> dict[str, Any] | None:
    try:
        (row,) = store.arrow("market_totals", date).to_pylist()
    except (DamagedFile, ValueError) as error:
        problems.append(str(error))
        return None
    return {"date": date.isoformat()} | {name: row[name] for name in FIGURES}


def _changes(store: Store, first: dt.date, second: dt.date, problems: list[str]) -> dict[str, dict[str, int]]:
    """Counts of what came, went and changed, by kind; postings are told by their openings."""
    counts = {}
    for kind in KINDS:
        if kind.name == "postings":
            continue
        try:
            counts[kind.name] = changes(store, kind, first, second).counts()
        except (DamagedFile, FileNotFoundError) as error:
            problems.append(str(error))
    return counts


def lines(found: Mapping[str, Any], most: int = 8) -> list[str]:
    """The status as lines of text, a screen at most."""
    told = [f"Data      {found['data']} ({found['holds'] or 'empty'})"]
    if found["figures"]:
        told.append(f"Night     {_said(found['figures'])}")
    if found["before"]:
        told.append(f"Before    {_said(found['before'])}")
    for name, counts in (found["changes"] or {}).items():
        told.append(
            f"Changes   {name}: {counts['came']:,} came, {counts['went']:,} went, {counts['changed']:,} changed"
        )
    if boards := found["boards"]:
        told.append(f"Boards    {found['last_crawl']}: {boards_said(boards)}")
        told += [f"          {board_said(row)}" for row in boards["not_read"][:most]]
        if len(boards["not_read"]) > most:
            told.append(f"          and {len(boards['not_read']) - most} more (--json names all)")
    if found["next_tick"]:
        told.append(f"Next      {found['next_tick']} (while `rolemeter ui` runs)")
    return told + ([f"Problem   {problem}" for problem in found["problems"]] or ["Problems  none"])


def _said(figures: Mapping[str, Any]) -> str:
    return (
        f"{figures['date']}: {figures['open_positions']:,} open AI positions, {figures['postings']:,} postings of them"
    )


def boards_said(boards: Mapping[str, Any]) -> str:
    """How many boards were read, carried forward, failed, and the share of the postings that is carried."""
    share = f" ({boards['carried_share']:.1%} of the postings)" if boards["carried_forward"] else ""
    return f"{boards['ok']} ok, {boards['carried_forward']} carried forward{share}, {boards['failed']} failed"


def board_said(row: Mapping[str, Any]) -> str:
    """A board that was not read: why, since when, and what stands in."""
    nights = f", for {row['nights_failing']} nights" if row["nights_failing"] > 1 else ""
    carried = f"; {row['postings']} postings of its last good night stand in" if row["postings"] else ""
    return f"{row['platform']} {row['board']}: {row['status']}{nights}, {row['reason']}{carried}"
