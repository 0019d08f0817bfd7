"""The role tables: counts, shares and pay of each role, one function a table, each for any number of roles at once.

All stand on open openings of the market (`market_openings`), so a vacancy that is advertised several times counts once.
Give one role's openings and skills at a time and memory is bounded by the largest role; `market_share` alone needs
the size of the whole market. Frames come and go in the columns of storage/tables.py.
"""

import datetime as dt
import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from analytics.statistics import intervals, means
from analytics.values.frames import blanked, lists, need, numbers, texts
from analytics.values.thresholds import LEAST_PAY
from storage.columns import IMPORTED
from storage.tables import TABLES

NOT_AI_ROLES = ("software-engineer", "other")
MARKET_TIERS = ("core", "probable")
UNKNOWN = "unknown"
ADVERTISED = "pay_currency_advertised"  # column of openings whose pay was converted
BANDS = ("entry", "mid", "senior", UNKNOWN)
WORKPLACES = ("remote", "hybrid", "onsite", UNKNOWN)
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
_PAY_FIGURES = (
    "mean", "mean_low", "mean_high", "p25", "p25_low", "p25_high", "median", "median_low", "median_high", "p75",
    "p75_low", "p75_high",
)  # fmt: skip


def market_openings(openings: pd.DataFrame) -> pd.DataFrame:
    """The openings that make the market: advertised tonight, a tier of core or probable and a role that is an AI role.

    One that stays open only because its board has not been read for longer than postings stand in has no posting.
    """
    need(openings, ("opening_id", "role", "ai_tier"), "the market")
    inside = np.isin(texts(openings, "ai_tier").astype(str), MARKET_TIERS)
    inside &= ~np.isin(texts(openings, "role").astype(str), NOT_AI_ROLES)
    if "status" in openings.columns:
        inside &= texts(openings, "status") == "open"
    inside &= numbers(openings, "postings") != 0  # nan where the frame does not count them
    return openings[inside]


def opening_skills(posting_skills: pd.DataFrame, opening_of: Mapping[str, str] | pd.Series) -> pd.DataFrame:
    """Skills of openings: the union over their postings, required when any of them requires it.

    `opening_of` gives the opening_id of a posting_id; skills of postings that it lacks are left out. The result has
    the columns opening_id, skill, category, required (bool), one row per opening and skill.
    """
    need(posting_skills, ("posting_id", "skill", "requirement"), "opening_skills")
    ids = opening_of if isinstance(opening_of, pd.Series) else pd.Series(dict(opening_of), dtype=object)
    rows = pd.DataFrame(
        {
            "opening_id": pd.Series(texts(posting_skills, "posting_id")).map(ids).to_numpy(dtype=object),
            "skill": texts(posting_skills, "skill"),
            "category": texts(posting_skills, "category"),
            "required": texts(posting_skills, "requirement") == "required",
        }
    )
    rows = rows[rows["opening_id"].notna()].sort_values("required", ascending=False, kind="stable")
    return rows.drop_duplicates(["opening_id", "skill"]).reset_index(drop=True)


def imported(postings: pd.DataFrame) -> tuple[int, int]:
    """AI postings that came from files of the user's own, and all AI postings."""
    ai = np.isin(texts(postings, "ai_tier").astype(str), MARKET_TIERS)
    return int((ai & (texts(postings, "platform") == IMPORTED)).sum()), int(ai.sum())


def is_sample(imported: int, ai: int) -> bool:
    """Whether a night's AI postings are a sample and no market: all imported, so whoever chose them chose the mix."""
    return ai > 0 and imported == ai


def role_statistics(openings: pd.DataFrame, date: dt.date, market: int | None) -> pd.DataFrame:
    """Open positions of each role and their share of `market`, the number of openings in the whole market.

    `market` is None where the openings are a sample (`is_sample`): then there is no share.
    """
    frame = _counts(openings)
    grouped = frame.groupby("role", sort=True)
    table = grouped.agg(open_positions=("role", "size"), postings=("postings", "sum")).reset_index()
    table["postings"] = table["postings"].astype("int64")
    low, high = intervals.shares(table["open_positions"], market) if len(table) and market else (np.nan, np.nan)
    table = table.assign(market_share=table["open_positions"] / market if market else np.nan, low=low, high=high)
    return _shaped(table, "role_statistics", date)


def role_pay(openings: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """Mean, quartiles and their intervals of pay floor, midpoint and ceiling by role and currency.

    Usable pay has both an annual floor and an annual ceiling. Below 5 openings with pay the row tells n and no figure.
    """
    pay = usable_pay(openings)
    disclosed = _counts(openings).assign(disclosed=discloses(openings)).groupby("role")["disclosed"].mean()
    rows = []
    for (role, currency), group in pay.groupby(["role", "currency"], sort=True):
        for point in PAY_POINTS:
            figures = pay_figures(group[point].to_numpy())
            head = {"role": role, "currency": currency, "pay_point": point, "n": len(group)}
            rows.append(head | {"disclosure_rate": disclosed[role]} | figures)
    names = ["role", "currency", "pay_point", "n", "disclosure_rate", *_PAY_FIGURES]
    return _shaped(pd.DataFrame(rows, columns=names), "role_pay", date)


def usable_pay(openings: pd.DataFrame) -> pd.DataFrame:
    """Openings with pay floor, ceiling and currency.

    Columns role, currency, advertised (the currency before `convert_pay`), floor, midpoint, ceiling, band, metro.
    """
    floor, ceiling = numbers(openings, "pay_annual_min"), numbers(openings, "pay_annual_max")
    currency = texts(openings, "pay_currency")
    usable = (floor > 0) & (ceiling >= floor) & np.isfinite(ceiling) & pd.notna(currency)
    metro = texts(openings, "metro")
    place = np.where(pd.isna(metro), np.where(texts(openings, "workplace") == "remote", "remote", UNKNOWN), metro)
    band = texts(openings, "seniority_band")
    frame = pd.DataFrame(
        {
            "role": texts(openings, "role"),
            "currency": currency,
            "advertised": texts(openings, ADVERTISED) if ADVERTISED in openings.columns else currency,
            "floor": floor,
            "midpoint": (floor + ceiling) / 2,
            "ceiling": ceiling,
            "band": np.where(pd.isna(band), UNKNOWN, band),
            "metro": place,
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


def pay_figures(values: np.ndarray) -> dict[str, float | None]:
    """STATS of a sample of pay: the mean, quartiles by linear interpolation, and the interval of each."""
    if len(values) < LEAST_PAY:
        return dict.fromkeys(_PAY_FIGURES)
    ascending = np.sort(np.asarray(values, float))
    mean = means.mean(ascending)
    figures: dict[str, float | None] = {"mean": mean.value, "mean_low": mean.low, "mean_high": mean.high}
    for name, quantile in (("p25", 0.25), ("median", 0.5), ("p75", 0.75)):
        low, high = intervals.quantile_interval(ascending, quantile)
        figures |= {name: float(np.quantile(ascending, quantile)), f"{name}_low": low, f"{name}_high": high}
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
    return _shaped(long.groupby(names, sort=True).size().rename("n").reset_index(), "role_pay_distribution", date)


def role_skills(openings: pd.DataFrame, skills: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """Openings of each role that ask for each skill (`skills` as `opening_skills` gives it), most asked first.

    Ties are ranked by openings that require the skill, then by name.
    """
    roles = pd.Series(texts(openings, "role"), index=texts(openings, "opening_id"), dtype=object)
    rows = skills.assign(role=skills["opening_id"].map(roles).to_numpy(dtype=object))
    rows = rows[rows["role"].notna()]
    grouped = rows.groupby(["role", "skill"], sort=True)
    table = grouped.agg(category=("category", "first"), n=("required", "size"), required=("required", "sum"))
    table = table.reset_index().sort_values(["role", "n", "required", "skill"], ascending=[True, False, False, True])
    of = table["role"].map(roles.value_counts()).astype("float64")
    low, high = intervals.shares(table["n"], of) if len(table) else (np.empty(0), np.empty(0))
    table = table.assign(
        rank=table.groupby("role").cumcount() + 1,
        share=table["n"] / of,
        low=low,
        high=high,
        required=table["required"].astype("int64"),
        required_share=table["required"].astype("float64") / table["n"],
    )
    return _shaped(table, "role_skills", date)


def role_seniority(openings: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """Openings of each role by seniority band; a band that was only assumed is unknown."""
    return _shaped(_by_value(openings, _bands(openings), BANDS), "role_seniority", date)


def role_workplace(openings: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """Openings of each role by workplace, those that do not tell it as unknown."""
    return _shaped(_by_value(openings, texts(openings, "workplace"), WORKPLACES), "role_workplace", date)


def role_companies(openings: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """Openings of each role by employer, most first; those without an employer's name are left out."""
    rows = _counts(openings).assign(company=texts(openings, "company"))
    return _shaped(_ranked(rows[rows["company"].notna()], "company", rows), "role_companies", date)


def role_metros(openings: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """Openings of each role by metropolitan area, most first; one in two areas counts in both, remote is none."""
    rows = _counts(openings).assign(metro=[sorted(set(metros)) for metros in lists(openings, "metros")])
    exploded = rows.explode("metro")
    return _shaped(_ranked(exploded[exploded["metro"].notna()], "metro", rows), "role_metros", date)


def role_boards(openings: pd.DataFrame, postings: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """Openings of each role by board, one that is on two boards at both, and the geometric mean of their pay ceilings.

    `postings` needs opening_id, platform and board. Pay is in the currency that most openings of the role tell there.
    """
    boards = pd.DataFrame({name: texts(postings, name) for name in ("opening_id", "platform", "board")})
    mine = pd.DataFrame({name: texts(openings, name) for name in ("opening_id", "role", "pay_currency")})
    floor, ceiling = numbers(openings, "pay_annual_min"), numbers(openings, "pay_annual_max")
    told = (floor > 0) & (ceiling >= floor) & mine["pay_currency"].notna().to_numpy(dtype=bool)
    mine["pay"] = np.log(np.where(told, ceiling, 1.0))
    mine.loc[~told, "pay_currency"] = None
    rows = mine.merge(boards.drop_duplicates(), on="opening_id")
    keys = ["role", "platform", "board"]
    table = rows.groupby(keys, sort=True).size().rename("open_positions").reset_index()
    paid = rows[rows["pay_currency"].notna()].groupby([*keys, "pay_currency"], sort=True)["pay"]
    pay = paid.agg(n="size", mean="mean").reset_index().sort_values("n", ascending=False, kind="stable")
    table = table.merge(pay.drop_duplicates(keys), on=keys, how="left")
    table = table.assign(currency=table["pay_currency"], ceiling_geometric_mean=np.exp(table["mean"].astype(float)))
    return _shaped(table.assign(n=table["n"].fillna(0).astype("int64")), "role_boards", date)


def market_totals(
    openings: pd.DataFrame,
    postings: pd.DataFrame,
    board_fetches: pd.DataFrame,
    date: dt.date,
    method: str | None = None,
) -> pd.DataFrame:
    """The one row of the market: openings and postings in it, AI postings, and how the night's boards went.

    `openings` may be all of them or the market's. A board that was not read counts as carried forward when postings of
    it stand in, else as failed; `empty` counts as read.
    """
    market = market_openings(openings)
    ai = np.isin(texts(postings, "ai_tier").astype(str), MARKET_TIERS)
    imported_ai, _ = imported(postings)
    unclassified = ai & np.isin(texts(postings, "role").astype(str), NOT_AI_ROLES)
    read = np.isin(texts(board_fetches, "status").astype(str), ("ok", "unchanged", "empty"))
    carried = postings[postings["carried_forward"].to_numpy(dtype=bool, na_value=False)]
    standing_in = set(zip(texts(carried, "platform"), texts(carried, "board"), strict=True))
    boards = list(zip(texts(board_fetches, "platform"), texts(board_fetches, "board"), strict=True))
    stands_in = np.array([board in standing_in for board in boards], dtype=bool) & ~read
    row = {
        "open_positions": len(market),
        "postings": int(np.nansum(numbers(market, "postings"))),
        "postings_ai": int(ai.sum()),
        "postings_unclassified": int(unclassified.sum()),
        "postings_imported": imported_ai,
        "boards_ok": int(read.sum()),
        "boards_carried_forward": int(stands_in.sum()),
        "boards_failed": int((~read & ~stands_in).sum()),
        "method": method,
    }
    return _shaped(pd.DataFrame([row]), "market_totals", date)


def role_tables(
    openings: pd.DataFrame, skills: pd.DataFrame, date: dt.date, market: int | None
) -> dict[str, pd.DataFrame]:
    """All role tables of the given market openings (one role or many), by table name.

    `skills` as `opening_skills` gives it, `market` the number of openings in the whole market, None for a sample.
    """
    return {
        "role_statistics": role_statistics(openings, date, market),
        "role_pay": role_pay(openings, date),
        "role_pay_distribution": role_pay_distribution(openings, date),
        "role_skills": role_skills(openings, skills, date),
        "role_seniority": role_seniority(openings, date),
        "role_workplace": role_workplace(openings, date),
        "role_companies": role_companies(openings, date),
        "role_metros": role_metros(openings, date),
    }


def _shaped(table: pd.DataFrame, name: str, date: dt.date) -> pd.DataFrame:
    return table.assign(snapshot_date=date)[list(TABLES[name].columns)].reset_index(drop=True)


def _counts(openings: pd.DataFrame) -> pd.DataFrame:
    postings = np.nan_to_num(numbers(openings, "postings"), nan=1.0)
    return pd.DataFrame({"role": texts(openings, "role"), "postings": postings})


def discloses(openings: pd.DataFrame) -> np.ndarray:
    """Which openings tell any pay, a floor or a ceiling, in any currency."""
    return np.isfinite(numbers(openings, "pay_annual_min")) | np.isfinite(numbers(openings, "pay_annual_max"))


def _bands(openings: pd.DataFrame) -> np.ndarray:
    return blanked(texts(openings, "seniority_band"), texts(openings, "seniority_basis") == "assumed")


def _by_value(openings: pd.DataFrame, values: np.ndarray, vocabulary: tuple[str, ...]) -> pd.DataFrame:
    known = np.isin(values.astype(str), vocabulary)
    counts = pd.crosstab(
        pd.Series(texts(openings, "role"), name="role", dtype=object),
        pd.Series(np.where(known, values, UNKNOWN), name="value", dtype=object),
    ).reindex(columns=list(vocabulary), fill_value=0)
    table = counts.rename_axis(columns="value").stack().rename("n").reset_index()
    of = table.groupby("role")["n"].transform("sum") if len(table) else table["n"]
    low, high = intervals.shares(table["n"], of)
    return table.assign(share=table["n"] / of, low=low, high=high)


def _ranked(rows: pd.DataFrame, name: str, everything: pd.DataFrame) -> pd.DataFrame:
    table = rows.groupby(["role", name], sort=True).size().rename("n").reset_index()
    table = table.sort_values(["role", "n", name], ascending=[True, False, True])
    of = table["role"].map(everything["role"].value_counts()).astype("float64")
    low, high = intervals.shares(table["n"], of) if len(table) else (np.empty(0), np.empty(0))
    return table.assign(rank=table.groupby("role").cumcount() + 1, share=table["n"] / of, low=low, high=high)
