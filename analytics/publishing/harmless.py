"""Texts of the web where something would interpret them: spreadsheets, Markdown, terminals. HTML: Jinja2 escapes it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

# What begins a formula, also in full width; a blank or control character before it changes nothing for some programs.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_MARKDOWN = str.maketrans(
    {char: f"&#{ord(char)};" for char in "&<>|`[]*_~\\!#"}  # as numbers: these mean nothing else anywhere in Markdown
)


def in_spreadsheet(words: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula.

    See OWASP, "CSV Injection": cells that begin with = + - @, tab or carriage return.
    """
    bare = words.lstrip()
    return f"'{words}" if words[:1] in ("\t", "\r", "\n", "\0") or bare.startswith(_FORMULA) else words


def in_markdown(words: str) -> str:
    """The text as one line of Markdown that shows it as it is: no markup, link or HTML, no end of a table's cell."""
    return " ".join(in_line(words).split()).translate(_MARKDOWN).replace("://", "&#58;//")


def in_line(words: str) -> str:
    """The text as one line without anything that steers a terminal or turns the direction of writing."""
    if words.isprintable():
        return words
    return "".join(char if char.isprintable() else " " for char in words)


def frame_csv(frame: "pd.DataFrame") -> str:
    """A table as CSV in which no text is a formula; figures stay figures. A carriage return becomes a line's end."""
    from pandas.api.types import is_numeric_dtype

    texts = [name for name in frame.columns if not is_numeric_dtype(frame[name])]

    def safe(cell: object) -> object:
        return in_spreadsheet(cell.replace("\r", "\n")) if isinstance(cell, str) else cell

    return str(frame.assign(**{name: frame[name].map(safe) for name in texts}).to_csv(index=False))
