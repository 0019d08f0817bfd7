"""Records and tables for the terminal, as rich renderables; nothing is printed here.

Texts from postings are put in as `Text`, never as markup, so that "[red]" in a title stays what it is; control
characters, which could steer a terminal, are dropped.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from analytics.comparison.side_by_side import POINTS, Cell, items, name_of, no_pay, read_table
from analytics.publishing import views
from analytics.publishing.charts import ticks
from analytics.values.formatting import (
    NBSP,
    count,
    counted,
    date_words,
    field,
    money,
    number,
    percent,
    share_interval,
    text,
)
from analytics.values.thresholds import LEAST_WEEKS

CHART_WIDTH = 48
WIDE = 100  # columns from which a figure and its note fit on one line
TONES = ("cyan", "yellow")
SPARK_WIDTH = 22  # periods: with its words a line of 80 columns
SPARKS = "▁▂▃▄▅▆▇█"


def _table(title: str, *columns: tuple[str, str], caption: str | None = None) -> Table:
    table = Table(title=Text(title, "bold"), box=box.SIMPLE_HEAD, title_justify="left", caption_justify="left")
    table.caption = Text(caption, "dim") if caption else None
    for index, (name, justify) in enumerate(columns):
        table.add_column(Text(name), justify="right" if justify == "right" else "left", no_wrap=index == 0)
    return table


def _cell(cell: Cell, beside: bool) -> Text:
    shown = Text(cell.figure, "" if cell.known else "dim")
    if cell.note:
        shown.append(f"{'  ' if beside else chr(10)}{cell.note.replace(NBSP, ' ')}", "dim")
    return shown


def pay_chart(roles: Sequence[Any], width: int = CHART_WIDTH) -> Text:
    """One line a role from median floor ├ to median ceiling ┤ with the midpoint ┼, on an axis from 0.

    Empty where no role has published pay or where the roles' currencies differ.
    """
    shown = [role for role in roles if not no_pay(field(role, "pay"))]
    currencies = {text(field(role, "pay", "currency")) for role in shown}
    values = [number(field(role, "pay", point, "median")) for role in shown for point, _ in POINTS]
    top = ticks(max((value for value in values if value is not None), default=0))[-1]
    if len(currencies) != 1 or not any(values):
        return Text("")
    currency = currencies.pop()
    label_width = max(len(name_of(role)) for role in roles)
    lines = []
    for role, tone in zip(roles, TONES, strict=False):
        line = Text(f"{name_of(role):<{label_width}}  ")
        low, middle, high = (number(field(role, "pay", point, "median")) for point, _ in POINTS)
        if role not in shown or low is None or high is None:
            missing = no_pay(field(role, "pay"))
            line.append(missing.figure if missing else "not published", "dim")
        else:
            start, end = round(low / top * width), max(round(high / top * width), round(low / top * width) + 1)
            cells = [" "] * (width + 2)
            cells[start:end] = "━" * (end - start)
            cells[start], cells[end] = "├", "┤"
            if middle is not None and start < (place := round(middle / top * width)) < end:
                cells[place] = "┼"
            line.append("".join(cells).rstrip(), tone)
            line.append(f"  {money(low, currency)} to {money(high, currency)}")
        lines.append(line)
    axis = f"{money(0, currency)}{money(top, currency):>{width}}"
    return Text("\n").join([*lines, Text(f"{'':<{label_width}}  {axis}", "dim")])


def comparison_table(record: Mapping[str, Any], width: int = WIDE) -> RenderableType:
    """The comparison: every figure with its interval and n, a chart of pay ranges, and the verdicts.

    On terminals of fewer than WIDE columns (`width`) the notes stand under their figures.
    """
    a, b = field(record, "a"), field(record, "b")
    date = date_words(field(record, "snapshot_date"))
    where, invented = "Beside" if width >= WIDE else "Under", field(record, "market", "invented") is True
    table = _table(
        f"{name_of(a)} vs {name_of(b)}, {date}" + (" (invented sample market)" if invented else ""),
        ("", "left"),
        (name_of(a), "left"),
        (name_of(b), "left"),
        caption=f"{where} each figure: its 95% interval where it is an estimate, and the openings that it stands on.",
    )
    for row in read_table(record):
        if row.group:
            table.add_row(Text(row.group, "bold dim"))
        table.add_row(Text(row.label), *(_cell(cell, width >= WIDE) for cell in row.cells))
    parts: list[RenderableType] = [table]
    chart = pay_chart((a, b), min(CHART_WIDTH, max(10, width - 50)))
    if chart:
        parts += [Text("Median advertised pay a year: floor ├ midpoint ┼ ceiling ┤", "bold"), chart, Text("")]
    for group in views.skill_groups(record):
        named = ", ".join(one["label"] for one in group["entries"]) or "none"
        parts.append(Text(f"{group['label']}: ", "bold").append(named, "not bold"))
    parts.append(Text(""))
    verdicts = views.verdicts(record)
    if verdicts:
        parts.append(Text("Verdict", "bold"))
    for one in verdicts:
        said = Text(f"{one.topic}: ", "bold").append(one.statement, "not bold")
        if one.reason:
            said.append(f" {one.reason}", "not bold dim")
        line = Table.grid(padding=(0, 1))
        line.add_row(Text("  ✓" if one.supported else "  –", "green" if one.supported else "dim"), said)
        parts.append(line)
    return Group(*parts)


def skills_table(role: Mapping[str, Any], limit: int = 25) -> RenderableType:
    """A role's skills: openings, share with interval, and how many of them require it."""
    total = field(role, "open_positions")
    table = _table(
        f"Skills of {name_of(role)}",
        ("Skill", "left"),
        ("Openings", "right"),
        ("Share", "right"),
        ("95% interval", "right"),
        ("Required, of those", "right"),
        caption=f"of {count(total)} openings",
    )
    for one in items(field(role, "skills"))[:limit]:
        required = number(one.get("required_share"))
        table.add_row(
            Text(text(one.get("skill"))),
            count(one.get("n")),
            percent(one.get("share")),
            share_interval(one) or "none",
            percent(required),
        )
    if not table.row_count:
        return Text(f"No skill is told by the postings of {name_of(role)}.")
    return table


def sparkline(values: Iterable[float | None]) -> str:
    """A series as a line of blocks from 0 to its highest value; a dot for a period without a figure."""
    given = list(values)
    peak = max((value for value in given if value is not None), default=0)
    if not peak:
        return "·" * len(given)
    steps = len(SPARKS) - 1
    return "".join("·" if value is None else SPARKS[round(max(value, 0) / peak * steps)] for value in given)


def trend_table(name: str, rows: Sequence[Mapping[str, Any]], minimum_weeks: int = LEAST_WEEKS) -> RenderableType:
    """Open positions, their index at the same boards (100 in the first week), median ceiling and remote share by period
    (rows of role_trends), newest last.

    Below `minimum_weeks` weeks the caption says that no trend is claimed.
    """
    ordered = sorted(rows, key=lambda row: str(row.get("period_start")))
    if not ordered:
        return Text(f"There is no series for {name} yet.")
    days = sum(1 for row in ordered if row.get("grain") == "day")
    weeks = len(ordered) - days + days // 7
    claim = (
        None
        if weeks >= minimum_weeks
        else f"{counted(weeks, 'week')} of data: no trend is claimed under {minimum_weeks}."
    )
    table = _table(
        f"Trend of {name}",
        ("From", "left"),
        ("Openings", "right"),
        ("7-day mean", "right"),
        ("Same boards", "right"),
        ("Median ceiling", "right"),
        ("n", "right"),
        ("Remote", "right"),
        ("Changes", "left"),
        caption=claim,
    )
    for row in ordered:
        mean, index = number(row.get("mean_7_days")), number(row.get("matched_index"))
        table.add_row(
            _day(row.get("period_start")),
            count(row.get("open_positions")),
            "unknown" if mean is None else f"{mean:,.1f}",
            "" if index is None else f"{index:.1f}",
            money(row.get("ceiling_median"), row.get("currency")),
            count(row.get("n")),
            percent(row.get("remote_share")),
            Text(text(row.get("marker"), "")),
        )
    return Group(*_sparks(ordered), table)


def _sparks(rows: Sequence[Mapping[str, Any]]) -> list[Text]:
    """Openings and, where it is all in one currency, the median ceiling as a small line each: first, last, extremes."""
    currencies = {text(row.get("currency")) for row in rows if number(row.get("ceiling_median")) is not None}
    drawn: list[tuple[str, str, Callable[[float], str]]] = [("Openings", "open_positions", count)]
    if len(currencies) == 1:
        drawn.append(("Median ceiling", "ceiling_median", partial(money, currency=currencies.pop())))
    lines = []
    for label, column, words in drawn:
        values = [number(row.get(column)) for row in rows][-SPARK_WIDTH:]
        known = [value for value in values if value is not None]
        if len(known) < 2:
            continue
        line = Text(f"{label:<15}").append(sparkline(values), TONES[0])
        line.append(f"  {words(known[0])} to {words(known[-1])}", "bold")
        lines.append(line.append(f", between {words(min(known))} and {words(max(known))}", "dim"))
    return lines


def _day(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else text(value)


def tables_table(rows: Iterable[Mapping[str, Any]]) -> RenderableType:
    """The published tables: {"table", "rows", "partitions", "latest", "path"} a line."""
    table = _table(
        "Tables", ("Table", "left"), ("Rows", "right"), ("Partitions", "right"), ("Latest", "left"), ("Path", "left")
    )
    for row in rows:
        latest = row.get("latest")
        table.add_row(
            Text(text(row.get("table"))),
            count(row.get("rows")),
            count(row.get("partitions")),
            "none" if latest is None else _day(latest),
            Text(text(row.get("path"))),
        )
    return table if table.row_count else Text("There are no tables yet.")
