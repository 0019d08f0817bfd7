"""Reads free-text locations: "Remote - US", "San Francisco, CA | NYC", "千葉県, Japan", "US-CA-San Francisco".

Method: the string is cut at separators; each piece is looked up as country, region, city, area and world region
(GeoNames), words for remote and hybrid work are taken out, and the pieces are grouped to the likeliest places
(`analytics.places.groups`). A name that means several places goes to the one that the rest of the string demands, else
to the most populous, weighed by where jobs are advertised.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from analytics.places.fields import CLOCK, HYBRID, ONSITE, REMOTE, Field, any_of, meanings, read_piece
from analytics.places.gazetteer import City, country_names, region_of
from analytics.places.groups import CITY_STATES, Group, find_groups, likely_countries
from analytics.places.metros import Metros, load_metros, region_name
from analytics.text.plain import unescaped

__all__ = ["Metros", "Place", "country_names", "load_metros", "read_location"]

LONGEST = 2000  # characters that are read; recorded locations end below 1,500

NEARLY = 0.6  # of the inhabitants: a namesake that large leaves open which city is meant
ANYWHERE = {"anywhere", "worldwide", "anywhere in the world", "weltweit"}

Regions = set[tuple[str | None, str]]  # by country and GeoNames code

_TAG = re.compile(r"<[^<>]{0,80}>")
_MORE = re.compile(r"\+\s?\d+ more\b.{0,3}|\band \d+ (?:more|others?)\b|\b\d+ (?:more )?locations?\b", re.IGNORECASE)
_UNDERSCORED = re.compile(r"(?<=[a-z])_(?=[A-Z][a-z])")  # "Vietnam, Ho_Chi_Minh_City"
# What a place is not: "Remote (US only, not CA/NY)"
_EXCEPT = re.compile(
    r"[\s,;(-]{0,4}\b(?:(?:but )?(?<!or )not|except(?:ing)?(?: for)?|exclud(?:ing|es)|excl\.?|other than"
    r"|outside(?: of)?)\s[^);|]*",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b(?:[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{4,6}-\d{3,4})\b")
_AND = r"(?:and/or|and|or|oder|und|ou|et|y|o|&|\+)"
# Names that hold a conjunction are kept in one piece; ways to work are no alternatives of place.
_JOINED = re.compile(rf"\b({any_of('joined_first')})\s+(?:and|&|y|et)\s+(?={any_of('joined_second')}\b)", re.IGNORECASE)
_WAY = r"(?:remote|hybrid|on-?site|in-?office|in-?person)"
_WAYS = re.compile(rf"\b({_WAY})\s*(?:,?\s*{_AND}|/|\|)\s*(?=(?:fully |partially )?{_WAY}\b)", re.IGNORECASE)
_STRONG = re.compile(
    rf"\s*(?:[;\n\r•·●]|\s/\s|/(?=\s*[^\W\d]{{2}})|\s+{_AND}\s+(?=\S)|,\s*{_AND}\s+)\s*", re.IGNORECASE
)
_PIPE = re.compile(r"\s*[|¦]\s*")
_WEAK = re.compile(r"\s*(?:,|、|，|\(|\)|\[|\]|\s[-–—]+\s|[–—]|:|_|->|→|>|-{2,})\s*")
_LEADING = re.compile(
    r"^(?:in|within|from|across|anywhere in|the|throughout|based in|located in|work location is|or|and|und|et|y)\s+",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"\s+(?:or|and|in|only|preferred|with .*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a posting; unknown is None.

    `country` is ISO 3166-1 alpha-2, `region` and `city` are display names, `metro` one of `load_metros().names`.
    `remote_scope` says from where a remote posting may be worked: an alpha-2 code or a world region ("EMEA").
    """

    country: str | None = None
    region: str | None = None
    city: str | None = None
    metro: str | None = None
    remote_scope: str | None = None
    remote: bool = False
    hybrid: bool = False


def read_location(raw: str, hint_country: str | None = None, metros: Metros | None = None) -> tuple[Place, ...]:
    """Every place that a location string names, in its order; empty when it names none and says nothing of remote work.

    `hint_country` (alpha-2) settles names that stand in several countries, e.g. the country of the employer's board.
    """
    if not raw or not isinstance(raw, str):
        return ()
    return _read(raw[:LONGEST], hint_country, metros or load_metros())


@lru_cache(maxsize=8192)
def _read(raw: str, hint: str | None, metros: Metros) -> tuple[Place, ...]:
    text = unicodedata.normalize("NFKC", _TAG.sub(" ", unescaped(raw)))
    text = text.replace("_", " ") if " " not in text else _UNDERSCORED.sub(" ", text)
    text = _POSTCODE.sub(" ", _MORE.sub(" ", _EXCEPT.sub(" ", text))).strip(" \t,;|/-–—")
    text = _WAYS.sub(r"\1, ", text)
    text = _JOINED.sub(lambda match: f"{match[1]} n ", text)
    rows = [row for chunk in _chunks(text) if (row := list(_fields(chunk)))]
    favoured = frozenset({hint}) if hint else frozenset()
    read = [find_groups(row, favoured) for row in rows]
    if sum(map(len, read)) > 1:
        sure = likely_countries([group for groups in read for group in groups])
        if any(group.country not in favoured | sure for groups in read for group in groups):
            read = [find_groups(row, favoured | sure) for row in rows]
    near = {(g.country, g.region.admin1) for groups in read for g in groups if g.region}
    near |= {(g.country, g.city.admin1) for groups in read for g in groups if g.city and not g.region}
    places: list[Place] = []
    for row, groups in zip(rows, read, strict=True):
        for place in _places(row, groups, metros, near):
            if place not in places:
                places.append(place)
    return tuple(_ordered(places))


def _chunks(text: str) -> Iterator[str]:
    """Pieces between strong separators. A bar parts places, unless it descends from a country or state to a city."""
    bars = [part for part in _PIPE.split(text) if part.strip()]
    if len(bars) > 1 and ";" not in text and (lead := read_piece(REMOTE.sub("", bars[0]).strip())):
        first = lead[0]
        if len(lead) == 1 and len(first.key) <= 3 and (first.regions or first.countries) and not first.cities:
            bars = [", ".join(bars)]
    for bar in bars:
        inside = False  # "Remote (US / Canada)": the word before the bracket holds for all in it
        for part in _STRONG.split(bar):
            if part and part.strip():
                yield f"Remote - {part}" if inside else part
                inside = (inside or bool(REMOTE.search(part))) and part.count("(") + inside > part.count(")")


def _fields(chunk: str) -> Iterator[Field]:
    """The fields of one chunk in their order; words for remote or hybrid work are fields of their own."""
    if (whole := meanings(chunk.strip())).countries:  # "Korea (Republic of)"
        yield whole
        return
    distant = bool(REMOTE.search(chunk))
    pieces = _WEAK.split(chunk)
    for piece, dashed in zip(pieces, _dashed(chunk, len(pieces)), strict=True):
        piece = piece.strip(" \t.'\"*#-–—") if piece else ""
        if not piece:
            continue
        anywhere = piece[:12].lower().startswith(("anywhere in ", "anywhere with"))
        remote, hybrid = anywhere or bool(REMOTE.search(piece)), bool(HYBRID.search(piece))
        flag = Field("", "", remote=remote, hybrid=hybrid) if remote or hybrid or ONSITE.search(piece) else None
        if flag:
            piece = ONSITE.sub(" ", HYBRID.sub(" ", REMOTE.sub(" ", piece))).strip(" -–—,.&/")
        piece = piece.replace(" n ", " and ").strip()
        if not meanings(piece).known:
            piece = _TRAILING.sub("", _LEADING.sub("", _LEADING.sub("", piece)))
        timed = CLOCK.search(piece) and (distant or "ime" in piece)  # "Pacific time zone", "Remote (EST)"
        found = () if timed else read_piece(piece)
        # "San Francisco, US-Remote" is San Francisco and remote in the US; "Germany, Munich-Hybrid" is one place.
        if flag and all(field.countries or field.regions or not field.cities for field in found):
            yield flag
            yield from (replace(field, closed=True, loose=field.loose or dashed) for field in found)
        else:
            yield from (replace(field, loose=field.loose or dashed) for field in found)
            if flag:
                yield flag


def _dashed(chunk: str, count: int) -> list[bool]:
    """Which pieces stand beside a dash: there an unknown name is a team's or an office's as often as a town's."""
    dashes = ["-" in match[0] or "–" in match[0] or "—" in match[0] for match in _WEAK.finditer(chunk)]
    return [any(dashes[max(0, i - 1) : i + 1]) for i in range(count)]


def _place(group: Group, row: list[Field], metros: Metros, near: Regions) -> Place:
    if group.scope:
        return Place(remote_scope=group.scope, remote=row[group.start].key in ANYWHERE)
    country, metro, region = group.country, None, group.region.name if group.region else None
    city = group.city.name if group.city else group.town
    admin1 = group.city.admin1 if group.city else group.region.admin1 if group.region else None
    if group.area is not None and (area := row[group.area].area):
        city, metro, admin1 = area.city or None, area.metro or None, area.admin1 or None
    elif group.city and not group.region and (like := _namesakes(group.city, row[group.start : group.end])):
        # "Springfield, USA": which one is not said, unless another place of the string lies in its region
        elsewhere = near - {(country, admin1)}
        admin1 = next((other.admin1 for other in like if (country, other.admin1) in elsewhere), None)
    if (country, admin1, city) == ("US", "DC", None):
        city = "Washington"
    if country and admin1:
        region = region or region_name(country, admin1)
        if city and not metro:
            metro = metros.of(country, admin1, city)
    if country in CITY_STATES:
        metro = CITY_STATES[country]
        city = city or metro
        if (place := region_of(country, admin1 or "")) is None or place.name == city:
            region = None
    return Place(country, region or None, city, metro)


def _namesakes(city: City, fields: list[Field]) -> list[City]:
    """Every city of this name and country, if another one is nearly as large."""
    named = next((field.cities for field in fields if city in field.cities), ())
    like = [other for other in named if other.country == city.country and not other.alias]
    rivals = (other for other in like if other.admin1 != city.admin1)
    return like if any(other.population > NEARLY * city.population for other in rivals) else []


def _places(row: list[Field], groups: list[Group], metros: Metros, near: Regions) -> list[Place]:
    """The places of one row with its words for remote and hybrid work laid on them."""
    places = [_place(group, row, metros, near) for group in groups]
    flags = [index for index, field in enumerate(row) if field.remote or field.hybrid]
    if flags and not places:
        return [Place(remote=any(row[i].remote for i in flags), hybrid=any(row[i].hybrid for i in flags))]
    if flags and flags[0] == 0 and not any(place.city for place in places):  # "Remote - PA, DE, MD"
        places = [replace(place, remote=place.remote or row[0].remote, hybrid=row[0].hybrid) for place in places]
    if any(place.country for place in places) and any(p.remote and p.remote_scope == "Worldwide" for p in places):
        places = [replace(place, remote=True) for place in places if place.country]  # "Anywhere, USA"
        flags = []
    bare: list[Place] = []
    for index in flags:
        remote, hybrid = row[index].remote, row[index].hybrid
        chosen = _owner(index, flags[0] == 0, groups, places)
        if chosen is None:
            bare.append(Place(remote=remote, hybrid=hybrid))
        else:
            place = places[chosen]
            places[chosen] = replace(place, remote=place.remote or remote, hybrid=place.hybrid or hybrid)
    return _merged([replace(p, remote_scope=p.remote_scope or p.country) if p.remote else p for p in places]) + bare


def _merged(places: list[Place]) -> list[Place]:
    """One row's places without those that only say where another one lies."""
    cities = [place for place in places if place.city]
    if len(places) == 2 and len(cities) == 1 and places[1] == cities[0]:  # "USA Remote - Nashville, TN"
        remote, city = places
        if remote.remote and not remote.region and remote.country == city.country:
            return [replace(city, remote=True, remote_scope=remote.remote_scope)]
    within = {(place.country, place.region) for place in cities} | {(place.country, None) for place in cities}
    return [
        place
        for place in places
        if place.city or place.remote or place.hybrid or (place.country, place.region) not in within
    ]


def _owner(index: int, leading: bool, groups: list[Group], places: list[Place]) -> int | None:
    """Which of a row's places a word like "remote" speaks of; None when it stands for a place of its own."""
    if len(groups) == 1:
        return 0
    inside = [i for i, group in enumerate(groups) if group.start <= index < group.end]
    if inside:
        return inside[0]
    after = [i for i, group in enumerate(groups) if group.start == index + 1]
    before = [i for i, group in enumerate(groups) if group.end == index]
    around = [near for near in (after + before if leading else before + after) if not places[near].city]
    return min(around, key=lambda near: places[near].remote, default=None)


def _ordered(places: list[Place]) -> list[Place]:
    """Named places first, then the bare words for remote or hybrid work; a world region counts where no country is."""
    if not any(place.country for place in places):
        return places
    kept = [place for place in places if place.country or place.remote or place.hybrid]
    return sorted(kept, key=lambda place: not (place.country or place.remote_scope))
