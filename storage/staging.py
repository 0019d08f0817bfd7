"""Publishing many files together: they are made ready beside the published ones, then put in place by a journal.

A night's derived files are written below `.staged/<date>/`, laid out as below the root. `publish` writes a journal
that names them all; from then on the night is decided, and every file is moved to its place. When the machine stops in
between, `recover` moves the rest. A reader who opens single files sees each of them whole, and files of two nights side
by side only while the renames run, some milliseconds on a local disk; the manifest `publications/<date>.json`, which is
written last, has the sha256 of each for those who must know.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pyarrow.fs as pafs

from storage.store import Store

STAGED = ".staged"
MANIFESTS = "publications"
_JOURNAL = "journal.json"
_RUN = "run.json"
WHOLE = ("comparisons", "site")  # folders whose other files go when new ones come


def staging_of(date: dt.date) -> str:
    """The staging folder of a date, below the root."""
    return f"{STAGED}/{date.isoformat()}"


def begin(store: Store, date: dt.date, run: str) -> None:
    """Makes the staging folder of `date` the one of `run`: what another run left there goes."""
    folder = f"{store.root}/{staging_of(date)}"
    if store.is_file(f"{folder}/{_RUN}") and json.loads(store.read_file(f"{folder}/{_RUN}")) == run:
        return
    discard(store, date)
    store.write_file(f"{staging_of(date)}/{_RUN}", json.dumps(run).encode())


def discard(store: Store, date: dt.date) -> None:
    """Removes what is staged for `date`."""
    folder = f"{store.root}/{staging_of(date)}"
    if store.fs.get_file_info(folder).type == pafs.FileType.Directory:
        store.fs.delete_dir(folder)


def publish(store: Store, date: dt.date, about: Mapping[str, Any]) -> int:
    """Puts all files that are staged for `date` in their places, and their manifest with `about`; gives their number.

    `store` is one without staging. An error after the journal was written leaves the rest to `recover`.
    """
    folder = f"{store.root}/{staging_of(date)}"
    inner = {f"{folder}/{_RUN}", f"{folder}/{_JOURNAL}"}
    staged = [path.removeprefix(f"{folder}/") for path in store.files(folder) if path not in inner]
    entries = {}
    for path in staged:
        content = store.read_file(f"{folder}/{path}")
        entries[path] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    replaced = sorted({_whole(path) for path in staged} - {""})
    earlier = manifest(store, date).get("files", {})
    kept = {path: entry for path, entry in earlier.items() if _whole(path) not in replaced}
    journal = {
        "staged": staged,
        "replaced": replaced,
        "manifest": {"snapshot_date": date.isoformat(), **about, "files": dict(sorted({**kept, **entries}.items()))},
    }
    store.write_file(f"{staging_of(date)}/{_JOURNAL}", json.dumps(journal).encode())
    _roll_forward(store, date, journal)
    return len(staged)


def _whole(path: str) -> str:
    """The folder that is replaced whole with this file in it; "" where there is none."""
    parts = path.split("/")
    if parts[0] not in WHOLE:
        return ""
    return "/".join(parts[:2]) if parts[0] == "comparisons" else parts[0]


def _roll_forward(store: Store, date: dt.date, journal: Mapping[str, Any]) -> None:
    folder = f"{store.root}/{staging_of(date)}"
    for path in journal["staged"]:
        if store.is_file(f"{folder}/{path}"):  # else it is in place already
            target = f"{store.root}/{path}"
            store.fs.create_dir(target.rsplit("/", 1)[0], recursive=True)
            store.move(f"{folder}/{path}", target)
    kept = {f"{store.root}/{path}" for path in journal["staged"]}
    for whole in journal["replaced"]:
        store.keep_only(f"{store.root}/{whole}", kept)
    store.write_file(f"{MANIFESTS}/{date.isoformat()}.json", json.dumps(journal["manifest"], indent=1).encode())
    store.fs.delete_dir(folder)


def recover(store: Store) -> list[dt.date]:
    """Ends the publications that were cut short; gives their dates. For whoever holds the directory's lock."""
    done = []
    for date in staged_dates(store):
        journal = f"{store.root}/{staging_of(date)}/{_JOURNAL}"
        if store.is_file(journal):
            _roll_forward(store, date, json.loads(store.read_file(journal)))
            done.append(date)
    return done


def staged_dates(store: Store) -> list[dt.date]:
    """The dates that have a staging folder."""
    found = store.fs.get_file_info(pafs.FileSelector(f"{store.root}/{STAGED}", allow_not_found=True))
    return sorted(filter(None, map(staged_date, found)))


def staged_date(info: pafs.FileInfo) -> dt.date | None:
    """The date of a staging folder; None for anything else."""
    try:
        return dt.date.fromisoformat(info.base_name) if info.type == pafs.FileType.Directory else None
    except ValueError:
        return None


def manifest(store: Store, date: dt.date) -> dict[str, Any]:
    """What was published of `date`: bytes and sha256 of each file; {} where nothing was."""
    path = f"{store.root}/{MANIFESTS}/{date.isoformat()}.json"
    found: dict[str, Any] = json.loads(store.read_file(path)) if store.is_file(path) else {}
    return found
