"""Pay by level and place: no figure from fewer than five openings, medians of the openings, roles side by side."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analytics.publishing import pages
from analytics.publishing.pay_slices import pay_slices
from analytics.statistics.pay_groups import METROS, pay_groups

LEVELS = ["mid", "senior", "unknown"]
PLACES = ["London", "Berlin", "remote", "unknown", *(f"Area {n}" for n in range(12))]
ROW = st.tuples(st.sampled_from(LEVELS), st.sampled_from(PLACES), st.integers(20, 300), st.integers(0, 100))


def sample_of(rows: list[tuple[str, str, int, int]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["level", "metro", "low", "more"])
    floor, ceiling = frame["low"] * 1e3, (frame["low"] + frame["more"]) * 1e3
    points = {"floor": floor, "ceiling": ceiling, "midpoint": (floor + ceiling) / 2}
    return frame.assign(**points, employer=[f"firm {n % 7}" for n in range(len(frame))])


@given(st.lists(ROW, min_size=1, max_size=120))
def test_groups_are_those_of_five_openings_or_more_with_their_medians(rows: list[tuple[str, str, int, int]]) -> None:
    sample = sample_of(rows)
    found = pay_groups(sample)
    for one in found:
        group = sample[sample[one["by"]] == one["value"]]
        assert one["n"] == len(group) >= 5
        assert (one["floor"], one["midpoint"], one["ceiling"]) == tuple(
            np.median(group[point]) for point in ("floor", "midpoint", "ceiling")
        )
        assert one["midpoint_low"] is None or one["midpoint_low"] <= one["midpoint"] <= one["midpoint_high"]
    levels = {one["value"] for one in found if one["by"] == "level"}
    assert levels == {level for level in LEVELS if (sample["level"] == level).sum() >= 5}
    areas = [one["n"] for one in found if one["by"] == "metro"]
    assert areas == sorted(areas, reverse=True) and len(areas) <= METROS
    assert not {"remote", "unknown"} & {one["value"] for one in found if one["by"] == "metro"}


def group(by: str, value: str, n: int, middle: float = 150_000.0) -> dict[str, Any]:
    ends = {"floor": middle * 0.8, "midpoint": middle, "ceiling": middle * 1.2}
    return {"by": by, "value": value, "n": n, "midpoint_low": None, "midpoint_high": None} | ends


def test_roles_stand_side_by_side_levels_in_their_order_and_gaps_named(sample: SimpleNamespace) -> None:
    record = sample.record()
    record["a"]["pay"]["groups"] = [group("level", "mid", 7)]
    record["b"]["pay"]["groups"] = [
        group("level", "senior", 90, 210_000.0), group("level", "mid", 80), group("metro", "London", 9),
        group("metro", "Berlin", 60),
    ]  # fmt: skip
    levels, places = pay_slices([record["a"], record["b"]])
    assert [label for label, _ in levels.rows] == ["Mid", "Senior"]
    assert [cell.middle for cell in levels.rows[1][1]] == ["too few", "$210K"]
    assert levels.rows[0][1][1].range == "$120K–$180K" and levels.rows[0][1][1].sure == "80 openings"
    assert [label for label, _ in places.rows] == ["Berlin", "London"]
    html = pages.comparison_page(record)
    assert "by level" in html and "by place" in html
    record["b"]["pay"] |= {"n": 3}  # what is not published by itself is not published by level either
    record["a"]["pay"] |= {"n": 3}
    assert pay_slices([record["a"], record["b"]]) == []
