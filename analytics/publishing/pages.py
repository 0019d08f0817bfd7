"""Static pages from records alone: HTML text out, no I/O but the templates beside this module.

Everything from a record is escaped by the templates; a page loads nothing, neither from its own site nor from another.
Pages lie at index.html, dictionary.html, status.html, roles/<role>.html and compare/<a>--<b>.html and link to each
other relatively.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from analytics.comparison import side_by_side
from analytics.comparison.sentences import carried_sentence
from analytics.comparison.side_by_side import name_of
from analytics.publishing import gap, jsonld, pictures, views
from analytics.publishing.dictionary import anchor, table_views
from analytics.publishing.links import comparison_path, pair_of, related_pairs, role_path, safe_href
from analytics.values.formatting import count, counted, date_words, field, indicative, number, text
from analytics.values.thresholds import INDICATIVE, LEAST_WEEKS
from storage.tables import TABLES, Table

FOLDER = Path(__file__).parent / "templates"
COMPARISON_TOC = (
    ("verdict", "Verdict"),
    ("table", "Side by side"),
    ("pay", "Pay"),
    ("skills", "Skills"),
    ("seniority", "Seniority"),
    ("workplace", "Workplace"),
    ("places", "Places"),
    ("employers", "Employers"),
    ("trend", "Trend"),
    ("career", "Career path"),
    ("method", "Method"),
)
RELATED = 12  # related comparisons shown on a page
FORMATS = {".json": "application/json", ".csv": "text/csv", ".parquet": "application/vnd.apache.parquet"}


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False
    )
    for name in ("style.css", "search.js"):
        environment.globals[name.split(".")[0]] = Markup((FOLDER / name).read_text(encoding="utf-8"))
    digest = hashlib.sha256(str(environment.globals["search"]).encode()).digest()
    environment.globals["by_group"] = _by_group
    environment.globals["search_hash"] = f"sha256-{base64.b64encode(digest).decode()}"
    return environment


def render(template: str, **values: Any) -> str:
    """The page of a template of this package."""
    return _environment().get_template(f"{template}.html.jinja").render(**values) + "\n"


def _passage(profile: Any, key: str) -> str:
    given = field(profile, key)
    return text(field(given, "text") if isinstance(given, Mapping) else given, "")


def _entries(profile: Any, key: str, known: Mapping[str, str], root: str) -> list[dict[str, Any]]:
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
    shown: dict[str, Any] = {
        key: _passage(profile, key) for key in ("summary", "strong_postings", "weak_postings", "week")
    }
    for key in ("feeder_roles", "next_roles", "progression"):
        shown[key] = _entries(profile, key, known, root)
    return shown


def _role_view(role: Any, tone: str, known: Mapping[str, str], root: str, shown: Sequence[Any]) -> dict[str, Any]:
    """What a page shows of a role; `shown` are all roles of the page, whose bars share an axis."""
    role_id = text(field(role, "role"), "")
    total = field(role, "open_positions")
    return {
        "name": name_of(role),
        "tone": tone,
        "href": root + role_path(role_id) if role_id in known else None,
        "key": [
            side_by_side.Row("Open positions", (side_by_side.openings_cell(role),)),
            side_by_side.Row("Median pay ceiling", (side_by_side.pay_cell(field(role, "pay"), "ceiling", "median"),)),
            side_by_side.Row("Remote", (side_by_side.share_cell(field(role, "workplace", "remote"), total),)),
        ],
        "pay_rows": views.pay_rows(field(role, "pay")),
        "pay_of": f"in {text(field(role, 'pay', 'currency'))}, n = {count(field(role, 'pay', 'n'))}",
        "no_pay": side_by_side.no_pay(field(role, "pay")),
        "other_pay": views.other_pay(field(role, "pay")),
        "skill_rows": views.skill_rows(role),
        "seniority": pictures.mix_chart(role, "seniority", f"seniority-{tone}"),
        "workplace": pictures.mix_chart(role, "workplace", f"workplace-{tone}"),
        "metros": pictures.ranked_chart(
            role, "metros", "metro", tone, f"metros-{tone}", pictures.largest_share(shown, "metros")
        ),
        "elsewhere": views.elsewhere(role),
        "companies": pictures.ranked_chart(
            role, "companies", "company", tone, f"companies-{tone}", pictures.largest_share(shown, "companies")
        ),
        "profile": _profile_view(field(role, "profile"), known, root),
    }


def _download_views(downloads: Mapping[str, Any], root: str) -> list[dict[str, Any]]:
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


def _by_group(entries: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for one in entries:
        groups.setdefault(one["group"], []).append(one)
    return groups


def _attribution_views(given: Any) -> list[dict[str, Any]]:
    found = []
    for one in given if isinstance(given, (list, tuple)) else ():
        if isinstance(one, Mapping):
            label, href = text(one.get("text") or one.get("name") or one.get("attribution")), safe_href(one.get("url"))
        else:
            label, href = text(one), None
        found.append({"label": label, "href": href})
    return found


def _pair_views(pairs: Iterable[Any], root: str, without: str | None = None) -> list[dict[str, Any]]:
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


def _most_related(a: Any, b: Any, related: Sequence[Any]) -> Sequence[Any]:
    """`related`, or where they are many those that share a role with the page's pair, the largest roles first."""
    if len(related) <= RELATED:
        return related
    sides = [one.get(side) for one in related if isinstance(one, Mapping) for side in ("a", "b")]
    openings = {str(field(side, "role")): int(number(field(side, "open_positions")) or 0) for side in sides}
    return related_pairs(str(field(a, "role")), str(field(b, "role")), related, openings, RELATED)


def _indicative(roles: Sequence[Any]) -> str:
    small = [role for role in roles if indicative(field(role, "open_positions"))]
    told = [f"{name_of(role)} has {counted(field(role, 'open_positions'), 'opening')}" for role in small]
    return f"{' and '.join(told)}, fewer than {INDICATIVE}: read its figures with their intervals." if told else ""


def _lead(market: Any, date: Any) -> str:
    of = f"{counted(field(market, 'open_positions'), 'open AI position')}, from"
    postings, imported = counted(field(market, "postings"), "posting"), number(field(market, "postings_imported"))
    if imported and field(market, "sample") is True:
        return f"Snapshot of {date_words(date)}: {of} {postings} in files: a sample, whose size is no demand."
    read = f"on {counted(field(market, 'boards', 'ok'), 'board')}" + (" and in files" if imported else "")
    return f"Snapshot of {date_words(date)}: {of} {postings} {read}."


def _trend_reason(roles: Sequence[Any], trends: Mapping[str, Any]) -> str:
    weeks = max((len(pictures.weekly(role, trends)) for role in roles), default=0)
    return f"No trend is claimed: {counted(weeks, 'week')} of data, at least {LEAST_WEEKS} are needed."


def comparison_page(
    record: Mapping[str, Any],
    *,
    related: Sequence[Any] = (),
    downloads: Mapping[str, Any] | None = None,
    trends: Mapping[str, Any] | None = None,
    roles: Mapping[str, str] | None = None,
) -> str:
    """The page of one comparison record.

    `related`: pairs as `links.pair_of` reads them; `downloads`: label -> relative address; `trends`: role id -> rows of
    role_trends; `roles`: id -> name of the roles that have a page (default: the record's two).
    """
    root, market, a, b = "../", field(record, "market"), field(record, "a"), field(record, "b")
    date = text(field(record, "snapshot_date"), "")
    both = (a, b)
    known = roles if roles is not None else {text(field(role, "role"), ""): name_of(role) for role in both}
    trends = trends or {}
    title = f"{name_of(a)} vs {name_of(b)}"
    description = (
        f"{title}: pay, skills, seniority, workplace and places compared from job postings of {date_words(date)}."
    )
    faq = views.faq(record)
    files = _download_views(downloads or {}, root)
    toc = [*COMPARISON_TOC]
    if faq:
        toc.insert(-1, ("faq", "Questions"))
    if files:
        toc.append(("downloads", "Downloads"))
    parts = [jsonld.occupation(role, date) for role in both] + jsonld.questions(faq)
    linked = [one for one in files if one["href"]]
    return render(
        "comparison",
        root=root,
        invented=field(market, "invented") is True,
        carried=carried_sentence(market) if isinstance(market, Mapping) else "",
        title=title,
        description=description,
        jsonld=jsonld.graph(title, description, date, parts, linked),
        date=date_words(date),
        day=text(date, ""),
        lead=_lead(market, date),
        indicative=_indicative(both),
        a=_role_view(a, "a", known, root, both),
        b=_role_view(b, "b", known, root, both),
        metro_map=pictures.metro_map(both),
        toc=toc,
        verdicts=views.verdicts(record),
        rows=side_by_side.read_table(record),
        pay_chart=pictures.pay_chart(both),
        distributions=pictures.distribution_charts(both),
        same_currency=len(
            {text(field(role, "pay", "currency")) for role in both if not side_by_side.no_pay(field(role, "pay"))}
        )
        < 2,
        gap=gap.gap_rows(record),
        thin_cells=gap.thin_cells(record),
        sentences=views.sentences(record),
        skill_groups=views.skill_groups(record),
        skills_chart=pictures.skills_chart(a, b, field(record, "skills", "shares")),
        trend=pictures.trend_charts(both, trends),
        trend_reason=_trend_reason(both, trends),
        faq=faq,
        related=_pair_views(_most_related(a, b, related), root),
        quality=views.quality_rows(record),
        attributions=_attribution_views(field(market, "attributions")),
        downloads=files,
    )


def role_page(
    role: Mapping[str, Any],
    market: Mapping[str, Any],
    *,
    comparisons: Sequence[Any] = (),
    downloads: Mapping[str, Any] | None = None,
    trend: Sequence[Any] = (),
    roles: Mapping[str, str] | None = None,
    attributions: Sequence[Any] = (),
    date: str | None = None,
) -> str:
    """The page of one role, from the ROLE and market of a record; `comparisons` are pairs it takes part in."""
    root, role_id = "../", text(field(role, "role"), "")
    date = text(date or field(role, "snapshot_date") or field(market, "snapshot_date"), "")
    title = name_of(role)
    description = f"{title}: what {date_words(date)}'s job postings pay and ask for."
    known = roles if roles is not None else {role_id: title}
    trends = {role_id: trend}
    files = _download_views(downloads or {}, root)
    toc = [("table", "Key figures"), *COMPARISON_TOC[2:]]
    if comparisons:
        toc.insert(-1, ("comparisons", "Comparisons"))
    if files:
        toc.append(("downloads", "Downloads"))
    linked = [one for one in files if one["href"]]
    return render(
        "role",
        root=root,
        invented=field(market, "invented") is True,
        carried=carried_sentence(market) if isinstance(market, Mapping) else "",
        title=title,
        description=description,
        jsonld=jsonld.graph(title, description, date, [jsonld.occupation(role, date)], linked),
        date=date_words(date),
        day=text(date, ""),
        lead=_lead(market, date),
        indicative=_indicative([role]),
        a=_role_view(role, "a", known, root, [role]),
        metro_map=pictures.metro_map([role]),
        toc=toc,
        rows=side_by_side.table_rows([role], market),
        pay_chart=pictures.pay_chart([role]),
        distributions=pictures.distribution_charts([role]),
        skills_chart=pictures.role_skills_chart(role),
        trend=pictures.trend_charts([role], trends),
        trend_says=text(field(role, "trend", "statement"), ""),
        trend_reason=_trend_reason([role], trends),
        related=_pair_views(comparisons, root, role_id),
        quality=views.quality_rows({"market": market, "snapshot_date": date}),
        attributions=_attribution_views(attributions or field(market, "attributions")),
        downloads=files,
    )


def index_page(
    roles: Sequence[Any],
    pairs: Sequence[Any],
    market: Any,
    date: Any,
    *,
    downloads: Mapping[str, Any] | None = None,
    attributions: Sequence[Any] = (),
) -> str:
    """The front page: every role and every pair, searchable; `roles` are ROLEs of the records."""
    ranked = sorted(roles, key=lambda role: (-(number(field(role, "open_positions")) or 0), name_of(role)))
    lines = []
    for role in ranked:
        total = field(role, "open_positions")
        openings = field(role, "open_positions")
        cells = [
            side_by_side.Cell(
                count(openings), side_by_side.market_cell(role, market).figure, known=number(openings) is not None
            ),
            side_by_side.pay_cell(field(role, "pay"), "ceiling", "median"),
            side_by_side.share_cell(field(role, "workplace", "remote"), total),
        ]
        lines.append({"name": name_of(role), "href": role_path(text(field(role, "role"), "")), "cells": cells})
    names = {text(field(role, "role"), ""): name_of(role) for role in roles}
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in pairs:
        pair = pair_of(one)
        if pair is None:
            continue
        a, b, name_a, name_b = pair
        name_a, name_b = names.get(a, name_a), names.get(b, name_b)
        groups.setdefault(text(name_a), []).append({"label": text(name_b), "href": comparison_path(a, b)})
    description = f"Openings, pay, skills and workplace of {len(roles)} AI roles, compared pair by pair."
    files = _download_views(downloads or {}, "")
    return render(
        "index",
        root="",
        invented=field(market, "invented") is True,
        carried=carried_sentence(market) if isinstance(market, Mapping) else "",
        title="AI roles compared",
        description=description,
        jsonld=jsonld.graph(
            "AI roles compared", description, text(date, ""), [], [one for one in files if one["href"]]
        ),
        date=date_words(date),
        day=text(date, ""),
        lead=_lead(market, date),
        roles=lines,
        groups=[{"label": label, "entries": entries} for label, entries in groups.items()],
        quality=views.quality_rows({"market": market, "snapshot_date": date}),
        attributions=_attribution_views(attributions or field(market, "attributions")),
        downloads=files,
    )


def dictionary_page(tables: Mapping[str, Table] | Iterable[Table], *, invented: bool = False) -> str:
    """The data dictionary from the table declarations (storage.tables.TABLES); `invented`: of the sample market."""
    declared = tables.values() if isinstance(tables, Mapping) else tables
    return render(
        "dictionary",
        root="",
        invented=invented,
        title="Data dictionary",
        description="Tables and columns published by rolemeter: types, meanings, units and keys.",
        tables=table_views(declared),
    )
