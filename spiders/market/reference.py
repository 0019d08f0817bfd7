"""The two roles of the reference page: positions drawn so that a market of them makes the page's figures."""

from random import Random
from typing import Any

from spiders.market.seeds import data, source
from spiders.market.slots import (
    HOURS,
    MONTHS,
    Details,
    Pay,
    Place,
    countries,
    place_in,
    remote_place,
    titled,
    years_of,
)

_PREFERRED = 0.3
_ALWAYS_REQUIRED = 2  # the leading skills of a role are never nice to have


def reference_role(role: str, seed: int) -> list[Details]:
    """All positions of one of the two roles, in the order of their slots."""
    design = data("reference")[role]
    rng = source(seed, len(role), design["count"])
    return _few(design, rng) if "pay" in design else _many(design, rng)


def _few(design: dict[str, Any], rng: Random) -> list[Details]:
    """Positions of which each is told in the data file; none names a city."""
    count = design["count"]
    skills = _spread(design["skills"], count, rng)
    for index, other in enumerate(design["others"]):
        skills[index % count].append((other, "preferred"))
    remote = set(rng.sample(range(count), design["remote"]))
    found = []
    for index, row in enumerate(design["pay"]):
        level = "senior" if index == count - 2 else "mid"
        title, _ = titled(rng, design["titles"][index % len(design["titles"])], level, silent=0)
        place = remote_place(rng) if index in remote else Place("United States", "US")
        workplace = "remote" if index in remote else ("hybrid", "onsite")[index % 2]
        pay = _told(row) if row else None
        found.append(Details(title, level, years_of(rng, level), workplace, (place, place), pay, tuple(skills[index])))
    return found


def _told(row: list[Any]) -> Pay:
    floor, ceiling, unit = row
    scale = 1 if unit == "hour" else 1000
    return Pay(floor * scale, ceiling * scale, unit, "USD")


def _spread(counts: dict[str, int], among: int, rng: Random) -> list[list[tuple[str, str]]]:
    """Each skill to as many positions as its count says, at random; the lesser ones now and then nice to have."""
    chosen: list[list[tuple[str, str]]] = [[] for _ in range(among)]
    for rank, (skill, count) in enumerate(counts.items()):
        for index in rng.sample(range(among), count):
            nice = rank >= _ALWAYS_REQUIRED and rng.random() < _PREFERRED
            chosen[index].append((skill, "preferred" if nice else "required"))
    return chosen


def _many(design: dict[str, Any], rng: Random) -> list[Details]:
    """Positions drawn at random under the counts and the pay statistics of the data file."""
    count = design["count"]
    skills = _spread(design["skills"], count, rng)
    for chosen in skills:
        while len(chosen) < 2:
            other = rng.choice(design["others"])
            if other not in dict(chosen):
                chosen.append((other, "required"))
    metros: list[str | None] = [name for name, n in design["metros"].items() for _ in range(n)]
    metros += [None] * (count - len(metros))
    rng.shuffle(metros)
    bands = [band for band, n in design["bands"].items() for _ in range(n)]
    rng.shuffle(bands)
    places = [place_in(rng, metro) if metro else remote_place(rng) for metro in metros]
    pays = _pays(design, [place.country for place in places], bands, rng)
    found = []
    for index in range(count):
        band = bands[index]
        level = "lead" if band == "senior" and rng.random() < 0.2 else band
        title, has_level = titled(rng, rng.choice(design["titles"]), level)
        years = None if has_level and rng.random() < 0.2 else years_of(rng, level)
        workplace = rng.choices(("hybrid", "onsite", None), (5, 5, 1))[0] if metros[index] else "remote"
        others = _other_places(rng, places[index], metros[index])
        found.append(
            Details(title, level, years, workplace, (places[index], *others), pays[index], tuple(skills[index]))
        )
    return found


def _other_places(rng: Random, first: Place, metro: str | None) -> list[Place]:
    """Where else the position is advertised: places of the same metro, so that the metros' counts stand."""
    drawn = [place_in(rng, metro) if metro else remote_place(rng, first.country) for _ in range(4)]
    written = {place.written: place for place in drawn if place.written != first.written}
    return list(written.values())[:2]


def _pays(design: dict[str, Any], where: list[str], bands: list[str], rng: Random) -> list[Pay | None]:
    count = design["count"]
    home = [index for index in range(count) if where[index] == "US"]
    abroad = [index for index in range(count) if where[index] != "US"]
    disclosed = rng.sample(home, design["disclosed"])
    order = {"entry": 0.0, "mid": 1.0, "senior": 2.0}
    disclosed.sort(key=lambda index: order[bands[index]] + rng.uniform(0, 2))
    ceilings = _ceilings(design, rng)
    units = _units(design, rng, ceilings)
    floors = _floors(design, ceilings, units, rng)
    pays: list[Pay | None] = [None] * count
    for index, floor, ceiling, unit in zip(disclosed, floors, ceilings, units, strict=True):
        factor = {"hour": HOURS, "month": MONTHS}.get(unit, 1)
        pays[index] = Pay(round(floor / factor, 2), round(ceiling / factor, 2), unit, "USD")
    for index in rng.sample(abroad, design["foreign_pay"]):
        land = countries()[where[index]]
        middle = rng.uniform(150_000, 290_000) * land["factor"]
        pays[index] = Pay(round(middle * 0.82, -3), round(middle * 1.15, -3), "year", land["currency"])
    return pays


def _ceilings(design: dict[str, Any], rng: Random) -> list[float]:
    """Ascending annual ceilings with exactly the median and third quartile wanted, and the mean within 100."""
    n, wanted = design["disclosed"], design["ceiling"]
    median, p75 = wanted["median"] * 1000, wanted["p75"] * 1000
    half, top = n // 2 - 4, n * 3 // 4 + 4
    values = [
        *(rng.randrange(150_000, median - 4_000, 1000) for _ in range(half)),
        *[median] * 8,
        *(rng.randrange(median + 2_000, p75 - 4_000, 1000) for _ in range(half + 8, top - 8)),
        *[p75] * 8,
        *(rng.randrange(p75 + 5_000, 400_000, 1000) for _ in range(top, n)),
    ]
    blocks = [(range(half), 130_000, median - 1000), (range(top, n), p75 + 1000, 480_000)]
    values = [float(value) for value in values]
    _hourly(values[:half], design["hourly"], rng, values)
    _tune(values, wanted["mean"] * 1000 * n, blocks, rng)
    return sorted(values)


def _hourly(low: list[float], count: int, rng: Random, values: list[float]) -> None:
    """Makes some of the lower ceilings whole dollars an hour."""
    for index in rng.sample(range(len(low)), count):
        values[index] = float(round(low[index] / HOURS) * HOURS)


def _tune(values: list[float], total: float, blocks: "list[tuple[range, int, int]]", rng: Random) -> None:
    """Moves values in steps of 1000 within their block's bounds until their sum is the total, but for a rest."""
    movable = [(index, low, high) for block, low, high in blocks for index in block if values[index] % 1000 == 0]
    rest = total - sum(values)
    while abs(rest) > 1000:
        index, low, high = rng.choice(movable)
        step = 1000 if rest > 0 else -1000
        if low <= values[index] + step <= high:
            values[index] += step
            rest -= step


def _units(design: dict[str, Any], rng: Random, ceilings: list[float]) -> list[str]:
    units = ["hour" if value % 1000 else "year" for value in ceilings]
    monthly = [index for index, value in enumerate(ceilings) if units[index] == "year" and value % 12_000 == 0]
    for index in rng.sample(monthly, min(design["monthly"], len(monthly))):
        units[index] = "month"
    yearly = [index for index, unit in enumerate(units) if unit == "year"]
    for index in rng.sample(yearly, design["zones"]):
        units[index] = "zones"
    return units


def _floors(design: dict[str, Any], ceilings: list[float], units: list[str], rng: Random) -> list[float]:
    floors = []
    for ceiling, unit in zip(ceilings, units, strict=True):
        step = {"hour": HOURS, "month": 12_000}.get(unit, 1000)
        floors.append(float(round(ceiling * rng.uniform(0.48, 0.64) / step) * step))
    block = range(len(floors))
    free = [index for index in block if units[index] in ("year", "zones")]
    _tune_floors(floors, ceilings, free, design["floor"]["mean"] * 1000 * len(floors), rng)
    return floors


def _tune_floors(floors: list[float], ceilings: list[float], free: list[int], total: float, rng: Random) -> None:
    rest = total - sum(floors)
    while abs(rest) > 1000:
        index = rng.choice(free)
        step = 1000 if rest > 0 else -1000
        if 0.42 * ceilings[index] <= floors[index] + step <= 0.72 * ceilings[index]:
            floors[index] += step
            rest -= step
