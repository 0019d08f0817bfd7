"""A posting item as a row of the raw table: persons dropped, sizes capped, text that a file can hold. Pure."""

import datetime as dt
import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from spiders.items import PostingItem
from spiders.job import Job
from spiders.platform import Board, BoardError
from spiders.privacy import without_persons
from spiders.values import web_address

UNREADABLE = "unreadable"  # the payload's only field of meaning where there is no posting to keep: why
LONGEST_ID = 300
KEPT = 1000  # characters of an outsized payload


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row of the raw table, whether its payload had no id, and whether it was larger than allowed."""

    row: dict[str, Any]
    unparsed: bool
    outsized: bool


def raw_row(item: PostingItem, board: Board, job: Job, secrets: Collection[str] = ()) -> RawRow:
    """The row of a posting, without contact persons and without `secrets`.

    A payload above the job's limit is replaced by its beginning. Raises BoardError for one that is nested too deeply.
    """
    try:
        payload = json.dumps(without_persons(item.payload), ensure_ascii=False, separators=(",", ":"))
    except RecursionError as error:
        raise BoardError("JSON nested too deeply to be kept") from error
    outsized = len(payload) > job.limits.posting_bytes
    if outsized:
        reason = f"a payload of {len(payload)} characters, more than {job.limits.posting_bytes}"
        payload = json.dumps({UNREADABLE: reason, "begins": payload[:KEPT]}, ensure_ascii=False)
    payload = without(_storable(payload), secrets)
    unparsed = item.external_id is None or (isinstance(item.payload, dict) and UNREADABLE in item.payload)
    external_id = _storable(item.external_id or f"unparsed-{_digest(payload)}")
    if len(external_id) > LONGEST_ID:
        external_id = f"{external_id[:64]}-{_digest(external_id)}"
    row = {
        "posting_id": f"{job.platform}:{board.board}:{external_id}",
        "snapshot_date": job.snapshot_date,
        "platform": job.platform,
        "board": board.board,
        "external_id": external_id,
        "url": without(_storable(web_address(item.url) or ""), secrets) or None,
        "company": board.company or None,
        "fetched_at": dt.datetime.now(dt.UTC),
        "observed_on": job.snapshot_date,
        "carried_forward": False,
        "payload": payload,
    }
    return RawRow(row, unparsed, outsized)


def without(text: str, secrets: Collection[str]) -> str:
    """The text with every secret replaced."""
    for secret in secrets:
        text = text.replace(secret, "***")
    return text


def _storable(text: str) -> str:
    """Text without lone surrogates, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
