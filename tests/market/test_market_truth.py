"""The market's truth: exact counts and figures on any date, and lives that agree with what is open each day."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pytest

from spiders.market import Market, Truth, build
from spiders.market.seeds import data

DATES = (dt.date(2026, 11, 23), dt.date(2026, 11, 24), dt.date(2024, 2, 29), dt.date(2031, 7, 1))
AI = 26_159


@pytest.fixture(scope="module")
def small() -> Market:
    return build("small", DATES[0])


def openings(truth: Iterable[Truth]) -> dict[str, list[Truth]]:
    found: dict[str, list[Truth]] = defaultdict(list)
    for one in truth:
        found[one.opening_id].append(one)
    return found


def role(market: Market, name: str) -> list[list[Truth]]:
    return [postings for postings in openings(market.truth()).values() if postings[0].role == name]


def in_thousands(value: float) -> int:
    return int(value // 1000)


@pytest.mark.parametrize("date", DATES[:2])
def test_the_full_market_has_exactly_the_advertised_openings(date: dt.date) -> None:
    listings = [one for board in build("full", date).listings.values() for one in board]
    ai = [one for one in listings if one.tenancy.plan.ai]
    roles = Counter(role for role, _ in {(one.tenancy.plan.role, one.tenancy.opening_id) for one in ai})
    assert sum(roles.values()) == AI
    assert roles["prompt-engineer"] == 9
    assert roles["ai-software-engineer"] == 598
    assert roles["ai-hardware-engineer"] == 1 and roles["ai-technical-writer"] == 5
    assert len(roles) == 26
    assert 1.12 < len(ai) / AI < 1.21
    assert len({one.tenancy.opening_id for one in listings if not one.tenancy.plan.ai}) == 4000


def test_a_market_of_every_platform_has_the_same_vacancies() -> None:
    every, everyday = (build(0.05, DATES[0], every=every) for every in (True, False))
    first, second = (
        {(one.opening_id, one.role, one.level, one.pay_max, one.workplace) for one in market.truth()}
        for market in (every, everyday)
    )
    assert first == second
    ids = [one.posting_id for one in every.truth()]
    assert len(ids) == len(set(ids)) and all(name.isascii() for name in ids)
    assert len({board.board for board in every.boards}) == len(every.boards)


@pytest.mark.parametrize("date", DATES)
def test_the_small_market_keeps_the_reference_roles_whole_on_any_date(date: dt.date) -> None:
    market = build("small", date)
    counts = Counter(postings[0].role for postings in openings(market.truth()).values() if postings[0].ai)
    expected = {one["id"]: one["count"] for one in data("roles")["role"] if one.get("ai", True)}
    assert counts["prompt-engineer"] == 9 and counts["ai-software-engineer"] == 598
    for name, count in expected.items():
        assert counts[name] == (count if count <= 12 else round(count / 6))


@pytest.mark.parametrize("date", DATES[:3])
@pytest.mark.parametrize("seed", [1, 7])
def test_the_reference_roles_make_the_reference_table(date: dt.date, seed: int) -> None:
    market = build(0.01, date, seed)
    figures = {}
    for name in ("prompt-engineer", "ai-software-engineer"):
        found = [postings[0] for postings in role(market, name)]
        paid = [one for one in found if one.currency == "USD"]
        low, high = (np.array([getattr(one, field) for one in paid]) for field in ("pay_min", "pay_max"))
        figures[name] = {
            "open": len(found),
            "range": (in_thousands(low.mean()), in_thousands(high.mean())),
            "median": in_thousands(float(np.median(high))),
            "p75": in_thousands(float(np.percentile(high, 75))),
            "remote": sum(one.workplace == "remote" for one in found),
            "bands": dict(Counter(one.band for one in found)),
            "skills": Counter(skill for one in found for skill in one.skills).most_common(9),
            "mean": high.mean(),
        }
    a, b = figures["prompt-engineer"], figures["ai-software-engineer"]
    assert (a["open"], a["range"], a["median"], a["p75"], a["remote"]) == (9, (99, 127), 122, 140, 2)
    assert (b["open"], b["range"], b["median"], b["p75"], b["remote"]) == (598, (140, 249), 235, 300, 48)
    assert a["bands"] == {"senior": 1, "mid": 8}
    assert b["bands"] == {"senior": 329, "mid": 257, "entry": 12}
    assert round((b["mean"] / a["mean"] - 1) * 100) == 96
    assert in_thousands(b["mean"] - a["mean"]) == 122
    wanted = {
        "prompt-engineer": "Prompt Engineering,Python,RAG,Embeddings,Gemini,Claude,LangChain,OpenAI",
        "ai-software-engineer": "RAG,Python,Rust,Kubernetes,AWS,Docker,Claude,OpenAI",
    }
    for name, skills in wanted.items():
        ranked = figures[name]["skills"]
        assert [skill for skill, _ in ranked[:8]] == skills.split(",")
        counts = [count for _, count in ranked]
        assert all(above > below for above, below in pairwise(counts))
        assert counts[8] <= 0.75 * counts[7]


def test_the_metros_of_the_reference_roles(small: Market) -> None:
    metros = Counter(
        metro
        for postings in role(small, "ai-software-engineer")
        for metro in {metro for one in postings for metro in one.metros}
    )
    ranked = metros.most_common(4)
    assert [name for name, _ in ranked[:3]] == ["San Francisco", "Los Angeles", "New York"]
    assert len({count for _, count in ranked}) == 4
    prompt = [one for postings in role(small, "prompt-engineer") for one in postings]
    assert not any(one.metros for one in prompt)
    assert all(one.workplace for one in prompt)
    assert sum(one.currency == "USD" for one in {one.opening_id: one for one in prompt}.values()) >= 7


def test_pay_is_told_in_all_the_ways_that_mislead(small: Market) -> None:
    pays = [small.details(plan).pay for plan in small.plans if plan.role == "ai-software-engineer"]
    assert {pay.unit for pay in pays if pay} == {"year", "hour", "month", "zones"}
    assert {pay.currency for pay in pays if pay} >= {"USD", "EUR", "GBP"}
    assert None in pays


def test_copies_of_a_vacancy_share_its_truth_and_no_id(small: Market) -> None:
    repeated = [postings for postings in openings(small.truth()).values() if len(postings) > 1]
    platforms = [{one.platform for one in postings} for postings in repeated]
    assert {"greenhouse", "jsonld"} in platforms  # on a career page as well
    assert {"greenhouse", "ashby"} in platforms or {"greenhouse", "lever"} in platforms
    assert any(len({one.location for one in postings}) == len(postings) > 1 for postings in repeated)
    for postings in repeated:
        facts = {(one.level, one.role, one.company, one.pay_max, one.workplace) for one in postings}
        assert len(facts) == 1
        assert len({one.posting_id for one in postings}) == len(postings)


def test_no_posting_has_the_id_of_another(small: Market) -> None:
    ids = [one.posting_id for one in small.truth()]
    assert len(ids) == len(set(ids))


def test_the_same_seed_gives_the_same_market_and_another_one_another() -> None:
    first, again, other = (list(build(0.01, DATES[0], seed).truth()) for seed in (3, 3, 4))
    assert first == again
    assert {one.posting_id for one in first}.isdisjoint({one.posting_id for one in other})


def test_a_market_at_another_date_is_that_date_s_market(small: Market) -> None:
    assert list(small.at(DATES[1]).truth()) == list(build("small", DATES[1]).truth())


def test_lives_agree_with_what_is_open_each_day() -> None:
    first, days = dt.date(2026, 9, 1), 40
    last = first + dt.timedelta(days - 1)
    market = build(0.01, first)
    seen: dict[str, list[dt.date]] = defaultdict(list)
    for day in range(days):
        date = first + dt.timedelta(day)
        for one in market.at(date).truth():
            seen[one.posting_id].append(date)
    lives = list(market.history(first, last))
    assert {life.posting_id for life in lives} == set(seen)
    assert len(lives) == len(seen)
    for life in lives:
        dates = seen[life.posting_id]
        assert dates[0] == life.first_seen
        assert len(dates) == (dates[-1] - dates[0]).days + 1
        assert life.closed_on == (dates[-1] + dt.timedelta(1) if dates[-1] < last else None)
    closed = {life.posting_id: life for life in lives if life.closed_on}
    reposts = [life for life in lives if life.reposted_from]
    assert reposts
    for life in reposts:
        before = closed[str(life.reposted_from)]
        assert before.closed_on == life.first_seen and before.opening_id == life.opening_id
    assert any(life.edited_on for life in lives)


def test_a_successor_opens_at_once_and_shares_no_opening(small: Market) -> None:
    plan = small.plans[100]
    today = DATES[0].toordinal()
    generation = (today + plan.phase) // plan.life
    tenant, successor = small.tenancy(plan, generation), small.tenancy(plan, generation + 1)
    assert tenant.start <= today < tenant.end == successor.start
    assert tenant.opening_id != successor.opening_id


def test_a_single_employer_has_the_whole_market_on_its_board() -> None:
    market = build(0.02, DATES[0], employers=1)
    assert len(market.boards) == 1
    assert len({one.opening_id for one in market.truth() if one.ai}) > 1_000


@pytest.mark.parametrize("size", ["big", 0, -1, 40.0])
def test_a_size_that_is_none_is_refused(size: str | float) -> None:
    with pytest.raises(ValueError, match="size"):
        build(size, DATES[0])


def test_levels_bands_and_years_agree(small: Market) -> None:
    for one in small.truth():
        if one.years is None:
            continue
        word = any(part in one.title for part in ("Senior", "Sr.", "Staff", "Principal", "Lead", "Junior", "Intern"))
        if not word and one.level not in ("manager", "director") and " II" not in one.title:
            assert one.level == ("entry" if one.years < 2 else "mid" if one.years < 5 else "senior")
