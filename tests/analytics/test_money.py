"""Pay per year and conversion by dated rates."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.money import annual, convert, last_rate_date

FRIDAY = dt.date(2024, 3, 15)


def test_pay_per_full_time_year() -> None:
    assert annual(50, 60, "hour") == (104_000, 124_800)
    assert annual(500, None, "day") == (130_000, None)
    assert annual(None, 2000, "week") == (None, 104_000)
    assert annual(5000, 6000, "month") == (60_000, 72_000)
    assert annual(90_000, 100_000, "year") == (90_000, 100_000)


def test_no_period_no_pay_per_year() -> None:
    assert annual(90_000, 100_000, None) == (None, None)
    assert annual(1, 2, "fortnight") == (None, None)


def test_conversion_tells_the_day_of_its_rate() -> None:
    converted = convert(100_000, "EUR", "USD", FRIDAY)
    assert converted is not None
    assert converted.rate_date == FRIDAY
    assert converted.amount == pytest.approx(100_000 * converted.rate)
    assert 1.0 < converted.rate < 1.2


def test_days_without_a_rate_take_the_last_one() -> None:
    sunday = convert(1, "GBP", "USD", FRIDAY + dt.timedelta(days=2))
    assert sunday is not None
    assert sunday.rate_date == FRIDAY


def test_no_rate_within_the_time_allowed_is_none() -> None:
    last = last_rate_date("USD")
    assert last is not None
    late = last + dt.timedelta(days=30)
    assert convert(1, "EUR", "USD", late) is None
    older = convert(1, "EUR", "USD", late, oldest_days=30)
    assert older is not None
    assert older.rate_date == last
    assert convert(1, "EUR", "USD", dt.date(1990, 1, 1)) is None


def test_unknown_currencies_are_not_converted() -> None:
    assert convert(1, "ZZZ", "USD", FRIDAY) is None
    assert convert(1, "USD", "VND", FRIDAY) is None
    assert last_rate_date("VND") is None


def test_the_same_currency_needs_no_rate() -> None:
    converted = convert(5, "VND", "VND", FRIDAY)
    assert converted is not None
    assert (converted.amount, converted.rate, converted.rate_date) == (5, 1.0, FRIDAY)


@given(st.floats(1, 1e7), st.sampled_from(["USD", "GBP", "CAD", "INR", "JPY", "CHF"]))
def test_there_and_back_is_the_same_amount(amount: float, currency: str) -> None:
    there = convert(amount, currency, "EUR", FRIDAY)
    assert there is not None
    back = convert(there.amount, "EUR", currency, FRIDAY)
    assert back is not None
    assert back.amount == pytest.approx(amount)
