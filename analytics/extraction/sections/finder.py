"""Sections of a posting: by its headings; what stands before the first one is "other".

A heading is a short line that opens a block and holds one of the words of data/sections.toml, or such words before a
colon at the start of a line. Texts come hard-wrapped, as bullets, or as one long line; all three are read.
"""

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from analytics.text.wrapping import is_wrapped

KINDS = ("preferred", "legal", "pay", "benefits", "process", "required", "responsibilities", "employer")
OTHER = "other"
ASKING = frozenset(("required", "preferred", "responsibilities"))  # what stands there is asked for

_DATA = tomllib.loads((Path(__file__).with_name("sections.toml")).read_text(encoding="utf-8"))
_HEADINGS = tuple((kind, re.compile(r"(?<![\w-])(?:" + "|".join(_DATA[kind]) + ")")) for kind in KINDS)
PREFERRED_WORDS = re.compile(_DATA["words"]["preferred"])

_LONGEST = 70  # characters of a heading
_MOST_WORDS = 9
_OPEN_ENDS, _HASHES = frozenset("?…*_ \t"), frozenset("#*")
_MARKS = " \t…#*_=>~|·•●▪■◆►✅🚀-–—:\u200b"
_BULLET = re.compile(r"\s*(?:[-–—•●▪◦·*‣o]\s|\d{1,2}[.)]\s)")
_INLINE = re.compile(r"\s{0,4}(?:[#*_]{0,3})([A-ZÄÖÜÉÀ¿][^\n:.;!]{2,45}?)(?:[*_]{0,2}):[*_]{0,2}(?=\s)")
_OF_OTHERS = re.compile(
    r"our\b.{0,25}\b(?:leadership|founders?|team|investors|customers|clients)\b.*\b(?:experience|background|expertise)"
)
_LONG_LINE = re.compile(r"\n| {2,}|(?<=[.!?]) (?=[A-Z][^.:!?]{2,45}:\s)")


@dataclass(frozen=True, slots=True)
class Sections:
    """Where sections start, and their kinds; `wrapped`: lines are cut by width, so that their ends say nothing."""

    starts: tuple[int, ...]
    kinds: tuple[str, ...]
    wrapped: bool

    def at(self, offset: int) -> str:
        """The kind of section in which an offset lies."""
        return self.kinds[bisect_right(self.starts, offset) - 1]

    @property
    def named(self) -> bool:
        """Whether a heading tells where the job's own part is."""
        return not ASKING.isdisjoint(self.kinds)


NO_SECTIONS = Sections((0,), (OTHER,), False)


def find_sections(text: str) -> Sections:
    """The sections of a text, in order; the first one is "other" from 0."""
    starts, kinds = [0], [OTHER]
    lines = text.split("\n")
    wrapped = is_wrapped(lines)
    long_lines = len(text) > 400 and len(lines) * 600 < len(text) + 600
    if long_lines:
        bounds = [0, *(found.end() for found in _LONG_LINE.finditer(text)), len(text) + 1]
        lines = [text[start : end - 1] for start, end in pairwise(bounds)]
    start, blank_before = 0, True
    for line in lines:
        end = start + len(line)
        if not line or line.isspace():
            blank_before = True
        else:
            opens = blank_before or long_lines
            if opens or ":" in line or line[-1] in _OPEN_ENDS or line.lstrip()[0] in _HASHES:
                kind = _kind_of_line(text, line, end, opens)
                if kind is not None:
                    starts.append(start)
                    kinds.append(kind)
            blank_before = False
        start = end + 1
    return Sections(tuple(starts), tuple(kinds), wrapped)


def _kind_of_line(text: str, line: str, end: int, opens: bool) -> str | None:
    """The section that a line opens; None when it is no heading."""
    if len(line) <= _LONGEST:
        words = line.strip()
        marked, last = words[0] in _HASHES, words[-1]
        bare = words.strip(_MARKS) if last not in ".,;!" else ""
        if last == "." and words.endswith("..."):
            bare, last = words.strip(_MARKS + "."), "…"
        if bare:
            ends_open = last in ":?…" or (last in "*_" and words.rstrip(" \t*_").endswith((":", "?", "…")))
            if (
                (bare[0].isupper() or bare[0] == "¿" or not bare[0].isalpha() or ends_open)
                and bare[-1] not in ".,;!"
                and bare.count(" ") < _MOST_WORDS
                and (ends_open or ((marked or _is_followed(text, end, opens)) and not _BULLET.match(line)))
                and (kind := heading_kind(bare)) is not None
            ):
                return kind
    inline = _INLINE.match(line) if ":" in line else None
    if inline is not None and inline[1].count(" ") < 6:
        return heading_kind(inline[1])
    return None


def _is_followed(text: str, end: int, opens: bool) -> bool:
    """Whether the line that ends here stands alone above others; one that goes on in small letters is but wrapped."""
    return opens and text[end : end + 1] == "\n" and not text[end + 1 : end + 20].lstrip(" \t")[:1].islower()


@lru_cache(maxsize=8192)
def heading_kind(heading: str) -> str | None:
    """The section that a heading opens; None when its words open none."""
    heading = heading.lower()
    if _OF_OTHERS.match(heading):
        return "employer"
    for kind, pattern in _HEADINGS:
        if pattern.search(heading):
            return kind
    return None
