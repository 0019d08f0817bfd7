"""The front page: every role with its key figures, and every comparison from either side, searchable."""

from collections.abc import Mapping, Sequence
from typing import Any

from analytics.comparison import side_by_side
from analytics.comparison.sentences import carried_sentence
from analytics.comparison.side_by_side import name_of
from analytics.publishing import jsonld, parts
from analytics.publishing.links import comparison_path, pair_of, role_path
from analytics.publishing.templating import render
from analytics.values.formatting import count, date_words, field, number, text

TITLE = "AI roles compared"


def index_page(
    roles: Sequence[Any],
    pairs: Sequence[Any],
    market: Any,
    date: Any,
    *,
    words: Mapping[str, Sequence[str]] | None = None,
    downloads: Mapping[str, Any] | None = None,
    attributions: Sequence[Any] = (),
    address: str = "",
) -> str:
    """The front page. `roles` are ROLEs of the records, `pairs` as `links.pair_of` reads them, `words` role id -> other
    names by which readers look for a role ("mle")."""
    words = words or {}
    ranked = sorted(roles, key=lambda role: (-(number(field(role, "open_positions")) or 0), name_of(role)))
    names = {text(field(role, "role"), ""): name_of(role) for role in roles}
    description = f"Openings, pay, skills and workplace of {len(roles)} AI roles, compared pair by pair."
    files = parts.download_views(downloads or {}, "")
    return render(
        "index",
        root="",
        path="index.html",
        address=address,
        picks=[{"role": role, "name": name} for role, name in names.items()],
        picked=["", ""],
        invented=field(market, "invented") is True,
        carried=carried_sentence(market) if isinstance(market, Mapping) else "",
        title=TITLE,
        description=description,
        jsonld=jsonld.graph(TITLE, description, text(date, ""), [], [one for one in files if one["href"]]),
        date=date_words(date),
        day=text(date, ""),
        lead=parts.lead(market, date),
        roles=[_line(role, market, words) for role in ranked],
        groups=_groups(pairs, names),
        attributions=parts.attribution_views(attributions or field(market, "attributions")),
        downloads=files,
    )


def _line(role: Any, market: Any, words: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    openings, role_id = field(role, "open_positions"), text(field(role, "role"), "")
    share = side_by_side.market_cell(role, market)
    return {
        "role": role_id,
        "name": name_of(role),
        "href": role_path(role_id),
        "words": "|".join([name_of(role), *words.get(role_id, ())]),
        "cells": [
            side_by_side.Cell(count(openings), share.figure, known=number(openings) is not None),
            side_by_side.pay_cell(field(role, "pay"), "midpoint", "median"),
            side_by_side.share_cell(field(role, "workplace", "remote"), openings),
        ],
    }


def _groups(pairs: Sequence[Any], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The comparisons of each role, so that a pair is found from either side."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in pairs:
        pair = pair_of(one)
        if pair is None:
            continue
        a, b, name_a, name_b = pair
        sides = (a, names.get(a, text(name_a))), (b, names.get(b, text(name_b)))
        for (role, _), (other, name) in (sides, sides[::-1]):
            found.setdefault(role, []).append({"label": name, "href": comparison_path(a, b), "pair": f"{role} {other}"})
    order = [role for role in names if role in found] + [role for role in found if role not in names]
    return [
        {"label": names.get(role, role), "entries": sorted(found[role], key=lambda one: str(one["label"]))}
        for role in order
    ]
