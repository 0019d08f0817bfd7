"""The code version of an asset: it changes when, and only when, code or rules that make its rows have changed."""

import functools
import hashlib

from pipelines.settings import PROJECT
from storage.tables import Table

# The folders and files behind the tables of a group, from the project's root. A stage does not name the stages before
# it: their assets carry versions of their own.
CODE = {
    "crawl": ("spiders/spider.py", "spiders/rows.py", "spiders/privacy.py", "spiders/platforms"),
    "postings": (
        "spiders/dialect.py",
        "spiders/platforms",
        "spiders/schema_org.py",
        "spiders/values.py",
        "analytics/text",
        "analytics/values",
        "analytics/places",
        "analytics/extraction",
        "analytics/vacancies",
    ),
    "roles": ("analytics/statistics", "analytics/values"),
    "publication": ("pipelines/decision.py", "pipelines/figures.py", "storage/staging.py"),
    "comparisons": ("analytics/comparison", "analytics/publishing", "analytics/statistics", "analytics/values"),
}


def code_version(group: str, declared: Table | None = None) -> str:
    """Twelve hexadecimal digits over the code behind a group and the columns of the table."""
    columns = "" if declared is None else repr([(name, str(declared.column(name).type)) for name in declared.columns])
    return hashlib.sha256(f"{_digest(CODE[group])} {columns}".encode()).hexdigest()[:12]


@functools.cache
def _digest(places: tuple[str, ...]) -> str:
    whole = hashlib.sha256()
    for place in places:
        root = PROJECT / place
        for file in [root] if root.is_file() else sorted(root.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                whole.update(file.relative_to(PROJECT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return whole.hexdigest()
