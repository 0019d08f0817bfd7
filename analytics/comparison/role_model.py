"""A role's part of the comparison record as a typed model, see `analytics.comparison.model`."""

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict


def about(words: str) -> Any:
    """What a field means, as the schema says it."""
    return Field(description=words)


Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]
Fraction = Annotated[float, Field(ge=0, le=1)]
Amount = Annotated[float, Field(ge=0)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Share(TypedDict):
    """A count and its share of the role's openings; null where there is none."""

    n: Annotated[Count, about("openings")]
    share: Annotated[Fraction | None, about("n of the role's openings")]
    low: Annotated[Fraction | None, about("lower end of the 95 % interval (Clopper-Pearson, of n_effective)")]
    high: Annotated[Fraction | None, about("upper end of the 95 % interval")]
    n_effective: NotRequired[
        Annotated[float | None, about("independent openings that would tell as much: those of an employer are alike")]
    ]


class Stats(TypedDict):
    """Mean, quartiles by linear interpolation, and their 95 % intervals: of the mean by Welch and Hall, of quartiles
    by order statistics (null below 6 openings for mean and median, 11 for the quartiles). All null below 5 openings
    with pay."""

    n_effective: NotRequired[Annotated[float | None, about("independent openings that would tell as much of the mean")]]
    mean: Amount | None
    mean_low: NotRequired[Annotated[float | None, about("lower end of the 95 % interval of the mean")]]
    mean_high: NotRequired[Amount | None]
    p25: Amount | None
    p25_low: Amount | None
    p25_high: Amount | None
    median: Amount | None
    median_low: Amount | None
    median_high: Amount | None
    p75: Amount | None
    p75_low: Amount | None
    p75_high: Amount | None


class PayBin(TypedDict):
    point: Literal["floor", "midpoint", "ceiling"]
    low: float
    high: float
    n: Positive


class PayGroup(TypedDict):
    """Medians of the advertised range a year among the openings of one level or metropolitan area."""

    by: Literal["level", "metro"]
    value: str
    n: Annotated[Positive, about("openings with pay, at least 5; one in several areas counts in the first")]
    floor: Amount
    midpoint: Amount
    midpoint_low: Annotated[Amount | None, about("lower end of the 95 % interval of the median midpoint")]
    midpoint_high: Amount | None
    ceiling: Amount


class CurrencyCount(TypedDict):
    currency: str
    n: Count


class ConvertedFrom(TypedDict):
    currency: str
    rate: Annotated[float | None, about("units of the currency converted to for one unit")]
    date: Annotated[Day, about("day that the rate was quoted for")]
    n: Positive


# "from" is no name in Python, so this one is written as a call.
Converted = TypedDict("Converted", {"n": Count, "from": list[ConvertedFrom]})


class Pay(TypedDict):
    """Advertised pay a year."""

    currency: Annotated[
        str | None, about("ISO 4217; null where no opening tells its pay in a currency that is compared")
    ]
    n: Annotated[Count, about("openings with usable pay (floor and ceiling) in the currency")]
    disclosed: Annotated[Count, about("openings that tell any pay, in any currency")]
    disclosure_rate: Annotated[Fraction | None, about("disclosed / open positions")]
    disclosure_low: Fraction | None
    disclosure_high: Fraction | None
    published: Annotated[bool, about("whether there are the 5 openings with pay that a figure needs")]
    indicative: Annotated[bool, about("fewer than 30 openings with pay")]
    floor: Stats
    midpoint: Stats
    ceiling: Stats
    distribution: Annotated[
        list[PayBin], about("Openings by bins of pay, lower edge included; empty bins have no entry.")
    ]
    groups: NotRequired[Annotated[list[PayGroup], about("by level, then by metropolitan area, the largest first")]]
    other_currencies: Annotated[list[CurrencyCount], about("pay in other currencies, which is in no figure")]
    converted: NotRequired[
        Annotated[
            Converted | None,
            about("of n, the openings whose pay was advertised in another currency, by that currency, most first"),
        ]
    ]


class Workplace(TypedDict):
    remote: Share
    hybrid: Share
    onsite: Share
    unknown: Share


class Seniority(TypedDict):
    """Bands; where only the absence of evidence made an opening mid-level it is unknown."""

    entry: Share
    mid: Share
    senior: Share
    unknown: Share


class Skill(TypedDict):
    skill: str
    category: str | None
    rank: Positive
    n: Annotated[Count, about("openings that ask for it")]
    share: Fraction | None
    low: Fraction | None
    high: Fraction | None
    required_share: Annotated[Fraction | None, about("of the n, those that require it")]


class Claim(TypedDict):
    """What may be claimed of a weekly series."""

    supported: bool
    direction: Literal["rising", "falling", "steady", "no clear trend"] | None
    p_value: Annotated[Fraction | None, about("test that the change is no larger than a yearly season's")]
    rose: Annotated[Count | None, about("weeks above the week before, at matched boards")]
    fell: Annotated[Count | None, about("weeks below the week before, at matched boards")]
    points: Count
    first: float | None
    last: float | None
    first_week: Day | None
    last_week: Day | None
    reason: str
    statement: str
    boards: NotRequired[Annotated[Count | None, about("boards compared in the week with the fewest")]]
    matched_share: NotRequired[Annotated[Fraction | None, about("least share of the openings that they hold")]]
    change: NotRequired[Annotated[float | None, about("from the first comparable week to the last, at such boards")]]
    change_low: NotRequired[Annotated[float | None, about("lower end of its 95 % interval, over weeks and boards")]]
    change_high: NotRequired[float | None]
    season: NotRequired[Annotated[float | None, about("change that a yearly season may make over as many weeks")]]


class PayTrend(Claim):
    """The same for the median pay ceiling."""

    currency: str | None


class TrendPoint(TypedDict):
    grain: Literal["day", "week"]
    period_start: Day
    nights: Count
    open_positions: Annotated[Count | None, about("null in a period without a night")]
    market_share: NotRequired[Fraction | None]
    mean_7_days: Annotated[float | None, about("mean of the period's nights")]
    matched_index: NotRequired[
        Annotated[float | None, about("openings at boards read before and after, chained; 100 in the first week")]
    ]
    matched_pay_index: NotRequired[Annotated[float | None, about("mean of log pay ceilings there, chained likewise")]]
    matched_share: NotRequired[Annotated[Fraction | None, about("share of the openings at such boards")]]
    currency: str | None
    ceiling_median: float | None
    n: Annotated[Count | None, about("openings with pay")]
    remote_share: Fraction | None
    boards_ok: Count | None
    marker: Annotated[str | None, about("what changed in boards or methods")]


class Trend(Claim):
    """Weekly series of the role and what may be claimed from it."""

    weeks: Count
    weeks_comparable: Annotated[Count, about("comparable weeks in a row at matched boards, to the last whole one")]
    pay: PayTrend
    series: list[TrendPoint]


class Company(TypedDict):
    company: str
    n: Count
    share: Fraction | None
    low: Fraction | None
    high: Fraction | None


class LargestEmployer(TypedDict):
    company: str
    n: Count
    share: Fraction | None
    low: Fraction | None
    high: Fraction | None
    tied: NotRequired[Annotated[Positive, about("employers with as many openings, this one included")]]


class Metro(TypedDict):
    metro: str
    n: Count
    share: Fraction | None
    low: Fraction | None
    high: Fraction | None


class Places(TypedDict):
    """Openings by what they tell of their place."""

    with_metro: Count
    remote_without_metro: Count
    unknown: Count


class Effective(TypedDict):
    """As how many independent openings those that tell count, since openings of one employer resemble each other."""

    remote: float | None
    senior: float | None


class Role(TypedDict):
    role: Annotated[str, about("role id")]
    name: str
    snapshot_date: Day
    open_positions: Annotated[Positive, about("distinct vacancies")]
    indicative: Annotated[bool, about("fewer than 30 open positions")]
    postings: Annotated[Count, about("postings behind the open positions")]
    postings_per_opening: float | None
    market_share: Annotated[Fraction | None, about("of all open AI positions")]
    market_share_low: Fraction | None
    market_share_high: Fraction | None
    market_share_reason: NotRequired[Annotated[str | None, about("why there is no share of the market")]]
    pay: Pay
    pay_left_out: NotRequired[
        Annotated[dict[str, Count], about("openings that tell pay which is in no figure, by the reason (`pay_use`)")]
    ]
    workplace: Workplace
    seniority: Seniority
    skills: Annotated[list[Skill], about("Most asked first, at most 25.")]
    skills_named: Annotated[Count, about("distinct skills in the role's openings")]
    companies: Annotated[list[Company], about("Most openings first, at most 25.")]
    employers: Annotated[Count, about("distinct employers")]
    effective: NotRequired[Effective]
    largest_employer: LargestEmployer | None
    metros: Annotated[
        list[Metro],
        about("Most openings first, at most 25; an opening in two areas counts in both, remote is no area."),
    ]
    places: Places
    trend: Trend | None
    profile: Annotated[dict[str, Any] | None, about("editorial passages, not computed")]
