"""Raw rows to postings and skills, side by side: each task is a file and some boards, each result two files."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.reuse import EarlierRows
from pipelines.settings import lexicon_of
from pipelines.work import Work
from spiders.dialect import missing_fields, parse_payload
from spiders.platform import Board
from storage.posting import ParsedPosting
from storage.store import Store, rows_as, write_part

if TYPE_CHECKING:
    from spacy.language import Language

    from analytics.extraction.lexicon import Lexicon
    from analytics.extraction.rows import Known

PROBLEMS = 20  # payloads named in the audit of a board; all are counted
TASK_POSTINGS = 1_500  # small enough to balance two workers, large enough that start-up does not show


@dataclass(frozen=True, slots=True)
class Task:
    """Some boards of a raw table; `folder` takes the parts.

    `extensions` is a folder of data of the user's own, `pipeline` a configuration or model. `before` is a night that
    was read in the same way, whose rows stand where a payload has not changed.
    """

    data: str
    platform: str
    date: dt.date
    boards: tuple[str, ...]
    folder: str
    number: int
    extensions: str = ""
    pipeline: str = ""
    before: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """Files and counts that a task left; `audit` has a payload_audit row a board, without the date."""

    postings: str
    skills: str
    rows: int
    audit: tuple[dict[str, Any], ...]


def plan(
    store: Store,
    data: str,
    platforms: Iterable[str],
    date: dt.date,
    folder: str,
    extensions: str = "",
    pipeline: str = "",
    before: dt.date | None = None,
) -> list[Task]:
    """Tasks over the raw tables of `date`: an employer's board is never split, so that its boilerplate shows."""
    tasks: list[Task] = []
    for platform in platforms:
        if not store.exists(f"raw_{platform}", date):
            continue
        counts = store.arrow(f"raw_{platform}", date, ["board"]).column("board").value_counts().to_pylist()
        batch: list[str] = []
        size = 0
        for entry in sorted(counts, key=lambda entry: str(entry["values"])):
            batch.append(entry["values"])
            size += entry["counts"]
            if size >= TASK_POSTINGS:
                tasks.append(Task(data, platform, date, tuple(batch), folder, len(tasks), extensions, pipeline, before))
                batch, size = [], 0
        if batch:
            tasks.append(Task(data, platform, date, tuple(batch), folder, len(tasks), extensions, pipeline, before))
    return tasks


def run_task(task: Task) -> Done:
    """Parses and extracts the task's postings. Runs in a worker process, so it imports what it needs there."""
    store = Store(task.data)
    here = pc.field("board").isin(list(task.boards))
    rows = store.arrow(f"raw_{task.platform}", task.date, where=here).to_pylist()
    before = EarlierRows.of(store, task.platform, task.before, task.boards) if task.before else None
    by_board: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_board.setdefault(row["board"], []).append(row)
    whole = {name for name, raw in by_board.items() if before and before.is_whole(name, raw)}
    kept = before.of_boards(whole, rows) if before and whole else None
    postings: list[dict[str, Any]] = []
    skills: list[dict[str, Any]] = []
    audit: list[dict[str, Any]] = []
    for name, raw in by_board.items():
        if kept and name in whole:
            audit.append({column: value for column, value in kept.audit[name].items() if column != "snapshot_date"})
            continue
        parsed, entry = parse_board(task.platform, name, raw)
        found, refused = normalised(parsed, _reader(task, before.known(name, raw) if before else None))
        audit.append(_with_refused(entry, refused))
        for posting_row, skill_rows in found:
            postings.append(posting_row)
            skills.extend(skill_rows)
    stem = f"{task.folder}/{task.number:05d}"
    tables = {"postings": rows_as("postings", postings), "posting_skills": rows_as("posting_skills", skills)}
    if kept:
        tables["postings"] = pa.concat_tables([tables["postings"], kept.postings])
        tables["posting_skills"] = pa.concat_tables([tables["posting_skills"], kept.skills])
    write_part(f"{stem}.postings.parquet", "postings", tables["postings"])
    write_part(f"{stem}.skills.parquet", "posting_skills", tables["posting_skills"])
    rows_made = tables["postings"].num_rows
    return Done(f"{stem}.postings.parquet", f"{stem}.skills.parquet", rows_made, tuple(audit))


def _reader(task: Task, known: "Known | None") -> Callable[[list["Parsed"]], Iterable["Normalised"]]:
    """What reads parsed postings; spaCy is loaded where there is something to read."""
    from analytics.extraction.own_pipeline import mark
    from analytics.extraction.rows import NOTHING_KNOWN, normalise_board

    own, lexicon = Path(task.pipeline) if task.pipeline else None, lexicon_of(task.extensions, task.pipeline)
    return partial(normalise_board, _pipeline(lexicon, own, mark(own)), lexicon.metros, known=known or NOTHING_KNOWN)


@lru_cache(maxsize=1)
def _pipeline(lexicon: "Lexicon", own: Path | None, mark: str) -> "Language":
    """The pipeline of this process: its tasks are of one night, so that they share it. `mark` tells changed files."""
    from analytics.extraction.pipeline import load_pipeline

    return load_pipeline(lexicon, own)


def parse_board(
    platform: str, name: str, rows: list[dict[str, Any]]
) -> tuple[list[tuple[dict[str, Any], ParsedPosting]], dict[str, Any]]:
    """The postings of a board with their raw rows, and what its payloads held that nobody read."""
    board = Board(platform, name, rows[0]["company"] or name)
    parsed: list[tuple[dict[str, Any], ParsedPosting]] = []
    problems: list[str] = []
    leftovers: set[str] = set()
    for row in rows:
        posting, left, problem = parse_payload(platform, row["payload"], board)
        leftovers.update(left)
        if posting is None:
            problems.append(f"{row['external_id']}: {problem}")
        else:
            parsed.append((row, posting))
    counts = {"platform": platform, "board": name, "postings": len(parsed), "postings_unparsed": len(problems)}
    missing = missing_fields(platform, [row["payload"] for row in rows])
    return parsed, counts | {"problems": problems[:PROBLEMS], "leftovers": sorted(leftovers), "missing": missing}


Parsed = tuple[dict[str, Any], ParsedPosting]
Normalised = tuple[dict[str, Any], list[dict[str, Any]]]


def normalised(
    parsed: list[Parsed], normalise: Callable[[list[Parsed]], Iterable[Normalised]]
) -> tuple[list[Normalised], list[str]]:
    """The rows of a board's postings, and for each posting that fits no row why; such a one fails by itself alone."""
    try:
        found = list(normalise(parsed))
        _check(found)
        return found, []
    except Exception:  # some posting has a value of a kind that no platform should send: look for it one by one
        sound, refused = [], []
        for one in parsed:
            try:
                _check(list(normalise([one])))
                sound.append(one)
            except Exception as error:
                refused.append(f"{one[0]['external_id']}: {type(error).__name__}: {' '.join(str(error).split())[:200]}")
        return list(normalise(sound)), refused


def _check(found: list[Normalised]) -> None:
    """Raises when a row does not fit its table."""
    rows_as("postings", [row for row, _ in found])
    rows_as("posting_skills", [skill for _, skills in found for skill in skills])


def _with_refused(entry: dict[str, Any], refused: list[str]) -> dict[str, Any]:
    """The audit of a board, with the postings that were parsed and fit no row counted as unparsed."""
    counts = {
        "postings": entry["postings"] - len(refused),
        "postings_unparsed": entry["postings_unparsed"] + len(refused),
    }
    return entry | counts | {"problems": (entry["problems"] + refused)[:PROBLEMS]}


def run_tasks(tasks: Sequence[Task], work: Work, log: logging.Logger) -> Iterator[Done]:
    """Runs the tasks and gives each as it ends."""
    rows = 0
    for number, done in enumerate(work.each(run_task, tasks), 1):
        rows += done.rows
        log.info("extracted %d postings (%d of %d parts)", rows, number, len(tasks))
        yield done
