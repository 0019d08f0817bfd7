"""How often intervals and tests hold where openings of one employer resemble each other.

`python -m analytics.statistics.cluster_coverage --draws 2000` prints, for each correlation within employers and each
kind of sample, how often the 95 % interval holds the truth, and how often a test at 5 % finds no difference where there
is none; both should be 95 %. Beside it stands what intervals and tests for independent openings reach.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from analytics.statistics import clustered as robust
from analytics.statistics import clusters, intervals, means
from analytics.statistics.clusters import Worth
from analytics.statistics.intervals import Floats

CORRELATIONS = (0.0, 0.3, 0.5)
SPREAD = 0.3  # of the logarithm of pay
# Employers by their number of openings: of 803 AI-engineering postings of a job board (2026).
FEED = {1: 425, 2: 75, 3: 22, 4: 13, 5: 3, 6: 1, 7: 4, 8: 1, 9: 1, 12: 1, 13: 1, 19: 1}
# Career pages of the employers that hire most: an opening's employer has 24 openings on average.
BOARDS = {1: 20, 2: 9, 3: 6, 5: 5, 8: 4, 12: 2, 20: 2, 30: 1, 55: 1}
KINDS = {"feed, 60": (FEED, 60), "feed, 300": (FEED, 300), "boards, 60": (BOARDS, 60), "boards, 300": (BOARDS, 300)}


class Drawn(NamedTuple):
    """A sample of openings: a standard normal value each, and its employer from 0."""

    value: Floats
    employer: NDArray[np.int_]


def drawn(of: dict[int, int], n: int, correlation: float, rng: np.random.Generator) -> Drawn:
    """At least n openings of employers whose sizes are drawn from `of`, with that correlation within employers."""
    sizes = rng.choice(list(of), n, p=np.array(list(of.values())) / sum(of.values()))
    sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), n)) + 1]
    employer = np.repeat(np.arange(len(sizes)), sizes)
    own = rng.standard_normal(len(employer))
    value = np.sqrt(correlation) * rng.standard_normal(len(sizes))[employer] + np.sqrt(1 - correlation) * own
    return Drawn(value, employer)


def _holds(estimate: intervals.Estimate | None, true: float) -> bool | None:
    if estimate is None or estimate.low is None or estimate.high is None:
        return None
    return estimate.low <= true <= estimate.high


def _share(a: Drawn, true: float, clustered: bool) -> bool:
    some = a.value < stats.norm.ppf(true)
    worth = clusters.of_values(some, a.employer).openings() if clustered else float(len(some))
    low, high = intervals.shares(some.mean() * worth, worth)
    return bool(low <= true <= high)


def _quantile(a: Drawn, quantile: float, clustered: bool) -> bool | None:
    values = np.sort(a.value)
    worth = clusters.of_values(a.value <= np.quantile(values, quantile), a.employer) if clustered else None
    low, high = robust.quantile_interval(values, quantile, worth)
    return None if low is None or high is None else low <= stats.norm.ppf(quantile) <= high


def _pay(of: Drawn) -> Floats:
    return np.asarray(np.exp(SPREAD * of.value - SPREAD**2 / 2))


def _worths(
    a: Drawn, b: Drawn, values: Callable[[Drawn], Floats], clustered: bool
) -> tuple[Worth | None, Worth | None]:
    if not clustered:
        return None, None
    return clusters.of_values(values(a), a.employer), clusters.of_values(values(b), b.employer)


def held(a: Drawn, b: Drawn, clustered: bool) -> Iterator[tuple[str, bool | None]]:
    """Which intervals hold the truth and which tests find no difference, for two samples of one distribution."""
    for true in (0.05, 0.2, 0.5):
        yield f"share {true:.0%}", _share(a, true, clustered)
    yield "median", _quantile(a, 0.5, clustered)
    yield "third quartile", _quantile(a, 0.75, clustered)
    worth = _worths(a, b, _pay, clustered)
    yield "mean", _holds(means.mean(_pay(a), worth=worth[0]), 1.0)
    yield "ratio of means", _holds(means.ratio(_pay(a), _pay(b), worth=worth), 1.0)
    ranked = robust.worth_of_ranks(a.value, b.value, a.employer, b.employer) if clustered else None
    yield "ratio of pay", _holds(intervals.ratio(_pay(a), _pay(b), worth=ranked), 1.0)
    p = intervals.mann_whitney(a.value, b.value, ranked)
    yield "Mann-Whitney test", None if p is None else p >= 0.05
    for true in (0.2, 0.5):
        some = [one.value < stats.norm.ppf(true) for one in (a, b)]
        of = [float(len(one)) for one in some]
        if clustered:
            of = [float(clusters.of_values(x, s.employer).openings()) for x, s in zip(some, (a, b), strict=True)]
        counts = [(int(one.sum()), len(one), worth_of) for one, worth_of in zip(some, of, strict=True)]
        p = robust.fisher(*counts[0], *counts[1])
        yield f"test of shares, {true:.0%}", None if p is None else p >= 0.05


def coverage(
    correlation: float, kind: tuple[dict[int, int], int], draws: int, rng: np.random.Generator
) -> dict[str, tuple[float, float]]:
    """By figure: how often it holds, with clusters heeded and as if openings were independent."""
    found: dict[tuple[str, bool], list[bool]] = defaultdict(list)
    for _ in range(draws):
        a, b = (drawn(*kind, correlation, rng) for _ in range(2))
        for clustered in (True, False):
            for figure, holds in held(a, b, clustered):
                if holds is not None:
                    found[figure, clustered].append(holds)
    return {
        figure: (float(np.mean(found[figure, True])), float(np.mean(found[figure, False])))
        for figure in dict.fromkeys(name for name, _ in found)
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--draws", type=int, default=500)
    draws = parser.parse_args().draws
    rng, lowest = np.random.default_rng(1), 1.0
    print(f"{draws} draws a line\n{'figure':<22}{'openings':<14}{'correlation':>12}{'coverage':>10}{'independent':>13}")
    for name, kind in KINDS.items():
        for correlation in CORRELATIONS:
            for figure, (heeded, ignored) in coverage(correlation, kind, draws, rng).items():
                lowest = min(lowest, heeded)
                print(f"{figure:<22}{name:<14}{correlation:>12}{heeded:>10.1%}{ignored:>13.1%}")
    print(f"lowest {lowest:.1%}")


if __name__ == "__main__":
    main()
