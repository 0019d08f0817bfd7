"""The place of a posting's row: what the platform states and what its location strings name must agree."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.places.gazetteer import country_names, fold
from analytics.places.locations import read_location
from analytics.places.stated import belong_together, stated_place

LABELLED = Path(__file__).parents[3] / "shared" / "data" / "labelled"


@pytest.mark.parametrize(
    ("country", "region", "city", "location", "expected"),
    [
        ("US", None, None, "Nelson, BC", ("US", None, None)),  # the stated country wins, and takes no foreign region
        ("US", None, None, "Nelson, BC | Boise, ID", ("US", "Idaho", "Boise")),
        ("us", None, None, "Boise", ("US", "Idaho", "Boise")),
        ("DE", "Bayern", "München", "Remote", ("DE", "Bavaria", "Munich")),
        ("US", "OR", "Portland", "", ("US", "Oregon", "Portland")),
        (None, None, "Lyon", "", ("FR", "Auvergne-Rhône-Alpes", "Lyon")),
        (None, None, None, "Leeds, UK", ("GB", "England", "Leeds")),
        ("Spain", None, None, "", ("ES", None, None)),
        ("ZZ", None, None, "Leeds", ("GB", "England", "Leeds")),  # no country: as if it were not stated
        (None, None, None, "", (None, None, None)),
    ],
)
def test_a_stated_country_is_filled_only_from_what_lies_in_it(
    country: str | None, region: str | None, city: str | None, location: str, expected: tuple[str | None, ...]
) -> None:
    place = stated_place(country, region, city, read_location(location, country))
    assert (place.country, place.region, place.city) == expected


NAMES = ["Vernon", "Portland", "Georgia", "Ontario", "CA", "US", "IN", "Paris", "TX", "Berlin", "BC", "Canada", "Perth"]


@given(
    country=st.sampled_from([None, *sorted(country_names())]),
    region=st.sampled_from([None, *NAMES]),
    city=st.sampled_from([None, *NAMES]),
    location=st.lists(st.sampled_from(NAMES), max_size=4).map(", ".join),
)
@settings(max_examples=300, deadline=None)
def test_no_row_has_a_region_of_another_country(
    country: str | None, region: str | None, city: str | None, location: str
) -> None:
    place = stated_place(country, region, city, read_location(location, country))
    assert country in (None, place.country)
    assert belong_together(place.country, place.region)
    assert not place.region or place.country


def test_recorded_locations_hold_no_contradiction() -> None:
    path = LABELLED / "greenhouse_titles_locations.jsonl.gz"
    if not path.exists():
        pytest.skip("recorded locations are not here")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        locations = {json.loads(line)["location"] or "" for line in lines}
    wrong = [
        (text, place)
        for text in sorted(locations, key=fold)[::3]
        for place in read_location(text)
        if not belong_together(place.country, place.region)
    ]
    assert wrong == []


def test_a_region_elsewhere_is_told() -> None:
    assert not belong_together("US", "British Columbia")
    assert not belong_together(None, "Texas")
    assert belong_together("US", None)
