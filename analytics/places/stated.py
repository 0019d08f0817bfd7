"""The one place of a posting's row: what the platform states in fields of their own, with what its location tells."""

from collections.abc import Sequence

from analytics.places.gazetteer import country_by_code, country_by_name, country_names, fold, regions_by_name
from analytics.places.locations import Metros, Place, read_location


def stated_place(
    country: str | None, region: str | None, city: str | None, places: Sequence[Place], metros: Metros | None = None
) -> Place:
    """The first place of a posting whose parts belong together.

    `country` (a code or a name), `region` and `city` are the platform's own fields, `places` those that its location
    strings name. A stated country wins over the strings: of these only a place in that country is taken, so that no
    row has a country of one source and a region of the other.
    """
    code = (country_by_code(country.strip().lower()) or country_by_name(fold(country))) if country else None
    own = _own(code, region, city, metros)
    if own and (own.region or own.city):
        return own
    return next((place for place in places if code in (None, place.country)), Place(country=code))


def _own(code: str | None, region: str | None, city: str | None, metros: Metros | None) -> Place | None:
    """The place of the stated fields, None when they name no region and no city."""
    if not (region or city):
        return None
    written = ", ".join(filter(None, (city, region, country_names().get(code or ""))))
    places = read_location(written, code, metros)
    return next((place for place in places if place.country and code in (None, place.country)), None)


def belong_together(country: str | None, region: str | None) -> bool:
    """Does a row's region lie in its country? A row without a region agrees with itself; one without a country not."""
    return region is None or any(found.country == country for found in regions_by_name(fold(region)))
