"""A series over matched boards: what changed at the boards that were read before and after, chained as an index.

Boards come, go, fail and grow, and the plain count follows them. Here each week is compared with the week before at the
boards read in both, and the ratios are chained: the matched-model index of price statistics (ILO et al., Consumer Price
Index Manual, 2020, chapter 8). A board that joins counts from its fifth week, and one that leaves until its fifth week
before the end, since an employer that moves to another platform fills one board and empties the other over weeks.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.statistics.intervals import Floats

SETTLING = 4  # weeks after a board's first and before its last that are not compared
LEAST_MATCHED = 0.5  # share of a week's openings that matched boards must hold for the chain to go on


class Chain(NamedTuple):
    """For each step from one week to the next (weeks - 1 of them).

    `steps` are logarithms of the ratio over the matched boards, nan where the chain breaks; `share` that of the two
    weeks' openings (the smaller) that the matched boards hold; `boards` the matched boards; `without` the steps with
    each board left out, boards x steps.
    """

    steps: Floats
    share: Floats
    boards: NDArray[np.int_]
    without: Floats


def settled(read: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Of boards x weeks, where a board was read and neither has just joined nor is about to leave."""
    weeks = read.shape[1]
    at = np.arange(weeks)
    some = read.any(axis=1)
    first = np.where(some, read.argmax(axis=1), weeks)
    last = np.where(some, weeks - 1 - read[:, ::-1].argmax(axis=1), -1)
    start = np.where(first == 0, 0, first + SETTLING)[:, None]
    end = np.where(last == weeks - 1, weeks - 1, last - SETTLING)[:, None]
    return read & (at >= start) & (at <= end)


def of_counts(openings: Floats) -> Chain:
    """The chain of counts: boards x weeks with the mean openings of each week, nan where the board was not read."""
    read = np.isfinite(openings)
    kept = settled(read)
    both = kept[:, :-1] & kept[:, 1:]
    values = np.where(read, openings, 0.0)
    before, after = np.where(both, values[:, :-1], 0.0), np.where(both, values[:, 1:], 0.0)
    return _chain(before, after, both, values[:, :-1].sum(axis=0), values[:, 1:].sum(axis=0))


def _chain(before: Floats, after: Floats, both: NDArray[np.bool_], all_before: Floats, all_after: Floats) -> Chain:
    from_, to = before.sum(axis=0), after.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.minimum(from_ / all_before, to / all_after)
        steps = np.log(to / from_)
        without = np.log((to - after) / (from_ - before))
    steps = np.where(np.isfinite(steps) & (share >= LEAST_MATCHED), steps, np.nan)
    return Chain(steps, share, both.sum(axis=0), without)


def of_means(means: Floats, weights: Floats) -> Chain:
    """The chain of a mean, such as that of log pay: boards x weeks of each board's mean and the openings behind it.

    A step is the mean change of the boards that tell it in both weeks, each by the smaller of its two weights.
    """
    read = np.isfinite(means) & (weights > 0)
    kept = settled(read)
    both = kept[:, :-1] & kept[:, 1:]
    weight = np.where(both, np.minimum(weights[:, :-1], weights[:, 1:]), 0.0)
    change = weight * np.where(both, means[:, 1:] - means[:, :-1], 0.0)
    held = [np.where(both, weights[:, side], 0.0).sum(axis=0) for side in (slice(None, -1), slice(1, None))]
    of = [np.where(read, weights, 0.0)[:, side].sum(axis=0) for side in (slice(None, -1), slice(1, None))]
    total, all_ = weight.sum(axis=0), change.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.minimum(held[0] / of[0], held[1] / of[1])
        steps = np.where((total > 0) & (share >= LEAST_MATCHED), all_ / total, np.nan)
        without = (all_ - change) / (total - weight)
    return Chain(steps, share, both.sum(axis=0), without)


def unbroken(steps: Floats) -> int:
    """The first step after the chain broke last."""
    broken = np.flatnonzero(~np.isfinite(steps))
    return int(broken[-1]) + 1 if broken.size else 0


def index(steps: Floats) -> Floats:
    """The chained index, 100 in the first week of the last unbroken run of steps; nan before it."""
    start = unbroken(steps)
    level = np.full(len(steps) + 1, np.nan)
    level[start:] = 100 * np.exp(np.concatenate([[0.0], np.cumsum(steps[start:])]))
    return level
