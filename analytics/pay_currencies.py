"""Currencies by their marks, by place and by the size of pay, from `data/currencies.toml`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_DATA = Path(__file__).with_name("data") / "currencies.toml"

DOLLAR = "$"  # which dollar is told by the place
KRONE = "KR"  # which krone is told by the place
_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "COP", "CLP", "ARS"})
_KRONER = frozenset({"SEK", "NOK", "DKK", "ISK"})


@dataclass(frozen=True, slots=True)
class Currency:
    """`month`, `year`: smallest amounts that are read as pay of a month and of a year when no period is told."""

    code: str
    marks: tuple[str, ...]
    month: float
    year: float
    iso: tuple[str, ...]
    places: tuple[str, ...]


def _load() -> dict[str, Currency]:
    with _DATA.open("rb") as file:
        raw = tomllib.load(file)
    return {
        code: Currency(code, tuple(r["marks"]), r["month"], r["year"], tuple(r["iso"]), tuple(r["places"]))
        for code, r in raw.items()
    }


CURRENCIES: Mapping[str, Currency] = _load()
_BY_MARK = {mark.lower(): c.code for c in CURRENCIES.values() for mark in c.marks}
_BY_MARK |= {code.lower(): code for code in CURRENCIES}
_BY_MARK |= {"$": DOLLAR, "kr": KRONE, "kr.": KRONE, "kronor": KRONE, "kroner": KRONE}
_BY_ISO = {iso: c.code for c in CURRENCIES.values() for iso in c.iso}
_BY_PLACE = {place.lower(): c.code for c in CURRENCIES.values() for place in c.places}
_PLACE = re.compile(
    r"(?<![^\W\d_])(?:" + "|".join(re.escape(p) for p in sorted(_BY_PLACE, key=len, reverse=True)) + r")(?![^\W\d_])",
    re.IGNORECASE,
)


def _alternatives(marks: list[str]) -> str:
    return "|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True))


_WORDS = [mark for mark in _BY_MARK if mark[0].isalpha()]
_SIGNS = [mark for mark in _BY_MARK if not mark[0].isalpha()]
# Anchored at the end of what stands before a number, or at the start of what follows it.
BEFORE = re.compile(
    rf"(?:(?P<word>(?<![^\W\d_])(?:{_alternatives(_WORDS)}))|(?P<sign>{_alternatives(_SIGNS)}))"
    rf"(?:\s?\$)?[\s:]{{0,3}}(?:[\[(]\s?)?$",
    re.IGNORECASE,
)
AFTER = re.compile(
    rf"[\s,.]{{0,2}}[-–]?\s?(?:(?P<word>(?:{_alternatives(_WORDS)})(?![^\W\d_]))|(?P<sign>{_alternatives(_SIGNS)}))",
    re.IGNORECASE,
)


def of_mark(mark: str) -> str:
    """The code of a currency mark; DOLLAR or KRONE where the mark alone does not tell which."""
    return _BY_MARK[mark.lower()]


@lru_cache(maxsize=4096)
def of_place(location: str) -> str | None:
    """The currency of a location as written, None when it names no known place or places of several currencies."""
    stripped = location.strip()
    if stripped.upper() in _BY_ISO:
        return _BY_ISO[stripped.upper()]
    found = {_BY_PLACE[m.group().lower()] for m in _PLACE.finditer(stripped[:500])}
    return found.pop() if len(found) == 1 else None


def settle(mark: str | None, place: str | None) -> str | None:
    """The code that a mark has at a place: "$" in Canada is CAD, elsewhere USD; "kr" with no Nordic place is unknown."""
    if mark == DOLLAR:
        return place if place in _DOLLARS else "USD"
    if mark == KRONE:
        return place if place in _KRONER else None
    return mark if mark else place


def period_of_size(amount: float, currency: str | None) -> str:
    """hour, month or year, whichever pays as much as `amount`; unknown currencies are taken at the dollar's scale."""
    scale = CURRENCIES.get(currency or "USD", CURRENCIES["USD"])
    return "year" if amount >= scale.year else "month" if amount >= scale.month else "hour"


def plausible(amount: float, currency: str | None, per_year: float) -> bool:
    """Whether `amount`, paid `per_year` times a year, is between a poor part-time job and a million dollars or so."""
    scale = CURRENCIES.get(currency or "USD", CURRENCIES["USD"])
    return scale.year * 0.3 <= amount * per_year < scale.year * 76
