"""Delivers a message to a webhook in the form that Slack, Mattermost, Rocket.Chat and Discord's /slack take."""

import http.client
import json
import ssl
from urllib.parse import urlsplit

TIMEOUT = 10.0  # seconds


class WebhookError(Exception):
    """A message that was not taken; says why, but not the address, which is a secret."""


def deliver(address: str, text: str) -> None:
    """Posts {"text": ...}; raises WebhookError unless the receiver takes it (2xx). Redirects are not followed."""
    place = urlsplit(address)
    try:
        kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
        receiver = kind(str(place.hostname), place.port, timeout=TIMEOUT)
        try:
            body = json.dumps({"text": escaped(text)}).encode()
            target = f"{place.path or '/'}{f'?{place.query}' if place.query else ''}"
            receiver.request("POST", target, body, {"Content-Type": "application/json"})
            status = receiver.getresponse().status
        finally:
            receiver.close()
    except (OSError, ssl.SSLError, http.client.HTTPException, ValueError) as error:
        raise WebhookError(f"{place.hostname} was not reached ({type(error).__name__})") from error
    if not 200 <= status < 300:
        raise WebhookError(f"{place.hostname} answers HTTP {status}")


def escaped(text: str) -> str:
    """The text without the three characters that Slack's markup gives a meaning to: names in it come from the web.

    See api.slack.com/reference/surfaces/formatting, "Escaping text".
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
