"""How often the 95 % intervals hold the truth: `python -m analytics.statistics.interval_coverage`.

It draws 10,000 samples for each case.

Exact intervals are conservative, since counts are discrete: their coverage lies above 95 % by what is printed.
"""

import itertools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from analytics.statistics import intervals, means, standardisation
from analytics.values.thresholds import LEVEL

DRAWS = 10_000
SIZES = (6, 9, 11, 30, 100, 598)
TRUE_SHARES = (0.02, 0.08, 0.22, 0.5, 0.9)
SPREADS = (0.25, 0.4)  # of the logarithm of pay: within a role and currency it is 0.28 in the middle, 0.45 at most
PAIRS = ((5, 400), (9, 430), (12, 15), (30, 30), (80, 300))


class Coverage(NamedTuple):
    """What was estimated, from how many, and the fraction of the draws whose interval held the truth."""

    figure: str
    n: str
    coverage: float


def shares(rng: np.random.Generator, draws: int = DRAWS) -> Iterator[Coverage]:
    """Clopper-Pearson intervals of binomial counts."""
    for n in SIZES:
        for true in TRUE_SHARES:
            low, high = intervals.shares(rng.binomial(n, true, draws), n)
            yield Coverage(f"share {true:.0%}", str(n), float(np.mean((low <= true) & (true <= high))))


def quantiles(rng: np.random.Generator, draws: int = DRAWS) -> Iterator[Coverage]:
    """Order-statistic intervals of medians and quartiles of skewed pay (log-normal)."""
    for quantile, name in ((0.25, "first quartile"), (0.5, "median"), (0.75, "third quartile")):
        true = float(stats.norm.ppf(quantile))
        for n in SIZES:
            ranks = intervals.quantile_ranks(n, quantile)
            if ranks is None:
                continue
            drawn = np.sort(rng.standard_normal((draws, n)), axis=1)
            held = (drawn[:, ranks[0] - 1] <= true) & (true <= drawn[:, ranks[1] - 1])
            yield Coverage(name, str(n), float(held.mean()))


def ratios(rng: np.random.Generator, draws: int = DRAWS, batch: int = 500) -> Iterator[Coverage]:
    """Intervals of the pay ratio: the truth is held when the count of b / a below it lies between the two ranks."""
    for n, m in PAIRS:
        rank = intervals.mann_whitney_rank(n, m)
        held = 0
        for start in range(0, draws, batch):
            size = min(batch, draws - start)
            # At the true ratio the two samples have one distribution, so it may be 1.
            a, b = rng.standard_normal((size, n, 1)), rng.standard_normal((size, 1, m))
            below = (b < a).sum(axis=(1, 2))
            held += int(((below >= rank) & (below <= n * m - rank)).sum())
        yield Coverage("ratio of pay", f"{n} and {m}", held / draws)


def mean_pay(rng: np.random.Generator, draws: int = DRAWS) -> Iterator[Coverage]:
    """Intervals of the mean of skewed pay (log-normal)."""
    for spread in SPREADS:
        for n in SIZES:
            found = means.moments(_pay(rng, spread, draws, n))
            yield Coverage(f"mean, sd {spread}", str(n), _held(found, 1.0))


def mean_gaps(rng: np.random.Generator, draws: int = DRAWS) -> Iterator[Coverage]:
    """Intervals of the gap between two means of skewed pay; that of their ratio holds 1 just when this holds 0."""
    for spread_a, spread_b in itertools.product(SPREADS, SPREADS):
        for n, m in PAIRS:
            if min(n, m) >= means.LEAST:
                a, b = (means.moments(_pay(rng, *one)) for one in ((spread_a, draws, n), (spread_b, draws, m)))
                name = f"gap, sd {spread_a} {spread_b}"
                yield Coverage(name, f"{n} and {m}", _held(means.difference(a, b), 0.0))


def _pay(rng: np.random.Generator, spread: float, draws: int, n: int) -> np.ndarray:
    """Samples of pay with the mean 1."""
    return rng.lognormal(-(spread**2) / 2, spread, (draws, n))


def _held(found: means.Moments, true: float) -> float:
    low, high = means.reach(found)
    return float(np.mean((found.mean - low <= true) & (true <= found.mean + high)))


def standardised(rng: np.random.Generator, draws: int = 2_000) -> Iterator[Coverage]:
    """Intervals of the pay ratio at equal seniority, from cells of very different size and spread."""
    sizes, spread_of = ((5, 8, 20), (40, 12, 6)), (0.2, 0.4, 0.3)
    levels = [np.repeat(list("xyz"), size) for size in sizes]
    spreads = [np.repeat(spread_of, size) for size in sizes]
    a, b = (
        pd.DataFrame(
            {"level": level, "metro": "Oslo", "midpoint": 1.0, "employer": [f"{side}{i}" for i in range(len(level))]}
        )
        for side, level in zip("ab", levels, strict=True)
    )
    held = 0
    for _ in range(draws):
        for sample, spread in zip((a, b), spreads, strict=True):
            sample["midpoint"] = np.exp(rng.standard_normal(len(sample)) * spread)
        found = standardisation.ratio(a, b)
        held += found.low is not None and found.high is not None and found.low <= 1 <= found.high
    yield Coverage("standardised", f"{len(a)} and {len(b)}", held / draws)


def simulated(seed: int = 1, draws: int = DRAWS) -> list[Coverage]:
    """The coverage of every kind of interval, the same for the same seed."""
    rng = np.random.default_rng(seed)
    exact = [*shares(rng, draws), *quantiles(rng, draws), *ratios(rng, draws)]
    return [*exact, *mean_pay(rng, draws), *mean_gaps(rng, draws), *standardised(rng, draws // 5)]


def main() -> None:
    found = simulated()
    print(f"{'figure':<18}{'n':>12}{'coverage':>10}{'above 95 %':>12}")
    for figure, n, coverage in found:
        print(f"{figure:<18}{n:>12}{coverage:>10.3f}{coverage - LEVEL:>+12.3f}")
    print(f"lowest {min(case.coverage for case in found):.3f}, mean {np.mean([case.coverage for case in found]):.3f}")


if __name__ == "__main__":
    main()
