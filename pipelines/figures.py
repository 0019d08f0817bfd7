"""What a night is judged by, read from its tables."""

import datetime as dt

import pyarrow.compute as pc

from pipelines.decision import Figures
from storage.store import Store
from storage.tables import TABLES

BOARD_COLUMNS = ["platform", "board", "status", "postings"]


def figures_of(store: Store, date: dt.date) -> Figures:
    """The figures of `date`. Raises DamagedFile or FileNotFoundError when one of its tables cannot be read."""
    postings = store.arrow("postings", date, ["posting_id", "ai_tier", "seniority_basis", "carried_forward"])
    ai = postings.filter(pc.not_equal(postings.column("ai_tier"), "excluded"))
    skilled = pc.unique(store.arrow("posting_skills", date, ["posting_id"]).column("posting_id"))
    total = ai.num_rows
    with_skill = pc.sum(pc.is_in(ai.column("posting_id"), skilled)).as_py() or 0
    assumed = pc.sum(pc.equal(ai.column("seniority_basis"), "assumed")).as_py() or 0
    return Figures(
        boards=tuple(store.arrow("board_fetches", date, BOARD_COLUMNS).to_pylist()),
        postings=postings.num_rows,
        carried=pc.sum(postings.column("carried_forward")).as_py() or 0,
        ai_postings=total,
        with_skill=with_skill / total if total else 0.0,
        with_level=1 - assumed / total if total else 0.0,
    )


def missing_tables(store: Store, date: dt.date) -> list[str]:
    """The declared tables that have no file for `date` (undated ones: no file)."""
    return [name for name, table in TABLES.items() if not store.exists(name, date if table.dated else None)]
