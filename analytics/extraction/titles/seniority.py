"""The level of a posting: by its title, else by what its text says of the role or by the years that it asks for."""

import re
from typing import NamedTuple

from analytics.extraction.document import Document
from analytics.extraction.titles.level_rules import LEVELS, PATTERNS, SAYINGS
from analytics.extraction.titles.levels import CONTRIBUTORS
from analytics.extraction.titles.reading import TitleReading, read_title
from analytics.extraction.titles.words import words, words_of
from analytics.extraction.years.finder import Years
from analytics.values.levels import band

# Words of the text that may tell the level; the finder looks at the text around these and nowhere else.
TRIGGERS: tuple[str, ...] = (*LEVELS, *SAYINGS)

_PLAIN = frozenset({"entry", "mid", "senior"})
YEARS_IN_TITLE = PATTERNS["years-in-title"]
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
        beginners = PATTERNS["beginners"].match(text, spot) if text[spot - 1 : spot] != "(" else None
        if beginners:  # in brackets it is of one thing only
            return "entry", spot, beginners.end()
        word = next((word for word in LEVELS if text[spot : spot + len(word)].lower() == word), "")
        if not word:
            continue
        before, end = text[max(0, spot - _BEFORE) : spot], spot + len(word.rstrip())
        if text[end : end + 1].isalpha() and word != "becari":
            continue
        if PATTERNS["field"].search(before):
            return LEVELS[word], spot, end
        if (
            word in ("senior", "junior")
            and text[end : end + 6].lower() == " level"
            and PATTERNS["at-level"].search(before)
        ):
            return LEVELS[word], spot, end
        if word == "internship" and (
            PATTERNS["this-internship"].search(before) or PATTERNS["of-the-internship"].match(text, end)
        ):
            return "intern", spot, end
        if word == "intern" and title and " ".join(words_of(before)).endswith(f" {title}"):
            return "intern", spot, end  # "The Prompt Engineer Intern will", under the title "Prompt Engineer"
        if PATTERNS["announced"].search(before):
            if LEVELS[word] == "intern":
                return "intern", spot, end
            role = PATTERNS["role"].match(text, end, end + _AFTER)
            if role:  # "a Senior Staff Engineer" is read like a title
                return read_title(text[spot : role.end()]).level or LEVELS[word], spot, role.end()
            if LEVELS[word] in _PLAIN and PATTERNS["trade"].match(text, end):  # "looking for a Junior Lawyer"
                return LEVELS[word], spot, end
        if (
            LEVELS[word] in _PLAIN
            and not PATTERNS["others"].search(before)
            and _is_this_job(text[end : end + _AFTER], title)
        ):
            return LEVELS[word], spot, end
    return None


def _is_this_job(behind: str, title: str) -> bool:
    """Is what follows a level word in the text the trade of the title: "the Senior Data Engineer will mentor"?"""
    following = words_of(behind.split("\n")[0])[:3]
    return any(f" {' '.join(following[:count])} " in f" {title} " for count in (3, 2) if len(following) >= count)


def _is_for_the_untrained(doc: Document) -> bool:
    return any(PATTERNS["untrained"].match(doc.text, spot) for spot in doc.spots.get("seniority", ())[:_MOST])


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
        grade
        and reading.head in CONTRIBUTORS
        and doc is not None
        and bool(doc.text)
        and not PATTERNS["manages"].search(doc.text)
    )
