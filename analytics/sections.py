"""Sections of a posting: by its headings; what stands before the first one is "other".

A heading is a short line that opens a block and holds one of the words of data/sections.toml, or such words before a
colon at the start of a line. Texts come hard-wrapped, as bullets, or as one long line; all three are read.
"""

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

KINDS = ("preferred", "legal", "pay", "benefits", "process", "required", "responsibilities", "employer")
OTHER = "other"
ASKING = frozenset(("required", "preferred", "responsibilities"))  # what stands there is asked for

_DATA = tomllib.loads((Path(__file__).parent / "data" / "sections.toml").read_text(encoding="utf-8"))
_HEADINGS = tuple((kind, re.compile(r"(?<![\w-])(?:" + "|".join(_DATA[kind]) + ")", re.IGNORECASE)) for kind in KINDS)
PREFERRED_WORDS = re.compile(_DATA["words"]["preferred"], re.IGNORECASE)

_LONGEST = 70  # characters of a heading
_MOST_WORDS = 9
_MARKS = " \t…#*_=>~|·•●▪■◆►✅🚀-–—:\u200b"
_BULLET = re.compile(r"\s*(?:[-–—•●▪◦·*‣o]\s|\d{1,2}[.)]\s)")
_INLINE = re.compile(r"\s{0,4}(?:[#*_]{0,3})([A-ZÄÖÜÉÀ¿][^\n:.;!]{2,45}?)(?:[*_]{0,2}):[*_]{0,2}(?=\s)")
_OF_OTHERS = re.compile(
    r"our\b.{0,25}\b(?:leadership|founders?|team|investors|customers|clients)\b.*\b(?:experience|background|expertise)",
    re.I,
)
_LONG_LINE = re.compile(r"\n| {2,}|(?<=[.!?]) (?=[A-Z][^.:!?]{2,45}:\s)")


@dataclass(frozen=True, slots=True)
class Sections:
    """Where sections start, and their kinds; `named` says whether a heading tells where the job's own part is."""

    starts: tuple[int, ...]
    kinds: tuple[str, ...]

    def at(self, offset: int) -> str:
        """The kind of section in which an offset lies."""
        return self.kinds[bisect_right(self.starts, offset) - 1]

    @property
    def named(self) -> bool:
        return not ASKING.isdisjoint(self.kinds)


def find_sections(text: str) -> Sections:
    """The sections of a text, in order; the first one is "other" from 0."""
    starts, kinds = [0], [OTHER]
    long_lines = len(text) > 400 and text.count("\n") * 600 < len(text)
    bounds = [0]
    if long_lines:
        bounds += [found.end() for found in _LONG_LINE.finditer(text)]
    else:
        position = text.find("\n")
        while position != -1:
            bounds.append(position + 1)
            position = text.find("\n", position + 1)
    bounds.append(len(text) + 1)
    blank_before = True
    for index in range(len(bounds) - 1):
        start, end = bounds[index], bounds[index + 1] - 1
        line = text[start:end]
        if not line or line.isspace():
            blank_before = True
            continue
        may_open = blank_before or long_lines or ":" in line or line[-1] in "?…*_ \t" or line.lstrip()[:1] in "#*"
        kind = _kind_of_line(text, line, end, blank_before or long_lines) if may_open else None
        if kind is not None:
            starts.append(start)
            kinds.append(kind)
        blank_before = False
    return Sections(tuple(starts), tuple(kinds))


def _kind_of_line(text: str, line: str, end: int, opens: bool) -> str | None:
    """The section that a line opens; None when it is no heading."""
    if len(line) <= _LONGEST:
        bare = line.strip(_MARKS)
        ends_open = line.rstrip(" \t*_").endswith((":", "?", "…"))
        if bare.endswith("...") or text[end - 3 : end] == "...":
            bare, ends_open = bare.rstrip("."), True
        if bare and (bare[0].isupper() or bare[0] in "¿" or not bare[0].isalpha() or ends_open):
            closed = bare[-1] in ".,;!" or bare.count(" ") >= _MOST_WORDS
            bullet = _BULLET.match(line)
            # A line that goes on in small letters is the first of a hard-wrapped paragraph.
            wraps = text[end + 1 : end + 20].lstrip(" \t")[:1].islower()
            followed = opens and not bullet and text[end : end + 1] == "\n" and not wraps
            if not closed and (ends_open or followed or (line.lstrip()[:1] in "#*" and not bullet)):
                kind = heading_kind(bare)
                if kind is not None:
                    return kind
    inline = _INLINE.match(line) if ":" in line else None
    if inline is not None and inline[1].count(" ") < 6:
        return heading_kind(inline[1])
    return None


@lru_cache(maxsize=8192)
def heading_kind(heading: str) -> str | None:
    """The section that a heading opens, None when its words open none."""
    if _OF_OTHERS.match(heading):
        return "employer"
    for kind, pattern in _HEADINGS:
        if pattern.search(heading):
            return kind
    return None
