"""Finds the places in a row of location fields: which of them belong together, and what each one is.

A row such as (Paris, Texas, United States, Berlin) is cut into groups of up to five fields by dynamic programming. A
group has at most one city, one region and one country, which must agree with GeoNames; it scores by what it explains,
by how likely its city is meant, and loses for fields that it leaves unexplained.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analytics.places.fields import Field, weight
from analytics.places.gazetteer import City, Region

LONGEST = 5  # fields of one place
MOST = 48  # fields of one row that are read
# Scores: what a field explains counts 2 (a city) to 4 (a country's name), codes less than names, an unexplained field
# costs up to 0.9 and a further place 1.5. They were set by hand on recorded location strings; only their order matters.
_GROUP = 1.5
_CODE = 3.0  # highest score of a country's code; names score more
_SITED = 1.0  # a city that the region named beside it has
_STRANDED = 2.5  # a country or region alone behind a city that lies elsewhere: "Irvine, Canada"
_LIST = 3  # more fields than this are a list of places, in which a country may follow a city of another one
_FAMOUS = 300_000  # inhabitants of a city that nobody would place in another country
_CONTRADICTED = 2.5  # a region's name that the reading leaves out, of the same country
SURE = 1_000_000  # weight from which a city is taken for meant in a piece that says more than its name
CITY_STATES = {"SG": "Singapore", "HK": "Hong Kong", "MO": "Macao", "MC": "Monaco"}
_CODED = {"US", "CA", "AU", "BR"}  # countries whose region codes stand without the country
_TOWN = re.compile(r"[^\W\d_][^\d_|@#<>]*", re.UNICODE)
_COMMON = {"US": 0.6, "CA": 0.3, "AU": 0.3, "GB": 0.3, "IN": 0.3, "DE": 0.3}  # whose regions stand alone


Reading = tuple[float, str | None, Region | None, City | None, str | None]  # score, country, region, city, town
Setting = tuple[str | None, Region | None, bool]  # country, region, and whether the region was read from a code


@dataclass(frozen=True, slots=True)
class Group:
    """One place with the range of its fields; `town` is a city's name as written where GeoNames does not know it."""

    start: int
    end: int
    country: str | None = None
    region: Region | None = None
    city: City | None = None
    town: str | None = None
    area: int | None = None  # the field that names an area
    scope: str | None = None
    score: float = 0.0


def _prominence(city: City, field: Field, placed: bool, sited: bool) -> float:
    """How likely a name means this city: its inhabitants, and its share among its namesakes.

    `placed` tells whether the other fields say where the city is, `sited` whether they name its region.
    """
    own, most = weight(city), field.top
    score = 2.0 + 0.6 * math.log10(1 + own / 1000) - (0.3 if placed else 0.8) * math.log10(most / own)
    if city.alias and field.key.isascii():  # exonyms and old names; those of other scripts are unmistakable
        score -= 0.5 if placed else 1.2 if city.population >= 1_000_000 else 2.5
    if (
        not sited
        and city.country in _COMMON
        and any(r.country == city.country and r.admin1 != city.admin1 for r, coded in field.regions if not coded)
    ):
        score -= 2.0  # "California, USA" is the state, not the town in Maryland
    return score - (1.0 if field.partial else 0.0)


def _skipped(field: Field, reading: Reading) -> float:
    """Cost of a field that the reading leaves unexplained; next to none where it repeats the reading's own names."""
    _, where, region, city, town = reading
    if city and any(c.country == city.country and c.admin1 == city.admin1 for c in field.cities):
        return 0.1 if field.key in (city.name.casefold(), town) or field.partial else 0.9
    if region and any(other == region for other, _ in field.regions):
        return 0.1
    own = region.admin1 if region else city.admin1 if city else None
    if own and any(r.country == where and r.admin1 != own for r, coded in field.regions if not coded):
        return _CONTRADICTED  # "Suzhou, Gansu, China" is no city of Jiangsu
    if where and any(country == where for country, _ in field.countries):
        return 0.1
    if field.scope:
        return 0.2
    return 0.9 if field.known and not field.partial else 0.35


def _town(field: Field, country: str) -> str | None:
    """The piece as the name of a town of this country that the data lacks, if it looks like one."""
    text = field.text.strip()
    regions = (region for region, coded in field.regions if not coded)
    if any(score > _CODE for _, score in field.countries) or any(region.country == country for region in regions):
        return None  # the name of a country, or of a region of this one
    if field.empty or field.loose or field.remote or text.endswith(("County", "Region", "Area")):
        return None
    if 2 < len(text) <= 40 and len(text.split()) <= 4 and _TOWN.fullmatch(text):
        return text.title() if text.isupper() else text
    return None


def _roles(fields: Sequence[Field], start: int, end: int) -> Iterator[tuple[int | None, int | None, int | None]]:
    """Which field is the country, which the region, which the city, each at most one; never none at all."""
    span = range(start, end)
    for c in (None, *(i for i in span if fields[i].countries)):
        for r in (None, *(i for i in span if fields[i].regions and i != c)):
            yield from ((c, r, t) for t in span if t not in (c, r) and not fields[t].empty)
            if c is not None or r is not None:
                yield c, r, None


def _settings(fields: Sequence[Field], c: int | None, r: int | None) -> Iterator[tuple[Setting, float]]:
    """Country and region that fields `c` and `r` can mean together, with what the field of the country scores."""
    for country, score in fields[c].countries if c is not None else ((None, 0.0),):
        for region, coded in fields[r].regions if r is not None else ((None, False),):
            if not (country and region) or region.country == country:
                yield (country, region, coded), score


def _readings(fields: Sequence[Field], start: int, end: int, favoured: frozenset[str]) -> Iterator[Reading]:
    """Every consistent reading of these fields as one place."""
    alone, gap = end - start == 1, any(fields[i].empty for i in range(start + 1, end - 1))
    for c, r, t in _roles(fields, start, end):
        order = [i for i in (t, r, c) if i is not None]
        backward = order == sorted(order, reverse=True) and len(order) > 1  # "Ohio, Toledo"
        untidy = 0.4 if backward else 0.8 if order != sorted(order) else 0.0
        double = r is not None and fields[r].top > 500_000  # the region's name is a big city's, too
        for (country, region, coded), score in _settings(fields, c, r):
            placed = bool(country or region) and not (double and not country)
            score += _region_score(country, region, coded, alone) - _GROUP - untidy
            for city, town, city_score in _city_readings(fields, t, country, region, placed, favoured):
                where = country or (region.country if region else None) or (city.country if city else None)
                if town and double and not country:
                    continue  # two cities of which one is misspelt, rather than a town in the state of New York
                if coded and not country and not city and where not in ("US", "CA"):
                    continue
                total = score + city_score - (0.9 if favoured and where not in favoured else 0.0)
                if city and region and (coded or not double):
                    total += _SITED
                if c is not None and (city or town) and (fields[c].closed or gap):
                    total -= 3.5  # "San Francisco, US-Remote": the country belongs to the remote place
                reading = (total, where, region, city, town)
                if end - start > len(order):
                    loss = sum(_skipped(fields[i], reading) for i in range(start, end) if i not in (c, r, t))
                    reading = (total - loss, where, region, city, town)
                yield reading


def _region_score(country: str | None, region: Region | None, coded: bool, alone: bool) -> float:
    if region is None:
        return 0.6 if alone and country in ("DE", "IN") else 0.0  # the bare codes DE and IN mean the countries
    named = 3.5
    if coded:
        named = 2.2 if alone else 3.0 if country or region.country in _CODED else 1.0
    return named + _COMMON.get(region.country, 0.0 if country else -1.0)


def _city_readings(
    fields: Sequence[Field],
    t: int | None,
    country: str | None,
    region: Region | None,
    placed: bool,
    favoured: frozenset[str],
) -> Iterator[tuple[City | None, str | None, float]]:
    """The cities that field `t` can name inside this country and region, else its text as a town the data lacks."""
    if t is None:
        yield None, None, 0.0
        return
    field = fields[t]
    tried: set[str] = set()
    for city in field.cities[:40]:  # they stand in the order of their weight
        if (country and city.country != country) or (region and region.country != city.country):
            continue
        if (region and region.admin1 != city.admin1) or (tried and city.country not in favoured - tried):
            continue
        if field.partial and (not (country or region) or not field.address) and weight(city) < SURE:
            break
        tried.add(city.country)
        yield city, None, _prominence(city, field, placed, region is not None) + (1.5 if country or region else 0.0)
    where = country or (region.country if region else None)
    if tried or not where or where in CITY_STATES or field.scope or field.area:
        return
    if (not country and where not in _COMMON) or (town := _town(field, where)) is None:
        return
    if where == "US" and not town.isascii():
        return
    if field.known:
        placed_twice = 0.8 if region and country else -0.2  # "Berlin, CT, United States"
        yield None, town, 1.5 if region and field.top < 500_000 else placed_twice
    else:
        yield None, town, 0.8


def _best(fields: Sequence[Field], start: int, end: int, favoured: frozenset[str]) -> Group | None:
    if end - start == 1:
        field = fields[start]
        if field.area:
            return Group(start, end, field.area.country, area=start, score=6.0 - _GROUP)
        if field.scope:
            return Group(start, end, scope=field.scope, score=3.0 - _GROUP)
    elif any(field.empty for field in (fields[start], fields[end - 1])):
        return None
    for i in range(start, end):
        if fields[i].area and end - start > 1:  # an area keeps only what says where it is
            others = [fields[j] for j in range(start, end) if j != i]
            country = fields[i].area.country  # type: ignore[union-attr]
            if all(
                any(c == country for c, _ in f.countries) or any(r.country == country for r, _ in f.regions)
                for f in others
            ):
                return Group(start, end, country, area=i, score=6.0 + 4.0 * len(others) - _GROUP)
    best = max(_readings(fields, start, end, favoured), key=lambda reading: reading[0], default=None)
    return Group(start, end, *best[1:], score=best[0]) if best else None


def _is_stranded(group: Group, before: Group | None, fields: Sequence[Field]) -> bool:
    """Does a group only say where a city lies, and the city before it lies elsewhere?"""
    if before is None or group.city or group.town or group.area is not None or not group.country:
        return False
    if (
        sum(not field.empty for field in fields) > _LIST
        or not before.city
        or any(field.closed or field.loose for field in fields[before.start : group.end])
    ):
        return False
    if group.region:
        return (before.country, before.city.admin1) != (group.country, group.region.admin1)
    return before.country != group.country and before.city.population < _FAMOUS


def find_groups(fields: Sequence[Field], favoured: frozenset[str] = frozenset()) -> list[Group]:
    """The places that explain the fields best, in their order; `favoured` countries win where names are ambiguous."""
    count = min(len(fields), MOST)
    named = sum(not field.empty for field in fields)
    total = [0.0] * (count + 1)
    back: list[tuple[int, Group | None]] = [(0, None)] * (count + 1)
    for end in range(1, count + 1):
        field = fields[end - 1]
        idle = 0.0 if field.empty else 0.9 if field.known and not field.partial else 0.35
        total[end], back[end] = total[end - 1] - idle, (end - 1, None)
        for start in range(max(0, end - LONGEST), end):
            group = _best(fields, start, end, favoured)
            if group is None:
                continue
            if group.city and end - start == 1 and field.partial and named > 1:
                continue  # a part of a longer piece names a place only when nothing else does
            score = total[start] + group.score
            if _is_stranded(group, back[start][1], fields):
                score -= _STRANDED
            if score > total[end]:
                total[end], back[end] = score, (start, group)
    groups: list[Group] = []
    at = count
    while at > 0:
        at, group = back[at]
        if group:
            groups.append(group)
    return groups[::-1]


def likely_countries(groups: Sequence[Group]) -> frozenset[str]:
    """Countries that some group names outright or by a well-known city; they settle the ambiguous names beside them."""
    sure = [
        g.country
        for g in groups
        if g.country and (g.region or (g.city and weight(g.city) > 500_000) or g.end - g.start > 1)
    ]
    return frozenset(sure)
