"""Which chart shows which part of a record: picks the figures, words them and hands them to `charts`."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from markupsafe import Markup

from analytics.comparison.side_by_side import BANDS, POINTS, WORKPLACES, items, name_of, no_pay
from analytics.publishing import charts, maps
from analytics.publishing.charts import Bar, Pair, PayRange
from analytics.values.formatting import count, counted, field, money, number, percent, share_interval, text
from analytics.values.thresholds import TOP_SKILLS

TONES = ("a", "b")


def pay_chart(roles: Sequence[Any]) -> Markup:
    """Median floor, midpoint and ceiling of each role as a range; empty where no role has published pay."""
    currencies = {text(field(role, "pay", "currency")) for role in roles if not no_pay(field(role, "pay"))}
    if len(currencies) != 1:  # none published, or figures that must not share an axis
        return Markup("")
    currency = currencies.pop()
    rows = []
    for role, tone in zip(roles, TONES, strict=False):
        pay = field(role, "pay")
        missing = no_pay(pay)
        values = {point: None if missing else number(field(pay, point, "median")) for point, _ in POINTS}
        intervals = {}
        for point, _ in POINTS:
            low, high = number(field(pay, point, "median_low")), number(field(pay, point, "median_high"))
            if low is not None and high is not None and not missing:
                intervals[point] = (low, high)
        note = missing.figure if missing else "not published"
        rows.append(PayRange(name_of(role), tone, **values, intervals=intervals, note=note))
    title = "Median pay floor, midpoint and ceiling" + (" of each role" if len(rows) > 1 else "")
    return charts.pay_ranges("pay-chart", title, rows, lambda value: money(value, currency))


def _bins(role: Any) -> list[tuple[float, float, int]]:
    """The bins (low, high, n) of the midpoints of a role's advertised ranges, in order."""
    found = []
    for one in items(field(role, "pay", "distribution")):
        low, high, n = number(one.get("low")), number(one.get("high")), number(one.get("n"))
        if one.get("point") in ("midpoint", None) and low is not None and high is not None and n is not None:
            found.append((low, high, int(n)))
    return sorted(found)


def distribution_charts(roles: Sequence[Any]) -> list[Markup]:
    """A histogram a role of the midpoints of its advertised pay, on one axis where the currency is the same."""
    binned = [_bins(role) if not no_pay(field(role, "pay")) else [] for role in roles]
    currencies = [field(role, "pay", "currency") for role in roles]
    shown = []
    for role, bins, currency, tone in zip(roles, binned, currencies, TONES, strict=False):
        peers = [one for other, given in zip(binned, currencies, strict=True) if given == currency for one in other]
        axis = (min((low for low, _, _ in peers), default=0.0), max((high for _, high, _ in peers), default=0.0))
        title = f"{name_of(role)}: openings by midpoint of the advertised pay"
        words = partial(money, currency=currency)
        shown.append(charts.histogram(f"distribution-{tone}", title, bins, axis, tone, words))
    return shown


def _skill_bar(role: Any, entry: Any, tone: str) -> Bar:
    share = number(field(entry, "share"))
    if share is None:
        return Bar(name_of(role), None, "not listed", tone=tone)
    n = number(field(entry, "n"))
    words = percent(share) + ("" if n is None else f" ({count(n)})")
    return Bar(name_of(role), share, words, number(field(entry, "low")), number(field(entry, "high")), tone)


def skills_chart(a: Any, b: Any, shares: Any = None, top: int = TOP_SKILLS) -> Markup:
    """The top skills of either role, the share of openings that ask for each in both roles, with intervals."""
    by_role = [{text(one.get("skill")): one for one in items(field(role, "skills"))} for role in (a, b)]
    beyond = {text(one.get("skill")): one for one in items(shares)}  # also skills below the role's own list
    names = list(dict.fromkeys(name for ranked in by_role for name in list(ranked)[:top]))
    if not names:
        return Markup("")
    rows = []
    for name in names:
        both = [
            ranked.get(name)
            or {"n": field(beyond.get(name), f"n_{side}"), "share": field(beyond.get(name), f"share_{side}")}
            for ranked, side in zip(by_role, TONES, strict=True)
        ]
        rows.append(Pair(name, _skill_bar(a, both[0], "a"), _skill_bar(b, both[1], "b")))
    rows.sort(key=lambda row: -max(row.a.value or 0.0, row.b.value or 0.0))
    return charts.paired_bars("skills-chart", "Share of openings that ask for each skill", rows)


def role_skills_chart(role: Any, top: int = 15) -> Markup:
    """The top skills of one role with their intervals."""
    rows = []
    for one in items(field(role, "skills"))[:top]:
        share = number(one.get("share"))
        if share is not None:
            span = share_interval(one)
            words = f"{percent(share)}, {count(one.get('n'))}" + (f" [{span}]" if span else "")
            rows.append(Bar(text(one.get("skill")), share, words, number(one.get("low")), number(one.get("high"))))
    return (
        charts.bars("skills-chart", f"Share of {name_of(role)} openings that ask for each skill", rows, full=1.0)
        if rows
        else Markup("")
    )


def mix_chart(role: Any, dimension: str, key: str) -> Markup:
    """Workplace or seniority of one role as a bar of 100 %; empty where nothing is known."""
    values = WORKPLACES if dimension == "workplace" else BANDS
    segments = []
    for index, (value, label) in enumerate(values):
        share = number(field(role, dimension, value, "share"))
        tone = "mix-unknown" if value == "unknown" else f"mix-{index}"
        segments.append(Bar(label, share, percent(share), tone=tone))
    if not any(segment.value for segment in segments):
        return Markup("")
    words = counted(field(role, "open_positions"), "opening")
    return charts.stacked(key, f"{dimension.capitalize()} of {name_of(role)} openings", name_of(role), segments, words)


def _share_of(one: Any, role: Any) -> float | None:
    share, n, total = number(field(one, "share")), number(field(one, "n")), number(field(role, "open_positions"))
    return n / total if share is None and n is not None and total else share


def largest_share(roles: Sequence[Any], collection: str) -> float | None:
    """The largest share of a role's openings that one employer (or metro) has in any of the roles."""
    shares = [_share_of(one, role) for role in roles for one in items(field(role, collection))]
    return max((share for share in shares if share is not None), default=None)


def ranked_chart(
    role: Any, collection: str, name: str, tone: str, key: str, full: float | None = None, top: int = TOP_SKILLS
) -> Markup:
    """A role's largest employers or metros by their share of its openings; `full` is the share that fills the width."""
    rows = []
    for one in items(field(role, collection))[:top]:
        n, share = number(one.get("n")), _share_of(one, role)
        if n is None:
            continue
        words = count(n) + ("" if share is None else f" · {percent(share)}")
        rows.append(Bar(text(one.get(name)), share, words, tone=tone))
    what = {"companies": "Employers", "metros": "Metropolitan areas"}[collection]
    return charts.bars(key, f"{what} with most {name_of(role)} openings", rows, full) if rows else Markup("")


def metro_map(roles: Sequence[Any]) -> Markup:
    """The metropolitan areas of the records on a map, a circle for each role's openings."""
    circles = [
        maps.Circle(text(one.get("metro")), number(one.get("n")) or 0, tone)
        for role, tone in zip(roles, TONES, strict=False)
        for one in items(field(role, "metros"))
    ]
    names = " and ".join(name_of(role) for role in roles)
    return maps.metro_map("metro-map", f"Map of the metropolitan areas with {names} openings", circles)
