"""The most asked skills of two roles set side by side: what both lists hold, and how far the shares differ.

Shares carry Clopper-Pearson intervals, differences the p value of Fisher's exact test. The skills are those that the
same openings name most, so p values are adjusted for all skills that either role names, as if each of the others had
shown no difference (false discovery rate: Benjamini and Hochberg 1995, JRSS B 57), and a difference is only spoken of
where the adjusted one is below 5 % and both roles have five openings.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from scipy import stats

from analytics import intervals

TOP = 8
ALPHA = 0.05
LEAST = 5  # openings of each role from which skills tell them apart


def compared(
    top_a: Sequence[str],
    top_b: Sequence[str],
    asked_a: Mapping[str, int],
    asked_b: Mapping[str, int],
    of: tuple[int, int],
) -> dict[str, Any]:
    """The record's skills. `top_a` and `top_b` are the lists in their order, `asked_*` the openings that ask for each
    skill of the role, `of` the openings of the two roles.
    """
    both = [skill for skill in top_a if skill in top_b]
    shown = list(dict.fromkeys([*top_a, *top_b]))
    longest = max(len(top_a), len(top_b))
    shares = [_shares(skill, (asked_a.get(skill, 0), asked_b.get(skill, 0)), of) for skill in shown]
    if shares:
        unseen = [1.0] * (len({*asked_a, *asked_b}) - len(shares))
        adjusted = stats.false_discovery_control([*(one["p_value"] for one in shares), *unseen])[: len(shares)]
        for one, p in zip(shares, adjusted, strict=True):
            one["p_adjusted"] = float(f"{p:.6g}")
    return {
        "both": both,
        "only_a": [skill for skill in top_a if skill not in both],
        "only_b": [skill for skill in top_b if skill not in both],
        "overlap": round(len(both) / longest, 6) if longest else None,
        "top": longest,
        "shares": shares,
    }


def _shares(skill: str, n: tuple[int, int], of: tuple[int, int]) -> dict[str, Any]:
    found: dict[str, Any] = {"skill": skill}
    for side, some, all_ in zip("ab", n, of, strict=True):
        estimate = intervals.share(some, all_)
        assert estimate is not None  # a role has an opening
        found[f"n_{side}"] = some
        for name, value in zip(("share", "low", "high"), estimate, strict=True):
            found[f"{name}_{side}"] = round(value, 6) if value is not None else None
    found["p_value"] = intervals.fisher(n[0], of[0], n[1], of[1])
    return found


def told_apart(skills: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Entries of `shares` that by the tests role a, and that role b asks for more often, the widest gap first."""
    differing = [one for one in skills["shares"] if one["p_adjusted"] < ALPHA]
    differing.sort(key=lambda one: -abs(one["share_b"] - one["share_a"]))
    more_a = [one for one in differing if one["share_a"] > one["share_b"]]
    return more_a, [one for one in differing if one["share_b"] > one["share_a"]]
