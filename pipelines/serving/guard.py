"""Who may talk to the UI: Dagster's web server asks nobody who they are and runs what it is told.

A page of the web that is open in the operator's browser can send requests to a server on loopback. What it can not do
is choose the headers Host (but by a name of its own that leads here: DNS rebinding), Origin and Sec-Fetch-Site, which
the browser sets. So a request must name a host of this server, and come from a page of it or from no page at all; and
what changes something is not taken from an address alone.
"""

import ipaddress
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from graphql import GraphQLError, OperationDefinitionNode, OperationType, parse
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

GRAPHQL = "/graphql"
JSON_TYPES = ("application/json", "application/graphql")  # no page can send these elsewhere without asking first


class Guard:
    """ASGI middleware that answers requests of other hosts and other pages with 403, and frames with a refusal.

    `hosts` are the names under which the server is known; with `any_number` every IP address is one of them, which is
    safe, since only a name can be made to lead here by somebody else.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str], any_number: bool = False) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._any_number = any_number

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refused = self._refusal(scope)
        if refused is None:
            await self._app(scope, receive, _unframed(send))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": refused[1]})
        else:
            await PlainTextResponse(f"rolemeter: {refused[1]}\n", refused[0])(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """The status and the reason with which a request is refused; None when it may pass."""
        headers = Headers(scope=scope)
        named = headers.getlist("host")
        if len(named) != 1 or not self._is_ours(named[0]):
            return 403, "this server is not known under that host name; see rolemeter ui --help, --allow-host"
        if any(_place(origin) != named[0].lower() for origin in headers.getlist("origin")):
            return 403, "requests from pages of other servers are refused"
        if headers.get("sec-fetch-site") in ("cross-site", "same-site") and not _is_navigation(scope, headers):
            return 403, "requests from pages of other servers are refused"
        if scope["type"] == "http" and scope["path"].endswith(GRAPHQL):
            return _graphql_refusal(scope, headers)
        return None

    def _is_ours(self, named: str) -> bool:
        try:
            host = urlsplit(f"//{named}").hostname
        except ValueError:
            return False
        return host is not None and (host in self._hosts or (self._any_number and _is_number(host)))


def _graphql_refusal(scope: Scope, headers: Headers) -> tuple[int, str] | None:
    if scope["method"] == "POST":
        if not headers.get("content-type", "").startswith(JSON_TYPES):
            return 415, f"send GraphQL as {JSON_TYPES[0]}"
        return None
    asked = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True).get("query", [])
    if not all(_only_reads(query) for query in asked):
        return 405, "only queries are answered by GET; send mutations by POST"
    return None


def _only_reads(document: str) -> bool:
    try:
        definitions = parse(document, max_tokens=10_000).definitions
    except (GraphQLError, RecursionError):
        return False
    operations = [one.operation for one in definitions if isinstance(one, OperationDefinitionNode)]
    return all(operation == OperationType.QUERY for operation in operations)


def _is_navigation(scope: Scope, headers: Headers) -> bool:
    """Whether somebody followed a link to the UI."""
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") == "document"
    )


def _place(origin: str) -> str:
    """host[:port] of an Origin header; "" for one that tells none ("null")."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return ""
    return parts.netloc.lower() if parts.scheme in ("http", "https") else ""


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _unframed(send: Send) -> Send:
    """Lets no page of another server show the UI in a frame of its own and have it clicked."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["X-Frame-Options"] = "DENY"
        await send(message)

    return sent
