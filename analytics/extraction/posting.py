"""A posting as the extractor is given it, and a line of JSON read as one."""

import json
import math
from dataclasses import dataclass
from typing import Any

from analytics.text.plain import well_formed

FIELDS = ("title", "company", "location", "description")


@dataclass(frozen=True, slots=True)
class Posting:
    """What is known of a posting before it is read; a field that is not known is empty."""

    id: str
    title: str = ""
    company: str = ""
    location: str = ""
    description: str = ""


def read_posting(line: str) -> tuple[Posting | None, str | None, Any]:
    """The posting of a line, or None with what is wrong with the line, and its id where it has one."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return None, f"not JSON: {error}", None
    return posting_of(row)


def posting_of(row: Any) -> tuple[Posting | None, str | None, Any]:
    """The posting of an object, or None with what is wrong with it, and its id where it has one."""
    if not isinstance(row, dict):
        return None, f"a JSON {type(row).__name__} instead of an object with id, {', '.join(FIELDS)}", None
    identity = row.get("id")
    if isinstance(identity, str):
        identity = well_formed(identity)
    elif not isinstance(identity, int) or isinstance(identity, bool):
        is_number = isinstance(identity, float) and math.isfinite(identity)
        return None, "the field id is missing or no text", identity if is_number else None
    wrong = [name for name in FIELDS if not isinstance(row.get(name, ""), str | None)]
    if wrong:
        return None, f"the field {wrong[0]} is no text", identity
    if not any(row.get(name) for name in ("title", "description")) and not {"title", "description"} & row.keys():
        return None, "neither title nor description", identity
    fields = {name: well_formed(row.get(name) or "") for name in FIELDS}
    return Posting(id=identity, **fields), None, identity  # type: ignore[arg-type]
