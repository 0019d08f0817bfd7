"""Scores the extractor on labelled sets: reads the files, has them read, prints what was reached beside the aims."""

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table
from spacy.language import Language

from analytics.evaluation import errors
from analytics.evaluation.cases import cases
from analytics.evaluation.labels import LabelsError, find_posting, labelled, text_of
from analytics.evaluation.marks import Figure, Row
from analytics.evaluation.parts import KEPT, part_of
from analytics.evaluation.scoring import LABELS, SETS, posting_of, postings, set_name
from analytics.extraction.answers import answer_all
from analytics.extraction.pipeline import load_pipeline
from analytics.extraction.posting import Posting
from analytics.statistics.intervals import share


class Scored(NamedTuple):
    """A labelled set with the answers to its rows."""

    name: str
    rows: list[Row]
    answers: list[Row]

    def figures(self) -> list[Figure]:
        return SETS[self.name][0](self.rows, self.answers)

    def part(self, kept: bool) -> "Scored":
        """The rows of the part that no rule is developed on, or the others."""
        pairs = [pair for pair in zip(self.rows, self.answers, strict=True) if (part_of(pair[0]) == KEPT) == kept]
        return Scored(self.name, [row for row, _ in pairs], [answer for _, answer in pairs])


def labelled_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a labelled set, JSON lines, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def rows_of_labels(file: Path, folder: Path) -> Iterator[Row]:
    """The labelled postings of a file of offsets, their texts taken from the recordings below `folder`.

    Raises LabelsError where a recording or a posting is missing, or holds another text than was labelled.
    """
    sources: dict[str, Any] = {}
    for row in labelled_rows(file):
        name, plain = row["source"], ".jsonl" in row["source"]
        if name not in sources:
            path = folder / name
            if not path.exists():
                raise LabelsError(f"{file}: the text of posting {row['id']} is not there: {path}")
            sources[name] = list(labelled_rows(path)) if plain else json.loads(path.read_text(encoding="utf-8"))
        posting = find_posting(sources[name], row["id"])
        if posting is None:
            raise LabelsError(f"{file}: {folder / name} has no posting {row['id']}")
        yield labelled(row, text_of(posting, row["fields"], plain=plain))


def score_folder(folder: Path, labels: Path | None = None) -> Iterator[Scored]:
    """Each labelled set that `folder` has (<set>.jsonl or .jsonl.gz, also below it), answered.

    With `labels` only the postings of that file of offsets, whose texts `folder` has. Raises FileNotFoundError when
    it has none of the sets, LabelsError as `rows_of_labels`.
    """
    if labels is not None:
        yield _scored(load_pipeline(), LABELS, list(rows_of_labels(labels, folder)))
        return
    there = {set_name(path.name.split(".")[0]): path for path in sorted(folder.rglob("*.jsonl*"))}
    known = [name for name in SETS if name in there]
    if not known:
        raise FileNotFoundError(f"no labelled set in {folder}; known sets: {', '.join(SETS)}")
    nlp = load_pipeline()
    for name in known:
        yield _scored(nlp, name, list(labelled_rows(there[name])))


def _scored(nlp: Language, name: str, rows: list[Row]) -> Scored:
    answers = answer_all(nlp, (Posting(**posting_of(row, number)) for number, row in enumerate(rows)))
    return Scored(name, rows, list(answers))


def print_scores(folder: Path, labels: Path | None = None, *, parts: bool = False, wrong: bool = False) -> None:
    """Prints the figures of each set; apart for the kept part of the employers with `parts`, with errors by kind."""
    console = Console(highlight=False)
    scored = list(score_folder(folder, labels))
    console.print(_parts_table(scored) if parts else _table(scored))
    if wrong:
        for one in scored:
            for table in _error_tables(one):
                console.print(table)


def _figures(*columns: str) -> Table:
    table = Table(box=None)
    table.add_column("Set", no_wrap=True)
    table.add_column("Figure", no_wrap=True)
    for name in columns:
        table.add_column(name, justify="right")
    return table


def _table(scored: Sequence[Scored]) -> Table:
    table = _figures("Reached", "95% interval", "To reach", "n")
    for one in scored:
        aims = SETS[one.name][1]
        for figure in one.figures():
            aim = aims.get(figure.name)
            style = None if aim is None else "green" if figure.value >= aim else "red"
            reached = f"[{style}]{figure.value:.3f}[/]" if style else f"{figure.value:.3f}"
            table.add_row(one.name, figure.name, reached, _interval(figure), f"{aim:.2f}" if aim else "", str(figure.n))
    return table


def _interval(figure: Figure) -> str:
    """Clopper and Pearson's interval of a share; none of F1, which is none."""
    found = None if "F1" in figure.name or not figure.n else share(round(figure.value * figure.n), figure.n)
    return f"{found.low:.2f}-{found.high:.2f}" if found and found.low is not None and found.high is not None else ""


def _parts_table(scored: Sequence[Scored]) -> Table:
    table = _figures("Developed on", "n", "Kept", "n", "Difference")
    for one in scored:
        kept = {figure.name: figure for figure in one.part(kept=True).figures()}
        for figure in one.part(kept=False).figures():
            if (other := kept.get(figure.name)) is not None and other.n and figure.n:
                table.add_row(
                    one.name, figure.name, f"{figure.value:.3f}", str(figure.n), f"{other.value:.3f}", str(other.n),
                    f"{other.value - figure.value:+.3f}",
                )  # fmt: skip
    return table


def _error_tables(one: Scored) -> Iterator[Table]:
    mark = SETS[one.name][0]
    if mark is postings:
        table = Table("Field", "Labelled", "Answered", "n", "Postings", box=None, title=f"{one.name}: confusions")
        for row in errors.confusions(one.rows, one.answers):
            table.add_row(row.field, row.labelled, row.answered, str(row.n), ", ".join(row.postings))
        yield table
        table = Table("Skills", "Kind or section", "n", "Commonest", box=None, title=f"{one.name}: skills")
        for error in errors.skill_errors(one.rows, one.answers):
            table.add_row(error.error, error.kind, str(error.n), ", ".join(error.names))
        yield table
    elif mark is cases:
        table = Table("Kind", "Case", "Broken", box=None, title=f"{one.name}: broken cases")
        for kind, name, words in errors.broken_cases(one.rows, one.answers):
            table.add_row(kind, name, words)
        yield table
