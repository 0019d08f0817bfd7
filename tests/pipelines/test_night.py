"""Whole nights through Dagster over the sample market: what they publish is what is true of the market."""

import json
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pandas as pd
import polars as pl

from pipelines.records import comparison_record, record_path
from pipelines.settings import state_directory
from storage.tables import TABLES

PAIR = ("prompt-engineer", "ai-software-engineer")


def thousands(amount: float) -> int:
    return int(amount // 1000)


def test_the_two_reference_roles_come_out_as_the_page_prints_them(nights: Any) -> None:
    record = comparison_record(nights.data, *PAIR, nights.last)
    a, b = record["a"], record["b"]
    assert (a["open_positions"], b["open_positions"]) == (9, 598)
    assert [thousands(role["pay"]["floor"]["mean"]) for role in (a, b)] == [99, 140]
    assert [thousands(role["pay"]["ceiling"]["mean"]) for role in (a, b)] == [127, 249]
    assert [thousands(role["pay"]["ceiling"]["median"]) for role in (a, b)] == [122, 235]
    assert [thousands(role["pay"]["ceiling"]["p75"]) for role in (a, b)] == [140, 300]
    assert [role["workplace"]["remote"]["n"] for role in (a, b)] == [2, 48]
    assert [{band: share["n"] for band, share in role["seniority"].items()} for role in (a, b)] == [
        {"entry": 0, "mid": 8, "senior": 1, "unknown": 0},
        {"entry": 12, "mid": 257, "senior": 329, "unknown": 0},
    ]
    assert [skill["skill"] for skill in a["skills"][:8]] == [
        "Prompt Engineering", "Python", "RAG", "Embeddings", "Gemini", "Claude", "LangChain", "OpenAI",
    ]  # fmt: skip
    assert [skill["skill"] for skill in b["skills"][:8]] == [
        "RAG", "Python", "Rust", "Kubernetes", "AWS", "Docker", "Claude", "OpenAI",
    ]  # fmt: skip
    assert set(record["skills"]["both"]) == {"Claude", "OpenAI", "Python", "RAG"}
    assert record["skills"]["overlap"] == 0.5
    assert round(100 * (record["pay"]["ceiling_mean_ratio"] - 1)) == 96
    assert thousands(record["pay"]["ceiling_mean_gap"]) == 122
    assert a["metros"] == []
    assert [metro["metro"] for metro in b["metros"][:3]] == ["San Francisco", "Los Angeles", "New York"]


def test_a_verdict_that_nine_openings_cannot_carry_is_withheld(nights: Any) -> None:
    verdicts = {one["topic"]: one for one in comparison_record(nights.data, *PAIR, nights.last)["verdicts"]}
    assert verdicts["remote"]["supported"] is False and verdicts["remote"]["favours"] is None
    assert verdicts["remote"]["reason"]


def test_postings_say_what_the_market_knows_of_them(nights: Any) -> None:
    truth = {one.external_id: one for one in nights.market.truth()}
    postings = nights.store.read("postings", nights.last).to_dict("records")
    assert {row["external_id"] for row in postings} == set(truth)
    wrong: dict[str, list[str]] = {"role": [], "band": [], "metros": [], "pay": [], "workplace": []}
    for row in postings:
        true = truth[row["external_id"]]
        if not true.ai:
            assert row["ai_tier"] == "excluded" or row["role"] in ("other", "software-engineer"), row["title"]
            continue
        found = {
            "role": (true.role, row["role"]),
            "band": (true.band, row["seniority_band"]),
            "metros": (set(true.metros), set(row["metros"])),
            "workplace": (true.workplace, None if pd.isna(row["workplace"]) else row["workplace"]),
            "pay": (true.pay_max, None if pd.isna(row["pay_annual_max"]) else row["pay_annual_max"]),
        }
        for name, (want, got) in found.items():
            if want != got:
                wrong[name].append(f"{row['title']}: {want} / {got}")
    assert {name: cases for name, cases in wrong.items() if len(cases) > 0.01 * len(postings)} == {}


def test_one_opening_a_vacancy_and_none_lost(nights: Any) -> None:
    vacancies = {one.opening_id for one in nights.market.truth() if one.ai}
    totals = nights.store.arrow("market_totals", nights.last).to_pylist()[0]
    assert totals["open_positions"] == len(vacancies)
    assert totals["boards_failed"] == totals["boards_carried_forward"] == 0


def test_closures_and_reposts_over_the_nights_are_those_of_the_market(nights: Any) -> None:
    lives = {life.posting_id.split(":", 2)[2]: life for life in nights.market.history(nights.first, nights.last)}
    rows = nights.store.arrow("posting_lifecycle", nights.last).to_pylist()
    closed = {row["posting_id"].split(":")[-1] for row in rows if row["closed_on"]}
    there = {row["posting_id"].split(":")[-1] for row in rows}
    expected = {key for key, life in lives.items() if life.closed_on and life.first_seen <= nights.first}
    assert closed == {key for key in expected if key in there}


def test_a_night_repeated_with_every_posting_read_anew_asks_conditionally_and_gives_the_same_bytes(nights: Any) -> None:
    fetches = nights.store.read("board_fetches", nights.last)
    assert set(fetches["status"]) <= {"unchanged", "empty"}
    assert nights.table_bytes() == nights.before


def test_every_declared_table_is_there_and_is_read_by_pandas_polars_and_duckdb(nights: Any) -> None:
    assert set(TABLES) <= set(nights.store.names())
    for name, declared in TABLES.items():
        path = nights.store.path(name, nights.last if declared.dated else None)
        rows = nights.store.count(name, nights.last if declared.dated else None)
        assert len(pd.read_parquet(path)) == len(pl.read_parquet(path)) == rows
        assert duckdb.sql(f"select count(*) from '{path}'").fetchall() == [(rows,)]


def test_evidence_stands_in_the_description(nights: Any) -> None:
    texts = nights.store.read("postings", nights.last, ["posting_id", "description"]).set_index("posting_id")[
        "description"
    ]
    for row in nights.store.arrow("posting_skills", nights.last).to_pylist()[:2000]:
        assert texts[row["posting_id"]][row["start"] : row["end"]] == row["surface"]


def test_records_and_pages_are_written_for_every_pair_of_roles_with_data(nights: Any) -> None:
    roles = nights.store.read("role_statistics", nights.last)["role"].tolist()
    pairs = nights.store.arrow("role_comparisons", nights.last).to_pylist()
    assert len(pairs) == len(roles) * (len(roles) - 1) // 2
    for pair in pairs:
        path = Path(nights.data) / record_path(nights.last, pair["role_a"], pair["role_b"])
        assert json.loads(path.read_text(encoding="utf-8")) == json.loads(pair["record"])
        assert (Path(nights.data) / "site" / "compare" / f"{pair['role_a']}--{pair['role_b']}.html").exists()
    assert (Path(nights.data) / "site" / "index.html").exists()


def test_a_pair_asked_for_the_other_way_round_is_the_same_comparison(nights: Any) -> None:
    there, back = (comparison_record(nights.data, *pair, nights.last) for pair in (PAIR, PAIR[::-1]))
    assert (there["a"], there["b"]) == (back["b"], back["a"])
    assert there["pay"]["ceiling_mean_gap"] == -back["pay"]["ceiling_mean_gap"]


def test_the_history_tells_rows_bytes_preview_and_checks(nights: Any) -> None:
    with dg.DagsterInstance.from_config(str(state_directory(nights.data))) as instance:
        runs = instance.get_runs()
        assert [run.status for run in runs] == [dg.DagsterRunStatus.SUCCESS] * 3
        event = instance.get_latest_materialization_event(dg.AssetKey("postings"))
        assert event is not None and event.asset_materialization is not None
        assert {"dagster/row_count", "bytes", "preview"} <= set(event.asset_materialization.metadata)
        checks = instance.event_log_storage.get_asset_check_execution_history
        for name in ("keys", "nulls", "domains", "volume", "extraction_coverage"):
            (latest, *_) = checks(dg.AssetCheckKey(dg.AssetKey("postings"), name), limit=1)
            assert latest.status.value == "SUCCEEDED", name
        record = instance.get_latest_materialization_event(dg.AssetKey("role_comparisons"))
        assert record is not None and record.asset_materialization is not None
        assert "Prompt Engineer" in str(record.asset_materialization.metadata["comparison"].value)


def test_nothing_is_left_of_the_work(nights: Any) -> None:
    left = [path for path in (Path(nights.data) / ".work").iterdir() if path.is_dir()]
    assert left == []


def test_the_sample_market_says_everywhere_that_it_is_invented(nights: Any) -> None:
    site = Path(nights.data) / "site"
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "Sample market." in text and "invented" in text, page
        assert "ld+json" not in text, page
        assert page.name == "dictionary.html" or f'<meta name="date" content="{nights.last}">' in text, page
    record = json.loads(nights.store.arrow("role_comparisons", nights.last).to_pylist()[0]["record"])
    assert record["market"]["invented"] is True
    package = json.loads((Path(nights.data) / "datapackage.json").read_text(encoding="utf-8"))
    assert package["invented"] is True and "invented" in package["title"]
