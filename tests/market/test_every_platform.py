"""Every platform's dialect, end to end: a board is served on loopback, crawled by the real spider, and read whole."""

import datetime as dt
import re
from collections.abc import Iterator
from html import unescape

import pytest

from spiders.board_state import BoardReport
from spiders.boards import read_boards
from spiders.dialect import missing_fields, parse_payload
from spiders.faultrun import KEYS, LIMITS, crawl_side_by_side
from spiders.market import Market, build, serve
from spiders.market.dialects import DIALECTS, draft
from spiders.market.dialects.feeds import CUT
from spiders.market.generate import Listing
from spiders.market.texts import Section
from spiders.platform import Board
from spiders.platforms import platforms
from storage.posting import ParsedPosting

DATE = dt.date(2026, 11, 23)
SERVED = sorted(set(platforms()) - {"file"})  # a file of postings is imported, and asked of nobody
Crawled = dict[str, tuple[list[BoardReport], dict[str, list[tuple[str, str]]], list[Board]]]


@pytest.fixture(scope="module")
def market() -> Market:
    return build(0.12, DATE, every=True)


@pytest.fixture(scope="module")
def address(market: Market) -> Iterator[str]:
    url, stop = serve(market)
    yield url
    stop()


@pytest.fixture(scope="module")
def crawled(market: Market, address: str, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """Each platform's largest board, and its smallest that is not empty, crawled all at once."""
    folder = tmp_path_factory.mktemp("every")
    (folder / "boards.csv").write_text(market.boards_csv(address), encoding="utf-8")
    names: dict[str, list[str]] = {}
    for board in sorted(market.boards, key=lambda board: len(market.listings[board.board])):
        if market.listings[board.board]:
            names.setdefault(board.platform, []).append(board.board)
    wanted = {name for found in names.values() for name in (found[0], found[-1])}
    boards = [one for one in read_boards(folder / "boards.csv") if _token(one) in wanted]
    reports, rows = crawl_side_by_side(boards, folder, DATE, LIMITS, KEYS)
    return {
        report.platform: (report.boards, rows, [board for board in boards if board.platform == report.platform])
        for report in reports
    }


def _token(board: Board) -> str:
    return board.board.split("/jsonld/")[1].split("/")[0] if board.platform == "jsonld" else board.board


def _words(markup: str | None) -> str:
    return " ".join(re.findall(r"\w+", unescape(unescape(re.sub(r"<[^>]+>", " ", unescape(markup or ""))))))


def test_the_market_speaks_every_platform() -> None:
    assert sorted(DIALECTS) == SERVED


@pytest.mark.parametrize("platform", SERVED)
def test_a_board_of_the_platform_is_read_whole(platform: str, market: Market, crawled: Crawled) -> None:
    reports, rows, boards = crawled[platform]
    read = 0
    for board in boards:
        open_now = {market.external_id(one): one for one in market.listings[_token(board)]}
        report = next(one for one in reports if one.board == board.board)
        assert (report.status, report.reason, report.postings) == ("ok", None, len(open_now))
        assert report.postings_advertised in (None, len(open_now))
        brought = rows[board.board]
        assert sorted(external_id for external_id, _ in brought) == sorted(open_now)
        assert missing_fields(platform, [payload for _, payload in brought]) == []
        addresses = set()
        for external_id, payload in brought:
            posting, left, problem = parse_payload(platform, payload, board)
            assert posting is not None and problem is None, problem
            assert left == [], left
            assert posting.external_id == external_id or platform == "jsonld"
            check(posting, open_now[external_id], market, board)
            addresses.add(posting.url)
        assert len(addresses) == len(brought) or platform == "hackernews"
        read += len(brought)
    assert read > 2


def check(posting: ParsedPosting, listing: Listing, market: Market, board: Board) -> None:
    """The posting says what is true of it, as far as its platform has a field for it."""
    truth, post, dialect = market.truth_of(listing), draft(market, listing), listing.dialect
    assert posting.title == truth.title
    assert (posting.company or board.company) == truth.company
    own = market.external_id(listing)
    assert posting.url and (own.partition("-")[0] if "several" in dialect.traits else own) in posting.url
    if listing.platform == "comeet":  # tells when a posting was changed, and nothing of when it was new
        assert posting.posted_at is None
    else:
        assert posting.posted_at is not None
        groups = [group for _, group in market.comments(listing.board)] if "several" in dialect.traits else [[listing]]
        first = next(group[0] for group in groups if listing in group)  # a comment has one date for all its jobs
        assert abs(posting.posted_at - draft(market, first).published) < dt.timedelta(days=1)
    check_place(posting, listing, market)
    if dialect.workplaces:
        stated = post.workplace if post.workplace in dialect.workplaces else None
        assert posting.workplace == stated
    else:  # by the place alone, or by nothing at all
        assert posting.workplace in (None, "onsite", truth.workplace)
    description = _words(posting.html or posting.text)
    whole = _words(post.html)
    assert whole[: CUT // 2] in description if "cut" in dialect.traits else _has(description, post.sections, whole)
    if post.pay is None:
        assert posting.pay is None or listing.platform == "greenhouse"
    elif dialect.pay_text:
        assert f"{post.pay.floor:,.0f} - {post.pay.ceiling:,.0f}" in (posting.html or "")
    else:
        assert posting.pay is not None
        assert (posting.pay.currency, posting.pay.period) == (post.pay.currency, post.pay.period)
        assert posting.pay.max == pytest.approx(truth.pay_max / post.pay.factor) if truth.pay_max else False
        assert posting.pay.min == pytest.approx(truth.pay_min / post.pay.factor) if truth.pay_min else False


def check_place(posting: ParsedPosting, listing: Listing, market: Market) -> None:
    place = market.place(listing)
    if listing.dialect.place == "written":
        written = place.written.replace("United States", "USA")
        told = [name.replace("United States", "USA") for name in posting.locations]
        assert any(written in name for name in told), (place, told)
        assert len(posting.locations) == 1 or "several" in listing.dialect.traits
        return
    line = ", ".join([*posting.locations, posting.country or ""])
    assert line.strip(", ")
    assert place.city is None or place.city in line
    assert not place.city or not place.region or place.region in line


def _has(description: str, sections: list[Section], whole: str) -> bool:
    """Whether the description has all of the text, of which platforms move the parts about."""
    if not sections:
        return whole in description
    parts = [part for one in sections for part in (*one.paragraphs, *one.items)]
    return all(_words(part.replace("<", "").replace(">", "")) in description for part in parts)


def test_comments_hold_several_jobs(market: Market) -> None:
    groups = [group for _, group in market.comments("latest")]
    assert {len(group) for group in groups} >= {1, 2}


@pytest.mark.parametrize("platform", ["adzuna", "usajobs"])
def test_who_has_no_key_is_refused(platform: str, address: str) -> None:
    import urllib.error
    import urllib.request

    path = {"adzuna": "/v1/api/jobs/us/search/1?results_per_page=50", "usajobs": "/api/Search?Page=1"}[platform]
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(f"{address}/{platform}{path}", timeout=5)


def test_workday_ends_its_list_at_its_cap(monkeypatch: pytest.MonkeyPatch, market: Market) -> None:
    import json

    from spiders.market.dialects import hosts
    from spiders.market.site import Site

    monkeypatch.setattr(hosts, "WORKDAY_CAP", 3)
    boards = [board for board in market.boards if board.platform == "workday"]
    board = max(boards, key=lambda board: len(market.listings[board.board]))
    tenant = board.board.partition(".")[0]
    path = f"/workday/wday/cxs/{tenant}/Careers/jobs"
    site = Site(market, "http://127.0.0.1:1")
    pages = [json.loads(site.get(path, body=b'{"limit": 2, "offset": %d}' % at).body) for at in (0, 2, 4)]
    assert [len(page["jobPostings"]) for page in pages] == [2, 1, 0]
    assert pages[0]["total"] == len(market.listings[board.board]) > 3
