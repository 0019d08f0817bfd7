"""Which addresses may be asked: only http(s), and nothing inside the own network unless the boards file names it."""

import ipaddress
import socket
from collections.abc import Collection
from urllib.parse import urlsplit

from w3lib.url import safe_url_string

# Networks whose addresses end in an IPv4 address: compatible (RFC 4291, 2.5.5.1) and NAT64 (RFC 6052).
_CARRIERS = (ipaddress.IPv6Network("::/96"), ipaddress.IPv6Network("64:ff9b::/96"))


def named_hosts(addresses: Collection[str]) -> frozenset[str]:
    """host:port of each address; these may be asked wherever they lead, since the user wrote them."""
    return frozenset(place for address in addresses if (place := _place(address)))


def _place(address: str) -> str | None:
    try:
        parts = urlsplit(as_sent(address))
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return None
    return f"{parts.hostname}:{port}" if parts.hostname else None


def as_sent(address: str) -> str:
    """The address as Scrapy sends it: a host in IDNA, where "127。0。0。①" has become 127.0.0.1. Raises ValueError."""
    return safe_url_string(address)


def is_named(address: str, named: frozenset[str]) -> bool:
    """Whether the boards file itself names the host and port of an address."""
    return _place(address) in named


def is_inside(address: str) -> bool:
    """Whether an IP address is a loopback, private, link-local, multicast or reserved one, or leads to one.

    IPv6 addresses that carry an IPv4 address (mapped, compatible, 6to4, Teredo, NAT64) are judged by it as well.
    """
    found = ipaddress.ip_address(address.split("%")[0])
    if isinstance(found, ipaddress.IPv4Address):
        return not found.is_global or found.is_multicast
    if found.ipv4_mapped:
        return is_inside(str(found.ipv4_mapped))
    carried = [found.sixtofour, *(found.teredo or ())]
    carried += [ipaddress.IPv4Address(int(found) & 0xFFFFFFFF) for network in _CARRIERS if found in network]
    return not found.is_global or found.is_multicast or any(is_inside(str(one)) for one in carried if one)


def refusal(address: str, named: frozenset[str]) -> str | None:
    """Why an address may not be asked; None when it may, or when only its name's resolution will tell.

    Numbers are judged here, so that the reason is told at once and that a proxy is not asked for them either; what is
    connected to is judged where it is resolved (spiders/resolver.py).
    """
    try:
        parts = urlsplit(as_sent(address))
        host, _ = parts.hostname, parts.port
    except ValueError:
        return f"a malformed address {address[:100]!r}"
    if parts.scheme not in ("http", "https"):
        return f"an address of the scheme {parts.scheme[:20] or 'none'}, only http and https are asked"
    if not host:
        return f"an address without a host {address[:100]!r}"
    if is_named(address, named):
        return None
    number = _number(host)
    return inside_reason(host, number) if number and is_inside(number) else None


def _number(host: str) -> str | None:
    """The IP address that a host is, also in the old ways of writing it (127.1, 0x7f000001); None of a name."""
    bare = host.rstrip(".")
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(bare))
    except (OSError, ValueError):
        return None


def inside_reason(host: str, number: str) -> str:
    """Why a host that leads to such a number is not asked."""
    return f"{host} is {f'{number}, ' if number != host else ''}an address inside the own network"


def hosts_of(named: frozenset[str]) -> frozenset[str]:
    """The hosts of host:port pairs."""
    return frozenset(place.rpartition(":")[0] for place in named)
