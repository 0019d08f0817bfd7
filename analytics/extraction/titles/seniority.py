"""The level of a posting: by its title, else by what its text says of the role or by the years that it asks for."""

import re
from typing import NamedTuple

from analytics.extraction.document import Document
from analytics.extraction.titles.levels import CONTRIBUTORS
from analytics.extraction.titles.reading import TitleReading, read_title
from analytics.extraction.titles.words import words, words_of
from analytics.extraction.years.finder import Years

_LEVELS = {
    "internship": "intern",
    "intern": "intern",
    "working student": "intern",
    "werkstudent": "intern",
    "praktikant": "intern",
    "stagiaire": "intern",
    "alternant": "intern",
    "becari": "intern",
    "entry-level": "entry",
    "entry level": "entry",
    "junior": "entry",
    "new grad": "entry",
    "mid-level": "mid",
    "mid level": "mid",
    "intermediate": "mid",
    "senior": "senior",
    "lead ": "lead",
    "lead-level": "lead",
    "staff ": "lead",
    "staff-level": "lead",
    "principal": "lead",
    "head of": "director",
}
# Sayings that tell for whom a job is: of beginners whatever the years, and of the untrained where no years are asked
_BEGINNERS = re.compile(
    r"no (?:prior |previous |work |working )*experience (?:is |are )?(?:necessary|required|needed)\b(?! (?:in|with))"
    r"|(?:start|launch|kick-?start|begin)(?:ing)? (?:out )?(?:in )?(?:your|their|a|an) (?:\w+ )?career\b"
    r"|(?:suit|suited to|suitable for|ideal for) (?:an? |recent |new |university |college )*"
    r"(?:graduates?|juniors?|school leavers?|entry[- ]level|career starters?|beginners?)\b",
    re.IGNORECASE,
)
_UNTRAINED = re.compile(
    r"(?:full|all|complete|paid|on[- ]the[- ]job) training (?:will be |is )?(?:provided|given)\b"
    r"|(?<=[(\n])training (?:will be |is )?provided\b"
    r"|willing(?:ness)? to (?:complete|undergo|undertake) (?:the )?training (?:with|prior|before)",
    re.IGNORECASE,
)
_SAYINGS = (
    "no experience", "no prior", "no previous", "no work", "suit ", "suited to", "suitable for", "ideal for",
    "training provided", "training will be", "full training", "all training", "complete training", "paid training",
    "on-the-job training", "willing to", "willingness to", "start your", "start their", "starting their",
    "starting your", "launch your", "kickstart your", "kick-start your", "begin your",
)  # fmt: skip
# Words of the text that may tell the level; the finder looks at the text around these and nowhere else.
TRIGGERS: tuple[str, ...] = (*_LEVELS, *_SAYINGS)

_BAND = {"intern": "entry", "entry": "entry", "mid": "mid"}
_NOUN = (
    r"(?:engineers?|developers?|scientists?|architects?|analysts?|consultants?|designers?|researchers?|specialists?"
    r"|managers?|role|position|opportunity|individual contributor|ic|hire|\w*entwickler\w*|\w*ingenieur\w*"
    r"|ingénieur\w*|développeu\w*|ingenier\w*|desarrollador\w*)\b"
)
# "We are seeking a ...", "Join us as a ...", "This is a ...": what follows is the role itself
_ANNOUNCED = re.compile(
    r"(?:\b(?:seeking|looking for|look for|lookout for|hiring|recruiting|searching for|search of|we need"
    r"|join (?:us|our team|the team)(?: today)? as|role of|position of|opening for|opportunity for"
    r"|this is|role is|position is|suchen(?: wir)?"
    r"|recherch(?:e|ons)|buscamos|(?:candidate|you|person) (?:is|are|will be)|\bbe)"
    r"\s+(?:(?:an?|our|the|next|first|experienced|eine?n?|une?|un|una)\s+){1,3}"
    r"|\b(?:role|position) of\s+"
    r"|(?:^|[.!?\n•*-]\s*)as (?:an?|our|the)\s+)(?:[\w/&-]+,?\s+){0,3}$",
    re.IGNORECASE,
)
# "Seniority: mid-level", "Career level - Senior"
_FIELD = re.compile(
    r"\b(?:seniority|career level|job level|experience level|level|niveau)\s*[:–-]\s*$|\bseniority level\s*$",
    re.IGNORECASE,
)
_ROLE = re.compile(rf"(?:[-\s/&,(]+[\w/&+.()'’-]+){{0,6}}?[-\s/]+{_NOUN}", re.IGNORECASE)
_THIS_INTERNSHIP = re.compile(r"\b(?:this|dieses|ce|cette)\s+(?:paid\s+|summer\s+)?$", re.IGNORECASE)
_OF_THE_INTERNSHIP = re.compile(r" (?:details|duration|period|type)\s*:", re.IGNORECASE)
_TRADE = re.compile(r"(?:[- ]level)?\s+[A-Z][\w-]+\b(?! (?:Manage|Lead|Exec))")  # a trade that is no word of the lists
_PLAIN = frozenset({"entry", "mid", "senior"})
_AT_LEVEL = re.compile(r"\b(?:at|to) an?\s+(?:more )?$", re.IGNORECASE)
# Senior colleagues are no level: "report to the Senior Data Engineer", "work with our Senior Data Engineers"
_OTHERS = re.compile(
    r"\b(?:to|with|by|from|under|for|support(?:ing|s)?|assist(?:ing|s)?|mentor(?:ing|s)?|alongside|our|other|of|and|into)"
    r"\s+(?:an?\s+|the\s+|our\s+|other\s+|more\s+)*$",
    re.IGNORECASE,
)
_MANAGES = re.compile(r"\b(?:direct reports|line manage|people manage|manage (?:a|the|our) team)", re.IGNORECASE)
# "(2 to 4yrs exp)", "8+ Years"; a bare "2 years" is a contract's length as often
YEARS_IN_TITLE = re.compile(
    r"\b(\d{1,2})\s*(?:(?:\+|(?:-|–|to)\s*\d{1,2}\s*\+?)\s*(?:years?|yrs?)|(?:years?|yrs?)\s*(?:of\s*)?exp)",
    re.IGNORECASE,
)
_BEFORE, _AFTER = 90, 110
_MOST = 200  # places that are looked at; a posting has three


class Seniority(NamedTuple):
    """`level` is one of the eight, `band` entry, mid or senior; `basis` is title, years, text or assumed.

    `start` and `end` span in the description what tells it, None where the title does or nothing.
    """

    level: str
    band: str
    basis: str
    start: int | None = None
    end: int | None = None


def band(level: str) -> str:
    """The band of a level: entry (intern, entry), mid, senior (the rest)."""
    return _BAND.get(level, "senior")


def level_of_years(years: Years | None) -> str | None:
    """Under 2 years entry, from 2 to under 5 mid, 5 and more senior; "up to N" is read by its half."""
    if years is None:
        return None
    low = years.min if years.min is not None else (years.max or 0) / 2
    return "entry" if low < 2 else "mid" if low < 5 else "senior"


def level_in_text(doc: Document) -> tuple[str, int, int] | None:
    """The level that the text states of the role itself ("We seek a Lead Data Engineer", "Seniority: mid-level").

    With it the characters that state it, from start to end.

    A level word elsewhere tells nothing: "lead a team", "our staff", "report to a senior manager".
    """
    text, title = doc.text, " ".join(words_of(doc.title))
    for spot in doc.spots.get("seniority", ())[:_MOST]:
        if spot and text[spot - 1].isalnum():
            continue
        beginners = _BEGINNERS.match(text, spot) if text[spot - 1 : spot] != "(" else None
        if beginners:  # in brackets it is of one thing only
            return "entry", spot, beginners.end()
        word = next((word for word in _LEVELS if text[spot : spot + len(word)].lower() == word), "")
        if not word:
            continue
        before, end = text[max(0, spot - _BEFORE) : spot], spot + len(word.rstrip())
        if text[end : end + 1].isalpha() and word != "becari":
            continue
        if _FIELD.search(before):
            return _LEVELS[word], spot, end
        if word in ("senior", "junior") and text[end : end + 6].lower() == " level" and _AT_LEVEL.search(before):
            return _LEVELS[word], spot, end
        if word == "internship" and (_THIS_INTERNSHIP.search(before) or _OF_THE_INTERNSHIP.match(text, end)):
            return "intern", spot, end
        if word == "intern" and title and " ".join(words_of(before)).endswith(f" {title}"):
            return "intern", spot, end  # "The Prompt Engineer Intern will", under the title "Prompt Engineer"
        if _ANNOUNCED.search(before):
            if _LEVELS[word] == "intern":
                return "intern", spot, end
            role = _ROLE.match(text, end, end + _AFTER)
            if role:  # "a Senior Staff Engineer" is read like a title
                return read_title(text[spot : role.end()]).level or _LEVELS[word], spot, role.end()
            if _LEVELS[word] in _PLAIN and _TRADE.match(text, end):  # "looking for a Junior Lawyer"
                return _LEVELS[word], spot, end
        if _LEVELS[word] in _PLAIN and not _OTHERS.search(before) and _is_this_job(text[end : end + _AFTER], title):
            return _LEVELS[word], spot, end
    return None


def _is_this_job(behind: str, title: str) -> bool:
    """Is what follows a level word in the text the trade of the title: "the Senior Data Engineer will mentor"?"""
    following = words_of(behind.split("\n")[0])[:3]
    return any(f" {' '.join(following[:count])} " in f" {title} " for count in (3, 2) if len(following) >= count)


def _is_for_the_untrained(doc: Document) -> bool:
    return any(_UNTRAINED.match(doc.text, spot) for spot in doc.spots.get("seniority", ())[:_MOST])


def decide(reading: TitleReading, years: Years | None, doc: Document | None = None) -> Seniority:
    """The posting's level by its title, then by years, then by text; mid with the basis "assumed" where none tells.

    Years tell no more than entry, mid or senior: a text that announces the role as another level ("seeking a Lead
    AI Engineer") is more precise and goes before them.
    """
    if reading.level == "executive" and _is_grade(reading, doc):
        return Seniority("senior", "senior", "title")
    if reading.level:
        return Seniority(reading.level, band(reading.level), "title")
    told = YEARS_IN_TITLE.search(reading.title)
    level = level_of_years(Years(float(told[1]), None, 0, 1)) if told else None
    if level:
        return Seniority(level, band(level), "title")
    stated = level_in_text(doc) if doc is not None else None
    if stated:
        level, start, end = stated
        return Seniority(level, band(level), "text", start, end)
    asked = level_of_years(years)
    if asked and years:
        if asked == "entry" and years.min and years.min >= 1 and years.max is None and reading.role == "other":
            asked = "mid"  # a year's practice is what a trained person has in most trades; beginners are asked for none
        return Seniority(asked, band(asked), "years", years.start, years.end)
    if doc is not None and _is_for_the_untrained(doc):
        return Seniority("entry", "entry", "text")
    if doc is not None and doc.text and reading.role == "other" and _is_elementary(reading.title):
        return Seniority("entry", "entry", "title")
    return Seniority("mid", "mid", "assumed")


def _is_elementary(title: str) -> bool:
    """Does a title without a level name an occupation for which nobody is trained: "Labourer", "Kitchen Hand"?"""
    return not words().elementary.isdisjoint(words_of(re.sub(r"hands[- ]on", "", title, flags=re.IGNORECASE)))


def _is_grade(reading: TitleReading, doc: Document | None) -> bool:
    """Is "Vice President" a bank's grade: of an engineer or analyst whose text tells of no one to manage?"""
    grade = any(word in ("vp", "vice president") for word in reading.level_words)
    return (
        grade and reading.head in CONTRIBUTORS and doc is not None and bool(doc.text) and not _MANAGES.search(doc.text)
    )
