"""What the pages lay out: a comparison record turned into rows of ready words, nothing left to compute in a template.

Every figure comes with the note that belongs under it (interval, n) or, where there is none, with the reason.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analytics.comparison.side_by_side import POINTS, Cell, Row, items, name_of, no_pay, span
from analytics.values import formatting
from analytics.values.formatting import count, counted, field, money, number, percent, text

_SAMPLE = re.compile(r"\b([np]) ([=<]) (?=\d)")
PLAIN = {
    "Average advertised range": "Average range",
    "Median floor": "Typical low end",
    "Median midpoint": "Typical pay (middle)",
    "Median ceiling": "Typical high end",
    "Third quartile of ceilings": "A quarter reach",
    "Not told": "Does not tell",
    "Midpoints, times the other role's": "Times the other's pay",
    "The same at equal level and metro": "The same at equal level and place",
}
TOPICS = {"pay": "Pay", "openings": "Openings", "remote": "Remote work", "seniority": "Seniority", "skills": "Skills"}


def bound(words: str) -> str:
    """A sentence whose "n = 9" and "p < 0.001" no line end splits."""
    return _SAMPLE.sub(rf"\1{formatting.NBSP}\2{formatting.NBSP}", words)


def plain(rows: Sequence[Row]) -> list[Row]:
    """The rows of the side-by-side table, labelled for readers who know no statistics."""
    return [replace(row, label=PLAIN.get(row.label, row.label)) for row in rows]


def pay_rows(pay: Any) -> list[Row]:
    """The pay table of one role: a line each for floor, midpoint and ceiling; empty where no pay is published."""
    if no_pay(pay):
        return []
    currency, rows = field(pay, "currency"), []
    for point, label in POINTS:
        stats = field(pay, point)
        rows.append(Row(label, tuple(_point(stats, name, currency) for name in ("mean", "p25", "median", "p75"))))
    return rows


def _point(stats: Any, name: str, currency: Any) -> Cell:
    value = number(field(stats, name))
    if value is None:
        return Cell("not published", known=False)
    return Cell(money(value, currency), interval=span(stats, name, currency))


@dataclass(frozen=True, slots=True)
class Verdict:
    """One verdict for readers: its topic, what is said, whether the data supports it and why (not)."""

    topic: str
    supported: bool
    statement: str
    reason: str


def verdicts(record: Any) -> list[Verdict]:
    """The record's verdicts, the supported ones first."""
    found = []
    for one in items(field(record, "verdicts")):
        topic = text(one.get("topic"), "other")
        supported = one.get("supported") is True
        statement = text(one.get("statement"), "" if supported else "No verdict.")
        reason = text(one.get("reason"), "")
        reason = "" if reason in statement else reason[0].upper() + reason[1:].removesuffix(".") + "."
        found.append(Verdict(TOPICS.get(topic, topic.capitalize()), supported, bound(statement), bound(reason)))
    return sorted(found, key=lambda verdict: not verdict.supported)


def other_pay(pay: Any) -> list[str]:
    """One line on the currencies that the figures leave out; none where all pay is in one."""
    others = [
        f"{text(one.get('currency'))} ({counted(one.get('n'), 'opening')})"
        for one in items(field(pay, "other_currencies"))
    ]
    return [f"Pay in other currencies is not in these figures: {', '.join(others)}."] if others else []


def one_each(role: Any) -> str:
    """The employers of a role of which none has more than one opening, in words; empty where one has."""
    companies = items(field(role, "companies"))
    if not companies or any((number(one.get("n")) or 0) > 1 for one in companies):
        return ""
    return f"One opening each: {', '.join(text(one.get('company')) for one in companies)}."


def elsewhere(role: Any) -> str:
    """How many openings stand in no metropolitan area; empty where the record does not tell."""
    remote, unknown = number(field(role, "places", "remote_without_metro")), number(field(role, "places", "unknown"))
    told = [f"{count(n)} {words}" for n, words in ((remote, "remote"), (unknown, "elsewhere or untold")) if n]
    return f"In no metropolitan area: {' and '.join(told)}." if told else ""


def sentences(given: Any) -> dict[str, list[str]]:
    """Generated sentences by section of the page, as a record holds them; sections without any are empty."""
    found: dict[str, list[str]] = defaultdict(list)
    if isinstance(given, Mapping):
        for topic, lines in given.items():
            listed = [lines] if isinstance(lines, str) else lines
            found[str(topic)] = [bound(text(line)) for line in listed] if isinstance(listed, Sequence) else []
    return found


def faq(record: Any) -> list[tuple[str, str]]:
    """The record's questions with their answers."""
    pairs = [(text(one.get("question"), ""), text(one.get("answer"), "")) for one in items(field(record, "faq"))]
    return [(question, bound(answer)) for question, answer in pairs if question and answer]


def skill_groups(record: Any) -> list[dict[str, Any]]:
    """Skills of both top lists, of the first only and of the second only, each with the openings that ask for it."""
    a, b = field(record, "a"), field(record, "b")
    counts = [{text(one.get("skill")): one.get("n") for one in items(field(role, "skills"))} for role in (a, b)]

    def entries(key: str, which: Sequence[int]) -> list[dict[str, Any]]:
        found = []
        given = field(record, "skills", key)
        for one in given if isinstance(given, Sequence) and not isinstance(given, str) else ():
            name = text(field(one, "skill") if isinstance(one, Mapping) else one)
            notes = [count(counts[index].get(name)) for index in which if number(counts[index].get(name)) is not None]
            found.append({"label": name, "note": " / ".join(notes)})
        return found

    overlap, size = number(field(record, "skills", "overlap")), number(field(record, "skills", "top"))
    top = f" top {count(size)}" if size else " top list"
    lists = f" lists of {count(size)}" if size else " top lists"
    return [
        {
            "label": f"In both{lists}" + (f" ({percent(overlap)})" if overlap is not None else ""),
            "entries": entries("both", (0, 1)),
        },
        {"label": f"Only in the{top} of {name_of(a)}", "entries": entries("only_a", (0,))},
        {"label": f"Only in the{top} of {name_of(b)}", "entries": entries("only_b", (1,))},
    ]
