"""The words and patterns of seniority.toml, compiled: what the text says of a posting's level."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("seniority.toml")


@dataclass(frozen=True, slots=True)
class LevelRule:
    """One rule; `anchored`: met at the beginning of what it is asked of."""

    id: str
    pattern: re.Pattern[str]
    anchored: bool
    example: str
    counter: str

    def met(self, text: str) -> bool:
        """Whether a text meets it."""
        return (self.pattern.match(text) if self.anchored else self.pattern.search(text)) is not None


def _rule(row: Mapping[str, Any], noun: str) -> LevelRule:
    written = row["pattern"] if isinstance(row["pattern"], str) else "|".join(row["pattern"])
    flags = re.NOFLAG if row.get("cased") else re.IGNORECASE
    pattern = re.compile(written.replace("{noun}", noun), flags)
    return LevelRule(row["id"], pattern, bool(row.get("anchored")), row["example"], row["counter"])


_DATA = tomllib.loads(FILE.read_text(encoding="utf-8"))
LEVELS: Mapping[str, str] = _DATA["levels"]
SAYINGS: tuple[str, ...] = tuple(_DATA["sayings"])
RULES: tuple[LevelRule, ...] = tuple(_rule(row, _DATA["noun"]) for row in _DATA["pattern"])
PATTERNS: Mapping[str, re.Pattern[str]] = {rule.id: rule.pattern for rule in RULES}
