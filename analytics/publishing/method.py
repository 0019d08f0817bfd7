"""The one page on how the figures are made: what is counted, the roles, what is left out, boards, how sure it is."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from analytics.comparison.sentences import carried_sentence
from analytics.comparison.side_by_side import Cell, Row, name_of
from analytics.publishing import parts
from analytics.publishing.links import role_path
from analytics.publishing.templating import render
from analytics.statistics import intervals
from analytics.values import formatting
from analytics.values.formatting import count, counted, date_words, field, number, percent, share_interval, text

NAMED = 1_000  # boards that the page names; beyond it only those that were not read as they should be
STATES = {
    "ok": "read",
    "unchanged": "read, unchanged since the night before",
    "empty": "read, without an opening",
    "gone": "gone",
    "blocked": "blocked",
    "failed": "could not be read",
}
_OF = re.compile(r"^(.*), of (\d+)$")  # a score of so many labelled postings


def method_page(
    roles: Sequence[Any],
    market: Any,
    boards: Sequence[Mapping[str, Any]],
    date: Any,
    *,
    population: Sequence[str] = (),
    address: str = "",
) -> str:
    """The page. `roles` are ROLEs of the records, `boards` rows of board_fetches of that night, `population` sentences
    on what the intervals are about."""
    ranked = sorted(roles, key=lambda role: -(number(field(role, "open_positions")) or 0))
    asked = [_board(one) for one in boards]
    troubled = [one for one in asked if not one["fine"]]
    return render(
        "method",
        root="",
        path="method.html",
        address=address,
        invented=field(market, "invented") is True,
        carried=carried_sentence(market) if isinstance(market, Mapping) else "",
        title="How these figures are made",
        description="What is counted, how roles are told, what is left out, which boards were read and how sure it is.",
        date=date_words(date),
        day=text(date, ""),
        night=night_rows(market),
        extraction=quality_rows(field(market, "quality")),
        population=population,
        roles=[_role(role) for role in ranked],
        states=_states(asked),
        boards=asked if len(asked) <= NAMED else troubled,
        unnamed=0 if len(asked) <= NAMED else len(asked) - len(troubled),
        attributions=parts.attribution_views(field(market, "attributions")),
    )


def _role(role: Any) -> dict[str, Any]:
    summary = field(role, "profile", "summary")
    return {
        "name": name_of(role),
        "href": role_path(text(field(role, "role"), "")),
        "summary": text(field(summary, "text") if isinstance(summary, Mapping) else summary, ""),
        "openings": count(field(role, "open_positions")),
    }


def _board(row: Mapping[str, Any]) -> dict[str, Any]:
    status, reason = text(row.get("status"), "unknown"), text(row.get("reason"), "")
    return {
        "company": text(row.get("company"), text(row.get("board"))),
        "platform": text(row.get("platform")),
        "state": STATES.get(status, status) + (f": {reason}" if reason else ""),
        "status": status,
        "fine": status in ("ok", "unchanged", "empty"),
        "postings": count(row.get("postings")),
    }


def _states(boards: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """How many boards are in each state, as words."""
    found = [(words, sum(one["status"] == status for one in boards)) for status, words in STATES.items()]
    return [(words, counted(n, "board")) for words, n in found if n]


def night_rows(market: Any) -> list[Row]:
    """The night in figures: positions, postings, boards."""
    rows = [
        Row("Open AI positions", (_known(field(market, "open_positions")),)),
        Row("Postings behind them", (_known(field(market, "postings")),)),
        Row("Boards read", (_known(field(market, "boards", "ok")),)),
        Row("Boards carried forward from an earlier night", (_known(field(market, "boards", "carried_forward")),)),
        Row("Boards that could not be read", (_known(field(market, "boards", "failed")),)),
    ]
    unclassified = field(market, "postings_unclassified")
    if number(unclassified) is not None:
        rows.append(Row("AI postings without a role of the list", (_known(unclassified),)))
    if number(field(market, "postings_imported")):
        rows.append(Row("Postings imported from files", (_known(field(market, "postings_imported")),)))
    if field(market, "method"):
        rows.append(Row("Version of the method", (Cell(text(field(market, "method"))),)))
    return rows


def quality_rows(quality: Any) -> list[Row]:
    """How well postings are read, by the labelled ones: each score with its interval where its sample is known."""
    rows = []
    for name, score in quality.items() if isinstance(quality, Mapping) else ():
        label, cell = text(name), Cell(text(score))
        known, of = number(score), _OF.match(label)
        if known is not None and known <= 1 and of:
            label, n = of[1], int(of[2])
            span = intervals.share(round(known * n), n)
            between = share_interval({"low": span.low, "high": span.high}) if span else ""
            cell = Cell(percent(known), f"{n} postings", interval=between)
        elif known is not None:
            cell = Cell(percent(known) if known <= 1 else formatting.count(known))
        rows.append(Row(label[0].upper() + label[1:], (cell,)))
    return rows


def _known(value: Any) -> Cell:
    return Cell(count(value), known=number(value) is not None)
