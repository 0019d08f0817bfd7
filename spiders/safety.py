"""Which addresses may be asked: only http(s), and nothing inside the own network unless the boards file names it."""

import functools
import ipaddress
import socket
from collections.abc import Collection
from urllib.parse import urlsplit


def named_hosts(addresses: Collection[str]) -> frozenset[str]:
    """host:port of each address; these may be asked wherever they lead, since the user wrote them."""
    return frozenset(place for address in addresses if (place := _place(address)))


def _place(address: str) -> str | None:
    try:
        parts = urlsplit(address)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return None
    return f"{parts.hostname}:{port}" if parts.hostname else None


def refusal(address: str, named: frozenset[str]) -> str | None:
    """Why an address may not be asked; None when it may.

    A host that resolves to a loopback, private, link-local, multicast or reserved address is refused unless it is
    named with its port. Names that do not resolve are left to the request, which then says so.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return "a malformed address"
    if parts.scheme not in ("http", "https"):
        return f"an address of the scheme {parts.scheme or 'none'}, only http and https are asked"
    if not host:
        return "an address without a host"
    if _place(address) in named:
        return None
    inside = next((found for found in _resolved(host) if not ipaddress.ip_address(found).is_global), None)
    return f"{host} is {inside}, an address inside the own network" if inside else None


@functools.lru_cache(maxsize=4096)
def _resolved(host: str) -> tuple[str, ...]:
    try:
        return (str(ipaddress.ip_address(host)),)
    except ValueError:
        pass  # a name, not a number
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(entry[4][0]).split("%")[0] for entry in found))
