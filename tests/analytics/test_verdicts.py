"""A verdict on pay needs a small p-value and an interval that leaves out equality, and tells how it was reached."""

from typing import Any

import pytest

from analytics.comparison.verdicts import _pay

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
        (30, 0.001, 1.2, 0.9, 1.4, True, None),  # the interval holds equality
        (30, 0.2, 1.2, 1.1, 1.3, True, None),  # the test does not tell them apart
        (30, 0.05, 1.2, 1.1, 1.3, True, None),  # nor at exactly 5 %
        (30, 0.001, 1.0, None, None, True, None),  # nothing is higher
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
    assert ("indicative" in verdict["reason"]) == (n < 30 and favours is not None)
