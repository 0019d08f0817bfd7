"""Marks small cases, each a posting with what must and must not be read out of it, and spans of skills in sentences.

A case has `kind` and `expected`. That holds some of: skills_include, skills_exclude (names or surfaces, case and
punctuation aside), salary (null, or those of min, max, currency, period that are named), workplace, seniority, role,
ai_tier, min_years, max_years, min_years_in [least, most], `<field>_not`, and place [country, region, city] of the first
place, where null is not asked for and [null] alone means no place.
"""

import collections
from collections.abc import Mapping, Sequence
from typing import Any

from analytics.evaluation.marks import Figure, Row, f1, fold, near, share

PLACE = ("country", "region", "city")
_NOT = "_not"


def broken(expected: Row, answer: Row) -> list[str]:
    """What of `expected` an answer breaks, in words; empty when it is right."""
    if "error" in answer:
        return [str(answer["error"])]
    return [words for key, value in expected.items() for words in _broken(key, value, answer)]


def _broken(key: str, value: Any, answer: Row) -> list[str]:
    if key in ("skills_include", "skills_exclude"):
        named = {fold(hit[part]) for hit in answer.get("skills") or [] for part in ("skill", "surface")}
        if key == "skills_include":
            return [f"{name} is missing" for name in value if fold(name) not in named]
        return [f"{name} is no skill here" for name in value if fold(name) in named]
    if key == "salary":
        right = _is_pay(value, answer.get("salary"))
    elif key == "place":
        right = _is_place(value, (answer.get("places") or [{}])[0])
    elif key == "min_years_in":
        years = answer.get("min_years")
        right = years is not None and value[0] <= years <= value[1]
    elif key.endswith(_NOT):
        right = answer.get(key.removesuffix(_NOT)) != value
    elif key in ("min_years", "max_years"):
        right = near(answer.get(key), value, 0.51)
    else:
        right = answer.get(key) == value or (key == "role" and value == "other" and answer.get("role") is None)
    field = key.removesuffix(_NOT).replace("place", "places").removesuffix("_in")
    return [] if right else [f"{field} {answer.get(field)}"]


def _is_pay(expected: Row | None, pay: Row | None) -> bool:
    """Whether the pay is the expected one where that names something; an open end counts as the other one."""
    if expected is None or pay is None:
        return expected is None and pay is None
    want, got = _both_ends(expected), _both_ends(pay)
    return all(
        near(got[part], value, 0.51) if part in ("min", "max") else got[part] == value for part, value in want.items()
    )


def _both_ends(pay: Row) -> dict[str, Any]:
    low, high = pay.get("min"), pay.get("max")
    return {**pay, "min": high if low is None else low, "max": low if high is None else high}


def _is_place(expected: Sequence[str | None], place: Row) -> bool:
    found = [place.get(part) for part in PLACE[: len(expected)]]
    if list(expected) == [None]:
        return found == [None]
    return all(want is None or want == got for want, got in zip(expected, found, strict=True))


def cases(labelled: Sequence[Row], answers: Sequence[Row]) -> list[Figure]:
    """The share of cases of which nothing is broken, of all and by kind."""
    marks: dict[str, list[bool]] = collections.defaultdict(list)
    for case, answer in zip(labelled, answers, strict=True):
        right = not broken(case["expected"], answer)
        for kind in ("all", str(case["kind"])):
            marks[kind].append(right)
    return [share(found, f"cases: {kind}") for kind, found in sorted(marks.items(), key=lambda item: item[0] != "all")]


def spans(labelled: Sequence[Row], answers: Sequence[Row]) -> list[Figure]:
    """F1 of spans of skills that are exactly those of `spans` ([[start, end], ...]), and of those that overlap them."""
    counts: Mapping[str, collections.Counter[str]] = {"exact": collections.Counter(), "overlap": collections.Counter()}
    for row, answer in zip(labelled, answers, strict=True):
        want = [(start, end) for start, end in row["spans"]]
        got = [(hit["start"], hit["end"]) for hit in answer.get("skills") or []]
        for name, count in counts.items():
            same = _exact if name == "exact" else _overlap
            count["labels"] += len(want)
            count["found"] += len(got)
            count["met"] += sum(any(same(label, hit) for hit in got) for label in want)
            count["right"] += sum(any(same(label, hit) for label in want) for hit in got)
    return [
        Figure(
            f"spans: {name} F1",
            f1(count["right"] / max(count["found"], 1), count["met"] / max(count["labels"], 1)),
            count["labels"],
        )
        for name, count in counts.items()
    ]


def _exact(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a == b


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]
