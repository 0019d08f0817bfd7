"""What the pages show of a role, of files and of other pairs: views with ready words, for the templates to lay out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analytics.comparison import side_by_side
from analytics.comparison.side_by_side import name_of
from analytics.publishing import pictures, views
from analytics.publishing.dictionary import anchor
from analytics.publishing.links import comparison_path, pair_of, related_pairs, role_path, safe_href
from analytics.values.formatting import count, counted, date_words, field, indicative, number, text
from analytics.values.thresholds import INDICATIVE
from storage.tables import TABLES

RELATED = 12  # related comparisons shown on a page
FORMATS = {".json": "application/json", ".csv": "text/csv", ".parquet": "application/vnd.apache.parquet"}
PASSAGES = ("summary", "entry", "strong_postings", "weak_postings", "week")


def _passage(profile: Any, key: str) -> str:
    given = field(profile, key)
    return text(field(given, "text") if isinstance(given, Mapping) else given, "")


def entries(profile: Any, key: str, known: Mapping[str, str], root: str) -> list[dict[str, Any]]:
    given = field(profile, key)
    names = field(given, "items") if isinstance(given, Mapping) else given
    by_name = {name.casefold(): role for role, name in known.items()}
    found = []
    for one in names if isinstance(names, (list, tuple)) else ():
        role = str(one) if str(one) in known else by_name.get(str(one).casefold())
        found.append({"label": known[role] if role else text(one), "href": root + role_path(role) if role else None})
    return found


def _profile_view(profile: Any, known: Mapping[str, str], root: str) -> dict[str, Any] | None:
    if not isinstance(profile, Mapping) or not profile:
        return None
    shown: dict[str, Any] = {key: _passage(profile, key) for key in PASSAGES}
    for key in ("feeder_roles", "next_roles", "progression"):
        shown[key] = entries(profile, key, known, root)
    return shown


def role_view(role: Any, tone: str, known: Mapping[str, str], root: str, shown: Sequence[Any]) -> dict[str, Any]:
    """What a page shows of a role; `shown` are all roles of the page, whose bars share an axis."""
    role_id = text(field(role, "role"), "")
    return {
        "name": name_of(role),
        "tone": tone,
        "href": root + role_path(role_id) if role_id in known else None,
        "pay_rows": views.pay_rows(field(role, "pay")),
        "pay_of": f"in {text(field(role, 'pay', 'currency'))}, n = {count(field(role, 'pay', 'n'))}",
        "no_pay": side_by_side.no_pay(field(role, "pay")),
        "other_pay": views.other_pay(field(role, "pay")),
        "seniority": pictures.mix_chart(role, "seniority", f"seniority-{tone}"),
        "workplace": pictures.mix_chart(role, "workplace", f"workplace-{tone}"),
        "metros": pictures.ranked_chart(
            role, "metros", "metro", tone, f"metros-{tone}", pictures.largest_share(shown, "metros")
        ),
        "elsewhere": views.elsewhere(role),
        "one_each": views.one_each(role),
        "companies": pictures.ranked_chart(
            role, "companies", "company", tone, f"companies-{tone}", pictures.largest_share(shown, "companies")
        ),
        "profile": _profile_view(field(role, "profile"), known, root),
    }


def download_views(downloads: Mapping[str, Any], root: str) -> list[dict[str, Any]]:
    """Links to files; those whose labels differ only in "(Parquet)", "(CSV)" share a group.

    A group that is named as a published table is told by the table's grain and linked to the dictionary.
    """
    found = []
    for label, address in downloads.items():
        href = safe_href(address)
        suffix = "." + href.rsplit(".", 1)[-1].lower() if href and "." in href else ""
        local = href is not None and ":" not in href
        shape = FORMATS.get(suffix, "application/octet-stream")
        group, _, kind = text(label).partition(" (")
        table = TABLES.get(group)
        shown: dict[str, Any] = {
            "grain": table.grain if table else "",
            "about": f"{root}dictionary.html#{anchor(table.name)}" if table else "",
        }
        shown |= {"group": group, "kind": kind.removesuffix(")") or group, "label": text(label)}
        found.append(shown | {"href": href, "format": shape, "download": local})
    return found


def attribution_views(given: Any) -> list[dict[str, Any]]:
    found = []
    for one in given if isinstance(given, (list, tuple)) else ():
        if isinstance(one, Mapping):
            label, href = text(one.get("text") or one.get("name") or one.get("attribution")), safe_href(one.get("url"))
        else:
            label, href = text(one), None
        found.append({"label": label, "href": href})
    return found


def pair_views(pairs: Iterable[Any], root: str, without: str | None = None) -> list[dict[str, Any]]:
    """Links to comparisons; on the page of the role `without` the other role is shown and the pair is read out."""
    found = []
    for one in pairs:
        pair = pair_of(one)
        if pair is None:
            continue
        a, b, name_a, name_b = pair
        if without == b:
            name_a, name_b = name_b, name_a
        both = f"{text(name_a)} vs {text(name_b)}"
        label = {"label": text(name_b), "whole": both} if without in (a, b) else {"label": both}
        found.append(label | {"href": root + comparison_path(a, b)})
    return sorted(found, key=lambda one: one["label"]) if without else found


def most_related(a: Any, b: Any, related: Sequence[Any]) -> Sequence[Any]:
    """`related`, or where they are many those that share a role with the page's pair, the largest roles first."""
    if len(related) <= RELATED:
        return related
    sides = [one.get(side) for one in related if isinstance(one, Mapping) for side in ("a", "b")]
    openings = {str(field(side, "role")): int(number(field(side, "open_positions")) or 0) for side in sides}
    return related_pairs(str(field(a, "role")), str(field(b, "role")), related, openings, RELATED)


def few_openings(roles: Sequence[Any]) -> str:
    small = [role for role in roles if indicative(field(role, "open_positions"))]
    told = [f"{name_of(role)} has {counted(field(role, 'open_positions'), 'opening')}" for role in small]
    return f"{' and '.join(told)}, fewer than {INDICATIVE}: its figures may be far off." if told else ""


def lead(market: Any, date: Any) -> str:
    of = f"{counted(field(market, 'open_positions'), 'open AI position')}, from"
    postings, imported = counted(field(market, "postings"), "posting"), number(field(market, "postings_imported"))
    if imported and field(market, "sample") is True:
        return f"Snapshot of {date_words(date)}: {of} {postings} in files: a sample, whose size is no demand."
    read = f"on {counted(field(market, 'boards', 'ok'), 'board')}" + (" and in files" if imported else "")
    return f"Snapshot of {date_words(date)}: {of} {postings} {read}."
