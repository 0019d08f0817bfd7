"""Data of the user's own beside the built-in data: skills, roles, metros and profiles in one folder, without a fork.

The folder may hold skills.tsv, roles.toml, metros.csv and profiles/*.toml, each in the form of its built-in namesake
(metros: see `analytics.places.metros.load_metros`). docs/extending.md shows each at work.
"""

import hashlib
from pathlib import Path

from analytics.comparison import profiles
from analytics.extraction import scan
from analytics.extraction.skills import taxonomy
from analytics.extraction.titles import roles
from analytics.places import metros

FILES = ("skills.tsv", "roles.toml", "metros.csv")
PROFILES = "profiles"
_in_use: list[Path] = []


class ExtensionsError(ValueError):
    """A folder of extensions that cannot be used; names it and what is wrong."""


def use(folder: Path | None) -> None:
    """Reads postings in this process with the folder's data added from now on; None: with the built-in data alone.

    Raises ExtensionsError for a folder that is missing or holds files of other names (a misspelt one would be passed
    over in silence), and ValueError naming file and line or entry of data that cannot be used; what was in use stays.
    """
    if _in_use == ([folder] if folder else []):
        return
    skills, own_roles, own_metros, own_profiles = _files(folder) if folder else (None, None, None, None)
    taxonomy.load_taxonomy(skills)  # all four are read before one is put in use
    roles.load_roles(own_roles)
    metros.load_metros(own_metros)
    profiles.all_profiles(own_profiles)
    taxonomy.use(skills)
    scan.scanner.cache_clear()
    roles.use_roles(own_roles)
    metros.use(own_metros)
    profiles.use(own_profiles)
    _in_use[:] = [folder] if folder else []


def mark() -> str:
    """What names the extensions in use beside the method of reading, "" without any: "+own-" and a hash of the data.

    Profiles are left out: no figure depends on them.
    """
    if not _in_use:
        return ""
    digest = hashlib.sha256()
    for name in FILES:
        file = _in_use[0] / name
        digest.update(file.read_bytes() if file.exists() else b"")
        digest.update(b"\0")
    return f"+own-{digest.hexdigest()[:8]}"


def _files(folder: Path) -> tuple[Path | None, ...]:
    if not folder.is_dir():
        raise ExtensionsError(f"{folder}: no such folder of extensions")
    known = (*FILES, PROFILES)
    for entry in sorted(folder.iterdir()):
        if entry.name not in known and not entry.name.startswith((".", "README")):
            raise ExtensionsError(f"{entry}: not a file of extensions; they are {', '.join(FILES)} and {PROFILES}/")
    found = [folder / name for name in known]
    try:
        for file in found[:-1]:
            if file.exists():
                file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ExtensionsError(f"{file}: cannot be read as UTF-8 text ({error})") from error
    return tuple(file if file.exists() else None for file in found)
