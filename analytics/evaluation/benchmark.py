"""How fast extraction is: postings per CPU second, with its start-up, and what each component takes.

    python -m analytics.evaluation.benchmark FILE [ROUNDS]

FILE holds postings as JSON lines, gzipped or not. CPU time of one core: the first round, in which every word, title and
place is new, beside the best of ROUNDS (3).
"""

import gzip
import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path

FIELDS = ("title", "company", "location", "description")


def main(arguments: list[str]) -> int:
    """Prints the figures of a file of postings."""
    if not 1 <= len(arguments) <= 2 or not Path(arguments[0]).is_file():
        print("usage: python -m analytics.evaluation.benchmark FILE [ROUNDS]", file=sys.stderr)
        return 2
    begun = time.process_time()
    from analytics.extraction.answers import answer, answer_all
    from analytics.extraction.pipeline import BATCH, load_pipeline, posting_doc
    from analytics.extraction.posting import Posting

    nlp = load_pipeline()
    list(answer_all(nlp, [Posting(id="first", description="Python")]))
    started = time.process_time() - begun
    path, rounds = Path(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 3
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    postings = [Posting(id=str(row.get("id")), **{name: row.get(name) or "" for name in FIELDS}) for row in rows]
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
            docs = [posting_doc(nlp, posting) for posting in postings[first : first + BATCH]]
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
