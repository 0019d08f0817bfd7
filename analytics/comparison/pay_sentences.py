"""The sentences of a comparison about pay, made from the record's figures and from nothing else."""

from collections.abc import Mapping
from typing import Any

from analytics.comparison import role_sentences
from analytics.comparison.verdicts import at_equal_level
from analytics.values.english import listed
from analytics.values.formatting import count, counted, date_words, percent
from analytics.values.thresholds import LISTED

Record = Mapping[str, Any]

_ALIKE = 0.005  # less than what prints as 1 %


def roles(record: Record) -> tuple[Record, Record]:
    """The two roles of a record."""
    return record["a"], record["b"]


def sentences(record: Record) -> list[str]:
    """What a record says of pay: the typical range of each role, the gap at equal level and place."""
    return [*(sentence for role in roles(record) for sentence in role_sentences.pay(role)), *levelled(record)]


def currencies(record: Record) -> list[str]:
    """By which rates pay was converted, and pay in which currencies is in no figure."""
    conversion = record["pay"]["conversion"]
    said = [_converted(conversion), *(_converted_of(role) for role in roles(record))] if conversion else []
    return said + [sentence for role in roles(record) for sentence in _left_out(role, conversion)]


def levelled(record: Record) -> list[str]:
    """The gap in pay among openings of the same level in the same place; empty where pay is not compared."""
    pay = record["pay"]
    if pay["standardisation"] is None:
        return []
    ratio = pay["standardised_ratio"]
    if ratio is None:
        return [
            "How much of the gap in pay is due to level and place cannot be told: too few openings of the two roles "
            "are alike in both."
        ]
    a, b = roles(record)
    more, less, times = (b, a, ratio) if ratio >= 1 else (a, b, 1 / ratio)
    low, high = pay["standardised_low"], pay["standardised_high"]
    if times - 1 < _ALIKE or low is None or low <= 1 <= high:
        return ["At the same level and in the same place the pay of the two roles cannot be told apart."]
    gap = f"{more['name']} pays {percent(times - 1)} more than {less['name']}"
    return [f"At the same level and in the same place {gap}."]


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


def disagreement(record: Record) -> list[str]:
    """Which question each figure answers, where pay as advertised and at equal level and metro say different things."""
    pay = record["pay"]
    if pay["standardised_agrees"] is not False:
        return []
    names = {role["role"]: role["name"] for role in roles(record)}
    as_advertised, equal = record["verdicts"][0]["favours"], at_equal_level(record)
    interval = f"95% interval {pay['standardised_low']:.2f}–{pay['standardised_high']:.2f}"
    found = f"{names[equal]} pays more" if equal else "no difference is shown"
    first = f"{names[as_advertised]} has the higher pay" if as_advertised else "Neither role is shown to be ahead"
    equally = f"ratio {pay['standardised_ratio']:.2f}, {interval}"
    return [
        f"{first} as advertised, but at equal level and metro {found} ({equally}): the first says which role's "
        "openings offer more as they are, with their mix of levels and places, the second whether the same level in "
        "the same place is paid more."
    ]
