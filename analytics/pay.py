"""Advertised base pay: read from a posting's text around its trigger words, or taken from the platform's own fields."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analytics import pay_amounts, pay_context, pay_currencies
from analytics.document import Document
from analytics.money import PER_YEAR
from analytics.pay_amounts import Amount
from analytics.pay_words import PAY_OR_OTHER, WORDS
from storage.posting import StatedPay

TRIGGERS: tuple[str, ...] = tuple(dict.fromkeys(WORDS["triggers"]["literals"] + [
    mark + digit for mark in WORDS["triggers"]["before_digits"] for digit in "123456789"
]))

_ENTITIES = {"&nbsp;": " ", "&#160;": " ", "&ndash;": "– ", "&mdash;": "— ", "&#8211;": "– ", "&#8212;": "— ", "&amp;": "& ",
             "&#43;": "+ ", "&plus;": "+ ", "&euro;": "€", "&#8364;": "€", "&pound;": "£", "&#163;": "£", "&#36;": "$",
             "&yen;": "¥", "&rsquo;": "’ ", "&#39;": "' ", "&bull;": "• "}  # fmt: skip
# Replaced by as many characters, so that offsets stay: dashes by one and blanks, currency signs by repeated signs.
_ENTITIES = {name: (to * len(name) if len(to) == 1 else to.ljust(len(name))) for name, to in _ENTITIES.items()}
_ENTITY = re.compile("|".join(_ENTITIES))
_BEFORE_SPOT, _AFTER_SPOT = 48, 84
_MOST_WINDOWS, _MOST_AMOUNTS = 400, 600
_JOIN = re.compile(
    r"[\s)\]*]*(?:[-–—−‐‑~〜～_]+>?|â€“|to|bis(?: zu)?|à|hingga|sampai|s/d|s\.d\.|至|到|ถึง|til|till|do|a|up ?to|through|and up to)"
    r"[\s(\[]*(?:up to )?",
    re.IGNORECASE,
)
_JOIN_AND = re.compile(r"\s*(?:and|et|und|y|e|og|och|dan|&|&amp;)\s*", re.IGNORECASE)
_BETWEEN = re.compile(
    r"(?:between|entre|zwischen|compris|from|de|desde|antara|mellem|mellan|von)\s*:?\s*$", re.IGNORECASE
)
_LABEL = re.compile(r"^[\s\-–•*]*[^\d\n]{0,60}[:：]\s*$|^[\s\-–•*(\[~≈✅☑📍💰💵]*$", re.IGNORECASE)
_CHAIN = 160  # characters between zones of one list
_EDGES = " \t\n,.:;|/()[]-–—•*"
_RATIO = 10.0  # ends further apart than this are a misprint, not a range


@dataclass(frozen=True, slots=True)
class Pay:
    """Base pay per `period` (hour, day, week, month or year) in major units; an end that is not told is None.

    `basis` is "text" (with the span `start`, `end` in the description) or "stated" (the platform's own fields). A
    `reason` tells why something pay-like was refused: then both amounts are None.
    """

    min: float | None
    max: float | None
    currency: str | None
    period: str | None
    basis: str
    start: int | None = None
    end: int | None = None
    reason: str | None = None

    @property
    def found(self) -> bool:
        """Whether there is an amount."""
        return self.min is not None or self.max is not None


@dataclass(slots=True)
class _Candidate:
    low: Amount
    high: Amount
    start: int
    end: int
    mark: str | None
    period: str | None
    misprint: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    currency: str | None = None
    rank: int = 0
    label_line: bool = False

    @property
    def is_range(self) -> bool:
        return self.low is not self.high


def find_pay(document: Document) -> Pay | None:
    """The advertised base pay that a posting's text tells: several zones or levels give the lowest and highest end.

    None when nothing is told. When something pay-like was found and refused (a misprinted range), a Pay without
    amounts and with the reason. Reads only around `document.spots["pay"]`; never raises on any text.
    """
    place = pay_currencies.of_place(document.location) if document.location else None
    text = document.text
    spots = document.spots.get("pay", ())
    refused: str | None = None
    if spots:
        if "&" in text:
            text = _ENTITY.sub(lambda m: _ENTITIES[m.group()], text)
        pay, refused = _read(document, text, _windows(text, spots), place)
        if pay:
            return pay
    title = document.title
    if any(map(str.isdecimal, title)):
        pay, _ = _read(document, title, iter([(0, len(title))]), place, title=True)
        if pay:
            return Pay(pay.min, pay.max, pay.currency, pay.period, "text")
    return Pay(None, None, None, None, "text", reason=refused) if refused else None


def _windows(text: str, spots: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Stretches around the spots, overlapping ones joined; at most so many that any text takes bounded time."""
    start, end = -1, -1
    for spot in spots[: _MOST_WINDOWS * 8]:
        if spot - _BEFORE_SPOT <= end:
            end = max(end, spot + _AFTER_SPOT)
            continue
        if end >= 0:
            yield start, min(end, len(text))
        start, end = max(0, spot - _BEFORE_SPOT), spot + _AFTER_SPOT
    if end >= 0:
        yield start, min(end, len(text))


def _read(
    document: Document, text: str, windows: Iterator[tuple[int, int]], place: str | None, title: bool = False
) -> tuple[Pay | None, str | None]:
    amounts: list[Amount] = []
    for start, end in windows:
        while start and text[start - 1].isdecimal():
            start -= 1
        amounts += pay_amounts.amounts(text, start, end)
        if len(amounts) > _MOST_AMOUNTS:
            break
    if not amounts:
        return None, None
    accepted: list[_Candidate] = []
    misprints: list[_Candidate] = []
    floor = 0
    first_line = len(text) - len(text.lstrip())
    for candidate in _pair(text, amounts):
        admitted = _admit(document, text, candidate, floor, accepted, place, title)
        if candidate.mark:
            floor = candidate.end
        if not admitted:
            continue
        if candidate.misprint:
            misprints.append(candidate)
            continue
        accepted.append(candidate)
        if not title and text[first_line : candidate.start].strip(" ~") in ("", "Up to", "From") and not accepted[1:]:
            return _answer([candidate]), None  # a pay line that heads the posting settles it
    if accepted:
        return _answer(accepted, misprints), None
    return None, misprints[0].misprint if misprints else None


def _pair(text: str, amounts: list[Amount]) -> Iterator[_Candidate]:
    """Amounts as ranges where words or dashes join two, else as single figures."""
    index = 0
    while index < len(amounts):
        low = amounts[index]
        if index + 1 < len(amounts):
            high = amounts[index + 1]
            between = text[low.end : high.start]
            joined = len(between) < 40 and (
                _JOIN.fullmatch(between) is not None
                or (
                    _JOIN_AND.fullmatch(between) is not None
                    and _BETWEEN.search(text[max(0, low.start - 16) : low.start])
                )
            )
            if joined and _same_money(low, high) and (low.mark or "up" not in between.lower()):
                yield _range(low, high)
                index += 2
                continue
        misprint = "the number is malformed" if low.malformed else None
        yield _Candidate(low, low, low.start, low.end, low.mark, low.period, misprint, low.value, low.value)
        index += 1


def _same_money(low: Amount, high: Amount) -> bool:
    if low.mark and high.mark and low.mark != high.mark:
        return bool({low.mark, high.mark} & {pay_currencies.DOLLAR, pay_currencies.KRONE})
    return True


def _range(low: Amount, high: Amount) -> _Candidate:
    minimum, maximum = low.value, high.value
    if low.times == 1 and high.times > 1 and minimum < maximum and minimum < 1000:
        minimum *= high.times  # $130 to $160K
    elif high.times == 1 and low.times > 1 and maximum < 1000:
        maximum *= low.times  # $100k-150
    elif low.digits.isdecimal() and 10 <= minimum < 1000 <= maximum and minimum * 1000 <= maximum < minimum * 5000:
        minimum *= 1000  # 60-70.000 €
    marks = [mark for mark in (low.mark, high.mark) if mark]
    mark = next(
        (m for m in marks if m not in (pay_currencies.DOLLAR, pay_currencies.KRONE)), marks[0] if marks else None
    )
    misprint = None
    if low.malformed or high.malformed:
        misprint = "a number of the range is malformed"
    elif minimum > maximum:
        misprint = "the range runs downwards"
    elif minimum and maximum > minimum * _RATIO:
        misprint = "the ends of the range are too far apart"
    period = high.period or low.period
    return _Candidate(low, high, low.start, high.end, mark, period, misprint, minimum, maximum)


def _admit(
    document: Document,
    text: str,
    candidate: _Candidate,
    floor: int,
    accepted: list[_Candidate],
    place: str | None,
    title: bool,
) -> bool:
    """Whether the candidate is base pay; settles its currency and period."""
    low, high = candidate.low, candidate.high
    if (low.large or high.large) and candidate.mark not in pay_currencies.IN_MILLIONS:
        return False
    if not candidate.maximum and not candidate.misprint:
        return False
    if candidate.mark is None and candidate.period is None and low.times == high.times == 1:
        near = text[max(0, candidate.start - 170) : candidate.start]
        if PAY_OR_OTHER.last(near) not in ("pay", "range") and not pay_context.pay_after(text, candidate.end):
            return False
    lead, above = pay_context.before(text, candidate.start, floor)
    tail = candidate.end
    beside = text[tail : tail + 3].lstrip()[:1] == "+" or high.plus
    intro, told_at = pay_context.introduces(lead)
    straight = intro != 0 and pay_context.leads_straight(lead, told_at)
    if intro < 0 and not straight and candidate.is_range and _yearly(candidate, place):
        intro = 0  # two ends of the size of a year's pay, and the other word stands apart from them
    straight = straight and intro > 0
    if any(pay_context.other_after(text, at, straight, beside) for at in {tail, high.number_end}):
        return False
    own_line = _LABEL.match(lead) is not None or pay_context.only_open(lead)
    if intro == 0 and (own_line or len(lead) < 40):
        line = above.rsplit("\n", 1)[-1]
        intro = pay_context.introduces(line)[0]
        if intro < 0 and (len(line) > 60 or line[:1].islower()):
            intro = 0  # the end of a paragraph, not the heading of the amount
        if intro == 0 and own_line:
            intro = max(0, pay_context.introduces(above)[0])
        candidate.label_line = intro > 0 and not lead.strip(" :-–") and pay_context.is_label(above)
    if intro < 0:
        return False
    if pay_context.total(lead, text, tail):
        candidate.rank = 1
    elif pay_context.target(lead, text, tail):
        if pay_context.introduces(pay_context.without_target(lead))[0] <= 0:
            return False
        candidate.rank = 1
    local = None
    if candidate.mark in (pay_currencies.DOLLAR, pay_currencies.KRONE):
        gap = candidate.start - accepted[-1].end if accepted else 0
        local = pay_currencies.of_place(
            text[accepted[-1].end : candidate.start].strip(_EDGES) if 0 < gap < 300 else lead[-60:]
        )
        if local is None and 0 < gap < _CHAIN:
            local = accepted[-1].currency
    candidate.currency = pay_currencies.settle(candidate.mark, local or place)
    told = _settle_period(candidate, lead, above)
    if told is None or (candidate.period is None and told != "year" and pay_context.piece_rate(text, tail)):
        return False
    chained = bool(accepted) and candidate.start - accepted[-1].end < _CHAIN and candidate.mark == accepted[-1].mark
    after = pay_context.pay_after(text, tail)
    if chained and intro == 0:
        candidate.rank = accepted[-1].rank
    if candidate.mark is None:
        sized = low.times > 1 or high.times > 1
        labelled = straight or candidate.label_line or (intro > 0 and bool(lead.strip(" :-–")) and own_line)
        labelled = labelled and (candidate.is_range or not text[tail : tail + 2].strip()[:1].isalpha())
        if candidate.period:
            ok = candidate.is_range or intro > 0 or own_line
        elif sized:
            ok = intro > 0 or after or (chained and candidate.is_range)
        else:
            grouped = not high.digits.isdecimal()
            ok = (labelled and (place is not None or grouped or candidate.is_range)) or (
                after and candidate.is_range and own_line
            )
        if not ok:
            return False
    elif not (intro > 0 or after or chained or own_line or (candidate.is_range and told == "year")):
        if not candidate.period or not pay_currencies.plausible(low.value, candidate.currency, PER_YEAR[told] / 2):
            return False
    ends = None if candidate.is_range else pay_context.open_end(lead)
    if ends == "low":
        candidate.minimum = None
    elif ends == "high" or (not candidate.is_range and high.plus):
        candidate.maximum = None
    return True


def _yearly(candidate: _Candidate, place: str | None) -> bool:
    currency = pay_currencies.settle(candidate.mark, place)
    return candidate.mark is not None and pay_currencies.period_of_size(candidate.minimum or 0.0, currency) == "year"


def _settle_period(candidate: _Candidate, lead: str, above: str) -> str | None:
    """The period by the words at the amount, else by those that introduce it, else by size; None when implausible."""
    amount = candidate.maximum if candidate.misprint else candidate.minimum or candidate.maximum
    currency = candidate.currency
    if amount is None:
        return None
    if candidate.period:
        return candidate.period if pay_currencies.affordable(amount, currency, PER_YEAR[candidate.period]) else None
    for context in (lead, above.rsplit("\n", 1)[-1] if len(lead) < 40 else ""):
        named = pay_amounts.period_before(context)
        if named and pay_currencies.plausible(amount, currency, PER_YEAR[named]):
            candidate.period = named
            return named
    by_size = pay_currencies.period_of_size(amount, currency)
    if by_size == "hour" and candidate.mark is None:
        return None
    if candidate.misprint or pay_currencies.plausible(
        amount, currency, PER_YEAR[by_size] * (0.5 if by_size == "hour" else 1)
    ):
        return by_size
    return None


def _sound_ends(candidate: _Candidate, low: float, high: float) -> list[float]:
    """The ends of a misprinted range that are well-formed and of the size of the other ranges."""
    ends = [] if candidate.low.malformed else [candidate.low.value]
    ends += [] if candidate.high.malformed else [candidate.high.value]
    return [end for end in ends if low / 2 <= end <= high * 2]


def _answer(accepted: list[_Candidate], misprints: Sequence[_Candidate] = ()) -> Pay:
    """One pay of all that was accepted: the first, widened by others of the same currency and period."""
    best = min(c.rank for c in accepted)
    accepted = [c for c in accepted if c.rank == best]
    # An exact figure in a field of its own goes before the band that it lies in.
    primary = next(
        (c for c in accepted if c.label_line and c.minimum is not None and c.minimum == c.maximum), accepted[0]
    )
    period = primary.period or _told_elsewhere(primary, accepted) or _period(primary)
    low, high = primary.minimum, primary.maximum
    end = primary.end
    for other in accepted:
        if other is primary or other.currency != primary.currency or (other.period or _period(other)) != period:
            continue
        if (
            primary.label_line
            and low == high
            and low is not None
            and (other.minimum or 0) <= low <= (other.maximum or 0)
        ):
            continue
        middle = low or high or 0.0
        value = other.minimum or other.maximum or 0.0
        if not other.is_range and not middle / 2.5 <= value <= (high or middle) * 2.5:
            continue
        lows = [x for x in (low, other.minimum) if x is not None]
        highs = [x for x in (high, other.maximum) if x is not None]
        low, high = min(lows, default=None), max(highs, default=None)
        end = other.end
    if low is not None and high is not None and len(accepted) > 1:
        sound = [x for c in misprints if c.currency == primary.currency for x in _sound_ends(c, low, high)]
        low, high = min([low, *sound]), max([high, *sound])
    return Pay(low, high, primary.currency, period, "text", primary.start, end)


def _told_elsewhere(primary: _Candidate, accepted: list[_Candidate]) -> str | None:
    """The period that another mention of the same amounts states."""
    for other in accepted:
        same = (other.minimum, other.maximum) == (primary.minimum, primary.maximum)
        if same and other.currency == primary.currency and other.period:
            return other.period
    return None


def _period(candidate: _Candidate) -> str:
    return pay_currencies.period_of_size(candidate.minimum or candidate.maximum or 0.0, candidate.currency)


def stated(pay: StatedPay | None, title: str = "") -> Pay | None:
    """Base pay from the platform's own fields, checked: zero is none, a downward range gives a reason and no number.

    A missing period is told by the title ("... (hourly)"), else by the size that is usual for the currency.
    """
    if pay is None:
        return None
    low = pay.min if pay.min and pay.min > 0 else None
    high = pay.max if pay.max and pay.max > 0 else None
    if low is None and high is None:
        return None
    currency = pay.currency.strip().upper() if pay.currency and pay.currency.strip() else None
    if low is not None and high is not None and low > high:
        return Pay(None, None, currency, pay.period, "stated", reason="the minimum is above the maximum")
    period = pay.period if pay.period in PER_YEAR else None
    if period is None:
        amount = low or high or 0.0
        named = pay_amounts.period_before(title)
        period = named if named and pay_currencies.plausible(amount, currency, PER_YEAR[named]) else None
        period = period or pay_currencies.period_of_size(amount, currency)
    return Pay(low, high, currency, period, "stated")
