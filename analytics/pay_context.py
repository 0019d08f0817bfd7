"""What the words around an amount make of it: pay, or bonus, funding, a price and other money that is no base pay."""

import re

# What an amount of base pay is introduced by. Case is ignored; the last word before the amount decides.
_PAY = re.compile(
    r"\b(?:salar(?:y|ies|io|is)|salaires?|pay(?!ments?|roll|ing (?:customers?|users?|clients?)|ers?\b|pal|ments|ed\b|outs?)(?:s|rate|ing)?"
    r"|compensation|comp\b|comp:|wages?|hourly rate|pay ?rate|day rate|daily rate|rate\b|rate:|remunerat\w*|renumerat\w*|rémunérat\w*|remunerac\w*"
    r"|earn(?:ings?|s)?|income|take[- ]home|base\b|basic\b|package|ctc|stipendium|budgeted range|zone|tier \d|level \d|geo"
    r"|range\b|range:|ranges?|gross|cash\b|fixed|fix(?:e|um|gehalt)\b|on offer|offer(?:ing)?:?"
    r"|\w*gehalt\w*|\w*vergütung\w*|\w*lohn\b|\w*lohns?\b|entlohnung|\w*entgelt\w*|bezahlung|\w*verdienst\w*|verdienen|brutto\w*|honorar|einkommen"
    r"|\w*einkommen|stundensatz|tagessatz|grundlohn|grundløn|lønn?|løn|lön|palk"
    r"|brut[es]?|bruts|annuels?|fourchette|retribuci\w*|sueldo|brutos?|ganar|ganarás|nómina|ral\b|stipendio|salário|remuneraç\w*"
    r"|salaris|wynagrodzeni\w*|gaji\w*|upah|pendapatan|sahod|sweldo|mzda|plat\b|bér)"
    r"|薪|待遇|工資|工资|收入|給与|給料|年収|月給|時給|연봉|급여|เงินเดือน|ค่าจ้าง|ค่าตอบแทน|รายได้|อัตรา",
    re.IGNORECASE,
)
# Other money. A word that names a use, a party or a purpose of money; again the last one before the amount decides.
_OTHER_BEFORE = re.compile(
    r"\b(?:(?:transport\w*|travel|workers?.?|relocation|meal|overtime|equity|deferred|unemployment|bonus|incentive|variable|severance|holiday|sick"
    r"|leave|minimum|average|median|parental) (?:compensation|pay|salary|package|wage)|bonus(?:es)?|boni|prämien?|primes?\b|bonificaci\w*|sign[- ]?on|signing|sign[- ]up|referrals?|refer\b|recommend\w*|commissions?|comisi\w*|provision\w*|incentives?"
    r"|incentivos?|insentif|komisi|equity|stock|shares?|rsus?|espp|options?|esop|grants?|allowances?|elaun|tunjangan|zulage\w*|zuschl\w*|zuschuss|stipends?"
    r"|reimburse\w*|reimbursements?|tuition|education(?:al)?|scholarships?|401\(?k\)?|match(?:ing|es)?|contribut\w*|hsa|fsa|deductibles?|premiums?"
    r"|insur\w*|coverage|cover(?:ed|s)?|budgets?|presupuesto|subvention|credits?|gift|voucher\w*|gutschein\w*|cards?|karte|carte|chèques?|tickets?"
    r"|discounts?|worth|valued?|valuations?|valuation|value|cost(?:s|ing)?|price\w*|prices?|fees?|charges?|loan\w*|spend(?:s|ing)?|spent|deals?"
    r"|sav(?:e|es|ing|ings)|donat\w*|prizes?|awards?|rewards?|penalt(?:y|ies)|fines?|raised?|raising|fund(?:s|ed|ing|raise\w*)?|series [a-h]|seed"
    r"|backed|invest(?:s|ed|ment|ments|ing|ors?)?|revenues?|umsatz\w*|chiffre d.affaires|facturaci\w*|ca de|arr\b|mrr|gmv|aum|assets|turnover|sales(?! (?:salary|comp|pay|manager|engineer|director|associate))|market|markets"
    r"|transactions?|processed|process(?:es|ing)?|payments|payroll|portfolio|contracts? (?:worth|of|valued)|accounts? (?:of|worth)|bookings?|quota"
    r"|differential|overtime|per diem|relocation|umzug\w*|home office|equipment|phone|cell|mobile|internet|wellness|wellbeing|lifestyle"
    r"|gym|panier\w*|repas|learning|training|weiterbildung\w*|professional development|books?|meals?|lunch|food|commut\w*|transport\w*|travel|mileage|fuel|parking"
    r"|salary packaging|packaging|sachbezug\w*|tax[- ]free|steuerfrei\w*|spesen|spend|customers? pay|clients? pay|users? pay|profit|ebitda|loss(?:es)?|debt|exceeding|exits?"
    r"|acquired|acquisition|ipo|market cap|capital|economy|industry|tips?|ote|on[- ]target|employees?|staff|people|users|customers|clients|population"
    r"|salary threshold|minimum wage|mindestlohn|smic|threshold|extra\w*|gehaltsextra|dietas|ayuda|cheque|kilometer\w*|indemni\w*|versements?"
    r"|subsid(?:y|ies|ised|ized)|retirement|pension|superannuation|vacation|holiday|pto|donate|charity|charities|advance|wallet|dues|licens\w*|certif\w*"
    r"|arrears|inventory|property|housing|mortgage\w*|claims?|liabilit\w*|surplus|gross (?:margin|profit|merchandise)|household income|median income)\b"
    r"|津貼|獎金|佣金|花紅|โบนัส|ค่าคอม|เบี้ย",
    re.IGNORECASE,
)
# Bonus and the like beside the pay, as in "pay + bonus eligibility: up to $25/h", do not take the amount over.
_BESIDE = re.compile(
    r"(?:\+|\bplus\b|&(?:amp;)?|\band\b|\bund\b|\bet\b|\by\b|/|,)\s*(?:[\w-]+\s){0,2}?(?:bonus(?:es)?|equity|commissions?|incentives?|benefits?|stock"
    r"|options?|shares?|super(?:annuation)?|tips?|ote|extras?)\b(?:\s+(?:eligibility|eligible|plan|scheme|package|opportunit\w+))?",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"\b(?:ote|on[- ]target|total (?:cash |target |annual |direct )?(?:compensation|comp|earnings|rewards?|package|remuneration)|target earnings|tc)\b"
    r"|\bearning (?:potential|capacity)\b|total package",
    re.IGNORECASE,
)
_TARGET_AFTER = re.compile(
    r"[\s(,-]*(?:[\w']+\s){0,2}?(?:ote\b|on[- ]target|total (?:cash |target )?comp)", re.IGNORECASE
)
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
    r"|phone|abschlag|zuschuss|zuschlag|prämie|primes?\b|kilometer|licens\w*|spend|worth|economy|opportunit\w*|ebitda|billable hour|per billable|wfh|work[- ]from[- ]home|flex\b|expens\w*)",
    re.IGNORECASE,
)
_PURPOSE_AFTER = re.compile(
    r"[\s)*]*(?:(?!(?:plus|and|with|or|base|basic|salary|per|from|und|et|y|depending|excluding|excl|before|less|not|but|which|that)\b)[\w/-]+\s+){0,4}?"
    r"(?:bonus(?:es)?|stipends?|allowances?|reimburse\w*|budgets?|credits?|vouchers?|differential|grants?|contributions?|gift cards?|funding|valuation)\b",
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
    """The clause that leads to `position`, and the up to three short lines above it; blanks collapsed."""
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


def introduces(lead: str) -> int:
    """1 when the words before an amount make it pay, -1 when they make it other money, 0 when they do neither."""
    pay = other = -1
    for found in _PAY.finditer(lead):
        pay = found.end()
    cleaned = _BESIDE.sub(lambda m: " " * len(m.group()), lead) if pay >= 0 else lead
    for found in _OTHER_BEFORE.finditer(cleaned):
        other = found.end()
    if pay < 0 and other < 0:
        return 0
    return 1 if pay > other else -1


def other_after(text: str, position: int, straight: bool) -> bool:
    """Whether what follows an amount names it as other money ("$20 million in funding", "$500 sign-on bonus").

    `straight`: a pay word leads straight to the amount, so that a capital word after it starts something new.
    """
    found = _OTHER_AFTER.match(text, position, position + 90) or _PURPOSE_AFTER.match(text, position, position + 70)
    if found is None:
        return False
    words = found.group().lstrip(" )]*\u00a0")
    # A capital after a line break opens a new line, as in a list of benefits, and says nothing about the amount.
    return not (words.lstrip()[:1].isupper() and (words[:1] == "\n" or straight))


def pay_after(text: str, position: int) -> bool:
    """Whether what follows an amount names it as pay ("140k base", "$90k + super")."""
    return _PAY_AFTER.match(text, position, position + 60) is not None


def target(lead: str, text: str, position: int) -> bool:
    """Whether the amount is on-target or total earnings rather than base pay."""
    return _TARGET.search(lead) is not None or _TARGET_AFTER.match(text, position, position + 40) is not None


def open_end(lead: str) -> str | None:
    """"high" when only a floor is told ("from"), "low" when only a ceiling ("up to")."""
    return "high" if _OPEN_LOW.search(lead) else "low" if _OPEN_HIGH.search(lead) else None


def is_label(above: str) -> bool:
    """Whether the line right above an amount is nothing but the name of a pay field."""
    line = above.rsplit("\n", 1)[-1]
    return 0 < len(line) < 32 and introduces(line) > 0 and not any(map(str.isdecimal, line))


def leads_straight(lead: str) -> bool:
    """Whether a pay word stands directly before the amount, at most a few small words between."""
    last = None
    for last in _PAY.finditer(lead):
        continue
    if last is None:
        return False
    return bool(_STRAIGHT.fullmatch(lead, last.end()) or _STATES.fullmatch(lead, last.end()))
