"""The level of a posting: by its title, else by the years that it asks for, else by what its text says of the role."""

import re
from typing import NamedTuple

from analytics.document import Document
from analytics.titles import TitleReading
from analytics.years import Years

# Words of the text beside which a level may be told; the finder looks at the text around these and nowhere else.
TRIGGERS: tuple[str, ...] = (
    "as a senior",
    "as a lead",
    "as a staff",
    "as a principal",
    "as a junior",
    "as an intern",
    "this is a senior",
    "this is a lead",
    "this is a staff",
    "this is a junior",
    "this is an entry",
    "senior-level",
    "senior level",
    "mid-level",
    "mid level",
    "entry-level",
    "entry level",
    "this internship",
    "recent graduate",
    "new grad",
    "as vice president",
    "as an avp",
    "avp",
    "vice president",
    "als werkstudent",
    "praktikum",
    "en tant que stagiaire",
    "alternance",
    "prácticas",
    "seniority",
    "career level",
    "job level",
    "experience level",
)

BAND = {"intern": "entry", "entry": "entry", "mid": "mid"}
_LEVELS = {
    "intern": "intern",
    "internship": "intern",
    "entry": "entry",
    "junior": "entry",
    "graduate": "entry",
    "grad": "entry",
    "mid": "mid",
    "intermediate": "mid",
    "associate": "entry",
    "senior": "senior",
    "lead": "lead",
    "staff": "lead",
    "principal": "lead",
    "manager": "manager",
    "director": "director",
    "executive": "executive",
}
_NAMED = r"(?P<level>intern(?:ship)?|entry|junior|mid|intermediate|senior|lead|staff|principal|graduate|director)"
_NOUN = r"(?:engineer|developer|scientist|architect|analyst|consultant|designer|researcher|specialist|manager|role|position|opportunity|individual contributor|ic\b|member)"
_ROLE = re.compile(
    # "As a Senior AI Engineer, you will", "This is a senior individual-contributor role"
    rf"(?:\bas an?\s+{_NAMED}(?:[-\s/&][\w&/.-]+){{0,5}}?[-\s]{_NOUN}[^.\n]{{0,40}}?\b(?:you|your)\b"
    rf"|\bthis is an?\s+(?:[\w-]+\s){{0,2}}?{_NAMED}\b(?:[-\s,][\w/&-]+){{0,5}}?[-\s]{_NOUN})",
    re.IGNORECASE,
)
# "Seniority: Mid-level", "Career level - Entry"
_FIELD = re.compile(rf"(?:seniority|career|job|experience)(?:\s+level)?\s*[:–-]\s*{_NAMED}\b", re.IGNORECASE)
_INTERNSHIP = re.compile(
    r"\bthis internship\b|\bals werkstudent|\ben tant que stagiaire\b|\bdieses praktikum\b|\bcontrat d['’]alternance\b",
    re.IGNORECASE,
)
_REACH = 60


class Seniority(NamedTuple):
    """`level` is one of the eight, `band` entry, mid or senior; `basis` is title, years, text or assumed."""

    level: str
    band: str
    basis: str


def band(level: str) -> str:
    """The band of a level: entry (intern, entry), mid, senior (the rest)."""
    return BAND.get(level, "senior")


def level_of_years(years: Years | None) -> str | None:
    """Under 2 years entry, from 2 to under 5 mid, 5 and more senior; "up to N" is read as half of N."""
    if years is None:
        return None
    low = years.min if years.min is not None else (years.max or 0) / 2
    return "entry" if low < 2 else "mid" if low < 5 else "senior"


def level_in_text(doc: Document) -> str | None:
    """The level that the text states of this very role; "lead" and "staff" in running text tell nothing."""
    text = doc.text
    for spot in doc.spots.get("seniority", ()):
        start, end = max(0, spot - _REACH), min(len(text), spot + 2 * _REACH)
        match = _ROLE.search(text, start, end) or _FIELD.search(text, start, end)
        if match:
            return _LEVELS[next(group for group in match.groups() if group).lower()]
        if _INTERNSHIP.search(text, start, end):
            return "intern"
    return None


def decide(reading: TitleReading, years: Years | None, doc: Document | None = None) -> Seniority:
    """The posting's level: title, then years, then text; mid with the basis "assumed" where nothing tells it."""
    if reading.level:
        return Seniority(reading.level, band(reading.level), "title")
    stated = level_of_years(years)
    if stated:
        return Seniority(stated, band(stated), "years")
    said = level_in_text(doc) if doc is not None else None
    if said:
        return Seniority(said, band(said), "text")
    return Seniority("mid", "mid", "assumed")
