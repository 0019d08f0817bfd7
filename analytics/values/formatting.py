"""How figures read on pages and in the terminal: one place for rounding, units, intervals and what is not known."""

import datetime as dt
import math
from collections.abc import Mapping
from numbers import Real  # numpy's integers are no int
from typing import Any

from analytics.values.thresholds import INDICATIVE, LEAST_PAY

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹", "JPY": "¥", "KRW": "₩", "ILS": "₪"}
MONTHS = ("January February March April May June July August September October November December").split()  # noqa: SIM905

NBSP = "\u00a0"
LARGEST = 1e15  # no count or pay of a record comes near; beyond it formatting fails or fills the page


def number(value: Any) -> float | None:
    """`value` as a number below LARGEST, None for anything else: a page never prints nan or a text as a figure."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return None
    known = value if isinstance(value, (int, float)) else float(value)
    return known if -LARGEST < known < LARGEST else None


def count(value: Any) -> str:
    """A count with thousands separated: 26,159; "unknown" where there is none."""
    known = number(value)
    return "unknown" if known is None else f"{known:,.0f}"


def counted(value: Any, singular: str, plural: str | None = None) -> str:
    """A count with its noun: "1 posting", "26,159 postings", "an unknown number of postings"."""
    known = number(value)
    if known is None:
        return f"an unknown number of {plural or singular + 's'}"
    return f"{count(known)} {singular if known == 1 else plural or singular + 's'}"


def percent(fraction: Any) -> str:
    """A fraction as a percentage: whole from 10 % up, one decimal below, "<0.1%" for what is less but not nothing."""
    known = number(fraction)
    if known is None:
        return "unknown"
    if known == 0:
        return "0%"
    if known < 0.001:
        return "<0.1%"
    if known < 0.0995:
        return f"{known * 100:.1f}".removesuffix(".0") + "%"
    if known < 1 and known >= 0.995:
        return ">99%"
    return f"{math.floor(known * 100 + 0.5 + 1e-9)}%"  # half up, not to even: 12.5 % is 13 %


def symbol(currency: Any) -> str:
    """What stands before an amount: "$" for USD, else the code and a blank that does not break."""
    code = text(currency, "")
    return SYMBOLS.get(code, f"{code}{NBSP}" if code else "")


def money(amount: Any, currency: Any) -> str:
    """Money a year in thousands, rounded down as the reference does: $122K; whole units below ten thousand."""
    known = number(amount)
    if known is None:
        return "unknown"
    sign, size = ("−" if known < 0 else ""), abs(known)
    if size >= 10_000:
        # 1e-6: a mean of 121,999.9999999 is 122,000 lost to binary fractions
        return f"{sign}{symbol(currency)}{math.floor(size / 1000 + 1e-6):,}K"
    return f"{sign}{symbol(currency)}{size:,.0f}"


def money_range(low: Any, high: Any, currency: Any) -> str:
    """Two amounts as a range: $99K–$127K; "unknown" when either is."""
    if number(low) is None or number(high) is None:
        return "unknown"
    return f"{money(low, currency)}–{money(high, currency)}"


def ratio(value: Any) -> str:
    """A quotient with two decimals and a times sign: 1.96×."""
    known = number(value)
    return "unknown" if known is None else f"{known:.2f}×"


def p_value(value: Any) -> str:
    """A p value: three decimals, "p < 0.001" below."""
    known = number(value)
    if known is None:
        return "p unknown"
    return "p < 0.001" if known < 0.001 else f"p = {known:.3f}"


def share_interval(share: Any) -> str:
    """The 95 % interval of a SHARE as "3%–60%", "52% to >99%" beside a sign; empty where the record has none."""
    low, high = number(field(share, "low")), number(field(share, "high"))
    if low is None or high is None:
        return ""
    ends = percent(low), percent(high)
    if ends[0] == ends[1]:
        return ends[0]
    return (" to " if any(end[0] in "<>" for end in ends) else "–").join(ends)


def date_words(value: Any) -> str:
    """An ISO date in words: 23 November 2026; "unknown date" where it is none."""
    if isinstance(value, str):
        try:
            value = dt.date.fromisoformat(value[:10])
        except ValueError:
            return "unknown date"
    if not isinstance(value, dt.date):
        return "unknown date"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def field(value: Any, *path: str) -> Any:
    """What stands at `path` inside nested mappings; None where a step is missing or is no mapping."""
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def text(value: Any, otherwise: str = "unknown") -> str:
    """`value` as words for a reader: no control characters, `otherwise` where nothing is left."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return otherwise
    kept = "".join(char if char.isprintable() else " " for char in str(value))
    return " ".join(kept.split()) or otherwise


def pay_note(pay: Any) -> str:
    """Why a role has no pay figure, in words; empty when it has."""
    n = number(field(pay, "n"))
    if n is None:
        return "unknown"
    if n < LEAST_PAY:
        return f"not published (n = {count(n)})"
    return ""


def indicative(n: Any) -> bool:
    """Whether a sample is so small that its figures only indicate."""
    known = number(n)
    return known is not None and known < INDICATIVE
