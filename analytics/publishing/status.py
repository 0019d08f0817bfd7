"""The page that says how the night went, from the state that `rolemeter status` prints."""

from collections.abc import Mapping
from typing import Any

from analytics.publishing.templating import render
from analytics.values.formatting import date_words

FIGURES = {
    "open_positions": "Open AI positions",
    "postings": "Postings behind them",
    "boards_ok": "Boards read",
    "boards_carried_forward": "Boards carried forward from an earlier night",
    "boards_failed": "Boards that could not be read",
}
NAMED = 50  # boards that the page names


def status_page(
    status: Mapping[str, Any], boards: str, not_read: list[str], next_night: str, *, invented: bool = False
) -> str:
    """status.html from a night's status (pipelines.status), a sentence on its boards, a line for each that was not read
    and a sentence on the next night; `invented`: of the sample market.
    """
    nights = [one for one in (status["figures"], status["before"]) if one]
    date, crawled = status["last_night"], status["last_crawl"]
    lead = f"The newest published night is that of {date_words(date)}." if date else "No night has been published yet."
    if crawled and crawled != date:
        lead += f" The newest crawl is that of {date_words(crawled)}."
    return render(
        "status",
        root="",
        invented=invented,
        path="status.html",
        title="How the night went",
        description="The last night: boards read, carried forward and failed, and what changed.",
        lead=lead,
        problems=status["problems"],
        dates=[one["date"] for one in nights],
        figures=[(label, [f"{one[name]:,}" for one in nights]) for name, label in FIGURES.items()],
        changes=[
            (name.capitalize(), [f"{counts[what]:,}" for what in ("came", "went", "changed")])
            for name, counts in (status["changes"] or {}).items()
        ],
        boards=boards,
        not_read=not_read[:NAMED],
        more=max(0, len(not_read) - NAMED),
        next=next_night,
        date=date or crawled or "no date",
        day=date or "",
    )
