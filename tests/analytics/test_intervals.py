"""Intervals and tests agree with scipy and with brute force, and hold the truth as often as they claim."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analytics.statistics import interval_coverage, intervals


@given(st.integers(1, 700).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_shares_are_those_of_the_exact_binomial_test(case: tuple[int, int]) -> None:
    k, n = case
    exact = stats.binomtest(k, n).proportion_ci(method="exact")
    estimate = intervals.share(k, n)
    assert estimate is not None
    assert (estimate.low, estimate.high) == pytest.approx((exact.low, exact.high), abs=1e-9)


def test_two_of_nine_is_anything_from_three_to_sixty_percent() -> None:
    estimate = intervals.share(2, 9)
    assert estimate is not None
    assert (round(estimate.low or 0, 3), round(estimate.high or 0, 3)) == (0.028, 0.600)


def test_shares_without_trials_have_no_interval_and_impossible_counts_are_refused() -> None:
    assert intervals.share(0, 0) is None
    assert np.isnan(intervals.shares([0], [0])[0]).all()
    with pytest.raises(ValueError, match="between 0 and trials"):
        intervals.shares([4], [3])


@pytest.mark.parametrize(("quantile", "least"), [(0.5, 6), (0.25, 11), (0.75, 11)])
def test_small_samples_have_no_interval_of_a_quantile(quantile: float, least: int) -> None:
    assert intervals.quantile_ranks(least - 1, quantile) is None
    assert intervals.quantile_ranks(least, quantile) is not None


@given(st.integers(6, 400), st.sampled_from([0.25, 0.5, 0.75]))
def test_ranks_enclose_the_quantile_with_95_percent(n: int, quantile: float) -> None:
    ranks = intervals.quantile_ranks(n, quantile)
    if ranks is not None:
        low, high = ranks
        below = stats.binom.cdf([low - 1, high - 1], n, quantile)
        assert 1 <= low < high <= n
        assert below[1] - below[0] >= 0.95 - 1e-12
    assert intervals.quantile_ranks(n, 0.5) is not None


@pytest.mark.parametrize(("n", "m"), [(2, 3), (2, 8), (3, 5), (4, 4), (5, 7), (6, 6)])
def test_the_rank_of_the_ratio_comes_from_the_exact_distribution(n: int, m: int) -> None:
    sums = np.array([sum(places) - n * (n - 1) // 2 for places in combinations(range(n + m), n)])
    rank = intervals.mann_whitney_rank(n, m)
    assert np.mean(sums < rank) <= 0.025 < np.mean(sums < rank + 1)


@pytest.mark.parametrize(("n", "m"), [(2, 100), (3, 60), (8, 2000)])
def test_the_rank_is_exact_also_where_the_normal_approximation_is_not(n: int, m: int) -> None:
    ways = [1] + [0] * (n * m)  # of each U: as many as partitions of it into at most n parts of at most m
    for i in range(1, n + 1):
        for total in range(n * m, m + i - 1, -1):
            ways[total] -= ways[total - m - i]
        for total in range(i, n * m + 1):
            ways[total] += ways[total - i]
    rank = intervals.mann_whitney_rank(n, m)
    assert sum(ways[:rank]) <= 0.025 * math.comb(n + m, n) < sum(ways[: rank + 1])


_pay = st.lists(st.integers(20, 400).map(lambda thousands: thousands * 1000.0), min_size=1, max_size=14)


@given(_pay, _pay)
def test_the_ratio_is_the_median_of_all_quotients(a: list[float], b: list[float]) -> None:
    quotients = np.sort(np.log(np.divide.outer(b, a)).ravel())
    estimate = intervals.ratio(a, b)
    assert estimate is not None
    assert np.log(estimate.value) == pytest.approx(np.median(quotients), abs=1e-9)
    if estimate.low is not None and estimate.high is not None:
        rank = intervals.mann_whitney_rank(len(a), len(b))
        assert np.log(estimate.low) == pytest.approx(quotients[rank - 1], abs=1e-9)
        assert np.log(estimate.high) == pytest.approx(quotients[-rank], abs=1e-9)
        assert estimate.low <= estimate.value * (1 + 1e-9)
        assert estimate.value <= estimate.high * (1 + 1e-9)


@given(_pay, _pay)
def test_swapping_the_samples_inverts_the_ratio(a: list[float], b: list[float]) -> None:
    there, back = intervals.ratio(a, b), intervals.ratio(b, a)
    assert there is not None
    assert back is not None
    assert there.value == pytest.approx(1 / back.value)
    if there.low is not None and back.high is not None:
        assert there.low == pytest.approx(1 / back.high)


def test_tests_without_data_say_nothing() -> None:
    assert intervals.ratio([], [1.0]) is None
    assert intervals.mann_whitney([], [1.0]) is None
    assert intervals.fisher(0, 0, 1, 2) is None
    assert intervals.equal_counts(0, 0) is None
    assert intervals.mann_whitney([5.0, 5.0], [5.0]) == 1.0


@given(st.integers(1, 60), st.integers(1, 200), st.data())
def test_fishers_tests_of_many_shares_are_those_of_scipy(of_a: int, of_b: int, data: st.DataObject) -> None:
    pairs = data.draw(st.lists(st.tuples(st.integers(0, of_a), st.integers(0, of_b)), min_size=1, max_size=6))
    found = intervals.fishers([a for a, _ in pairs], of_a, [b for _, b in pairs], of_b)
    expected = [stats.fisher_exact([[a, of_a - a], [b, of_b - b]]).pvalue for a, b in pairs]
    assert found.tolist() == pytest.approx(expected, rel=1e-6)


def test_remote_of_the_reference_page_is_unsupported() -> None:
    assert intervals.fisher(2, 9, 48, 598) == pytest.approx(0.17, abs=0.005)


def test_intervals_hold_the_truth_in_ten_thousand_draws() -> None:
    found = interval_coverage.simulated(seed=7)
    assert min(case.coverage for case in found) >= 0.945


def test_ratio_intervals_hold_the_truth_as_the_simulation_counts_them() -> None:
    rng = np.random.default_rng(5)
    held = 0
    for _ in range(400):
        estimate = intervals.ratio(rng.lognormal(11.5, 0.3, 9), 1.6 * rng.lognormal(11.5, 0.3, 80))
        assert estimate is not None
        held += (estimate.low or 0) <= 1.6 <= (estimate.high or 0)
    assert held / 400 >= 0.92  # 400 draws: three standard errors below 95 %
