"""Currencies by their marks, by place and by the size of pay, from `data/currencies.toml`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from analytics.extraction.pay.words import UNSPACED

_DATA = Path(__file__).with_name("currencies.toml")

DOLLAR = "$"  # which dollar is told by the place
KRONE = "KR"  # which krone is told by the place
_LETTERS = {"P": "PHP", "R": "ZAR"}  # "P18,000" and "R25 000": money only where the place is theirs
_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "COP", "CLP", "ARS"})
_KRONER = frozenset({"SEK", "NOK", "DKK", "ISK"})


# Languages of one currency, for postings that name no known place.
_LANGUAGES = {"sv": "SEK", "da": "DKK", "no": "NOK", "nb": "NOK", "pl": "PLN", "it": "EUR", "nl": "EUR"}


@dataclass(frozen=True, slots=True)
class Currency:
    """`month`, `year`: smallest amounts that are read as pay of a month and of a year when no period is told.

    `words` name pay, or what comes with it, in its country alone.
    """

    code: str
    marks: tuple[str, ...]
    month: float
    year: float
    iso: tuple[str, ...]
    places: tuple[str, ...]
    words: tuple[str, ...]


def _load() -> dict[str, Currency]:
    with _DATA.open("rb") as file:
        raw = tomllib.load(file)
    return {
        code: Currency(
            code,
            tuple(r["marks"]),
            r["month"],
            r["year"],
            tuple(r["iso"]),
            tuple(r["places"]),
            tuple(r.get("words", ())),
        )
        for code, r in raw.items()
    }  # fmt: skip


CURRENCIES: Mapping[str, Currency] = _load()
_BY_MARK = {mark.lower(): c.code for c in CURRENCIES.values() for mark in c.marks}
_STATE = re.compile(
    r",\s*(A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])\b"
)
# Of these codes, the currencies of countries and provinces that share one.
_SAME_CODE = {"CA": "CAD", "WA": "AUD", "CO": "COP", "AR": "ARS", "AL": "ALL", "MA": "MAD"}
# Codes that are words too: in lower case they are those.
_CAPITALS = frozenset(
    {"all", "amd", "bam", "bob", "cop", "gel", "lak", "mad", "mop", "pen", "php", "ron", "sar", "try"}
)
_BY_MARK |= {code.lower(): code for code in CURRENCIES}
_BY_MARK |= {"$": DOLLAR, "kr": KRONE, "kr.": KRONE, "kronor": KRONE, "kroner": KRONE}
_BY_ISO = {iso: c.code for c in CURRENCIES.values() for iso in c.iso}
_BY_PLACE = {place.lower(): c.code for c in CURRENCIES.values() for place in c.places}
IN_MILLIONS = frozenset(c.code for c in CURRENCIES.values() if c.year >= 1_500_000)  # pay is told in millions
_PLACE = re.compile(
    r"(?<![^\W\d_])(?:" + "|".join(re.escape(p) for p in sorted(_BY_PLACE, key=len, reverse=True)) + r")(?![^\W\d_])",
    re.IGNORECASE,
)

_BY_WORD = {word: c.code for c in CURRENCIES.values() for word in c.words}
_WORD = re.compile(r"(?<![^\W\d_])(?:" + "|".join(map(re.escape, _BY_WORD)) + r")(?![^\W\d_])")

_SPACED_DOLLAR = re.compile(rf"\b({'|'.join(CURRENCIES)}|US|CA|AU|NZ|SG|HK|NT|MX) \$$")
_LONGEST_BEFORE = 8
# The lengths of the marks that end in a letter or sign, longest first.
_LENGTHS = {
    last: sorted({len(mark) for mark in _BY_MARK if mark[-1] == last and len(mark) <= _LONGEST_BEFORE}, reverse=True)
    for last in {mark[-1] for mark in _BY_MARK}
}
_AFTER = re.compile(
    r"[\s,.]{0,2}[-–]?\s?(?P<mark>(?:[^\W\d_]{1,3}\$)|[^\W\d_]+\.?(?: dollars?| francs| sterling)?|[^\w\s])",
    re.IGNORECASE,
)


def mark_before(text: str, position: int) -> tuple[str | None, int]:
    """The currency whose mark stands before a number at `position`, and where the mark starts."""
    at = position
    while at > position - 5 and at and text[at - 1] in " \u00a0\u202f\t:[(":
        at -= 1
    if not at:
        return None, position
    tail = text[max(0, at - 12) : at].lower()
    spaced = _SPACED_DOLLAR.search(text, max(0, at - 6), at) if tail[-1] == "$" else None
    if spaced:  # "USD $ 18.25", "US $ 120,000"
        name = spaced.group(1).lower()
        return _BY_MARK.get(name) or _BY_MARK[name + "$"], spaced.start()
    for length in _LENGTHS.get(tail[-1], ()):
        mark = tail[-length:]
        code = _BY_MARK.get(mark) if len(mark) == length else None
        if code and mark in _CAPITALS and text[at - length : at].islower():
            continue
        if code and not (mark[0].isalpha() and len(tail) > length and tail[-length - 1].isalpha()):
            begin = at - length
            while length == 1 and begin and text[begin - 1] == mark:
                begin -= 1
            return code, begin
    if text[at - 1] in _LETTERS and at == position and not text[max(0, at - 2) : at - 1].isalnum():
        return text[at - 1], at - 1
    return None, position


def mark_after(text: str, position: int) -> tuple[str | None, int]:
    """The currency whose mark follows a number that ends at `position`, and where the mark ends."""
    found = _AFTER.match(text, position, position + 28)
    if found is None:
        return None, position
    mark = found.group("mark").lower()
    if mark in _CAPITALS and found.group("mark").islower():
        return None, position
    code = _BY_MARK.get(mark)
    if code:
        return code, found.end()
    if mark[0] >= UNSPACED:
        for length in range(min(4, len(mark)), 0, -1):
            if mark[:length] in _BY_MARK:
                return _BY_MARK[mark[:length]], found.start("mark") + length
    short = mark.split(" ")[0]
    code = _BY_MARK.get(short.rstrip("."))
    return (code, found.start("mark") + len(short.rstrip("."))) if code else (None, position)


def is_code(word: str) -> bool:
    """Whether a word in lower case is a currency's code."""
    return word.upper() in CURRENCIES


@lru_cache(maxsize=4096)
def of_place(location: str) -> str | None:
    """The currency of a location as written, None when it names no known place or places of several currencies.

    A US state's code settles it ("Vancouver, WA"), unless the place's country or province has the same code.
    """
    stripped = location.strip()[:500]
    if stripped.upper() in _BY_ISO:
        return _BY_ISO[stripped.upper()]
    # The capital dotted I lowers to two characters; the second one is dropped.
    found = {_BY_PLACE.get(m.group().lower().replace("\u0307", "")) for m in _PLACE.finditer(stripped)} - {None}
    state = _STATE.search(stripped)
    if state:
        code = state.group(1)
        same_code = {_BY_ISO.get(code), _SAME_CODE.get(code)} & found
        if not same_code or stripped.lower().startswith("ontario, ca"):
            return "USD"
        found = same_code
    return found.pop() if len(found) == 1 else None


def of_language(language: str | None) -> str | None:
    """The currency of the country that a language is spoken in, None where there are several."""
    return _LANGUAGES.get(language or "")


def of_words(words: str) -> str | None:
    """The currency of the country where alone pay, or what comes with it, is called so ("Timlön", "+ super")."""
    found = _WORD.search(words.lower())
    return _BY_WORD[found.group()] if found else None


def is_stray(mark: str | None, place: str | None) -> bool:
    """Whether a mark is but a letter, because the place has no currency that it stands for."""
    return mark in _LETTERS and place != _LETTERS[mark]


def settle(mark: str | None, place: str | None) -> str | None:
    """The code that a mark has at a place: "$" in Canada is CAD, elsewhere USD; "kr" in no Nordic place is unknown."""
    if mark == DOLLAR:
        return place if place in _DOLLARS else "USD"
    if mark == KRONE:
        return place if place in _KRONER else None
    if mark in _LETTERS:
        return place if place == _LETTERS[mark] else None
    return mark if mark else place


def period_of_size(amount: float, currency: str | None) -> str:
    """hour, month or year, whichever pays as much as `amount`; unknown currencies are taken at the dollar's scale."""
    scale = CURRENCIES.get(currency or "USD", CURRENCIES["USD"])
    return "year" if amount >= scale.year else "month" if amount >= scale.month else "hour"


def _affordable(amount: float, currency: str | None, per_year: float) -> bool:
    """Whether `amount`, paid `per_year` times a year, stays under a million dollars or so."""
    return amount * per_year < CURRENCIES.get(currency or "USD", CURRENCIES["USD"]).year * 76


def conceivable(amount: float, currency: str | None, per_year: float) -> bool:
    """Whether `amount`, paid `per_year` times a year, can be anyone's pay: a few hours a month to a million dollars."""
    scale = CURRENCIES.get(currency or "USD", CURRENCIES["USD"])
    return scale.year * 0.05 <= amount * per_year and _affordable(amount, currency, per_year)


def plausible(amount: float, currency: str | None, per_year: float) -> bool:
    """Whether `amount`, paid `per_year` times a year, is between a poor part-time job and a million dollars or so."""
    scale = CURRENCIES.get(currency or "USD", CURRENCIES["USD"])
    return scale.year * 0.3 <= amount * per_year and _affordable(amount, currency, per_year)
