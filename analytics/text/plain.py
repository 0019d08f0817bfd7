"""Plain text out of HTML, in as many characters where offsets must hold."""

import html
import re

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


def lower(text: str) -> str:
    """The text in lower case, in as many characters: of a letter that grows (U+0130) the first one is kept."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower()[0] for char in text)
