"""Hiring comments of forums, "Employer | Title | Place | REMOTE | Pay", read into their jobs. Pure functions."""

import re
from dataclasses import dataclass, field

from spiders.markup import unescaped

_TAG = re.compile(r"<[^<>]*>")
_LINK = re.compile(r"<a\b[^<>]*>(?:[^<]|<(?!/?a\b))*+</a>", re.IGNORECASE)
_BREAK = re.compile(r"<p>|<br\s*/?>|\n", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-*•–—·▪◦>]+|\d{1,2}[.)])\s*")
_ROLE = re.compile(
    r"\b(?:engineers?|engineering (?:lead|manager)s?|developers?|programmers?|scientists?|researchers?|designers?"
    r"|architects?|analysts?|managers?|directors?|head of|vp of|cto|sre|swe|devops|devrel|advocates?|specialists?"
    r"|leads?|consultants?|administrators?|technicians?|writers?|marketers?|recruiters?|interns?|internships?|hackers?"
    r"|accountants?|generalists?|executives?|associates?|product owner|full[- ]?stack|mlops)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:multiple|various|several|many|all|open|different) (?:\w+ )?(?:roles|positions|openings)", re.IGNORECASE
)
_NO_PLACE = re.compile(
    r"[$€£]|\d\s?k\b|\bequity\b|full[- ]?time|part[- ]?time|\bcontract\b|\bpermanent\b|\bvisa\b|https?:|www\."
    r"|\b[\w-]+\.(?:com|io|ai|co|dev|org|net)\b|\bintern|\bsalary\b|\bfreelance\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"(?<!\bsr)(?<!\bjr)[.!?](?:\s|$)|\b(?:you|your|we|our|is|are|will|must|years?|using|already|with)\b", re.IGNORECASE
)
_LABEL = re.compile(r"(Company|Location|Role|Position|Title|Job):\s+(\S.*)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*\|\s*|\s+[—–]\s+")
LONGEST, BARE = 90, 60  # characters of a title, and of one alone on its line: longer ones are sentences


@dataclass(frozen=True, slots=True)
class HiringComment:
    """What a hiring comment says at its beginning: the employer, its jobs, where they are. Empty: not said."""

    company: str | None = None
    titles: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)


def hiring_comment(markup: str) -> HiringComment:
    """The jobs of a comment: those that its first line names between bars, else those that stand in a list below it.

    A comment without a first line of this form, such as a question or a thank-you, has none.
    """
    lines = [line for part in _BREAK.split(markup) if (line := _plain(part))]
    if not lines:
        return HiringComment()
    labels = {found[1].lower(): found[2] for line in lines if (found := _LABEL.match(line))}
    if "company" in labels:
        named = labels.get("role") or labels.get("position") or labels.get("title") or labels.get("job")
        titles = (_titles(named) if named else []) or _listed(lines, bare=True)
        place = labels.get("location")
        return HiringComment(labels["company"], titles, [place] if place else [])
    head = [segment for part in _BETWEEN.split(lines[0]) if (segment := part.strip(" -"))]
    by_segment = {segment: _titles(segment) for segment in head[1:]}
    titles = [title for found in by_segment.values() for title in found] or _listed(lines, bare=len(head) > 1)
    if not head or (len(head) < 2 and not titles):
        return HiringComment()
    places = [segment for segment, found in by_segment.items() if not found and _is_place(segment)]
    return HiringComment(_company(head[0]), list(dict.fromkeys(titles)), places)


def _plain(markup: str) -> str:
    return " ".join(unescaped(_TAG.sub("", _LINK.sub("", markup))).split())


def _company(segment: str) -> str | None:
    return re.sub(r"\s*\((?:[^()]*)\)\s*$|\s+https?:\S+|\s+-\s.*$", "", segment).strip() or None


def _titles(segment: str) -> list[str]:
    """The titles of a segment: several where each part between commas, slashes or "and" is one by itself."""
    if not _ROLE.search(segment) or _SEVERAL.search(segment) or len(segment) > 2 * LONGEST:
        return []
    parts = [part.strip() for part in re.split(r"\s*[,;/•]\s*|\s+(?:and|&|or)\s+", segment) if part.strip()]
    if len(parts) > 1 and all(_ROLE.search(part) for part in parts):
        return parts
    return [segment] if len(segment) <= LONGEST and not _SENTENCE.search(segment) else []


def _listed(lines: list[str], bare: bool = False) -> list[str]:
    """The titles that stand in a list: with bullets, also within one line; `bare`: or else alone on their line."""
    for is_bulleted in (True, False):
        found = []
        for line in lines[1:]:
            if not is_bulleted:
                entries = [line] if len(line) <= BARE and line[:1].isupper() else []
            elif line.count("•") > 1:
                entries = line.split("•")[1:]
            else:
                entries = [_BULLET.sub("", line)] if _BULLET.match(line) else []
            found += [title for entry in entries if (title := _title(entry))]
        if found or not bare:
            return found
    return []


def _title(entry: str) -> str | None:
    """The title at the beginning of a list's entry; None when it is none, but a sentence or something else."""
    title = re.split(r"\s+[-–—]\s+|\s+[-–—]$|:\s|\s*\(|\s*\|", entry.strip())[0].strip(" *_-")
    return title if title and len(title) <= LONGEST and _ROLE.search(title) and not _SENTENCE.search(title) else None


def _is_place(segment: str) -> bool:
    return len(segment) <= BARE and not _NO_PLACE.search(segment) and not _SEVERAL.search(segment)
