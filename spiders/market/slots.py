"""Vacancies as slots: what a position asks and offers, the same for every tenant of the slot over the calendar."""

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from spiders.market.seeds import data, mix, source

LEVELS = ("intern", "entry", "mid", "senior", "lead", "manager", "director")
BANDS = {"intern": "entry", "entry": "entry", "mid": "mid"}
HOURS, MONTHS = 2080, 12
_LEVEL_WORDS = {
    "entry": ("Junior",),
    "senior": ("Senior", "Senior", "Senior", "Sr."),
    "lead": ("Staff", "Principal", "Lead"),
}
_YEARS = {"intern": (0, 0), "entry": (1, 1), "mid": (2, 4), "senior": (5, 8), "lead": (8, 12), "manager": (7, 10)}
_LEVEL_PAY = {"intern": 0.45, "entry": 0.68, "mid": 1.0, "senior": 1.28, "lead": 1.6, "manager": 1.15, "director": 1.5}
_WORKPLACES = ("remote", "hybrid", "onsite", None)


@dataclass(frozen=True, slots=True)
class Place:
    """A place as written, with what it means; a remote or country-wide place has no city and no metro."""

    written: str
    country: str
    metro: str | None = None
    city: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Pay:
    """Advertised base pay: amounts per `unit` (year, hour, month; zones: yearly, told for two zones)."""

    floor: float
    ceiling: float
    unit: str
    currency: str

    @property
    def period(self) -> str:
        return "year" if self.unit == "zones" else self.unit

    @property
    def factor(self) -> int:
        return {"hour": HOURS, "month": MONTHS}.get(self.unit, 1)


@dataclass(frozen=True, slots=True)
class Details:
    """What every tenant of a slot has. `years` are asked for in the text; `places` has one place a posting at least."""

    title: str
    level: str
    years: int | None
    workplace: str | None
    places: tuple[Place, ...]
    pay: Pay | None
    skills: tuple[tuple[str, str], ...]
    foreign: int | None = None

    @property
    def band(self) -> str:
        return BANDS.get(self.level, "senior")


def pick(rng: Random, weights: "tuple[float, ...] | list[float]") -> int:
    return rng.choices(range(len(weights)), weights)[0]


@cache
def countries() -> dict[str, Any]:
    return dict(data("places")["countries"])


@cache
def _places() -> tuple[list[dict[str, Any]], list[float]]:
    rows = data("places")["place"]
    return rows, [row["weight"] for row in rows]


def place_in(rng: Random, metro: str) -> Place:
    """A place of the metro, in one of the ways in which postings write it."""
    row = next(row for row in _places()[0] if row["metro"] == metro)
    written, city, region = rng.choice(row["names"])
    return Place(written, row["country"], metro, city, region or None)


def any_place(rng: Random, country: str | None = None) -> Place:
    rows, weights = _places()
    if country:
        weights = [weight if row["country"] == country else 0 for row, weight in zip(rows, weights, strict=True)]
    return place_in(rng, rows[pick(rng, weights)]["metro"])


def remote_place(rng: Random, country: str = "US") -> Place:
    return Place(rng.choice(data("places")["remote"][country]), country)


def titled(rng: Random, title: str, level: str, silent: float = 0.2) -> tuple[str, bool]:
    """The title with a word for the level, and whether it has one; `silent` is how often the years alone tell it."""
    head, comma, rest = title.format(area=rng.choice(data("employers")["areas"])).partition(",")
    if level == "intern":
        return f"{head} Intern{comma}{rest}", True
    if level == "mid":
        two = rng.random() < 0.15 and head.endswith(("Engineer", "Analyst", "Scientist"))
        return (f"{head} II{comma}{rest}", True) if two else (f"{head}{comma}{rest}", False)
    if level in _LEVEL_WORDS and (level == "lead" or rng.random() >= silent):
        return f"{rng.choice(_LEVEL_WORDS[level])} {head}{comma}{rest}", True
    return f"{head}{comma}{rest}", level in ("manager", "director")


def years_of(rng: Random, level: str) -> int | None:
    low, high = _YEARS.get(level, _YEARS["manager"])
    return rng.randint(low, high) or None


def skills_of(rng: Random, groups: dict[str, int]) -> tuple[tuple[str, str], ...]:
    """Five to nine skills drawn from the groups by weight, about a quarter of them nice to have."""
    names = data("skills")["groups"]
    pool = [(name, weight / len(names[group])) for group, weight in groups.items() for name in names[group]]
    count = min(rng.randint(5, 9), len({name for name, _ in pool}))
    chosen: dict[str, str] = {}
    while len(chosen) < count:
        name = rng.choices([name for name, _ in pool], [weight for _, weight in pool])[0]
        chosen.setdefault(name, "preferred" if len(chosen) > 2 and rng.random() < 0.3 else "required")
    return tuple(chosen.items())


def pay_of(rng: Random, role: dict[str, Any], level: str, country: str, workplace: str | None) -> Pay | None:
    if rng.random() > (0.7 if country == "US" else 0.45):
        return None
    land = countries()[country]
    middle = role["pay"] * 1000 * _LEVEL_PAY[level] * land["factor"] * rng.uniform(0.8, 1.25)
    width = rng.uniform(0.08, 0.24)
    if country == "US" and rng.random() < role.get("hourly", 0.03):
        return Pay(
            float(int(middle * (1 - width) / HOURS)), float(int(middle * (1 + width) / HOURS) + 1), "hour", "USD"
        )
    low, high = (round(middle * factor, -3) for factor in (1 - width, 1 + width))
    zones = country == "US" and workplace == "remote" and high - low >= 20_000 and rng.random() < 0.3
    return Pay(low, high, "zones" if zones else "year", land["currency"])


def draw(seed: int, number: int, role: dict[str, Any], rank: int, postings: int) -> Details:
    """The details of the slot `number`, the `rank`-th of its role, that is advertised by up to `postings` postings."""
    foreign = _foreign(role["id"])
    if rank < len(foreign):
        return _of_foreign(foreign[rank])
    rng = source(seed, number, 1)
    level = LEVELS[pick(rng, role["levels"])]
    titles = role["director_titles"] if level == "director" else role["titles"]
    title, has_level = titled(rng, titles[mix(seed, number, 2) % len(titles)], level)
    years = years_of(rng, level) if not has_level or rng.random() < 0.8 else None
    workplace = _WORKPLACES[pick(rng, (0.14, 0.38, 0.34, 0.14))]
    first = any_place(rng)
    if workplace == "remote":
        first = remote_place(rng, first.country if first.country in data("places")["remote"] else "US")
    places = [first]
    while len(places) < postings:
        other = remote_place(rng, first.country) if workplace == "remote" else any_place(rng, first.country)
        if other.written not in {place.written for place in places}:
            places.append(other)
        elif workplace == "remote" or first.country not in ("US", "DE"):
            break
    pay = pay_of(rng, role, level, first.country, workplace)
    return Details(title, level, years, workplace, tuple(places), pay, skills_of(rng, role["skills"]))


def _foreign(role: str) -> list[int]:
    return [index for index, row in enumerate(data("foreign")["posting"]) if row["role"] == role]


def _of_foreign(index: int) -> Details:
    row = data("foreign")["posting"][index]
    place = place_in(source(index), row["place"])
    floor, ceiling = row["pay"]
    pay = Pay(floor, ceiling, "year", "EUR")
    return Details(
        row["title"], row["level"], None, row["workplace"], (place,), pay, tuple(row["skills"].items()), index
    )
