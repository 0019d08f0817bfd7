"""Years of professional experience that a posting asks for."""

import re
from dataclasses import dataclass

from analytics.document import Document

# Where a figure of years may stand; the finder looks at the text around these and nowhere else.
TRIGGERS: tuple[str, ...] = (
    "year",
    "yrs",
    "yr.",
    "yr ",
    "yoe",
    "jahr",
    " ans",
    "\xa0ans",
    " an ",
    "\xa0an ",
    "année",
    "año",
    " anos",
    " anni",
    "no experience",
    "no prior experience",
    "sin experiencia",
    "sans expérience",
    "besoin d'expérience",
    "débutant",
    "première expérience",
    "expérience significative",
    "expérience confirmée",
    "ohne berufserfahrung",
)

_WORDS = {
    word: value
    for value, group in enumerate(
        (
            "zero",
            "one eine einem ein einjähriger einjährige un une uno una",
            "two zwei deux dos",
            "three drei trois tres",
            "four vier quatre cuatro",
            "five fünf cinq cinco",
            "six sechs seis",
            "seven sieben sept siete",
            "eight acht huit ocho",
            "nine neun neuf nueve",
            "ten zehn dix diez",
            "eleven elf onze once",
            "twelve zwölf douze doce",
            "thirteen",
            "fourteen",
            "fifteen quinze quince fünfzehn",
        )
    )
    for word in group.split()
} | {"twenty": 20, "zwanzig": 20, "vingt": 20, "veinte": 20}

_NUMBER = r"(?:\d{1,2}(?:[.,]\d)?(?![\d%])|(?:" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")\b)"
_MORE = r"(?:\s?\+|\s+(?:plus|or\s+more|o\s+más|ou\s+plus|oder\s+mehr|and\s+above)\b)"
_YEAR = r"(?:years?|yrs?\.?|yoe|jahre?n?|ans?|années?|años?|anos?|anni)(?![a-zà-ÿ])"
_QUANTITY = re.compile(
    rf"(?<![\w.,$€£/-])(?P<ahead>\+\s?)?(?P<low>{_NUMBER})(?:\s?\(\s?\d{{1,2}}\s?\+?\s?\))?(?P<more>{_MORE})?"
    rf"(?:\s?(?:[-–—‐‑~]|to|bis|à|a|o|or|oder|ou|y|und|and)\s?(?P<high>{_NUMBER})(?:\s?\(\s?\d{{1,2}}\s?\))?(?P<open>{_MORE})?)?"
    rf"\s*\)?(?P<link>[\s\xa0]*|[-‐‑])(?P<year>{_YEAR})",
    re.IGNORECASE,
)
# "Years of experience: 3 to 5", "YOE: 4+"
_NAMED = re.compile(
    rf"(?:years?|años|jahre|années|yrs)\s+(?:of\s+|de\s+|d['’]\s?)?(?:[\w-]+\s+){{0,3}}?(?:experience|experiencia|expérience|exp|erfahrung)"
    rf"(?:\s+required|\s+needed)?\s*[:=–-]\s*(?P<low>{_NUMBER})(?P<more>{_MORE})?(?:\s?(?:[-–—]|to|a|à|bis)\s?(?P<high>{_NUMBER}))?"
    rf"|yoe\s*[:=]?\s*(?P<low2>\d{{1,2}})(?P<more2>\s?\+)?(?:\s?[-–]\s?(?P<high2>\d{{1,2}}))?",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"(?:up to|less than|fewer than|under|at most|no more than|maximum(?: of)?|max\.?|bis zu|höchstens|weniger als|jusqu['’]à|moins de|maximum de|hasta|menos de|máximo(?: de)?)\s+$",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?:at least|minimum|min\.?|mindestens|au moins|al menos|mínim[oa]s?|por lo menos|require[sd]?|must have|you have|you bring|experience|erfahrung|expérience|experiencia)"
    r"(?:\s+(?:of|de|d['’]|von|über|:))?[\s:(]*(?:approximately |around |about |typically )?$",
    re.IGNORECASE,
)
# What stands right before a figure that is no requirement: a period, an age, a company's history
_NOT_BEFORE = re.compile(
    r"\b(?:last|past|next|coming|previous|recent|first|every|each|after|since|within|(?:in|over)\s+(?:just|only|the)(?:\s+over|\s+under)?|for\s+(?:over|more than|nearly|almost|about|around|the|up to|a further)|for|in|nearly|almost|aged?|age of|"
    r"in the|over the|up to [\d.,]+|celebrating|bac\s?\+?|letzten|vergangenen|nächsten|seit(?: über| mehr als)?|nach|alle|depuis(?: plus de)?|pendant|tous les|dans les|derniers?|dernières|créée? il y a|il y a|hace|desde|durante|últimos|próximos|cada|a partir de los|los|las|entre|de \d{1,2} à|"
    r"permis de conduire valide de \+ de|fille de|garçon de|enfants de)\s+$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"\s*(?:of\s+age\b|old\b|or\s+older|of\s+or\s+older|ago\b|in\s+a\s+row|running|and\s+counting|anniversary|warranty|contract|agreement|fixed|term\b|commitment|of\s+(?:continuous\s+)?(?:service|tenure|operation|operating|existence|history|success|excellence|innovation|heritage|growth|tradition|"
    r"leadership|trust|independence|profitab|age|expertise in the industry|legal|continuous uk|maintenance|security)|(?:of\s+)?vest|cliff|from\s+(?:now|date)|later|in\s+business|tenure|until|into\b|/\s*bachelor|[-\s]*(?:bachelor|degree|diploma|college|university|institution|program|course|apprenticeship|plan|roadmap|track record|"
    r"master|security|lease|visa|bond|cycle|period|renewable|undergraduate|universit)|alt\b|jung\b|d['’]ancienneté|de\s+antigüedad|de\s+edad|de\s+historia|de\s+trayectoria|de\s+garant|de\s+contrat|d['’]âge|d['’]existence|et\s+(?:composée|située)|garantie|befrist|à\s+la\s+sortie|in\s+folge|am\s+markt|"
    r"and\s+older|or\s+above\s+the\s+age|of\s+(?:\w+\s+){0,2}study|of\s+college|of\s+school|of\s+university|of\s+education|of\s+post-?secondary|studium|d['’]études|de\s+estudios|de\s+carrera|from\s+graduat)",
    re.IGNORECASE,
)
_EXPERIENCE = re.compile(
    r"experien|expérien|erfahrung|\bexp\b|background|track record|hands[- ]on|\byoe\b|pqe|praxis|práctica",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:we|we['’](?:ve|re)|our|its|their|company|founded|established|firm|family[- ]owned|has been|have been|trusted|heritage|with (?:over|more than|nearly|almost)|boasts?|he|she|founders?|ceo|built (?:over|on)|brings?|bringing|recogni[sz]ed|notre|nous|entreprise|fort de|forte de|"
    r"wir|unser\w*|unternehmen|empresa|nuestr[oa]s?|somos|contamos|cumplir|profesionales del|leader|líder|spécialis\w+)\b",
    re.IGNORECASE,
)
_CANDIDATE = re.compile(
    r"\b(?:you|you['’](?:ve|ll|re)|your|candidates?|applicants?|someone|looking for|seek\w*|must|minimum|min|at least|requires?d?|need\w*|qualifi\w+|ideal\w*|engineer with|preferred|vous|votre|justifi\w+|recherch\w+|profil|"
    r"du|sie|dein\w*|ihr|mindestens|suchen|bringst|bringen|buscamos|requisitos?|mínim[oa]|al menos|cuentas|tienes|abogado|ingeniero|perfil|persona)\b",
    re.IGNORECASE,
)
_WISHED = re.compile(
    r"\b(?:prefer\w*|a plus|nice[- ]to[- ]have|bonus|desir(?:ed|able)|advantage\w*|von vorteil|wünschenswert|idealerweise|un plus|un atout|deseable|valorable|se valorará|plus if|optional\w*)\b",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(r"\b(?:or|oder|ou|o)\b", re.IGNORECASE)
_DEGREE = re.compile(r"\b(?:degree|bachelor|master|ph\.?\s?d|advanced|diploma|candidate)", re.IGNORECASE)
# Words that stand for a figure by convention: "débutant accepté" takes beginners; APEC's scale for the rest
_PHRASES: tuple[tuple[re.Pattern[str], float | None, float | None], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), low, high)
    for pattern, low, high in (
        (r"no (?:prior |previous |professional |work )*experience (?:is )?(?:required|needed|necessary)", 0.0, None),
        (r"sin experiencia (?:previa )?(?:necesaria|requerida)|no (?:se requiere|es necesaria) experiencia", 0.0, None),
        (r"(?:pas|aucun) besoin (?:de diplômes? ni )?d['’]\s?expérience|sans expérience (?:requise|exigée)", 0.0, 0.0),
        (r"débutant(?:\(e\)|·e|e)?s?(?:\(e?s\))?\s+(?:accepté|bienvenu)", 0.0, 2.0),
        (r"première expérience", 0.0, 2.0),
        (r"expérience (?:professionnelle )?significative", 1.0, 3.0),
        (r"expérience (?:professionnelle )?confirmée", 4.0, None),
        (r"auch ohne berufserfahrung|keine berufserfahrung (?:nötig|erforderlich|notwendig)", 0.0, None),
    )
)
_SENTENCE = re.compile(r"[.!?;•·\n](?=\s|$)|\n")
_REACH = 48  # characters before the year word in which its figure stands
_SENIOR_MOST = 20  # from here on a figure is a company's age unless the posting says "at least"
_NOT_SECTIONS = frozenset({"employer", "benefits", "legal", "process", "pay"})


@dataclass(frozen=True, slots=True)
class Years:
    """Years of experience asked for; `start` and `end` are the characters that say so. Unknown is None."""

    min: float | None
    max: float | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Figure:
    years: Years
    wished: bool
    sentence: int  # where the sentence of the figure starts


def _value(text: str) -> float:
    word = text.lower()
    return float(_WORDS[word]) if word in _WORDS else float(word.replace(",", "."))


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or line around a span, at most 250 characters to each side."""
    low = max(0, start - 250)
    first = low
    for match in _SENTENCE.finditer(text, low, start):
        first = match.end()
    found = _SENTENCE.search(text, end, min(len(text), end + 250))
    return first, found.start() if found else min(len(text), end + 250)


def _is_asked(text: str, match: re.Match[str], first: int, last: int, low: float, section: str) -> bool:
    """Is the figure professional experience that is asked for, and no age, period or history?"""
    before, after = text[first : match.start()], text[match.end() : last]
    asked = bool(_ASKED.search(before[-40:]))
    if _NOT_AFTER.match(after):
        return False
    if match["link"] in ("-", "‐", "‑") and not _EXPERIENCE.search(after[:40]):
        return False
    if _NOT_BEFORE.search(before[-40:]):
        return False
    if low >= _SENIOR_MOST and not asked:
        return False
    experience = bool(_EXPERIENCE.search(text[first:last]))
    candidate = bool(_CANDIDATE.search(before))
    if _COMPANY.search(before) and not candidate:
        return False
    if section in ("required", "preferred", "responsibilities"):
        return True
    if section in _NOT_SECTIONS and not (asked and experience):
        return False
    # "5+ years in sales", "3 years building products": the figure opens its line or has the word experience near
    opens = len(before.strip(" -–•·*:(\t\xa0")) < 25
    return (
        experience
        or asked
        or candidate
        or (opens and bool(match["more"] or match["high"] or match["ahead"] or match["open"]))
    )


def _figures(doc: Document) -> list[_Figure]:
    text, found, done = doc.text, [], -1
    for spot in doc.spots.get("years", ()):
        if spot < done:
            continue
        match = None
        for candidate in _QUANTITY.finditer(text, max(done, spot - _REACH, 0), min(len(text), spot + 12)):
            if candidate.start("year") <= spot + 1 < candidate.end() + 1:
                match = candidate
        if match:
            done = match.end()
            low = _value(match["low"])
            high = _value(match["high"]) if match["high"] and not match["open"] else None
            first, last = _sentence(text, match.start(), match.end())
            if high is not None and high < low:
                continue
            if not _is_asked(text, match, first, last, low, doc.section_at(match.start())):
                continue
            years = Years(low, high, match.start(), match.end())
            if (
                high is None
                and not match["more"]
                and not match["ahead"]
                and _AT_MOST.search(text[first : match.start()])
            ):
                years = Years(None, low, match.start(), match.end())
        else:
            named = _NAMED.match(text, spot, min(len(text), spot + 90))
            if not named:
                years_said = _said(text, spot)
                if years_said is None:
                    continue
                years = years_said
                first, last = _sentence(text, years.start, years.end)
            else:
                low = _value(named["low"] or named["low2"])
                top = named["high"] or named["high2"]
                years = Years(low, _value(top) if top else None, named.start(), named.end())
                first, last = _sentence(text, named.start(), named.end())
            done = years.end
        wished = bool(_WISHED.search(text, first, last)) or doc.section_at(years.start) == "preferred"
        found.append(_Figure(years, wished, first))
    return found


def _said(text: str, spot: int) -> Years | None:
    for pattern, low, high in _PHRASES:
        match = pattern.search(text, max(0, spot - 40), min(len(text), spot + 60))
        if match and match.start() <= spot + 30:
            return Years(low, high, match.start(), match.end())
    return None


def find_years(doc: Document) -> Years | None:
    """The least professional experience that the posting requires, or None when it asks for none in figures.

    The first figure that is a requirement is the one for the whole job ("8+ years in engineering, 3 of them with
    Python"); of alternatives by degree in the same sentence the smallest counts. Figures under "nice to have" count
    only when nothing else is asked. Looks only around `doc.spots["years"]`.
    """
    figures = _figures(doc)
    if not figures:
        return None
    chosen = next((figure for figure in figures if not figure.wished), figures[0])
    best = chosen.years
    for other in figures:
        if other.sentence == chosen.sentence and other.years.start > best.end:
            between = doc.text[chosen.years.end : other.years.start]
            around = doc.text[chosen.sentence : other.years.end + 40]
            if (
                _ALTERNATIVE.search(between)
                and "(" not in between
                and _DEGREE.search(around)
                and other.years.min is not None
                and best.min is not None
                and other.years.min < best.min
            ):
                best = other.years
    return best
