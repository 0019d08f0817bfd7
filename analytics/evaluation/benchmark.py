"""How fast extraction is: postings per CPU second, beside the automaton's own speed in the same run, and by stage.

    python -m analytics.evaluation.benchmark FILE [ROUNDS]

FILE holds postings as JSON lines, gzipped or not. CPU time of one core, best of ROUNDS (3) rounds; titles and
locations that were read once are remembered, so that a first round, in which all are new, is shown beside.
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


def _show(name: str, work: Callable[[Any], object], items: Sequence[Any], rounds: int) -> None:
    spent = seconds(work, items, rounds)
    print(f"{name:36} {len(items) / spent:10,.0f} postings/s {spent / len(items) * 1e3:8.3f} ms")


def main(arguments: list[str]) -> int:
    """Prints the figures of a file of postings."""
    if not 1 <= len(arguments) <= 2 or not Path(arguments[0]).is_file():
        print("usage: python -m analytics.evaluation.benchmark FILE [ROUNDS]", file=sys.stderr)
        return 2
    begun = time.process_time()
    from analytics.extraction.document import Posting
    from analytics.extraction.extract import Reading, extract, reading
    from analytics.extraction.pay.finder import find_pay
    from analytics.extraction.scan import scanner
    from analytics.extraction.sections.finder import find_sections
    from analytics.extraction.skills.admission import admit
    from analytics.extraction.titles.reading import read_title
    from analytics.extraction.workplace.finder import find_workplace
    from analytics.extraction.years.finder import find_years
    from analytics.places.locations import read_location
    from analytics.text.language import detect
    from analytics.text.plain import fold, lower

    extract(Posting(id="first", description="Python"))
    started = time.process_time() - begun
    path, rounds = Path(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 3
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    postings = [Posting(id=str(row.get("id")), **{name: row.get(name) or "" for name in FIELDS}) for row in rows]
    size = sum(len(posting.description) for posting in postings) / max(1, len(postings))
    print(f"{len(postings)} postings of {size:,.0f} characters; first answer after {started:.2f} CPU s")
    _show("extract, titles and places unknown", extract, postings, 1)
    _show("extract, the whole", extract, postings, rounds)

    read = [reading(posting) for posting in postings]
    documents = [one.document for one in read]
    lowered = [document.lowered for document in documents]
    folded = [f" {fold(text).text} " for text in lowered]

    def skills(one: Reading) -> object:
        document = one.document
        return admit(one.candidates, document.text, document.lowered, one.sections, "", (), document.spots)

    _show("automaton alone", scanner().matches, folded, rounds)
    _show("lower case", lower, [document.text for document in documents], rounds)
    _show("fold", fold, lowered, rounds)
    _show(
        "scan: fold, automaton, boundaries",
        lambda document: scanner().scan(document.text, document.lowered),
        documents,
        rounds,
    )
    _show("skills of what was hit", skills, read, rounds)
    _show("sections", find_sections, [document.text for document in documents], rounds)
    _show("language", detect, [document.text for document in documents], rounds)
    _show("pay", find_pay, documents, rounds)
    _show("years", find_years, documents, rounds)
    _show("workplace", find_workplace, documents, rounds)
    _show("title, place: known", lambda one: (read_title(one.title), read_location(one.location)), documents, rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
