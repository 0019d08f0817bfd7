"""Trains a component that accepts or rejects candidates of skills, and tells whether it would earn its place.

    python -m pipelines.train FOLDER [--labels FILE ...] [--fresh FILE ...]

FOLDER has the recordings from which the labels' texts are taken, and sets labelled in full (gold_*.jsonl), from which
is learned only: rules were tuned on them. So they were on --labels but for a fifth of the employers
(`analytics.evaluation.parts`), and on none that are --fresh. On what no rule was tuned on the rules alone are set
beside the rules with the classifier, cross-validated by employer. Exit code 0 where it gains half a point of F1, or 1.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language

from analytics.evaluation.labels import LabelsError
from analytics.evaluation.marks import Row
from analytics.evaluation.parts import KEPT, part_of
from analytics.evaluation.scoring import posting_of
from analytics.evaluation.trained import Labelled, Score, Trial, labelled, trial
from analytics.extraction.pipeline import load_pipeline, read_postings
from analytics.extraction.posting import Posting
from pipelines.score import labelled_rows, rows_of_labels

LEAST_GAIN = 0.005  # of F1, from which on a component is worth its upkeep and its time at night
LABELS, FRESH = Path("tests/labels/postings.jsonl"), Path("tests/labels/postings_second.jsonl")


def main(arguments: Sequence[str]) -> int:
    """The command line; 2 for labels that cannot be used."""
    parser = argparse.ArgumentParser(
        prog="python -m pipelines.train", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--labels", type=Path, nargs="*", default=[LABELS], metavar="FILE")
    parser.add_argument("--fresh", type=Path, nargs="*", default=[FRESH], metavar="FILE")
    asked = parser.parse_args(arguments)
    try:
        found = trial(list(_postings(load_pipeline(), asked.folder, asked.labels, asked.fresh)))
    except (OSError, LabelsError, ValueError) as error:
        print(f"nothing can be learned: {error}", file=sys.stderr)
        return 2
    print("\n".join(_told(found)))
    return 0 if found.gain >= LEAST_GAIN else 1


def _postings(nlp: Language, folder: Path, labels: Sequence[Path], fresh: Sequence[Path]) -> Iterator[Labelled]:
    for path in sorted(folder.rglob("gold_*.jsonl*")):
        yield from _read(nlp, list(labelled_rows(path)), lambda row: True)
    for path in labels:
        yield from _read(nlp, list(rows_of_labels(path, folder)), lambda row: part_of(row) != KEPT)
    for path in fresh:
        yield from _read(nlp, list(rows_of_labels(path, folder)), lambda row: False)


def _read(nlp: Language, rows: Sequence[Row], tuned: Callable[[Row], bool]) -> Iterator[Labelled]:
    docs = read_postings(nlp, (Posting(**posting_of(row, number)) for number, row in enumerate(rows)))
    for row, doc in zip(rows, docs, strict=True):
        yield labelled(row, doc, tuned=tuned(row))


def _told(found: Trial) -> Iterator[str]:
    yield (
        f"{found.postings} postings with {found.labels} labels that no rule was tuned on; "
        f"learned from {found.learned_from} of other employers"
    )
    for name, score in (("rules alone", found.rules), ("with the classifier", found.trained)):
        yield f"{name:20} {_shown(score)}"
    worth = "it is worth its place" if found.gain >= LEAST_GAIN else "the rules stay alone"
    yield (
        f"gain {100 * found.gain:+.2f} points of F1 (95 % interval {100 * found.low:+.2f} to {100 * found.high:+.2f}), "
        f"at least {100 * LEAST_GAIN:+.2f} is asked: {worth}"
    )


def _shown(score: Score) -> str:
    return f"precision {score.precision:.3f}  recall {score.recall:.3f}  F1 {score.f1:.3f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
