"""Amounts joined to ranges, misprints told from ranges, and several ranges merged to one pay."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from analytics.extraction.pay import currencies
from analytics.extraction.pay.amounts import Amount
from analytics.extraction.pay.words import WORDS, pattern

_JOIN = re.compile(
    rf"[\s)\]*]*(?:[-–—−‐‑~〜～_]+>?|â€“|{pattern(WORDS['range_words']['to'])})[\s(\[]*(?:up to )?", re.IGNORECASE
)
_JOIN_AND = re.compile(rf"\s*(?:{pattern(WORDS['range_words']['and'])})\s*", re.IGNORECASE)
_BETWEEN = re.compile(rf"(?:{pattern(WORDS['range_words']['between'])})\s*:?\s*$", re.IGNORECASE)
_FARTHEST_JOIN = 40
_RATIO = 10.0  # ends further apart than this are a misprint, not a range
_APART = 2.5  # a single figure further from the pay found so far does not widen it
_VAGUE = frozenset({currencies.DOLLAR, currencies.KRONE})


@dataclass(slots=True)
class Candidate:
    """A figure or range that may be pay. `minimum` and `maximum` are None where that end is not told.

    `misprint` tells why the range is refused. `rank` is 0 for base pay and 1 for totals, pay on probation and of
    part-time work, which count only where no base pay is told. `field`: the line above is nothing but the name of a pay
    field. `lead` is the clause before it. `rule` is what admitted it, `decided` the rule of rules.toml that had the
    last word.
    """

    low: Amount
    high: Amount
    mark: str | None
    period: str | None
    minimum: float | None
    maximum: float | None
    misprint: str | None = None
    currency: str | None = None
    rank: int = 0
    field: bool = False
    lead: str = ""
    rule: str = ""
    decided: str = ""

    @property
    def start(self) -> int:
        """Where the marks of the first amount start."""
        return self.low.start

    @property
    def end(self) -> int:
        """Where the period or the marks of the last amount end."""
        return self.high.end

    @property
    def is_range(self) -> bool:
        """Whether two ends are told."""
        return self.low is not self.high

    @property
    def multiplied(self) -> bool:
        """Whether a "k", "lakh" or the like marks it as money."""
        return self.low.times > 1 or self.high.times > 1

    @property
    def size(self) -> float:
        """The amount by which the period is told where no word tells it: of a range the geometric middle."""
        low, high = self.minimum or self.maximum or 0.0, self.maximum or self.minimum or 0.0
        return math.sqrt(low * high)

    @property
    def told_or_sized_period(self) -> str:
        """The period told, else the usual one for the size."""
        return self.period or currencies.period_of_size(self.size, self.currency)


def candidates(text: str, amounts: Sequence[Amount]) -> Iterator[Candidate]:
    """Amounts as ranges where a dash or words join two, else as single figures."""
    index = 0
    while index < len(amounts):
        low = amounts[index]
        if index + 1 < len(amounts) and _joined(text, low, amounts[index + 1]):
            yield _range(low, amounts[index + 1])
            index += 2
            continue
        reason = "the number is malformed" if low.malformed else None
        yield Candidate(low, low, low.mark, low.period, low.value, low.value, reason)
        index += 1


def _joined(text: str, low: Amount, high: Amount) -> bool:
    if high.start - low.end >= _FARTHEST_JOIN:
        return False
    if low.mark and high.mark and low.mark != high.mark and not {low.mark, high.mark} & _VAGUE:
        return False
    between = text[low.end : high.start]
    if _JOIN.fullmatch(between):
        return low.mark is not None or "up" not in between.lower()
    return bool(_JOIN_AND.fullmatch(between) and _BETWEEN.search(text[max(0, low.start - 16) : low.start]))


def _range(low: Amount, high: Amount) -> Candidate:
    minimum, maximum = low.value, high.value
    if low.times == 1 and high.times > 1 and minimum < maximum and minimum < 1000:
        minimum *= high.times  # $130 to $160K
    elif high.times == 1 and low.times > 1 and maximum < 1000:
        maximum *= low.times  # $100k-150
    elif low.digits.isdecimal() and 10 <= minimum < 1000 <= maximum and minimum * 1000 <= maximum < minimum * 5000:
        minimum *= 1000  # 60-70.000 €
    marks = [mark for mark in (low.mark, high.mark) if mark]
    marks.sort(key=_VAGUE.__contains__)  # "$100 - 120 CAD": the exact one counts
    malformed = low.malformed or high.malformed
    reason = "a number of the range is malformed" if malformed else misprint(minimum, maximum)
    return Candidate(low, high, marks[0] if marks else None, high.period or low.period, minimum, maximum, reason)


def misprint(minimum: float, maximum: float) -> str | None:
    """Why two ends are no range, None when they are one."""
    if minimum > maximum:
        return "the range runs downwards"
    if minimum and maximum > minimum * _RATIO:
        return "the ends of the range are too far apart"
    return None


class Figure(NamedTuple):
    """The characters of an amount or range that counts as pay, and the rule that admitted it."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Merged:
    """Lowest minimum and highest maximum of what was accepted, and the figures that were, in the order of the text."""

    minimum: float | None
    maximum: float | None
    currency: str | None
    period: str
    figures: tuple[Figure, ...]


def merge(accepted: Sequence[Candidate], misprints: Sequence[Candidate] = (), currency: str | None = None) -> Merged:
    """One pay of all accepted candidates: the first, widened by the others of its currency and period.

    Where pay is told in several currencies, that of the posting's own place (`currency`) counts. A misprinted range
    among sound ones adds the end that is well-formed and of their size. An exact figure in a field of its own goes
    before the band that it lies in.
    """
    best = min(c.rank for c in accepted)
    ranked = [c for c in accepted if c.rank == best]
    ranked = [c for c in ranked if currency and c.currency == currency] or ranked
    first = next((c for c in ranked if c.field and c.minimum is not None and c.minimum == c.maximum), ranked[0])
    period = first.period or _told_elsewhere(first, ranked) or first.told_or_sized_period
    low, high, told = first.minimum, first.maximum, [first]
    for other in ranked:
        if other is first or other.currency != first.currency or other.told_or_sized_period != period:
            continue
        if _is_band_of(other, first) or not (other.is_range or _near(other, low, high)):
            continue
        low = min((x for x in (low, other.minimum) if x is not None), default=None)
        high = max((x for x in (high, other.maximum) if x is not None), default=None)
        told.append(other)
    if low is not None and high is not None and len(ranked) > 1:
        sound = [x for c in misprints if c.currency == first.currency for x in _sound_ends(c, low, high)]
        low, high = min([low, *sound]), max([high, *sound])
    figures = tuple(sorted(Figure(one.start, one.end, one.rule) for one in told))
    return Merged(low, high, first.currency, period, figures)


def _is_band_of(band: Candidate, figure: Candidate) -> bool:
    exact = figure.field and figure.minimum is not None and figure.minimum == figure.maximum
    return exact and (band.minimum or 0) <= (figure.minimum or 0) <= (band.maximum or 0)


def _near(figure: Candidate, low: float | None, high: float | None) -> bool:
    bottom, top = low or high or 0.0, high or low or 0.0
    return bottom / _APART <= (figure.minimum or figure.maximum or 0.0) <= top * _APART


def _told_elsewhere(first: Candidate, others: Sequence[Candidate]) -> str | None:
    """The period that another mention of the same amounts states."""
    for other in others:
        same = (other.minimum, other.maximum, other.currency) == (first.minimum, first.maximum, first.currency)
        if same and other.period:
            return other.period
    return None


def _sound_ends(misprinted: Candidate, low: float, high: float) -> list[float]:
    ends = [amount.value for amount in (misprinted.low, misprinted.high) if not amount.malformed]
    return [end for end in ends if low / 2 <= end <= high * 2]
