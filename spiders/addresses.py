"""The board that a career page's address names: which platform serves it, and under which token. Pure functions."""

import functools
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

# How the hosts of career pages end that belong to a platform's regional_urls, in their order.
REGIONS = {
    "greenhouse": (".eu.greenhouse.io",),
    "lever": (".eu.lever.co",),
    "personio": (".com",),
    "zohorecruit": (".in", ".eu", ".com.au"),
}
_NO_TOKENS = frozenset({"api", "embed", "jobs", "careers", "search", "companies"})


class NamedBoard(NamedTuple):
    """A platform and the token of a board on it; `region` says on which of the platform's `regional_urls`, if any."""

    platform: str
    board: str
    region: int | None


@functools.cache
def _patterns() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    with Path(__file__).with_name("addresses.toml").open("rb") as file:
        return {
            platform: tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
            for platform, patterns in tomllib.load(file).items()
        }


def named_board(address: str) -> NamedBoard | None:
    """The board that an address names, of the platform whose host it has; None where no platform is known by it."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        where = f"{parts.hostname or ''}{parts.path}" + (f"?{parts.query}" if parts.query else "")
    except ValueError:
        return None
    for platform, patterns in _patterns().items():
        for pattern in patterns:
            if (found := pattern.match(where)) and (board := _token(found)):
                return NamedBoard(platform, board, _region(platform, parts.hostname or ""))
    return None


def _token(found: re.Match[str]) -> str | None:
    groups = found.groupdict()
    token = unquote(groups["token"]).strip().split("?")[0]
    if not token or token.casefold() in _NO_TOKENS or re.fullmatch(r"[a-z]{2}-[a-z]{2}", token):
        return None
    if "site" not in groups:
        return token
    site = unquote(groups["site"]).split("?")[0]
    return f"{token}.{groups['centre']}/{site}" if "centre" in groups else f"{token}/{site}"


def _region(platform: str, host: str) -> int | None:
    endings = REGIONS.get(platform, ())
    return next((number for number, ending in enumerate(endings) if host.endswith(ending)), None)
