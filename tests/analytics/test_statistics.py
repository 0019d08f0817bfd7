"""Every figure of the role tables agrees with an independent computation: SQL by DuckDB over the written files."""

import datetime as dt
import math
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from analytics.statistics import role_tables
from analytics.values.thresholds import LEAST_PAY
from storage.store import Store, conform
from storage.tables import ROLE_TABLES, TABLES, table

DATE = dt.date(2026, 11, 23)
APART = "llm-engineer"  # each of its openings is of an employer of its own, so that intervals are the exact ones
SKILLS = ["Python", "RAG", "Rust", "SQL", "Docker", "Go", "C++", "LLM evaluation", 'O\'Reilly "x"; DROP']


def make_openings(sizes: dict[str, int], seed: int = 1, currencies: tuple[str, ...] = ("USD", "EUR")) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows: list[dict[str, Any]] = []
    for role, n in sizes.items():
        for index in range(n):
            low = float(rng.integers(60, 220)) * 1000
            told = bool(rng.random() < 0.7)
            metros = sorted({str(m) for m in rng.choice(["Oslo", "Paris", "New York"], size=int(rng.integers(0, 3)))})
            rows.append({
                "opening_id": f"o-{role}-{index}", "snapshot_date": DATE,
                "company": f"Firm {index if role == APART else int(rng.integers(0, 9))}",
                "title": role, "role": role, "ai_tier": "core", "postings": int(rng.integers(1, 4)), "first_seen": DATE,
                "last_seen": DATE, "status": "open", "country": "NO", "metro": metros[0] if metros else None,
                "metros": metros or None, "workplace": [None, "remote", "hybrid", "onsite"][int(rng.integers(0, 4))],
                "seniority_band": [None, "entry", "mid", "senior"][int(rng.integers(0, 4))], "seniority": None,
                "pay_annual_min": low if told else None,
                "pay_annual_max": low + 1000 * float(rng.integers(0, 90)) if told else None,
                "pay_currency": currencies[int(rng.integers(0, len(currencies)))] if told else None,
            })  # fmt: skip
    return pd.DataFrame(rows, columns=list(TABLES["openings"].columns))


def make_skills(openings: pd.DataFrame, seed: int = 1) -> tuple[pd.DataFrame, dict[str, str]]:
    """posting_skills of one to three postings an opening, and the opening of each posting."""
    rng = np.random.default_rng(seed)
    rows, opening_of = [], {}
    for opening, postings in zip(openings["opening_id"], openings["postings"], strict=True):
        for copy in range(postings):
            posting = f"p:{opening}:{copy}"
            opening_of[posting] = opening
            for skill in rng.choice(SKILLS, size=int(rng.integers(0, 6)), replace=False):
                rows.append({
                    "posting_id": posting, "snapshot_date": DATE, "skill": str(skill), "category": "tool",
                    "surface": str(skill), "start": 0, "end": 3, "section": "required",
                    "requirement": ["required", "preferred"][int(rng.integers(0, 2))],
                })  # fmt: skip
    return pd.DataFrame(rows, columns=list(TABLES["posting_skills"].columns)), opening_of


def arrow(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame as the store gives it back."""
    return conform(table(name), frame).to_pandas(types_mapper=pd.ArrowDtype)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("data")
    store = Store(root)
    sizes = {"prompt-engineer": 9, "ai-software-engineer": 300, "llm-engineer": 40, "software-engineer": 30, "other": 5}
    openings = make_openings(sizes)
    openings.loc[openings.index[::11], "ai_tier"] = "excluded"
    openings.loc[openings.index[::13], "status"] = "closed"
    posting_skills, opening_of = make_skills(openings)
    store.write("openings", openings, DATE)
    store.write("posting_skills", posting_skills, DATE)
    pd.DataFrame({"posting_id": list(opening_of), "opening_id": list(opening_of.values())}).to_parquet(
        root / "of.parquet"
    )
    market = role_tables.market_openings(store.read("openings", DATE))
    skills = role_tables.opening_skills(store.read("posting_skills", DATE), opening_of)
    roles = sorted(set(market["role"]))  # one role at a time, as a night does it
    mine = [role_tables.role_tables(market[market["role"] == role], skills, DATE, len(market)) for role in roles]
    for name in ROLE_TABLES:
        store.write(name, pd.concat([tables[name] for tables in mine]), DATE)
    return root


def sql(root: Path, query: str) -> list[tuple[Any, ...]]:
    """Rows of a query in which <name> stands for the file of the table."""
    for name in (*ROLE_TABLES, "openings", "posting_skills"):
        query = query.replace(f"<{name}>", f"'{root}/{name}/snapshot_date={DATE}/{name}.parquet'")
    query = query.replace("<of>", f"'{root}/of.parquet'").replace("<market>", MARKET.replace("<root>", str(root)))
    with duckdb.connect() as connection:
        return connection.sql(query).fetchall()


MARKET = (
    f"(select * from '<root>/openings/snapshot_date={DATE}/openings.parquet' where status = 'open' "
    "and ai_tier in ('core', 'probable') and role not in ('software-engineer', 'other'))"
)


def same(found: list[tuple[Any, ...]], expected: list[tuple[Any, ...]]) -> None:
    assert len(found) == len(expected) > 0
    for mine, theirs in zip(found, expected, strict=True):
        for one, other in zip(mine, theirs, strict=True):
            assert one == (pytest.approx(other, rel=1e-12) if isinstance(other, float) else other)


def test_open_positions_and_market_shares(published: Path) -> None:
    same(
        sql(published, "select role, open_positions, postings, market_share from <role_statistics> order by 1"),
        sql(published, "select role, count(*), sum(postings)::bigint, count(*) / (select count(*) from <market>) "
                       "from <market> group by 1 order by 1"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("point", "formula"),
    [("floor", "pay_annual_min"), ("midpoint", "(pay_annual_min + pay_annual_max) / 2"), ("ceiling", "pay_annual_max")],
)
def test_pay(published: Path, point: str, formula: str) -> None:
    same(
        sql(published, f"select role, currency, n, mean, p25, median, p75, disclosure_rate from <role_pay> "
                       f"where pay_point = '{point}' and n >= 5 order by 1, 2"),
        sql(published, f"""
            with pay as (select role, pay_currency currency, {formula} x from <market> where pay_currency is not null),
            told as (select role, count(pay_annual_min) / count(*) rate from <market> group by 1)
            select role, currency, count(*), avg(x), quantile_cont(x, 0.25), median(x), quantile_cont(x, 0.75),
            any_value(rate) from pay join told using (role) group by 1, 2 having count(*) >= 5 order by 1, 2"""),
    )  # fmt: skip


def test_intervals_of_means_are_welchs_and_halls(published: Path) -> None:
    rows = sql(published, """
        with pay as (select role, pay_currency currency, pay_annual_max x from <market> where pay_currency is not null),
        moments as (select role, currency, count(*) n, avg(x) m, stddev_samp(x) s, skewness(x) g from pay group by all)
        select moments.n, m, s / sqrt(moments.n), g / sqrt(moments.n), mean_low, mean_high
        from moments join <role_pay> using (role, currency)
        where pay_point = 'ceiling' and role = 'llm-engineer'""")  # fmt: skip
    assert any(row[0] >= 6 for row in rows)
    for n, mean, error, k, low, high in rows:
        if n < 6:
            assert (low, high) == (None, None)
            continue
        t = stats.t.ppf(0.975, n - 1)
        down, up = (
            optimize.brentq(lambda x, y=y, k=k: x + k * x**2 / 3 + k**2 * x**3 / 27 + k / 6 - y, -50, 50)
            for y in (t, -t)
        )
        assert (low, high) == pytest.approx((mean - error * max(t, down), mean + error * max(t, -up)), rel=1e-9)


def test_below_five_openings_with_pay_only_n_is_told(published: Path) -> None:
    rows = sql(published, "select n, mean, p25, median, p75, median_low from <role_pay> where n < 5")
    assert rows
    assert all(row[0] > 0 and row[1:] == (None,) * 5 for row in rows)
    few = "(select role, currency from <role_pay> where n < 5)"
    assert not sql(published, f"select * from <role_pay_distribution> d semi join {few} using (role, currency)")


def test_pay_distributions_count_every_opening_once(published: Path) -> None:
    same(
        sql(published, """
            select role, currency, bin_low, bin_high, n from <role_pay_distribution>
            where pay_point = 'ceiling' order by all"""),
        sql(published, """
            with pay as (select role, pay_currency currency, floor(pay_annual_max / 20000) * 20000 low from <market>
                         where pay_currency is not null),
            enough as (select role, currency from pay group by all having count(*) >= 5)
            select role, currency, low, low + 20000, count(*) from pay join enough using (role, currency)
            group by all order by all"""),
    )  # fmt: skip


def test_skills_are_the_union_over_an_openings_postings(published: Path) -> None:
    same(
        sql(published, """
            select role, skill, n, share, required, required_share, rank from <role_skills> order by role, rank"""),
        sql(published, """
            with asked as (select opening_id, skill, max(case requirement when 'required' then 1 else 0 end) required
                           from <posting_skills> join <of> using (posting_id) group by all),
            sizes as (select role, count(*) size from <market> group by role),
            counts as (select role, skill, count(*) n, sum(required)::bigint r
                       from asked join <market> using (opening_id) group by role, skill)
            select role, skill, n, n / size, r, r / n,
            row_number() over (partition by role order by n desc, r desc, skill) place
            from counts join sizes using (role) order by role, place"""),
    )  # fmt: skip


@pytest.mark.parametrize(("name", "column"), [("role_seniority", "seniority_band"), ("role_workplace", "workplace")])
def test_bands_and_workplaces(published: Path, name: str, column: str) -> None:
    same(
        sql(published, f"select role, value, n, share from <{name}> where n > 0 order by role, value"),
        sql(published, f"""
            with counts as (select role, coalesce({column}, 'unknown') told, count(*) n from <market> group by all),
            sizes as (select role, count(*) size from <market> group by role)
            select role, told, n, n / size from counts join sizes using (role) order by role, told"""),
    )  # fmt: skip
    assert not sql(published, f"select role from <{name}> group by 1 having abs(sum(share) - 1) > 1e-9")


@pytest.mark.parametrize(("name", "value"), [("company", "company"), ("metro", "unnest(metros)")])
def test_employers_and_metros(published: Path, name: str, value: str) -> None:
    table_ = {"company": "role_companies", "metro": "role_metros"}[name]
    same(
        sql(published, f"select role, {name}, n, share, rank from <{table_}> order by role, rank"),
        sql(published, f"""
            with told as (select role, {value} v from <market>),
            counts as (select role, v, count(*) n from told group by all),
            sizes as (select role, count(*) size from <market> group by role)
            select role, v, n, n / size, row_number() over (partition by role order by n desc, v) place
            from counts join sizes using (role) order by role, place"""),
    )  # fmt: skip


def test_intervals_of_shares_are_exact(published: Path) -> None:
    rows = sql(published, """
        with sizes as (select role, open_positions from <role_statistics>)
        select n, low, high, open_positions from <role_skills> join sizes using (role) where role = 'llm-engineer'
        order by all""")  # fmt: skip
    for n, low, high, of in rows:
        exact = stats.binomtest(n, of).proportion_ci(method="exact")
        assert (low, high) == pytest.approx((exact.low, exact.high), abs=1e-9)


def test_tables_are_the_same_from_numpy_and_from_arrow() -> None:
    openings = make_openings({"ml-engineer": 60, "data-scientist": 4})
    posting_skills, opening_of = make_skills(openings)
    plain = role_tables.role_tables(openings, role_tables.opening_skills(posting_skills, opening_of), DATE, 64)
    skills = role_tables.opening_skills(arrow("posting_skills", posting_skills), opening_of)
    for name, frame in role_tables.role_tables(arrow("openings", openings), skills, DATE, 64).items():
        assert conform(table(name), frame).equals(conform(table(name), plain[name]))


def test_a_night_without_openings_gives_empty_tables() -> None:
    empty = make_openings({})
    skills = role_tables.opening_skills(make_skills(empty)[0], {})
    for frames in (empty, arrow("openings", empty)):
        for name, frame in role_tables.role_tables(frames, skills, DATE, 0).items():
            assert conform(table(name), frame).num_rows == 0


def test_market_totals_count_boards_by_how_the_night_went() -> None:
    openings = make_openings({"ml-engineer": 3, "other": 2})
    postings = pd.DataFrame({
        "posting_id": list("abcd"), "platform": "lever", "board": list("xxyz"),
        "ai_tier": ["core", "probable", "core", "excluded"],
        "role": ["ml-engineer", "other", "ml-engineer", "other"], "carried_forward": [False, False, True, False],
    })  # fmt: skip
    boards = pd.DataFrame(
        {"platform": "lever", "board": list("xyzw"), "status": ["ok", "failed", "unchanged", "blocked"]}
    )
    row = role_tables.market_totals(openings, postings, boards, DATE, method="3").to_dict("records")[0]
    assert conform(table("market_totals"), [row]).num_rows == 1
    assert (row["open_positions"], row["postings_ai"], row["postings_unclassified"]) == (3, 3, 1)
    assert (row["boards_ok"], row["boards_carried_forward"], row["boards_failed"], row["method"]) == (2, 1, 1, "3")
    assert row["postings_carried"] == 1


def test_imported_postings_are_counted_and_alone_they_have_no_market_share(tmp_path: Path) -> None:
    openings, store = make_openings({"ml-engineer": 6}), Store(tmp_path)
    postings = pd.DataFrame({
        "posting_id": list("abcdef"), "platform": ["file", "file", "lever", "file", "lever", "file"], "board": "x",
        "ai_tier": ["core", "excluded", "core", "probable", "excluded", "core"], "role": "ml-engineer",
        "carried_forward": False,
    })  # fmt: skip
    postings.to_parquet(tmp_path / "postings.parquet")
    boards = pd.DataFrame({"platform": ["file", "lever"], "board": "x", "status": "ok"})
    store.write("market_totals", role_tables.market_totals(openings, postings, boards, DATE), DATE)
    with duckdb.connect() as connection:
        found = connection.sql(
            f"select postings_imported, postings_ai from '{store.path('market_totals', DATE)}'"
        ).fetchall()
        assert (
            found
            == connection.sql(
                f"select count(*) filter (platform = 'file'), count(*) from '{tmp_path}/postings.parquet' "
                "where ai_tier in ('core', 'probable')"
            ).fetchall()
            == [(3, 4)]
        )
    assert not role_tables.is_sample(3, 4)
    alone = role_tables.role_statistics(openings, DATE, None)
    assert alone[["open_positions", "market_share", "low", "high"]].isna().to_numpy().tolist() == [
        [False, True, True, True]
    ]


def test_a_night_without_any_board_has_an_empty_market() -> None:
    frames = [pd.DataFrame(columns=list(TABLES[name].columns)) for name in ("openings", "postings", "board_fetches")]
    for given_ in (
        frames,
        [arrow(name, frame) for name, frame in zip(("openings", "postings", "board_fetches"), frames, strict=True)],
    ):
        row = role_tables.market_totals(*given_, DATE).to_dict("records")[0]
        assert conform(table("market_totals"), [row]).num_rows == 1
        assert {value for name, value in row.items() if name not in ("snapshot_date", "method")} == {0}


def test_an_assumed_level_counts_as_unknown() -> None:
    openings = make_openings({"ml-engineer": 8}).assign(seniority_band="mid", seniority_basis=["assumed", "title"] * 4)
    table_ = role_tables.role_seniority(openings, DATE).set_index("value")["n"]
    assert table_.to_dict() == {"entry": 0, "mid": 4, "senior": 0, "unknown": 4}


_amount = st.one_of(st.none(), st.floats(-1e3, 1e7), st.just(math.inf))


@settings(max_examples=60)
@given(st.lists(st.tuples(_amount, _amount, st.sampled_from([None, "USD", "INR", "JPY"])), max_size=40))
def test_pay_is_never_made_of_unusable_ranges(rows: list[tuple[float | None, float | None, str | None]]) -> None:
    openings = make_openings({"ml-engineer": len(rows)})
    openings["pay_annual_min"] = np.array([row[0] for row in rows], dtype=float)
    openings["pay_annual_max"] = np.array([row[1] for row in rows], dtype=float)
    openings["pay_currency"] = pd.Series([row[2] for row in rows], dtype=object)
    for row in role_tables.role_pay(openings, DATE).to_dict("records"):
        usable = [(lo, hi) for lo, hi, cur in rows if lo and hi and cur == row["currency"] and 0 < lo <= hi < math.inf]
        assert row["n"] == len(usable)
        if row["n"] < LEAST_PAY:
            assert row["mean"] is None or math.isnan(row["mean"])
        else:
            ordered = [row[name] for name in ("p25", "median", "p75")]
            assert ordered == sorted(ordered)
            assert min(lo for lo, _ in usable) <= row["p25"] <= row["p75"] <= max(hi for _, hi in usable)


def test_frames_without_needed_columns_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="ai_tier"):
        role_tables.market_openings(pd.DataFrame({"opening_id": [], "role": []}))
