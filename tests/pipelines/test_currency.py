"""Records in a currency of the user's choice: figures are those of the published pay at the rates that they name."""

from typing import Any

import duckdb
import pytest

from pipelines.records import Conversion, Night, comparison_record, stored_conversion

PAIR = ("prompt-engineer", "ai-software-engineer")
ROLES = "role in ('prompt-engineer', 'ai-software-engineer') and status = 'open' and ai_tier in ('core', 'probable')"


def test_converted_figures_agree_with_the_published_openings_at_the_rates_named(nights: Any) -> None:
    record = comparison_record(nights.data, *PAIR, nights.last, Conversion("GBP"))
    rates = {one["currency"]: one["rate"] for one in record["pay"]["conversion"]["rates"]} | {"GBP": 1.0}
    values = ", ".join(f"('{code}', {rate})" for code, rate in rates.items())
    rows = duckdb.sql(f"""
        with rates(pay_currency, rate) as (values {values}),
        pay as (select role, pay_currency, pay_annual_min * rate lo, pay_annual_max * rate hi
                from '{nights.store.path("openings", nights.last)}' join rates using (pay_currency) where {ROLES})
        select role, count(*), count(*) filter (pay_currency <> 'GBP'), avg(lo), avg(hi), median(hi),
        median((lo + hi) / 2), quantile_cont(hi, 0.75) from pay group by 1""").fetchall()  # fmt: skip
    figures = {row[0]: row[1:] for row in rows}
    for side in ("a", "b"):
        pay = record[side]["pay"]
        mine = (pay["n"], pay["converted"]["n"], pay["floor"]["mean"], pay["ceiling"]["mean"], pay["ceiling"]["median"],
                pay["midpoint"]["median"], pay["ceiling"]["p75"])  # fmt: skip
        assert mine == pytest.approx(figures[record[side]["role"]], rel=1e-6)
        assert pay["currency"] == record["pay"]["currency"] == "GBP"
        assert sum(one["n"] for one in pay["converted"]["from"]) == pay["converted"]["n"]
    assert record["pay"]["conversion"]["age_days"] == (nights.last - nights.last.replace(month=10, day=30)).days


def test_the_tables_and_the_stored_records_keep_pay_as_advertised(nights: Any) -> None:
    assert stored_conversion(nights.store, nights.last) is None
    record = comparison_record(nights.data, *PAIR, nights.last)
    assert record["pay"]["conversion"] is None
    assert record["a"]["pay"]["converted"] is None


def test_a_role_by_itself_shows_the_currency_converted_to(nights: Any) -> None:
    night = Night(nights.store, nights.last, Conversion("SEK"))
    assert {night.role(role)["pay"]["currency"] for role in night.roles} == {"SEK"}
