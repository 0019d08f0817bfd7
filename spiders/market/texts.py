"""The text of a posting: sections of paragraphs and list items, written from the posting's truth and its employer."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from random import Random
from typing import TYPE_CHECKING, Any

from spiders.market.seeds import data
from spiders.market.slots import Details, Pay, Place, countries

if TYPE_CHECKING:
    from spiders.market.employers import Employer

_SIGNS = {"USD": "$", "GBP": "£", "EUR": "€", "CAD": "CA$", "SGD": "S$", "INR": "₹"}
_ARTICLE_AN = ("A", "E", "I", "O", "U")
_SPELLED_AN = ("ML ", "LLM ", "MLOps")


@dataclass(slots=True)
class Section:
    """A part of a posting: its kind, heading, paragraphs and list items, all plain text."""

    kind: str
    heading: str
    paragraphs: list[str]
    items: list[str]

    def html(self, style: int) -> str:
        """As HTML; `style` chooses how the heading is set."""
        body = "".join(f"<p>{escape(text, quote=False)}</p>" for text in self.paragraphs)
        if self.items:
            body += "<ul>" + "".join(f"<li>{escape(item, quote=False)}</li>" for item in self.items) + "</ul>"
        return heading(self.heading, style) + body

    def plain(self) -> str:
        return "\n".join([self.heading, *self.paragraphs, *(f"- {item}" for item in self.items)])


def heading(text: str, style: int) -> str:
    text = escape(text, quote=False)
    if style < 45:
        return f"<h3>{text}</h3>"
    return f"<p><strong>{text}</strong></p>" if style < 75 else f"<p><strong>{text}:</strong></p>"


@dataclass(frozen=True, slots=True)
class Order:
    """What a text is to be about. `tell_workplace` and `tell_pay`: the text says so; `edits` counts its changes."""

    role: str
    ai: bool
    details: Details
    employer: "Employer"
    place: Place
    tell_workplace: bool
    tell_pay: bool
    edits: int


def write(order: Order, rng: Random) -> list[Section]:
    """The sections of a posting in English, in the order in which they stand."""
    texts = data("texts")
    employer, details = order.employer, order.details
    aside = Random(rng.getrandbits(32))  # for what some copies of a vacancy leave out, so that the rest stays the same
    words = {**employer.words(), "team": rng.choice(data("employers")["teams"])}
    names = employer.headings
    required, duties, preferred = _skill_lines(details, texts["role"], rng, words)
    role = texts["role"]
    about = rng.choice(role["about_ai" if order.ai else "about_plain"])
    opening = rng.choice(role["opening"]).format(**words, a_title=article(details.title), about_ai=about)
    running = [line.format(**words) for line in rng.sample(role["running"], 3)]
    lines = rng.sample(texts["flavour"][order.role], 2) + rng.sample(role["plain_duties"], 6)
    plain = [line.format(**words) for line in lines]
    if order.edits:
        plain[-1] = "Read this posting to the end, and tell us what you would have written differently"
    needs = [line.format(**words) for line in rng.sample(role["plain_required"], 3)]
    if details.years:
        needs.insert(rng.randrange(2), rng.choice(role["years"]).format(years=details.years))
    sections = [
        Section("about", names[0], [employer.about], []),
        Section("role", names[1], [opening, " ".join(running), *_workplace(order, texts, aside)], []),
        Section("duties", names[2], [], _shuffled(duties + plain, rng, keep=1)),
        Section("required", names[3], [], _shuffled(required + needs, rng)),
    ]
    nice = preferred + [line.format(**words) for line in rng.sample(role["plain_preferred"], 1 + rng.randrange(2))]
    sections.append(Section("preferred", names[4], [], nice))
    more = rng.random() < 0.45
    pay = pay_lines(details.pay, texts["pay"], aside) if order.tell_pay and details.pay else []
    if more:
        pay.append(rng.choice(texts["benefits"]["ote" if order.role == "ai-sales" else "bonus"]))
    if pay:
        sections.append(Section("pay", names[5], pay, []))
    sections += [
        Section("benefits", names[6], [], list(employer.benefits)),
        Section("process", names[7], [employer.process], []),
        Section("legal", names[8], [employer.legal], []),
    ]
    return sections


def _shuffled(lines: list[str], rng: Random, keep: int = 0) -> list[str]:
    """The lines in another order, but for the last `keep`."""
    moved = lines[: len(lines) - keep]
    rng.shuffle(moved)
    return moved + lines[len(lines) - keep :]


def _workplace(order: Order, texts: dict[str, Any], rng: Random) -> list[str]:
    if not order.tell_workplace or order.details.workplace is None:
        return []
    land = countries()[order.place.country]["name"]
    country = f"the {land}" if land.startswith("United") else land
    return [rng.choice(texts["workplace"][order.details.workplace]).format(country=country)]


def _skill_lines(
    details: Details, role: dict[str, Any], rng: Random, words: dict[str, str]
) -> tuple[list[str], list[str], list[str]]:
    """The lines that name the skills: what is required, the duties, what is nice to have."""
    required = [name for name, how in details.skills if how == "required"]
    preferred = [name for name, how in details.skills if how == "preferred"]
    in_duties = [name for name in required if rng.random() < 0.4]
    only_there = set(in_duties[: len(in_duties) // 3])
    asked = [name for name in required if name not in only_there]
    lines = []
    needs = rng.sample(role["required"], len(role["required"]))
    while asked:
        template = needs.pop() if needs else role["required"][0]
        if "{t}" in template and len(asked) < 2:
            template = role["required"][0]
        first = surface(asked.pop(), rng)
        second = surface(asked.pop(), rng) if "{t}" in template else ""
        lines.append(template.format(s=first, t=second))
    duties = [_drawn(role["duties"], rng, i).format(**words, s=surface(name, rng)) for i, name in enumerate(in_duties)]
    nice = [_drawn(role["preferred"], rng, i).format(s=surface(name, rng)) for i, name in enumerate(preferred)]
    return lines, duties, nice


def _drawn(templates: list[str], rng: Random, index: int) -> str:
    """The template for the `index`-th line of a list: neighbours differ."""
    return templates[(index * 3 + rng.randrange(3)) % len(templates)]


def surface(skill: str, rng: Random) -> str:
    """One of the ways in which postings write a skill."""
    return str(rng.choice(data("skills")["surfaces"].get(skill, (skill,))))


def article(title: str) -> str:
    """The title with its indefinite article."""
    return f"an {title}" if title.startswith((*_ARTICLE_AN, *_SPELLED_AN)) else f"a {title}"


def amount(value: float, currency: str, rng: Random, short: bool = False) -> str:
    """A sum of money as postings in English write it."""
    sign = _SIGNS[currency]
    if short and value % 1000 == 0:
        return f"{sign}{value / 1000:,.0f}K"
    if value % 1:
        return f"{sign}{value:,.2f}"
    return f"{sign}{value:,.0f}"


def pay_lines(pay: Pay, texts: dict[str, Any], rng: Random) -> list[str]:
    """The paragraphs that tell the pay."""
    if pay.unit == "zones":
        first, second = zones(pay)
        slots = {
            "lo1": amount(first[0], pay.currency, rng),
            "hi1": amount(first[1], pay.currency, rng),
            "lo2": amount(second[0], pay.currency, rng),
            "hi2": amount(second[1], pay.currency, rng),
        }
        return [rng.choice(texts["zones_opening"]), *(line.format(**slots) for line in texts["zones"])]
    short = pay.unit == "year" and rng.random() < 0.25
    low, high = (amount(value, pay.currency, rng, short) for value in (pay.floor, pay.ceiling))
    lines = [rng.choice(texts[f"range_{pay.unit}"]).format(lo=low, hi=high, code=pay.currency)]
    if rng.random() < 0.5:
        lines.append(rng.choice(texts["explain"]))
    return lines


def zones(pay: Pay) -> tuple[tuple[float, float], tuple[float, float]]:
    """The two ranges of a pay that depends on the zone: the dearer one has the ceiling, the other the floor."""
    shift = round((pay.ceiling - pay.floor) * 0.2, -3)
    return (pay.floor + shift, pay.ceiling), (pay.floor, pay.ceiling - shift)


def foreign_html(index: int, employer: "Employer", rng: Random) -> str:
    """The HTML of a posting in another language."""
    row = data("foreign")["posting"][index]
    team = rng.choice(data("employers")["teams"])
    return str(row["text"]).strip().format(company=escape(employer.name), team=team)


def joined(sections: Iterable[Section], style: int) -> str:
    return "".join(section.html(style) for section in sections)
