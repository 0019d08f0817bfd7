"""Whether two figures are alike: the 95 % interval of their ratio or difference lies wholly within a margin.

That no difference is found does not show that there is none; equivalence does (two one-sided tests: Schuirmann 1987,
J. Pharmacokin. Biopharm. 15; the 95 % interval makes it a test at 2.5 %). The margin is a choice and is told with
every verdict. Differences of shares have Newcombe's interval (1998, Stat. Med. 17, method 10), here from the ends of
Clopper and Pearson.
"""

import math

from analytics.statistics import intervals


def ratio_within(low: float | None, high: float | None, margin: float) -> bool:
    """Whether an interval of a ratio lies between 1 / (1 + margin) and 1 + margin; False where there is none."""
    return low is not None and high is not None and low >= 1 / (1 + margin) and high <= 1 + margin


def difference_of_shares(some_a: float, worth_a: float, some_b: float, worth_b: float) -> tuple[float, float]:
    """The 95 % interval of share b less share a, each of so many independent openings (above 0)."""
    ends = []
    for some, worth in ((some_a, worth_a), (some_b, worth_b)):
        low, high = intervals.shares(some, worth)
        ends.append((some / worth, float(low), float(high)))
    (a, a_low, a_high), (b, b_low, b_high) = ends
    return b - a - math.hypot(b - b_low, a_high - a), b - a + math.hypot(b_high - b, a - a_low)
