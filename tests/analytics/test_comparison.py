"""Comparison records: figures recomputed by hand, the published schema, verdicts, and hostile or missing data."""

import datetime as dt
import json
import math
import statistics as by_hand
from collections import Counter
from typing import Any

import jsonschema
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.comparison import model, records
from analytics.statistics import role_tables, standardisation
from analytics.statistics.pay import convert_pay
from storage.store import conform
from storage.tables import TABLES, table

DATE = dt.date(2026, 11, 23)
SCHEMA = json.loads(model.SCHEMA.read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "'; DROP TABLE x; --",
    "a\u202eb\u0000c",
    "=cmd()",
    "🦀" * 50,
    "%s%n",
]


def opening(role: str, index: int, **more: Any) -> dict[str, Any]:
    row = dict.fromkeys(TABLES["openings"].columns)
    row |= {"opening_id": f"o-{role}-{index}", "snapshot_date": DATE, "company": f"{role} employer {index}",
            "title": role, "role": role, "ai_tier": "core", "postings": 1, "first_seen": DATE, "last_seen": DATE,
            "status": "open"}  # fmt: skip
    return row | more


def skill(row: dict[str, Any], name: str, required: bool = True) -> dict[str, Any]:
    return {"opening_id": row["opening_id"], "skill": name, "category": "tool", "required": required}


def market(openings: int) -> dict[str, Any]:
    totals = role_tables.market_totals(
        pd.DataFrame(columns=list(TABLES["openings"].columns)),
        pd.DataFrame(columns=list(TABLES["postings"].columns)),
        pd.DataFrame({"platform": ["lever"], "board": ["acme"], "status": ["ok"]}),
        DATE,
    )
    return records.market_record(totals) | {"open_positions": openings, "postings": openings}


def stored(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Openings as the store gives them back."""
    frame = pd.DataFrame(rows, columns=list(TABLES["openings"].columns))
    return conform(table("openings"), frame).to_pandas(types_mapper=pd.ArrowDtype)


def compared(
    rows: list[dict[str, Any]] | pd.DataFrame,
    skills: list[dict[str, Any]],
    a: str,
    b: str,
    size: int | None = None,
    sample: bool = False,
    conversion: dict[str, Any] | None = None,
) -> dict[str, Any]:
    openings = rows if isinstance(rows, pd.DataFrame) else stored(rows)
    names = pd.DataFrame(skills, columns=["opening_id", "skill", "category", "required"])
    tables = role_tables.role_tables(openings, names, DATE, None if sample else size or len(openings))
    figures = [
        records.role_figures(
            role, role.replace("-", " ").title(), tables, openings[openings["role"] == role], conversion=conversion
        )
        for role in (a, b)
    ]
    record = records.compare(figures[0], figures[1], market(size or len(openings)) | {"sample": sample}, conversion)
    parsed = json.loads(records.dumps(record))
    VALIDATOR.validate(parsed)
    return dict(parsed)


def reference() -> dict[str, Any]:
    """Nine and 598 openings in the proportions of a well-known comparison page."""
    rows, skills = [], []
    lows = [78, 85, 90, 95, 99, 104, 110, 112, 118]
    highs = [101, 105, 113, 118, 122, 130, 140, 155, 159]
    for index in range(9):
        rows.append(opening("prompt-engineer", index,
                            workplace="remote" if index < 2 else "onsite", seniority_band="mid",
                            pay_annual_min=lows[index] * 1000.0, pay_annual_max=highs[index] * 1000.0,
                            pay_currency="USD", postings=2))  # fmt: skip
        skills += [skill(rows[-1], name) for name in ["Python", "RAG", "Claude"][: 1 + index % 3]]
    rows[0]["seniority_band"] = "senior"
    for index in range(598):
        band = "senior" if index < 329 else "mid" if index < 586 else "entry"
        workplace = "remote" if index % 12 == 0 and index < 576 else "hybrid"
        paid = index % 3 != 0
        low = 100_000.0 + 200 * index
        rows.append(opening("ai-software-engineer", index, workplace=workplace, seniority_band=band,
                            pay_annual_min=low if paid else None, pay_annual_max=low * 1.6 if paid else None,
                            pay_currency="USD" if paid else None))  # fmt: skip
        skills += [skill(rows[-1], name, index % 2 == 0) for name in ["RAG", "Rust"][: 1 + index % 2]]
    return compared(rows, skills, "prompt-engineer", "ai-software-engineer", size=26_159)


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    return reference()


def test_counts_and_shares(record: dict[str, Any]) -> None:
    a, b = record["a"], record["b"]
    assert (a["open_positions"], b["open_positions"], a["postings"], a["postings_per_opening"]) == (9, 598, 18, 2.0)
    assert a["market_share"] == pytest.approx(9 / 26_159, abs=1e-6)
    assert a["workplace"]["remote"]["share"] == pytest.approx(2 / 9, abs=1e-6)
    assert b["workplace"]["remote"]["n"] == 48
    assert [round(b["seniority"][band]["share"] * 100) for band in ("senior", "mid", "entry")] == [55, 43, 2]


def test_pay_is_that_of_the_formulas(record: dict[str, Any]) -> None:
    lows, highs = [100_000 + 200 * i for i in range(598) if i % 3], [160_000 + 320 * i for i in range(598) if i % 3]
    pay = record["b"]["pay"]
    assert (pay["n"], pay["disclosed"], pay["currency"]) == (len(lows), len(lows), "USD")
    assert pay["disclosure_rate"] == pytest.approx(len(lows) / 598, abs=1e-6)
    assert pay["floor"]["mean"] == pytest.approx(by_hand.mean(lows), abs=0.01)
    assert pay["ceiling"]["mean_low"] < by_hand.mean(highs) < pay["ceiling"]["mean_high"]
    assert pay["ceiling"]["median"] == pytest.approx(by_hand.median(highs), abs=0.01)
    assert pay["ceiling"]["p75"] == pytest.approx(by_hand.quantiles(highs, n=4, method="inclusive")[2], abs=0.01)
    gap = by_hand.mean(highs) - record["a"]["pay"]["ceiling"]["mean"]
    assert record["pay"]["ceiling_mean_gap"] == pytest.approx(gap, abs=0.02)
    middle = [(lo + hi) / 2 for lo, hi in zip(lows, highs, strict=True)]
    own = [(78 + 101) / 2, 95, 101.5, 106.5, 110.5, 117, 125, 133.5, 138.5]
    expected = stats.mannwhitneyu([value * 1000 for value in own], middle).pvalue
    assert record["pay"]["p_value"] == pytest.approx(expected)
    assert record["pay"]["midpoint_median_ratio"] == pytest.approx(by_hand.median(middle) / 110_500, abs=1e-6)
    assert record["pay"]["ratio_low"] < record["pay"]["midpoint_ratio"] < record["pay"]["ratio_high"]


def test_small_samples_have_medians_with_and_quartiles_without_interval(record: dict[str, Any]) -> None:
    ceiling = record["a"]["pay"]["ceiling"]
    assert (ceiling["median"], ceiling["p75"]) == (122_000, 140_000)
    assert (ceiling["median_low"], ceiling["median_high"]) == (105_000, 155_000)
    assert ceiling["p75_low"] is None
    assert record["a"]["pay"]["indicative"] is True
    assert record["b"]["pay"]["ceiling"]["p75_low"] is not None


def test_skills_are_compared_by_their_top_lists(record: dict[str, Any]) -> None:
    skills = record["skills"]
    assert (skills["both"], skills["only_a"], skills["only_b"]) == (["RAG"], ["Python", "Claude"], ["Rust"])
    assert skills["overlap"] == pytest.approx(1 / 3, abs=1e-6)
    rust = next(one for one in skills["shares"] if one["skill"] == "Rust")
    assert (rust["n_a"], rust["share_a"], rust["n_b"], rust["share_b"]) == (0, 0.0, 299, 0.5)
    ends = stats.binomtest(0, 9).proportion_ci(method="exact"), stats.binomtest(299, 598).proportion_ci(method="exact")
    assert (rust["low_a"], rust["high_a"]) == pytest.approx((ends[0].low, ends[0].high), abs=1e-6)
    assert (rust["low_b"], rust["high_b"]) == pytest.approx((ends[1].low, ends[1].high), abs=1e-6)
    assert rust["p_value"] == pytest.approx(stats.fisher_exact([[0, 9], [299, 299]]).pvalue, rel=1e-5)
    raw = [one["p_value"] for one in skills["shares"]]
    assert [one["p_adjusted"] for one in skills["shares"]] == pytest.approx(
        stats.false_discovery_control(raw), rel=1e-5
    )
    assert record["b"]["skills"][0]["required_share"] == 0.5


def test_verdicts_are_given_only_when_supported(record: dict[str, Any]) -> None:
    verdicts = {verdict["topic"]: verdict for verdict in record["verdicts"]}
    assert verdicts["openings"]["favours"] == "ai-software-engineer"
    assert verdicts["pay"]["favours"] == "ai-software-engineer"
    assert "indicative" in verdicts["pay"]["reason"]
    assert verdicts["remote"] | {"statement": "", "reason": "", "evidence": None} == {
        "topic": "remote", "supported": False, "state": "undecided", "margin": 0.1, "p_adjusted": None,
        "favours": None, "statement": "", "reason": "",
        "p_value": pytest.approx(0.17, abs=0.005), "evidence": None,
    }  # fmt: skip
    assert "fewer than 30" in verdicts["remote"]["reason"]
    assert verdicts["seniority"]["favours"] == "prompt-engineer"


def test_enough_data_without_a_difference_favours_neither() -> None:
    rows = [
        opening(role, i, workplace="remote" if i % 2 else "onsite", seniority_band="senior" if i % 2 else "mid",
                pay_annual_min=1e5 + 5e3 * i, pay_annual_max=1.2e5 + 5e3 * i, pay_currency="EUR")
        for role in ("ml-engineer", "data-scientist") for i in range(40)
    ]  # fmt: skip
    for verdict in compared(rows, [], "ml-engineer", "data-scientist")["verdicts"]:
        assert (verdict["state"], verdict["supported"], verdict["favours"]) == ("undecided", False, None)
        assert "at least 30" in verdict["reason"] and "ruled out: no verdict" in verdict["statement"]


def test_many_openings_without_a_difference_are_shown_to_be_alike() -> None:
    rows = [
        opening(role, i, workplace="remote" if i % 2 else "onsite", seniority_band="senior" if i % 2 else "mid",
                pay_annual_min=1e5 + 10 * i, pay_annual_max=1.2e5 + 10 * i, pay_currency="EUR")
        for role in ("ml-engineer", "data-scientist") for i in range(600)
    ]  # fmt: skip
    for verdict in compared(rows, [], "ml-engineer", "data-scientist")["verdicts"]:
        said = "undecided" if verdict["topic"] == "openings" else "alike"  # 600 and 600 may differ by 12 %
        assert (verdict["state"], verdict["favours"]) == (said, None)
        assert "to within" in verdict["statement"] or said == "undecided"


def test_where_pay_at_equal_level_says_otherwise_verdict_table_and_answer_tell_which_is_which() -> None:
    rows = []
    for role, seniors in (("ml-engineer", 10), ("data-scientist", 90)):
        for i in range(100):
            level, pay = ("lead", 2e5 + i % 10) if i < seniors else ("mid", 1e5 + i % 10)
            rows.append(opening(role, i, seniority_band="senior" if level == "lead" else "mid", seniority=level,
                                pay_annual_min=pay, pay_annual_max=pay, pay_currency="NOK"))  # fmt: skip
    record = compared(rows, [], "ml-engineer", "data-scientist")
    assert record["verdicts"][0]["favours"] == "data-scientist"
    assert record["pay"]["standardised_agrees"] is False
    said = "at equal level and metro no difference is shown"
    assert any(said in sentence for sentence in record["sentences"]["verdict"])
    assert said in record["faq"][0]["answer"]
    (row,) = (row for row in record["table"] if row["dimension"] == "The same at equal level and metro")
    assert row["b"] == "1.00" and "differs in what it says" in row["b_n"]


def workplaces(role: str, remote: int, onsite: int, silent: int) -> list[dict[str, Any]]:
    kinds = ["remote"] * remote + ["onsite"] * onsite + [None] * silent
    return [opening(role, i, workplace=kind) for i, kind in enumerate(kinds)]


@pytest.mark.parametrize(
    ("a", "b", "favours", "says"),
    [
        ((30, 30, 0), (60, 10, 0), "data-scientist", "is remote more often: 86% (60 of 70) against 50% (30 of 60)"),
        (
            (30, 30, 60),
            (60, 10, 70),
            "data-scientist",
            "43% (60 of 140; 86% of the 70 that tell) against 25% (30 of 120; 50% of the 60 that tell)",
        ),
        ((30, 30, 0), (60, 10, 70), None, "0% of Ml Engineer and 50% of Data Scientist openings tell no workplace"),
        ((30, 30, 0), (35, 35, 60), None, "cannot be said"),  # no difference among those that tell proves little
        ((30, 30, 0), (35, 35, 0), None, "cannot be told apart: 50% (30 of 60) and 50% (35 of 70) are remote"),
        ((1, 1, 0), (0, 1, 5), None, "Too few openings"),
        ((1, 1, 0), (0, 0, 5), None, "No opening of Data Scientist tells a workplace: no verdict."),
    ],
)
def test_a_verdict_on_remote_work_that_silence_could_overturn_is_withheld(
    a: tuple[int, int, int], b: tuple[int, int, int], favours: str | None, says: str
) -> None:
    rows = workplaces("ml-engineer", *a) + workplaces("data-scientist", *b)
    verdict = compared(rows, [], "ml-engineer", "data-scientist")["verdicts"][2]
    assert (verdict["favours"], verdict["supported"]) == (favours, favours is not None)
    assert says in verdict["statement"]
    evidence = verdict["evidence"]["a"]
    assert (evidence["n"], evidence["told"], evidence["unknown_share"]) == (
        a[0],
        a[0] + a[1],
        pytest.approx(a[2] / sum(a)),
    )
    assert (evidence["lowest"], evidence["highest"]) == pytest.approx((a[0] / sum(a), (a[0] + a[2]) / sum(a)), abs=1e-6)


@pytest.mark.parametrize("n", [1, 2, 4, 5, 6, 10, 11])
def test_few_openings_publish_only_what_they_bear(n: int) -> None:
    rows = [opening("ml-engineer", i, pay_annual_min=9e4, pay_annual_max=1e5 + i, pay_currency="USD") for i in range(n)]
    rows += [
        opening("data-scientist", i, pay_annual_min=1e5, pay_annual_max=2e5, pay_currency="USD") for i in range(50)
    ]
    record = compared(rows, [], "ml-engineer", "data-scientist")
    ceiling = record["a"]["pay"]["ceiling"]
    assert record["a"]["pay"]["n"] == n
    assert (ceiling["median"] is not None) == (n >= 5) == (record["pay"]["ceiling_mean_gap"] is not None)
    assert (ceiling["median_low"] is not None) == (n >= 6) == (ceiling["mean_low"] is not None)
    assert (record["pay"]["ceiling_mean_gap_low"] is not None) == (n >= 6)
    assert (record["pay"]["ceiling_mean_ratio_high"] is not None) == (n >= 6)
    assert (ceiling["p75_low"] is not None) == (n >= 11)
    if n < 5:
        assert record["pay"]["reason"] == f"fewer than 5 openings with pay in USD (n = {n} and 50)"
        assert record["verdicts"][0]["supported"] is False


def test_without_any_pay_the_record_says_so() -> None:
    rows = [opening(role, i) for role in ("ml-engineer", "data-scientist") for i in range(3)]
    record = compared(rows, [], "ml-engineer", "data-scientist")
    assert record["a"]["pay"]["currency"] is None
    assert record["a"]["pay"]["disclosure_rate"] == 0
    assert record["pay"]["reason"] == "no opening of Ml Engineer or Data Scientist tells a pay range"
    rows.append(opening("ml-engineer", 9, pay_annual_min=1.0, pay_annual_max=2.0, pay_currency="USD"))
    half = compared(rows, [], "ml-engineer", "data-scientist")
    assert half["verdicts"][0]["statement"] == "Pay is not compared: no opening of Data Scientist tells a pay range."
    assert all(value is None for value in record["a"]["pay"]["ceiling"].values())


def test_half_a_range_is_disclosed_but_makes_no_figure() -> None:
    rows = [opening("ml-engineer", i, pay_annual_min=1e5, pay_currency="USD") for i in range(6)]
    record = compared([*rows, opening("data-scientist", 1)], [], "ml-engineer", "data-scientist")
    assert (record["a"]["pay"]["n"], record["a"]["pay"]["disclosed"], record["a"]["pay"]["disclosure_rate"]) == (
        0,
        6,
        1,
    )


def test_pay_is_compared_in_the_currency_that_both_tell_most() -> None:
    told = {
        "ml-engineer": {"USD": 40, "EUR": 12, "GBP": 3},
        "data-scientist": {"EUR": 15, "USD": 7, "INR": 60, "CHF": 1},
    }
    rows = [
        opening(role, f"{currency}{i}", pay_annual_min=1e5, pay_annual_max=1.5e5, pay_currency=currency)
        for role, currencies in told.items() for currency, n in currencies.items() for i in range(n)
    ]  # fmt: skip
    record = compared(rows, [], "ml-engineer", "data-scientist")
    assert (record["pay"]["currency"], record["pay"]["n_a"], record["pay"]["n_b"]) == ("EUR", 12, 15)
    assert record["a"]["pay"]["other_currencies"] == [{"currency": "USD", "n": 40}, {"currency": "GBP", "n": 3}]
    assert record["a"]["pay"]["disclosed"] == 55


RATES = {"EUR": (1.25, dt.date(2026, 11, 20)), "CHF": (1.1, dt.date(2026, 11, 19))}
CONVERSION = records.conversion_record("USD", DATE, "ECB reference rates", RATES, 90)


def test_converted_pay_is_compared_in_one_currency_and_says_so() -> None:
    told = {"ml-engineer": {"USD": 6}, "data-scientist": {"EUR": 4, "CHF": 2, "USD": 1, "ZZZ": 1}}
    rows = [
        opening(role, f"{code}{i}", pay_annual_min=1e5, pay_annual_max=1e5, pay_currency=code)
        for role, codes in told.items() for code, n in codes.items() for i in range(n)
    ]  # fmt: skip
    rows.append(opening("ml-engineer", "silent"))
    rates = {code: value for code, (value, _) in RATES.items()}
    converted = convert_pay(stored(rows), "USD", rates)
    record = compared(converted, [], "ml-engineer", "data-scientist", conversion=CONVERSION)
    assert record["pay"]["ceiling_mean_ratio"] == pytest.approx((4 * 1.25 + 2 * 1.1 + 1) / 7, abs=1e-6)
    conversion = record["pay"]["conversion"]
    assert (conversion["date"], conversion["age_days"], conversion["oldest_rate_days"]) == ("2026-11-19", 4, 90)
    assert record["a"]["pay"]["converted"] == {"n": 0, "from": []}
    assert record["b"]["pay"]["converted"] == {"n": 6, "from": [
        {"currency": "EUR", "rate": 1.25, "date": "2026-11-20", "n": 4},
        {"currency": "CHF", "rate": 1.1, "date": "2026-11-19", "n": 2},
    ]}  # fmt: skip
    assert record["b"]["pay"]["other_currencies"] == [{"currency": "ZZZ", "n": 1}]
    text = " ".join(record["sentences"]["currencies"])
    assert "converted to USD by ECB reference rates of 19 November 2026, 4 days before the postings" in text
    assert "No pay of Ml Engineer openings needed converting." in text
    assert "Of 7 Data Scientist openings with pay, the pay of 6 was converted: 4 from EUR and 2 from CHF." in text
    assert "could not be converted and stays out of these figures: 1 opening in ZZZ." in text
    row = next(row for row in record["table"] if row["dimension"] == "Median ceiling")
    assert (row["a_n"], row["b_n"]) == ("n\u00a0=\u00a06", "n\u00a0=\u00a07, 6\u00a0converted")


def test_pay_that_cannot_be_converted_is_not_compared() -> None:
    rows = [opening("ml-engineer", i, pay_annual_min=1e5, pay_annual_max=1e5, pay_currency="USD") for i in range(6)]
    rows += [opening("data-scientist", i, pay_annual_min=1e5, pay_annual_max=1e5, pay_currency="ZZZ") for i in range(9)]
    converted = convert_pay(stored(rows), "USD", {})
    record = compared(converted, [], "ml-engineer", "data-scientist", conversion=CONVERSION)
    assert record["pay"]["reason"] == "fewer than 5 openings with pay in USD (n = 6 and 0)"
    assert record["b"]["pay"]["other_currencies"] == [{"currency": "ZZZ", "n": 9}]


def test_the_standardised_ratio_undoes_a_difference_of_mix() -> None:
    rows = []
    for role, seniors in (("ml-engineer", 10), ("data-scientist", 90)):
        for i in range(100):
            pay = 2e5 if i < seniors else 1e5
            band = "senior" if i < seniors else "mid"
            rows.append(opening(role, i, seniority_band=band, seniority=band, metro="Oslo",
                                    metros=["Oslo"],
                                pay_annual_min=pay, pay_annual_max=pay, pay_currency="NOK"))  # fmt: skip
    record = compared(rows, [], "ml-engineer", "data-scientist")
    assert record["pay"]["ceiling_mean_ratio"] == pytest.approx(1.9 / 1.1, abs=1e-5)
    assert record["pay"]["standardised_ratio"] == 1.0
    assert record["pay"]["standardisation"]["coverage"] == 1.0


def test_standardising_weights_cells_by_the_pooled_mix_and_names_thin_ones() -> None:
    def sample(cells: dict[tuple[str, str], tuple[int, float]]) -> pd.DataFrame:
        return pd.DataFrame(
            [
                {"level": level, "metro": metro, "midpoint": pay, "employer": f"{level} {metro} {pay} {index}"}
                for (level, metro), (n, pay) in cells.items()
                for index in range(n)
            ]
        )

    a = sample({("mid", "Oslo"): (10, 100.0), ("lead", "Oslo"): (5, 200.0), ("intern", "Oslo"): (2, 50.0)})
    b = sample({("mid", "Oslo"): (20, 110.0), ("lead", "Oslo"): (25, 300.0), ("mid", "Rome"): (1, 90.0)})
    found = standardisation.ratio(a, b)
    assert found.ratio == pytest.approx(math.exp((30 * math.log(1.1) + 30 * math.log(1.5)) / 60))
    assert found.coverage == pytest.approx(60 / 63)
    assert found.thin == [
        {"level": "intern", "seniority_band": "entry", "metro": "other places", "n_a": 2, "n_b": 0},
        {"level": "mid", "seniority_band": "mid", "metro": "other places", "n_a": 0, "n_b": 1},
    ]
    thin = standardisation.ratio(a.head(4), b)
    assert thin.ratio is None
    assert thin.reason == "cells of seniority and place need 5 openings with pay of each role; there is none"


def imported_totals(platforms: list[str]) -> dict[str, Any]:
    postings = pd.DataFrame({"platform": platforms, "board": "x", "ai_tier": "core", "role": "ml-engineer",
                             "carried_forward": False})  # fmt: skip
    boards = pd.DataFrame({"platform": platforms, "board": "x", "status": "ok"}).drop_duplicates()
    openings = pd.DataFrame([opening("ml-engineer", 1)])
    return records.market_record(role_tables.market_totals(openings, postings, boards, DATE))


@pytest.mark.parametrize(
    ("platforms", "imported", "sample"),
    [(["file"] * 3, 3, True), (["file", "lever"], 1, False), (["lever"], 0, False), ([], 0, False)],
)
def test_a_market_of_imported_postings_alone_is_a_sample(platforms: list[str], imported: int, sample: bool) -> None:
    found = imported_totals(platforms)
    assert (found["postings_imported"], found["sample"]) == (imported, sample)


def test_in_a_sample_positions_are_not_compared_and_have_no_share() -> None:
    rows = [opening(role, i, workplace="remote" if i % n else "onsite", seniority_band="mid")
            for role, n in (("ml-engineer", 3), ("data-scientist", 2)) for i in range(40 * n)]  # fmt: skip
    record = compared(rows, [], "ml-engineer", "data-scientist", sample=True)
    for side in ("a", "b"):
        assert (record[side]["market_share"], record[side]["market_share_low"], record[side]["market_share_high"]) == (
            None,
            None,
            None,
        )
        assert "sample and not a market" in record[side]["market_share_reason"]
        assert record[side]["open_positions"] >= 80
    openings = record["verdicts"][1]
    assert (openings["topic"], openings["supported"], openings["favours"]) == ("openings", False, None)
    assert "sample and not a market" in openings["reason"]
    told = [sentence for said in record["sentences"].values() for sentence in said]
    told += [entry["answer"] for entry in record["faq"]] + [row[side] for row in record["table"] for side in ("a", "b")]
    assert not any("more open positions" in sentence or "were open" in sentence for sentence in told)
    assert record["sentences"]["intro"][0] == (
        "The postings imported for 23 November 2026 advertise 200 AI positions: "
        "120 for Ml Engineer and 80 for Data Scientist."
    )
    assert {verdict["topic"] for verdict in record["verdicts"] if verdict["supported"]} == {"remote", "seniority"}


def test_an_unknown_role_is_refused_by_name() -> None:
    frame = pd.DataFrame([opening("ml-engineer", 1)])
    tables = role_tables.role_tables(
        frame, pd.DataFrame(columns=["opening_id", "skill", "category", "required"]), DATE, 1
    )
    with pytest.raises(KeyError, match="no-such-role"):
        records.role_figures("no-such-role", "No such role", tables, frame)


_text = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12))
_row = st.fixed_dictionaries({
    "role": st.sampled_from(["ml-engineer", "data-scientist"]),
    "company": st.one_of(st.none(), _text),
    "metros": st.one_of(st.none(), st.lists(_text, min_size=1, max_size=3)),
    "workplace": st.sampled_from([None, "remote", "hybrid", "onsite"]),
    "seniority_band": st.sampled_from([None, "entry", "mid", "senior"]),
    "pay": st.one_of(st.none(), st.tuples(st.integers(1, 900), st.integers(0, 99))),
    "pay_currency": st.sampled_from(["USD", "EUR", "GBP", "INR", "JPY", "CHF"]),
    "skills": st.lists(_text, max_size=4, unique=True),
})  # fmt: skip


@settings(max_examples=10, deadline=None)
@given(st.lists(_row, max_size=60), st.booleans(), st.booleans())
def test_any_data_gives_a_record_under_the_schema(drawn: list[dict[str, Any]], sample: bool, converted: bool) -> None:
    rows, skills = [opening("ml-engineer", "first"), opening("data-scientist", "first")], []
    for index, row in enumerate(drawn):
        pay = row["pay"]
        rows.append(opening(
            row["role"], index, company=row["company"], metros=row["metros"], workplace=row["workplace"],
            metro=row["metros"][0] if row["metros"] else None, seniority_band=row["seniority_band"],
            pay_annual_min=pay[0] * 1e3 if pay else None, pay_annual_max=(pay[0] + pay[1]) * 1e3 if pay else None,
            pay_currency=row["pay_currency"] if pay else None,
        ))  # fmt: skip
        skills += [skill(rows[-1], name) for name in row["skills"]]
    conversion = CONVERSION if converted else None
    rates = {code: value for code, (value, _) in RATES.items()}
    openings = convert_pay(stored(rows), "USD", rates) if converted else stored(rows)
    more: dict[str, Any] = {"sample": sample, "conversion": conversion}
    record = compared(openings, skills, "ml-engineer", "data-scientist", **more)
    assert record == compared(openings, skills, "ml-engineer", "data-scientist", **more)
    for role in ("a", "b"):
        pay = record[role]["pay"]
        elsewhere = sum(other["n"] for other in pay["other_currencies"])
        assert pay["n"] + elsewhere == sum(
            row["role"] == record[role]["role"] and row["pay"] is not None for row in drawn
        )
        assert (record[role]["market_share"] is None) == sample
        mine = [row for row in rows if row["role"] == record[role]["role"]]
        named = Counter(row["company"] for row in mine if row["company"] is not None)
        assert record[role]["open_positions"] == len(mine)
        assert {entry["company"]: entry["n"] for entry in record[role]["companies"]} == dict(
            named.most_common(25)
        ) or len(named) > 25
        for group in ("workplace", "seniority"):
            assert sum(share["n"] for share in record[role][group].values()) == len(mine)


CONSUMER = {  # what a program that was written for version 1 relies on
    "type": "object",
    "required": ["schema_version", "snapshot_date", "market", "a", "b", "skills", "pay", "verdicts"],
    "properties": {
        "schema_version": {"const": 1},
        "market": {"required": ["open_positions", "postings", "boards"],
                   "properties": {"boards": {"required": ["ok", "carried_forward", "failed"]}}},
        "a": {"$ref": "#/$defs/role"},
        "b": {"$ref": "#/$defs/role"},
        "skills": {"required": ["both", "only_a", "only_b", "overlap"]},
        "pay": {"required": ["ceiling_mean_gap", "ceiling_mean_ratio", "midpoint_median_ratio", "ratio_low",
                             "ratio_high", "p_value", "standardised_ratio", "currency"]},
        "verdicts": {"items": {"required": ["topic", "supported", "favours", "statement", "reason"]}},
    },
    "$defs": {
        "shares": {"additionalProperties": {"required": ["n", "share", "low", "high"]}},
        "stats": {"required": ["mean", "p25", "median", "p75", "median_low", "median_high"]},
        "role": {
            "required": ["role", "name", "open_positions", "postings", "market_share", "pay", "workplace", "seniority",
                         "skills", "companies", "metros", "profile"],
            "properties": {
                "pay": {"required": ["currency", "n", "disclosure_rate", "floor", "midpoint", "ceiling"],
                        "properties": {point: {"$ref": "#/$defs/stats"} for point in ("floor", "midpoint", "ceiling")}},
                "workplace": {"required": ["remote", "hybrid", "onsite", "unknown"], "$ref": "#/$defs/shares"},
                "seniority": {"required": ["entry", "mid", "senior", "unknown"], "$ref": "#/$defs/shares"},
                "skills": {"items": {"required": ["skill", "n", "share", "low", "high", "required_share"]}},
                "companies": {"items": {"required": ["company", "n"]}},
                "metros": {"items": {"required": ["metro", "n"]}},
            },
        },
    },
}  # fmt: skip


def test_a_consumer_of_version_1_still_reads_the_record(record: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(CONSUMER).validate(record)


def test_the_schema_is_valid_and_names_every_field_of_the_record(record: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert model.SCHEMA.read_text(encoding="utf-8") == model.schema_text(), "python -m analytics.comparison.model"

    def undescribed(value: Any, schema: dict[str, Any], path: str) -> list[str]:
        if "$ref" in schema:
            schema = SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]]
        if "anyOf" in schema:
            schema = schema["anyOf"][0]
        if isinstance(value, list):
            return [found for item in value[:1] for found in undescribed(item, schema["items"], f"{path}[]")]
        if not isinstance(value, dict) or "properties" not in schema:
            return []
        found = [f"{path}.{name}" for name in value if name not in schema["properties"]]
        for name, inner in schema["properties"].items():
            found += undescribed(value[name], inner, f"{path}.{name}") if name in value else []
        return found

    assert undescribed(record, SCHEMA, "") == []


def test_control_and_direction_characters_stay_out_of_the_sentences() -> None:
    rows = [opening(role, 1, company="Ac\u202eme\x00\x1b[2J", metros=["Os\u2066lo"], metro="x")
            for role in ("ml-engineer", "data-scientist")]  # fmt: skip
    record = compared(rows, [skill(rows[0], "Py\u200fthon")], "ml-engineer", "data-scientist")
    told = json.dumps([record["sentences"], record["faq"], record["table"]], ensure_ascii=False)
    assert told.replace("\u00a0", " ").isprintable()
    assert record["a"]["largest_employer"]["company"] == "Ac\u202eme\x00\x1b[2J"


def test_a_record_never_holds_a_figure_that_is_nan() -> None:
    with pytest.raises(ValueError, match="JSON"):
        records.dumps({"figure": float(np.nan)})


def test_a_record_that_does_not_fit_the_schema_is_refused_by_pair_and_field(record: dict[str, Any]) -> None:
    broken = json.loads(json.dumps(record))
    broken["b"]["workplace"]["remote"]["share"] = 1.2
    with pytest.raises(model.RecordError, match=r"of .+ and .+ does not fit .*b\.workplace\.remote\.share"):
        model.checked(broken)
    del broken["b"]["workplace"]["remote"]["share"]
    with pytest.raises(model.RecordError, match="Field required"):
        model.checked(broken)
