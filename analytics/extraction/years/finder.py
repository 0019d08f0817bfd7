"""Years of professional experience that a posting asks for, read from its text in lower case."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analytics.extraction.document import Document

_DATA = tomllib.loads((Path(__file__).with_name("years.toml")).read_text(encoding="utf-8"))

# Where a figure of years may stand; the finder looks at the text around these and nowhere else.
TRIGGERS: tuple[str, ...] = tuple(_DATA["triggers"] + _DATA["phrase_triggers"])

_WORDS = {word: value for value, group in enumerate(_DATA["number_words"]) for word in group.split()}
_ENDS = frozenset(_WORDS) | frozenset(_DATA["more_ends"]) | {"a"}
_REACH = 48  # characters before the unit in which its figure stands
_SENTENCE_REACH = 250  # characters of a sentence that are read to each side
_MOST = 64  # places that are looked at; a posting has four
_OLD = 20  # from here on a figure is a company's age, unless the posting says "at least"
_OPENING = 25  # a figure within so many characters of a line's start opens it
_NOT_SECTIONS = frozenset({"employer", "benefits", "legal", "process", "pay"})
_SECTIONS = frozenset({"required", "preferred", "responsibilities"})


def _any(name: str) -> str:
    """One alternation of the patterns of a list; a blank in them is any one white space."""
    return "(?:" + "|".join(_DATA[name]).replace(" ", r"\s") + ")"


def _words(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{_any(name)}\b")


_NUMBER = (
    r"(?:\d{1,2}(?:[.,]\d)?(?![\d%])|(?:"
    + "|".join(sorted(_WORDS, key=len, reverse=True))
    + r")(?:\b|(?=jährig))|(?<=least\s)a\b)"
)
_BRACKET = rf"(?:\s?\(\s?{_NUMBER}\s?\+?\s?\))?"  # "five (5)"
_QUANTITY = re.compile(
    rf"(?<![\w.,$€£/+-])(?P<ahead>\+\s?)?(?P<low>{_NUMBER}){_BRACKET}(?P<more>\s?{_any('more')})?"
    rf"(?:\s?{_any('to')}\s?(?P<high>{_NUMBER}){_BRACKET}(?P<open>\s?{_any('more')})?)?"
    rf"\s*\)?(?P<link>\s*|[-‐‑])(?:(?P<unit>{_any('unit')})|(?<=[1n]\s)(?P<one>{_any('single_unit')})|(?P<months>months?))(?!\w)"
)
_ONE_AHEAD = re.compile(r"(?:1\)?|un)(?= an )")  # of a trigger that holds its figure
# "Years of experience: 3 to 5", "YOE: 4+"
_NAMED = re.compile(
    rf"(?:{_any('unit')}\s+(?:of\s+|de\s+|d['’]\s?)?(?:[\w-]+\s+){{0,3}}?(?:experiencia|experience|expérience|erfahrung|exp)"
    rf"(?:\s+(?:required|needed))?\s*[:=–-]|yoe\s*[:=]?)"
    rf"\s*(?P<low>{_NUMBER})(?P<more>\s?{_any('more')})?(?:\s?(?:[-–—]|to|a|à|bis)\s?(?P<high>{_NUMBER}))?"
)
_SOFTENED = rf"(?:\s+{_any('softeners')})*\s*[:(]?\s*$"
_AT_MOST = re.compile(rf"\b{_any('at_most')}{_SOFTENED}")
_ASKED = re.compile(rf"\b{_any('asked')}\s*:?{_SOFTENED}")
_LEAST = re.compile(r"\b(?:least|min(?:imum)?|mindestens|moins|menos|mínim[oa])\b")
_NOT_BEFORE = re.compile(rf"{_any('not_before')}\s+$")
_NOT_AFTER = re.compile(rf"['’]?\s*{_any('not_after')}")
_WORK = re.compile(rf"\s*{_any('work')}\b")
_EXPERIENCE = re.compile(_any("experience"))
_COMPANY = _words("company")
_CANDIDATE = _words("candidate")
_WISHED = _words("wished")
_WISHING = _words("wishing")
_DEGREE = _words("degree")
_ITEM_ENDS = re.compile(r"(?:[.!?]\s|\n\s*(?=\n|[-–•*·●▪]|\d{1,2}[.)]\s))(?!\W*(?:or|oder|ou|o)\b)")
# "a degree or 4 years of equivalent experience" stands for the degree, not for what is asked beside it
_INSTEAD = re.compile(
    r"\bor\s(?:at\sleast\s|a\sminimum\sof\s)?$|\bequivalent\b[^.;\n]{0,30}$|\bin\slieu\sof\b[^.;]{0,40}$"
)
_EQUIVALENT = re.compile(r"\W*(?:of\s)?(?:relevant\sor\s)?(?:equivalent|comparable)\b")
_OR = re.compile(r"\b(?:or|oder|ou|o)\b")
_SENTENCE = re.compile(r"[.!?;](?=\s)|[•·\n]")
_PHRASE_TRIGGER = re.compile("|".join(map(re.escape, _DATA["phrase_triggers"])))
_PHRASES = {
    f"p{number}": (float(entry["min"]), float(entry["max"]) if "max" in entry else None)
    for number, entry in enumerate(_DATA["phrase"])
}
_PHRASE = re.compile(
    "|".join(f"(?P<{name}>{entry['pattern']})" for name, entry in zip(_PHRASES, _DATA["phrase"], strict=True)).replace(
        " ", r"\s"
    )
)


@dataclass(frozen=True, slots=True)
class Years:
    """Years of experience asked for; `start` and `end` are the characters that say so, by `rule`. Unknown is None."""

    min: float | None
    max: float | None
    start: int
    end: int
    rule: str = ""


@dataclass(frozen=True, slots=True)
class _Figure:
    """One statement of years: is it only wished for, told in words; where its sentence starts."""

    years: Years
    wished: bool
    in_words: bool
    sentence: int


def _value(text: str) -> float:
    if text == "a":
        return 1.0
    return float(_WORDS[text]) if text in _WORDS else float(text.replace(",", "."))


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or line around a span."""
    low, high = max(0, start - _SENTENCE_REACH), min(len(text), end + _SENTENCE_REACH)
    first = low
    for match in _SENTENCE.finditer(text, low, start):
        first = match.end()
    found = _SENTENCE.search(text, end, high)
    return first, found.start() if found else high


def _is_asked(text: str, match: re.Match[str], first: int, last: int, low: float, section: str) -> bool:
    """Is the figure professional experience that is asked for, and no age, period or history?"""
    before, after = text[first : match.start()], text[match.end() : last]
    near = before[-_REACH:]
    experience = bool(_EXPERIENCE.search(before) or _EXPERIENCE.search(after))
    asked = bool(_ASKED.search(near))
    if _NOT_AFTER.match(after) or (_NOT_BEFORE.search(near) and not _AT_MOST.search(near)):
        return False
    if match["months"]:
        return asked and experience
    if match["link"] in ("-", "‐", "‑") and not _EXPERIENCE.search(after[:40]):
        return False
    candidate = bool(_CANDIDATE.search(before))
    if low >= _OLD and not _LEAST.search(near):
        return False
    if _COMPANY.search(before) and not candidate:
        return False
    if section in _SECTIONS:
        return True
    if section in _NOT_SECTIONS and not (asked and experience):
        return False
    opens = len(before.strip(" -–•·*:(\t\xa0")) < _OPENING and bool(match["more"] or match["high"] or match["ahead"])
    tells_work = bool(match["more"] or match["ahead"]) and bool(_WORK.match(after))
    return experience or asked or candidate or opens or tells_work


def _quantity(doc: Document, match: re.Match[str]) -> tuple[Years, int, int] | None:
    """The years of a figure before its unit, with the sentence around, or None when it is no requirement."""
    text = doc.lowered
    low = _value(match["low"])
    high = _value(match["high"]) if match["high"] and not match["open"] else None
    if high is not None and high < low:
        return None
    first, last = _sentence(text, match.start(), match.end())
    if not _is_asked(text, match, first, last, low, doc.section_at(match.start())):
        return None
    if match["months"]:
        low, high = low // 12, None if high is None else high // 12
    least: float | None = low
    if high is None and _AT_MOST.search(text[max(first, match.start() - _REACH) : match.start()]):
        least, high = None, low
    return Years(least, high, match.start(), match.end(), "years.figure"), first, last


def _is_wished(text: str, years: Years, first: int, last: int) -> bool:
    """Is the figure itself nice to have ("ideally 3 years", "5 years of Go preferred"), not something beside it?"""
    before = re.split(r"[,:;()\n]", text[max(first, years.start - 30) : years.start])[-1]
    after = re.split(r"[,:;()\n]", text[years.end : last])[0]
    if _EQUIVALENT.match(text, years.end) and _INSTEAD.search(text[first : years.start]):
        return True
    return bool(_WISHED.search(before) or _WISHING.search(before) or _WISHED.search(after))


def _may_be_figure(text: str, spot: int) -> bool:
    """Could a figure end before the unit at `spot`? Cheap: it looks at the last word only."""
    before = text[max(0, spot - _REACH) : spot].rstrip(" \t\n\xa0\u202f)-‐‑")
    if not before:
        return False
    return before[-1].isdigit() or before[-1] == "+" or re.split(r"[\s(–—-]", before)[-1] in _ENDS


def _in_words(text: str, spot: int) -> Years | None:
    """Years told without a figure ("débutant accepté") at a trigger."""
    if not _PHRASE_TRIGGER.match(text, spot):
        return None
    match = _PHRASE.search(text, max(0, spot - 40), min(len(text), spot + 60))
    if match is None:
        return None
    low, high = _PHRASES[match.lastgroup or ""]
    return Years(low, high, match.start(), match.end(), "years.in-words")


def _quantities(text: str, done: int, spot: int) -> Iterable[re.Match[str]]:
    if not _may_be_figure(text, spot):
        return ()
    return _QUANTITY.finditer(text, max(done, spot - _REACH), min(len(text), spot + 14))


def _figures(doc: Document) -> Iterator[_Figure]:
    text, done = doc.lowered, 0
    for spot in doc.spots.get("years", ())[:_MOST]:
        if (figure_ahead := _ONE_AHEAD.match(text, spot)) is not None:
            spot = figure_ahead.end()
        if spot < done:
            continue
        in_words = False
        figure = None
        for match in _quantities(text, done, spot):
            if match.end() > spot:
                done = match.end()
                figure = _quantity(doc, match)
                if figure is None:
                    break
        if done > spot and figure is None:
            continue
        if figure is None:
            named = _NAMED.match(text, spot, min(len(text), spot + 90))
            if named:
                top = _value(named["high"]) if named["high"] else None
                years: Years | None = Years(_value(named["low"]), top, named.start(), named.end(), "years.field")
            else:
                years, in_words = _in_words(text, spot), True
            if years is None:
                continue
            figure = (years, *_sentence(text, years.start, years.end))
            done = years.end
        years, first, last = figure
        yield _Figure(years, _is_wished(text, years, first, last), in_words, first)


def _has_section(doc: Document, name: str) -> bool:
    """Is any stretch of the text in that section? Looked at every 100 characters."""
    return any(doc.section_at(offset) == name for offset in range(0, len(doc.text), 100))


def find_years(doc: Document) -> Years | None:
    """The least professional experience that the posting requires, or None when it asks for none in figures.

    The first figure that is a requirement is the one for the whole job ("8+ years in engineering, 3 of them with
    Python"); of alternatives by degree in one sentence the smallest counts. A figure put as a wish ("ideally 3
    years") counts only when none is required, and one in a section of nice-to-haves only when no section lists
    requirements. Months are rounded down to whole years. Looks only around `doc.spots["years"]`.
    """
    figures = list(_figures(doc))
    required = [figure for figure in figures if doc.section_at(figure.years.start) != "preferred"]
    if not required and not _has_section(doc, "required"):
        required = figures  # "Desired skills and experience" is then the only list of what is asked
    asked = [figure for figure in required if not figure.wished and not figure.in_words]
    chosen = asked or [figure for figure in required if not figure.in_words] or required
    if not chosen:
        return None
    best = first = chosen[0].years
    for other in figures:
        if (
            other.years.min is not None
            and best.min is not None
            and other.years.min < best.min
            and other.years.start > first.end
            and _is_alternative(doc.lowered, chosen[0].sentence, first.end, other.years)
        ):
            best = other.years
    return best


def _is_alternative(text: str, sentence: int, end: int, other: Years) -> bool:
    """Whether a figure is what another degree makes of the one before: "5 years, or a master's degree and 3 years"."""
    between = text[end : other.start]
    either = _OR.search(between) or (_DEGREE.search(between) and _DEGREE.search(text, other.end, other.end + 70))
    return (
        either is not None
        and len(between) < _SENTENCE_REACH
        and "(" not in between
        and _ITEM_ENDS.search(between) is None
        and _DEGREE.search(text, sentence, other.end + 40) is not None
    )
