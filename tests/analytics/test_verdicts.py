"""A verdict on pay needs a small p-value and an interval that leaves out equality, and tells how it was reached."""

from typing import Any

import pytest
from scipy import stats

from analytics.comparison.verdicts import SAMPLE, _openings, _pay, _remote, _seniority, controlled

NAMES = {"a": "Baker", "b": "Miller"}


def record(n: int, p: float, ratio: float, low: float | None, high: float | None) -> dict[str, Any]:
    pay = {
        "midpoint_ratio": ratio, "ratio_low": low, "ratio_high": high, "p_value": p, "n_a": n, "n_b": n, "reason": None,
        "ceiling_mean_ratio": ratio, "ceiling_mean_gap_low": None, "ceiling_mean_gap_high": None,
    }  # fmt: skip
    mine = {"n": n, "openings": n, "disclosed": n, "midpoint_median": 1.0, "disclosure_rate": 1.0}
    roles = {
        side: {"name": name, "role": name.lower(), "open_positions": n, "pay": mine} for side, name in NAMES.items()
    }
    return {"pay": pay, **roles}


@pytest.mark.parametrize(
    ("n", "p", "ratio", "low", "high", "supported", "favours"),
    [
        (30, 0.001, 1.2, 1.1, 1.3, True, "miller"),
        (30, 0.001, 0.8, 0.7, 0.9, True, "baker"),
        (30, 0.001, 1.2, 0.9, 1.4, False, None),  # the interval holds equality
        (30, 0.2, 1.2, 1.1, 1.3, False, None),  # the test does not tell them apart
        (30, 0.05, 1.2, 1.1, 1.3, False, None),  # nor at exactly 5 %
        (30, 0.001, 1.0, None, None, False, None),  # nothing is higher
        (30, 0.6, 1.01, 0.98, 1.04, True, None),  # shown to be alike, to within 5 %
        (30, 0.001, 1.03, 1.01, 1.049, True, None),  # a difference, but too small to matter
        (30, 0.6, 0.99, 0.94, 1.04, False, None),  # the lower end is more than 5 % away
        (29, 0.6, 1.01, 0.98, 1.04, True, None),
        (29, 0.001, 1.2, 1.1, 1.3, True, "miller"),  # few, and the test tells them apart all the same
        (29, 0.2, 1.2, 0.9, 1.4, False, None),
        (29, 0.001, 1.2, 0.9, 1.4, False, None),
        (29, 0.2, 1.2, 1.1, 1.3, False, None),
    ],
)
def test_when_a_verdict_on_pay_is_supported_and_whom_it_favours(
    n: int, p: float, ratio: float, low: float | None, high: float | None, supported: bool, favours: str | None
) -> None:
    verdict = _pay(record(n, p, ratio, low, high))
    assert (verdict["supported"], verdict["favours"]) == (supported, favours)
    assert ("pays more" in verdict["statement"]) == (favours is not None)
    assert ("no verdict" in verdict["statement"]) == (not supported)
    assert ("indicative" in verdict["reason"]) == (n < 30 and supported)


def told(
    remote: tuple[int, int, int], other: tuple[int, int, int], group: str = "workplace", value: str = "remote"
) -> dict[str, Any]:
    """A record of two roles: how many openings are so, how many tell, and how many there are."""
    roles = {}
    for side, (some, telling, every) in zip("ab", (remote, other), strict=True):
        roles[side] = {
            "name": NAMES[side], "role": NAMES[side].lower(), "open_positions": every,
            group: {value: {"n": some}, "unknown": {"n": every - telling}}, "effective": {value: None},
        }  # fmt: skip
    return roles


def test_the_role_with_the_larger_share_of_remote_openings_is_favoured() -> None:
    verdict = _remote(told((10, 100, 100), (45, 90, 90)))
    assert (verdict["topic"], verdict["supported"], verdict["favours"]) == ("remote", True, "miller")
    assert verdict["statement"] == ("Miller is remote more often: 50% (45 of 90) against 10% (10 of 100) of Baker.")
    assert _remote(told((45, 90, 90), (10, 100, 100)))["favours"] == "baker"
    assert verdict["p_value"] < 0.05 and verdict["evidence"]


def test_the_role_that_asks_less_often_for_senior_people_is_favoured() -> None:
    verdict = _seniority(told((10, 100, 100), (45, 90, 95), "seniority", "senior"))
    assert (verdict["supported"], verdict["favours"]) == (True, "baker")
    assert verdict["statement"] == (
        "Baker asks for senior people less often: 10% (10 of 100) against 47% (45 of 95; 50% of the 90 that tell) of "
        "Miller."
    )


def test_equal_shares_are_undecided_with_another_reason_for_many_than_for_few() -> None:
    many, few = _remote(told((20, 40, 40), (20, 40, 40))), _remote(told((5, 10, 10), (5, 10, 10)))
    assert (many["state"], many["favours"]) == ("undecided", None) and "cannot be told apart" in many["statement"]
    assert (few["supported"], few["favours"]) == (False, None) and few["statement"].startswith("Too few openings")


def test_where_no_opening_of_a_role_tells_there_is_no_verdict() -> None:
    verdict = _remote(told((0, 0, 50), (20, 40, 40)))
    assert (verdict["supported"], verdict["favours"], verdict["p_value"]) == (False, None, None)
    assert verdict["reason"] == "no opening of Baker tells a workplace"
    assert _remote(told((0, 0, 50), (0, 0, 40)))["reason"] == "no opening of Baker or Miller tells a workplace"


def test_what_one_role_leaves_out_may_take_the_verdict_away() -> None:
    verdict = _remote(told((30, 40, 400), (40, 100, 100)))
    assert (verdict["supported"], verdict["favours"]) == (False, None)
    assert verdict["statement"] == (
        "Which role is remote more often cannot be said: 90% of Baker and 0% of Miller openings tell no workplace, and "
        "what they leave out could overturn the answer: no verdict."
    )
    assert "no longer when what one role leaves out more often" in verdict["reason"] and verdict["p_value"] < 0.05


def test_one_opening_that_tells_is_told_as_one() -> None:
    assert "50% (1 of 2; 100% of the 1 that tells)" in _remote(told((1, 1, 2), (5, 10, 10)))["statement"]


def openings(a: int, b: int, p: float, *, sample: bool = False) -> dict[str, Any]:
    sides = {side: {"name": name, "role": name.lower()} for side, name in NAMES.items()}
    sides["a"]["open_positions"], sides["b"]["open_positions"] = a, b  # type: ignore[assignment]
    return {"market": {"sample": sample}, "demand": {"p_value": p, "ratio_low": None, "ratio_high": None}, **sides}


def test_the_role_with_more_openings_is_favoured() -> None:
    verdict = _openings(openings(1200, 40, 0.001))
    assert (verdict["supported"], verdict["favours"]) == (True, "baker")
    assert verdict["statement"] == "Baker has more open positions: 1,200 against 40 for Miller."
    assert _openings(openings(40, 1200, 0.001))["favours"] == "miller"
    assert _openings(openings(40, 41, 0.05))["favours"] is None
    few = _openings(openings(4, 5, 0.9))
    assert (few["supported"], few["statement"][:23]) == (False, "Too few open positions ")


def test_numbers_of_openings_in_imported_files_are_no_market() -> None:
    verdict = _openings(openings(1200, 40, 0.001, sample=True))
    assert (verdict["supported"], verdict["favours"], verdict["p_value"]) == (False, None, None)
    assert SAMPLE in verdict["statement"] and verdict["reason"] == SAMPLE


def test_pay_that_cannot_be_compared_says_why() -> None:
    without = record(30, 0.001, 1.2, 1.1, 1.3)
    without["pay"] |= {"midpoint_ratio": None, "reason": "no common currency"}
    verdict = _pay(without)
    assert (verdict["supported"], verdict["statement"]) == (False, "Pay is not compared: no common currency.")


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (1.2, "Miller pays more: its midpoints are 1.20 times those of Baker "),
        (0.8, "Baker pays more: its midpoints are 1.25 times those of Miller "),
    ],
)
def test_the_one_gap_of_pay_is_that_of_the_midpoints(ratio: float, said: str) -> None:
    of = record(30, 0.001, ratio, min(ratio, 1.1), None)
    of["pay"] |= {"ceiling_mean_ratio": 1.3, "ceiling_mean_gap_low": 5.0, "ceiling_mean_gap_high": 9.0}
    of["pay"] |= {"ratio_low": ratio - 0.05, "ratio_high": ratio + 0.05}
    statement = _pay(of)["statement"]
    assert statement.startswith(said) and "ceiling" not in statement


def test_a_verdict_on_pay_tells_how_many_openings_tell_it() -> None:
    assert _pay(record(30, 0.001, 1.2, 1.1, 1.3))["reason"].endswith("; pay is told by 100% and 100% of the openings")
    clash = _pay(record(30, 0.001, 1.2, 0.9, 1.4))["reason"]
    assert clash.startswith("the test finds a difference") and "includes 1.00" in clash


def test_verdicts_that_do_not_hold_among_all_pairs_are_undecided() -> None:
    p_values = [0.001, 0.02, 0.04, *[0.5] * 17]
    night = [[_pay(record(40, p, 1.2, 1.1, 1.3))] for p in p_values]
    night.append([_pay({"pay": {"midpoint_ratio": None, "reason": "no pay"}})])
    found = [one for (one,) in controlled(night)]
    expected = stats.false_discovery_control(p_values)
    assert [one["p_adjusted"] for one in found[:-1]] == pytest.approx(list(expected), rel=1e-5)
    assert found[-1]["p_adjusted"] is None
    assert [one["state"] for one in found[:3]] == ["differs", "undecided", "undecided"]
    assert found[1]["favours"] is None and not found[1]["supported"]
    assert "all pairs of roles" in found[1]["statement"] and found[1]["statement"].endswith("no verdict.")


def test_roles_that_are_alike_stay_so_among_all_pairs() -> None:
    alike = _pay(record(400, 0.01, 1.02, 1.01, 1.04))
    found = controlled([[alike], *([_pay(record(40, 0.9, 1.2, 0.9, 1.3))] for _ in range(9))])
    assert (found[0][0]["state"], found[0][0]["statement"]) == ("alike", alike["statement"])
