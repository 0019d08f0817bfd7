"""What holds a night back, and what does not."""

from typing import Any

import pytest

from pipelines.decision import Figures, reasons_to_hold


def _figures(ok: int = 10, failed: int = 0, standing_in: int = 0, **changed: Any) -> Figures:
    rows = [{"platform": "lever", "board": f"b{n}", "status": "ok", "postings": 10} for n in range(ok)]
    rows += [{"platform": "lever", "board": f"f{n}", "status": "failed", "postings": 0} for n in range(failed)]
    rows += [{"platform": "lever", "board": f"c{n}", "status": "failed", "postings": 10} for n in range(standing_in)]
    figures = {
        "postings": 10 * (ok + standing_in), "carried": 10 * standing_in, "ai_postings": 100, "with_skill": 0.95,
        "with_level": 0.8,
    }  # fmt: skip
    return Figures(boards=tuple(rows), **(figures | changed))


@pytest.mark.parametrize(
    ("tonight", "good"),
    [
        (_figures(), None),
        (_figures(), _figures()),
        (_figures(ok=6), _figures(ok=10)),
        (_figures(failed=2), _figures()),
        (_figures(ok=2, failed=2), None),
        (_figures(ok=6, standing_in=4), _figures()),
        (_figures(with_skill=0.85), _figures()),
        (_figures(ai_postings=10, with_skill=0.0), _figures()),
        (_figures(ok=0, postings=0), None),  # boards that say that they have no opening
    ],
)
def test_a_usual_night_is_published(tonight: Figures, good: Figures | None) -> None:
    assert reasons_to_hold(tonight, good) == []


@pytest.mark.parametrize(
    ("tonight", "good", "says"),
    [
        (_figures(ok=0, failed=3), None, "no posting at all: 3 of 3"),
        (_figures(ok=0, postings=0), _figures(), "no posting at all"),
        (_figures(ok=4), _figures(ok=10), "40 postings, the last good night had 100"),
        (_figures(ok=106, failed=77), None, "77 of 183 boards were not read"),
        (_figures(ok=4, standing_in=6), _figures(), "60 of 100 postings are carried forward"),
        (_figures(with_skill=0.7), _figures(), "70% of the AI postings name a skill, the last good night 95%"),
        (_figures(with_level=0.5), _figures(), "50% of the AI postings tell their level"),
    ],
)
def test_an_outage_is_held_back(tonight: Figures, good: Figures | None, says: str) -> None:
    assert any(says in reason for reason in reasons_to_hold(tonight, good))
