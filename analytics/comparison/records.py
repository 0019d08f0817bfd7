"""The comparison record of two roles, and the part of it that belongs to each role.

`role_figures` reads one role's rows of the role tables; `compare` sets two roles side by side. Ratios and gaps are
those of b to a: a ratio of 1.96 says that b has 1.96 times what a has.

Currency: pay is compared within one currency, the one in which the smaller of the two samples is largest (then the
larger sum, then the alphabet). A role by itself shows the currency in which most of its openings tell their pay.
"""

import datetime as dt
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analytics.comparison import sentences, side_by_side, skill_overlap, verdicts
from analytics.comparison.model import SCHEMA_VERSION, Comparison, checked
from analytics.statistics import clustered, clusters, intervals, means, samples, standardisation
from analytics.statistics.pay import PAY_POINTS, discloses, usable_pay
from analytics.statistics.pay_groups import pay_groups
from analytics.statistics.role_tables import is_sample
from analytics.statistics.samples import UNKNOWN
from analytics.values.frames import texts
from analytics.values.thresholds import INDICATIVE, LEAST_PAY, TOP_SKILLS

KEPT = 25  # skills, employers and metros that a record lists
STATS = (
    "n_effective", "mean", "mean_low", "mean_high", "p25", "p25_low", "p25_high", "median", "median_low", "median_high",
    "p75", "p75_low", "p75_high",
)  # fmt: skip
PAID_OR_SILENT = ("used", "not told")
COMPARED = (
    "ceiling_mean_gap", "ceiling_mean_gap_low", "ceiling_mean_gap_high", "ceiling_mean_ratio", "ceiling_mean_ratio_low",
    "ceiling_mean_ratio_high", "midpoint_median_ratio", "midpoint_ratio", "ratio_low", "ratio_high", "p_value",
    "standardised_ratio", "standardised_low", "standardised_high", "n_effective_a", "n_effective_b",
)  # fmt: skip

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RoleFigures:
    """One role of one night: its part of the record in every currency, openings by skill, its sample of pay, and its
    openings by employer.

    `worth` tells of each skill as how many independent openings the role's count for it.
    """

    base: Record
    pay: Mapping[str, Record]
    skills: Mapping[str, int]
    sample: Mapping[str, pd.DataFrame]
    disclosed: int
    worth: Mapping[str, float]
    employers: "pd.Series[int]"


def market_record(
    market_totals: pd.DataFrame,
    quality: Mapping[str, Any] | None = None,
    attributions: Sequence[str] = (),
    invented: bool = False,
) -> Record:
    """The record's market from the one row of `market_totals`, with what is known of the extraction's quality.

    `attributions` are the credits that the sources' terms ask to be shown; `invented`: it is the sample market.
    """
    row = _rows(market_totals)[0]
    boards = {"ok": row["boards_ok"], "carried_forward": row["boards_carried_forward"], "failed": row["boards_failed"]}
    names = ("open_positions", "postings", "postings_ai", "postings_unclassified", "method")
    figures: Record = {"snapshot_date": _day(row["snapshot_date"])} | {name: row[name] for name in names}
    imported = int(row.get("postings_imported") or 0)  # nights of before the column have none
    figures |= {"postings_imported": imported, "sample": is_sample(imported, int(row["postings_ai"]))}
    carried = row.get("postings_carried")  # nights of before the column do not tell
    figures["postings_carried"] = None if carried is None or pd.isna(carried) else int(carried)
    return figures | {
        "invented": invented,
        "boards": boards,
        "quality": dict(quality) if quality else None,
        "attributions": list(dict.fromkeys(attributions)),
    }


def role_figures(
    role: str,
    name: str,
    tables: Mapping[str, pd.DataFrame],
    openings: pd.DataFrame,
    profile: Mapping[str, Any] | None = None,
    trend: Mapping[str, Any] | None = None,
    conversion: Mapping[str, Any] | None = None,
) -> RoleFigures:
    """What comparisons need of one role. `tables` are the role tables (`statistics.role_tables`), of this role or of
    more; `openings` are this role's market openings, the sample behind its pay. `conversion` (`conversion_record`) says
    that their pay was converted, and is the currency that the role by itself shows.

    Raises KeyError when the role has no open position.
    """
    mine = {table: _rows(frame[frame["role"] == role]) for table, frame in tables.items()}
    if not mine["role_statistics"]:
        raise KeyError(f"no open position of the role {role!r}")
    own = mine["role_statistics"][0]
    n = int(own["open_positions"])
    disclosed = int(discloses(openings).sum())
    sample = {str(currency): frame for currency, frame in usable_pay(openings).groupby("currency")}
    currencies = dict.fromkeys(row["currency"] for row in mine["role_pay"])
    pay = {currency: _pay(currency, mine, disclosed, n) for currency in currencies}
    target = str(conversion["currency"]) if conversion else ""
    if conversion and target in pay:
        pay[target]["converted"] = _converted(sample[target], conversion)
    # by size, so that the first is the role's own, unless pay was converted
    pay = dict(sorted(pay.items(), key=lambda item: (item[0] != target, -item[1]["n"], item[0])))
    for currency, figures in pay.items():
        others = [{"currency": other, "n": figure["n"]} for other, figure in pay.items() if other != currency]
        figures["other_currencies"] = others
        figures["groups"] = pay_groups(sample[currency]) if currency in sample else []
    workplace = {row["value"]: _share(row) for row in mine["role_workplace"]}
    companies = mine["role_companies"]
    located = openings["metro"].notna().to_numpy(dtype=bool)
    remote = (openings["workplace"] == "remote").to_numpy(dtype=bool, na_value=False)
    base: Record = {
        "role": role,
        "name": name,
        "snapshot_date": _day(own["snapshot_date"]),
        "open_positions": n,
        "indicative": n < INDICATIVE,
        "postings": int(own["postings"]),
        "postings_per_opening": _round(own["postings"] / n, 4),
        "market_share": _round(own["market_share"], 6),
        "market_share_low": _round(own["low"], 6),
        "market_share_high": _round(own["high"], 6),
        "market_share_reason": verdicts.SAMPLE if own["market_share"] is None else None,
        "pay": None,
        "pay_left_out": {
            row["pay_use"]: row["n"]
            for row in mine.get("role_pay_uses", [])  # nights of before the table have none
            if row["n"] and row["pay_use"] not in PAID_OR_SILENT
        },
        "workplace": workplace,
        "seniority": {row["value"]: _share(row) for row in mine["role_seniority"]},
        "skills": [
            {key: row[key] for key in ("skill", "category", "rank", "n")}
            | {key: _round(row[key], 6) for key in ("share", "low", "high", "required_share")}
            for row in mine["role_skills"][:KEPT]
        ],
        "skills_named": len(mine["role_skills"]),
        "companies": [_counted(row, "company") for row in companies[:KEPT]],
        "employers": len(companies),
        "effective": _effective(openings),
        "largest_employer": _largest(companies),
        "metros": [_counted(row, "metro") for row in mine["role_metros"][:KEPT]],
        "places": {
            "with_metro": int(located.sum()),
            "remote_without_metro": int((remote & ~located).sum()),
            UNKNOWN: int((~remote & ~located).sum()),
        },
        "trend": dict(trend) if trend else None,
        "profile": dict(profile) if profile else None,
    }
    skills = {row["skill"]: int(row["n"]) for row in mine["role_skills"]}
    # Tables of before the column take the openings of an employer for independent, as their intervals do.
    worth = {
        row["skill"]: float(len(openings) if row["n_effective"] is None else row["n_effective"])
        for row in mine["role_skills"]
    }
    return RoleFigures(base, pay, skills, sample, disclosed, worth, _by_employer(openings))


def role_record(figures: RoleFigures, currency: str | None = None) -> Record:
    """The record's ROLE, with pay in `currency` (default: that in which most of its openings tell their pay)."""
    chosen = currency or next(iter(figures.pay), None)
    pay = figures.pay.get(chosen) if chosen else None
    if pay is None:
        others = [{"currency": other, "n": figure["n"]} for other, figure in figures.pay.items()]
        pay = _pay_of(chosen, 0, figures.disclosed, figures.base["open_positions"], {}, [])
        pay["other_currencies"] = others
    return figures.base | {"pay": pay}


def common_currency(a: RoleFigures, b: RoleFigures) -> str | None:
    """The currency to compare pay in, see the module's rule; None when the roles share none."""
    both = [(min(a.pay[c]["n"], b.pay[c]["n"]), a.pay[c]["n"] + b.pay[c]["n"], c) for c in a.pay if c in b.pay]
    return min(both, key=lambda found: (-found[0], -found[1], found[2]))[2] if both else None


def conversion_record(
    to: str, date: dt.date, source: str, rates: Mapping[str, tuple[float, dt.date]], oldest_days: int | None = None
) -> Record:
    """What a record says of the rates (value and day, by currency) by which pay was converted for `date`."""
    used = min((day for _, day in rates.values()), default=date)
    return {
        "currency": to,
        "date": used.isoformat(),
        "age_days": (date - used).days,
        "oldest_rate_days": oldest_days,
        "source": source,
        "rates": [
            {"currency": code, "rate": float(f"{value:.10g}"), "date": day.isoformat()}
            for code, (value, day) in rates.items()
        ],
    }


def compare(
    a: RoleFigures, b: RoleFigures, market: Mapping[str, Any], conversion: Mapping[str, Any] | None = None
) -> Comparison:
    """The comparison record of two roles. Raises RecordError when a figure does not fit the published schema.

    `conversion` (`conversion_record`) tells the currency, date and source of the rates when the openings' pay was
    converted beforehand (`statistics.convert_pay`); pay is then compared in that currency.
    """
    currency = conversion["currency"] if conversion else common_currency(a, b)
    first, second = role_record(a, currency), role_record(b, currency)
    record: Record = {
        "schema_version": SCHEMA_VERSION,
        "snapshot_date": market["snapshot_date"],
        "market": dict(market),
        "a": first,
        "b": second,
        "skills": _skills(a, b),
        "demand": _demand(a.employers, b.employers),
        "pay": _pay_compared(a, b, first, second, currency) | {"conversion": dict(conversion) if conversion else None},
    }
    return _concluded(record, verdicts.verdicts(record))


def controlled(night: Sequence[Comparison]) -> list[Comparison]:
    """The records of all pairs of a night, their verdicts adjusted for the number of pairs (`verdicts.controlled`)."""
    of_pairs = verdicts.controlled([[dict(one) for one in record["verdicts"]] for record in night])
    return [_concluded({**record}, found) for record, found in zip(night, of_pairs, strict=True)]


def as_stored(record: Comparison, stored: Comparison) -> Comparison:
    """A record of the same pair the other way round, its verdicts adjusted as those of the stored record are."""
    found = []
    for one, before in zip(record["verdicts"], stored["verdicts"], strict=True):
        p = before.get("p_adjusted")
        found.append(dict(one) if p is None else verdicts.adjusted_for_all(dict(one), p))
    return _concluded({**record}, found)


def _concluded(record: Record, found: list[verdicts.Verdict]) -> Comparison:
    """The record with these verdicts, its table, sentences and answers made from them."""
    record["verdicts"] = found
    record["pay"] = record["pay"] | {"standardised_agrees": verdicts.agrees(record, found[0]["favours"])}
    record["table"] = side_by_side.table(record)
    record["sentences"] = sentences.sections(record)
    record["faq"] = sentences.faq(record)
    return checked(record)


def dumps(record: Mapping[str, Any]) -> str:
    """The record as compact JSON, always the same for the same record. Raises ValueError on a figure that is nan."""
    return json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _skills(a: RoleFigures, b: RoleFigures) -> Record:
    top = [[skill["skill"] for skill in role.base["skills"][:TOP_SKILLS]] for role in (a, b)]
    return skill_overlap.compared(
        top[0], top[1], a.skills, b.skills, (a.base["open_positions"], b.base["open_positions"]), (a.worth, b.worth)
    )


def _by_employer(openings: pd.DataFrame) -> "pd.Series[int]":
    """Openings by employer."""
    return pd.Series(samples.employers(openings), dtype=object).value_counts()


def _effective(openings: pd.DataFrame) -> Record:
    """As how many independent openings those that tell their workplace, and those that tell their level, count."""
    employer = clusters.numbered(samples.employers(openings))
    found = {}
    for name, values in (("remote", texts(openings, "workplace")), ("senior", samples.bands(openings))):
        told = pd.notna(values)
        worth = clusters.of_values(values[told] == name, employer[told]).openings() if told.any() else 0.0
        found[name] = _round(float(worth), 4)
    return found


def _demand(a: "pd.Series[int]", b: "pd.Series[int]") -> Record:
    both = pd.concat([a, b], axis=1).fillna(0).to_numpy(float)
    ratio = clustered.ratio_of_counts(both[:, 0], both[:, 1])
    return {
        "p_value": clustered.equal_counts(both[:, 0], both[:, 1]),
        "ratio": _round(ratio.value, 6) if ratio else None,
        "ratio_low": _round(ratio.low, 6) if ratio else None,
        "ratio_high": _round(ratio.high, 6) if ratio else None,
        "employers_a": len(a),
        "employers_b": len(b),
        "employers_both": int((both > 0).all(axis=1).sum()),
    }


def _pay_compared(a: RoleFigures, b: RoleFigures, first: Record, second: Record, currency: str | None) -> Record:
    figures: Record = dict.fromkeys(COMPARED)
    n_a, n_b = first["pay"]["n"], second["pay"]["n"]
    figures |= {"currency": currency, "n_a": n_a, "n_b": n_b, "indicative": min(n_a, n_b) < INDICATIVE}
    figures |= {"standardisation": None, "reason": None}
    if currency is None:
        silent = [role.base["name"] for role in (a, b) if not role.pay]
        told = f"no opening of {' or '.join(silent)} tells a pay range"
        return figures | {"reason": told if silent else "the two roles tell their pay in no common currency"}
    if min(n_a, n_b) < LEAST_PAY:
        return figures | {"reason": f"fewer than {LEAST_PAY} openings with pay in {currency} (n = {n_a} and {n_b})"}
    sample_a, sample_b = a.sample[currency], b.sample[currency]
    ceilings = sample_a["ceiling"].to_numpy(), sample_b["ceiling"].to_numpy()
    employers = clusters.numbered(sample_a["employer"]), clusters.numbered(sample_b["employer"])
    worth = clusters.of_values(ceilings[0], employers[0]), clusters.of_values(ceilings[1], employers[1])
    gap, times = means.gap(*ceilings, worth=worth), means.ratio(*ceilings, worth=worth)
    middle_a, middle_b = sample_a["midpoint"].to_numpy(), sample_b["midpoint"].to_numpy()
    ranked = clustered.worth_of_ranks(middle_a, middle_b, *employers)
    estimate = intervals.ratio(middle_a, middle_b, worth=ranked)
    standardised = standardisation.ratio(sample_a, sample_b)
    p = intervals.mann_whitney(middle_a, middle_b, ranked)
    return figures | {
        "n_effective_a": _round(ranked[0], 4),
        "n_effective_b": _round(ranked[1], 4),
        "ceiling_mean_gap": _round(gap.value, 2),
        "ceiling_mean_gap_low": _round(gap.low, 2),
        "ceiling_mean_gap_high": _round(gap.high, 2),
        "ceiling_mean_ratio": _round(times.value, 6),
        "ceiling_mean_ratio_low": _round(times.low, 6),
        "ceiling_mean_ratio_high": _round(times.high, 6),
        "midpoint_median_ratio": _round(second["pay"]["midpoint"]["median"] / first["pay"]["midpoint"]["median"], 6),
        "midpoint_ratio": _round(estimate.value, 6) if estimate else None,
        "ratio_low": _round(estimate.low, 6) if estimate else None,
        "ratio_high": _round(estimate.high, 6) if estimate else None,
        "p_value": p,
        "standardised_ratio": _round(standardised.ratio, 6),
        "standardised_low": _round(standardised.low, 6),
        "standardised_high": _round(standardised.high, 6),
        "standardisation": {
            "coverage": _round(standardised.coverage, 6),
            "cells": standardised.cells,
            "thin_cells": standardised.thin,
            "thin_cells_unnamed": standardised.thin_unnamed,
            "reason": standardised.reason,
        },
    }


def _pay(currency: str, mine: Mapping[str, list[Record]], disclosed: int, openings: int) -> Record:
    rows = {row["pay_point"]: row for row in mine["role_pay"] if row["currency"] == currency}
    bins = [
        {"point": row["pay_point"], "low": row["bin_low"], "high": row["bin_high"], "n": row["n"]}
        for row in mine["role_pay_distribution"]
        if row["currency"] == currency
    ]
    return _pay_of(currency, int(rows["ceiling"]["n"]), disclosed, openings, rows, bins)


def _pay_of(
    currency: str | None, n: int, disclosed: int, openings: int, rows: Mapping[str, Record], bins: list[Record]
) -> Record:
    rate = intervals.share(disclosed, openings) or intervals.Estimate(0.0, None, None)
    points = {point: {name: _round(rows.get(point, {}).get(name), 2) for name in STATS} for point in PAY_POINTS}
    return {
        "currency": currency,
        "n": n,
        "disclosed": disclosed,
        "disclosure_rate": _round(rate.value, 6),
        "disclosure_low": _round(rate.low, 6),
        "disclosure_high": _round(rate.high, 6),
        "published": n >= LEAST_PAY,
        "indicative": n < INDICATIVE,
        **points,
        "distribution": bins,
        "converted": None,
    }


def _converted(sample: pd.DataFrame, conversion: Mapping[str, Any]) -> Record:
    """Of the openings with pay in the currency, those whose pay was advertised in another, with the rates."""
    counts = sample["advertised"].value_counts()
    rates = {rate["currency"]: rate for rate in conversion["rates"]}
    found = [{**rates[code], "n": int(n)} for code, n in counts.items() if code in rates]
    found.sort(key=lambda one: (-one["n"], one["currency"]))
    return {"n": sum(one["n"] for one in found), "from": found}


def _largest(companies: list[Record]) -> Record | None:
    """The employer with most openings, and how many have as many."""
    if not companies:
        return None
    return _counted(companies[0], "company") | {"tied": sum(row["n"] == companies[0]["n"] for row in companies)}


def _share(row: Mapping[str, Any]) -> Record:
    figures = {name: _round(row[name], 6) for name in ("share", "low", "high")}
    return {"n": row["n"], **figures} | ({"n_effective": _round(row["n_effective"], 4)} if "n_effective" in row else {})


def _counted(row: Mapping[str, Any], name: str) -> Record:
    return {name: row[name]} | _share(row)


def _rows(frame: pd.DataFrame) -> list[Record]:
    names = list(frame.columns)
    columns = [[_plain(value) for value in frame[name].to_numpy(dtype=object, na_value=None)] for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def _plain(value: Any) -> Any:
    """A cell as JSON has it: numpy numbers as Python's, missing as None."""
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and math.isnan(value) else value


def _round(value: float | None, digits: int) -> float | None:
    return None if value is None or not math.isfinite(value) else round(float(value), digits)


def _day(value: Any) -> str:
    return pd.Timestamp(value).date().isoformat() if not isinstance(value, dt.date) else value.isoformat()[:10]
