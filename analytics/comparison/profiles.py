"""Role profiles: what a role is and where it leads, as editorial text kept as data, one TOML file a role."""

import copy
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "role_profiles"
PASSAGES = ("summary", "entry", "strong_postings", "weak_postings", "week")
OPTIONAL = {"entry"}  # passages that profiles of a user's own, written before there was such a passage, lack
LISTS = ("feeder_roles", "next_roles", "progression")
BASIS = "editorial"


class ProfileError(ValueError):
    """A profile file that cannot be used; names the file and the key."""


def read_profile(path: Path) -> dict[str, Any]:
    """The profile in one TOML file.

    {"role": id, "basis": "editorial", and for each of PASSAGES {"text", "basis": "editorial"} (OPTIONAL ones where
    they are written), for each of LISTS
    {"items": [...], "basis": "editorial"}}. The file holds `role`, `basis` and those keys as
    strings and arrays of strings.
    Raises ProfileError, naming file and key, for a file that is no TOML, lacks a key, has one too many or a wrong type.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProfileError(f"{path}: {error}") from error
    expected = {"role", "basis", *PASSAGES, *LISTS}
    for key in sorted((expected ^ set(raw)) - (OPTIONAL - set(raw))):
        raise ProfileError(f"{path}: {'missing' if key in expected else 'unknown'} key {key!r}")
    if raw["basis"] != BASIS:
        raise ProfileError(f"{path}: 'basis' must be {BASIS!r}: profiles are written, not measured")
    found: dict[str, Any] = {"role": raw["role"], "basis": BASIS}
    written = [key for key in PASSAGES if key in raw]
    for key in ("role", *written):
        if not isinstance(raw[key], str) or not raw[key].strip():
            raise ProfileError(f"{path}: {key!r} must be text")
    for key in LISTS:
        if not isinstance(raw[key], list) or not raw[key] or not all(isinstance(item, str) for item in raw[key]):
            raise ProfileError(f"{path}: {key!r} must be a list of texts")
    for key in written:
        found[key] = {"text": " ".join(raw[key].split()), "basis": BASIS}
    for key in LISTS:
        found[key] = {"items": list(raw[key]), "basis": BASIS}
    return found


def _folder(folder: Path) -> dict[str, dict[str, Any]]:
    profiles: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*.toml")):
        one = read_profile(path)
        if one["role"] in profiles:
            raise ProfileError(f"{path}: a second profile of {one['role']!r}")
        profiles[one["role"]] = one
    return profiles


@cache
def _built_in() -> dict[str, dict[str, Any]]:
    return _folder(FOLDER)


def all_profiles(extra: Path | None = None) -> dict[str, dict[str, Any]]:
    """Every profile by role id; those in `extra`, a TOML file or a folder of them, are added and win.

    Raises ProfileError for a file that cannot be used and for an `extra` that does not exist.
    """
    profiles = copy.deepcopy(_built_in())
    if extra is not None:
        if extra.is_dir():
            profiles |= _folder(extra)
        else:
            one = read_profile(extra)
            profiles[one["role"]] = one
    return profiles


def profile(role_id: str) -> dict[str, Any] | None:
    """The built-in profile of a role, None where there is none; see `read_profile` for its shape."""
    return copy.deepcopy(_built_in().get(role_id))
