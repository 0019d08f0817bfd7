"""Postings per CPU second of the extractor that stands in the way of imports, in a process of its own.

Run as a file by `analytics.evaluation.benchmark` in the tree of this or of an earlier commit, which is on PYTHONPATH
too: so it imports nothing of its own project but the extractor, by the name that it has there.
"""

import gzip
import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FIELDS = ("title", "company", "location", "description")


def postings(path: Path) -> list[dict[str, Any]]:
    """The postings of a file of JSON lines, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return [{"id": str(row.get("id")), **{name: row.get(name) or "" for name in FIELDS}} for row in rows]


def extractor() -> Callable[[list[dict[str, Any]]], Any]:
    """Answers to postings, by the pipeline, or in a tree of before it by its function."""
    if not Path("analytics/extraction").exists():
        document, extract = map(importlib.import_module, ("analytics.document", "analytics.extract"))
        return lambda rows: [extract.extract(document.Posting(**row)).to_json() for row in rows]
    answers, pipeline = map(importlib.import_module, ("analytics.extraction.answers", "analytics.extraction.pipeline"))
    nlp = pipeline.load_pipeline()
    return lambda rows: list(answers.answer_all(nlp, [pipeline.Posting(**row) for row in rows]))


def main(path: Path) -> None:
    """Prints as JSON the postings a CPU second, every word new, and the CPU seconds until the first answer."""
    begun = time.process_time()
    answer = extractor()
    answer([{"id": "first", "title": "", "company": "", "location": "", "description": "Python"}])
    started = time.process_time() - begun
    rows = postings(path)
    begun = time.process_time()
    answer(rows)
    print(json.dumps({"rate": len(rows) / (time.process_time() - begun), "start": started}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
