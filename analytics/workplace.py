"""Where the work of a posting is done: remote, hybrid or onsite, from title, location and text.

Every mention is weighed by what it says of this role: "Location: fully remote" outweighs "#LI-Remote", that outweighs
"remote-first company", and "remote sensing", "hybrid cloud" or "on-site gym" say nothing. A posting that offers remote
among other ways counts as remote. The text is read only around the trigger words that the shared scan has found.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from analytics.document import Document
from analytics.place_fields import HYBRID, ONSITE, REMOTE
from analytics.places import Place, read_location

Workplace = Literal["remote", "hybrid", "onsite"]

TRIGGERS: tuple[str, ...] = (
    *("remote", "hybrid", "on-site", "onsite", "on site", "office", "in-person", "in person", "work from home", "working from home"),
    *("work-from-home", "working-from-home", "wfh", "from anywhere", "from home", "telecommut", "telework", "distributed", "home-based"),
    *("home based", "#li-", "days a week", "days per week", "days/week", "days pw", "days in", "homeoffice", "mobiles arbeiten", "vor ort"),
    *("télétravail", "teletrabajo", "teletrabalho", "remoto", "remota", "híbrid", "hibrid", "présentiel", "presencial", "ibrido", "zdaln"),
    *("hybryd", "thuiswerken", "distansarbete", "hjemmefra", "smart working", "tage pro woche", "jours par semaine", "relocat"),
    *("リモート", "在宅", "재택", "远程", "混合办公"),
)
LEAST = 1.5  # a mention weaker than this decides nothing
BEFORE, AFTER = 90, 110  # characters around a trigger that are read
MOST = 60  # triggers that are read in one posting

_I = re.IGNORECASE
_ROLE = r"(?:role|position|job|opportunity|vacancy|engagement|contract|internship|assignment|post|stelle|poste|puesto|vaga)"
_LABEL = re.compile(
    r"(?:location|locations|work ?place|worksite|work ?site|work(?:ing)?[ -](?:type|mode|model|set ?-?up|arrangement|location|style|environment|policy)s?"
    r"|job (?:type|title|setup|location)|employment type|arrangement|set-?up|where|standort|arbeitsort|einsatzort|lieu|ubicaci[óo]n|modalidad"
    r"|modalit[ée]|local|flexibility|📍|🌍|🏠|🏡)(?: type)?\s{0,3}(?::|-|–|=|\n|\||📍)?[^\n.:]{0,45}$",
    _I,
)
_REMOTE = re.compile(
    r"remote(?:ly)?\b|remot[oa]s?\b|t[ée]l[ée]travail|teletrabajo|teletrabalho|telecommut\w*|telework\w*|zdaln\w+|thuiswerken|distansarbete"
    r"|hjemmefra|smart working|リモート|在宅|재택|远程",
    _I,
)
_OTHER_REMOTE = re.compile(
    r"remote(?:ly)?[ -]+(?:sens|monitor|access|control|desktop|diagnos|server|system|procedure|execution|configur|customer|client|colleague|employee"
    r"|worker|site|location|area|communit|patient|care\b|consult|learning|proctor|debug|code|repositor|api|host|device|hands|infrastructure|operat"
    r"|deposit|region|village|collaborat|onboard|interview|office|session|stakeholder|meeting|branch|support|manag|assist|vehicle|driving|guid"
    r"|identif|sensing|job boards?|offices|health|island|mine|file|machine|data source|function|call|backup|identity|deploy|connect|participant|contributor"
    r"|(?:and|or|&) (?:regional|rural)|hiring|culture|stipend|workforce|teams|team (?:members|management|leadership|environments?))",
    _I,
)
_NO_REMOTE = re.compile(
    r"(?:\bno(?:t|n)?\b|n't|n’t|unable to|cannot|neither)[^.\n]{0,35}$|\bnon-$|\bkein\w*\s+$|\bpas de\s+$", _I
)
_NO_REMOTE_AFTER = re.compile(
    r"remote[^.\n;]{0,30}\b(?:is|are|will)?\s*(?:not|n't)\b (?:be )?(?:available|possible|an option|offered|allowed|permitted|considered|eligible|supported)", _I
)
_PARTLY = re.compile(
    r"(?:partial(?:ly)?|partly|part|some|occasional(?:ly)?|semi|limited|up to \d+ ?%|\d+ ?%|\bdays?\b[^.\n]{0,12}|teilweise|bis zu \d+ ?%)[ -]*$", _I
)
_FULLY = re.compile(r"(?:100 ?%|fully|full|completely|permanent(?:ly)?|entirely|purely|predominantly|primarily|all|exclusively|vollst[äa]ndig)[ -]*$", _I)
_OR = re.compile(r"(?:hybrid|remote|on-?site|in-?office|office)\s*(?:,|/|or|and/or)(?:\s*(?:or)\b)?\s*(?:\w+\s+)?(?:hybrid|remote|on-?site|in-?office|office)", _I)
_STRONG_AFTER = re.compile(
    rf"(?:remote(?:ly)?|remot[oa]|t[ée]l[ée]travail)[ -]+(?:{_ROLE}\b|set-?up|(?:with)?in (?:the )?[A-Z]|from (?:the )?[A-Z]|anywhere|across|eligible|only|\(|-? ?(?:US|USA|UK|EU|EMEA)\b)"
)
_STRONG_BEFORE = re.compile(
    rf"(?:\b(?:this|the|our|a|an)\b[^.\n]{{0,25}}\b{_ROLE}\b[^.\n]{{0,45}}\b(?:is|be|as|based|can|will|offers?|performed|done|located)\b[^.\n]{{0,30}}|hiring an?\s|seeking an?\s|looking for an?\s)$",
    _I,
)
_WEAK_AFTER = re.compile(r"remote(?:ly)?[ -]+(?:setting|environment|friendly|company|organi[sz]ation|first|team\b|,? async)", _I)
_OPTION = re.compile(r"option|flexib|possib|arrangement|choose|choice|opportunity to|balance|some|partly|partial|ability|allowance|both worlds|m[öo]glich", _I)

_HYBRID = re.compile(r"hybrid\w*|h[íi]brid[oa]s?|ibrid[oa]|hybryd\w*|混合办公", _I)
_OTHER_HYBRID = re.compile(
    r"h[yíi]brid\w*[ -]+(?:cloud|search|retriev|infrastructure|architectur|app\b|apps|mobile|integrat|deploy|approach|intelligen|system|rag\b|rank|law|vehicle"
    r"|electric|threat|war|quantum|engine|powertrain|it\b|data|solution|storage|network|mesh|human|event|bike|trainee|identity|multi|on-?prem|memory|algorithm"
    r"|method|recommend|reason|ml\b|ai\b|model(?:s|ing|ling)\b|platform|stack|teams?\b|environments|graph|index|vector|query|strateg|of (?!work|remote|office|in))",
    _I,
)
_CLOUDS = re.compile(r"(?:multi|public|private|on-?prem\w*|cloud)[ ,/-]+(?:and |or )?$", _I)
_HYBRID_JOB = re.compile(
    rf"h[yíi]brid\w*[ -]+(?:{_ROLE}\b|work\w*|schedule|model|set-?up|arrangement|polic|basis|flexib|office|in\b|from\b|at\b|based|\(|,? ?\d|remote|option|environment\b)", _I
)

_HOME = re.compile(r"(?:work\w*)[ -]from[ -](?:home|anywhere)|wfh|home[ -]?office|home[ -]?based|from (?:home|anywhere)|mobiles arbeiten", _I)
_PERK = re.compile(
    r"stipend|allowance|budget|equipment|reimburse|bonus|set-?up (?:support|fund|cost)|furnish|expense|voucher|\$ ?\d|€ ?\d|£ ?\d|zuschuss|ausstattung|abroad"
    r"|(?:up to |for )\d+ (?:days|weeks|months)|\d+ (?:weeks|months)", _I
)
_NUMBER = {w: n for n, words in enumerate(("", "one eins ein un uno", "two zwei deux dos", "three drei trois tres", "four vier quatre cuatro", "five fünf cinq cinco")) for w in words.split()}
_DAYS = re.compile(
    r"(\d|one|two|three|four|five|zwei|drei|vier|deux|trois|quatre|dos|tres|cuatro)\+?(?:\s*(?:-|–|to|or|bis)\s*(\d|two|three|four|five))?\+?\s*(?:\(\d\)\s*)?"
    r"(?:full )?(?:days?|tage|jours|d[ií]as)\b",
    _I,
)
_WEEK = re.compile(r"week|\bpw\b|woche|semaine|semana|in (?:the |our |an? )?[\w ,.]{0,20}office|in[- ]office|on-?site|remote|home", _I)
_AT_OFFICE = re.compile(r"office|on[ -]?site|in[ -]person|\bhq\b|headquarter|\bhub\b|campus|büro|bureau|oficina|vor ort|sur site", _I)
_AT_HOME = re.compile(r"home|remote|wfh|télétravail", _I)
_ONSITE = re.compile(r"on[ -]?site|in[ -]person|vor ort|pr[ée]sentiel|presencial|in[- ]office", _I)
_OTHER_ONSITE = re.compile(
    r"(?:on[ -]?site|in[ -]person|in[- ]office)[ -]+(?:gym|parking|lunch|meal|food|interview|child|perk|support|caf|customer|client|visit|meeting|event|team|train|onboard"
    r"|collab|amenit|fitness|clinic|health|massage|chef|kitchen|snack|or\b|and remote|gather|connect|time\b|retreat|commerce|intervention|barista|laundry|doctor|day care|experience|workshop|off-?site|summit)",
    _I,
)
_ONSITE_JOB_AFTER = re.compile(rf"(?:on[ -]?site|in[ -]person|in[- ]office)[ ,-]+(?:{_ROLE}\b|work\b|only|full[- ]time|in\b|at\b|\(|required|based|\d|five|every ?day|daily)", _I)
_ONSITE_JOB_BEFORE = re.compile(
    rf"(?:{_ROLE}\b[^.\n]{{0,50}}\b(?:is|be|requires?|performed|fully|100%)[^.\n]{{0,25}}|work(?:ing)?\s+(?:fully |full[- ]time )?|100 ?%\s*|fully\s+|must be\s+)$", _I
)
_IN_OFFICE = re.compile(
    r"(?:based|located|sit|sits|situated|work|working|alongside (?:us|the team)|report|join us|onsite|team)\s+(?:full[- ]time\s+)?(?:in|at|from|out of)\s+(?:our|the|one of our|an?)\s+"
    r"(?:[\w.,&’'/-]+\s+){0,4}?(?:head ?)?offices?\b",
    _I,
)
_OFFICE_CHOICE = re.compile(r"remote|hybrid|home|option|\bor\b|anywhere|occasion|quarter|sometimes|travel|visit|once|meet|%|some roles|choose|partial", _I)
_OFFICE_BASED = re.compile(rf"office[ -]based|in[- ]office (?:{_ROLE}|work)", _I)
_TAG = re.compile(r"#li-?\s?(remote|hybrid|on-?site|office|in-?office)", _I)
_ANYWHERE = re.compile(r"(?:live|work|sit|reside|based|located)[^.\n]{0,25}from anywhere|work(?:ing)?[ -]from[ -]anywhere", _I)
_DISTRIBUTED = re.compile(r"(?:fully|globally|100%|remote,?|completely)[ -]distributed (?:team|company|organi|workforce|first)|distributed[- ](?:first|by)", _I)

Mention = tuple[Workplace, float]


def find_workplace(doc: Document, places: Sequence[Place] | None = None) -> tuple[Workplace | None, str | None]:
    """Workplace of the role with its basis: title, location or text; (None, None) where the posting does not tell.

    `places` are those of `read_location(doc.location)`, read here when not given.
    """
    if doc.title and (named := _named(doc.title)):
        return named, "title"
    if doc.location:
        told = _of_places(read_location(doc.location) if places is None else places)
        if told or (told := _named(doc.location)):
            return told, "location"
    best: dict[Workplace, float] = {}
    for value, strength in _mentions(doc.text, doc.spots.get("workplace", ())):
        best[value] = max(best.get(value, 0.0), strength)
    if not best:
        return None, None
    # Equal evidence: hybrid covers both what speaks for home and what speaks for the office.
    value = max(best, key=lambda name: (best[name], name == "hybrid"))
    return (value, "text") if best[value] >= LEAST else (None, None)


def _of_places(places: Sequence[Place]) -> Workplace | None:
    if any(place.remote for place in places):
        return "remote"
    return "hybrid" if any(place.hybrid for place in places) else None


def _named(text: str) -> Workplace | None:
    """What a title or a location says in so many words."""
    text = text[:300]
    for match in REMOTE.finditer(text):
        if not _OTHER_REMOTE.match(text, match.start()) and not _PERK.search(text, match.end(), match.end() + 20):
            word = match[0].strip().lower()
            if word.endswith(("virtual", "distributed")) and match.end() < len(text.rstrip(" )]")):
                continue  # "Virtual Assistant", "Distributed Systems"
            if _NO_REMOTE.search(text[: match.start()]):
                return "onsite"
            return "remote"
    for match in HYBRID.finditer(text):
        if not _OTHER_HYBRID.match(text, match.start()) and not re.match(r"\s+\w", text[match.end() :]):
            return "hybrid"
    for match in ONSITE.finditer(text):
        if not re.match(r"\s+(?:support|engineer|technician|manager|service)", text[match.end() :], _I):
            return "onsite"
    return None


def _mentions(text: str, spots: Sequence[int]) -> Iterator[Mention]:
    for spot in spots[:MOST]:
        start = max(0, spot - BEFORE)
        before, after = text[start:spot], text[spot : spot + AFTER]
        yield from _tagged(after)
        for rule in (_remote, _hybrid, _home, _days, _onsite, _office):
            yield from rule(before, after)


def _labelled(before: str) -> bool:
    return bool(_LABEL.search(before))


def _tagged(after: str) -> Iterator[Mention]:
    if after[0] == "#" and (tag := _TAG.match(after)):
        word = tag[1].lower()
        yield ("remote", 3.5) if word == "remote" else ("hybrid", 3.5) if word == "hybrid" else ("onsite", 3.5)


def _remote(before: str, after: str) -> Iterator[Mention]:
    if not _REMOTE.match(after) or before.endswith(("#LI-", "#li-")) or _OTHER_REMOTE.match(after):
        return
    if _NO_REMOTE_AFTER.match(after) or (before and _NO_REMOTE.search(before) and not _FULLY.search(before)):
        yield "onsite", 3.0
        return
    near = before[-45:] + after[:45]
    if _PARTLY.search(before):
        yield "hybrid", 3.0
    elif _FULLY.search(before):
        yield "remote", 4.0
    elif _OR.search(near):
        yield "remote", 3.6
    elif re.match(r"remote[^.\n]{0,6}\d\s*(?:-\s*\d )?days?|remote (?:day|friday|monday)", after, _I):
        yield "hybrid", 3.0
    elif _labelled(before):
        yield "remote", 4.0
    elif _STRONG_AFTER.match(after) or _STRONG_BEFORE.search(before):
        yield "remote", 3.2
    elif _WEAK_AFTER.match(after):
        own = re.search(r"\b(?:we|we['’]re|our|us|as a|join)\b[^.\n]{0,30}$", before, _I)
        yield "remote", 2.2 if own else 1.0
    elif re.search(r"(?:^|\n)[\s•*·-]*$", before) and re.match(r"remote\b[^\n]{0,25}(?:\n|$)", after, _I):
        yield "remote", 2.8
    elif re.search(r"experience\b[^.\n]{0,40}$", before, _I):
        yield "remote", 0.8
    else:
        yield "remote", 2.0


def _hybrid(before: str, after: str) -> Iterator[Mention]:
    if not _HYBRID.match(after) or before.endswith(("#LI-", "#li-")) or _OTHER_HYBRID.match(after) or _CLOUDS.search(before):
        return
    if _OR.search(before[-20:] + after[:30]) and _REMOTE.search(before[-20:] + after[:30]):
        yield "remote", 3.6
    elif _labelled(before):
        yield "hybrid", 4.0
    elif _STRONG_BEFORE.search(before) or re.match(rf"hybrid\W+(?:\w+\W+)?{_ROLE}\b", after, _I):
        yield "hybrid", 3.4
    elif _HYBRID_JOB.match(after):
        yield "hybrid", 2.9
    elif re.match(r"hybrid\w*\s*(?:\n|$|[,.;)|])", after, _I):
        yield "hybrid", 2.4


def _home(before: str, after: str) -> Iterator[Mention]:
    match = _HOME.match(after)
    if not match:
        return
    near = before[-50:] + after[:60]
    if _PERK.search(near):
        yield "remote", 1.5 if re.search(r"home[ -]?office", near, _I) else 0.5
    elif re.search(r"\b(?:no|not)\b[^.\n]{0,20}$", before, _I):
        yield "onsite", 3.0
    elif re.match(r"(?:work\w*[ -])?from[ -]anywhere", after, _I):
        yield "remote", 2.5
    elif _OPTION.search(before[-60:] + after[len(match[0]) : 60]) or _AT_OFFICE.search(re.sub(r"home[ -]?office", "", near, flags=_I)):
        yield "hybrid", 2.3
    elif _labelled(before) or re.search(r"(?:permanent|100 ?%|full(?:y|-time)?)\s*$", before, _I):
        yield "remote", 4.0
    else:
        yield "remote", 2.3


def _days(before: str, after: str) -> Iterator[Mention]:
    if not re.match(r"days|tage|jours|on[ -]?site|in[ -]?office|in-person|office|work\w*[ -]from[ -]home|wfh|remote", after, _I):
        return
    near = before[-45:] + after[:70]
    for match in _DAYS.finditer(near):
        around = near[max(0, match.start() - 50) : match.end() + 60]
        if not _WEEK.search(near[match.end() : match.end() + 45]) and not re.search(r"(?:office|on-?site|home|wfh)\W+$", near[: match.start()], _I):
            continue
        last = (match[2] or match[1]).lower()
        days = int(last) if last.isdigit() else _NUMBER.get(last, 0)
        if _AT_HOME.search(re.sub(r"home[ -]?office", "", around, flags=_I)) or (_AT_OFFICE.search(around) and days < 5):
            yield "hybrid", 4.2
        elif _AT_OFFICE.search(around) and days == 5:
            yield "onsite", 4.2


def _onsite(before: str, after: str) -> Iterator[Mention]:
    if not _ONSITE.match(after) or _OTHER_ONSITE.match(after):
        return
    near = before[-45:] + after[:45]
    if _REMOTE.search(near) or _HYBRID.search(near):
        return
    if re.search(r"(?:partial(?:ly)?|partly|some)\s*$", before, _I):
        yield "hybrid", 3.0
    elif _labelled(before):
        yield "onsite", 3.8
    elif _ONSITE_JOB_AFTER.match(after) or _ONSITE_JOB_BEFORE.search(before):
        yield "onsite", 2.8


def _office(before: str, after: str) -> Iterator[Mention]:
    if not after[:6].lower() == "office":
        return
    near = before[-85:] + after[:8]
    if _IN_OFFICE.search(near) and not _OFFICE_CHOICE.search(before[-70:] + after[:60]):
        yield "onsite", 2.0
    elif _OFFICE_BASED.match(after) and not _OFFICE_CHOICE.search(before[-30:] + after[:60]):
        yield "onsite", 2.6
