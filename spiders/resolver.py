"""Name resolution that leads into the own network only where the boards file names the host."""

from collections.abc import Sequence
from typing import Any
from urllib.request import getproxies

from scrapy.crawler import Crawler
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from spiders.safety import hosts_of, inside_reason, is_inside, named_hosts

# Names that were refused, with where they lead. Twisted passes no reason on, and a process has one resolver.
REFUSED: dict[str, str] = {}
OWN_HOSTS: set[str] = set()  # hosts that a boards file names, which may lead wherever they do


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, which gives no inside address but for OWN_HOSTS and for proxies.

    The address that is judged is the one that is connected to, so that a name cannot change its mind in between.
    """

    _proxies: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> "GuardedResolver":
        made = super().from_crawler(crawler, reactor)
        made._proxies = hosts_of(named_hosts(getproxies().values()))
        return made

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> "Deferred[str]":
        return super().getHostByName(name, timeout).addCallback(self._judged, name)

    def _judged(self, address: str, name: str) -> str:
        if name not in OWN_HOSTS and name not in self._proxies and is_inside(address):
            REFUSED[name] = address
            raise DNSLookupError(inside_reason(name, address))
        return address
