"""Every setting: its name, meaning, default and what it may be. `pipelines/configuration.py` finds the value in force.

The name of an environment variable is ROLEMETER_ and the name in capitals.
"""

import os
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pipelines.project import PROJECT

SIZES = ("small", "full")
LARGEST_MARKET = 4  # times the full one
LEAST_NIGHTS = 8  # of payloads that are kept
SOURCE = ("boards", "postings", "market")  # the settings that say where postings come from


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `read` turns what was written into the value, or raises ValueError saying what it should be.

    Relative paths become absolute ones (`is_path`); an `is_file` setting names files that must be there.
    `is_source` settings are fields of the resource `Source` by the same name. An `is_secret` setting is never printed.
    """

    name: str
    meaning: str
    default: Any = ""
    read: Callable[[Any], Any] = lambda given: _text(given)
    is_path: bool = False
    is_file: bool = False
    is_source: bool = False
    is_secret: bool = False

    @property
    def variable(self) -> str:
        return f"ROLEMETER_{self.name.upper()}"


def _text(given: Any) -> str:
    if not isinstance(given, str | os.PathLike):
        raise ValueError("a text, in quotes")
    return os.fspath(given)


def _whole(least: int, most: int) -> Callable[[Any], int]:
    def read(given: Any) -> int:
        text = str(given).strip()
        if isinstance(given, bool | float) or not text.isdecimal() or not least <= int(text) <= most:
            raise ValueError(f"a whole number from {least} to {most}")
        return int(text)

    return read


def _nights(given: Any) -> int:
    nights = _whole(0, 100_000)(given)
    if 0 < nights < LEAST_NIGHTS:  # postings of a board that cannot be read are carried forward for seven
        raise ValueError(f"0 for all, or {LEAST_NIGHTS} nights at least")
    return nights


def _one_of(*words: str) -> Callable[[Any], str]:
    def read(given: Any) -> str:
        if given not in words:
            raise ValueError(f"one of: {', '.join(words)}")
        return str(given)

    return read


def _size(given: Any) -> str:
    text = str(given)
    try:
        size = text.removeprefix("moving-")
        if size not in SIZES and not 0 < float(size) <= LARGEST_MARKET:
            raise ValueError
    except ValueError:
        raise ValueError(
            f"small, full, or a fraction of the full market up to {LARGEST_MARKET}; moving-small, ... moves"
        ) from None
    return text


def _zone(given: Any) -> str:
    try:
        return zoneinfo.ZoneInfo(str(given)).key
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("a time zone such as UTC or Europe/Berlin") from None


def _currency(given: Any) -> str:
    code = _text(given).strip().upper()
    if len(code) != 3 or not code.isalpha():
        raise ValueError("a currency code such as EUR")
    return code


def _several(given: Any, separator: str) -> list[str]:
    if isinstance(given, str):
        return [one.strip() for one in given.split(separator) if one.strip()]
    if not isinstance(given, list | tuple):
        raise ValueError(f'a list of texts, or one text with "{separator}" between them')
    return [_text(one) for one in given]


def _paths(given: Any) -> list[str]:
    return _several(given, os.pathsep)


def _columns(given: Any) -> dict[str, str]:
    from pipelines.postings.columns import own_columns

    if isinstance(given, Mapping):
        return own_columns(",".join(f"{name}={theirs}" for name, theirs in given.items())) if given else {}
    return own_columns(_text(given))


def _web_address(given: Any) -> str:
    parts = urlsplit(_text(given).strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("an http(s) address")
    return parts.geturl()


def _folder_address(given: Any) -> str:
    if not _text(given).strip():
        return ""
    address = _web_address(given)
    return address if address.endswith("/") else f"{address}/"


def _names(given: Any) -> list[str]:
    return _several(given, ",")


_DECLARED = (
    Setting("data", "data directory or address (s3://...)", str(PROJECT / "data"), is_path=True),
    Setting("boards", "boards file; without boards and postings: the sample market", is_file=True, is_source=True),
    Setting("postings", f"files of postings of your own, by {os.pathsep!r}", [], _paths, is_file=True, is_source=True),
    Setting(
        "postings_columns", "columns of postings by names that are not known: title=headline", {}, _columns,
        is_source=True,
    ),
    Setting(
        "market", "size of the sample market: small, full or a fraction of full; moving-small, ... for its moving form",
        "small", _size, is_source=True,
    ),
    Setting("contact", "mail or web address for the user agent", is_source=True),
    Setting(
        "extensions", "folder of your own skills, roles, metros and profiles", is_path=True, is_source=True
    ),
    Setting("pipeline", "spaCy configuration or model of your own that reads postings", is_path=True, is_source=True),
    Setting("workers", "processes that work; 0: one a core, at most four", 0, _whole(0, 1_000), is_source=True),
    Setting("scheduler", "address of a Dask scheduler whose cluster works instead", is_source=True),
    Setting("currency", "currency that records convert pay to; empty: pay as advertised", "", _currency),
    Setting("oldest_rate_days", "days before the snapshot date that an ECB rate may be", 90, _whole(0, 10_000)),
    Setting("site_address", "where the pages are published: canonical links, previews, sitemap", "", _folder_address),
    Setting("fail_on", "what makes the exit status of run non-zero: held or board", "held", _one_of("held", "board")),
    Setting("keep_payload_nights", "last nights of which payloads (raw tables) are kept; 0: all", 0, _nights),
    Setting("keep_log_days", "days for which Dagster's runs and logs are kept; 0: for ever", 30, _whole(0, 100_000)),
    Setting("owners", "owners of the assets in the UI: mail addresses or team:NAME, by commas", [], _names),
    Setting("alert_webhook", "address that is told by POST, as Slack takes it", "", _web_address, is_secret=True),
    Setting("alert_boards_percent", "tell when more of the boards than this were not read", 10, _whole(0, 100)),
    Setting("alert_postings_percent", "tell when postings are fewer than usual by more than this", 20, _whole(0, 100)),
    Setting("alert_coverage_points", "tell when postings understood fall by more points than this", 10, _whole(0, 100)),
    Setting("alert_late_hours", "tell when a night is not there so long after its time", 4, _whole(1, 23)),
    Setting("schedule_hour", "hour of the nightly run", 3, _whole(0, 23)),
    Setting("schedule_minute", "minute of the nightly run", 15, _whole(0, 59)),
    Setting("schedule_timezone", "time zone of the nightly run", "UTC", _zone),
)  # fmt: skip

SETTINGS: dict[str, Setting] = {setting.name: setting for setting in _DECLARED}
