"""What each derived value of a posting was read from, read off the Doc in one place: characters and the rule.

Values that the description tells have spans (`doc.spans["pay"]`, `["years"]`, `["workplace"]`, `["seniority"]`,
`["role"]`), which are led back to the description as it was given. Title and location are no part of the Doc: there the
words are looked up again, and where that finds none, as with a title that names its role as a whole, all of it counts.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span

from analytics.extraction.document import source
from analytics.extraction.titles.reading import TitleReading
from analytics.extraction.titles.seniority import YEARS_IN_TITLE
from analytics.extraction.titles.words import fold
from analytics.places.fields import HYBRID, ONSITE, REMOTE
from analytics.places.locations import Place, read_location

DESCRIPTION, TITLE, LOCATION = "description", "title", "location_raw"  # named as the columns of `postings`
SEPARATOR = " | "  # between the places of a location

FIELDS = ("role", "seniority", "years", "workplace", "pay", "place")
PERIOD = "pay_period"  # of a pay that the platform states without one: its evidence is that of the pay in the text
_WAYS = {"remote": (REMOTE,), "hybrid": (HYBRID,), "onsite": (ONSITE, REMOTE)}  # "no remote" tells onsite


class Evidence(NamedTuple):
    """The characters `start` to `end` of a text of the posting from which a value was read, and the rule that did it.

    `field` is one of FIELDS or PERIOD, `source` description, title or location_raw.
    """

    field: str
    source: str
    start: int
    end: int
    rule: str | None


def evidence(doc: Doc, place: Place | None = None, fields: Collection[str] = FIELDS) -> list[Evidence]:
    """The evidence of the values of a posting that were read from its texts, in the order of FIELDS.

    `fields` are the values that were, by default all but PERIOD; `place` is the place that is told, by default the
    first of `doc._.places`. A value that nothing tells ("assumed") has no evidence.
    """
    found = [
        one
        for field in (*FIELDS[:-1], PERIOD)
        if field in fields
        for one in (_of_spans(doc, field) or _of_other_texts(doc, field))
    ]
    place, location = place or next(iter(doc._.places), None), source(doc).location
    return [*found, _of_place(location, place)] if place and location and "place" in fields else found


def located(doc: Doc, span: Span) -> tuple[int, int]:
    """First character of a span in the description as it was given, and the one behind its last."""
    unwrapped = source(doc).unwrapped
    return unwrapped.origin(span.start_char), unwrapped.origin(span.end_char - 1) + 1


def _of_place(location: str, place: Place) -> Evidence:
    """The part of a location that names a place; all of it where no part alone does."""
    start = 0
    for part in location.split(SEPARATOR):
        if any(_where(found) == _where(place) for found in read_location(part)):
            return Evidence("place", LOCATION, start, start + len(part), "location")
        start += len(part) + len(SEPARATOR)
    return Evidence("place", LOCATION, 0, len(location), "location")


def _where(place: Place) -> tuple[str | None, ...]:
    return (place.country, place.region, place.city) if place.country else (place.remote_scope,)


def _of_spans(doc: Doc, field: str) -> list[Evidence]:
    group = doc.spans.get("pay" if field == PERIOD else field, ())
    return [Evidence(field, DESCRIPTION, *located(doc, span), span.id_ or None) for span in group]


def _of_other_texts(doc: Doc, field: str) -> Iterator[Evidence]:
    """The evidence in title or location of a value that no span tells."""
    of, title, location = doc._, source(doc).title, source(doc).location
    if field == "role" and of.role and of.role.basis == "title" and title:
        yield Evidence(field, TITLE, 0, len(title), f"title.{of.title.head or 'no-head'}" if of.title else "title")
    elif field == "seniority" and of.seniority and of.seniority.basis == "title" and title:
        yield Evidence(field, TITLE, *_level_words(title, of.title), "title")
    elif field == "workplace" and of.workplace[1] == "title" and title:
        yield Evidence(field, TITLE, *_first(title, _WAYS[of.workplace[0]]), "title")
    elif field == "workplace" and of.workplace[1] == "location" and location:
        yield Evidence(field, LOCATION, *_first(location, _WAYS[of.workplace[0]]), "location")
    elif field in ("pay", PERIOD) and of.pay and of.pay.in_title:
        yield from (Evidence(field, TITLE, *figure) for figure in of.pay.figures)


def _level_words(title: str, reading: TitleReading | None) -> tuple[int, int]:
    folded, words = fold(title), reading.level_words if reading else ()
    if len(folded) != len(title):  # its offsets are of no use
        return 0, len(title)
    phrases = (r"\W+".join(map(re.escape, word.split())) for word in words)
    patterns = [re.compile(rf"(?<!\w){phrase}(?!\w)") for phrase in phrases]
    return _first(folded, [*patterns, YEARS_IN_TITLE])


def _first(text: str, patterns: Sequence[re.Pattern[str]]) -> tuple[int, int]:
    """The first match of the first pattern that has one, blanks around it left out; else the whole text."""
    for pattern in patterns:
        if match := pattern.search(text):
            word = match[0]
            start = match.start() + len(word) - len(word.lstrip())
            return start, start + len(word.strip())
    return 0, len(text)
