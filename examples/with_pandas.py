"""Openings, median ceiling and top skills of each role on the newest night, with pandas."""

import sys
from pathlib import Path

import pandas as pd


def answer(data: str) -> pd.DataFrame:
    """role, openings, median_ceiling (USD a year) and top_skills, the roles with most openings first."""
    night = max(folder.name for folder in Path(data, "openings").glob("snapshot_date=*"))

    def read(table: str, columns: list[str]) -> pd.DataFrame:
        return pd.read_parquet(Path(data, table, night, f"{table}.parquet"), columns=columns)

    wanted = ["opening_id", "role", "ai_tier", "status", "seniority", "pay_currency", "pay_annual_max"]
    openings = read("openings", wanted)
    market = openings[
        (openings["status"] == "open")
        & openings["ai_tier"].isin(["core", "probable"])
        & ~openings["role"].isin(["software-engineer", "other"])
    ]
    roles = market.groupby("role").size().rename("openings").to_frame()

    told = (market["pay_currency"] == "USD") & market["pay_annual_max"].notna() & (market["seniority"] != "intern")
    paid = market[told].groupby("role")
    ceilings = paid["pay_annual_max"].agg(["size", "median"])
    roles["median_ceiling"] = ceilings["median"].where(ceilings["size"] >= 5)

    named = (
        read("posting_skills", ["posting_id", "skill"])
        .merge(read("postings", ["posting_id", "opening_id"]), on="posting_id")
        .merge(market[["opening_id", "role"]], on="opening_id")
        .drop_duplicates(["opening_id", "skill"])
    )
    counts = named.groupby(["role", "skill"]).size().rename("n").reset_index()
    top = counts.sort_values(["role", "n", "skill"], ascending=[True, False, True]).groupby("role").head(3)
    roles["top_skills"] = top.groupby("role")["skill"].agg("; ".join)
    return roles.reset_index().sort_values(["openings", "role"], ascending=[False, True], ignore_index=True)


if __name__ == "__main__":
    answer(sys.argv[1] if len(sys.argv) > 1 else "data").to_csv(sys.stdout, index=False, lineterminator="\n")
