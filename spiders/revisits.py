"""Which postings of a board need not be asked again tonight: what was read before stands.

A list that dates its changes is believed for a week. A list that does not is compared with what it said when the
posting was read: name, place, date of release. What such a list cannot tell, an edit of the text alone, is found by
asking each posting once a week, a seventh of them a night.
"""

import datetime as dt
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spiders.platform import Platform

WEEK = 7  # days after which a posting is asked again, whatever its list says
MARGIN = dt.timedelta(days=2)  # dates of change may be of any time zone and of days


@dataclass(frozen=True, slots=True)
class Read:
    """When a posting was read last (ISO 8601), and a key of what its list said then; "" where that is no matter."""

    at: str
    listing: str = ""


def listing_key(platform: Platform, payload: Mapping[str, Any]) -> str:
    """A key of what the platform's list says of a posting, out of its payload; "" where it says nothing comparable."""
    told = [_at(payload, path) for path in platform.listed]
    if all(value is None for value in told):
        return ""
    return hashlib.blake2b(json.dumps(told, sort_keys=True).encode(), digest_size=8).hexdigest()


def stored_key(platform: Platform, payload: str) -> str:
    """The same of a payload as it is kept; "" for one whose detail has not been read."""
    try:
        read = json.loads(payload)
    except ValueError:
        return ""
    return listing_key(platform, read) if isinstance(read, dict) and read.get(platform.detail_field) else ""


def stands_by_date(changed: dt.datetime, read: dt.datetime, now: dt.datetime) -> bool:
    """Whether a posting that its list says was `changed` then has been read lately and since."""
    return changed + MARGIN <= read and now - read <= dt.timedelta(days=WEEK)


def stands_by_listing(external_id: str, told: str, known: str, read: dt.datetime, now: dt.datetime) -> bool:
    """Whether the list says of a posting what it said when it was read, and its day of the week has not come."""
    if not told or told != known or now - read > dt.timedelta(days=WEEK):
        return False
    its_day = zlib.crc32(external_id.encode("utf-8", "replace")) % WEEK == now.toordinal() % WEEK
    return not its_day or now.date() == read.date()


def _at(payload: Any, path: str) -> Any:
    for name in path.split("."):
        payload = payload.get(name) if isinstance(payload, dict) else None
    return payload
