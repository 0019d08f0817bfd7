"""The columns of postings that people have, by the names of ours (columns.toml). Pure functions."""

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from spiders.platform import Fields
from spiders.platforms.file import named, place_of
from spiders.schema_org import is_job_posting

PAY = ("pay", "pay_min", "pay_max", "pay_currency", "pay_period", "pay_source")
# What says that the pay beside it was read from the text, or guessed: our own reading of the text stands instead.
_GUESSED = frozenset({"description", "text", "predicted", "estimated", "1", "true"})


class ColumnsError(ValueError):
    """A --columns option that cannot be used; says which name is wrong and what there is."""


@functools.cache
def known_columns() -> Mapping[str, tuple[str, ...]]:
    """By our name of a column, the names by which others know it, compared as `_plain` writes them."""
    with Path(__file__).with_name("columns.toml").open("rb") as file:
        return {name: tuple(map(_plain, theirs)) for name, theirs in tomllib.load(file).items()}


def own_columns(written: str) -> dict[str, str]:
    """The columns of "name=theirs,...". Raises ColumnsError for what is no such pair or no name of ours."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in written.split(","))):
        name, equals, theirs = (part.strip() for part in pair.partition("="))
        if not equals or not theirs:
            raise ColumnsError(f"--columns: {pair!r} is no pair name=theirs, such as title=headline")
        if name not in known_columns():
            raise ColumnsError(f"--columns: no column is named {name!r}; there are {', '.join(known_columns())}")
        found[name] = theirs
    return found


def holds_postings(columns: Iterable[str], own: Mapping[str, str] | None = None) -> bool:
    """Whether a table with these columns can hold postings: one of them is a title or a description."""
    sources = _sources(tuple(columns), tuple((own or {}).items()))
    return bool(sources.get("title") or sources.get("description"))


def as_posting(row: Mapping[str, Any], own: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A row under our names, pay as `salary`; what is not read stays under its own name, nulls are left out.

    Pay of which the row says that it was read from the text or predicted is left out. A JobPosting of schema.org, whose
    properties are things of their own, stays as it is.
    """
    if is_job_posting(Fields(row)):
        return dict(row)
    sources = _sources(tuple(row), tuple((own or {}).items()))
    found = {}
    for name, theirs in sources.items():
        value = next((row[one] for one in theirs if row[one] is not None), None)
        if value is not None:
            found[name] = value
    pay = {name: found.pop(name) for name in PAY if name in found}
    salary = _salary(pay)
    read = {theirs for names in sources.values() for theirs in names}
    rest = {name: value for name, value in row.items() if value is not None and name not in read and name not in found}
    return found | ({} if salary is None else {"salary": salary}) | rest


def as_text_fields(row: Mapping[str, Any], own: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A row under our names as the extractor takes it: company and places as text, without an id where it has none."""
    posting = as_posting(row, own)
    location = posting.get("location")
    places = [place for one in (location if isinstance(location, list) else [location]) if (place := place_of(one))]
    texts = {"company": named(posting.get("company")), "location": " | ".join(places)}
    return {name: posting[name] for name in ("id", "title", "description") if name in posting} | texts


def _salary(pay: Mapping[str, Any]) -> Any:
    if str(pay.get("pay_source", "")).strip().lower() in _GUESSED:
        return None
    if "pay_min" not in pay and "pay_max" not in pay:
        whole = pay.get("pay")
        beside = {"currency": pay.get("pay_currency"), "period": pay.get("pay_period")}
        if isinstance(whole, dict):
            return {name: value for name, value in beside.items() if value is not None} | whole
        return whole if whole is None else {"text": whole, **beside}
    return {name: pay.get(f"pay_{name}") for name in ("min", "max", "currency", "period")}


@functools.lru_cache(maxsize=1024)
def _sources(columns: tuple[str, ...], own: tuple[tuple[str, str], ...]) -> Mapping[str, list[str]]:
    """By our name, the columns that may hold its value, likeliest first. A column of the user's choice stands alone."""
    chosen = {name: theirs for name, theirs in own if theirs in columns}
    free = [column for column in columns if column not in chosen.values()]
    by_plain: dict[str, str] = {}
    for column in free:
        by_plain.setdefault(_plain(column), column)
    found = {
        name: [chosen[name]] if name in chosen else [by_plain[plain] for plain in theirs if plain in by_plain]
        for name, theirs in known_columns().items()
    }
    return {name: theirs for name, theirs in found.items() if theirs}


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.lower())
