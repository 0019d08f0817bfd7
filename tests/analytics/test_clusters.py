"""Openings of one employer are alike: what they are worth, and intervals and tests that heed it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analytics.statistics import cluster_coverage, clustered, clusters, intervals, means

_sizes = st.lists(st.integers(1, 12), min_size=2, max_size=25)


def sample(sizes: list[int], seed: int = 1, correlation: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    employer = np.repeat(np.arange(len(sizes)), sizes)
    return np.sqrt(correlation) * rng.standard_normal(len(sizes))[employer] + rng.standard_normal(
        len(employer)
    ) * np.sqrt(1 - correlation), employer


@given(st.integers(6, 60), st.integers(0, 99))
def test_with_one_opening_an_employer_everything_is_as_for_independent_openings(n: int, seed: int) -> None:
    values, employer = sample([1] * n, seed)
    worth = clusters.of_values(values, employer)
    assert (float(worth.openings()), worth.freedom) == (n, n - 1)
    assert means.mean(values, worth=worth) == means.mean(values)
    ordered = np.sort(values)
    assert clustered.quantile_interval(ordered, 0.5, worth) == intervals.quantile_interval(ordered, 0.5)
    some = int((values > 0).sum())
    assert clustered.fisher(some, n, n, 3, 9, 9) == intervals.fisher(some, n, 3, 9)
    other = values[: n // 2] + 0.3
    ranked = clustered.worth_of_ranks(values, other, employer, employer[: n // 2])
    assert intervals.mann_whitney(values, other, ranked) == intervals.mann_whitney(values, other)


@given(_sizes, st.integers(0, 99))
def test_openings_are_worth_between_one_and_all_of_them(sizes: list[int], seed: int) -> None:
    values, employer = sample(sizes, seed)
    for of in (values, values > 0, np.ones(len(values))):
        worth = clusters.of_values(of, employer)
        assert 1 <= worth.openings() <= len(values) + 1e-9
        assert worth.effect >= 1 and 1 <= worth.freedom <= max(1, len(values) - 1)


def test_copies_of_one_opening_are_worth_one() -> None:
    values, employer = np.repeat([1.0, 2.0, 4.0, 4.5, 7.0, 8.0], 10), np.repeat(np.arange(6), 10)
    worth = clusters.of_values(values, employer)
    assert worth.effect >= 10 - 1e-9
    assert worth.freedom == pytest.approx(5)
    alone = means.mean(values[::10])
    found = means.mean(values, worth=worth)
    assert found.low is not None and alone.low is not None
    assert found.low <= alone.low * 1.02
    assert clusters.of_values(np.zeros(60), employer).effect == 10


def test_many_shares_are_worth_what_each_is_worth_by_itself() -> None:
    rng = np.random.default_rng(3)
    employer = np.repeat(np.arange(8), [1, 9, 3, 3, 12, 1, 2, 4])
    so = rng.random((5, len(employer))) < np.array([0.1, 0.5, 0.9, 0.0, 1.0])[:, None]
    figure, opening = np.nonzero(so)
    cells, some = np.unique(figure * 8 + employer[opening], return_counts=True)
    together = clusters.of_shares(np.bincount(employer).astype(float), cells // 8, cells % 8, some.astype(float), 5)
    for index in range(5):
        alone = clusters.of_values(so[index], employer)
        assert together.openings()[index] == pytest.approx(float(alone.openings()))


def test_intervals_need_as_many_employers_as_openings() -> None:
    values, employer = sample([12] * 5)
    assert clustered.quantile_interval(np.sort(values), 0.5, clusters.of_values(values, employer)) == (None, None)
    assert means.mean(values, worth=clusters.of_values(values, employer))[1:] == (None, None)


def test_numbers_of_openings_are_compared_by_employers() -> None:
    assert clustered.equal_counts(np.ones(9), np.zeros(9)) == intervals.equal_counts(9, 0)
    many = np.array([30.0, 0, 0]), np.array([0.0, 4, 3])
    assert intervals.equal_counts(30, 7) < 0.001 < 0.05 < clustered.equal_counts(*many)  # type: ignore[operator]
    assert clustered.equal_counts(np.full(40, 3.0), np.ones(40)) < 1e-4  # type: ignore[operator]


def test_intervals_and_tests_hold_whatever_the_correlation_within_employers() -> None:
    rng = np.random.default_rng(11)
    for correlation in (0.0, 0.5):
        found = cluster_coverage.coverage(correlation, cluster_coverage.KINDS["feed, 60"], 150, rng)
        for figure, (heeded, _) in found.items():
            assert heeded >= 0.90, (figure, correlation)  # 150 draws: three standard errors below 95 %


def test_ends_of_a_ratio_of_means_belong_to_the_estimate() -> None:
    # Ratios far from the estimate at which the difference of means may be 0 as well, and ends that were not found.
    cases = [
        ([81, 151, 16, 38, 18, 82, 33, 49, 37, 105], [373, 424, 380, 390, 429, 198], 2.823, 12.263),
        ([52, 63, 55, 44, 73, 42, 42, 34, 53], [154, 232, 250, 272, 247, 218], 3.073, 5.696),
        ([54, 67, 81, 38, 94, 58, 70, 47, 29, 54], [522, 505, 345, 540, 530, 507], 6.0, 11.041),
        ([37, 63, 54, 19, 72, 62], [142, 365, 146, 167, 508, 400, 166, 363], 3.062, 13.966),
        ([63, 76, 174, 44, 143, 69, 14, 28], [201, 208, 208, 88, 96, 202, 209], 1.108, 5.795),
    ]
    for a, b, low, high in cases:
        found = means.ratio(a, b)
        assert found[1:] == pytest.approx((low, high), abs=6e-4)
        first, second = means.moments(a), means.moments(b)
        for value in np.geomspace(found.low or 0, found.high or 0, 200)[1:-1]:  # the interval is of one piece
            of = means.difference(first.times(value), second)
            down, up = means.reach(of)
            assert of.mean - down <= 1e-6 and of.mean + up >= -1e-6


def test_fisher_of_many_shares_is_that_of_each() -> None:
    a, of_a, b, of_b = np.array([0, 3, 9, 5]), np.array([9, 8, 9, 40]), np.array([4, 0, 3, 9]), np.array([30, 4, 9, 9])
    found = intervals.fishers(a, of_a, b, of_b)
    for index in range(4):
        table = [[a[index], of_a[index] - a[index]], [b[index], of_b[index] - b[index]]]
        assert found[index] == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-6)
