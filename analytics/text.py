"""Plain text out of HTML, and texts of one shape for scanning whose offsets can be traced back."""

import html
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

LONGEST = 200_000  # characters that are read of one description; the longest recorded one has 40,000

_TAG = re.compile(r"<(?:!--.{0,2000}?--|/?[a-zA-Z][^<>]{0,2000})>", re.DOTALL)
_BLOCK = re.compile(
    r"<\s*/?\s*(?:p|div|br|li|ul|ol|h[1-6]|tr|table|section|article|header|footer|blockquote|hr|pre|dd|dt|dl)\b", re.I
)
_LOOKS_LIKE_HTML = re.compile(r"</?(?:p|div|br|li|ul|ol|strong|b|em|i|span|h[1-6]|table|a|html|body)\b[^<>]*>", re.I)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{3,}")
_RUN = re.compile("  +")
_SAME = (
    *((dash, " ") for dash in "\u2010\u2011\u2012\u2013\u2014"),
    *((quote, "'") for quote in "\u2018\u2019"), *((quote, '"') for quote in "\u201c\u201d"),
    *((blank, " ") for blank in "\u00a0\u2009\u2028\u202f\u3000"),
)  # fmt: skip


def well_formed(text: str) -> str:
    """The text with a replacement character for each half of a surrogate pair that stands alone: it has no encoding."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def html_to_text(markup: str) -> str:
    """The text of HTML: one paragraph or list item a line, a blank line between blocks, items marked with "- ".

    Markup that was escaped once too often is unescaped first. Scripts and styles are left out.
    """
    if "&lt;" in markup and not _LOOKS_LIKE_HTML.search(markup):
        markup = html.unescape(markup)
    # Lexbor gives text without breaks; the line ends of blocks are put in before, as text.
    marked = _BLOCK.sub(
        lambda found: ("\n- " if found.group()[1:].strip().lower().startswith("li") else "\n") + found.group(), markup
    )
    tree = LexborHTMLParser(f"<body>{marked}</body>")
    tree.strip_tags(["script", "style", "noscript", "template", "svg"])
    text = tree.body.text(deep=True) if tree.body is not None else ""
    if "&lt;" in text or "&nbsp;" in text or "&amp;" in text:
        text = html.unescape(text)
        text = _TAG.sub(" ", text) if _LOOKS_LIKE_HTML.search(text) else text
    lines = [_SPACE.sub(" ", line).strip() for line in text.split("\n")]
    kept = [line for line in lines if line not in ("-", "•", "·")]
    return _LINES.sub("\n\n", "\n".join(kept)).strip()


def visible(text: str) -> str:
    """The text with HTML tags blanked out, characters for characters, so that offsets still hold."""
    if "<" not in text or not _LOOKS_LIKE_HTML.search(text):
        return text
    return _TAG.sub(_blank, text)


def _blank(found: re.Match[str]) -> str:
    tag = found.group()
    return "\n" * len(tag) if _BLOCK.match(tag) else " " * len(tag)


@dataclass(slots=True)
class Folded:
    """A text for scanning: lower case, each run of white space and dashes one blank, quotes plain.

    `origin(offset)` is the offset in the text that it was made from.
    """

    text: str
    _starts: Sequence[int]
    _shifts: Sequence[int]

    def origin(self, offset: int) -> int:
        return offset + self._shifts[bisect_right(self._starts, offset) - 1] if self._starts else offset


def fold(text: str) -> Folded:
    """The folded form of a text; see `Folded`."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters grow when they are lowered (U+0130); offsets must not
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    for blank in "\n\t\r\f\v-":
        lowered = lowered.replace(blank, " ")
    if not lowered.isascii():
        for char, plain in _SAME:
            lowered = lowered.replace(char, plain)
    starts, shifts, parts = [0], [0], []
    last = lost = 0
    for run in _RUN.finditer(lowered):
        start, end = run.span()
        parts.append(lowered[last : start + 1])
        last = end
        lost += end - start - 1
        starts.append(end - lost)
        shifts.append(lost)
    parts.append(lowered[last:])
    return Folded("".join(parts), starts, shifts)
