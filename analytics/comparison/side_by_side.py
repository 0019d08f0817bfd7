"""The side-by-side table of a comparison as text, with n and interval beside each value."""

from collections.abc import Callable, Mapping
from typing import Any

from analytics.values.formatting import NBSP, count, counted, money, money_range, percent, share_interval

Record = Mapping[str, Any]
Row = dict[str, str]
Cell = tuple[str, str, str]  # the value as read, its n, its interval


def table(record: Record) -> list[Row]:
    """The side-by-side table: per row its dimension, the two values as read, and n and interval beside each."""
    return [
        _row("Open positions", record, lambda role: (count(role["open_positions"]), postings_behind(role), "")),
        _row("Share of open AI positions", record, lambda role: _market(role, record["market"])),
        _row("Average advertised range", record, _average_range),
        _row("Median of pay ceilings", record, lambda role: _point(role, "ceiling", "median")),
        _row("75th percentile of pay ceilings", record, lambda role: _point(role, "ceiling", "p75")),
        _row("Median of pay midpoints", record, lambda role: _point(role, "midpoint", "median")),
        _row("Median of pay floors", record, lambda role: _point(role, "floor", "median")),
        _row("Openings that tell their pay", record, _disclosure),
        _row("Remote", record, lambda role: _share(role, "workplace", "remote")),
        _row("Experience mix", record, _mix),
        _row("Top skill", record, _top_skill),
        _row("Top skills", record, _top_skills),
        _row("Largest employer", record, _largest),
        _row("Top metros", record, _metros),
    ]


def table_rows(record: Record) -> list[tuple[str, str, str]]:
    """The side-by-side table as (dimension, a, b), with n and interval in brackets behind each value."""

    def cell(row: Row, side: str) -> str:
        notes = "; ".join(note for note in (row[f"{side}_n"], row[f"{side}_interval"]) if note)
        return f"{row[side]} ({notes})" if notes else row[side]

    return [(row["dimension"], cell(row, "a"), cell(row, "b")) for row in record["table"]]


def _row(dimension: str, record: Record, cell: Callable[[Record], Cell]) -> Row:
    row = {"dimension": dimension}
    for side in ("a", "b"):
        row[side], row[f"{side}_n"], row[f"{side}_interval"] = map(clean, cell(record[side]))
    return row


def clean(words: str) -> str:
    """The words without control and direction characters, which names from postings may hold."""
    if words.isprintable():
        return words
    return "".join(char if char.isprintable() or char == NBSP else " " for char in words)


def postings_behind(role: Record) -> str:
    """The number of postings behind a role's open positions, with its noun."""
    return counted(role["postings"], "posting")


def _market(role: Record, market: Record) -> Cell:
    if role["market_share"] is None:
        return "not published", "a sample, not a market", ""
    low, high = percent(role["market_share_low"]), percent(role["market_share_high"])
    of = f"{count(role['open_positions'])} of {count(market['open_positions'])}"
    return percent(role["market_share"]), of, f"95%: {low}–{high}" if low != high else f"95%: {low}"


def _withheld(pay: Record) -> Cell:
    return "not published", f"n = {count(pay['n'])}", ""


def _average_range(role: Record) -> Cell:
    pay = role["pay"]
    if not pay["published"]:
        return _withheld(pay)
    low, high = pay["floor"]["mean"], pay["ceiling"]["mean"]
    ends = [money_interval(pay[point], "mean", pay["currency"]) for point in ("floor", "ceiling")]
    interval = f"95%: floor {ends[0]}, ceiling {ends[1]}" if all(ends) else ""
    return money_range(low, high, pay["currency"]), sample(pay), interval


def sample(pay: Record) -> str:
    """The n of a pay figure, with how many of it were converted, flagged when it is only indicative."""
    converted = pay["converted"]["n"] if pay["converted"] else 0
    told = f", {count(converted)} converted" if converted else ""
    return f"n = {count(pay['n'])}{told}" + (", indicative" if pay["indicative"] else "")


def _point(role: Record, point: str, name: str) -> Cell:
    pay = role["pay"]
    if not pay["published"]:
        return _withheld(pay)
    figures, currency = pay[point], pay["currency"]
    interval = money_interval(figures, name, currency)
    return money(figures[name], currency), sample(pay), interval and f"95%: {interval}"


def money_interval(figures: Record, name: str, currency: str) -> str:
    """The 95 % interval of a mean or quantile as a range; empty where there is none."""
    low, high = figures[f"{name}_low"], figures[f"{name}_high"]
    return "" if low is None or high is None else money_range(low, high, currency)


def _disclosure(role: Record) -> Cell:
    pay = role["pay"]
    interval = share_interval({"low": pay["disclosure_low"], "high": pay["disclosure_high"]})
    of = f"{count(pay['disclosed'])} of {count(role['open_positions'])}"
    return percent(pay["disclosure_rate"]), of, interval and f"95%: {interval}"


def _share(role: Record, group: str, value: str) -> Cell:
    share, unknown, n = role[group][value], role[group]["unknown"]["n"], role["open_positions"]
    silent = f"{count(unknown)} {'does' if unknown == 1 else 'do'} not tell"
    if unknown == n:
        return "unknown", silent, ""
    interval = share_interval(share)
    of = f"{count(share['n'])} of {count(n)}" + (f", {silent}" if unknown else "")
    return percent(share["share"]), of, interval and f"95%: {interval}"


def _mix(role: Record) -> Cell:
    bands = [("Senior", "senior"), ("Mid", "mid"), ("Entry", "entry"), ("Unknown", "unknown")]
    parts = [f"{label} {percent(role['seniority'][band]['share'])}" for label, band in bands if _some(role, band)]
    known = role["seniority"]["unknown"]["n"] < role["open_positions"]
    interval = share_interval(role["seniority"]["senior"]) if known else ""
    return ", ".join(parts), f"n = {count(role['open_positions'])}", interval and f"95%: senior {interval}"


def _some(role: Record, band: str) -> bool:
    return bool(role["seniority"][band]["n"])


def _top_skill(role: Record) -> Cell:
    if not role["skills"]:
        return "none", "", ""
    skill = role["skills"][0]
    of = f"{count(skill['n'])} of {count(role['open_positions'])}"
    return skill["skill"], of, f"95%: {share_interval(skill)}"


def _top_skills(role: Record) -> Cell:
    return (
        ", ".join(skill["skill"] for skill in role["skills"][:8]) or "none",
        f"n = {count(role['open_positions'])}",
        "",
    )


def _largest(role: Record) -> Cell:
    largest = role["largest_employer"]
    if largest is None:
        return "unknown", "", ""
    of = f"{count(largest['n'])} of {count(role['open_positions'])}"
    name = largest["company"] if largest["tied"] == 1 else f"{count(largest['tied'])} alike"
    return f"{name}, {percent(largest['share'])}", of, f"95%: {share_interval(largest)}"


def _metros(role: Record) -> Cell:
    metros = [f"{metro['metro']} {count(metro['n'])}" for metro in role["metros"][:3]]
    return ", ".join(metros) or "none named", f"remote: {count(role['workplace']['remote']['n'])}", ""
