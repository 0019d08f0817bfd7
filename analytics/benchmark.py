"""How fast extraction is: postings per CPU second, beside the automaton's own speed in the same run, and by stage.

    python -m analytics.benchmark FILE [ROUNDS]

FILE holds postings as JSON lines, gzipped or not. CPU time, best of ROUNDS (3) rounds, one core.
"""

import gc
import gzip
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

FIELDS = ("title", "company", "location", "description")


def seconds(work: Callable[[Any], object], items: Sequence[Any], rounds: int = 3) -> float:
    """CPU seconds that the work takes over all items, the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        begun = time.process_time()
        for item in items:
            work(item)
        best = min(best, time.process_time() - begun)
    return best


def main(arguments: list[str]) -> int:
    """Prints the figures of a file of postings."""
    if not 1 <= len(arguments) <= 2 or not Path(arguments[0]).is_file():
        print("usage: python -m analytics.benchmark FILE [ROUNDS]", file=sys.stderr)
        return 2
    begun = time.process_time()
    from analytics.document import Posting
    from analytics.extract import extract, reading, scanner
    from analytics.language import detect
    from analytics.pay import find_pay
    from analytics.sections import find_sections
    from analytics.text import fold
    from analytics.workplace import find_workplace
    from analytics.years import find_years

    extract(Posting(id="first", description="Python"))
    started = time.process_time() - begun
    path, rounds = Path(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 3
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    postings = [Posting(id=str(row.get("id")), **{name: row.get(name) or "" for name in FIELDS}) for row in rows]
    texts = [posting.description for posting in postings]
    folded = [fold(text).text for text in texts]
    documents = [reading(posting).document for posting in postings]
    stages: dict[str, tuple[Callable[[Any], object], Sequence[Any]]] = {
        "extract, the whole": (extract, postings),
        "automaton alone": (scanner().matches, folded),
        "fold": (fold, texts),
        "scan (fold, automaton, boundaries)": (scanner().scan, texts),
        "sections": (find_sections, texts),
        "language": (detect, texts),
        "pay": (find_pay, documents),
        "years": (find_years, documents),
        "workplace": (find_workplace, documents),
    }
    size = sum(map(len, texts)) / max(1, len(texts))
    print(f"{len(texts)} postings of {size:,.0f} characters; first answer after {started:.2f} CPU s")
    for name, (work, items) in stages.items():
        spent = seconds(work, items, rounds)
        print(f"{name:36} {len(items) / spent:10,.0f} postings/s {spent / len(items) * 1e3:8.3f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
