"""The role tables: counts, shares and pay of each role, one function a table, each for any number of roles at once.

All stand on open openings of the market (`market_openings`), so a vacancy that is advertised several times counts once.
Give one role's openings and skills at a time and memory is bounded by the largest role; `market_share` alone needs
the size of the whole market. Frames come and go in the columns of storage/tables.py.
"""

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd

from analytics.statistics import intervals
from analytics.statistics.pay import role_pay, role_pay_distribution
from analytics.statistics.pay_uses import role_pay_levels, role_pay_uses
from analytics.statistics.samples import UNKNOWN, bands, employers, shaped, with_employers, with_shares
from analytics.values.frames import lists, need, numbers, texts
from storage.columns import IMPORTED

NOT_AI_ROLES = ("software-engineer", "other")
MARKET_TIERS = ("core", "probable")
BANDS = ("entry", "mid", "senior", UNKNOWN)
WORKPLACES = ("remote", "hybrid", "onsite", UNKNOWN)


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
    table = table.assign(market_share=np.nan, low=np.nan, high=np.nan)
    if len(table) and market:
        # Clusters: as many openings as employers of equal size would have (Kish), the rest of the market likewise.
        sizes = with_employers(openings).groupby(["role", "employer"]).size()
        worth = table["open_positions"] / (sizes**2).groupby("role").sum().to_numpy()
        low, high = intervals.shares(table["open_positions"] * worth, market * worth)
        table = table.assign(market_share=table["open_positions"] / market, low=low, high=high)
    return shaped(table, "role_statistics", date)


def role_skills(openings: pd.DataFrame, skills: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """Openings of each role that ask for each skill (`skills` as `opening_skills` gives it), most asked first.

    Ties are ranked by openings that require the skill, then by name.
    """
    all_ = with_employers(openings)
    rows = skills.merge(all_.assign(opening_id=texts(openings, "opening_id")), on="opening_id")
    grouped = rows.groupby(["role", "skill"], sort=True)
    table = grouped.agg(category=("category", "first"), n=("required", "size"), required=("required", "sum"))
    table = table.reset_index().sort_values(["role", "n", "required", "skill"], ascending=[True, False, False, True])
    table = with_shares(table, rows, all_, "skill").assign(
        rank=table.groupby("role").cumcount() + 1,
        required=table["required"].astype("int64"),
        required_share=table["required"].astype("float64") / table["n"],
    )
    return shaped(table, "role_skills", date)


def role_seniority(openings: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """Openings of each role by seniority band; a band that was only assumed is unknown."""
    return shaped(_by_value(openings, bands(openings), BANDS), "role_seniority", date)


def role_workplace(openings: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """Openings of each role by workplace, those that do not tell it as unknown."""
    return shaped(_by_value(openings, texts(openings, "workplace"), WORKPLACES), "role_workplace", date)


def role_companies(openings: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """Openings of each role by employer, most first; those without an employer's name are left out.

    An employer is one by the key that openings are matched by, and has the name that most of its openings have.
    """
    rows = pd.DataFrame({"role": texts(openings, "role"), "company": texts(openings, "company")})
    rows["employer"] = employers(openings)
    named = rows[rows["company"].notna()]
    names = named.groupby("employer")["company"].agg(lambda found: found.value_counts(sort=True).index[0])
    named = named.assign(company=named["employer"].map(names))
    table = _ranked(named, "company")
    of = table["role"].map(rows["role"].value_counts()).astype("float64")
    low, high = intervals.shares(table["n"], of) if len(table) else (np.empty(0), np.empty(0))
    return shaped(table.assign(share=table["n"] / of, low=low, high=high), "role_companies", date)


def role_metros(openings: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """Openings of each role by metropolitan area, most first; one in two areas counts in both, remote is none."""
    rows = with_employers(openings).assign(metro=[sorted(set(metros)) for metros in lists(openings, "metros")])
    exploded = rows.explode("metro").dropna(subset="metro")
    return shaped(with_shares(_ranked(exploded, "metro"), exploded, rows, "metro"), "role_metros", date)


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
    return shaped(table.assign(n=table["n"].fillna(0).astype("int64")), "role_boards", date)


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
        "postings_carried": int((ai & postings["carried_forward"].to_numpy(dtype=bool, na_value=False)).sum()),
        "boards_ok": int(read.sum()),
        "boards_carried_forward": int(stands_in.sum()),
        "boards_failed": int((~read & ~stands_in).sum()),
        "method": method,
    }
    return shaped(pd.DataFrame([row]), "market_totals", date)


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
        "role_pay_levels": role_pay_levels(openings, date),
        "role_pay_uses": role_pay_uses(openings, date),
        "role_skills": role_skills(openings, skills, date),
        "role_seniority": role_seniority(openings, date),
        "role_workplace": role_workplace(openings, date),
        "role_companies": role_companies(openings, date),
        "role_metros": role_metros(openings, date),
    }


def _counts(openings: pd.DataFrame) -> pd.DataFrame:
    postings = np.nan_to_num(numbers(openings, "postings"), nan=1.0)
    return pd.DataFrame({"role": texts(openings, "role"), "postings": postings})


def _by_value(openings: pd.DataFrame, values: np.ndarray, vocabulary: tuple[str, ...]) -> pd.DataFrame:
    known = np.isin(values.astype(str), vocabulary)
    counts = pd.crosstab(
        pd.Series(texts(openings, "role"), name="role", dtype=object),
        pd.Series(np.where(known, values, UNKNOWN), name="value", dtype=object),
    ).reindex(columns=list(vocabulary), fill_value=0)
    table = counts.rename_axis(columns="value").stack().rename("n").reset_index()
    all_ = with_employers(openings)
    return with_shares(table, all_.assign(value=np.where(known, values, UNKNOWN)), all_, "value")


def _ranked(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    table = rows.groupby(["role", name], sort=True).size().rename("n").reset_index()
    table = table.sort_values(["role", "n", name], ascending=[True, False, True])
    return table.assign(rank=table.groupby("role").cumcount() + 1)
