"""What a data directory says of itself: whether it holds sample or real postings, and the version of its layout."""

import json
from urllib.parse import urlsplit

import pyarrow.compute as pc

from storage.columns import IMPORTED
from storage.store import Store

FILE = "directory.json"
LAYOUT = 1  # raised when files of an older layout cannot be read as they are
SAMPLE, REAL = "sample", "real"


class DirectoryError(ValueError):
    """A data directory that cannot take what it is asked to take; says what to do."""


def holds(store: Store) -> str | None:
    """SAMPLE or REAL; None where nothing has been crawled yet.

    A directory of before this was kept is judged by its newest postings: the sample market's come from this machine.
    Raises DirectoryError when a newer version of rolemeter made the directory.
    """
    path = f"{store.root}/{FILE}"
    if store.is_file(path):
        try:
            said = json.loads(store.read_file(path))
            kind = str(said["holds"])
        except (ValueError, KeyError, TypeError) as error:
            raise DirectoryError(
                f"{store.address(path)} cannot be read ({error}); `rolemeter doctor --repair` writes it anew"
            ) from None
        if said["layout"] > LAYOUT:
            raise DirectoryError(
                f"{store.address()} was made by a newer rolemeter (layout {said['layout']}, this one knows {LAYOUT}); "
                "update rolemeter, or choose another directory with --data DIR"
            )
        return kind
    return judged(store)


def check_kind(store: Store, kind: str) -> None:
    """Raises DirectoryError when the directory holds postings of the other kind."""
    if holds(store) not in (None, kind):
        raise DirectoryError(_refusal(store, kind))


def claim(store: Store, kind: str) -> None:
    """Lets the directory say that it holds postings of `kind`; raises DirectoryError when it holds the other kind."""
    check_kind(store, kind)
    if not store.is_file(f"{store.root}/{FILE}"):
        say(store, kind)


def say(store: Store, kind: str) -> None:
    """Writes that the directory holds postings of `kind`."""
    store.write_file(FILE, json.dumps({"layout": LAYOUT, "holds": kind}).encode() + b"\n")


def _refusal(store: Store, kind: str) -> str:
    where = store.address()
    if kind == SAMPLE:
        return (
            f"{where} holds real postings, and without boards or postings the sample market would be read: name them "
            "with --boards, --postings or ROLEMETER_BOARDS, or give the sample market another directory with --data DIR"
        )
    return f"{where} holds the sample market's postings; choose another directory for real ones with --data DIR"


def judged(store: Store) -> str | None:
    """What the newest postings tell of it: the sample market's come from this machine; None without postings."""
    dates = store.dates("postings")
    if not dates:
        return None
    rows = store.arrow("postings", dates[-1], ["platform", "url"])
    addresses = pc.unique(rows.column("url")).to_pylist()
    local = all(urlsplit(address).hostname in ("127.0.0.1", "localhost") for address in addresses if address)
    return SAMPLE if local and IMPORTED not in rows.column("platform").to_pylist() else REAL
