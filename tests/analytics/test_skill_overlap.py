"""Skills side by side: lists, shares with intervals, and differences that are not made by choosing them."""

import numpy as np
import pytest
from scipy import stats

from analytics.comparison import skill_overlap
from analytics.values.thresholds import TOP_SKILLS

NAMES = [f"skill {n}" for n in range(60)]


def top(asked: dict[str, int]) -> list[str]:
    return sorted(asked, key=lambda name: (-asked[name], name))[:TOP_SKILLS]


def test_the_skills_of_two_equal_roles_are_seldom_told_apart_although_the_widest_gaps_are_shown() -> None:
    rng = np.random.default_rng(3)
    told = 0
    for _ in range(120):
        rates = rng.uniform(0.02, 0.5, len(NAMES))
        sizes = (12, 300)
        asked = [
            {name: int(n) for name, n in zip(NAMES, rng.binomial(size, rates), strict=True) if n} for size in sizes
        ]
        found = skill_overlap.compared(top(asked[0]), top(asked[1]), asked[0], asked[1], sizes)
        told += any(skill_overlap.told_apart(found))
    assert told <= 12  # 5 % of 120 are 6; three standard errors more


def test_lists_overlap_by_the_longer_one_and_each_share_has_its_interval() -> None:
    asked_a, asked_b = {"Python": 9, "RAG": 3}, {"Python": 20, "Rust": 150, "Go": 90}
    found = skill_overlap.compared(["Python", "RAG"], ["Rust", "Go", "Python"], asked_a, asked_b, (10, 200))
    assert (found["both"], found["only_a"], found["only_b"]) == (["Python"], ["RAG"], ["Rust", "Go"])
    assert (found["overlap"], found["top"]) == (pytest.approx(1 / 3, abs=1e-6), 3)
    for one in found["shares"]:
        a, b = asked_a.get(one["skill"], 0), asked_b.get(one["skill"], 0)
        exact = stats.binomtest(b, 200).proportion_ci(method="exact")
        assert (one["low_b"], one["high_b"]) == pytest.approx((exact.low, exact.high), abs=1e-6)
        assert one["p_value"] == pytest.approx(stats.fisher_exact([[a, 10 - a], [b, 200 - b]]).pvalue, rel=1e-5)
    more_a, more_b = skill_overlap.told_apart(found)
    assert [one["skill"] for one in more_a] == ["Python", "RAG"]
    assert [one["skill"] for one in more_b] == ["Rust", "Go"]


def test_skills_that_are_not_shown_count_among_the_tests() -> None:
    shown, asked = ["Python"], {"Python": 8}
    alone = skill_overlap.compared(shown, [], asked, {}, (9, 40))["shares"][0]
    among = skill_overlap.compared(shown, [], asked | dict.fromkeys(NAMES, 1), {}, (9, 40))["shares"][0]
    assert alone["p_adjusted"] == pytest.approx(alone["p_value"])
    assert among["p_adjusted"] == pytest.approx(61 * alone["p_value"], rel=1e-4)


def test_roles_without_skills_have_nothing_to_compare() -> None:
    found = skill_overlap.compared([], [], {}, {}, (1, 2))
    assert (found["overlap"], found["shares"], skill_overlap.told_apart(found)) == (None, [], ([], []))
