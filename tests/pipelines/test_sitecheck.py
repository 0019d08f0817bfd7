"""The checks of the pages see what is broken."""

from typing import Any

from pipelines.checks import SITE, site
from pipelines.sitecheck import LARGEST_PAGE, site_report

WHOLE = {
    "index.html": b'2026-11-20 <a href="compare/a--b.html">a</a> <a href="https://example.org/x.html">out</a>',
    "compare/a--b.html": b'2026-11-20 <a href="../index.html#top">up</a> <a href="../downloads/t.csv">t</a>',
    "downloads/t.csv": b"x",
}


def report(files: dict[str, bytes]) -> Any:
    return site_report(files.get, "2026-11-20", lambda path: True)


def test_a_whole_site_has_nothing_to_report() -> None:
    found = report(WHOLE)
    assert set(found.pages) == {"index.html", "compare/a--b.html"} and found.files == {"downloads/t.csv"}
    assert not (found.broken or found.undated or found.large or found.missing(["compare/a--b.html"]))


def test_a_missing_file_an_old_page_a_huge_page_and_a_page_nobody_links_are_named() -> None:
    without = {path: content for path, content in WHOLE.items() if path != "downloads/t.csv"}
    assert report(without).broken == ["compare/a--b.html -> downloads/t.csv"]
    assert report({}).broken == ["the site -> index.html"]
    old = WHOLE | {"compare/a--b.html": b"2026-11-19"}
    assert report(old).undated == ["compare/a--b.html"]
    huge = WHOLE | {"index.html": WHOLE["index.html"] + b" " * LARGEST_PAGE}
    assert report(huge).large == [f"index.html ({LARGEST_PAGE + len(WHOLE['index.html']):,} bytes)"]
    assert report(WHOLE).missing(["compare/a--c.html"]) == ["compare/a--c.html"]


def test_the_pages_of_a_real_night_pass_with_numbers_to_plot(nights: Any) -> None:
    results = site(nights.store)
    assert [result.check_name for result in results] == list(SITE)
    assert [(result.check_name, result.description) for result in results if not result.passed] == []
    numbers = {name: value for result in results for name, value in (result.metadata or {}).items()}
    assert numbers["pairs"].value > 0 and numbers["pages"].value > numbers["pairs"].value
