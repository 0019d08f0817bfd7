"""status.html of the site: made with the other pages, and anew when a night is held back and they stay as they are."""

import datetime as dt

from pipelines.schedule import tick_time
from pipelines.status import board_said, boards_said, night_status
from storage.directory import SAMPLE, holds
from storage.store import Store

STATUS = "status.html"


def status_html(store: Store, date: dt.date | None = None) -> str:
    """The page on the nights up to `date`; the same data and settings give the same page."""
    from analytics.publishing.status import status_page

    found = night_status(store, date)
    hour, minute, zone = tick_time()
    boards = found["boards"]
    return status_page(
        found,
        f"On {found['last_crawl']}: {boards_said(boards)}." if boards else "No board has been read.",
        [board_said(row) for row in boards["not_read"]] if boards else [],
        f"The schedule runs every night at {hour:02}:{minute:02} {zone}.",
        invented=holds(store) == SAMPLE,
    )


def write_status_page(store: Store) -> None:
    """Replaces the site's status.html alone, where there is a site."""
    if store.is_file(f"{store.root}/site/index.html"):
        store.write_file(f"site/{STATUS}", status_html(store).encode())
