"""Amounts of money: pay per full-time year and dated reference rates to convert it by."""

import datetime as dt
import functools
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from currency_converter import CurrencyConverter, RateNotFoundError

# Payments in a full-time year of 52 weeks of 5 days of 8 hours.
PER_YEAR = {"hour": 2080.0, "day": 260.0, "week": 52.0, "month": 12.0, "year": 1.0}
OLDEST_RATE_DAYS = 90  # a quarter, in which the rates of most pairs move by a few percent; records tell the age
SOURCE = "ECB euro foreign exchange reference rates"
_BASE = "EUR"


class RateError(ValueError):
    """A currency that cannot be converted to; says why and what may be done."""


class Rate(NamedTuple):
    """Units of the target currency for one unit of another, and the day that it was quoted for."""

    value: float
    date: dt.date


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
def rate(from_currency: str, to_currency: str, date: dt.date, oldest_days: int = OLDEST_RATE_DAYS) -> Rate | None:
    """The ECB reference rate of `date` or of the last day with one, at most `oldest_days` before it.

    None when the ECB quotes no rate of the pair in that time or does not know a currency. The rates are those that the
    installed currencyconverter package carries.
    """
    if from_currency == to_currency:
        return Rate(1.0, date)
    converter = _converter()
    if not {from_currency, to_currency} <= converter.currencies:
        return None
    bounds = [converter.bounds[code] for code in (from_currency, to_currency)]
    first, last = max(bound.first_date for bound in bounds), min(bound.last_date for bound in bounds)
    for days in range(max(0, (date - last).days), min(oldest_days, (date - first).days) + 1):
        day = date - dt.timedelta(days=days)
        try:
            return Rate(converter.convert(1.0, from_currency, to_currency, day), day)
        except RateNotFoundError:
            continue
    return None


def check_rates(to_currency: str, date: dt.date, oldest_days: int = OLDEST_RATE_DAYS) -> None:
    """Raises RateError when nothing can be converted to the currency on that date."""
    known = _converter().currencies
    if to_currency not in known:
        there = ", ".join(sorted(known))
        raise RateError(f"currency {to_currency!r} has no ECB reference rate; those with one: {there}")
    other = "USD" if to_currency == _BASE else _BASE
    if rate(other, to_currency, date, oldest_days) is None:
        bounds = _converter().bounds[to_currency]
        raise RateError(
            f"no ECB reference rate of {to_currency} within {oldest_days} days before {date}: the installed ones reach "
            f"from {bounds.first_date} to {bounds.last_date}; allow older ones with --oldest-rate-days or install a "
            "newer currencyconverter"
        )


def rates(
    to_currency: str, currencies: Iterable[str], date: dt.date, oldest_days: int = OLDEST_RATE_DAYS
) -> Mapping[str, Rate]:
    """The rates of `currencies` to one currency, those without a rate that is new enough left out.

    Raises RateError when nothing can be converted to the currency on that date.
    """
    check_rates(to_currency, date, oldest_days)
    found = {code: rate(code, to_currency, date, oldest_days) for code in sorted(set(currencies) - {to_currency})}
    return {code: quoted for code, quoted in found.items() if quoted is not None}
