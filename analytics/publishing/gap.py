"""The difference in pay of two roles as rows of ready words, and what its standardised figure leaves out."""

from typing import Any

from analytics.comparison.side_by_side import Cell, Row, items, name_of, together
from analytics.values import formatting
from analytics.values.formatting import count, field, money, number, percent, text

EQUAL = "The same at equal seniority and metro"
NO_INTERVAL = "no interval"


def gap_rows(record: Any) -> list[Row]:
    """How the pay of the two roles differs: gap and ratios with interval and test; empty where pay is not compared."""
    pay = field(record, "pay")
    a, b = name_of(field(record, "a")), name_of(field(record, "b"))
    currency = field(pay, "currency")
    rows = []
    gap = number(field(pay, "ceiling_mean_gap"))
    if gap is not None:
        who = "no difference" if gap == 0 else f"{b if gap > 0 else a} higher"
        low, high = number(field(pay, "ceiling_mean_gap_low")), number(field(pay, "ceiling_mean_gap_high"))
        if low is not None and high is not None:
            low, high = (low, high) if gap >= 0 else (-high, -low)
            who += f", 95% interval {together(formatting.money_range(low, high, currency))}"
        rows.append(Row("Difference of mean ceilings", (Cell(money(abs(gap), currency), who),)))
    against = f"{b} against {a}"
    if number(field(pay, "ceiling_mean_ratio")) is not None:
        note = f"{against}, {_span(pay, 'ceiling_mean_ratio')}".removesuffix(f", {NO_INTERVAL}")
        rows.append(Row("Ratio of mean ceilings", (Cell(formatting.ratio(field(pay, "ceiling_mean_ratio")), note),)))
    typical = number(field(pay, "midpoint_ratio"))  # the estimate that interval and test belong to
    if typical is not None or number(field(pay, "midpoint_median_ratio")) is not None:
        label = "Ratio of midpoints, typical pair of openings" if typical is not None else "Ratio of median midpoints"
        shown = field(pay, "midpoint_median_ratio") if typical is None else typical
        note = _span(pay, "ratio")
        if number(field(pay, "p_value")) is not None:
            note += f", {together(formatting.p_value(field(pay, 'p_value')))}"
        rows.append(Row(label, (Cell(formatting.ratio(shown), note),)))
    standardised = number(field(pay, "standardised_ratio"))
    if standardised is not None:
        note = _span(pay, "standardised")
        covered = number(field(pay, "standardisation", "coverage"))
        note += f", on {percent(covered)} of the openings with pay" if covered is not None else ""
        rows.append(Row(EQUAL, (Cell(formatting.ratio(standardised), note),)))
    elif rows:
        reason = text(field(pay, "standardisation", "reason"), "too little data at equal seniority and metro")
        rows.append(Row(EQUAL, (Cell("not published", reason, known=False),)))
    return rows


def _span(pay: Any, name: str) -> str:
    low, high = number(field(pay, f"{name}_low")), number(field(pay, f"{name}_high"))
    return NO_INTERVAL if low is None or high is None else f"95% interval {low:.2f}–{high:.2f}"


def thin_cells(record: Any) -> str:
    """The cells of level and metro that the standardised ratio leaves out, named; empty where there are none."""
    given = field(record, "pay", "standardisation")
    named = [
        f"{text(one.get('level'))} in {text(one.get('metro'))} ({count(one.get('n_a'))} and {count(one.get('n_b'))})"
        for one in items(field(given, "thin_cells"))
    ]
    more = number(field(given, "thin_cells_unnamed"))
    if more:
        named.append(f"{count(more)} more")
    return f"Left out for too few openings with pay of either role: {', '.join(named)}." if named else ""
