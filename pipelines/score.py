"""Scores the extractor on labelled sets: reads the files, runs `extract`, prints what was reached beside the aims."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from analytics.evaluation.scoring import SETS, Figure, posting_of, set_name
from analytics.extraction.document import Posting
from analytics.extraction.extract import extract


def labelled_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a labelled set, JSON lines, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def score_folder(folder: Path) -> Iterator[tuple[str, Figure, float | None]]:
    """Each figure of each set that `folder` has (<set>.jsonl or .jsonl.gz, also below it), with the share to reach.

    Raises FileNotFoundError when it has none of them.
    """
    there = {set_name(path.name.split(".")[0]): path for path in sorted(folder.rglob("*.jsonl*"))}
    known = [name for name in SETS if name in there]
    if not known:
        raise FileNotFoundError(f"no labelled set in {folder}; known sets: {', '.join(SETS)}")
    for name in known:
        rows = list(labelled_rows(there[name]))
        answers = [extract(Posting(**posting_of(row, number))).to_json() for number, row in enumerate(rows)]
        mark, aims = SETS[name]
        for figure in mark(rows, answers):
            yield name, figure, aims.get(figure.name)


def print_scores(folder: Path) -> None:
    table = Table("Set", "Figure", "Reached", "To reach", "n", box=None)
    for name, figure, aim in score_folder(folder):
        style = None if aim is None else "green" if figure.value >= aim else "red"
        reached = f"[{style}]{figure.value:.3f}[/]" if style else f"{figure.value:.3f}"
        table.add_row(name, figure.name, reached, f"{aim:.2f}" if aim else "", str(figure.n))
    Console(highlight=False).print(table)
