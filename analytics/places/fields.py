"""What the pieces of a location string can mean: country, region, city, area, world region, or nothing."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from analytics.places.gazetteer import (
    DATA,
    City,
    Region,
    cities_by_name,
    country_by_code,
    country_by_name,
    fold,
    regions_by_code,
    regions_by_name,
)

# How likely a bare name means the place in this country rather than a larger namesake elsewhere: where jobs on public
# boards are. Unlisted countries weigh 1.
WEIGHT = {"US": 2.5, "GB": 1.6, "CA": 1.6, "ES": 3.0, "DE": 1.6, "FR": 1.6, "IE": 1.6, "IN": 1.6, "AU": 1.6, "NL": 1.6}
WEIGHT |= {"VE": 0.2, "CU": 0.2, "SY": 0.2, "IR": 0.2, "KP": 0.1, "SD": 0.2, "YE": 0.2, "AF": 0.2, "HT": 0.3, "LY": 0.3}

_WORDS: dict[str, list[str]] = tomllib.loads((DATA / "place_words.toml").read_text(encoding="utf-8"))


def any_of(name: str) -> str:
    """The words of this list as one group of a regular expression."""
    return "(?:" + "|".join(_WORDS[name]) + ")"


def _way(name: str) -> re.Pattern[str]:
    """A way to work with the words that go with it: "fully remote only", "EST Remote", "hybrid schedule"."""
    before = rf"(?:(?-i:\b{any_of('clock')})[ -]+|\b{any_of('before')}[ -]+)*"
    return re.compile(rf"{before}(?<!\w){any_of(name)}(?!\w)(?:[ -]+{any_of('after')}\b)*", re.IGNORECASE)


REMOTE, HYBRID, ONSITE = _way("remote"), _way("hybrid"), _way("onsite")
CLOCK = re.compile(rf"(?i:time ?zones?|\btime\b|\bhours\b)|^{any_of('clock')}$")
# Words around a place's name that are not part of it; they go only when the whole piece is no name.
_NOISE = re.compile(rf"\b{any_of('noise')}\b", re.IGNORECASE)
_POINT = re.compile(rf"^{any_of('bearing')}\s+", re.IGNORECASE)
_SUFFIX = re.compile(r"^(?:city|town) of | (?:city|township|town|twp)$")
_ARTICLES = ("le", "la", "les", "los", "las", "el")
_IGNORED = frozenset(_WORDS["ignored"])


@dataclass(frozen=True, slots=True)
class Area:
    """An area that is not a city, e.g. the Bay Area."""

    country: str
    admin1: str
    city: str
    metro: str


@dataclass(frozen=True, slots=True)
class Field:
    """One piece of a location string with everything that it can mean; each country carries its score."""

    text: str
    key: str
    countries: tuple[tuple[str, float], ...] = ()
    regions: tuple[tuple[Region, bool], ...] = ()  # with: read from a code
    cities: tuple[City, ...] = ()
    partial: bool = False  # the cities are named by a part of the piece only
    address: bool = False  # the piece has digits, as a street address has
    loose: bool = False  # stood beside a country's name without a comma, or behind a dash: a known city or nothing
    area: Area | None = None
    scope: str | None = None
    remote: bool = False
    closed: bool = False  # stood in one piece with a word for remote work: "US-Remote", "Remote in Canada"
    hybrid: bool = False

    @property
    def top(self) -> float:
        """Weight of the likeliest city; the cities stand in the order of their weight."""
        return weight(self.cities[0]) if self.cities else 0.0

    @property
    def empty(self) -> bool:
        return not self.key

    @property
    def known(self) -> bool:
        return bool(self.countries or self.regions or self.cities or self.area or self.scope)


@cache
def _areas() -> dict[str, Area]:
    lines = (DATA / "areas.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {fold(name): Area(country, admin1, city, metro) for name, country, admin1, city, metro in rows}


@cache
def scopes() -> dict[str, str]:
    """World regions by folded spelling."""
    lines = (DATA / "scopes.tsv").read_text(encoding="utf-8").splitlines()
    return {
        fold(name): shown for name, shown in (line.split("\t") for line in lines if line and not line.startswith("#"))
    }


def weight(city: City) -> float:
    """Inhabitants, weighed by country; 500 where GeoNames does not know them."""
    return max(city.population, 500) * WEIGHT.get(city.country, 1.0) * (0.05 if city.alias else 1.0)


def _other_spellings(key: str) -> Iterator[str]:
    """A folded name without what it may carry, and with what it may have lost."""
    if len(bare := _SUFFIX.sub("", key)) > 2:  # "Hsinchu City", "Howell Township"
        yield bare
    if key.startswith("mount "):  # "Mt. View"
        yield f"mountain {key.removeprefix('mount ')}"
    if len(key) > 4:
        yield from (f"{article} {key}" for article in _ARTICLES)  # "Kremlin-Bicêtre"


@lru_cache(maxsize=8192)
def meanings(text: str) -> Field:
    """Everything that this whole piece can mean by itself."""
    key = fold(text)
    if not key or key in _IGNORED:
        return Field(text, "" if key in _IGNORED else key)
    area, scope = _areas().get(key), scopes().get(key)
    countries: list[tuple[str, float]] = []
    regions: list[tuple[Region, bool]] = []
    named = country_by_name(key)
    if named and len(key) > 2:
        countries.append((named, 4.0))
    elif named:
        countries.append((named, 3.5))
    elif len(key) in (2, 3) and (coded := country_by_code(key)):
        countries.append((coded, 2.5 if len(key) == 2 else 3.0 if text.isupper() else 1.0))
    regions += [(region, False) for region in regions_by_name(key)]
    if len(key) <= 4:
        regions += [(region, True) for region in regions_by_code(key) if not any(region == r for r, _ in regions)]
    places = () if scope else cities_by_name(key)
    if len(key) < 3:  # "SF" is San Francisco; the town of Wa in Ghana is not what a bare "WA" means
        places = tuple(city for city in places if fold(city.name) != key)
    if not (places or countries or regions or area or scope):
        places = next(filter(None, (cities_by_name(other) for other in _other_spellings(key))), ())
    cities = tuple(sorted(places, key=lambda city: -weight(city)))
    return Field(text, key, tuple(countries), tuple(regions), cities, area=area, scope=scope)


def _whole(text: str) -> Field | None:
    """The piece as it stands, or without a bearing ("Central USA"), if that is a name."""
    found = meanings(text)
    if found.known:
        return found
    if (rest := _POINT.sub("", text)) != text:
        found = meanings(rest)
        if found.countries or found.regions:
            return Field(rest, found.key, found.countries, found.regions)
    return None


# Two-letter codes that are written behind a city without a comma ("Flint MI", "Cork IE"); others are initials there.
_PLAIN_CODES = frozenset(_WORDS["plain_codes"])
_STATES = frozenset({"US", "CA", "AU"})
_LINKS = frozenset(_WORDS["links"])


def _code(word: str) -> bool:
    """Is this word a code of a country or region in capitals, or the name of one?"""
    found = meanings(word)
    if len(found.key) <= 3:
        return word.replace(".", "").isupper() and bool(found.countries or found.regions)
    return bool(found.countries or found.regions)


def _plain_code(word: str) -> bool:
    """The same for a word without separators around it, where most two-letter codes are something else."""
    found = meanings(word)
    if len(found.key) < 2:
        return False
    of_state = any(region.country in _STATES for region, _ in found.regions)
    if len(found.key) == 3:
        return word.isupper() and (of_state or bool(found.countries))
    if len(found.key) == 2:
        known = any(country in _PLAIN_CODES for country, _ in found.countries)
        return word.isupper() and (known or of_state)
    return _code(word)


def _split_words(text: str) -> list[Field]:
    """'Toronto, Ontario Canada', 'Flint MI', 'USA Dublin GA': names that stand side by side without a comma."""
    words = text.split()
    if len(words) < 2 or len(words) > 12:
        return []
    for size in range(1, min(4, len(words))):
        head, tail = " ".join(words[:-size]), " ".join(words[-size:])
        if _plain_code(tail):
            last = meanings(tail)
            return [*(replace(field, loose=bool(last.countries)) for field in read_piece(head)), last]
    for size in range(1, min(4, len(words))):
        head, tail = " ".join(words[:size]), " ".join(words[size:])
        if _plain_code(head):
            return [meanings(head), *(replace(field, loose=True) for field in read_piece(tail))]
    return []


def _part(text: str, address: bool) -> Field:
    """A city at the end or the beginning of a longer piece ("6500 N Hamilton Road Westerville", "Boston Drydock")."""
    words = text.replace("-", " ").split()[:12]
    if address or not _LINKS.intersection(words):
        spans = [(i, len(words)) for i in range(1, len(words))] + [(0, i) for i in range(len(words) - 1, 0, -1)]
        for start, end in spans:
            name = " ".join(words[start:end])
            if len(name) < 3 or (len(name) == 3 and not name.isupper()):
                continue
            if found := tuple(city for city in meanings(name).cities if not city.alias):
                return Field(text, fold(text), cities=found, partial=True, address=address)
    return Field(text, fold(text), address=address)


_DIGITS = re.compile(r"\S*\d\S*")
_HYPHEN = re.compile(r"\s*[-–—/_]\s*")


def _quiet(text: str) -> str:
    return " ".join(_NOISE.sub(" ", text).split()).strip(" -,.&'")


@lru_cache(maxsize=8192)
def read_piece(text: str, address: bool = False) -> tuple[Field, ...]:
    """The fields of one piece between separators; a piece that names nothing gives a field without meanings.

    `address`: the piece comes from one with digits, so that a city may stand at its end.
    """
    text = text.strip(" \t-–—_.,:*#+'\"“”")
    if not text or len(text) > 120:
        return ()
    if fold(text) in _IGNORED:
        return ()
    if found := _whole(text):
        return (found,)
    if "-" in text:
        parts = [part for part in _HYPHEN.split(text) if part]
        if len(parts) > 2 and _code(parts[0]) and meanings(rest := _quiet(" ".join(parts[1:]))).cities:
            return (meanings(parts[0]), meanings(rest))  # "Israel-Tel-Aviv Office"
        if len(parts) > 1 and any(_code(part) or _code(part.split()[0]) for part in parts):
            return tuple(field for part in parts for field in read_piece(part))
    if split := _split_words(text):
        return tuple(split)
    plain = " ".join(_DIGITS.sub(" ", text).split()).strip(" -,.#")
    if plain != text:
        return read_piece(plain, True)
    quiet = _quiet(plain)
    if quiet != plain:
        return read_piece(quiet, address)
    return (_part(plain, address),)
