"""The market's employers: names, platforms, and the texts that stand on each of their postings."""

from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate

from spiders.market.dialects import DIALECTS, HOSTS
from spiders.market.seeds import data, mix, source

_BY_REQUEST = (
    "smartrecruiters", "jsonld", "workday", "bamboohr", "rippling", "oracle", "icims", "phenom", "jazzhr", "eightfold",
    "gupy", "join", "jobvite",
)  # fmt: skip
EVERY = 5  # in a market of every platform one employer in so many is on a smaller platform
FEWEST = 2 * EVERY * len(HOSTS)  # of employers in such a market, so that each of these platforms has two boards


@dataclass(frozen=True, slots=True)
class Employer:
    """An employer: its boards by platform (the first is its main one), the words it uses, and its headings."""

    number: int
    name: str
    boards: tuple[tuple[str, str], ...]
    product: str
    customers: str
    city: str
    about: str
    legal: str
    process: str
    benefits: tuple[str, ...]
    headings: tuple[str, ...]
    own_product: str | None
    style: int

    def words(self) -> dict[str, str]:
        return {"company": self.name, "product": self.product, "customers": self.customers, "city": self.city}


class Employers:
    """A number of employers of very different size; `choose` draws one by size, with a second board if asked for."""

    def __init__(self, count: int, seed: int, every: bool = False) -> None:
        names = _names(count, seed)
        self.all = [_employer(index, name, seed, every) for index, name in enumerate(names)]
        sizes = [_size(employer, seed) for employer in self.all]
        self._groups = {
            kind: _Weighted([(e.number, size) for e, size in zip(self.all, sizes, strict=True) if _has(e, kind)])
            for kind in ("any", "web", "moving")
        }

    def choose(self, kind: str, number: int) -> Employer:
        """The employer that the number falls on; any, when none is of the kind."""
        group = self._groups[kind] if self._groups[kind].numbers else self._groups["any"]
        return self.all[group.at(number)]


class _Weighted:
    def __init__(self, weighted: list[tuple[int, float]]) -> None:
        self.numbers = [number for number, _ in weighted]
        self._sums = list(accumulate(weight for _, weight in weighted))

    def at(self, number: int) -> int:
        return self.numbers[bisect(self._sums, (number % 2**32) / 2**32 * self._sums[-1])]


def _has(employer: Employer, kind: str) -> bool:
    second = employer.boards[1][0] if len(employer.boards) > 1 else None
    return kind == "any" or (second == "jsonld" if kind == "web" else second == "greenhouse")


def _size(employer: Employer, seed: int) -> float:
    if employer.boards[0][0] in _BY_REQUEST:  # a request a posting: kept small
        return 0.09
    return float((1 + mix(seed, employer.number, 11) % 400) ** -0.45) * 1.6


def _names(count: int, seed: int) -> list[str]:
    words = data("employers")
    found: list[str] = []
    taken: set[str] = set()
    for index in range(40 * count):
        if len(found) == count:
            break
        number = mix(seed, index, 12)
        first = words["first"][number % 64]
        second = words["second"][(number >> 8) % len(words["second"])]
        kind = words["kinds"][(number >> 20) % len(words["kinds"])]
        stem = f"{first}{second}"
        if first.lower() != second and stem not in taken:
            taken.add(stem)
            found.append(stem + kind)
    return found


def _boards(index: int, name: str, every: bool) -> tuple[tuple[str, str], ...]:
    main, second = _platforms(index, every)
    return tuple((platform, DIALECTS[platform].token(name)) for platform in (main, second) if platform)


EVERYDAY = ("ashby", "greenhouse", "jsonld", "lever", "smartrecruiters")  # what the everyday market's boards are on


def _platforms(index: int, every: bool) -> tuple[str, str]:
    """An employer's main platform, and its second one or none; of `every` platform a fifth are on a smaller one."""
    if every and index % EVERY == EVERY - 1:
        return list(HOSTS)[index // EVERY % len(HOSTS)], ""
    if index % 24 == 7:
        return "smartrecruiters", ""
    if index % 48 == 13:
        return "jsonld", ""
    second = "greenhouse" if index % 12 == 5 else ""
    if index % 3 == 2:
        return "ashby", second
    if index % 3 == 1 and index % 4 != 0:
        return "lever", second
    return "greenhouse", "jsonld" if index % 9 == 3 else ""


def _employer(index: int, name: str, seed: int, every: bool) -> Employer:
    rng = source(seed, index, 13)
    words, texts = data("employers"), data("texts")
    about = texts["employer"]
    places = data("places")["place"]
    own = {
        "company": name,
        "product": rng.choice(words["products"]),
        "customers": rng.choice(words["customers"]),
        "city": rng.choice(places[:14])["names"][0][1],
    }
    parts = [rng.choice(about["opening"]), rng.choice(about["money"]), rng.choice(about["pedigree"])]
    product = rng.choice(about["own_names"]) if index % 11 == 4 else None
    if product:
        parts.insert(1, rng.choice(about["own_product"]).replace("{name}", product))
    parts += rng.sample(about["traits"], 3)
    boards = _boards(index, name, every)
    headings = rng.choice(texts["headings"]["sets"])
    return Employer(
        number=index,
        name=name,
        boards=boards,
        product=own["product"],
        customers=own["customers"],
        city=own["city"],
        about=" ".join(parts).format(**own),
        legal=rng.choice(texts["benefits"]["legal"]).format(**own),
        process=rng.choice(texts["benefits"]["process"]),
        benefits=tuple(rng.sample(texts["benefits"]["lines"], 8)),
        headings=tuple(heading.format(**own) for heading in headings),
        own_product=product,
        style=rng.randrange(100),
    )
