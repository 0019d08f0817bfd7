"""Years of professional experience that a posting asks for, read from its text in lower case."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analytics.extraction.document import Document
from analytics.extraction.rules import expanded
from analytics.extraction.years.rules import WORDS, Rule, Rules, Surroundings, load

# Where a figure of years may stand; the finder looks at the text around these and nowhere else.
TRIGGERS: tuple[str, ...] = tuple(WORDS["triggers"] + WORDS["phrase_triggers"])

_NUMBERS = {word: float(value) for value, group in enumerate(WORDS["number_words"]) for word in group.split()}
_NUMBERS |= {words: number + 1.5 for number, words in enumerate(WORDS["halves"])}
_NUMBERS |= dict.fromkeys(WORDS["one_and_a_half"], 1.5) | dict.fromkeys(WORDS["two_and_a_half"], 2.5) | {"a": 1.0}
_ENDS = frozenset(_NUMBERS) | frozenset(WORDS["more_ends"]) | {"half", "halvt"}
_REACH = 48  # characters before the unit in which its figure stands
_SENTENCE_REACH = 250  # characters of a sentence that are read to each side
_MOST = 64  # places that are looked at; a posting has four
_MANY = 20  # from here on a figure is a company's age, unless the posting says "at least"
_AGES = range(16, 31)


def _any(name: str) -> str:
    """One alternation of the patterns of a list; a blank in them is any one white space."""
    return expanded(f"{{{name}}}", WORDS).replace(" ", r"\s")


_JOINED = "(?=jährig|letni|jarig|årig)"  # "dreijährig", "dwuletnie"
_NUMBER = (
    r"(?:\d{1,2}(?:[.,]\d|\s?½|\s1/2)?(?![\d%])|(?:"
    + "|".join(sorted(map(re.escape, _NUMBERS.keys() - {"a"}), key=len, reverse=True)).replace("\\ ", r"\s")
    + rf")(?:\b|{_JOINED})|(?<=least\s)a\b)"
)
_BRACKET = rf"(?:\s?\(\s?{_NUMBER}\s?\+?\s?\))?"  # "five (5)"
_QUANTITY = re.compile(
    rf"(?<![\w.,$€£/+-])(?P<ahead>\+\s?)?(?P<low>{_NUMBER}){_BRACKET}(?P<more>\s?{_any('more')})?"
    rf"(?:\s?{_any('to')}\s?(?P<high>{_NUMBER}){_BRACKET}(?P<open>\s?{_any('more')})?)?(?:\s{_any('manner')})?"
    rf"\s*\)?(?P<link>\s*|[-‐‑])(?:(?P<unit>{_any('unit')})|(?<=[1nmot]\s)(?P<one>{_any('single_unit')})"
    rf"|(?P<months>months?))(?!\w)(?P<half>\s{_any('half')}\b)?"
)
_ONE_AHEAD = re.compile(r"(?:1\)?|un)(?= an )")  # of a trigger that holds its figure
# "Years of experience: 3 to 5", "YOE: 4+"
_NAMED = re.compile(
    rf"(?:{_any('unit')}\s+(?:of\s+|de\s+|d['’]\s?)?(?:[\w-]+\s+){{0,3}}?(?:experiencia|experience|expérience|erfahrung|exp)"
    rf"(?:\s+(?:required|needed))?\s*[:=–-]|yoe\s*[:=]?)"
    rf"\s*(?P<low>{_NUMBER})(?P<more>\s?{_any('more')})?(?:\s?(?:[-–—]|to|a|à|bis)\s?(?P<high>{_NUMBER}))?"
)
_DEGREE = re.compile(rf"\b{_any('degree')}\b")
_ITEM_ENDS = re.compile(r"(?:[.!?]\s|\n\s*(?=\n|[-–•*·●▪]|\d{1,2}[.)]\s))(?!\W*(?:or|oder|ou|o)\b)")
_OR = re.compile(r"\b(?:or|oder|ou|o)\b")
_SENTENCE = re.compile(r"[.!?;](?<!\bmin.)(?=\s)|[•·\n]")
_PHRASE_TRIGGER = re.compile("|".join(map(re.escape, WORDS["phrase_triggers"])))
_BUILT_IN = load()


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
    text = " ".join(text.split())
    if text in _NUMBERS:
        return _NUMBERS[text]
    whole = re.sub(r"\s?(?:½| 1/2)$", "", text)
    return float(whole.replace(",", ".")) + (0.5 if whole != text else 0)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or line around a span."""
    low, high = max(0, start - _SENTENCE_REACH), min(len(text), end + _SENTENCE_REACH)
    first = low
    for match in _SENTENCE.finditer(text, low, start):
        first = match.end()
    found = _SENTENCE.search(text, end, high)
    return first, found.start() if found else high


def _surroundings(doc: Document, start: int, end: int, shape: str = "") -> Surroundings:
    text = doc.lowered
    first, last = _sentence(text, start, end)
    return Surroundings(
        text[start:end], shape, doc.section_at(start),
        text[first:start].replace("\u00a0", " "), text[end:last].replace("\u00a0", " "),
    )  # fmt: skip


def _shape(match: re.Match[str], low: float) -> str:
    """What rules may ask of a figure: see rules.toml."""
    more = match["more"] or match["ahead"]
    words = ["more"] if more else []
    if match["high"]:
        words.append("range")
    elif not more and low in _AGES:
        words.append("age")
    if match["months"]:
        words.append("months")
    if match["link"] in ("-", "‐", "‑"):
        words.append("hyphen")
    if low >= _MANY:
        words.append("many")
    return " ".join(words)


def _read(match: re.Match[str]) -> tuple[float, float | None] | None:
    """The ends of a figure as written, None where they run downwards."""
    low = _value(match["low"]) + (0.5 if match["half"] else 0)
    high = _value(match["high"]) if match["high"] and not match["open"] else None
    return None if high is not None and high < low else (low, high)


def _quantity(doc: Document, match: re.Match[str], rules: Rules) -> tuple[Rule | None, _Figure | None]:
    """The rule that decides on a figure before its unit, and the figure where it is a requirement."""
    ends = _read(match)
    if ends is None:
        return None, None
    low, high = ends
    around = _surroundings(doc, match.start(), match.end(), _shape(match, low))
    rule = rules.decides("kind", around)
    if rule is None or rule.says != "asked":
        return rule, None
    if match["months"]:
        low, high = low // 12, None if high is None else high // 12
    least: float | None = low
    if high is None and rules.decides("most", around):
        least, high = None, low
    wished = rules.decides("wish", around) is not None
    years = Years(least, high, match.start(), match.end(), rule.id)
    return rule, _Figure(years, wished, False, match.start() - len(around.before))


def _may_be_figure(text: str, spot: int) -> bool:
    """Could a figure end before the unit at `spot`? Cheap: it looks at the last word only."""
    before = text[max(0, spot - _REACH) : spot].rstrip(" \t\n\xa0\u202f)-‐‑")
    if not before:
        return False
    return before[-1].isdigit() or before[-1] in "+½" or re.split(r"[\s(–—-]", before)[-1] in _ENDS


def _in_words(doc: Document, spot: int, rules: Rules) -> _Figure | None:
    """Years told without a figure ("débutant accepté") at a trigger."""
    text = doc.lowered
    if not _PHRASE_TRIGGER.match(text, spot):
        return None
    match = rules.words.search(text, max(0, spot - 40), min(len(text), spot + 60))
    if match is None:
        return None
    rule = rules.in_words(match)
    return _stated(doc, Years(rule.min, rule.max, match.start(), match.end(), rule.id), rules, in_words=True)


def _field(doc: Document, spot: int, rules: Rules) -> _Figure | None:
    """Years in a field of their own ("Years of experience: 4+") at a trigger."""
    text = doc.lowered
    match = _NAMED.match(text, spot, min(len(text), spot + 90))
    if match is None:
        return None
    top = _value(match["high"]) if match["high"] else None
    return _stated(doc, Years(_value(match["low"]), top, match.start(), match.end(), "years.field"), rules)


def _stated(doc: Document, years: Years, rules: Rules, *, in_words: bool = False) -> _Figure:
    around = _surroundings(doc, years.start, years.end)
    wished = rules.decides("wish", around) is not None
    return _Figure(years, wished, in_words, years.start - len(around.before))


def _quantities(text: str, done: int, spot: int) -> Iterable[re.Match[str]]:
    if not _may_be_figure(text, spot):
        return ()
    return _QUANTITY.finditer(text, max(done, spot - _REACH), min(len(text), spot + 30))


def statements(doc: Document, rules: Rules = _BUILT_IN) -> Iterator[tuple[Rule | None, _Figure | None]]:
    """Each figure of years with the rule that decides on it, also those that ask for nothing, in the text's order."""
    text, done = doc.lowered, 0
    for spot in doc.spots.get("years", ())[:_MOST]:
        if (figure_ahead := _ONE_AHEAD.match(text, spot)) is not None:
            spot = figure_ahead.end()
        if spot < done:
            continue
        match = next((match for match in _quantities(text, done, spot) if match.end() > spot), None)
        if match is not None:
            done = match.end()
            yield _quantity(doc, match, rules)
            continue
        figure = _field(doc, spot, rules) or _in_words(doc, spot, rules)
        if figure is not None:
            done = figure.years.end
            yield None, figure


def _has_section(doc: Document, name: str) -> bool:
    """Is any stretch of the text in that section? Looked at every 100 characters."""
    return any(doc.section_at(offset) == name for offset in range(0, len(doc.text), 100))


def find_years(doc: Document, rules: Rules = _BUILT_IN) -> Years | None:
    """The least professional experience that the posting requires, or None when it asks for none in figures.

    The first figure that is a requirement is the one for the whole job ("8+ years in engineering, 3 of them with
    Python"); of alternatives by degree in one sentence the smallest counts. A figure put as a wish ("ideally 3
    years") counts only when none is required, and one in a section of nice-to-haves only when no section lists
    requirements. Months are rounded down to whole years. Looks only around `doc.spots["years"]`.
    """
    figures = [figure for _, figure in statements(doc, rules) if figure is not None]
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
