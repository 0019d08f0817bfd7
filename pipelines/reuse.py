"""What an earlier night has read already: rows of postings whose payload has not changed and that no rule reads anew.

There is no store beside the tables: the last night's `postings`, `posting_skills` and `payload_audit` are what is kept.
Each posting has a key of its payload there, and the file says with which version of code, rules and words it was made.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from storage.history import Tell
from storage.posting import payload_key
from storage.store import DamagedFile, Store

if TYPE_CHECKING:
    from analytics.extraction.rows import Known

READING = "reading"  # in the metadata of the file of postings: the version that its rows were read with
TABLES = ("postings", "posting_skills", "payload_audit")

Row = dict[str, Any]


def last_reading(store: Store, date: dt.date, version: str, tell: Tell) -> dt.date | None:
    """The newest night before `date`, where it was read with the same version and its tables can be read."""
    earlier = next((one for one in reversed(store.dates("postings")) if one < date), None)
    if earlier is None:
        return None
    try:
        if store.about("postings", earlier).get(READING) != version:
            return None
        for name in TABLES:
            store.count(name, earlier)
    except (DamagedFile, FileNotFoundError) as error:
        tell(f"all postings are read again: {error}")
        return None
    return earlier


@dataclass(frozen=True)
class EarlierRows:
    """What a night made of some boards of a platform."""

    postings: pa.Table
    skills: pa.Table
    audit: Mapping[str, Row]

    @classmethod
    def of(cls, store: Store, platform: str, date: dt.date, boards: Sequence[str]) -> "EarlierRows":
        """Reads the rows of `boards`. Raises DamagedFile."""
        mine = (pc.field("platform") == platform) & pc.field("board").isin(list(boards))
        postings = store.arrow("postings", date, where=mine)
        audit = store.arrow("payload_audit", date, where=mine).to_pylist()
        ids = postings.column("posting_id")
        bounds = pc.min_max(ids).as_py() if len(ids) else {"min": "", "max": ""}
        # The file is sorted by posting, so that the bounds spare the row groups of other boards.
        within = (pc.field("posting_id") >= bounds["min"]) & (pc.field("posting_id") <= bounds["max"])
        skills = store.arrow("posting_skills", date, where=within & pc.field("posting_id").isin(ids.combine_chunks()))
        return cls(postings, skills, {row["board"]: row for row in audit})

    @cached_property
    def _keys(self) -> dict[str, dict[str, str]]:
        """By board: the key of each posting's payload, by posting."""
        found: dict[str, dict[str, str]] = {}
        for row in self.postings.select(["board", "posting_id", "payload_key"]).to_pylist():
            found.setdefault(row["board"], {})[row["posting_id"]] = row["payload_key"]
        return found

    def is_whole(self, board: str, raw: Sequence[Row]) -> bool:
        """Whether the raw rows of a board are, one by one, those that this night read, all of them postings."""
        audit, keys = self.audit.get(board), self._keys.get(board, {})
        if audit is None or audit["postings_unparsed"] or not len(raw) == len(keys) == audit["postings"]:
            return False
        return all(keys.get(row["posting_id"]) == payload_key(row) for row in raw)

    def of_boards(self, boards: Collection[str], raw: Sequence[Row]) -> "EarlierRows":
        """The rows of whole boards as tonight has them: observed as `raw` says."""
        postings = self.postings.filter(pc.is_in(self.postings.column("board"), pa.array(list(boards), pa.string())))
        ids = postings.column("posting_id")
        observed = {row["posting_id"]: row for row in raw}
        for name in ("observed_on", "carried_forward"):
            index = postings.schema.get_field_index(name)
            values = [observed[posting][name] for posting in ids.to_pylist()]
            postings = postings.set_column(
                index, postings.schema.field(index), pa.array(values, postings.schema.field(index).type)
            )
        skills = self.skills.filter(pc.is_in(self.skills.column("posting_id"), ids.combine_chunks()))
        return EarlierRows(postings, skills, {board: self.audit[board] for board in boards})

    def known(self, board: str, raw: Sequence[Row]) -> "Known":
        """What is known of a board that is not whole."""
        from analytics.extraction.rows import Known, boilerplate_by_company

        rows = self.postings.filter(pc.equal(self.postings.column("board"), board)).to_pylist()
        same = {row["posting_id"]: payload_key(row) for row in raw}
        kept = {row["posting_id"]: row for row in rows if same.get(row["posting_id"]) == row["payload_key"]}
        skills: dict[str, list[Row]] = {posting: [] for posting in kept}
        mine = pc.is_in(self.skills.column("posting_id"), pa.array(list(kept), pa.string()))
        for skill in self.skills.filter(mine).to_pylist():
            skills[skill["posting_id"]].append(skill)
        repeated = boilerplate_by_company(
            (row["company"] or "", row["title"], row["description"] or "") for row in rows
        )
        return Known({posting: (row, skills[posting]) for posting, row in kept.items()}, repeated)
