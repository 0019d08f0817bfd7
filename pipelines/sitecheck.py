"""Whether a site is whole: every link leads to a file, every pair has its page, all speak of one date."""

import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

LARGEST_PAGE = 1_000_000  # bytes; a page that somebody opens on a telephone


@dataclass(slots=True)
class SiteReport:
    """What was found from index.html on: pages with their bytes, files linked, and what is wrong."""

    pages: dict[str, int] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)  # "page -> link"
    undated: list[str] = field(default_factory=list)

    @property
    def large(self) -> list[str]:
        return [f"{path} ({size:,} bytes)" for path, size in self.pages.items() if size > LARGEST_PAGE]

    def missing(self, expected: Iterable[str]) -> list[str]:
        """Pages that should be reached from the index and are not."""
        return [path for path in expected if path not in self.pages]


def site_report(read: Callable[[str], bytes | None], date: str, dated: Callable[[str], bool]) -> SiteReport:
    """Follows the links of the site from index.html. `read` gives a file's bytes or None where there is none.

    Pages for which `dated` is true must show `date`, as YYYY-MM-DD.
    """
    report, waiting, seen = SiteReport(), [("", "index.html")], {"index.html"}
    while waiting:
        page, path = waiting.pop()
        content = read(path)
        if content is None:
            report.broken.append(f"{page or 'the site'} -> {path}")
            continue
        if not path.endswith(".html"):
            report.files.add(path)
            continue
        report.pages[path] = len(content)
        if dated(path) and date.encode() not in content:
            report.undated.append(path)
        for target in _targets(path, content):
            if target not in seen:
                seen.add(target)
                waiting.append((path, target))
    return report


def _targets(page: str, content: bytes) -> list[str]:
    """The files of the site that a page links to, by path from the site's root."""
    found = []
    for node in LexborHTMLParser(content).css("a[href], link[href], img[src], script[src]"):
        link = urlsplit(node.attributes.get("href") or node.attributes.get("src") or "")
        if link.path and not link.scheme and not link.netloc:
            found.append(posixpath.normpath(posixpath.join(posixpath.dirname(page), link.path)))
    return found
