"""A comparison record as a flat table of figures, one line a figure, for spreadsheets."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from analytics.comparison.side_by_side import items, name_of
from analytics.publishing.harmless import in_spreadsheet
from analytics.values.formatting import field, number, text

COLUMNS = ("snapshot_date", "role", "topic", "name", "value", "n", "low", "high", "unit")
_STATS = ("mean", "p25", "median", "p75")
_LISTS = (("skills", "skill"), ("companies", "company"), ("metros", "metro"))


def record_rows(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The figures of a record as rows of COLUMNS; an unknown figure keeps its row, with None for its value.

    Shares are fractions of 1 and money is a year's, as in the record. Rows about both roles name the second against the
    first ("b/a") as their role.
    """
    date = text(field(record, "snapshot_date"), "")

    def row(role: str, topic: str, name: str, value: Any, **more: Any) -> dict[str, Any]:
        filled = dict.fromkeys(COLUMNS) | {"snapshot_date": date, "role": role, "topic": topic, "name": name}
        return filled | {"value": number(value)} | more

    for side in ("a", "b"):
        role = field(record, side)
        name, pay = text(field(role, "role") or name_of(role)), field(role, "pay")
        currency = text(field(pay, "currency"), "")
        yield row(name, "demand", "open_positions", field(role, "open_positions"), unit="openings")
        yield row(name, "demand", "postings", field(role, "postings"), unit="postings")
        ends = {"low": number(field(role, "market_share_low")), "high": number(field(role, "market_share_high"))}
        yield row(name, "demand", "market_share", field(role, "market_share"), unit="fraction", **ends)
        yield row(name, "pay", "disclosure_rate", field(pay, "disclosure_rate"), unit="fraction")
        for point in ("floor", "midpoint", "ceiling"):
            for stat in _STATS:
                ends = {end: number(field(pay, point, f"{stat}_{end}")) for end in ("low", "high")}
                n, value = number(field(pay, "n")), field(pay, point, stat)
                yield row(name, "pay", f"{point}_{stat}", value, n=n, unit=currency and f"{currency}/year", **ends)
        for topic in ("workplace", "seniority"):
            shares = field(role, topic)
            for value, share in shares.items() if isinstance(shares, Mapping) else ():
                yield row(name, topic, text(value), field(share, "share"), **_counted(share))
        for topic, key in _LISTS:
            for one in items(field(role, topic)):
                yield row(name, topic, text(one.get(key)), one.get("share"), **_counted(one))
    between = field(record, "pay")
    for name, value in between.items() if isinstance(between, Mapping) else ():
        if number(value) is not None or value is None:
            yield row("b/a", "pay", text(name), value)


def _counted(share: Any) -> dict[str, Any]:
    return {end: number(field(share, end)) for end in ("n", "low", "high")} | {"unit": "fraction"}


def record_csv(record: Mapping[str, Any]) -> str:
    """`record_rows` as CSV (RFC 4180). A text that a spreadsheet would run as a formula gets a quote before it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for row in record_rows(record):
        writer.writerow({key: in_spreadsheet(value) if isinstance(value, str) else value for key, value in row.items()})
    return out.getvalue()
