"""Where pages lie in the site and which addresses a page may link to."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

ROLE_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
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

    A pair is {"role_a", "role_b", "name_a", "name_b"}, a record with "a" and "b", or two ids.
    """
    if isinstance(value, (tuple, list)) and len(value) == 2:
        a, b = str(value[0]), str(value[1])
        return a, b, a, b
    if not isinstance(value, Mapping):
        return None
    if isinstance(value.get("a"), Mapping) and isinstance(value.get("b"), Mapping):
        a, b = value["a"], value["b"]
        name_a, name_b = (str(side.get("name") or side.get("role")) for side in (a, b))
        return str(a.get("role")), str(b.get("role")), name_a, name_b
    if value.get("role_a") and value.get("role_b"):
        a, b = str(value["role_a"]), str(value["role_b"])
        return a, b, str(value.get("name_a") or a), str(value.get("name_b") or b)
    return None
