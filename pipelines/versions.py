"""The code version of an asset: it changes when, and only when, code or rules that make its rows have changed."""

import functools
import hashlib
from importlib.metadata import version

from pipelines.project import CODE as PIPELINES
from storage.tables import TABLES, Table

ROOT = PIPELINES.parent  # of the code, in a checkout and installed

# The folders and files behind the tables of a group, from the project's root. A stage does not name the stages before
# it: their assets carry versions of their own.
CODE = {
    "crawl": ("spiders/spider.py", "spiders/rows.py", "spiders/privacy.py", "spiders/platforms"),
    "postings": (
        "pipelines/extraction.py",
        "spiders/comments.py",
        "spiders/details.py",
        "spiders/dialect.py",
        "spiders/markup.py",
        "spiders/platforms",
        "spiders/platform.py",
        "spiders/schema_org.py",
        "spiders/values.py",
        "spiders/xml.py",
        "storage/posting.py",
        "analytics/text",
        "analytics/values",
        "analytics/places",
        "analytics/extraction",
        "analytics/vacancies",
    ),
    "roles": ("analytics/statistics", "analytics/values"),
    "publication": ("pipelines/decision.py", "pipelines/figures.py", "storage/staging.py"),
    "upkeep": ("pipelines/retention",),
    "comparisons": ("analytics/comparison", "analytics/publishing", "analytics/statistics", "analytics/values"),
}
PACKAGES = ("pipelines", "analytics", "spiders", "storage")
READ_WITH = (
    "spacy",
    "selectolax",
    "lxml",
    "ftfy",
    "ahocorasick_rs",
    "markdown-it-py",
)  # libraries that what is read depends on


def code_version(group: str, declared: Table | None = None) -> str:
    """Twelve hexadecimal digits over the code behind a group and the columns of the table."""
    columns = "" if declared is None else repr([(name, str(declared.column(name).type)) for name in declared.columns])
    return hashlib.sha256(f"{_digest(CODE[group])} {columns}".encode()).hexdigest()[:12]


def reading_version(method: str) -> str:
    """What the rows of a posting depend on beside its payload: code, rules, words and libraries.

    `method` names the version of the rules and of the user's own words (`Source.method`).
    """
    tables = (code_version("postings", TABLES[name]) for name in ("postings", "posting_skills"))
    libraries = (f"{name} {version(name)}" for name in READ_WITH)
    return hashlib.sha256(" ".join((method, *tables, *libraries)).encode()).hexdigest()[:16]


def whole_code() -> str:
    """What all code and data of the packages depend on, by which a worker of a cluster is known to have the same."""
    return _digest(PACKAGES)[:16]


@functools.cache
def _digest(places: tuple[str, ...]) -> str:
    whole = hashlib.sha256()
    for place in places:
        root = ROOT / place
        for file in [root] if root.is_file() else sorted(root.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                whole.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return whole.hexdigest()
