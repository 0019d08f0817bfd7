"""Scores pay against labelled texts.

A row's label stands in one of four shapes: `expect` as {"min", "max", "interval"} or null, `expect` as
"min-max-CURRENCY-PERIOD" ("0-0-None-None" where no pay is told), `exp` as {"min", "max", "currency", "period"} or
{"none": true} with `norm` telling whether amounts are per year, and `salary` as {"min", "max", "currency", "period"} or
null. What a label leaves out is not compared, and a missing end equals the other one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from analytics.money import PER_YEAR
from analytics.pay import Pay

Row = Mapping[str, Any]
_PERIODS = {"HOURLY": "hour", "DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "ANNUAL": "year"}


@dataclass(frozen=True, slots=True)
class Label:
    """What a row expects; None is not compared. `yearly`: amounts are per full-time year whatever the period."""

    min: float | None
    max: float | None
    currency: str | None = None
    period: str | None = None
    yearly: bool = False


@dataclass(slots=True)
class PayScore:
    """Counts over `n` rows: `told` of them tell pay, `found` were given an answer; `wrong` by identifier."""

    n: int = 0
    right: int = 0
    told: int = 0
    told_right: int = 0
    found: int = 0
    wrong: list[tuple[str, Label | None, Pay | None]] = field(default_factory=list)

    @property
    def exact(self) -> float:
        """Share of rows answered exactly, none included."""
        return self.right / self.n if self.n else 0.0

    @property
    def recall(self) -> float:
        """Share of the rows that tell pay which were answered exactly."""
        return self.told_right / self.told if self.told else 0.0

    @property
    def precision(self) -> float:
        """Share of the answers that were exact."""
        return self.told_right / self.found if self.found else 0.0


def label(row: Row) -> Label | None:
    """What a row expects, None where it expects no pay. Raises KeyError for a row without any of the four shapes."""
    if "exp" in row:
        expected = row["exp"]
        empty = expected.get("min") is None and expected.get("max") is None and "currency" not in expected
        if expected.get("none") or empty:
            return None
        yearly = str(row.get("norm", "")).startswith("annual")
        return Label(expected.get("min"), expected.get("max"), expected.get("currency"), expected.get("period"), yearly)
    expected = row["salary"] if "salary" in row else row["expect"]
    if expected is None:
        return None
    if isinstance(expected, str):
        low, high, currency, period = expected.rsplit("-", 3)
        return None if currency == "None" else Label(float(low), float(high), currency, _PERIODS[period])
    low, high = expected.get("min"), expected.get("max")
    low, high = (low if low is not None else high), (high if high is not None else low)
    return Label(low, high, expected.get("currency"), expected.get("interval") or expected.get("period"))


def is_right(expected: Label | None, pay: Pay | None) -> bool:
    """Whether an answer is what the label expects, amounts to the unit."""
    if pay is None or not pay.found:
        return expected is None
    if expected is None:
        return False
    times = PER_YEAR[pay.period or "year"] if expected.yearly else 1.0
    low = pay.min if pay.min is not None else pay.max
    high = pay.max if pay.max is not None else pay.min
    amounts = ((expected.min, low), (expected.max, high))
    close = all(want is None or (got is not None and abs(got * times - want) < 1) for want, got in amounts)
    return close and expected.currency in (None, pay.currency) and expected.period in (None, pay.period)


def score_pay(rows: Iterable[Row], read: Callable[[Row], Pay | None]) -> PayScore:
    """Scores the answers of `read`, which is given each row, against the rows' labels."""
    score = PayScore()
    for row in rows:
        expected, pay = label(row), read(row)
        right = is_right(expected, pay)
        score.n += 1
        score.right += right
        score.told += expected is not None
        score.told_right += right and expected is not None
        score.found += pay is not None and pay.found
        if not right:
            score.wrong.append((str(row.get("id") or row.get("text", ""))[:80], expected, pay))
    return score
