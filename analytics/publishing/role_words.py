"""By which words readers look for a role: data beside the roles' names."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "role_words.toml"


@cache
def _written() -> dict[str, list[str]]:
    found: dict[str, list[str]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return found


def initials(name: str) -> str:
    """ML Engineer: mle; words in capitals stay whole."""
    return "".join(word if word.isupper() else word[:1] for word in name.split()).casefold()


def role_words(names: Mapping[str, str]) -> dict[str, list[str]]:
    """Role id -> words for it, of roles by id and name; initials that several roles share are none of theirs."""
    often = Counter(initials(name) for name in names.values())
    return {
        role: [*([short] if often[short := initials(name)] == 1 else []), *_written().get(role, [])]
        for role, name in names.items()
    }
