"""The sentences of a comparison about pay, made from the record's figures and from nothing else."""

from collections.abc import Mapping
from typing import Any

from analytics.comparison.verdicts import higher_pay, mean_ceilings_differ, percent_more
from analytics.values.english import listed
from analytics.values.formatting import count, counted, date_words, money, money_range, p_value, percent
from analytics.values.thresholds import LISTED

Record = Mapping[str, Any]

_AHEAD = 1.005  # a ratio that prints as more than 0 %


def roles(record: Record) -> tuple[Record, Record]:
    """The two roles of a record."""
    return record["a"], record["b"]


def sentences(record: Record) -> list[str]:
    """What a record says of pay: disclosure, means, medians, gap, conversion."""
    said = []
    for role in roles(record):
        pay, name = role["pay"], role["name"]
        told = f"{count(pay['disclosed'])} of {counted(role['open_positions'], name + ' opening')}"
        tell = "tells its" if pay["disclosed"] == 1 else "tell their"
        said.append(f"{told} ({percent(pay['disclosure_rate'])}) {tell} pay.")
        if not pay["published"]:
            said.append(
                f"No pay figure is published for {name}: n = {count(pay['n'])}{_in(pay)}, at least 5 are needed."
            )
            continue
        currency = pay["currency"]
        ends = [money_interval(pay[point], "mean", currency) for point in ("floor", "ceiling")]
        interval = f"95% intervals: floor {ends[0]}, ceiling {ends[1]}; " if all(ends) else ""
        said.append(
            f"{name} openings advertise {money_range(pay['floor']['mean'], pay['ceiling']['mean'], currency)} a year "
            f"on average in {currency} ({interval}{sample(pay)})."
        )
    said += medians(record) + _quartiles(record) + _gap(record) + _standardised(record)
    conversion = record["pay"]["conversion"]
    if conversion:
        said += [_converted(conversion), *(_converted_of(role) for role in roles(record))]
    return said + [sentence for role in roles(record) for sentence in _left_out(role, conversion)]


def _converted(conversion: Record) -> str:
    age = conversion["age_days"]
    old = f", {counted(age, 'day')} before the postings" if age else ""
    return (
        f"Pay in other currencies was converted to {conversion['currency']} by {conversion['source']} of "
        f"{date_words(conversion['date'])}{old}; such rates do not tell what the pay buys where it is earned."
    )


def _converted_of(role: Record) -> str:
    converted = role["pay"]["converted"]
    if not converted or not converted["n"]:
        return f"No pay of {role['name']} openings needed converting."
    told = listed([f"{count(one['n'])} from {one['currency']}" for one in converted["from"]])
    return (
        f"Of {counted(role['pay']['n'], role['name'] + ' opening')} with pay, the pay of {count(converted['n'])} "
        f"was converted: {told}."
    )


def _left_out(role: Record, conversion: Record | None) -> list[str]:
    others = role["pay"]["other_currencies"]
    if not others:
        return []
    told = listed([f"{counted(one['n'], 'opening')} in {one['currency']}" for one in others[:LISTED]])
    more = sum(one["n"] for one in others[LISTED:])
    told += f" and {count(more)} in further currencies" if more else ""
    why = "could not be converted and stays" if conversion else "is not converted and stays"
    return [f"{role['name']} pay in other currencies {why} out of these figures: {told}."]


def _in(pay: Record) -> str:
    return f" in {pay['currency']}" if pay["currency"] else ""


def medians(record: Record) -> list[str]:
    """The medians of floor, midpoint and ceiling of both roles."""
    said = []
    for role in roles(record):
        pay = role["pay"]
        if not pay["published"]:
            continue
        parts = []
        for point in ("floor", "midpoint", "ceiling"):
            interval = money_interval(pay[point], "median", pay["currency"])
            between = f" (95% interval {interval})" if interval else ""
            parts.append(f"{point} {money(pay[point]['median'], pay['currency'])}{between}")
        said.append(f"{role['name']}, medians of the advertised range: {listed(parts)}; {sample(pay)}.")
    return said


def _quartiles(record: Record) -> list[str]:
    said = []
    for role in roles(record):
        pay = role["pay"]
        if pay["published"]:
            amount = money(pay["ceiling"]["p75"], pay["currency"])
            interval = money_interval(pay["ceiling"], "p75", pay["currency"])
            sure = f"95% interval {interval}; " if interval else "too few for an interval; "
            said.append(f"The third quartile of {role['name']} pay ceilings is {amount} ({sure}{sample(pay)}).")
    return said


def _gap(record: Record) -> list[str]:
    pay = record["pay"]
    if pay["midpoint_ratio"] is None:
        return [f"Pay is not compared: {pay['reason']}."]
    a, b = roles(record)
    said = [_mean_gap(pay, a, b)]
    more, less, times, low, high = higher_pay(record)
    interval = f"95% interval {low:.2f}–{high:.2f}" if low and high else "too few for an interval"
    sure = f"({interval}, {p_value(pay['p_value'])})"
    if f"{times:.2f}" == "1.00":
        said.append(f"Midpoints of {more} and of {less} have a ratio of 1.00 {sure}.")
    else:
        said.append(f"Midpoints of {more} are {times:.2f} times those of {less} {sure}.")
    return said


def _mean_gap(pay: Record, a: Record, b: Record) -> str:
    ratio, gap, currency = pay["ceiling_mean_ratio"], pay["ceiling_mean_gap"], pay["currency"]
    higher, lower = (b, a) if ratio >= 1 else (a, b)
    sizes = f"n = {count(pay['n_a'])} and {count(pay['n_b'])}"
    least, most = sorted(abs(pay[f"ceiling_mean_gap_{end}"] or 0) for end in ("low", "high"))
    if pay["ceiling_mean_gap_low"] is None:
        interval = "too few for an interval; "
    elif mean_ceilings_differ(pay):
        interval = f"95% interval {money_range(least, most, currency)}; "
    else:
        low, high = (money(pay[f"ceiling_mean_gap_{end}"], currency) for end in ("low", "high"))
        return (
            f"The average pay ceilings, {money(a['pay']['ceiling']['mean'], currency)} of {a['name']} and "
            f"{money(b['pay']['ceiling']['mean'], currency)} of {b['name']}, cannot be told apart (95% interval of the "
            f"gap {low} to {high}; {sizes})."
        )
    if max(ratio, 1 / ratio) < _AHEAD:
        return f"The average pay ceilings of {a['name']} and {b['name']} are equal to within half a percent ({sizes})."
    return (
        f"The average pay ceiling of {higher['name']} is {money(abs(gap), currency)} higher than that of "
        f"{lower['name']} ({percent_more(max(ratio, 1 / ratio))} more; {interval}{sizes})."
    )


def _standardised(record: Record) -> list[str]:
    pay = record["pay"]
    if pay["standardisation"] is None:
        return []
    if pay["standardised_ratio"] is None:
        return [f"The gap at equal seniority and place cannot be told: {pay['standardisation']['reason']}."]
    a, b = roles(record)
    ratio, low, high = pay["standardised_ratio"], pay["standardised_low"], pay["standardised_high"]
    return [
        f"With seniority and metro held equal, {b['name']} pays {ratio:.2f} times what {a['name']} pays "
        f"(95% interval {low:.2f}–{high:.2f}; cells in use hold {percent(pay['standardisation']['coverage'])} of the "
        f"openings with pay)."
    ]


def money_interval(figures: Record, name: str, currency: str) -> str:
    """The 95 % interval of a mean or quantile as a range; empty where there is none."""
    low, high = figures[f"{name}_low"], figures[f"{name}_high"]
    return "" if low is None or high is None else money_range(low, high, currency)


def sample(pay: Record) -> str:
    """The n of a pay figure, with how many of it were converted, flagged when it is only indicative."""
    converted = pay["converted"]["n"] if pay["converted"] else 0
    told = f", {count(converted)} converted" if converted else ""
    return f"n = {count(pay['n'])}{told}" + (", indicative" if pay["indicative"] else "")
