"""What the doctor asks of the machine: versions, settings, directories, disk."""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from pipelines.configuration import SettingError, in_force
from pipelines.doctor.findings import ERROR, WARNING, Finding
from pipelines.settings import work_directory

LEAST_FREE = 2 * 2**30  # bytes; a night of the full market takes 0.1 GiB, and a full disk ends every run
OLDEST_PYTHON = (3, 11)


def environment(data: str) -> Iterator[Finding]:
    """All findings on the machine, for a data directory that need not be there."""
    if sys.version_info < OLDEST_PYTHON:
        yield Finding(ERROR, f"Python {sys.version.split()[0]} is too old", "install Python 3.11 or newer")
    yield from _dependencies()
    try:
        in_force()
    except SettingError as error:
        yield Finding(ERROR, str(error), "correct it; rolemeter settings prints what is in force")
    yield from _directories(data)


def _dependencies() -> Iterator[Finding]:
    for requirement in requires("rolemeter") or []:
        named = re.match(r"[\w.-]+", requirement)
        if named and ";" not in requirement:
            try:
                version(named[0])
            except PackageNotFoundError:
                yield Finding(ERROR, f"the package {named[0]} is not installed", "pip install -r requirements.lock")


def _directories(data: str) -> Iterator[Finding]:
    folder = work_directory(data).parent
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        yield Finding(ERROR, f"{there} cannot be written", "choose another with --data DIR, or change its permissions")
    free = shutil.disk_usage(there).free
    if free < LEAST_FREE:
        yield Finding(
            WARNING, f"{free / 2**30:.1f} GiB are free at {there}", "free some: rolemeter retain removes old payloads"
        )


def facts(data: str) -> dict[str, str]:
    """What a report of a fault should say of the machine."""
    names = ("rolemeter", "dagster", "scrapy", "spacy", "pandas", "pyarrow")
    there = Path(data) if "://" not in data and Path(data).exists() else work_directory(data).parent
    free = shutil.disk_usage(there).free if there.exists() else None
    return {
        "python": sys.version.split()[0],
        **{name: version(name) for name in names},
        "data": data,
        "free": f"{free / 2**30:.1f} GiB" if free is not None else "the directory is not there yet",
    }
