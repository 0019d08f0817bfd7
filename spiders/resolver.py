"""Name resolution that leads into the own network only to hosts and ports that the boards file names."""

from collections.abc import Sequence
from typing import Any
from urllib.request import getproxies

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer

from spiders.safety import is_inside, named_hosts

# Names that were refused, with where they lead. Twisted passes no reason on, and a process has one resolver.
REFUSED: dict[str, str] = {}
OWN_PLACES: set[str] = set()  # host:port that a boards file names, which may lead wherever they do


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, whose answers are judged with the port that will be connected to.

    Every connection asks here, for addresses too, so that nothing is judged but what is connected to: however an
    address was written, and whatever a name leads to by then.
    """

    def install_on_reactor(self) -> None:
        super().install_on_reactor()
        guard: Any = PortGuard(self.reactor.nameResolver, named_hosts(getproxies().values()))
        self.reactor.installNameResolver(guard)


@implementer(IHostnameResolver)
class PortGuard:
    """Passes on what another resolver finds; inside addresses only where OWN_PLACES or `proxies` name host and port."""

    def __init__(self, behind: Any, proxies: frozenset[str] = frozenset()) -> None:
        self._behind, self._proxies = behind, proxies

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> IHostResolution:
        place = f"{hostName}:{portNumber}"
        if place not in OWN_PLACES and place not in self._proxies:
            resolutionReceiver = _Outside(resolutionReceiver, hostName)
        found: IHostResolution = self._behind.resolveHostName(
            resolutionReceiver, hostName, portNumber, addressTypes, transportSemantics
        )
        return found


@implementer(IResolutionReceiver)
class _Outside:
    """Keeps inside addresses from a receiver; with no other it finds that the name leads nowhere."""

    def __init__(self, receiver: Any, host: str) -> None:
        self._receiver, self._host = receiver, host

    def resolutionBegan(self, resolutionInProgress: IHostResolution) -> None:
        self._receiver.resolutionBegan(resolutionInProgress)

    def addressResolved(self, address: Any) -> None:
        if is_inside(address.host):
            REFUSED[self._host] = address.host
        else:
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:
        self._receiver.resolutionComplete()
