"""The figures of every record agree with SQL over the published openings and skills, computed without our code."""

import itertools
import json
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

MARKET = "status = 'open' and ai_tier in ('core', 'probable') and role not in ('software-engineer', 'other')"


class Tables:
    """The night's tables as views: market (openings of the market), pay (those with a range), asked (their skills)."""

    def __init__(self, nights: Any) -> None:
        self.sql = duckdb.connect()
        files = {name: nights.store.path(name, nights.last) for name in ("openings", "postings", "posting_skills")}
        self.sql.execute(f"create view market as select * from '{files['openings']}' where {MARKET}")
        self.sql.execute("""
            create view pay as select role, pay_currency currency, (pay_annual_min + pay_annual_max) / 2 middle,
            pay_annual_max ceiling, coalesce(seniority, 'unknown') level,
            coalesce(metro, if(workplace = 'remote', 'remote', 'unknown')) place
            from market where pay_annual_min > 0 and pay_annual_max >= pay_annual_min and pay_currency is not null
            and seniority is distinct from 'intern'""")
        self.sql.execute(f"""
            create view asked as select distinct role, opening_id, skill from '{files["posting_skills"]}'
            join (select posting_id, opening_id from '{files["postings"]}') using (posting_id)
            join market using (opening_id)""")

    def row(self, query: str, *given: Any) -> tuple[Any, ...]:
        found = self.sql.execute(query, list(given)).fetchone()
        assert found is not None
        return tuple(found)

    def rows(self, query: str, *given: Any) -> list[tuple[Any, ...]]:
        return self.sql.execute(query, list(given)).fetchall()


@pytest.fixture(scope="module")
def tables(nights: Any) -> Iterator[Tables]:
    found = Tables(nights)
    yield found
    found.sql.close()


@pytest.fixture(scope="module")
def records(nights: Any) -> list[dict[str, Any]]:
    return [json.loads(row["record"]) for row in nights.store.arrow("role_comparisons", nights.last).to_pylist()]


def roles(records: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {record[side]["role"]: record[side] for record in records for side in ("a", "b")}


def test_counts_shares_disclosure_and_largest_employer(tables: Tables, records: list[dict[str, Any]]) -> None:
    (whole,) = tables.row("select count(*) from market")
    for role, mine in roles(records).items():
        n, postings, told, share = tables.row(
            """select count(*), sum(postings)::bigint,
            count(*) filter (pay_annual_min is not null or pay_annual_max is not null), count(*) / ? from market
            where role = ?""",
            whole,
            role,
        )
        assert (mine["open_positions"], mine["postings"], mine["pay"]["disclosed"]) == (n, postings, told)
        assert mine["market_share"] == pytest.approx(share, abs=1e-6)
        assert mine["pay"]["disclosure_rate"] == pytest.approx(told / n, abs=1e-6)
        largest = tables.rows(
            "select count(*) from market where role = ? and company is not null group by company order by 1 desc", role
        )
        assert mine["largest_employer"]["n"] == largest[0][0]
        assert mine["largest_employer"]["tied"] == sum(n == largest[0][0] for (n,) in largest)
        assert mine["employers"] == len(largest)


def test_gaps_and_ratios_of_pay(tables: Tables, records: list[dict[str, Any]]) -> None:
    compared = 0
    for record in records:
        pay, pair = record["pay"], (record["a"]["role"], record["b"]["role"])
        if pay["midpoint_ratio"] is None:
            assert pay["currency"] is None or min(pay["n_a"], pay["n_b"]) < 5
            continue
        compared += 1
        given = [value for role in pair for value in (role, pay["currency"])]
        n_a, n_b, gap, times, medians, shift = tables.row(
            """with a as (select * from pay where role = ? and currency = ?),
            b as (select * from pay where role = ? and currency = ?),
            one as (select count(*) n, avg(ceiling) c, median(middle) m from a),
            two as (select count(*) n, avg(ceiling) c, median(middle) m from b)
            select one.n, two.n, two.c - one.c, two.c / one.c, two.m / one.m,
            (select exp(median(ln(b.middle) - ln(a.middle))) from a, b) from one, two""",
            *given,
        )
        assert (pay["n_a"], pay["n_b"]) == (n_a, n_b)
        assert pay["ceiling_mean_gap"] == pytest.approx(gap, abs=0.01)
        found = (pay["ceiling_mean_ratio"], pay["midpoint_median_ratio"], pay["midpoint_ratio"])
        assert found == pytest.approx((times, medians, shift), rel=2e-6)
    assert compared > 10


STANDARDISED = """
    with pair as (select *, role = $b is_b from pay where role in ($a, $b) and currency = $c),
    busy as (select level, place from pair group by all
             having count(*) filter (is_b) >= 5 and count(*) filter (not is_b) >= 5),
    placed as (select is_b, ln(middle) y, level, if(busy.place is null, 'other places', place) place
               from pair left join busy using (level, place)),
    cells as (select count(*) n, avg(y) filter (is_b) - avg(y) filter (not is_b) gap from placed group by level, place
              having count(*) filter (is_b) >= 5 and count(*) filter (not is_b) >= 5)
    select exp(sum(n * gap) / sum(n)), coalesce(sum(n), 0) / (select count(*) from pair), count(*) from cells"""


def test_the_standardised_ratio(tables: Tables, records: list[dict[str, Any]]) -> None:
    told = 0
    for record in records:
        pay = record["pay"]
        if pay["standardisation"] is None:
            continue
        given = {"a": record["a"]["role"], "b": record["b"]["role"], "c": pay["currency"]}
        ratio, coverage, cells = tables.sql.execute(STANDARDISED, given).fetchone() or ()
        assert pay["standardisation"]["coverage"] == pytest.approx(float(coverage), abs=1e-6)
        assert pay["standardisation"]["cells"] == cells
        if pay["standardised_ratio"] is None:
            assert coverage < 0.5
        else:
            told += 1
            assert pay["standardised_ratio"] == pytest.approx(ratio, rel=2e-6)
    assert told


def test_skills_side_by_side(tables: Tables, records: list[dict[str, Any]]) -> None:
    counts = {
        (role, skill): n for role, skill, n in tables.rows("select role, skill, count(*) from asked group by all")
    }
    for record in records:
        for one, side in itertools.product(record["skills"]["shares"], "ab"):
            n = counts.get((record[side]["role"], one["skill"]), 0)
            assert one[f"n_{side}"] == n
            assert one[f"share_{side}"] == pytest.approx(n / record[side]["open_positions"], abs=1e-6)


@pytest.mark.parametrize(
    ("topic", "column", "value"), [("remote", "workplace", "remote"), ("seniority", "seniority_band", "senior")]
)
def test_what_verdicts_stand_on(
    tables: Tables, records: list[dict[str, Any]], topic: str, column: str, value: str
) -> None:
    told = {
        role: counts
        for role, *counts in tables.rows(
            f"select role, count(*) filter ({column} = '{value}'), count({column}), count(*) from market group by 1"
        )
    }
    for record in records:
        (verdict,) = (one for one in record["verdicts"] if one["topic"] == topic)
        for side in ("a", "b"):
            some, known, n = told[record[side]["role"]]
            mine = verdict["evidence"][side]
            assert (mine["n"], mine["told"]) == (some, known)
            bounds = (1 - known / n, some / n, (some + n - known) / n)
            assert (mine["unknown_share"], mine["lowest"], mine["highest"]) == pytest.approx(bounds, abs=1e-6)
