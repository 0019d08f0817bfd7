"""The walk of one posting that CONTRIBUTING.md describes leads through names that exist."""

import importlib
import re
from pathlib import Path

import pytest

WALK = (Path(__file__).resolve().parent.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
NAMES = re.findall(r"`((?:spiders|analytics|storage|pipelines)(?:\.\w+)+)`", WALK)


def found(name: str) -> bool:
    """Whether a dotted name leads to something: a module as far as there are modules, then attributes."""
    steps = name.split(".")
    value = importlib.import_module(steps[0])
    for number, step in enumerate(steps[1:], start=2):
        if not hasattr(value, step):
            try:
                value = importlib.import_module(".".join(steps[:number]))
            except ModuleNotFoundError:
                return False
        else:
            value = getattr(value, step)
    return True


@pytest.mark.parametrize("name", NAMES)
def test_each_step_of_the_walk_is_in_the_code(name: str) -> None:
    assert found(name)


def test_the_walk_has_steps_and_a_wrong_one_would_be_noticed() -> None:
    assert len(NAMES) > 15 and not found("spiders.rows.no_such_function") and not found("spiders.no_such_module")
