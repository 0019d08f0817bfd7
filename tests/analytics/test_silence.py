"""Shares where some openings do not tell: a finding holds only if no reading of the excess of silence changes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analytics.statistics import missing_data
from analytics.statistics.missing_data import Counts


@st.composite
def counts(draw: st.DrawFn) -> Counts:
    told = draw(st.integers(0, 80))
    return Counts(draw(st.integers(0, told)), told, max(1, told + draw(st.integers(0, 80))))


@given(counts(), counts())
def test_the_excess_evens_out_the_two_silences_and_is_of_one_role(a: Counts, b: Counts) -> None:
    more_a, more_b = missing_data.excess(a, b)
    assert min(more_a, more_b) == 0
    assert 0 <= more_a <= a.silent
    assert 0 <= more_b <= b.silent
    assert (a.silent - more_a) / a.all <= b.silent / b.all + 1e-9
    assert (b.silent - more_b) / b.all <= a.silent / a.all + 1e-9


@given(counts(), counts())
def test_a_finding_holds_for_every_share_of_yes_in_the_excess(a: Counts, b: Counts) -> None:
    found = missing_data.compared(a, b)
    more_a, more_b = missing_data.excess(a, b)
    if found.larger is None:
        return
    for yes in range(more_a + more_b + 1):
        first = (a.some + (yes if more_a else 0), a.told + more_a)
        second = (b.some + (yes if more_b else 0), b.told + more_b)
        if not first[1] or not second[1]:
            continue
        p = stats.fisher_exact([[first[0], first[1] - first[0]], [second[0], second[1] - second[0]]]).pvalue
        gap = second[0] / second[1] - first[0] / first[1]
        if found.larger:
            assert gap * found.larger > 0
            assert p < 0.05 + 1e-6


@given(counts(), counts())
def test_swapping_the_roles_turns_the_finding(a: Counts, b: Counts) -> None:
    there, back = missing_data.compared(a, b), missing_data.compared(b, a)
    assert there.larger == (None if back.larger is None else -back.larger)
    assert there.p == back.p or there.p == pytest.approx(back.p)


@given(st.integers(0, 40), st.integers(1, 40), st.integers(0, 40), st.integers(1, 40), st.integers(0, 3))
def test_equal_silence_leaves_the_test_among_those_that_tell(n: int, of: int, m: int, also: int, times: int) -> None:
    n, m = min(n, of), min(m, also)
    found = missing_data.compared(Counts(n, of, of * (1 + times)), Counts(m, also, also * (1 + times)))
    assert found.larger == found.told
    assert found.p == found.p_no == found.p_yes


def test_roles_that_do_not_tell_at_all_are_not_told_apart() -> None:
    found = missing_data.compared(Counts(0, 0, 9), Counts(0, 0, 40))
    assert (found.larger, found.p) == (0, None)
    told = missing_data.record(Counts(0, 0, 9), Counts(3, 4, 40), found)
    assert (told["a"]["share"], told["a"]["unknown_share"], told["a"]["highest"]) == (None, 1.0, 1.0)
    assert (told["b"]["lowest"], told["b"]["highest"]) == (0.075, 0.975)
