"""Static pages from records alone: HTML text out, no I/O but the templates beside this module.

Everything from a record is escaped by the templates; a page loads nothing, neither from its own site nor from another.
Pages lie at index.html, method.html, dictionary.html, status.html, roles/<role>.html and compare/<a>--<b>.html and link
to each other relatively. `address` is where the site is published ("https://example.org/jobs/"): it makes canonical
links and previews, which need whole addresses; empty where it is not known.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analytics.comparison import side_by_side
from analytics.comparison.sentences import carried_sentence
from analytics.comparison.side_by_side import name_of
from analytics.publishing import gap, jsonld, parts, pictures, views
from analytics.publishing.dictionary import table_views
from analytics.publishing.history import history
from analytics.publishing.links import comparison_path, role_path
from analytics.publishing.pay_slices import pay_slices
from analytics.publishing.skill_table import kinds, skill_table
from analytics.publishing.templating import render
from analytics.values.formatting import date_words, field, text
from storage.tables import Table

COMPARISON_TOC = (
    ("roles", "The two roles"),
    ("table", "Side by side"),
    ("pay", "Pay"),
    ("skills", "Skills"),
    ("level", "Level and workplace"),
    ("demand", "Demand"),
    ("career", "Getting in"),
    ("trend", "History"),
    ("faq", "Questions"),
    ("sure", "How sure"),
)
ROLE_TOC = (
    ("table", "Key figures"),
    ("pay", "Pay"),
    ("skills", "Skills"),
    ("level", "Level and workplace"),
    ("demand", "Demand"),
    ("career", "Getting in"),
    ("trend", "History"),
    ("comparisons", "Comparisons"),
)


def _shown(roles: Sequence[Any], known: Mapping[str, str], root: str) -> dict[str, Any]:
    """What the pages of one role and of two show alike."""
    both = zip(roles, pictures.TONES, strict=False)
    return {tone: parts.role_view(role, tone, known, root, roles) for role, tone in both} | {
        "metro_map": pictures.metro_map(roles),
        "pay_chart": pictures.pay_chart(roles),
        "distributions": pictures.distribution_charts(roles),
        "pay_slices": pay_slices(roles),
        "skill_rows": skill_table(roles),
        "kinds": kinds(roles),
        "picks": [{"role": role, "name": name} for role, name in known.items()],
    }


def comparison_page(
    record: Mapping[str, Any],
    *,
    related: Sequence[Any] = (),
    downloads: Mapping[str, Any] | None = None,
    trends: Mapping[str, Any] | None = None,
    roles: Mapping[str, str] | None = None,
    address: str = "",
) -> str:
    """The page of one comparison record.

    `related`: pairs as `links.pair_of` reads them; `downloads`: label -> relative address; `trends`: role id -> rows of
    role_trends; `roles`: id -> name of the roles that have a page (default: the record's two).
    """
    root, market, a, b = "../", field(record, "market"), field(record, "a"), field(record, "b")
    date = text(field(record, "snapshot_date"), "")
    both = (a, b)
    ids = [text(field(role, "role"), "") for role in both]
    known = roles if roles is not None else {role: name_of(side) for role, side in zip(ids, both, strict=True)}
    trends = trends or {}
    said = views.sentences(field(record, "sentences"))
    title = f"{name_of(a)} vs {name_of(b)}"
    description = " ".join(said.get("answer", [])[:2]) or f"{title}: pay, skills, level, workplace and places compared."
    faq = views.faq(record)
    files = parts.download_views(downloads or {}, root)
    shown = _shown(both, known, root)
    currencies = {text(field(role, "pay", "currency")) for role in both if not side_by_side.no_pay(field(role, "pay"))}
    return render(
        "comparison",
        **shown,
        root=root,
        path=comparison_path(*ids),
        address=address,
        picked=ids,
        invented=field(market, "invented") is True,
        carried=carried_sentence(market) if isinstance(market, Mapping) else "",
        title=title,
        description=description,
        jsonld=jsonld.graph(
            title,
            description,
            date,
            [jsonld.occupation(role, date) for role in both] + jsonld.questions(faq),
            [one for one in files if one["href"]],
        ),
        date=date_words(date),
        day=date,
        lead=parts.lead(market, date),
        few_openings=parts.few_openings(both),
        toc=[(key, label) for key, label in COMPARISON_TOC if key != "faq" or faq],
        verdicts=views.verdicts(record),
        rows=views.plain(side_by_side.read_table(record)),
        same_currency=len(currencies) < 2,
        gap=gap.gap_rows(record),
        thin_cells=gap.thin_cells(record),
        sentences=said,
        skill_groups=views.skill_groups(record),
        skills_chart=pictures.skills_chart(a, b, field(record, "skills", "shares")),
        trend=history(both, trends),
        faq=faq,
        related=parts.pair_views(parts.most_related(a, b, related), root),
        attributions=parts.attribution_views(field(market, "attributions")),
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
    sentences: Mapping[str, Sequence[str]] | None = None,
    address: str = "",
) -> str:
    """The page of one role, from the ROLE and market of a record; `comparisons` are pairs it takes part in,
    `sentences` what `comparison.role_sentences` says of it."""
    root, role_id = "../", text(field(role, "role"), "")
    date = text(date or field(role, "snapshot_date") or field(market, "snapshot_date"), "")
    title = name_of(role)
    known = roles if roles is not None else {role_id: title}
    trends = {role_id: trend}
    said = views.sentences(sentences)
    description = (
        " ".join(said.get("answer", [])[:2]) or f"{title}: what {date_words(date)}'s job postings pay and ask for."
    )
    files = parts.download_views(downloads or {}, root)
    return render(
        "role",
        **_shown([role], known, root),
        root=root,
        path=role_path(role_id),
        address=address,
        picked=[role_id, ""],
        invented=field(market, "invented") is True,
        carried=carried_sentence(market) if isinstance(market, Mapping) else "",
        title=title,
        description=description,
        jsonld=jsonld.graph(
            title, description, date, [jsonld.occupation(role, date)], [one for one in files if one["href"]]
        ),
        date=date_words(date),
        day=date,
        lead=parts.lead(market, date),
        few_openings=parts.few_openings([role]),
        toc=[(key, label) for key, label in ROLE_TOC if key != "comparisons" or comparisons],
        rows=views.plain(side_by_side.table_rows([role], market)),
        sentences=said,
        skills_chart=pictures.role_skills_chart(role),
        trend=history([role], trends),
        trend_says=text(field(role, "trend", "statement"), ""),
        related=parts.pair_views(comparisons, root, role_id),
        attributions=parts.attribution_views(attributions or field(market, "attributions")),
        downloads=files,
    )


def dictionary_page(
    tables: Mapping[str, Table] | Iterable[Table],
    *,
    invented: bool = False,
    downloads: Mapping[str, Any] | None = None,
    address: str = "",
) -> str:
    """The data dictionary from the table declarations (storage.tables.TABLES); `invented`: of the sample market."""
    declared = tables.values() if isinstance(tables, Mapping) else tables
    return render(
        "dictionary",
        root="",
        path="dictionary.html",
        address=address,
        invented=invented,
        title="Data dictionary",
        description="Tables and columns published by rolemeter: types, meanings, units and keys.",
        tables=table_views(declared),
        downloads=parts.download_views(downloads or {}, ""),
    )
