"""What tells vacancies apart: an employer's key, a title's key, and how alike two texts are.

Texts are compared by their three-word runs (shingles): Broder (1997), On the resemblance and containment of documents.
Place names of the posting itself and figures are left out, since one vacancy in two places differs in just those. In a
title other places are a territory, and another territory is another vacancy.
"""

import base64
import functools
import re
import tomllib
import unicodedata
import zlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analytics.places import gazetteer
from analytics.places.locations import Place, country_names, read_location

SKETCH = 64  # hashes that a stored sketch keeps
_LARGE_CITY = 300_000

_WORDS = tomllib.loads((Path(__file__).with_name("vacancy.toml")).read_text(encoding="utf-8"))
_LEGAL = frozenset(_WORDS["legal_forms"])
_WORKPLACES = frozenset(_WORDS["workplaces"])
_REGIONS_AND_WORKPLACES = _WORKPLACES | frozenset(_WORDS["regions"])
_SELLING = re.compile(rf"\b(?:{'|'.join(_WORDS['selling'])})\b")
_SPELLINGS: dict[str, str] = _WORDS["spellings"]
_NUMERALS: dict[str, str] = _WORDS["numerals"]
_GENDER = re.compile(
    r"[(\[]?\s*\b(?:[mfwdxhvnai]|gn|div|all|alle|any|tous)(?:\s*[/|,*]\s*(?:[mfwdxhvnai]|div|gn|genders?|geschlechter))+\b"
    r"\s*[)\]]?|[(\[]\s*(?:all|any|alle)\s+genders?\s*[)\]]|[(\[]\s*(?:gn|mwd|fmd|mfd|wmd|mfx|fmx)\s*[)\]]|\bh/f\b",
    re.IGNORECASE,
)
_ENDING = re.compile(r"(?<=\w)(?:[*:_]in(?:nen)?|/-?in(?:nen)?|·e|\(e\)|\(in\))\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"[(\[#]*\b(?:(?:req|jr|job|ref|id|vacancy|position|requisition)[\s:#.-]*(?:id|no|nr)?[\s:#.-]*)?"
    r"(?=[a-z]{0,4}[-_]?\d)[a-z]{0,4}[-_]?\d[\d_-]{3,}\w*\b[)\]]?|#\s*\d+\b",
    re.IGNORECASE,
)
_SEGMENT = re.compile(r"\s+[-–—|@•·]\s+|\s*[–—|•]\s*|\s*[,;:]\s+|\s*[()\[\]]\s*|\s+-|-\s+|\s+/\s+")
_INITIALS = re.compile(r"\b(?:\w\.){2,}")  # "s.a.", "l.l.c."
_WORD = re.compile(r"[^\W_]+(?:\+\+|#)?")
_ACCENTS = re.compile(r"[\u0300-\u036f]+")
_LETTERS = re.compile(r"[a-z\u00df-\u1fff\u2c00-\ud7ff]+")  # of lower-case text; twice as fast as [^\W\d_]

Hashes = NDArray[np.uint64]


def plain(text: str) -> str:
    """Lower case without accents, so that "Zürich" and "Zurich" are one."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))


@functools.lru_cache(maxsize=65_536)
def company_key(company: str) -> str:
    """An employer's name without case, accents, punctuation and legal form: "Stripe, Inc." and "stripe" are one."""
    text = _INITIALS.sub(lambda found: found[0].replace(".", ""), plain(company))
    kept = _WORD.findall(text.replace("&", " and ").replace("'", "").replace("’", ""))
    while len(kept) > 1 and (kept[-1] in _LEGAL or kept[-1] == "and"):
        kept.pop()
    return " ".join(kept)


@functools.lru_cache(maxsize=65_536)
def _is_place(name: str) -> bool:
    """Whether a plain name is a country, a U.S. state or its code, a large city, a world region or a workplace."""
    if name in _REGIONS_AND_WORKPLACES:
        return True
    key = gazetteer.fold(name)
    states = [*gazetteer.regions_by_name(key), *gazetteer.regions_by_code(name)]
    if gazetteer.country_by_name(key) or any(state.country == "US" for state in states):
        return True
    return any(city.population > _LARGE_CITY for city in gazetteer.cities_by_name(key))


@functools.lru_cache(maxsize=65_536)
def _own_places(location: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names and the single words of a posting's own places."""
    lowered = plain(location)
    parts = re.split(r"[|,;/()]|\s[-–—]\s", lowered)
    names = frozenset(filter(None, (" ".join(_WORD.findall(part)) for part in parts)))
    return names, frozenset(word for word in _LETTERS.findall(lowered) if len(word) > 1)


def first_place(location: str) -> str:
    """The first name in a place as written, plain: "oslo" for "Oslo, Norway | Bergen"."""
    return " ".join(_WORD.findall(re.split(r"[|,;/()]|\s[-–—]\s", plain(location), maxsplit=1)[0]))


@functools.lru_cache(maxsize=65_536)
def title_key(title: str, location: str = "") -> str:
    """A title without its posting's place, workplace, number and gender marks; level words stay, spelled one way.

    A place is a whole part of the title (between dashes, commas, brackets) that names nothing else. It is left out
    where it is, holds or lies in the posting's own place, for then the title is that of one copy of the vacancy; any
    other place is a territory and stays, as do the countries, states and world regions of a title that sells.
    """
    text = _NUMBER.sub(" ", _ENDING.sub("", _GENDER.sub(" ", plain(title))))
    own_names, own_words = _own_places(location)
    kept: list[str] = []
    places: list[str] = []
    for index, part in enumerate(_SEGMENT.split(text)):
        words = _WORD.findall(part)
        name = " ".join(words)
        is_place = name in own_names or _is_place(name) or _only_places(words, own_words)
        if index and words and is_place:
            places.append(name)
        else:
            kept += words
    for tail in (("in", "or"), ("or",), ("in",), ("and",)):
        if tuple(kept[-len(tail) :]) == tail:
            kept = kept[: -len(tail)]
    spelled = [_SPELLINGS.get(word, word) for word in kept]
    key = [*spelled[:1], *(_NUMERALS.get(word, word) for word in spelled[1:])]
    return " ".join([*key, *_territories(places, location, bool(_SELLING.search(" ".join(spelled))))])


def _territories(names: list[str], location: str, sells: bool) -> list[str]:
    """What the places of a title say beyond the posting's own place, spelled one way."""
    told = [name for name in names if name not in _WORKPLACES]
    if not told:
        return []
    own_names, own_words = _own_places(location)
    own = [place for place in read_location(location) if place.country or place.remote_scope]
    named = [place for place in read_location(", ".join(told)) if place.country or place.remote_scope]
    if not named:
        return [name for name in told if own and not any(f"{name} ".startswith(f"{one} ") for one in own_names)]
    return [
        _spelled(place)
        for place in named
        if (sells and not place.city and not place.metro)
        or (own and not own_words.issuperset(_spelled(place).split()) and not any(_meets(place, one) for one in own))
    ]


def _meets(place: Place, own: Place) -> bool:
    """Whether a place of the title is, holds or lies in one of the posting's own, as far as both are told."""
    if place.country is None or own.country is None:
        return place.country is not None or place.remote_scope == own.remote_scope
    if place.country != own.country:
        return False
    if place.metro is not None and place.metro == own.metro:
        return True
    return place.region is None or own.region is None or place.region == own.region


def _spelled(place: Place) -> str:
    named = place.city or place.metro or place.region or country_names().get(place.country or "") or place.remote_scope
    return plain(named or "")


def _only_places(words: list[str], own: frozenset[str]) -> bool:
    """Whether every word belongs to the posting's own place or is a place or workplace word by itself."""
    return bool(words) and all(word in own or _is_place(word) or word in ("or", "and", "based", "in") for word in words)


def requisition_key(requisition: str | None) -> str | None:
    """An employer's number of a vacancy, None where it says nothing (no digit, shorter than three characters)."""
    if requisition is None:
        return None
    key = requisition.strip().lower()
    return key if len(key) >= 3 and any(char.isdigit() for char in key) else None


def words_of(text: str, location: str = "") -> list[str]:
    """The words of a text, lower case, without figures and without the words of the posting's own places."""
    words = _LETTERS.findall(text.lower())
    own = frozenset(_LETTERS.findall(location.lower()))
    return [word for word in words if word not in own] if own else words


@functools.lru_cache(maxsize=300_000)
def _hash(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def _runs(words: Iterable[str]) -> Hashes:
    """A hash of each three-word run, the same on every machine and night."""
    ids = np.fromiter(map(_hash, words), dtype=np.uint64)
    if len(ids) < 3:
        return ids
    mixed = ids[:-2] * np.uint64(0x9E3779B97F4A7C15) + ids[1:-1] * np.uint64(0xC2B2AE3D27D4EB4F) + ids[2:]
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    return mixed


def shingles(words: Iterable[str]) -> Hashes:
    """Hashes of all three-word runs, distinct and ascending."""
    return np.unique(_runs(words))


def resemblance(a: Hashes, b: Hashes) -> float:
    """Jaccard similarity of two sets of hashes; 0 when either is empty."""
    if not len(a) or not len(b):
        return 0.0
    both = len(np.intersect1d(a, b, assume_unique=True))
    return both / (len(a) + len(b) - both)


def sketch(text: str) -> str | None:
    """The 64 smallest hashes of a text's three-word runs (bottom-k sketch, Cohen and Kaplan 2007), as base 64.

    None for a text without words.
    """
    hashes = _runs(text.lower().split())
    few = np.unique(np.partition(hashes, 2 * SKETCH)[: 2 * SKETCH] if len(hashes) > 2 * SKETCH else hashes)
    smallest = few if len(few) >= SKETCH else np.unique(hashes)
    if not len(smallest):
        return None
    return base64.b64encode((smallest[:SKETCH] >> np.uint64(32)).astype(">u4").tobytes()).decode()


def sketch_resemblance(a: str | None, b: str | None) -> float:
    """Jaccard similarity of two texts as estimated from their sketches (standard error at most 0.06)."""
    if not a or not b:
        return 0.0
    first, second = (set(np.frombuffer(base64.b64decode(text), dtype=">u4").tolist()) for text in (a, b))
    smallest = sorted(first | second)[:SKETCH]
    return sum(value in first and value in second for value in smallest) / len(smallest)
