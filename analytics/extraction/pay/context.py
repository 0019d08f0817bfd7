"""What the words around an amount make of it: pay, or bonus, funding, a price and other money that is no base pay."""

import re

from analytics.extraction.pay.words import PAY_OR_OTHER, WORDS, pattern

_NONE = (-1, 0)
_AFTER = WORDS["after"]
_FLAGS = re.IGNORECASE
# Bonus and the like beside the pay, as in "pay + bonus eligibility: up to $25/h", do not take the amount over.
_BESIDE = re.compile(
    r"(?:\+|\bplus\b|&(?:amp;)?|\band\b|\bund\b|\bet\b|\by\b|/|,)\s*(?:[\w-]+\s){0,2}?"
    r"(?:bonus(?:es)?|equity|commissions?|incentives?|benefits?|stock|options?|shares?|super(?:annuation)?|tips?|ote|extras?"
    r"|variable(?: pay| compensation)?)\b"
    r"(?:\s+(?:eligibility|eligible|plan|scheme|package|opportunit\w+))?",
    _FLAGS,
)
_OTE = (
    r"\bote\b|\bon[- ]target(?: earnings?)?\b|\btarget earnings\b"
    r"|\bearning (?:potential|capacity)\b(?:\s+(?:of|is|from|between|up|to))*\s*:?\s*$"
)
_VARIABLE = (
    r"\b(?:salary|pay|base|basic|fixed?|fixum|fixgehalt|grundgehalt)\s*(?:\+|/|\bplus\b|\band\b|&|\bund\b|\bet\b|\by\b)"
    r"\s*(?:variable|commissions?|provision)\b(?!\s*(?:of|:)?\s*(?:up to|bis))"
)
_TARGET = re.compile(f"{_OTE}|{_VARIABLE}", _FLAGS)
_COMMISSION_ONLY = re.compile(
    r"(?<!not )(?<!no )\b(?:commission[- ]only|100 ?% commission|purely commission|straight commission|only commission"
    r"|rein provisionsbasiert|auf reiner provisionsbasis|100 ?% provision|solo (?:a )?comisi[oó]n(?:es)?)\b",
    _FLAGS,
)
_COMMISSIONS = ("ommission", "OMMISSION", "rovision", "comisi")  # one stands in each; looking for them is cheap
_PAID = re.compile(
    r"\b(?:salary|salaries|base|basic|hourly|wages?|draw|guaranteed?|gehalt|fixum|sueldo|salario)\b", _FLAGS
)
_REFERRED = re.compile(
    r"[^.\n]{0,30}\b(?:if|when|once|for (?:every|each)|per|after)\b[^.\n]{0,40}\b(?:referr\w+|recommend\w*|friends?"
    r"|(?:candidate|colleague|person)\b[^.\n]{0,30}\b(?:hired|joins?|starts?))\b",
    _FLAGS,
)
_REGULAR = re.compile(r"\b(?:full[- ]?time|f/?t|permanent|vollzeit|temps plein|jornada completa)\b", _FLAGS)
_PART_TIME = re.compile(
    r"\b(?:part[- ]?time|p/?t|casual|teilzeit|minijob|temps partiel|media jornada|contract(?:or)?)\b"
    r"(?!.*\b(?:full[- ]?time|f/?t|permanent|vollzeit|temps plein|jornada completa)\b)[^.\n]{0,40}$",
    _FLAGS,
)
# Not "Base $90,000, OTE $180,000", where it names the next amount.
_TARGET_AFTER = re.compile(
    r"[\s(,-]*(?:[\w']+\s){0,2}?(?:ote\b|on[- ]target)(?:\s+earnings)?(?!\s*(?::|of\b|up to\b|=)?\s*[$€£\d])", _FLAGS
)
_TOTAL = re.compile(
    r"\btotal (?:[\w-]+ ){0,2}(?:compensation|comp|earnings|rewards?|package|remuneration|cash)\b"
    r"|\bremuneration (?:package|value)\b|\btc\b",
    _FLAGS,
)
_PROBATION = re.compile(
    r"\bprobation\w*|試用期|试用期|試用期間|ทดลองงาน|\bprobezeit|\bpériode d.essai|\bpercubaan", _FLAGS
)
_TOTAL_AFTER = re.compile(r"[\s(,-]*(?:[\w']+\s){0,2}?total (?:[\w-]+ )?comp", _FLAGS)
_OTHER_AFTER = re.compile(
    r"[\s)\]*]*(?:(?:in|of|for|towards?|as|worth of|per|to|an?|the|on|from|au titre|pour|für|de|en|par|zum)\s+)?"
    r"(?:(?:an?|the|your|our|new|each|every|all|annual|yearly|monthly|quarterly|weekly|one[- ]time|cash|additional"
    r"|extra|company|employer|total|paid|personal|performance|signing|full)\s+){0,3}"
    rf"(?:{pattern(_AFTER['other'])})",
    _FLAGS,
)
_EXTRA = re.compile(pattern(_AFTER["extra"]), _FLAGS)
_PURPOSE_AFTER = re.compile(
    r"[\s)*]*(?:(?!(?:plus|più|mais|och|oraz|en|and|with|or|base|basic|salary|per|from|und|et|y|depending|excluding|excl|before|less|not|but|which"
    rf"|that)\b)[\w/-]+\s+){{0,4}}?(?:{pattern(_AFTER['purpose'])})",
    _FLAGS,
)
_LAKHS = re.compile(r"\blpa\b|\dlpa\b", _FLAGS)
_PIECE = re.compile(r"\s*(?:(?:per|pro|je|par|por)\s+|/\s?)[^\W\d_]", _FLAGS)
_PAY_AFTER = re.compile(
    r"[\s)\]*.,-]*(?:\+|plus\b|and\b|inclusive of|incl\.?|including|inc\.?)?\s*"
    r"(?:(?:\d{1,2}(?:\.\d)?%|generous|competitive|annual|full|great|gross|the)\s+)?"
    rf"(?:{pattern(_AFTER['pay'])})",
    _FLAGS,
)
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


def introduces(lead: str) -> tuple[int, int]:
    """What the words before an amount make of it, and where the last word that tells it ends (-1: there is none).

    1: pay; -1: other money; 0: they tell neither.
    """
    ends = PAY_OR_OTHER.ends(lead)
    if "pay" in ends and ends.get("other", _NONE) > ends["pay"]:
        cleaned = _BESIDE.sub(lambda m: " " * len(m.group()), lead)
        if cleaned != lead:
            ends = PAY_OR_OTHER.ends(cleaned)
    pay, other, carried = (ends.get(kind, _NONE) for kind in ("pay", "other", "range"))
    if pay == other == _NONE:
        return (0, -1) if carried == _NONE else (1, carried[0])
    return (1 if pay > other else -1), max(pay, other, carried)[0]


def other_after(text: str, position: int, straight: bool, beside: bool) -> bool:
    """Whether what follows an amount names it as other money ("$20 million in funding", "$500 sign-on bonus").

    `straight`: a pay word leads straight to the amount, so that a capital word after it starts something new.
    `beside`: a "+" stands between, so that bonus and the like are told beside the amount.
    """
    found = _OTHER_AFTER.match(text, position, position + 90) or _PURPOSE_AFTER.match(text, position, position + 70)
    if found is None:
        return False
    if beside and _EXTRA.search(found.group()):
        return False
    words = found.group().lstrip(" )]*\u00a0")
    # A capital after a line break opens a new line, as in a list of benefits, and says nothing about the amount.
    return not (words.lstrip()[:1].isupper() and (words[:1] == "\n" or straight))


def lakhs_a_year(text: str, start: int, end: int) -> bool:
    """Whether the amount is told in lakhs per annum, which nothing but pay is ("Budget: 15 to 25 LPA")."""
    return _LAKHS.search(text, start, end) is not None


def piece_rate(text: str, position: int) -> bool:
    """Whether the amount is paid by something that is no time ("60 € pro Skript")."""
    return _PIECE.match(text, position, position + 12) is not None


def pay_after(text: str, position: int) -> bool:
    """Whether what follows an amount names it as pay ("140k base", "$90k + super")."""
    return _PAY_AFTER.match(text, position, position + 60) is not None


def target(lead: str, text: str, position: int) -> bool:
    """Whether the amount is on-target earnings."""
    return _TARGET.search(lead) is not None or _TARGET_AFTER.match(text, position, position + 40) is not None


def commission_only(text: str) -> bool:
    """Whether the posting pays by commission alone."""
    return any(stem in text for stem in _COMMISSIONS) and _COMMISSION_ONLY.search(text) is not None


def fixed(lead: str) -> bool:
    """Whether the words before an amount name a fixed part of pay."""
    return _PAID.search(lead) is not None


def referred(text: str, position: int) -> bool:
    """Whether the amount is paid for someone who was recommended ("$7,500 if your referred candidate is hired")."""
    return _REFERRED.match(text, position, position + 110) is not None


def part_time(lead: str) -> bool:
    """Whether the words before an amount name work that is not the regular job: part time, casual, a contract."""
    return _PART_TIME.search(lead) is not None


def regular(lead: str) -> bool:
    """Whether the words before an amount name full-time or permanent work."""
    return _REGULAR.search(lead) is not None


def secondary(lead: str, text: str, position: int) -> bool:
    """Whether the amount is total compensation, of which base pay is a part, or pay of the probation time."""
    if _PROBATION.search(lead):
        return True
    return _TOTAL.search(lead) is not None or _TOTAL_AFTER.match(text, position, position + 40) is not None


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


def is_label(above: str) -> bool:
    """Whether the line right above an amount is nothing but the name of a pay field."""
    line = above.rsplit("\n", 1)[-1]
    return 0 < len(line) < 32 and introduces(line)[0] > 0 and not any(map(str.isdecimal, line))


def leads_straight(lead: str, end: int) -> bool:
    """Whether a word that ends at `end` leads straight to the amount, with only small words between."""
    return bool(_STRAIGHT.fullmatch(lead, end) or _STATES.fullmatch(lead, end))
