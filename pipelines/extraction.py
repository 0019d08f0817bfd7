"""Raw rows to postings and skills, side by side: each task is a file and some boards, each result two files."""

import datetime as dt
import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from storage.store import Store, write_part

TASK_POSTINGS = 1_500  # small enough to balance two workers, large enough that start-up does not show


@dataclass(frozen=True, slots=True)
class Task:
    """Some boards of a raw table; `folder` takes the parts."""

    data: str
    platform: str
    date: dt.date
    boards: tuple[str, ...]
    folder: str
    number: int


@dataclass(frozen=True, slots=True)
class Done:
    """Files and counts that a task left; `unparsed` says of each payload without a posting why."""

    postings: str
    skills: str
    rows: int
    unparsed: tuple[str, ...]
    leftovers: dict[tuple[str, str], list[str]]


def executor(workers: int, scheduler: str) -> Executor:
    """A process pool, or with a Dask scheduler's address its cluster behind the same interface."""
    if scheduler:
        from distributed import Client

        executor: Executor = Client(scheduler).get_executor()
        return executor
    return ProcessPoolExecutor(workers or min(4, os.cpu_count() or 1), mp_context=get_context("spawn"))


def plan(store: Store, data: str, platforms: Iterable[str], date: dt.date, folder: Path) -> list[Task]:
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
                tasks.append(Task(data, platform, date, tuple(batch), str(folder), len(tasks)))
                batch, size = [], 0
        if batch:
            tasks.append(Task(data, platform, date, tuple(batch), str(folder), len(tasks)))
    return tasks


def run_task(task: Task) -> Done:
    """Parses and extracts the task's postings. Runs in a worker process, so it imports what it needs there."""
    from analytics.normalise import normalise_board
    from spiders.dialect import parse_payload
    from spiders.platform import Board

    rows = (
        Store(task.data)
        .arrow(f"raw_{task.platform}", task.date, where=pc.field("board").isin(list(task.boards)))
        .to_pylist()
    )
    by_board: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_board.setdefault(row["board"], []).append(row)
    postings: list[dict[str, Any]] = []
    skills: list[dict[str, Any]] = []
    unparsed: list[str] = []
    leftovers: dict[tuple[str, str], list[str]] = {}
    for name, of_board in by_board.items():
        board = Board(task.platform, name, of_board[0]["company"] or name)
        parsed, left = [], set()
        for row in of_board:
            posting, fields, problem = parse_payload(task.platform, row["payload"], board)
            left.update(fields)
            if posting is None:
                unparsed.append(f"{row['posting_id']}: {problem}")
            else:
                parsed.append((row, posting))
        if left:
            leftovers[task.platform, name] = sorted(left)
        for posting_row, skill_rows in normalise_board(parsed):
            postings.append(posting_row)
            skills.extend(skill_rows)
    stem = Path(task.folder) / f"{task.number:05d}"
    write_part(f"{stem}.postings.parquet", "postings", postings)
    write_part(f"{stem}.skills.parquet", "posting_skills", skills)
    return Done(f"{stem}.postings.parquet", f"{stem}.skills.parquet", len(postings), tuple(unparsed), leftovers)


def run_tasks(tasks: Sequence[Task], workers: int, scheduler: str, log: logging.Logger) -> Iterator[Done]:
    """Runs the tasks and gives each as it ends. One task alone runs here, without a pool's start-up."""
    if len(tasks) <= 1:
        yield from map(run_task, tasks)
        return
    with executor(workers, scheduler) as pool:
        futures: list[Future[Done]] = [pool.submit(run_task, task) for task in tasks]
        rows = 0
        for number, future in enumerate(as_completed(futures), 1):
            done = future.result()
            rows += done.rows
            log.info("extracted %d postings (%d of %d parts)", rows, number, len(tasks))
            yield done
