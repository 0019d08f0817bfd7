"""Openings, median ceiling and top skills of each role on the newest night, with Polars."""

import sys
from pathlib import Path

import polars as pl


def answer(data: str) -> pl.DataFrame:
    """role, openings, median_ceiling (USD a year) and top_skills, the roles with most openings first."""
    night = max(folder.name for folder in Path(data, "openings").glob("snapshot_date=*"))

    def scan(table: str) -> pl.LazyFrame:
        return pl.scan_parquet(Path(data, table, night, f"{table}.parquet"))

    market = scan("openings").filter(
        pl.col("status") == "open",
        pl.col("ai_tier").is_in(["core", "probable"]),
        ~pl.col("role").is_in(["software-engineer", "other"]),
    )
    told = (pl.col("pay_currency") == "USD") & pl.col("seniority").ne_missing("intern")
    ceiling = pl.col("pay_annual_max").filter(told).drop_nulls()
    roles = market.group_by("role").agg(
        pl.len().alias("openings"),
        pl.when(ceiling.len() >= 5).then(ceiling.median()).alias("median_ceiling"),
    )
    top = (
        scan("posting_skills")
        .join(scan("postings").select("posting_id", "opening_id"), on="posting_id")
        .join(market.select("opening_id", "role"), on="opening_id")
        .unique(["opening_id", "skill"])
        .group_by("role", "skill")
        .len("n")
        .sort("n", "skill", descending=[True, False])
        .group_by("role", maintain_order=True)
        .agg(pl.col("skill").head(3).str.join("; ").alias("top_skills"))
    )
    return roles.join(top, on="role", how="left").sort("openings", "role", descending=[True, False]).collect()


if __name__ == "__main__":
    print(answer(sys.argv[1] if len(sys.argv) > 1 else "data").write_csv(), end="")
