"""The comparison record as a typed model; the published JSON Schema is made from it and from nothing else.

`python -m analytics.comparison.model` writes the schema. A record is a plain dict of this shape: JSON in, JSON out.
Fields may be added within a version, then as `NotRequired`, so that records of before still fit; none is removed or
changes its meaning.
"""

import json
from pathlib import Path
from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from analytics.comparison.role_model import Count, Day, Fraction, Role, about

SCHEMA_VERSION: Literal[1] = 1
SCHEMA = Path(__file__).parent / "schema" / "comparison.schema.json"


class Told(TypedDict):
    """A share among the openings that tell, with what those that do not could make of it."""

    n: Annotated[Count, about("openings that are so")]
    told: Annotated[Count, about("openings that tell")]
    n_effective: NotRequired[
        Annotated[float | None, about("independent openings that would tell as much as those that tell")]
    ]
    share: Annotated[Fraction | None, about("n / told")]
    low: Annotated[Fraction | None, about("lower end of its 95 % interval (Clopper-Pearson, of n_effective)")]
    high: Fraction | None
    unknown_share: Annotated[Fraction | None, about("openings that do not tell, of all of the role")]
    lowest: Annotated[Fraction | None, about("share of all openings if none that does not tell is so (Manski bound)")]
    highest: Annotated[
        Fraction | None, about("share of all openings if every one that does not tell is so (Manski bound)")
    ]


class Evidence(TypedDict):
    """What a verdict on remote work or seniority stands on: Fisher's test among the openings that tell, and with what
    one role leaves out beyond the other's rate counted as no and as yes."""

    a: Told
    b: Told
    p_value_excess_no: Fraction | None
    p_value_excess_yes: Fraction | None
    difference_low: NotRequired[
        Annotated[float | None, about("lowest end of the 95 % intervals of share b less share a under these readings")]
    ]
    difference_high: NotRequired[float | None]


class Verdict(TypedDict):
    """pay favours higher midpoints, openings more of them, remote the larger remote share, seniority the smaller
    senior share."""

    topic: Literal["pay", "openings", "remote", "seniority"]
    supported: Annotated[bool, about("whether the data gives an answer: state is not undecided")]
    state: NotRequired[
        Annotated[
            Literal["differs", "alike", "undecided"],
            about("differs: the test says so; alike: no difference beyond the margin; undecided: neither is shown"),
        ]
    ]
    margin: NotRequired[
        Annotated[float | None, about("of alike: ratio less 1 (pay, openings), difference (remote, seniority)")]
    ]
    favours: Annotated[str | None, about("role id where the state is differs")]
    statement: str
    reason: Annotated[str, about("what supports it, or what is missing")]
    p_value: Fraction | None
    p_adjusted: NotRequired[
        Annotated[
            Fraction | None,
            about("p_value adjusted for all pairs of the night (Benjamini and Hochberg); null for a pair by itself"),
        ]
    ]
    evidence: NotRequired[Evidence | None]


class TableRow(TypedDict):
    group: NotRequired[str]
    dimension: str
    a: Annotated[str, about("the value as read, or why there is none")]
    a_n: Annotated[str, about("what it is of")]
    a_interval: Annotated[str, about("its 95 % interval; empty where there is none")]
    a_known: NotRequired[bool]
    b: str
    b_n: str
    b_interval: str
    b_known: NotRequired[bool]


class Boards(TypedDict):
    ok: Count
    carried_forward: Count
    failed: Count


class Market(TypedDict):
    snapshot_date: Day
    open_positions: Annotated[Count, about("distinct vacancies of AI roles")]
    postings: Annotated[Count, about("postings behind them")]
    postings_ai: Annotated[Count, about("postings judged to be AI jobs, core or probable")]
    postings_unclassified: Annotated[Count, about("of these, postings without a role of the list")]
    method: str | None
    boards: Boards
    quality: Annotated[dict[str, Any] | None, about("measured quality of extraction, as published with the figures")]
    attributions: Annotated[list[str], about("credits that the sources ask to be shown")]
    postings_imported: NotRequired[
        Annotated[Count, about("of postings_ai, those that came from files of the user's own")]
    ]
    postings_carried: NotRequired[
        Annotated[Count | None, about("of postings_ai, those of an earlier night: their boards could not be read")]
    ]
    invented: NotRequired[Annotated[bool, about("the built-in sample market: no employer or posting of it is real")]]
    sample: NotRequired[
        Annotated[
            bool, about("all AI postings were imported: a sample and not a market, so shares of the market are null")
        ]
    ]


class SkillShares(TypedDict):
    skill: str
    n_a: Count
    share_a: Fraction | None
    low_a: NotRequired[Annotated[Fraction | None, about("lower end of its 95 % interval (Clopper-Pearson)")]]
    high_a: NotRequired[Fraction | None]
    n_b: Count
    share_b: Fraction | None
    low_b: NotRequired[Annotated[Fraction | None, about("lower end of its 95 % interval (Clopper-Pearson)")]]
    high_b: NotRequired[Fraction | None]
    p_value: NotRequired[Annotated[Fraction | None, about("Fisher's exact test that the two shares are equal")]]
    p_adjusted: NotRequired[
        Annotated[Fraction | None, about("p_value adjusted for the number of skills (Benjamini and Hochberg)")]
    ]


class SkillsCompared(TypedDict):
    """The two lists of the 8 most asked skills compared."""

    both: list[str]
    only_a: list[str]
    only_b: list[str]
    overlap: Annotated[Fraction | None, about("skills in both lists / length of the longer list")]
    top: Annotated[Count, about("length of the longer list, at most 8")]
    shares: Annotated[list[SkillShares], about("every skill of either list in both roles")]


class ThinCell(TypedDict):
    seniority_band: Annotated[str, about("the band of the level")]
    level: NotRequired[Annotated[str, about("one of the eight levels, or unknown")]]
    metro: str
    n_a: Count
    n_b: Count


class Standardisation(TypedDict):
    coverage: Annotated[Fraction | None, about("share of the pooled openings with pay in the cells used")]
    cells: Count
    thin_cells: Annotated[list[ThinCell], about("cells left out for too little data, largest first")]
    thin_cells_unnamed: Count
    reason: str | None


class Rate(TypedDict):
    currency: str
    rate: Annotated[float | None, about("units of the currency converted to for one unit")]
    date: Annotated[Day, about("day that the rate was quoted for")]


class Conversion(TypedDict):
    """currency, dates and source of the rates where pay was converted; null where it is as advertised"""

    currency: Annotated[str, about("converted to, ISO 4217")]
    date: Annotated[Day, about("day of the oldest rate in use")]
    age_days: NotRequired[Annotated[Count, about("days from it to the snapshot date")]]
    oldest_rate_days: NotRequired[Annotated[Count | None, about("age that was allowed")]]
    source: str
    rates: NotRequired[Annotated[list[Rate], about("every currency that pay of the night was converted from")]]


class Demand(TypedDict):
    """Numbers of open positions compared; employers are the independent units."""

    p_value: Annotated[Fraction | None, about("binomial test of equal numbers, of as many openings as employers allow")]
    ratio: NotRequired[Annotated[float | None, about("openings of b for one of a")]]
    ratio_low: NotRequired[Annotated[float | None, about("lower end of its 95 % interval")]]
    ratio_high: NotRequired[float | None]
    employers_a: Count
    employers_b: Count
    employers_both: Count


class PayCompared(TypedDict):
    currency: Annotated[str | None, about("the currency in which the smaller of the two samples is largest")]
    n_a: Count
    n_b: Count
    n_effective_a: NotRequired[
        Annotated[float | None, about("independent openings that would tell as much in the test of midpoints")]
    ]
    n_effective_b: NotRequired[float | None]
    indicative: bool
    reason: Annotated[str | None, about("why pay is not compared")]
    ceiling_mean_gap: Annotated[float | None, about("mean ceiling of b less that of a")]
    ceiling_mean_gap_low: NotRequired[
        Annotated[
            float | None,
            about("lower end of its 95 % interval (Welch, Hall); null where a role has fewer than 6 openings with pay"),
        ]
    ]
    ceiling_mean_gap_high: NotRequired[float | None]
    ceiling_mean_ratio: float | None
    ceiling_mean_ratio_low: NotRequired[Annotated[float | None, about("lower end of its 95 % interval (Fieller)")]]
    ceiling_mean_ratio_high: NotRequired[float | None]
    midpoint_median_ratio: float | None
    midpoint_ratio: Annotated[float | None, about("Hodges-Lehmann estimate of midpoint b / midpoint a")]
    ratio_low: Annotated[float | None, about("lower end of its 95 % interval (inverted Mann-Whitney test)")]
    ratio_high: float | None
    p_value: Annotated[Fraction | None, about("Mann-Whitney test of the midpoints, two-sided")]
    standardised_ratio: Annotated[float | None, about("ratio at equal seniority (of eight levels) and metro")]
    standardised_low: float | None
    standardised_high: float | None
    standardised_agrees: NotRequired[
        Annotated[
            bool | None,
            about("whether the standardised ratio favours the role that the verdict on pay does, or neither likewise"),
        ]
    ]
    standardisation: Standardisation | None
    conversion: Conversion | None


class Question(TypedDict):
    question: str
    answer: str


class Comparison(TypedDict):
    """Version 1. Fields may be added within a version; none is removed or changes its meaning. Shares are fractions of
    1, money is a plain number a year in the stated currency, and a figure that is not known is null and never left
    out. Gaps and ratios are those of b to a."""

    schema_version: Literal[1]
    snapshot_date: Day
    market: Market
    a: Role
    b: Role
    skills: SkillsCompared
    demand: NotRequired[Demand]
    pay: PayCompared
    verdicts: Annotated[list[Verdict], Field(min_length=4, max_length=4)]
    table: Annotated[list[TableRow], about("The side-by-side table as text, n and interval beside each value.")]
    sentences: Annotated[dict[str, list[str]], about("Sentences made from the figures, by section.")]
    faq: list[Question]


_ADAPTER = TypeAdapter(Comparison)


class RecordError(ValueError):
    """A record that does not fit the schema; the message names the pair and the field."""


def checked(record: dict[str, Any]) -> Comparison:
    """The record, when it fits the schema. Raises RecordError that names its roles, the field and what is wrong."""
    try:
        return _ADAPTER.validate_python(record)
    except ValidationError as error:
        pair = " and ".join(str(record.get(side, {}).get("role")) for side in ("a", "b"))
        wrong = error.errors()[0]
        where = ".".join(map(str, wrong["loc"]))
        raise RecordError(f"the record of {pair} does not fit its schema: {where}: {wrong['msg']}") from error


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a record."""
    made = _ADAPTER.json_schema()
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:rolemeter:schema:comparison:{SCHEMA_VERSION}",
        "title": "Comparison of two roles",
    }
    return {**made, **head}


def schema_text() -> str:
    """The schema as its file holds it."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
