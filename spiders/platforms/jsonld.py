"""Career pages with schema.org JobPosting."""

import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from spiders.platform import Advertised, Board, BoardError, Fields, Platform, PostingItem, Request, Response, Result
from spiders.rows import UNREADABLE
from spiders.schema_org import IGNORED, posting_of, postings_in_page
from spiders.values import moment, text
from spiders.xml import as_data, elements
from storage.posting import ParsedPosting

DEEPEST = 3  # sitemap indexes below each other
_SITEMAP = re.compile(rb"<(?:\w+:)?(urlset|sitemapindex)\b")
CAREER_SITE = 200  # addresses: a larger sitemap is taken for a whole site's
_WORD = (
    r"(?:^|[-_])(?:jobs?|careers?|vacanc(?:y|ies)|positions?|openings?|opportunit(?:y|ies)|stellen\w*|karriere|emplois?|"
    r"offres?|carrieres?|empleos?|ofertas?|vacantes?|vagas?|lavoro|vacatures?|requisitions?)"
)
_STEP, _LAST_STEP = re.compile(_WORD + r"(?:[-_]|\Z)", re.IGNORECASE), re.compile(_WORD + "[-_].", re.IGNORECASE)
LARGEST = 64 * 1024 * 1024  # bytes of an unpacked sitemap; the protocol allows 50 MB


class JsonLd(Platform):
    """Any career site whose pages carry schema.org JobPosting. A board is the address of a sitemap, or of one page.

    1. GET the address: a sitemap, a sitemap index or a gzipped one is followed to its pages; a page is read itself.
    2. GET each page of the sitemap: the postings in it, as JSON-LD or else as microdata.

    A page without a posting is counted as unparsed. A sitemap that has not changed stands for its pages; an index never
    does, since it does not change with the sitemaps below it. A page that was read in the last seven days, and by its
    <lastmod> has not changed since, is not asked again. Of a sitemap of more than 200 addresses, which is a whole
    site's, only the addresses of jobs are followed, if it has any: those with a word for jobs in a step of the path
    before the last, or in the last one with more after it (/careers/baker, /jobs/7, /de/stellenangebote/7, /job-7).
    The others are counted.
    """

    id = "jsonld"
    base_url = ""
    tells_changes = True
    by_address = True
    ignored = ("page", *IGNORED)
    expected = ("title", "description")

    def start(self, board: Board) -> Iterable[Request]:
        if urlsplit(board.board).scheme not in ("http", "https"):
            raise BoardError(f"a jsonld board is the http(s) address of a sitemap or page, not {board.board!r}")
        yield Request(board.board, step="entry", meta={"depth": 0}, conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        body = _unpacked(response.body).removeprefix(b"\xef\xbb\xbf")
        head = body[:4000].lstrip().lower()
        kind = _SITEMAP.search(head) if response.request.step == "entry" and b"<html" not in head else None
        if kind:
            yield from self._sitemap(response, body, kind[1] == b"sitemapindex")
            return
        if response.request.step == "entry" and not head.startswith(b"<"):
            raise BoardError("neither a sitemap nor an HTML page")
        found = list(self._page(response, body))
        if response.request.step == "entry" and found[0].external_id is None:
            raise BoardError("a page without a JobPosting instead of a sitemap")
        yield from found

    def _sitemap(self, response: Response, body: bytes, is_index: bool) -> Iterator[Result]:
        depth = response.request.meta["depth"]
        entries = [as_data(element) for element in elements(body, "sitemap" if is_index else "url")]
        listed = {
            urljoin(response.url, address): entry.get("lastmod")
            for entry in entries
            if isinstance(entry, dict) and isinstance(address := entry.get("loc"), str) and address
        }
        if is_index and depth >= DEEPEST:
            raise BoardError(f"sitemap indexes nested deeper than {DEEPEST}")
        if is_index:
            for address in listed:
                # Asked with validators, so that the board has several of them and none speaks for all.
                yield Request(address, step="entry", meta={"depth": depth + 1}, conditional=True)
            return
        jobs = [address for address in listed if len(listed) <= CAREER_SITE or leads_to_a_job(urlsplit(address).path)]
        followed = jobs or list(listed)
        yield Advertised(len(followed), is_part=True, passed_over=len(listed) - len(followed))
        for address in followed:
            yield Request(address, step="page", changed=moment(listed[address]))

    def _page(self, response: Response, body: bytes) -> Iterator[PostingItem]:
        found = postings_in_page(body.decode("utf-8", errors="replace"))
        if not found:
            yield PostingItem(None, {UNREADABLE: "no JobPosting on the page", "page": response.url}, response.url)
        for posting in found:
            is_alone = len(found) == 1
            address = None if is_alone else text(posting.get("url"))
            yield PostingItem(
                _identity(response.url, posting, is_alone), posting | {"page": response.url}, address or response.url
            )

    def without_detail(self, request: Request, reason: str) -> PostingItem | None:
        return PostingItem(_path(request.url), {UNREADABLE: reason, "page": request.url}, request.url)

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        page = text(fields.take("page")) or board.board
        return posting_of(fields, page, page)


def leads_to_a_job(path: str) -> bool:
    """Whether a step of the path has a word for jobs, with more behind it in the last step or in a step after it."""
    steps = path.removesuffix("/").split("/")[1:]
    if not steps:
        return False
    return any(map(_STEP.search, steps[:-1])) or _LAST_STEP.search(steps[-1]) is not None


def _path(page: str) -> str:
    parts = urlsplit(page)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _identity(page: str, posting: dict[str, object], is_alone: bool) -> str:
    """The page's path; of several postings on one page each also by its own content."""
    path = _path(page)
    if is_alone:
        return path
    content = json.dumps(
        [posting.get("title"), posting.get("identifier"), posting.get("url")], sort_keys=True, default=str
    )
    return f"{path}#{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def _unpacked(body: bytes) -> bytes:
    """The body, unpacked when it is gzip, up to LARGEST bytes. Raises BoardError beyond that or when it is damaged."""
    if body[:2] != b"\x1f\x8b":
        return body
    unpacked = bytearray()
    try:
        while body[:2] == b"\x1f\x8b":  # members may follow each other
            unpacker = zlib.decompressobj(wbits=31)
            unpacked += unpacker.decompress(body, LARGEST - len(unpacked) + 1)
            if len(unpacked) > LARGEST:
                raise BoardError(f"a gzip file that unpacks to more than {LARGEST} bytes")
            if not unpacker.eof:
                raise BoardError("a truncated gzip file")
            body = unpacker.unused_data
    except zlib.error as error:
        raise BoardError(f"a damaged gzip file ({error})") from error
    return bytes(unpacked)
