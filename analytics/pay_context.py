"""What the words around an amount make of it: pay, or bonus, funding, a price and other money that is no base pay."""

import re

from analytics.pay_words import PAY_OR_OTHER

_NONE = (-1, 0)
# Bonus and the like beside the pay, as in "pay + bonus eligibility: up to $25/h", do not take the amount over.
_BESIDE = re.compile(
    r"(?:\+|\bplus\b|&(?:amp;)?|\band\b|\bund\b|\bet\b|\by\b|/|,)\s*(?:[\w-]+\s){0,2}?(?:bonus(?:es)?|equity|commissions?|incentives?|benefits?|stock"
    r"|options?|shares?|super(?:annuation)?|tips?|ote|extras?)\b(?:\s+(?:eligibility|eligible|plan|scheme|package|opportunit\w+))?",
    re.IGNORECASE,
)
_TARGET = re.compile(r"\b(?:ote|on[- ]target(?: earnings?)?|target earnings)\b|\bearning (?:potential|capacity)\b", re.IGNORECASE)
_TARGET_AFTER = re.compile(r"[\s(,-]*(?:[\w']+\s){0,2}?(?:ote\b|on[- ]target)", re.IGNORECASE)
_TOTAL = re.compile(
    r"\btotal (?:[\w-]+ ){0,2}(?:compensation|comp|earnings|rewards?|package|remuneration|cash)\b|\bremuneration (?:package|value)\b|\btc\b",
    re.IGNORECASE,
)
_TOTAL_AFTER = re.compile(r"[\s(,-]*(?:[\w']+\s){0,2}?total (?:[\w-]+ )?comp", re.IGNORECASE)
_OTHER_AFTER = re.compile(
    r"[\s)\]*]*(?:(?:in|of|for|towards?|as|worth of|per|to|a|an|the|on|from|au titre|pour|für|de|en|par|zum|für)\b[\s]+)?(?:(?:an?|the|your|our|new|each|every|all|annual|yearly|monthly|quarterly|weekly|"
    r"one[- ]time|cash|additional|extra|company|employer|total|paid|personal|performance|signing|full)\s+){0,3}"
    r"(?:bonus(?:es)?|sign[- ]?on|signing|referrals?|commissions?|incentives?|equity|stock|shares?|rsus?|options?|grants?|allowances?|elaun|tunjangan|stipends?|reimburse\w*"
    r"|tuition|education|match(?:ing)?|contribution\w*|hsa|insurance|coverage|deductible\w*|budgets?|credits?|gift\w*|voucher\w*|gutschein\w*|sachbezug\w*|discount\w*|fees?"
    r"|loans?|prizes?|awards?|rewards?|raised|fund(?:s|ing|ed)?|series [a-h]|seed|round|valuation|invest\w*|revenues?|umsatz|ca\b|arr|mrr|gmv|aum|assets|turnover|sales|market|industry"
    r"|transactions?|payments|portfolio|differential|overtime|relocation|home office|remote[- ]working|remote|phone|internet|wellness|lifestyle|gym|learning|meals?|travel|tips"
    r"|training|development|upskilling|weiterbildung\w*|professional|transport\w*|commut\w*|lunch|tax[- ]free|savings?|profit|deals?|exit|acquisition|customers?|clients?|users?|employees?|"
    r"per (?:seat|user|delivery|click|call|km|kilometre|kilometer|mile|session|project|article|class|lesson|unit|item|employee|referral|child|skript|script|candidate|hire)"
    r"|km\b|seat|delivery|drop|employee on|skript|script|mile\b|hired|who\b|friend|tickets?|medical|dental|life insurance|health|super(?:annuation)? contribution"
    r"|childcare|child care|fertility|adoption|phone|abschlag|zuschuss|zuschlag|prämie|primes?\b|kilometer|licens\w*|spend|worth|economy|opportunit\w*|ebitda|billable hour|per billable|wfh|work[- ]from[- ]home|flex\b|expens\w*)",
    re.IGNORECASE,
)
_EXTRA = re.compile(
    r"bonus|equity|stock|commission|incentive|benefit|super|allowance|tips|rsu|option|share|differential|overtime|health|medical"
    r"|dental|profit|travel|phone|relocation|learning|training|stipend|contribution|holiday|insurance|training",
    re.IGNORECASE,
)
_PIECE = re.compile(r"\s*(?:(?:per|pro|je|par|por)\s+|/\s?)[^\W\d_]", re.IGNORECASE)
_PURPOSE_AFTER = re.compile(
    r"[\s)*]*(?:(?!(?:plus|and|with|or|base|basic|salary|per|from|und|et|y|depending|excluding|excl|before|less|not|but|which|that)\b)[\w/-]+\s+){0,4}?"
    r"(?:bonus(?:es)?|stipends?|allocations?|projects|deals|portfolios?|allowances?|reimburse\w*|budgets?|credits?|vouchers?|differential|grants?|contributions?|gift cards?|funding|valuation)\b",
    re.IGNORECASE,
)
_PAY_AFTER = re.compile(
    r"[\s)\]*.,-]*(?:\+|plus\b|and\b|inclusive of|incl\.?|including|inc\.?)?\s*(?:(?:\d{1,2}(?:\.\d)?%|generous|competitive|annual|full|great|gross|the)\s+)?"
    r"(?:super(?:annuation)?\b|benefits|bonus|equity|commission|base\b|basic\b|salary|pay\b|gross|brut\w*|net\b|netto|doe\b|depending on|dependent on|based on|commensurate|package|profit share|ote\b"
    r"|compensation|remuneration|\(?0?\.\d fte|per hour|ctc|aws\b|epf|penalties|allowances?\b|leave loading|salary packag\w*|car\b|gehalt|fixum|fixe|bruttogehalt|selon|je nach|según|negotiable|b2b)",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(r"[.!?;](?=\s)|\n\s*\n|\n\s*[-•*·▪●–◦]|[•●▪|]|:\s*\n")
_BLANKS = re.compile(r"[^\S\n]+")
_OPEN_LOW = re.compile(
    r"(?:\bfrom|\bstart(?:s|ing)?(?: (?:at|from|pay|salary|rate|wage))?(?: (?:is|of|at))?|\bat least|\bminimum(?: of)?|\bno less than|\bmin\.?|\bab|\bmindestens|\bà partir de|\bdès|\bdesde|\ba partir de|\bbermula|\bmulai|\bdari"
    r"|\bod|\bover|\babove|\bmore than|\bexceeds?|>)\s*:?\s*$",
    re.IGNORECASE,
)
_OPEN_HIGH = re.compile(
    r"(?:\bup ?to|\bmaximum(?: of)?|\bmax\.?|\bbis(?: zu)?|\bjusqu.à|\bhasta|\bsehingga|\bhingga|\bsampai|\bunder|\bas much as|<)\s*:?\s*$",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"(?:\s+(?!up\b|over\b|to\b)[^\W\d]['\w,/()-]*){0,14}?\s+(?:is|are|of|between|from|be|as|is from|ranges from|is between)\s*:?\s*",
    re.IGNORECASE,
)
_STRAIGHT = re.compile(
    r"[\s:=：\-–(~]*(?:(?:range|is|of|from|at|up|to|basic|starts?|starting|von|de|ab|between|bermula|dari|sehingga|base|rate|pokok|bulanan|offered"
    r"|approx\.?|around|about)[\s:=\-–(~]*){0,4}",
    re.IGNORECASE,
)
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


def piece_rate(text: str, position: int) -> bool:
    """Whether the amount is paid by something that is no time ("60 € pro Skript")."""
    return _PIECE.match(text, position, position + 12) is not None


def pay_after(text: str, position: int) -> bool:
    """Whether what follows an amount names it as pay ("140k base", "$90k + super")."""
    return _PAY_AFTER.match(text, position, position + 60) is not None


def target(lead: str, text: str, position: int) -> bool:
    """Whether the amount is on-target earnings."""
    return _TARGET.search(lead) is not None or _TARGET_AFTER.match(text, position, position + 40) is not None


def without_target(lead: str) -> str:
    """The words before an amount without those that name on-target earnings."""
    return _TARGET.sub(" ", lead)


def total(lead: str, text: str, position: int) -> bool:
    """Whether the amount is total compensation, of which base pay is a part."""
    return _TOTAL.search(lead) is not None or _TOTAL_AFTER.match(text, position, position + 40) is not None


def only_open(lead: str) -> bool:
    """Whether nothing but "from", "up to", "starting at" stands before the amount."""
    for pattern in (_OPEN_LOW, _OPEN_HIGH):
        found = pattern.search(lead)
        if found and not lead[: found.start()].strip(" -–•*(~"):
            return True
    return False


def open_end(lead: str) -> str | None:
    """"high" when only a floor is told ("from"), "low" when only a ceiling ("up to")."""
    return "high" if _OPEN_LOW.search(lead) else "low" if _OPEN_HIGH.search(lead) else None


def is_label(above: str) -> bool:
    """Whether the line right above an amount is nothing but the name of a pay field."""
    line = above.rsplit("\n", 1)[-1]
    return 0 < len(line) < 32 and introduces(line)[0] > 0 and not any(map(str.isdecimal, line))


def leads_straight(lead: str, end: int) -> bool:
    """Whether a word that ends at `end` leads straight to the amount, with only small words between."""
    return bool(_STRAIGHT.fullmatch(lead, end) or _STATES.fullmatch(lead, end))
