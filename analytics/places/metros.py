"""Metropolitan areas by city, as data: analytics/places/data/metros.tsv, and a file of the user's own."""

import csv
from functools import cache
from pathlib import Path

from analytics.places.gazetteer import (
    DATA,
    country_by_code,
    country_by_name,
    fold,
    region_of,
    regions_by_code,
    regions_by_name,
)


class Metros:
    """Which metropolitan area a city belongs to; look-up by alpha-2 country, GeoNames admin1 code and city name."""

    def __init__(self, members: dict[tuple[str, str, str], str]) -> None:
        self.members = members
        self.names = frozenset(members.values())

    def of(self, country: str, admin1: str, city: str) -> str | None:
        return self.members.get((country, admin1, fold(city)))


@cache
def _built_in() -> Metros:
    members = {}
    for line in (DATA / "metros.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            metro, country, admin1, city = line.split("\t")
            members[country, admin1, city] = metro
    return Metros(members)


def load_metros(extra: Path | None = None) -> Metros:
    """The built-in metros; rows of `extra`, a CSV with the header metro,country,region,city, are added and win.

    Country is a name or an ISO code, region a name or code, city a name. ValueError names file and line of a bad row.
    """
    if extra is None:
        return _built_in()
    members = dict(_built_in().members)
    with extra.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines, restval="")
        if set(rows.fieldnames or ()) != {"metro", "country", "region", "city"}:
            raise ValueError(f"{extra}: the header must be metro,country,region,city")
        for row in rows:
            where = f"{extra}, line {rows.line_num}"
            if None in row:
                raise ValueError(f"{where}: more than four fields")
            country = country_by_name(fold(row["country"])) or country_by_code(row["country"].strip().lower())
            if country is None:
                raise ValueError(f"{where}: unknown country {row['country']!r}")
            wanted = fold(row["region"])
            regions = [r for r in regions_by_name(wanted) + regions_by_code(wanted) if r.country == country]
            if not regions:
                raise ValueError(f"{where}: {country} has no region {row['region']!r}")
            if not row["metro"].strip() or not fold(row["city"]):
                raise ValueError(f"{where}: metro or city is empty")
            members[country, regions[0].admin1, fold(row["city"])] = row["metro"].strip()
    return Metros(members)


def region_name(country: str, admin1: str) -> str | None:
    """Display name of a region, None when it is not known."""
    region = region_of(country, admin1)
    return region.name if region and region.name else None
