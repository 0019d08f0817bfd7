"""Amounts of money: pay per full-time year and conversion by dated reference rates."""

import datetime as dt
import functools
from dataclasses import dataclass

from currency_converter import CurrencyConverter, RateNotFoundError

# Payments in a full-time year of 52 weeks of 5 days of 8 hours.
PER_YEAR = {"hour": 2080.0, "day": 260.0, "week": 52.0, "month": 12.0, "year": 1.0}


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount in the target currency and the day of the rate that it was converted by."""

    amount: float
    rate: float
    rate_date: dt.date


def annual(low: float | None, high: float | None, period: str | None) -> tuple[float | None, float | None]:
    """Both ends per full-time year, rounded to cents; (None, None) where the period is unknown."""
    times = PER_YEAR.get(period or "")
    if times is None:
        return None, None
    return (
        None if low is None else round(low * times, 2),
        None if high is None else round(high * times, 2),
    )


@functools.cache
def _converter() -> CurrencyConverter:
    # The package carries the European Central Bank's reference rates; nothing is fetched.
    return CurrencyConverter()


@functools.lru_cache(maxsize=4096)
def _rate(from_currency: str, to_currency: str, date: dt.date, oldest_days: int) -> tuple[float, dt.date] | None:
    converter = _converter()
    if not {from_currency, to_currency} <= converter.currencies:
        return None
    for days in range(oldest_days + 1):
        day = date - dt.timedelta(days=days)
        try:
            return converter.convert(1.0, from_currency, to_currency, day), day
        except RateNotFoundError:
            continue
    return None


def convert(
    amount: float, from_currency: str, to_currency: str, date: dt.date, oldest_days: int = 7
) -> Converted | None:
    """Converts by the ECB reference rate of `date` or of the last day with one, at most `oldest_days` before it.

    None when the ECB quotes no rate of the pair in that time or does not know a currency. The rates are those that
    the installed currencyconverter package carries.
    """
    if from_currency == to_currency:
        return Converted(amount, 1.0, date)
    found = _rate(from_currency, to_currency, date, oldest_days)
    if found is None:
        return None
    rate, day = found
    return Converted(amount * rate, rate, day)


def last_rate_date(currency: str) -> dt.date | None:
    """The last day for which the installed rates quote a currency, None when they never do."""
    bounds = _converter().bounds.get(currency)
    return None if bounds is None else bounds.last_date
