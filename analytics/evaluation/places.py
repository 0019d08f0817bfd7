"""When two names mean one city, whatever its language: Bangalore is Bengaluru, and "New York City" is New York."""

from analytics.places.gazetteer import cities_by_name, fold


def same_city(wanted: str | None, read: str | None, country: str | None) -> bool:
    """Do both names mean one city? None equals None only."""
    if not wanted or not read:
        return not wanted and not read
    if fold(wanted).removesuffix(" city") == fold(read).removesuffix(" city"):
        return True
    names = {city.name for city in cities_by_name(fold(wanted)) if country in (None, city.country)}
    return read in names
