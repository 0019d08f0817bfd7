"""Pay of openings: what is usable, its figures by role and currency, its distribution, its conversion."""

import datetime as dt
import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from analytics.statistics import clustered, clusters, means
from analytics.statistics.samples import UNKNOWN, employers, shaped
from analytics.values.frames import numbers, texts
from analytics.values.thresholds import LEAST_PAY

ADVERTISED = "pay_currency_advertised"  # column of openings whose pay was converted
PAY_POINTS = ("floor", "midpoint", "ceiling")
BIN_WIDTH = 20_000.0  # of the pay distribution, per year, in currencies not named below
BIN_WIDTHS = {
    "INR": 500_000.0, "JPY": 2_000_000.0, "KRW": 10_000_000.0, "CNY": 50_000.0, "TWD": 500_000.0, "PHP": 500_000.0,
    "MXN": 200_000.0, "ZAR": 200_000.0, "BRL": 50_000.0, "PLN": 50_000.0, "CZK": 250_000.0, "HUF": 4_000_000.0,
    "SEK": 100_000.0, "NOK": 100_000.0, "DKK": 100_000.0, "ILS": 50_000.0, "HKD": 100_000.0, "THB": 250_000.0,
    "IDR": 100_000_000.0, "VND": 200_000_000.0, "COP": 50_000_000.0, "CLP": 10_000_000.0, "TRY": 500_000.0,
    "AED": 50_000.0, "SAR": 50_000.0, "UAH": 500_000.0, "RON": 50_000.0, "ARS": 10_000_000.0, "EGP": 500_000.0,
    "NGN": 10_000_000.0, "PKR": 1_000_000.0, "MYR": 50_000.0,
}  # fmt: skip
FIGURES = (
    "n_effective", "mean", "mean_low", "mean_high", "p25", "p25_low", "p25_high", "median", "median_low", "median_high",
    "p75", "p75_low", "p75_high",
)  # fmt: skip


def role_pay(openings: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """Mean, quartiles and their intervals of pay floor, midpoint and ceiling by role and currency.

    Usable pay has both an annual floor and an annual ceiling. Below 5 openings with pay the row tells n and no figure.
    """
    pay = usable_pay(openings)
    disclosed = pd.Series(discloses(openings)).groupby(texts(openings, "role")).mean()
    rows = []
    for (role, currency), group in pay.groupby(["role", "currency"], sort=True):
        employer = clusters.numbered(group["employer"])
        for point in PAY_POINTS:
            figures = pay_figures(group[point].to_numpy(), employer)
            head = {"role": role, "currency": currency, "pay_point": point, "n": len(group)}
            rows.append(head | {"disclosure_rate": disclosed[role]} | figures)
    names = ["role", "currency", "pay_point", "n", "disclosure_rate", *FIGURES]
    return shaped(pd.DataFrame(rows, columns=names), "role_pay", date)


def usable_pay(openings: pd.DataFrame) -> pd.DataFrame:
    """Openings with pay floor, ceiling and currency, interns aside (`pay_uses.pay_uses` counts the others).

    Columns role, employer, currency, advertised (the currency before `convert_pay`), floor, midpoint, ceiling, level,
    metro, country.
    """
    floor, ceiling = numbers(openings, "pay_annual_min"), numbers(openings, "pay_annual_max")
    currency = texts(openings, "pay_currency")
    usable = (floor > 0) & (ceiling >= floor) & np.isfinite(ceiling) & pd.notna(currency)
    usable &= texts(openings, "seniority") != "intern"
    metro = texts(openings, "metro")
    place = np.where(pd.isna(metro), np.where(texts(openings, "workplace") == "remote", "remote", UNKNOWN), metro)
    level, country = texts(openings, "seniority"), texts(openings, "country")
    frame = pd.DataFrame(
        {
            "role": texts(openings, "role"),
            "employer": employers(openings),
            "currency": currency,
            "advertised": texts(openings, ADVERTISED) if ADVERTISED in openings.columns else currency,
            "floor": floor,
            "midpoint": (floor + ceiling) / 2,
            "ceiling": ceiling,
            "level": np.where(pd.isna(level), UNKNOWN, level),
            "metro": place,
            "country": np.where(pd.isna(country), UNKNOWN, country),
        }
    )
    return frame[usable].reset_index(drop=True)


def convert_pay(openings: pd.DataFrame, to: str, rates: Mapping[str, float]) -> pd.DataFrame:
    """The openings with annual pay in `to`, at `rates` (units of `to` for one unit of the currency, of one date).

    Pay in a currency without a rate stays as it is; the currency as advertised is kept in a column of its own. Records
    made from converted pay must say so: give `compare` and `role_figures` the `conversion`.
    """
    currency = texts(openings, "pay_currency")
    factor = np.array([1.0 if code == to else rates.get(code, math.nan) if code else math.nan for code in currency])
    known = np.isfinite(factor)
    converted = {
        name: np.where(known, numbers(openings, name) * np.where(known, factor, 1.0), numbers(openings, name))
        for name in ("pay_annual_min", "pay_annual_max")
    }
    code = np.where(known, to, currency).astype(object)
    return openings.assign(
        **converted,
        pay_currency=pd.Series(code, index=openings.index, dtype=object),
        **{ADVERTISED: pd.Series(currency, index=openings.index, dtype=object)},
    )


def pay_figures(values: np.ndarray, employer: np.ndarray) -> dict[str, float | None]:
    """STATS of a sample of pay: the mean, quartiles by linear interpolation, and the interval of each.

    `employer` numbers the employer of each value.
    """
    if len(values) < LEAST_PAY:
        return dict.fromkeys(FIGURES)
    order = np.argsort(values, kind="stable")
    ascending, employer = np.asarray(values, float)[order], np.asarray(employer, int)[order]
    worth = clusters.of_values(ascending, employer)
    mean = means.mean(ascending, worth=worth)
    figures: dict[str, float | None] = {"mean": mean.value, "mean_low": mean.low, "mean_high": mean.high}
    figures["n_effective"] = float(worth.openings())
    for name, quantile in (("p25", 0.25), ("median", 0.5), ("p75", 0.75)):
        value = float(np.quantile(ascending, quantile))
        low, high = clustered.quantile_interval(ascending, quantile, clusters.of_values(ascending <= value, employer))
        figures |= {name: value, f"{name}_low": low, f"{name}_high": high}
    return figures


def role_pay_distribution(openings: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """Openings by bins of pay floor, midpoint and ceiling; a currency's bins are the same for every role.

    Empty bins have no row; nor have roles with fewer than 5 openings with pay in the currency.
    """
    pay = usable_pay(openings)
    pay = pay[pay.groupby(["role", "currency"])["role"].transform("size") >= LEAST_PAY] if len(pay) else pay
    long = pay.melt(["role", "currency"], list(PAY_POINTS), var_name="pay_point", value_name="pay")
    width = long["currency"].map(BIN_WIDTHS).astype("float64").fillna(BIN_WIDTH)
    long["bin_low"] = np.floor(long["pay"].astype("float64") / width) * width
    long["bin_high"] = long["bin_low"] + width
    names = ["role", "currency", "pay_point", "bin_low", "bin_high"]
    return shaped(long.groupby(names, sort=True).size().rename("n").reset_index(), "role_pay_distribution", date)


def discloses(openings: pd.DataFrame) -> np.ndarray:
    """Which openings tell any pay, a floor or a ceiling, in any currency."""
    return np.isfinite(numbers(openings, "pay_annual_min")) | np.isfinite(numbers(openings, "pay_annual_max"))
