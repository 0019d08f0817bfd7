"""Intervals of means: agreement with Welch's where nothing is skewed, and what must hold for any sample."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analytics.statistics import means

_pay = st.lists(st.integers(20, 900).map(lambda thousand: thousand * 1000.0), min_size=6, max_size=40)


def symmetric(rng: np.random.Generator, n: int, middle: float) -> np.ndarray:
    half = rng.normal(0, 10, n)
    return middle + np.concatenate([half, -half])


def test_without_skew_the_intervals_are_those_of_the_t_tests() -> None:
    rng = np.random.default_rng(1)
    a, b = symmetric(rng, 8, 100.0), symmetric(rng, 20, 130.0)
    one = stats.ttest_1samp(a, 0).confidence_interval()
    assert means.mean(a)[1:] == pytest.approx((one.low, one.high))
    two = stats.ttest_ind(b, a, equal_var=False).confidence_interval()
    assert means.gap(a, b)[1:] == pytest.approx((two.low, two.high))


@given(_pay, _pay)
def test_intervals_are_never_narrower_than_those_of_the_t_tests(a: list[float], b: list[float]) -> None:
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return
    found, welch = means.gap(a, b), stats.ttest_ind(b, a, equal_var=False).confidence_interval()
    assert found.low is not None and found.high is not None
    assert found.low <= welch.low + 1e-6 * abs(welch.low) + 1e-6
    assert found.high >= welch.high - 1e-6 * abs(welch.high) - 1e-6
    assert found.value == pytest.approx(np.mean(b) - np.mean(a))


@given(_pay, _pay)
def test_swapping_the_samples_turns_gap_and_ratio(a: list[float], b: list[float]) -> None:
    there, back = means.gap(a, b), means.gap(b, a)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low), abs=1e-3)  # type: ignore[operator]
    times, inverse = means.ratio(a, b), means.ratio(b, a)
    assert times.value == pytest.approx(1 / inverse.value)
    if times.low and times.high and inverse.low and inverse.high:
        assert (times.low, times.high) == pytest.approx((1 / inverse.high, 1 / inverse.low), rel=1e-5)


@given(_pay, _pay)
def test_the_ratio_may_be_1_just_when_the_gap_may_be_0(a: list[float], b: list[float]) -> None:
    gap, ratio = means.gap(a, b), means.ratio(a, b)
    if ratio.low is None or ratio.high is None or gap.low is None or gap.high is None:
        return
    assert ratio.low <= ratio.value <= ratio.high
    if min(abs(ratio.low - 1), abs(ratio.high - 1)) > 1e-6:
        assert (ratio.low <= 1 <= ratio.high) == (gap.low <= 0 <= gap.high)


@given(_pay, _pay, st.floats(0.01, 100))
def test_the_ratio_does_not_depend_on_the_currency(a: list[float], b: list[float], rate: float) -> None:
    there, converted = means.ratio(a, b), means.ratio(np.multiply(a, rate), np.multiply(b, rate))
    assert there.value == pytest.approx(converted.value)
    if there.low is not None and converted.low is not None:
        assert there[1:] == pytest.approx(converted[1:], rel=1e-5)


def test_pay_skewed_to_the_right_reaches_farther_up() -> None:
    values = [90.0, 95.0, 100.0, 105.0, 110.0, 115.0, 120.0, 300.0]
    found = means.mean(values)
    assert found.low is not None and found.high is not None
    assert found.high - found.value > found.value - found.low


def test_few_values_have_a_mean_and_no_interval() -> None:
    few, more = [1.0, 2.0, 3.0, 4.0, 6.0], [1.0, 2.0, 3.0, 4.0, 6.0, 9.0]
    assert means.mean(few) == (3.2, None, None)
    assert means.gap(few, more)[1:] == means.ratio(more, few)[1:] == (None, None)
    assert None not in means.gap(more, more)
    with pytest.raises(ValueError, match="at least one"):
        means.mean([])


def test_values_without_spread_are_known_exactly() -> None:
    same = [5.0] * 6
    assert means.mean(same) == (5.0, 5.0, 5.0)
    assert means.gap(same, [8.0] * 7) == (3.0, 3.0, 3.0)
    assert means.ratio(same, [10.0] * 7) == (2.0, 2.0, 2.0)


def test_positive_values_too_spread_for_their_number_have_no_interval() -> None:
    found = means.mean([5_000, 90_000, 100_000, 105_000, 110_000, 400_000, 1])
    assert found.low is None and found.high is None
    assert found.value == pytest.approx(115_714.43, abs=0.01)
    assert means.mean([-3, 1, 2, 4, 9, 40]).low is not None
