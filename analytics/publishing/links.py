"""Where pages lie in the site and which addresses a page may link to."""

import re
from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Any
from urllib.parse import quote

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def _segment(role_id: str) -> str:
    # Ids are [a-z0-9-]; whatever else a data file brings must not leave its folder (quote keeps dots).
    return quote(role_id, safe="").replace(".", "%2E")


def role_path(role_id: str) -> str:
    """Path of a role's page below the site's root."""
    return f"roles/{_segment(role_id)}.html"


def comparison_path(role_a: str, role_b: str) -> str:
    """Path of a comparison's page below the site's root."""
    return f"compare/{_segment(role_a)}--{_segment(role_b)}.html"


def safe_href(address: Any) -> str | None:
    """`address` if a page may link to it: relative, http or https; None for every other scheme and for other hosts'
    addresses without a scheme (//host), also when white space or control characters hide them."""
    if not isinstance(address, str):
        return None
    bare = "".join(char for char in address if char > " " and char != "\x7f")
    if not bare or not address.isprintable() or bare.startswith(("//", "\\", "/\\")):
        return None
    scheme = _SCHEME.match(bare)
    if scheme and scheme.group().lower() not in ("http:", "https:"):
        return None
    return address.strip().replace(" ", "%20")


def pair_of(value: Any) -> tuple[str, str, str, str] | None:
    """(id a, id b, name a, name b) of a pair, None where it is none.

    A pair is {"role_a", "role_b", "name_a", "name_b"}, a record with "a" and "b", two ids, or two ids and two names.
    """
    if isinstance(value, (tuple, list)) and len(value) in (2, 4):
        a, b, name_a, name_b = (str(one) for one in (*value, *value)[:4])
        return a, b, name_a, name_b
    if not isinstance(value, Mapping):
        return None
    if isinstance(value.get("a"), Mapping) and isinstance(value.get("b"), Mapping):
        a, b = value["a"], value["b"]
        if not a.get("role") or not b.get("role"):
            return None
        name_a, name_b = (str(side.get("name") or side.get("role")) for side in (a, b))
        return str(a.get("role")), str(b.get("role")), name_a, name_b
    if value.get("role_a") and value.get("role_b"):
        a, b = str(value["role_a"]), str(value["role_b"])
        return a, b, str(value.get("name_a") or a), str(value.get("name_b") or b)
    return None


def related_pairs(
    role_a: str, role_b: str, pairs: Iterable[Any], openings: Mapping[str, int], limit: int = 8
) -> list[tuple[str, str, str, str]]:
    """Other pairs that share a role with (role_a, role_b), as `pair_of` gives them.

    Those with the role of most open positions come first, from both roles in turn; `openings` is role id -> count.
    """
    by_role: dict[str, list[tuple[str, str, str, str]]] = {role_a: [], role_b: []}
    for one in pairs:
        pair = pair_of(one)
        if pair is None or {pair[0], pair[1]} == {role_a, role_b}:
            continue
        for role in by_role:
            if role in pair[:2]:
                by_role[role].append(pair)

    def peer_openings(role: str, pair: tuple[str, str, str, str]) -> int:
        return openings.get(pair[1] if pair[0] == role else pair[0], 0)

    ranked = [sorted(found, key=lambda pair: -peer_openings(role, pair)) for role, found in by_role.items()]
    return [pair for both in zip_longest(*ranked) for pair in both if pair is not None][:limit]
