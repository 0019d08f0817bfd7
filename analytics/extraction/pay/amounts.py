"""Amounts of money in a stretch of text: numbers in all locales with their currency marks, multipliers and periods."""

import re
from dataclasses import dataclass

from analytics.extraction.pay import currencies
from analytics.extraction.pay.words import PERIODS, UNSPACED, WORDS, pattern

_SPACE = "\u00a0\u202f\u2009 "
_NUMBER = re.compile(
    rf"\d{{1,3}}(?P<sep>[.,'’´{_SPACE}])\d{{3}}(?:(?P=sep)\d{{3}})*(?:[.,](?:\d{{1,2}}(?!\d)|-(?:-(?!\w|[€$£]))?))?(?!\d)"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d{1,2})?(?!\d)"
    r"|\d+(?:[.,](?:\d{1,2}(?!\d)|-(?:-(?!\w|[€$£]))?))?"
)
_NEW_LINE = re.compile(r"(?:\n|\s{2})\s*(?!P)[A-Z][a-z]+$")  # "Monthly ..." that starts a line or a sentence of its own
_CLOCK = re.compile(r"\s?(?:pm|p\.m|hrs?|hours?|h)\b(?!\s*rate)", re.IGNORECASE)
_PLANS = frozenset({"401", "403", "457"})  # US retirement plans: 401(k), 403b
_CODES = "|".join(currencies.CURRENCIES)
_DATE_OR_PHONE = re.compile(
    rf"[/:]\d|[ -]\d{{3,4}}(?:[ )/-]|$)(?!\s?[-–€$£]|\s?(?:per|p\.?a|zł|kr|{_CODES})\b)",
    re.IGNORECASE,
)
_PLAN = re.compile(r"\s?\(?[kb]\b", re.IGNORECASE)
_TO = re.compile(r"\dk?\s?(?:[-–—]|to)\s?$", re.IGNORECASE)
_SPANISH_MONEY = re.compile(r"\s+(?:€|euros?|pesos)", re.IGNORECASE)
_BAD_GROUP = re.compile(r"[.,]\d+")
_MULTIPLIER = re.compile(r"\s?(?P<word>[万萬만]|[^\W\d_]+)\.?")
_TIMES = {
    "k": 1e3, "t": 1e3, "mil": 1e3, "tys": 1e3, "rb": 1e3, "ribu": 1e3, "thousand": 1e3, "tsd": 1e3, "tausend": 1e3,
    "lpa": 1e5, "lac": 1e5, "lacs": 1e5, "lakh": 1e5, "lakhs": 1e5, "l": 1e5, "lpm": 1e5,
    "cr": 1e7, "crore": 1e7, "crores": 1e7,
    "jt": 1e6, "juta": 1e6, "triệu": 1e6, "tr": 1e6, "万": 1e4, "萬": 1e4, "만": 1e4,
}  # fmt: skip
_LARGE = {
    **dict.fromkeys(("m", "mm", "mn", "mio", "million", "millions", "millionen", "millones"), 1e6),
    **dict.fromkeys(("b", "bn", "billion", "billions", "milliarden", "mrd", "tn", "trillion"), 1e9),
}
# Multipliers that are used with one currency.
_LOCAL = {
    **dict.fromkeys(("lpa", "lac", "lacs", "lakh", "lakhs", "lpm", "cr", "crore", "crores"), "INR"),
    "jt": "IDR", "juta": "IDR", "rb": "IDR", "ribu": "IDR", "triệu": "VND", "tr": "VND", "tys": "PLN",
}  # fmt: skip

_FILLER = rf"(?:[\s*+)\]}}~,.€£¥–-]|{pattern(WORDS['after']['filler'])}){{0,12}}?"
_PER = (
    r"(?:(?:per|an?|pro|je|par|por|al|im|each|every|na|pe|the|in the|sa|kada|i|om|pr\.?|za|all[’\x27]|ao|op)\s+"
    r"|(?:/\s?(?:per\s|an?\s)?|p\.|p/|à l'|l'|ต่อ|每|per)\s*)"
)
_PERIOD_AFTER = re.compile(
    rf"{_FILLER}(?:"
    + "|".join(
        rf"(?P<{name}>{_PER}(?:{pattern(words['units'])})|{pattern(words['adverbs'])})"
        for name, words in WORDS["period_after"].items()
    )
    + ")",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Amount:
    """One number with what stands directly at it. `value` includes the multiplier; `times` is 1 where there is none.

    `start` and `end` span marks, number and period; `number_end` ends the digits. `large`: told in millions or
    billions. `plus`: a "+" follows. `malformed`: the digits are no number in any locale.
    """

    start: int
    end: int
    value: float
    times: float
    mark: str | None
    period: str | None
    large: bool
    malformed: bool
    digits: str
    number_end: int
    plus: bool


def to_number(digits: str) -> float | None:
    """The value of a number as written in any locale, None where the digits are no well-formed number.

    >>> to_number("61.000"), to_number("1,50,000"), to_number("60.000,50"), to_number("15,0000")
    (61000.0, 150000.0, 60000.5, None)
    """
    if digits.isdecimal():
        return float(digits) if len(digits) <= 12 else None
    digits = digits.rstrip("-").rstrip(",.")
    tail = re.fullmatch(r"(.*\d)[.,](\d{1,2})", digits)
    head, cents = (tail.group(1), tail.group(2)) if tail else (digits, "")
    if not head.isdecimal():
        groups = re.split(r"[^\d]", head)
        separators = set(re.findall(r"[^\d]", head))
        western = all(len(g) == 3 for g in groups[1:]) and 1 <= len(groups[0]) <= 3
        indian = separators == {","} and len(groups[-1]) == 3 and all(len(g) == 2 for g in groups[1:-1])
        if len(separators) != 1 or not (western or indian):
            return None
        head = "".join(groups)
    if len(head) > 12:
        return None
    return float(f"{head}.{cents or 0}")


def period_after(text: str, position: int) -> tuple[str, int] | None:
    """The period that directly follows an amount, and where it ends."""
    found = _PERIOD_AFTER.match(text, position, min(len(text), position + 60))
    if found is None or _NEW_LINE.search(found.group()):
        return None
    return found.lastgroup or "", found.end()


def period_before(context: str) -> str | None:
    """The last period named in what stands before an amount."""
    return PERIODS.last(context)


def amounts(text: str, start: int, end: int, most: int = 200) -> list[Amount]:
    """The numbers of `text[start:end]` that can be amounts of money, in order, at most `most` of them."""
    found = []
    for match in _NUMBER.finditer(text, start, end):
        first = match.start()
        if first > 1 and text[first - 1] in ".," and text[first - 2].isdecimal():
            continue  # the rest of a malformed number
        amount = _amount(text, match)
        if amount is not None:
            found.append(amount)
            if len(found) >= most:
                break
    return found


def _amount(text: str, match: re.Match[str]) -> Amount | None:
    first, last = match.span()
    digits = match.group()
    value = to_number(digits)
    malformed = value is None
    previous = text[first - 1] if first else " "
    mark, begin = currencies.mark_before(text, first)
    if mark is None and ((previous.isalpha() and previous < UNSPACED) or previous in "#_&=@"):
        return None
    position = last
    if (
        mark is None
        and digits in _PLANS
        and _PLAN.match(text, position)
        and not _TO.search(text, max(0, first - 6), first)
    ):
        return None
    if position < len(text) and text[position] in ".,":
        # "$150,00" or "15,0000": a group of the wrong length
        rest = _BAD_GROUP.match(text, position)
        if rest:
            malformed, position = True, rest.end()
    word, times, position = _multiplier(text, position, mark)
    large = word in _LARGE
    mark = mark or _LOCAL.get(word)
    while position < len(text) and text[position] in "+*":
        position += 1
    plus = position > last and text[position - 1] == "+" and not text[position : position + 1].isalpha()
    named, after = currencies.mark_after(text, position)
    vague = mark in (None, currencies.DOLLAR, currencies.KRONE)
    if named and (vague or named == mark) and not _before_number(text, position, after):
        mark, position = named, after
    if not word and named and text[position : position + 1] in ("k", "K"):  # 35-45 €K
        times, position = 1e3, position + 1
    following = text[position : position + 1]
    if mark is None and times == 1.0 and (following == "%" or text[position : position + 2] == " %"):
        return None
    if mark is None and times == 1.0 and (previous in "/:+" or _DATE_OR_PHONE.match(text, last)):
        return None
    period = None
    if word == "lpa":
        period = "year"
    elif word == "lpm":
        period = "month"
    told = period_after(text, position)
    if mark is None and times == 1.0 and _CLOCK.match(text, position):
        return None  # a time of day or a number of hours
    if told:
        period, position = told
    elif mark is None and period is None and times == 1.0 and following.isalpha():
        return None
    return Amount(
        start=begin, end=position, value=0.0 if value is None else value * times, times=times, mark=mark, period=period,
        large=large, malformed=malformed, digits=digits, number_end=last, plus=plus,
    )  # fmt: skip


def _multiplier(text: str, position: int, mark: str | None) -> tuple[str, float, int]:
    """The word that multiplies the number that ends at `position`, by how much, and where it ends.

    ("", 1, position) where there is none.
    """
    found = _MULTIPLIER.match(text, position, position + 16)
    if found is None:
        return "", 1.0, position
    word, end = found.group("word").lower(), found.end("word")
    if len(word) > 1 and word[0] in "kt" and currencies.is_code(word[1:]):  # 50kEUR, 50 TEUR
        word, end = word[0], found.start("word") + 1
    else:
        # These words stand for thousands or lakhs with one currency only: 48 T€, ₹25L, 30 mil euros.
        stray = (word == "t" and text[end : end + 1] != "€") or (word == "l" and mark != "INR")
        if stray or (word == "mil" and not _SPANISH_MONEY.match(text, end)):
            return "", 1.0, position
    times = _TIMES.get(word) or _LARGE.get(word)
    return (word, times, end) if times else ("", 1.0, position)


def _before_number(text: str, start: int, end: int) -> bool:
    """Whether the mark in `text[start:end]` belongs to the number after it, as in "100-$200"."""
    if "-" in text[start:end] or "–" in text[start:end]:
        return text[end : end + 9].lstrip("$€£¥: \u00a0\u202f")[:1].isdecimal()
    return text[end : end + 1].isdecimal()
