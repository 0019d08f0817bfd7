"""Advertised base pay: read from a posting's text around its trigger words, or taken from the platform's own fields."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from analytics.extraction.document import Document
from analytics.extraction.pay import admission, amounts, currencies, ranges
from analytics.extraction.pay.ranges import Candidate, Figure
from analytics.extraction.pay.rules import Rules, load, refuses
from analytics.extraction.pay.words import WORDS
from analytics.values.money import PER_YEAR
from storage.posting import StatedPay

TRIGGERS: tuple[str, ...] = (
    *WORDS["triggers"]["literals"],
    *(mark + digit for mark in WORDS["triggers"]["before_digits"] for digit in "123456789"),
)

_ENTITIES = {
    "&nbsp;": " ", "&#160;": " ", "&ndash;": "–", "&mdash;": "—", "&#8211;": "–", "&#8212;": "—", "&amp;": "&",
    "&#43;": "+", "&plus;": "+", "&rsquo;": "’", "&#39;": "'", "&bull;": "•", "&euro;": "€", "&#8364;": "€",
    "&pound;": "£", "&#163;": "£", "&#36;": "$", "&yen;": "¥",
}  # fmt: skip
_ENTITY = re.compile("|".join(_ENTITIES))
_SIGNS = "€£$¥"
_BEFORE_SPOT, _AFTER_SPOT = 48, 84
# Bounds that no posting reaches: they keep the time short on texts that are nothing but numbers.
_MOST_SPOTS, _MOST_AMOUNTS = 3000, 200
_SHORT_TEXT = 120  # read whole, as a pay field in free text is
_HEADING = frozenset({"", "up to", "from"})
_BUILT_IN = load()


@dataclass(frozen=True, slots=True)
class Pay:
    """Base pay per `period` (hour, day, week, month or year) in major units; an end that is not told is None.

    `basis` is "text" or "stated" (the platform's own fields). `reason` tells why something pay-like was refused: then
    both amounts are None. `figures` are the amounts of the description that tell it, of the title when `in_title`.
    """

    min: float | None
    max: float | None
    currency: str | None
    period: str | None
    basis: str
    reason: str | None = None
    figures: tuple[Figure, ...] = ()
    in_title: bool = False

    @property
    def found(self) -> bool:
        """Whether there is an amount."""
        return self.min is not None or self.max is not None


def find_pay(document: Document, rules: Rules = _BUILT_IN) -> Pay | None:
    """The advertised base pay that a posting tells: several zones or levels give the lowest and the highest end.

    None when nothing is told. When something pay-like was found and refused (a misprinted range), a Pay without
    amounts and with the reason. Reads only around `document.spots["pay"]`, and the title where the text tells nothing.
    """
    place = currencies.of_place(document.location) if document.location else None
    place = place or currencies.of_language(document.language)
    text = document.text
    spots = document.spots.get("pay", ())
    refused: str | None = None
    if spots or len(text) < _SHORT_TEXT:
        if "&" in text:
            text = _ENTITY.sub(_decoded, text)
        pay, refused = _read(text, _windows(text, spots) if spots else [(0, len(text))], place, rules)
        if pay:
            return pay
    title = document.title[:300]
    if any(map(str.isdecimal, title)):
        pay, _ = _read(title, [(0, len(title))], place, rules)
        if pay:
            return replace(pay, in_title=True)
    return Pay(None, None, None, None, "text", reason=refused) if refused else None


def _decoded(match: re.Match[str]) -> str:
    """An HTML entity's character in as many characters, so that offsets stay: signs are repeated, others padded."""
    char, length = _ENTITIES[match.group()], len(match.group())
    return char * length if char in _SIGNS else char.ljust(length)


def _windows(text: str, spots: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Stretches around the spots, overlapping ones joined."""
    start = end = -1
    for spot in spots[:_MOST_SPOTS]:
        if spot - _BEFORE_SPOT <= end:
            end = spot + _AFTER_SPOT
            continue
        if end >= 0:
            yield start, min(end, len(text))
        start, end = max(0, spot - _BEFORE_SPOT), spot + _AFTER_SPOT
    if end >= 0:
        yield start, min(end, len(text))


def judged(
    text: str, windows: Iterable[tuple[int, int]], place: str | None, rules: Rules = _BUILT_IN
) -> Iterator[tuple[Candidate, bool]]:
    """Each figure or range of money in the windows, with whether it is pay; `place` is the currency of the location."""
    found: list[amounts.Amount] = []
    for start, end in windows:
        found += amounts.amounts(text, start, end, most=_MOST_AMOUNTS - len(found))
        if len(found) >= _MOST_AMOUNTS:
            break
    if not found:
        return
    accepted: list[Candidate] = []
    of_posting = rules.of_posting(text)
    head = len(text) - len(text.lstrip())
    floor, refused = 0, False
    for candidate in ranges.candidates(text, found):
        if refused and admission.continues(text, floor, candidate, rules):
            floor = candidate.end
            continue
        admitted = admission.admit(text, candidate, accepted, floor, place, rules)
        refusing = next((rule for rule, near in of_posting if admitted and refuses(rule, candidate.lead, near)), None)
        if refusing:
            admitted, candidate.decided = False, refusing.id
        if candidate.mark:
            floor, refused = candidate.end, not admitted
        yield candidate, admitted
        if not admitted or candidate.misprint:
            continue
        accepted.append(candidate)
        if len(accepted) == 1 and text[head : candidate.start].strip(" ~").lower() in _HEADING:
            break  # a pay line that heads the posting settles it


def _read(
    text: str, windows: Iterable[tuple[int, int]], place: str | None, rules: Rules
) -> tuple[Pay | None, str | None]:
    """The pay in the windows, or None and why something pay-like was refused."""
    admitted = [candidate for candidate, is_pay in judged(text, windows, place, rules) if is_pay]
    accepted = [candidate for candidate in admitted if not candidate.misprint]
    misprints = [candidate for candidate in admitted if candidate.misprint]
    if accepted:
        pay = ranges.merge(accepted, misprints, place)
        return Pay(pay.minimum, pay.maximum, pay.currency, pay.period, "text", figures=pay.figures), None
    return None, misprints[0].misprint if misprints else None


def stated(pay: StatedPay | None, title: str = "") -> Pay | None:
    """Base pay from the platform's own fields, checked: zero is none; what cannot be gives a reason and no number.

    Refused are downward ranges, ends too far apart and amounts that no one is paid by that period, as 120,000 an hour.
    A missing period is told by the title ("... (hourly)"), else by the size that is usual for the currency where the
    platform has no field for it (`sized`), else unknown.
    """
    if pay is None:
        return None
    low = pay.min if pay.min and pay.min > 0 else None
    high = pay.max if pay.max and pay.max > 0 else None
    amount = low or high
    if amount is None:
        return None
    currency = (pay.currency or "").strip().upper() or None
    period = pay.period if pay.period in PER_YEAR else _likely_period(amount, currency, title, pay.sized)
    reason = ranges.misprint(low, high) if low is not None and high is not None else None
    periods = [PER_YEAR[period]] if period else PER_YEAR.values()
    if reason is None and not any(currencies.conceivable(amount, currency, times) for times in periods):
        reason = f"no one is paid so by the {period}" if period else "no one is paid so by any period"
    if reason:
        return Pay(None, None, currency, period, "stated", reason=reason)
    return Pay(low, high, currency, period, "stated")


def with_period(stated: Pay, told: Pay | None) -> Pay:
    """Pay that a platform states without a period, by that of the text where both tell the same end."""
    if stated.period or told is None or not told.period:
        return stated
    same = (stated.min is not None and stated.min == told.min) or (stated.max is not None and stated.max == told.max)
    return replace(stated, period=told.period) if same and stated.currency in (None, told.currency) else stated


def _likely_period(amount: float, currency: str | None, title: str, sized: bool) -> str | None:
    named = amounts.period_before(title)
    if named and currencies.plausible(amount, currency, PER_YEAR[named]):
        return named
    return currencies.period_of_size(amount, currency) if sized else None
