"""The most asked skills of two roles set side by side: what both lists hold, and how far the shares differ.

Shares carry Clopper-Pearson intervals, differences the p value of Fisher's exact test, both for as many independent
openings as the role's count. The skills are those that the
same openings name most, so p values are adjusted for all skills that either role names, as if each of the others had
shown no difference (false discovery rate: Benjamini and Hochberg 1995, JRSS B 57), and a difference is only spoken of
where the adjusted one is below 5 % and both roles have five openings.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import stats

from analytics.statistics import intervals
from analytics.values.thresholds import ALPHA


def compared(
    top_a: Sequence[str],
    top_b: Sequence[str],
    asked_a: Mapping[str, int],
    asked_b: Mapping[str, int],
    of: tuple[int, int],
    worth: tuple[Mapping[str, float], Mapping[str, float]] = ({}, {}),
) -> dict[str, Any]:
    """The record's skills. `top_a` and `top_b` are the lists in their order, `asked_*` the openings that ask for each
    skill of the role, `of` the openings of the two roles, `worth` as how many independent openings they count for a
    skill (for one that no opening asks for: as many as for the skill for which they count least).
    """
    both = [skill for skill in top_a if skill in top_b]
    shown = list(dict.fromkeys([*top_a, *top_b]))
    longest = max(len(top_a), len(top_b))
    return {
        "both": both,
        "only_a": [skill for skill in top_a if skill not in both],
        "only_b": [skill for skill in top_b if skill not in both],
        "overlap": round(len(both) / longest, 6) if longest else None,
        "top": longest,
        "shares": _shares(shown, (asked_a, asked_b), of, worth) if shown else [],
    }


def _shares(
    shown: list[str],
    asked: tuple[Mapping[str, int], Mapping[str, int]],
    of: tuple[int, int],
    worth: tuple[Mapping[str, float], Mapping[str, float]],
) -> list[dict[str, Any]]:
    columns: dict[str, list[Any]] = {"skill": shown}
    counts = []
    for side, mine, all_, worths in zip("ab", asked, of, worth, strict=True):
        n = [mine.get(skill, 0) for skill in shown]
        least = min(worths.values(), default=float(all_))
        effective = np.array([worths.get(skill, least) for skill in shown])
        share = np.array(n) / all_
        low, high = intervals.shares(share * effective, effective)
        columns |= {f"n_{side}": n, f"share_{side}": [round(some / all_, 6) for some in n]}
        columns |= {f"low_{side}": low.round(6).tolist(), f"high_{side}": high.round(6).tolist()}
        whole = np.maximum(1, (effective + 1e-9).astype(int))
        counts += [np.round(share * whole).astype(int), whole]
    p = intervals.fishers(*counts)
    unseen = np.ones(len({*asked[0], *asked[1]}) - len(shown))
    adjusted = stats.false_discovery_control(np.concatenate([p, unseen]))[: len(shown)]
    columns |= {"p_value": [float(f"{one:.6g}") for one in p], "p_adjusted": [float(f"{one:.6g}") for one in adjusted]}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def told_apart(skills: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Entries of `shares` that by the tests role a, and that role b asks for more often, the widest gap first."""
    differing = [one for one in skills["shares"] if one["p_adjusted"] < ALPHA]
    differing.sort(key=lambda one: -abs(one["share_b"] - one["share_a"]))
    more_a = [one for one in differing if one["share_a"] > one["share_b"]]
    return more_a, [one for one in differing if one["share_b"] > one["share_a"]]
