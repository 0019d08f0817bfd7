"""The clause and lines around an amount, and what small words in them say: open ends, hours, regular work."""

import re

from analytics.extraction.pay.words import WORDS, pattern

_FLAGS = re.IGNORECASE
_REGULAR = re.compile(r"\b(?:full[- ]?time|f/?t|permanent|vollzeit|temps plein|jornada completa)\b", _FLAGS)
_LAKHS = re.compile(r"\blpa\b|\dlpa\b", _FLAGS)
_PIECE = re.compile(r"\s*(?:(?:per|pro|je|par|por)\s+|/\s?)[^\W\d_]", _FLAGS)
_OPEN_LOW = re.compile(rf"(?:(?<!\w)(?:{pattern(WORDS['open']['low'])}))\s*:?\s*$", _FLAGS)
_OPEN_HIGH = re.compile(rf"(?:(?<!\w)(?:{pattern(WORDS['open']['high'])}))\s*:?\s*$", _FLAGS)
_ONLY_ABOUT = re.compile(
    r"[\s\-–•*(~]*(?:circa|c\.|ca\.?|approx\.?|approximately|around|about|to|negotiable)\s+(?:up to\s+)?", _FLAGS
)
_HOURS = re.compile(
    r"\d[\d.,–-]*\s*(?:hours?|hrs?|h|days?|shifts?|stunden?|std\.?|tage?|heures|jours|horas|d[ií]as|uur|timmar)\b(?:\s\w+){0,2}?"
    r"\s*(?:/|per|an?|pro|je|par|por|each|every|i)\s*\w+",
    _FLAGS,
)
# What may stand between the last pay word and its amount: small words, or "... for this role is".
_STRAIGHT = re.compile(
    r"[\s:=：\-–(~]*(?:(?:range|is|of|from|at|up|to|basic|starts?|starting|von|de|ab|between|bermula|dari|sehingga|base|rate"
    r"|pokok|bulanan|offered|approx\.?|around|about)[\s:=\-–(~]*){0,4}",
    _FLAGS,
)
_STATES = re.compile(
    r"(?:\s+(?!up\b|over\b|to\b)[^\W\d]['\w,/()-]*){0,14}?\s+(?:is|are|of|between|from|be|as)\s*:?\s*", _FLAGS
)
# Clauses end at sentence ends, empty lines, list items and headings.
_BOUNDARY = re.compile(r"[.!?;](?=\s)|\n\s*\n|\n\s*[-•*·▪●–◦]|[•●▪|]|:\s*\n")
_BLANKS = re.compile(r"[^\S\n]+")
SOFT_LINE = 55  # a line this long that ends in no stop is a wrapped line, not a paragraph


def before(text: str, position: int, floor: int) -> tuple[str, str]:
    """The clause that leads to `position`, and up to three lines above it; blanks collapsed."""
    raw = _BLANKS.sub(" ", text[max(floor, position - 420) : position])
    cut = 0
    for cut_at in _BOUNDARY.finditer(raw):
        cut = cut_at.end()
    clause = raw[cut:]
    lines = clause.split("\n")
    first = len(lines) - 1
    while first > 0 and (len(lines[first - 1]) >= SOFT_LINE and lines[first - 1].rstrip()[-1:] not in ".:;!?"):
        first -= 1
    lead = " ".join(lines[first:])[-200:]
    rest = raw[:cut] + "\n".join(lines[:first])
    above = [line.strip(" -*•:") for line in rest.split("\n") if line.strip(" -*•:")][-3:]
    return lead, "\n".join(line[-110:] for line in above)


def without_hours(words: str) -> str:
    """Words without working hours ("40 hours per week", "5 days a week"), whose period is not that of the pay."""
    return _HOURS.sub(" ", words)


def lakhs_a_year(text: str, start: int, end: int) -> bool:
    """Whether the amount is told in lakhs per annum, which nothing but pay is ("Budget: 15 to 25 LPA")."""
    return _LAKHS.search(text, start, end) is not None


def piece_rate(text: str, position: int) -> bool:
    """Whether the amount is paid by something that is no time ("60 € pro Skript")."""
    return _PIECE.match(text, position, position + 12) is not None


def regular(lead: str) -> bool:
    """Whether the words before an amount name full-time or permanent work."""
    return _REGULAR.search(lead) is not None


def only_open(lead: str) -> bool:
    """Whether nothing but "from", "up to", "starting at", "circa" stands before the amount."""
    if _ONLY_ABOUT.fullmatch(lead):
        return True
    for end in (_OPEN_LOW, _OPEN_HIGH):
        found = end.search(lead)
        if found and not lead[: found.start()].strip(" -–•*(~"):
            return True
    return False


def open_end(lead: str) -> str | None:
    """ "high" when only a floor is told ("from"), "low" when only a ceiling ("up to")."""
    return "high" if _OPEN_LOW.search(lead) else "low" if _OPEN_HIGH.search(lead) else None


def leads_straight(lead: str, end: int) -> bool:
    """Whether a word that ends at `end` leads straight to the amount, with only small words between."""
    return bool(_STRAIGHT.fullmatch(lead, end) or _STATES.fullmatch(lead, end))
