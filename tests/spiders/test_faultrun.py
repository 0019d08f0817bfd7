"""The fault run judges a crawl by what is true of the market."""

import datetime as dt
import json
from typing import Any

import pytest

from spiders.board_state import BoardReport
from spiders.faultrun import judge, lines
from spiders.job import Report
from spiders.market import Market, build
from spiders.market.generate import Listing


@pytest.fixture(scope="module")
def market() -> Market:
    return build(0.01, dt.date(2026, 11, 23))


def payload(market: Market, listing: Listing) -> str:
    """As much of a posting as the five dialects of the everyday market need to read it."""
    title, name = market.title(listing), listing.tenancy.employer.name
    own = {"id": market.external_id(listing)}
    told: dict[str, dict[str, Any]] = {
        "greenhouse": own | {"title": title, "content": "Bake."},
        "lever": own | {"text": title, "description": "Bake."},
        "ashby": own | {"title": title, "descriptionHtml": "Bake."},
        "smartrecruiters": own | {"name": title, "jobAd": {"sections": {"jobDescription": {"text": "Bake."}}}},
        "jsonld": {"title": title, "description": "Bake.", "hiringOrganization": {"name": name}},
    }
    return json.dumps(told[listing.platform])


def crawl_of(market: Market, **sick: tuple[str, str | None]) -> tuple[list[Report], dict[str, list[tuple[str, str]]]]:
    """A perfect crawl, but for the boards named with another status and reason."""
    ids = {board: [market.external_id(one) for one in listings] for board, listings in market.listings.items()}
    boards = []
    for board, found in ids.items():
        status, reason = sick.get(board, ("ok" if found else "empty", None))
        count = len(found) if status == "ok" else 0
        boards.append(BoardReport(board, status, reason, count, None, 0, 1, 1, 0.1, None, None))
    rows = {
        board: [(market.external_id(one), payload(market, one)) for one in listings]
        for board, listings in market.listings.items()
    }
    return [Report("all", "finished", boards, len(boards), 1.0, 2**20)], rows


def largest(market: Market) -> str:
    return max(market.listings, key=lambda board: len(market.listings[board]))


def test_a_perfect_crawl_is_found_whole(market: Market) -> None:
    reports, ids = crawl_of(market)
    found = judge(market, {}, reports, ids)
    assert not found.wrong and found.whole == found.healthy == len(market.boards)
    assert found.got == found.expected == sum(map(len, ids.values()))


def test_a_fault_is_named_rightly_only_by_its_own_status(market: Market) -> None:
    board = largest(market)
    reports, ids = crawl_of(market, **{board: ("gone", "HTTP 404")})
    assert judge(market, {board: "404"}, reports, ids).named == 1
    wrong = judge(market, {board: "403"}, reports, ids)
    assert wrong.named == 0 and board in wrong.wrong[0] and "fault 403" in wrong.wrong[0]
    assert any(line.startswith("WRONG: ") for line in lines(wrong, {board: "403"}))


def test_a_fault_within_a_board_is_named_rightly_only_when_its_payloads_tell(market: Market) -> None:
    board = max((b.board for b in market.boards if b.platform == "lever"), key=lambda name: len(market.listings[name]))
    reports, rows = crawl_of(market)
    whole = '{"id": "1", "text": "Baker", "oven": 7}'
    rows[board] = [(external_id, whole) for external_id, _ in rows[board]]
    assert judge(market, {board: "drift"}, reports, rows).named == 1
    assert judge(market, {board: "no-title"}, reports, rows).named == 0
    rows[board][0] = (rows[board][0][0], '{"id": "1"}')
    assert judge(market, {board: "drift"}, reports, rows).named == 0
    assert judge(market, {board: "no-title"}, reports, rows).named == 1


def test_a_healthy_board_that_lost_or_doubled_a_posting_is_told(market: Market) -> None:
    board = largest(market)
    for change in (lambda rows: rows[1:], lambda rows: [*rows, rows[0]]):
        reports, ids = crawl_of(market)
        ids[board] = change(ids[board])
        found = judge(market, {}, reports, ids)
        assert len(found.wrong) == 1 and board in found.wrong[0]


def test_a_healthy_board_of_which_a_posting_is_not_as_served_is_told(market: Market) -> None:
    board = max((b.board for b in market.boards if b.platform == "lever"), key=lambda name: len(market.listings[name]))
    for spoiled in ({"text": "Another title"}, {"description": None}, {"oven": 7}):
        reports, rows = crawl_of(market)
        external_id, kept = rows[board][0]
        rows[board][0] = (external_id, json.dumps(json.loads(kept) | spoiled))
        found = judge(market, {}, reports, rows)
        assert len(found.wrong) == 1 and "1 not as served" in found.wrong[0] and external_id in found.wrong[0]
        assert found.whole == found.healthy - 1
