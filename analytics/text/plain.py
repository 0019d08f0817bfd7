"""Plain text out of HTML, in as many characters where offsets must hold."""

import html
import re

LONGEST = 200_000  # characters that are read of one description; the longest recorded one has 40,000

_TAG = re.compile(r"<!--(?:[^<-]|-(?!->)|<(?!!--))*+-->|</?[a-zA-Z][^<>]{0,2000}>")
_BLOCK = re.compile(
    r"<\s*+(?:/\s*+)?+(?:p|div|br|li|ul|ol|h[1-6]|tr|table|section|article|header|footer|blockquote|hr|pre|dd|dt|dl)\b",
    re.I,
)
_LOOKS_LIKE_HTML = re.compile(r"</?(?:p|div|br|li|ul|ol|strong|b|em|i|span|h[1-6]|table|a|html|body)\b[^<>]*>", re.I)
# Every tag, comment and hidden content as HTML's tokenizer reads them (WHATWG HTML, 13.2.5), in one pass: what is not
# ended ends with the text, so that nothing is read twice. A tree would take quadratic time where elements are nested.
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(script|style|noscript|template|svg)(?=[\s/>]).*?(?:</\1[^>]*+>?+|\Z)"
    r"|</?+[a-z][^\s/>]*+"
    r"(?:[\s/]++|=?+[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^\s>]*+))?+|=)*+(?:>|\Z)"
    r"|<[!?/][^>]*+(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_NO_CHARACTER = re.compile("&#0*+[0-9]{8,}+;?+")
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
        markup = unescaped(markup)
    # Line ends of blocks are put in as text, before the tags go.
    marked = _BLOCK.sub(
        lambda found: ("\n- " if found.group()[1:].strip().lower().startswith("li") else "\n") + found.group(), markup
    )
    text = unescaped(_MARKUP.sub("", marked))
    if "&lt;" in text or "&nbsp;" in text or "&amp;" in text:
        text = unescaped(text)
        text = _TAG.sub(" ", text) if _LOOKS_LIKE_HTML.search(text) else text
    lines = [_SPACE.sub(" ", line).strip() for line in text.split("\n")]
    kept = [line for line in lines if line not in ("-", "•", "·")]
    return _LINES.sub("\n\n", "\n".join(kept)).strip()


def unescaped(text: str) -> str:
    """The text with HTML's character references replaced; a number that no character has room for is none."""
    return html.unescape(_NO_CHARACTER.sub("\ufffd", text)) if "&" in text else text


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
