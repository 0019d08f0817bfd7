"""Scores places against labelled location strings.

Rows hold `location`, `country` (English name or null) and `city` (or null). A country is right when both names mean the
same alpha-2 code, a city when both names fold to the same city of that country, whatever its language: Bangalore is
Bengaluru, Warszawa is Warsaw, and "New York City" is New York.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from analytics.places.gazetteer import cities_by_name, country_by_name, fold
from analytics.places.locations import read_location


@dataclass(slots=True)
class PlaceScore:
    """Shares of right answers over `n` rows, and the rows that were wrong as (location, expected, read)."""

    n: int = 0
    country: float = 0.0
    city: float = 0.0
    wrong: list[tuple[str, str, str]] = field(default_factory=list)


def same_city(wanted: str | None, read: str | None, country: str | None) -> bool:
    """Do both names mean one city? None equals None only."""
    if not wanted or not read:
        return not wanted and not read
    if fold(wanted).removesuffix(" city") == fold(read).removesuffix(" city"):
        return True
    names = {city.name for city in cities_by_name(fold(wanted)) if country in (None, city.country)}
    return read in names


def score_places(rows: Iterable[Mapping[str, str | None]]) -> PlaceScore:
    """Country and city accuracy of the first place read from each row's location."""
    score, countries, cities = PlaceScore(), 0, 0
    for row in rows:
        places = read_location(row["location"] or "")
        country = next((place.country for place in places if place.country), None)
        city = next((place.city for place in places if place.city), None)
        wanted = row["country"]
        code = country_by_name(fold(wanted)) if wanted else None
        right = code == country, same_city(row["city"], city, country)
        score.n += 1
        countries += right[0]
        cities += right[1]
        if not all(right):
            score.wrong.append((row["location"] or "", f"{wanted} / {row['city']}", f"{country} / {city}"))
    score.country, score.city = (countries / score.n, cities / score.n) if score.n else (0.0, 0.0)
    return score
