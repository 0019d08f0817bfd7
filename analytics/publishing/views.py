"""What the pages lay out: a comparison record turned into rows of ready words, nothing left to compute in a template.

Every figure comes with the note that belongs under it (interval, n) or, where there is none, with the reason.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analytics.values import formatting
from analytics.values.formatting import count, counted, field, money, number, percent, share_interval, text

_SAMPLE = re.compile(r"\b([np]) ([=<]) (?=\d)")
WORKPLACES = (("remote", "Remote"), ("hybrid", "Hybrid"), ("onsite", "On site"), ("unknown", "Not told"))
BANDS = (("senior", "Senior"), ("mid", "Mid"), ("entry", "Entry"), ("unknown", "Not told"))
POINTS = (("floor", "Floor"), ("midpoint", "Midpoint"), ("ceiling", "Ceiling"))
EXTRACTION = "Extraction, measured on labelled postings (1 = every one right)"
TOPICS = {"pay": "Pay", "openings": "Openings", "remote": "Remote work", "seniority": "Seniority", "skills": "Skills"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and what stands under it; `known` is False where a reason stands in place of a figure."""

    figure: str
    note: str = ""
    known: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of figures: what it tells, and one cell a role."""

    label: str
    cells: tuple[Cell, ...]
    group: str = ""


def items(value: Any) -> list[Mapping[str, Any]]:
    """The mappings in a list; nothing where the record has no list."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, Sequence) else []


def name_of(role: Any) -> str:
    """The role's name for readers, its id where it has none."""
    return text(field(role, "name") or field(role, "role"), "unnamed role")


def together(words: str) -> str:
    """`words` with blanks at which no line breaks."""
    return words.replace(" ", formatting.NBSP)


def bound(words: str) -> str:
    """A sentence whose "n = 9" and "p < 0.001" no line end splits."""
    return _SAMPLE.sub(rf"\1{formatting.NBSP}\2{formatting.NBSP}", words)


def share_cell(share: Any, of: Any) -> Cell:
    """A share with its interval and counts: "22%", under it "3%–60%, 2 of 9"."""
    fraction = number(field(share, "share"))
    if fraction is None:
        total = number(of)
        why = "no openings" if total == 0 else "not published" if total is None else f"not published (n = {count(of)})"
        return Cell(why, known=False)
    parts = [share_interval(share)]
    n = number(field(share, "n"))
    if n is not None:
        parts.append(together(f"{count(n)} of {count(of)}" if number(of) is not None else f"n = {count(n)}"))
    return Cell(percent(fraction), ", ".join(part for part in parts if part))


def no_pay(pay: Any) -> Cell | None:
    """The cell that stands for every pay figure of a role that has none; None when it has."""
    reason = formatting.pay_note(pay)
    if not reason:
        return None
    told = field(pay, "reason")
    if told:
        return Cell(reason, text(told), known=False)
    n = number(field(pay, "n"))
    if n is None:
        return Cell("unknown", "the record has no pay figures", known=False)
    return Cell(reason, f"fewer than {formatting.PAY_MINIMUM} with pay", known=False)


def median_cell(pay: Any, point: str) -> Cell:
    """The median of one point of the range with its interval, or why there is none."""
    missing = no_pay(pay)
    if missing:
        return missing
    currency, stats, n = field(pay, "currency"), field(pay, point), field(pay, "n")
    value = number(field(stats, "median"))
    if value is None:
        return Cell(f"not published (n = {count(n)})", known=False)
    return Cell(money(value, currency), median_note(stats, currency, n))


def median_note(stats: Any, currency: Any, n: Any) -> str:
    """The interval of a median and its n: "$110K–$135K, n = 42"."""
    low, high = number(field(stats, "median_low")), number(field(stats, "median_high"))
    if low is None or high is None:
        return f"no interval, {together(f'n = {count(n)}')}"
    return f"{formatting.money_range(low, high, currency)}, {together(f'n = {count(n)}')}"


def quartile_cell(pay: Any, point: str, quartile: str) -> Cell:
    """A quartile of one point of the range, or why there is none."""
    missing = no_pay(pay)
    if missing:
        return missing
    value = number(field(pay, point, quartile))
    n = field(pay, "n")
    if value is None:
        return Cell(f"not published (n = {count(n)})", known=False)
    currency = field(pay, "currency")
    low, high = number(field(pay, point, f"{quartile}_low")), number(field(pay, point, f"{quartile}_high"))
    span = f"{formatting.money_range(low, high, currency)}, " if low is not None and high is not None else ""
    return Cell(money(value, currency), span + together(f"n = {count(n)}"))


def range_cell(pay: Any) -> Cell:
    """Mean floor to mean ceiling."""
    missing = no_pay(pay)
    if missing:
        return missing
    low, high = number(field(pay, "floor", "mean")), number(field(pay, "ceiling", "mean"))
    n = count(field(pay, "n"))
    if low is None or high is None:
        return Cell(f"not published (n = {n})", known=False)
    currency, spans = field(pay, "currency"), []
    for point in ("floor", "ceiling"):
        ends = number(field(pay, point, "mean_low")), number(field(pay, point, "mean_high"))
        if None not in ends:
            spans.append(together(f"{point} {formatting.money_range(*ends, currency)}"))
    note = ", ".join([*(spans or ["means"]), together(f"n = {n}")])
    return Cell(formatting.money_range(low, high, currency), note)


def disclosure_cell(role: Any) -> Cell:
    """How many of the role's openings tell their pay."""
    pay = field(role, "pay")
    rate, total = number(field(pay, "disclosure_rate")), field(role, "open_positions")
    if rate is None:
        return Cell("no openings" if number(total) == 0 else "unknown", known=False)
    disclosed, n, currency = number(field(pay, "disclosed")), number(field(pay, "n")), text(field(pay, "currency"), "")
    notes = [together(f"{count(disclosed)} of {count(total)}")] if disclosed is not None else []
    if n is not None and currency:
        notes.append(together(f"{count(n)} in {currency}"))
    return Cell(percent(rate), ", ".join(notes))


def openings_cell(role: Any) -> Cell:
    """Open positions with the postings behind them."""
    n = number(field(role, "open_positions"))
    if n is None:
        return Cell("unknown", known=False)
    postings = number(field(role, "postings"))
    return Cell(count(n), "" if postings is None else f"from {formatting.counted(postings, 'posting')}")


def market_cell(role: Any, market: Any) -> Cell:
    """The role's share of the market."""
    value = field(role, "market_share")
    if number(value) is None and isinstance(value, Mapping):
        return share_cell(value, field(market, "open_positions"))
    if number(value) is None:
        sample = field(market, "sample") is True
        return Cell("not given", "the postings are a sample", known=False) if sample else Cell("unknown", known=False)
    span = share_interval({"low": field(role, "market_share_low"), "high": field(role, "market_share_high")})
    total = f"of {count(field(market, 'open_positions'))}"
    return Cell(percent(value), f"{span}, {total}" if span else total)


def top_cell(role: Any, collection: str, key: str) -> Cell:
    """The first entry of a ranked list with its count: the top skill, the largest employer."""
    ranked = items(field(role, collection))
    if not ranked:
        return Cell("none told", known=False)
    first, total = ranked[0], number(field(role, "open_positions"))
    n = number(first.get("n"))
    note = "" if n is None or not total else f"{percent(n / total)}, {together(f'{count(n)} of {count(total)}')}"
    return Cell(text(first.get(key)), note)


def table_rows(roles: Sequence[Any], market: Any) -> list[Row]:
    """The side-by-side table for one role or two."""

    def row(label: str, make: Any, group: str = "") -> Row:
        return Row(label, tuple(make(role) for role in roles), group)

    def shared(collection: str, value: str) -> Any:
        return lambda role: share_cell(field(role, collection, value), field(role, "open_positions"))

    rows = [
        row("Open positions", openings_cell, "Demand"),
        row("Share of open AI positions", lambda role: market_cell(role, market)),
        row("Openings that tell pay", disclosure_cell, "Pay a year"),
        row("Average advertised range", lambda role: range_cell(field(role, "pay"))),
        *(
            row(f"Median {point}", lambda role, point=point: median_cell(field(role, "pay"), point))
            for point, _ in POINTS
        ),
        row("Third quartile of ceilings", lambda role: quartile_cell(field(role, "pay"), "ceiling", "p75")),
    ]
    for index, (value, label) in enumerate(WORKPLACES):
        rows.append(row(label, shared("workplace", value), "" if index else "Workplace"))
    for index, (value, label) in enumerate(BANDS):
        rows.append(row(label, shared("seniority", value), "" if index else "Seniority"))
    rows += [
        row("Top skill", lambda role: top_cell(role, "skills", "skill"), "First in rank"),
        row("Largest employer", lambda role: top_cell(role, "companies", "company")),
        row("Largest metro", lambda role: top_cell(role, "metros", "metro")),
    ]
    return rows


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
    low, high = number(field(stats, f"{name}_low")), number(field(stats, f"{name}_high"))
    return Cell(money(value, currency), formatting.money_range(low, high, currency) if None not in (low, high) else "")


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


def skill_rows(role: Any, limit: int = 12) -> list[Row]:
    """The skills of one role with openings, share, interval and share of those that require it."""
    total = field(role, "open_positions")
    rows = []
    for one in items(field(role, "skills"))[:limit]:
        required = number(one.get("required_share"))
        cell = Cell(percent(required)) if required is not None else Cell("unknown", known=False)
        rows.append(Row(text(one.get("skill")), (share_cell(one, total), cell)))
    return rows


def quality_rows(record: Any) -> list[Row]:
    """The data quality of that night: boards, postings, extraction."""
    market = field(record, "market")
    rows = [
        Row("Snapshot", (Cell(formatting.date_words(field(record, "snapshot_date"))),)),
        Row("Open AI positions", (_known(field(market, "open_positions")),)),
        Row("Postings behind them", (_known(field(market, "postings")),)),
        Row("Boards read", (_known(field(market, "boards", "ok")),)),
        Row("Boards carried forward from an earlier night", (_known(field(market, "boards", "carried_forward")),)),
        Row("Boards that could not be read", (_known(field(market, "boards", "failed")),)),
    ]
    unclassified = field(market, "postings_unclassified")
    if number(unclassified) is not None:
        rows.append(Row("AI postings without a role of the list", (_known(unclassified),)))
    if number(field(market, "postings_imported")):
        rows.append(Row("Postings imported from files", (_known(field(market, "postings_imported")),)))
    if field(market, "method"):
        rows.append(Row("Version of the method", (Cell(text(field(market, "method"))),)))
    quality = field(market, "quality")
    for index, (name, score) in enumerate(quality.items() if isinstance(quality, Mapping) else ()):
        known = number(score)
        words = text(score) if known is None else f"{known:.2f}" if known <= 1 else f"{known:,.6g}"
        label = text(name)
        rows.append(Row(label[0].upper() + label[1:], (Cell(words),), "" if index else EXTRACTION))
    return rows


def _known(value: Any) -> Cell:
    return Cell(count(value), known=number(value) is not None)


def other_pay(pay: Any) -> list[str]:
    """One line on the currencies that the figures leave out; none where all pay is in one."""
    others = [
        f"{text(one.get('currency'))} ({counted(one.get('n'), 'opening')})"
        for one in items(field(pay, "other_currencies"))
    ]
    return [f"Pay in other currencies is not in these figures: {', '.join(others)}."] if others else []


def elsewhere(role: Any) -> str:
    """How many openings stand in no metropolitan area; empty where the record does not tell."""
    remote, unknown = number(field(role, "places", "remote_without_metro")), number(field(role, "places", "unknown"))
    told = [f"{count(n)} {words}" for n, words in ((remote, "remote"), (unknown, "elsewhere or untold")) if n]
    return f"In no metropolitan area: {' and '.join(told)}." if told else ""


def sentences(record: Any) -> dict[str, list[str]]:
    """The record's generated sentences by section of the page; sections without any are empty."""
    given = field(record, "sentences")
    found: dict[str, list[str]] = {}
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
