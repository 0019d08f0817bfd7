"""The moving form of the sample market: what moves, by its curves; the same date is the same market."""

import datetime as dt
import itertools
import statistics
import urllib.error
import urllib.request
from collections import Counter

import pytest

from spiders.market.faults import FAULTS
from spiders.market.moving import LONGEST, OUTAGE, PAY_SWING, SICK, TERM, MovingMarket, build_moving
from spiders.market.server import serve

FIRST = dt.date(2026, 1, 1)
ROLE = "ai-software-engineer"


@pytest.fixture(scope="module")
def market() -> MovingMarket:
    return build_moving(0.02, FIRST)


def days(count: int, step: int = 1) -> list[dt.date]:
    return [FIRST + dt.timedelta(days=number * step) for number in range(count)]


def test_a_date_is_the_same_market_however_it_is_reached(market: MovingMarket) -> None:
    later = FIRST + dt.timedelta(days=40)
    assert list(market.at(later).truth()) == list(build_moving(0.02, later).truth())


def test_openings_and_pay_of_a_role_follow_its_curves(market: MovingMarket) -> None:
    """Two years in months: what is open lags behind who moves in, by the life of a vacancy."""
    dates = days(24, 30)
    counts, factors, levels, pay = [], [], [], []
    for date in dates:
        truths = [one for one in market.at(date).truth() if one.role == ROLE]
        counts.append(len({one.opening_id for one in truths}))
        levels.append(statistics.fmean(market.level(ROLE, date.toordinal() - back) for back in range(0, 90, 10)))
        factors.append(statistics.fmean(market.pay_factor(ROLE, date.toordinal() - back) for back in range(0, 90, 10)))
        pay.append(statistics.fmean(one.pay_max for one in truths if one.pay_max and one.currency == "USD"))
    assert max(counts) > 1.3 * min(counts)
    assert statistics.correlation(counts, levels) > 0.9
    assert statistics.correlation(pay, factors) > 0.8 and max(pay) / min(pay) > 1 + PAY_SWING


def test_postings_are_born_and_closed_every_day_and_stand_on_boards_that_are_there(market: MovingMarket) -> None:
    seen = [{one.posting_id for one in market.at(date).truth()} for date in days(5)]
    for before, after in itertools.pairwise(seen):
        assert after - before and before - after
    for date in days(4, TERM):
        on = market.at(date)
        boards = {board.board for board in on.boards}
        assert {one.board for one in on.truth()} <= boards


def test_boards_come_and_go(market: MovingMarket) -> None:
    sets = [{board.board for board in market.at(date).boards} for date in days(4, TERM)]
    assert set.union(*sets) - set.intersection(*sets), "some are not always there"
    assert len(set.intersection(*sets)) > len(set.union(*sets)) / 2


def test_outages_last_some_nights_and_end(market: MovingMarket) -> None:
    nights = Counter[str]()
    for date in days(30):
        on = market.at(date)
        faults = on.faults()
        assert set(faults) <= {board.board for board in on.boards} and set(faults.values()) <= set(FAULTS)
        nights.update(board for board, kind in faults.items() if kind == "500")
    assert nights and max(nights.values()) <= 2 * LONGEST and len(nights) < len(market.boards) * 4 / SICK


def test_a_board_that_is_out_is_served_as_such_and_the_others_as_ever(market: MovingMarket) -> None:
    for on in map(market.at, days(30)):
        there = [board.board for board in on.boards if board.platform == "greenhouse"]
        faults = on.faults()
        if any(faults.get(board) == OUTAGE for board in there):
            break
    url, stop = serve(on, 0, faults)
    try:
        for board in there:
            if faults.get(board) in (None, OUTAGE):
                assert status(f"{url}/greenhouse/v1/boards/{board}/jobs") == (500 if board in faults else 200)
    finally:
        stop()


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
