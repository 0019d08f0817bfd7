"""Labels that are kept as offsets: what was labelled in a text, and where that text lies, but not the text.

A row names its `source` (a file below the folder of recordings), the `id` of the posting in it, the `fields` that hold
its text, the `sha256` of that text, and per skill [name, kind, requirement, start, end] beside the values of a posting
that is labelled in full (`analytics.evaluation.scoring.postings`).
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from analytics.evaluation.marks import Row
from analytics.text.plain import html_to_text

_IDS = ("id", "guid", "shortcode", "objectID", "url", "slug", "uid")  # of the platforms, in this order


class LabelsError(ValueError):
    """Labels that do not fit the text they were made on; names the source, the posting and what is wrong."""


def find_posting(source: Any, wanted: str) -> Mapping[str, Any] | None:
    """The object with the id, anywhere in what a platform served; None where there is none."""
    for found in _objects(source):
        if next((str(found[key]) for key in _IDS if found.get(key) is not None), None) == wanted:
            return found
    return None


def _objects(source: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(source, Mapping):
        yield source
        source = source.values()
    if not isinstance(source, str | int | float | bool | None):
        for value in source:
            yield from _objects(value)


def text_of(posting: Mapping[str, Any], fields: list[str], *, plain: bool) -> str:
    """The text that was labelled: the fields in their order, HTML as text unless it is `plain`."""
    if plain:
        return "\n\n".join(posting[field] for field in fields)
    return "\n\n".join(html_to_text(part) for field in fields for part in _parts(posting.get(field)) if part)


def _parts(value: Any) -> Iterator[str]:
    """A field's texts: itself, or of a list of headed parts each with its heading."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield part["value"] if "value" in part else f"<h3>{part['text']}</h3><ul>{part['content']}</ul>"


def labelled(row: Row, text: str) -> Row:
    """The row as a labelled posting, its skills with their surfaces.

    Raises LabelsError where the text is another one than that which was labelled.
    """
    if (digest := hashlib.sha256(text.encode()).hexdigest()) != row["sha256"]:
        raise LabelsError(f"{row['source']}, posting {row['id']}: the text has sha256 {digest[:12]}…, not the labelled")
    return {
        **row,
        "description": text,
        "skills": [
            {"surface": text[start:end], "canonical": name, "kind": kind, "requirement": asked}
            for name, kind, asked, start, end in row["skills"]
        ],
    }
