"""Pay per year and conversion by dated rates."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.values.money import RateError, annual, check_rates, rate, rates

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


def test_a_rate_tells_its_day() -> None:
    found = rate("EUR", "USD", FRIDAY)
    assert found is not None
    assert found.date == FRIDAY
    assert 1.0 < found.value < 1.2


def test_days_without_a_rate_take_the_last_one() -> None:
    sunday = rate("GBP", "USD", FRIDAY + dt.timedelta(days=2))
    assert sunday == rate("GBP", "USD", FRIDAY)


def test_a_rate_older_than_allowed_is_none_and_refused_by_name() -> None:
    last = rate("EUR", "RUB", dt.date(2022, 3, 20))  # the last day with roubles was 1 March 2022
    assert last is not None
    late = last.date + dt.timedelta(days=30)
    assert rate("EUR", "RUB", late, 29) is None
    assert rate("EUR", "RUB", late, 30) == last
    assert rate("EUR", "USD", dt.date(1990, 1, 1), 10**9) is None
    with pytest.raises(RateError, match=r"RUB within 29 days before 2022-03-31.* reach from 2005.* to 2022-03-01"):
        check_rates("RUB", late, 29)
    check_rates("EUR", FRIDAY)


def test_unknown_currencies_are_left_out_or_refused() -> None:
    assert rate("ZZZ", "USD", FRIDAY) is None
    assert set(rates("USD", ["EUR", "VND", "USD", "GBP", "ZZZ"], FRIDAY)) == {"EUR", "GBP"}
    with pytest.raises(RateError, match="'VND' has no ECB reference rate; those with one: AUD"):
        rates("VND", ["USD"], FRIDAY)


def test_the_same_currency_needs_no_rate() -> None:
    assert rate("VND", "VND", FRIDAY) == (1.0, FRIDAY)


@given(st.sampled_from(["USD", "GBP", "CAD", "INR", "JPY", "CHF"]), st.sampled_from(["USD", "SEK", "EUR"]))
def test_there_and_back_is_the_same_amount(currency: str, other: str) -> None:
    there, back = rate(currency, other, FRIDAY), rate(other, currency, FRIDAY)
    assert there is not None
    assert back is not None
    assert there.value * back.value == pytest.approx(1)
