"""HTML pages made such that a tree of them is built in linear time, whoever wrote them. Pure functions.

For each tag a parser may look through all the elements that are open, and open formatting elements are made anew in
each paragraph (WHATWG HTML, 13.2.4): 200 kB of nested <div> take seconds, and 4 MB many minutes.
"""

import functools
import html
import re
from collections.abc import Callable

MANY_TAGS = 2_000  # of fewer ones the time is small in any case
DEEPEST = 200  # elements within each other; pages that people make have some 40

# Tags, comments and raw text as HTML's tokenizer reads them, in one pass: what is not ended ends with the page.
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>]).*?(?:</(?P=raw)|\Z)"
    r"|<(?P<end>/?+)(?P<name>[a-z][^\s/>]*+)"
    r"(?P<rest>(?:[\s/]++|=?+[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^\s>]*+))?+|=)*+)(?:>|\Z)"
    r"|<[!?/][^>]*+(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())  # noqa: SIM905
# Elements without content, and those that the next of their kind ends.
_SINGLE = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dd dt option tr td th".split()  # noqa: SIM905
)


def shallow(page: str) -> str:
    """The page as it is; of one with many tags without those that lie deeper than DEEPEST, formatting as <span>."""
    if page.count("<") <= MANY_TAGS:
        return page
    depth = 0

    def kept(found: re.Match[str]) -> str:
        nonlocal depth
        name = (found["name"] or "").lower()
        if not name or name in _SINGLE:
            return found.group()
        depth += -1 if found["end"] else 1
        if depth >= DEEPEST + bool(not found["end"]):
            return ""
        depth = max(depth, 0)
        return f"<{found['end']}span{found['rest']}>" if name in _FORMATTING else found.group()

    return _MARKUP.sub(kept, page)


@functools.cache
def _markdown() -> Callable[[str], str]:
    from markdown_it import MarkdownIt  # costs 50 ms, which most processes need not spend

    # Postings indent and underline for looks: code blocks and underlined headings are none of theirs.
    return MarkdownIt("commonmark", {"breaks": True}).disable(["code", "lheading", "reference"]).render


def from_markdown(written: str) -> str:
    """Markdown, or plain text with line breaks, as HTML; what is HTML already stays."""
    return str(_markdown()(written)).strip()


_NO_CHARACTER = re.compile("&#0*+[0-9]{8,}+;?+")


def unescaped(text: str) -> str:
    """The text with HTML's character references replaced; a number that no character has room for is none."""
    return html.unescape(_NO_CHARACTER.sub("\ufffd", text)) if "&" in text else text
