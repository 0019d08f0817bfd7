"""The figures of a soak: what has grown is told, and a closing date that is not the market's is found."""

import datetime as dt
import math
from pathlib import Path

import pytest

from pipelines.soak import FIRST, growth, lifecycle_errors
from spiders.market.moving import MovingMarket, build_moving
from storage.store import Store
from storage.tables import table

LAST = FIRST + dt.timedelta(days=3)


@pytest.mark.parametrize(
    ("values", "grown"), [([9, 9, 1, 1, 1, 1], 1.0), ([5, 5, 1, 1, 2, 2], 2.0), ([1, 1, 1, 1, 1, 1, 1, 1, 4], 1.0)]
)
def test_growth_is_of_the_last_third_over_the_one_before(values: list[float], grown: float) -> None:
    assert growth(values) == grown


def test_of_few_nights_no_growth_is_told() -> None:
    assert math.isnan(growth([1.0, 2.0, 3.0]))


def rows(market: MovingMarket) -> list[dict[str, object]]:
    """The lifecycle as it would be, were every posting of the span seen on every day of it."""
    found = []
    for life in market.at(LAST).history(FIRST, LAST):
        platform, board, external_id = life.posting_id.split(":", 2)
        about = {
            "posting_id": f"{platform}:{board}:{external_id}", "snapshot_date": LAST, "platform": platform,
            "board": board, "first_seen": life.first_seen, "last_seen": LAST, "closed_on": life.closed_on,
            "reopened": 0, "days_open": 1,
        }  # fmt: skip
        found.append(dict.fromkeys(table("posting_lifecycle").columns) | about)
    return found


def test_a_closing_date_that_is_not_the_markets_is_found(tmp_path: Path) -> None:
    market, store = build_moving(0.003, FIRST), Store(tmp_path)
    lifecycle = rows(market)
    store.write("posting_lifecycle", lifecycle, LAST)
    compared, wrong = lifecycle_errors(store, market, FIRST, LAST)
    assert compared > len(lifecycle) / 2 and wrong == []
    for row in lifecycle:
        row["closed_on"] = row["closed_on"] or LAST
    store.write("posting_lifecycle", lifecycle, LAST)
    still_open = sum(life.closed_on is None for life in market.at(LAST).history(FIRST, LAST))
    assert 0 < len(lifecycle_errors(store, market, FIRST, LAST)[1]) <= still_open
