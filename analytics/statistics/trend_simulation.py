"""How often a market without a trend is said to have one: `python -m analytics.statistics.trend_simulation`.

Simulated are nights of boards with openings that stay for weeks, so that counts carry over: each board's number of
openings of a role is a birth-and-death process around a level of its own. Boards join, leave, fail, fill up after they
joined, and grow at each other's expense; the market wanders and has a season. In all of them nothing changes in the
long run. The power is the share of markets with a true change a week that are said to rise.
"""

import argparse
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from analytics.statistics import matched, trend_tests
from analytics.statistics.intervals import Floats

WEEKS = 12
CLOSING = 0.15  # of the open positions, a week: half are closed after four weeks and a half
SPREAD = 1.2  # of the logarithm of board sizes: the largest of 180 boards has a tenth of the openings


class Market(NamedTuple):
    """What a simulated market does. Rates are a week; `joining` and `leaving` are boards of 180."""

    openings: int = 600
    boards: int = 180
    joining: float = 0.0
    leaving: float = 0.0
    failing: float = 0.0
    filling: bool = False
    growing: float = 0.0
    season: float = 0.0
    wander: float = 0.0
    trend: float = 0.0


UNCHANGED: dict[str, Market] = {
    "nothing": Market(),
    "a role of 60 openings": Market(openings=60),
    "5 boards join a week": Market(joining=5),
    "and fill up over 3 weeks": Market(joining=5, filling=True),
    "2 boards leave a week": Market(leaving=2),
    "5 % of the boards fail": Market(failing=0.05),
    "half grow by 40 %, half shrink": Market(growing=0.4),
    "season of 8 %": Market(season=0.08),
    "market wanders, sd 3 %": Market(wander=0.03),
    "all of it": Market(joining=5, leaving=2, failing=0.05, filling=True, growing=0.2, season=0.08, wander=0.015),
}
CHANGED: dict[str, Market] = (
    {f"2 % a week, {n} openings": Market(openings=n, trend=0.02) for n in (60, 200, 600, 2000)}
    | {f"{trend:.0%} a week, 600 openings": Market(trend=trend) for trend in (0.03, 0.04)}
    | {"2 % a week and all of it": UNCHANGED["all of it"]._replace(trend=0.02)}
)


def weekly(market: Market, rng: np.random.Generator, weeks: int = WEEKS) -> Floats:
    """Boards x weeks: the mean of the nights' openings, nan where a board was not read."""
    joined = rng.poisson(market.joining * weeks)
    size = rng.lognormal(0, SPREAD, market.boards + joined)
    size *= market.openings / size[: market.boards].sum()
    start = np.concatenate([np.zeros(market.boards), rng.uniform(0, weeks, joined)])
    end = np.full(len(size), np.inf)
    leaving = rng.permutation(market.boards)[: rng.poisson(market.leaving * weeks)]
    end[leaving] = rng.uniform(0, weeks, len(leaving))
    days = np.arange(weeks * 7) / 7
    level = np.exp(market.trend * days + _wander(market.wander, len(days), rng))
    level *= np.exp(np.log1p(market.season) * np.sin(2 * np.pi * (days / 52.18 + rng.uniform())))
    tilt = market.growing * np.where(rng.uniform(size=len(size)) < 0.5, 1.0, -1.0)
    counts = np.empty((len(size), len(days)))
    stay = np.exp(-CLOSING / 7)
    open_ = rng.poisson(np.where(start == 0, size * level[0], 0.0))
    expected = np.where(start == 0, size * level[0], 0.0)
    for day, week in enumerate(days):
        share = np.clip((week - start) / 3, 0, 1) if market.filling else np.ones(len(size))
        share = np.where(start == 0, 1.0, share)
        target = size * level[day] * share * (1 + tilt * (week / weeks - 0.5))
        opened = np.maximum(target - expected * stay, 0.0)  # so that the expected number follows the target
        open_, expected = rng.binomial(open_, stay) + rng.poisson(opened), expected * stay + opened
        counts[:, day] = open_
    there = (days >= start[:, None]) & (days <= end[:, None])
    failed = np.repeat(rng.uniform(size=(len(size), weeks)) < market.failing, 7, axis=1)
    counts[~there | failed] = np.nan
    return _means(counts.reshape(len(size), weeks, 7))


def _means(counts: Floats) -> Floats:
    nights = np.isfinite(counts).sum(axis=2)
    with np.errstate(invalid="ignore"):
        return np.where(nights > 0, np.nansum(counts, axis=2) / nights, np.nan)


def _wander(spread: float, days: int, rng: np.random.Generator) -> Floats:
    """A first-order autoregression of that standard deviation with a half-life of a month, by day."""
    keep = 0.5 ** (1 / 30)
    found = np.empty(days)
    found[0] = rng.normal(0, spread)
    for day in range(1, days):
        found[day] = keep * found[day - 1] + rng.normal(0, spread * np.sqrt(1 - keep**2))
    return found


def claimed(market: Market, rng: np.random.Generator, draws: int) -> tuple[float, float]:
    """The shares of simulated markets that are said to rise and to fall."""
    return _claimed(lambda: matched_change(weekly(market, rng)), draws)


def matched_change(openings: Floats) -> str:
    """What is claimed of boards x weeks."""
    weights = np.nan_to_num(np.nanmean(np.where(matched.settled(np.isfinite(openings)), openings, 0.0), axis=1))
    found = trend_tests.change(matched.of_counts(openings), weights)
    return found.direction if found else "none"


def _claimed(draw: Callable[[], str], draws: int) -> tuple[float, float]:
    found = [draw() for _ in range(draws)]
    return found.count("rising") / draws, found.count("falling") / draws


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--draws", type=int, default=400)
    draws = parser.parse_args().draws
    rng = np.random.default_rng(1)
    print(f"{WEEKS} weeks, {draws} markets a line\n{'no trend':<34}{'rising':>8}{'falling':>9}")
    for name, market in UNCHANGED.items():
        rising, falling = claimed(market, rng, draws)
        print(f"{name:<34}{rising:>8.1%}{falling:>9.1%}")
    print(f"{'true change':<34}{'rising':>8}{'falling':>9}")
    for name, market in CHANGED.items():
        rising, falling = claimed(market, rng, draws)
        print(f"{name:<34}{rising:>8.1%}{falling:>9.1%}")


if __name__ == "__main__":
    main()
