"""Plain text out of HTML, and texts of one shape for scanning whose offsets can be traced back."""

import html
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, compress
from operator import add, sub

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
_BLANKS = "\n\t\r\f\v-"
_BROKEN_WORD = re.compile(r"- (?<=[a-z]- )(?=[a-z])")  # "multi- agent"
_BRACKETS = '[{"*|><=~!?\\'  # one mark for what may open a name, so that few need to be looked for
_SAME = (
    *((dash, " ") for dash in "\u2010\u2011\u2012\u2013\u2014"),
    *((blank, " ") for blank in "\u00a0\u2009\u2028\u202f\u3000"),
    *((quote, "'") for quote in "\u2018\u2019"),
    *((bracket, "(") for bracket in "\u201c\u201d\u00ab\u201e\u2022\u00b7\u25cf\u25aa\u2026\u200b"),
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
    """A text for scanning: each run of white space and dashes one blank, quotes and brackets of one kind.

    Stretches between runs of blanks keep their length: the one that starts at `starts[i]` stood `shifts[i]` characters
    further on in the text that it was made from.
    """

    text: str
    starts: Sequence[int]
    shifts: Sequence[int]

    def origin(self, offset: int) -> int:
        """The offset in the text that this was made from."""
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]


def lower(text: str) -> str:
    """The text in lower case, in as many characters: of a letter that grows (U+0130) the first one is kept."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower()[0] for char in text)


def fold(lowered: str) -> Folded:
    """The folded form of a text in lower case; see `Folded`."""
    # No name goes on behind an empty line or a list item's mark: only these runs are between the words of one.
    runs = "  " in lowered or "\n " in lowered or "-\n" in lowered or _BROKEN_WORD.search(lowered) is not None
    for blank in _BLANKS:
        lowered = lowered.replace(blank, " ")
    for bracket in _BRACKETS:
        lowered = lowered.replace(bracket, "(")
    if not lowered.isascii():
        for char, plain in _SAME:
            lowered = lowered.replace(char, plain)
    if not runs or lowered.isspace():
        return Folded(lowered, (0,), (0,))
    # Whole columns at a time, not a run at a time: some postings have a hundred runs.
    pieces = lowered.split("  ")
    words = [piece.lstrip(" ") for piece in pieces]
    lengths = list(map(len, words))
    ends = map(add, accumulate(map(len, pieces)), range(0, 2 * len(pieces), 2))
    origins = list(map(sub, ends, lengths))
    if 0 in lengths:  # runs of four blanks and more
        words, origins = list(compress(words, lengths)), list(compress(origins, lengths))
        lengths = list(filter(None, lengths))
    starts = [0, *map(add, accumulate(lengths), range(1, len(lengths) + 1))][:-1]
    return Folded(" ".join(words), starts, list(map(sub, origins, starts)))
