"""Random numbers that depend on their arguments alone, and the market's data files."""

import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

_MASK = (1 << 64) - 1


def mix(*parts: int) -> int:
    """A 64-bit number that looks random and is the same for the same parts (splitmix64's finaliser, Steele 2014)."""
    state = 0x9E3779B97F4A7C15
    for part in parts:
        state = (state + part * 0xBF58476D1CE4E5B9 + 0x9E3779B97F4A7C15) & _MASK
        state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & _MASK
        state ^= state >> 31
    return state


def source(*parts: int) -> Random:
    """A random source that depends on the parts alone."""
    return Random(mix(*parts))


@cache
def data(name: str) -> dict[str, Any]:
    """The content of one of the market's TOML files."""
    with (Path(__file__).parent / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
