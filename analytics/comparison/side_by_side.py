"""The side-by-side table: what one role or two are, row by row, as the record, the pages and the terminal show it.

Every figure comes with what it is of and its interval or, where there is none, with the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analytics.values import formatting
from analytics.values.formatting import NBSP, count, field, money, number, percent, share_interval, text
from analytics.values.thresholds import LEAST_PAY, TOP_SKILLS

WORKPLACES = (("remote", "Remote"), ("hybrid", "Hybrid"), ("onsite", "On site"), ("unknown", "Not told"))
BANDS = (("senior", "Senior"), ("mid", "Mid"), ("entry", "Entry"), ("unknown", "Not told"))
LEFT_OUT = {
    "no currency": "without a currency",
    "floor only": "with a floor alone",
    "ceiling only": "with a ceiling alone",
    "not a range": "with no range",
    "intern": "for interns",
}
POINTS = (("floor", "Floor"), ("midpoint", "Midpoint"), ("ceiling", "Ceiling"))


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, what it is of and its 95 % interval; `known` is False where a reason stands in place of a figure."""

    figure: str
    of: str = ""
    known: bool = True
    interval: str = ""

    @property
    def note(self) -> str:
        """What stands under the figure: its interval, then what it is of."""
        return ", ".join(part for part in (self.interval, self.of) if part)


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


def clean(words: str) -> str:
    """The words without control and direction characters, which names from postings may hold."""
    if words.isprintable():
        return words
    return "".join(char if char.isprintable() or char == NBSP else " " for char in words)


def together(words: str) -> str:
    """`words` with blanks at which no line breaks."""
    return words.replace(" ", formatting.NBSP)


def share_cell(share: Any, of: Any) -> Cell:
    """A share with its interval and counts: "22%", "3%–60%" and "2 of 9"."""
    fraction = number(field(share, "share"))
    if fraction is None:
        total = number(of)
        why = "no openings" if total == 0 else "not published" if total is None else f"not published (n = {count(of)})"
        return Cell(why, known=False)
    n = number(field(share, "n"))
    of = "" if n is None else together(f"{count(n)} of {count(of)}" if number(of) is not None else f"n = {count(n)}")
    return Cell(percent(fraction), of, interval=share_interval(share))


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
    return Cell(reason, f"fewer than {LEAST_PAY} with pay", known=False)


def pay_cell(pay: Any, point: str, name: str) -> Cell:
    """A quantile of one point of the range ("median", "p75") with its interval, or why there is none."""
    missing = no_pay(pay)
    if missing:
        return missing
    value, n, currency = number(field(pay, point, name)), field(pay, "n"), field(pay, "currency")
    if value is None:
        return Cell(f"not published (n = {count(n)})", known=False)
    return Cell(money(value, currency), _pay_sample(pay), interval=span(field(pay, point), name, currency))


def span(stats: Any, name: str, currency: Any) -> str:
    """The interval of a mean or quantile as a range of money; empty where there is none."""
    low, high = number(field(stats, f"{name}_low")), number(field(stats, f"{name}_high"))
    return "" if low is None or high is None else formatting.money_range(low, high, currency)


def _pay_sample(pay: Any) -> str:
    """The n of a pay figure, and how many of it were converted."""
    converted = number(field(pay, "converted", "n"))
    told = together(f"n = {count(field(pay, 'n'))}")
    return f"{told}, {together(f'{count(converted)} converted')}" if converted else told


def range_cell(pay: Any) -> Cell:
    """Mean floor to mean ceiling."""
    missing = no_pay(pay)
    if missing:
        return missing
    low, high = number(field(pay, "floor", "mean")), number(field(pay, "ceiling", "mean"))
    if low is None or high is None:
        return Cell(f"not published (n = {count(field(pay, 'n'))})", known=False)
    currency = field(pay, "currency")
    spans = {point: span(field(pay, point), "mean", currency) for point in ("floor", "ceiling")}
    interval = ", ".join(together(f"{point} {span}") for point, span in spans.items() if span)
    return Cell(formatting.money_range(low, high, currency), _pay_sample(pay), interval=interval or "means")


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
    span = share_interval({"low": field(pay, "disclosure_low"), "high": field(pay, "disclosure_high")})
    return Cell(percent(rate), ", ".join(notes), interval=span)


def left_out_cell(role: Any) -> Cell:
    """Openings that tell pay which is in no figure, by the reason."""
    given = field(role, "pay_left_out")
    if not isinstance(given, Mapping):
        return Cell("unknown", known=False)
    told = [f"{count(n)} {LEFT_OUT.get(reason, reason)}" for reason, n in given.items()]
    return Cell(", ".join(told) or "none")


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
    return Cell(percent(value), f"of {count(field(market, 'open_positions'))}", interval=span)


def top_cell(role: Any, collection: str, key: str) -> Cell:
    """The first entry of a ranked list with its count: the top skill, the largest employer, or how many are alike."""
    ranked = items(field(role, collection))
    if not ranked:
        return Cell("none told", known=False)
    first, total = ranked[0], number(field(role, "open_positions"))
    n = number(first.get("n"))
    tied = number(field(role, "largest_employer", "tied")) if collection == "companies" else None
    name = text(first.get(key)) if tied is None or tied < 2 else f"{count(tied)} alike"
    if n is None or not total:
        return Cell(name)
    of = together(f"{count(n)} of {count(total)}")
    return Cell(f"{name}, {percent(n / total)}", of, interval=share_interval(first))


def list_cell(role: Any, collection: str, key: str, most: int) -> Cell:
    """The first entries of a ranked list by name; those of places with their counts."""
    ranked = items(field(role, collection))[:most]
    if not ranked:
        return Cell("none told", known=False)
    names = [text(one.get(key)) + (f" {count(one.get('n'))}" if key == "metro" else "") for one in ranked]
    return Cell(", ".join(names), together(f"n = {count(field(role, 'open_positions'))}"))


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
        row("Told, but in no pay figure", left_out_cell),
        row("Average advertised range", lambda role: range_cell(field(role, "pay"))),
        *(
            row(f"Median {point}", lambda role, point=point: pay_cell(field(role, "pay"), point, "median"))
            for point, _ in POINTS
        ),
        row("Third quartile of ceilings", lambda role: pay_cell(field(role, "pay"), "ceiling", "p75")),
    ]
    for index, (value, label) in enumerate(WORKPLACES):
        rows.append(row(label, shared("workplace", value), "" if index else "Workplace"))
    for index, (value, label) in enumerate(BANDS):
        rows.append(row(label, shared("seniority", value), "" if index else "Seniority"))
    rows += [
        row("Top skill", lambda role: top_cell(role, "skills", "skill"), "First in rank"),
        row("Top skills", lambda role: list_cell(role, "skills", "skill", TOP_SKILLS)),
        row("Largest employer", lambda role: top_cell(role, "companies", "company")),
        row("Largest metro", lambda role: top_cell(role, "metros", "metro")),
        row("Top metros", lambda role: list_cell(role, "metros", "metro", 3)),
    ]
    return rows


def against(pay: Any) -> list[Row]:
    """The pay of each role as a multiple of the other's, as advertised and at equal level and metro, and whether the
    two say the same; no row where pay is not compared."""
    rows = []
    sizes = f"n = {count(field(pay, 'n_a'))} and {count(field(pay, 'n_b'))}"
    apart = "differs in what it says from the row above" if field(pay, "standardised_agrees") is False else ""
    for label, name, ends, note in (
        ("Midpoints, times the other role's", "midpoint_ratio", "ratio", sizes),
        ("The same at equal level and metro", "standardised_ratio", "standardised", apart),
    ):
        value, low, high = (number(field(pay, one)) for one in (name, f"{ends}_low", f"{ends}_high"))
        if not value:
            continue
        bounds = (1 / high, 1 / low) if low and high else None, (low, high) if low and high else None
        rows.append(
            Row(
                label,
                tuple(
                    Cell(f"{times:.2f}", note, interval=f"{span[0]:.2f}–{span[1]:.2f}" if span else "")
                    for times, span in zip((1 / value, value), bounds, strict=True)
                ),
            )
        )
    return rows


def table(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The side-by-side table of a record, a row a dimension: the two values as read, with n and interval of each."""
    sides, group, rows = ("a", "b"), "", []
    mine = table_rows([record[side] for side in sides], record["market"])
    after = next(index for index, row in enumerate(mine) if row.group == "Workplace")
    for row in [*mine[:after], *against(record["pay"]), *mine[after:]]:
        group = row.group or group
        told: dict[str, Any] = {"group": group, "dimension": row.label}
        for side, cell in zip(sides, row.cells, strict=True):
            told |= {side: clean(cell.figure), f"{side}_n": clean(cell.of), f"{side}_interval": cell.interval}
            told[f"{side}_known"] = cell.known
        rows.append(told)
    return rows


def read_table(record: Any) -> list[Row]:
    """The rows that a record's table holds, a group named in its first row alone."""
    rows, last = [], ""
    for one in items(field(record, "table")):
        group = text(one.get("group"), "")
        cells = tuple(
            Cell(text(one.get(side)), text(one.get(f"{side}_n"), ""), one.get(f"{side}_known") is not False,
                 text(one.get(f"{side}_interval"), ""))
            for side in ("a", "b")
        )  # fmt: skip
        rows.append(Row(text(one.get("dimension")), cells, group if group != last else ""))
        last = group
    return rows
