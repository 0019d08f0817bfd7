"""Openings, median ceiling and top skills of each role on the newest night, with DuckDB."""

import csv
import sys
from pathlib import Path

import duckdb

QUESTION = """
    with market as (
        from read_parquet($openings)
        where status = 'open' and ai_tier in ('core', 'probable') and role not in ('software-engineer', 'other')
    ),
    roles as (
        select role, count(*) as openings,
            case when count(pay_annual_max) filter (pay_currency = 'USD' and seniority is distinct from 'intern') >= 5
                then median(pay_annual_max) filter (pay_currency = 'USD' and seniority is distinct from 'intern')
                end as median_ceiling
        from market group by role
    ),
    counts as (
        select role, skill, count(distinct opening_id) as n
        from read_parquet($posting_skills)
        join (select posting_id, opening_id from read_parquet($postings)) using (posting_id)
        join (select opening_id, role from market) using (opening_id)
        group by role, skill
    ),
    top as (
        select role, string_agg(skill, '; ' order by n desc, skill) as top_skills
        from (from counts qualify row_number() over (partition by role order by n desc, skill) <= 3)
        group by role
    )
    select role, openings, median_ceiling, top_skills
    from roles left join top using (role)
    order by openings desc, role
"""


def answer(data: str) -> list[tuple[str, int, float | None, str | None]]:
    """(role, openings, median ceiling in USD a year, top skills), the roles with most openings first."""
    night = max(folder.name for folder in Path(data, "openings").glob("snapshot_date=*"))
    tables = ("openings", "postings", "posting_skills")
    files = {name: str(Path(data, name, night, f"{name}.parquet")) for name in tables}
    return duckdb.execute(QUESTION, files).fetchall()


if __name__ == "__main__":
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["role", "openings", "median_ceiling", "top_skills"])
    out.writerows(answer(sys.argv[1] if len(sys.argv) > 1 else "data"))
