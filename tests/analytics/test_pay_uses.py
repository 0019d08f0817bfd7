"""Pay by country and level, and what role pay leaves out with the reason."""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analytics.statistics import pay, pay_uses
from storage.columns import PAY_USES
from storage.store import conform
from storage.tables import TABLES, table

DATE = dt.date(2026, 11, 23)


def openings(*rows: dict[str, Any]) -> pd.DataFrame:
    made = [
        {"opening_id": f"o-{index}", "company": f"Firm {index}", "role": "ml-engineer", "pay_currency": "USD"} | row
        for index, row in enumerate(rows)
    ]
    return pd.DataFrame(made, columns=list(TABLES["openings"].columns))


def paid(low: float | None, high: float | None, **more: Any) -> dict[str, Any]:
    return {"pay_annual_min": low, "pay_annual_max": high} | more


@pytest.mark.parametrize(
    ("row", "use"),
    [
        (paid(1e5, 1.2e5), "used"),
        (paid(None, None), "not told"),
        (paid(None, None, pay_currency=None), "not told"),
        (paid(1e5, 1.2e5, pay_currency=None), "no currency"),
        (paid(1e5, None), "floor only"),
        (paid(None, 1.2e5), "ceiling only"),
        (paid(1.2e5, 1e5), "not a range"),
        (paid(0.0, 1e5), "not a range"),
        (paid(3e4, 4e4, seniority="intern"), "intern"),
        (paid(3e4, None, seniority="intern"), "floor only"),
    ],
)
def test_each_opening_s_pay_is_used_or_left_out_for_one_reason(row: dict[str, Any], use: str) -> None:
    frame = openings(row)
    assert list(pay_uses.pay_uses(frame)) == [use]
    assert len(pay.usable_pay(frame)) == (use == "used")
    found = pay_uses.role_pay_uses(frame, DATE)
    assert dict(zip(found["pay_use"], found["n"], strict=True)) == {one: int(one == use) for one in PAY_USES}
    conform(table("role_pay_uses"), found)


def test_pay_by_country_and_level_is_of_those_openings_alone() -> None:
    rng = np.random.default_rng(1)
    rows, expected = [], {}
    for country, level, n in (("US", "senior", 40), ("US", "mid", 6), ("IN", "senior", 7), (None, None, 4)):
        low = rng.uniform(5e4, 2e5, n)
        rows += [paid(one, one + 2e4, country=country, seniority=level) for one in low]
        expected[country or "unknown", level or "unknown"] = low + 1e4
    found = pay_uses.role_pay_levels(openings(*rows), DATE)
    conform(table("role_pay_levels"), found)
    assert len(found) == len(expected)
    for row in found.to_dict("records"):
        middle = expected[row["country"], row["level"]]
        assert row["n"] == len(middle)
        if len(middle) < 5:
            assert pd.isna(row["median"])
            continue
        told = [row[name] for name in ("p10", "p25", "median", "p75", "p90")]
        assert told == pytest.approx(list(np.quantile(middle, [0.1, 0.25, 0.5, 0.75, 0.9])))
        assert row["median_low"] <= row["median"] <= row["median_high"]
