"""How fast extraction is: postings per CPU second, with its start-up, what each component takes, and beside a commit.

    python -m analytics.evaluation.benchmark FILE [--rounds N]
    python -m analytics.evaluation.benchmark FILE --beside COMMIT [--least 0.65] [--rounds N]

FILE holds postings as JSON lines, gzipped or not. CPU time of one core: the first round, in which every word, title and
place is new, beside the best of the rounds. With --beside both extractors read FILE in processes of their own, in turn,
each process once, so that no word has been seen; the medians are compared, and below --least the exit code is 1.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from analytics.evaluation import rate

ROOT = Path(__file__).resolve().parents[2]
LEAST = 0.65  # of the speed of the commit beside


def main(arguments: list[str]) -> int:
    """Prints the figures of a file of postings; 1 where it is slower than asked, 2 for what cannot be measured."""
    parser = argparse.ArgumentParser(prog="python -m analytics.evaluation.benchmark", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--beside", metavar="COMMIT", help="compare with the extractor of this commit")
    parser.add_argument("--least", type=float, default=LEAST, help="share of its speed below which to fail")
    asked = parser.parse_args(arguments)
    try:
        return _beside(asked) if asked.beside else _alone(asked.file, asked.rounds)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        told = getattr(error, "stderr", None) or error
        print(f"the benchmark cannot run: {str(told).strip()}", file=sys.stderr)
        return 2


def _beside(asked: argparse.Namespace) -> int:
    found: dict[str, list[dict[str, float]]] = {asked.beside: [], "this tree": []}
    rate.postings(asked.file)  # a file that cannot be read is told before a tree is made
    with _tree_of(asked.beside) as tree:
        for _ in range(asked.rounds):
            for name, folder in ((asked.beside, tree), ("this tree", ROOT)):
                found[name].append(_measured(folder, asked.file))
    for name, rounds in found.items():
        rates = ", ".join(f"{one['rate']:,.0f}" for one in rounds)
        start = median(one["start"] for one in rounds)
        print(f"{name}: {rates} postings per CPU second; first answer after {start:.2f} CPU s")
    before, now = (median(one["rate"] for one in rounds) for rounds in found.values())
    print(f"{now / before:.2f} of the speed, by medians; at least {asked.least:.2f} is asked")
    return 0 if now >= asked.least * before else 1


def _measured(folder: Path, file: Path) -> dict[str, float]:
    """The rate of the extractor in a folder, from a process of its own."""
    done = subprocess.run(
        [sys.executable, str(Path(rate.__file__)), str(file.resolve())],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


@contextmanager
def _tree_of(commit: str) -> Iterator[Path]:
    """A commit's files in a folder that is gone behind it. Raises CalledProcessError for one that is not there."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--detach", str(tree), commit], capture_output=True, text=True, check=True)
        try:
            yield tree
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], capture_output=True, text=True, check=True)


def _alone(path: Path, rounds: int) -> int:
    begun = time.process_time()
    from analytics.extraction.answers import answer, answer_all
    from analytics.extraction.pipeline import BATCH, load_pipeline, posting_doc
    from analytics.extraction.posting import Posting

    nlp = load_pipeline()
    list(answer_all(nlp, [Posting(id="first", description="Python")]))
    started = time.process_time() - begun
    postings = [Posting(**row) for row in rate.postings(path)]
    size = sum(len(posting.description) for posting in postings) / max(1, len(postings))
    print(f"{len(postings)} postings of {size:,.0f} characters; first answer after {started:.2f} CPU s")
    spent = [_seconds(answer_all(nlp, postings)) for _ in range(rounds)]
    _show("the whole, all new", spent[0], len(postings))
    _show("the whole", min(spent), len(postings))
    stages: dict[str, list[float]] = {}
    for _ in range(rounds):
        taken = dict.fromkeys(("tokenizer", *nlp.pipe_names, "answers"), 0.0)
        for first in range(0, len(postings), BATCH):
            begun = time.process_time()
            docs: Any = [posting_doc(nlp, posting) for posting in postings[first : first + BATCH]]
            taken["tokenizer"] += time.process_time() - begun
            for name, component in nlp.pipeline:
                begun = time.process_time()
                docs = list(component.pipe(docs))  # type: ignore[attr-defined]
                taken[name] += time.process_time() - begun
            taken["answers"] += _seconds(map(answer, docs))
        for name, seconds in taken.items():
            stages.setdefault(name, []).append(seconds)
    for name, found in stages.items():
        _show(f"  {name}", min(found), len(postings))
    return 0


def _seconds(work: Iterable[object]) -> float:
    """CPU seconds until the work is done."""
    begun = time.process_time()
    for _ in work:
        pass
    return time.process_time() - begun


def _show(name: str, spent: float, postings: int) -> None:
    print(f"{name:24} {postings / spent:10,.0f} postings/s {spent / postings * 1e3:8.3f} ms")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
