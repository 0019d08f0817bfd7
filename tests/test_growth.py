"""Nothing that the web can send takes more than linear time: four times the text takes about four times as long."""

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from analytics.text.boilerplate import paragraphs
from analytics.text.plain import html_to_text, visible
from analytics.text.wrapping import unwrap
from spiders.comments import hiring_comment
from spiders.platforms.jsonld import leads_to_a_job
from spiders.platforms.remoteok import _without_mention
from spiders.privacy import scrubbed
from spiders.schema_org import postings_in_page
from spiders.values import employment, mended, moment, period, web_address
from spiders.xml import as_data, elements

SIZE = 3_000  # characters; of the larger text four times as many
LEAST = 0.02  # seconds: what is done within them is fast, whatever it grows by
MOST = 8.0  # times as long; quadratic is 16
REPEATED = (
    "<div>", "</div>", "<p>", "<b><p>", "<ul><li>", "<font><div>", "<pre>", "<b a=1>", "<table><tr><td>", "<x><li>",
    "<svg>", "<script>", "<script", "<", "<a", "<a href=", '<a "', "<!--", "<!-- -", "<![CDATA[", "</", "&lt;",
    "&lt;div", "&amp;", "&#9", " ", "\n", " \n", "\u00a0", "- ", "•", "a ", "a-", "a.", "@a", "a@a.", "(", "$1", "1,",
    "1.", "1 ", "1-", "+1 ", "(1", "call ", "tel: ", "--", "/", "/job-", "-job/", "jobs-", "/jobs/a", "stellen_", "Ã©",
    "İ", "http://", "www.", "| ", " | ", "Engineer, ", "Company: ", "and ", "\x00", "\ud800", '{"a":', "[",
)  # fmt: skip
OPENED = ("<", "<a", "<a b='", "<!--", "&#", "$", "(", "+", "call", "|", "-", "a ")
FILLED = (" ", "\n", "9", "a-", ".", ",", "é")


def shapes() -> Iterator[Callable[[int], str]]:
    for piece in REPEATED:
        yield lambda size, piece=piece: piece * (size // len(piece))  # type: ignore[misc]
        yield lambda size, piece=piece: "a" * (size // 2) + piece * (size // 2 // len(piece))  # type: ignore[misc]
    for start in OPENED:
        for filling in FILLED:
            yield lambda size, one=start + filling * 3_000_000: one[:size]  # type: ignore[misc]


def in_script(text: str) -> Any:
    return postings_in_page(f'<script type="application/ld+json">{text}</script>')


def in_microdata(text: str) -> Any:
    return postings_in_page('<div itemscope itemtype="http://schema.org/JobPosting"><b itemprop=title>x</b>' + text)


def in_xml(text: str) -> Any:
    return [as_data(one) for one in elements(b"<a>" + b"<b>1</b>" * len(text) + b"</a>", "a")]


READERS: dict[str, Callable[[str], Any]] = {
    "html_to_text": html_to_text,
    "escaped html": lambda text: html_to_text(f"&lt;p&gt;{text}"),
    "html escaped twice": lambda text: html_to_text(f"<p>x</p>&amp;lt;p&amp;gt;{text}"),
    "visible": lambda text: visible(f"<p>{text}"),
    "unwrap": unwrap,
    "paragraphs": lambda text: list(paragraphs(text)),
    "scrubbed": lambda text: scrubbed(f"@{text}"),
    "page": postings_in_page,
    "json-ld": in_script,
    "microdata": in_microdata,
    "comment": hiring_comment,
    "comment's head": lambda text: hiring_comment(f"Acme | Engineer | {text}"),
    "comment's list": lambda text: hiring_comment(f"Acme | Engineer\n{text}"),
    "mention": lambda text: _without_mention(f"{text}Please mention the word **"),
    "job's address": lambda text: leads_to_a_job(f"/{text}"),
    "mended": mended,
    "web_address": web_address,
    "moment": moment,
    "employment": employment,
    "period": period,
}


def seconds(read: Callable[[str], Any], text: str) -> float:
    """CPU time; what is refused counts as read."""
    began = time.process_time()
    with contextlib.suppress(ValueError):
        read(text)
    return time.process_time() - began


def growth(read: Callable[[str], Any], shape: Callable[[int], str], size: int) -> float:
    """How many times as long four times the text takes; 0 where it is done at once."""
    large = shape(4 * size)
    taken = seconds(read, large)
    if taken < LEAST:
        return 0.0
    small = min(seconds(read, shape(size)) for _ in range(3))
    return min(taken, seconds(read, large)) / max(small, LEAST / 20)


@pytest.mark.parametrize("name", READERS)
def test_reading_takes_linear_time(name: str) -> None:
    for shape in shapes():
        assert growth(READERS[name], shape, SIZE) < MOST, repr(shape(60))


def test_xml_takes_linear_time() -> None:
    assert growth(in_xml, lambda size: "x" * size, 3_000) < MOST


def test_a_megabyte_of_nested_elements_is_read_within_seconds() -> None:
    for markup in ("<div>" * 200_000, "<ul><li>" * 125_000, "<b a=1><p>" * 100_000):
        assert seconds(html_to_text, markup) < 5
        assert seconds(postings_in_page, markup) < 5
