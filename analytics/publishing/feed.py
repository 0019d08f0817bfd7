"""What changed from night to night as an Atom feed (RFC 4287), and the pages as a sitemap (sitemaps.org)."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from analytics.publishing.links import comparison_path, role_path
from analytics.values.formatting import count, counted, date_words, money

LISTED = 12  # roles that an entry names, those that changed most
VERDICTS = 20  # verdicts that an entry names
TOPICS = {"pay": "pay", "openings": "open positions", "remote": "remote work", "seniority": "less experience"}


@dataclass(frozen=True, slots=True)
class RoleNight:
    """A role on one night: its name, openings and the middle of its pay (None where no pay is published)."""

    name: str
    openings: int
    middle: float | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class Night:
    """One night: its date, boards read, roles by id, and by pair and topic the role that a verdict favours."""

    date: str
    boards: int
    roles: Mapping[str, RoleNight]
    verdicts: Mapping[tuple[str, str, str], str | None]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changed, and the page that tells more."""

    words: str
    path: str


def changes(before: Night, after: Night) -> list[Line]:
    """What a reader of `before` would find changed: verdicts first, then roles by how much their openings changed."""
    return [*_verdicts(before, after), *_roles(before, after)]


def _verdicts(before: Night, after: Night) -> list[Line]:
    found = []
    for key, favoured in after.verdicts.items():
        a, b, topic = key
        if key not in before.verdicts or before.verdicts[key] == favoured:
            continue
        names = {role: after.roles[role].name if role in after.roles else role for role in (a, b)}
        said = f"now {names[favoured]}" if favoured else "no longer one of the two"
        found.append(Line(f"{names[a]} vs {names[b]}, {TOPICS[topic]}: {said}.", comparison_path(a, b)))
    return found[:VERDICTS]


def _roles(before: Night, after: Night) -> list[Line]:
    found = []
    for role, now in after.roles.items():
        then = before.roles.get(role)
        if then is None:
            found.append((now.openings, role, f"{now.name}: new, {counted(now.openings, 'opening')}."))
            continue
        told = []
        if now.openings != then.openings:
            told.append(f"{counted(now.openings, 'opening')}, {count(then.openings)} before")
        if now.currency == then.currency and now.middle is not None and then.middle is not None:
            pay = [money(one.middle, one.currency) for one in (now, then)]
            told += [f"typical pay {pay[0]}, {pay[1]} before"] if pay[0] != pay[1] else []
        if told:
            found.append((abs(now.openings - then.openings), role, f"{now.name}: {'; '.join(told)}."))
    gone = [(one.openings, role, f"{one.name}: no opening left.") for role, one in before.roles.items()]
    found += [one for one in gone if one[1] not in after.roles]
    found.sort(key=lambda one: (-one[0], one[1]))
    return [Line(words, role_path(role) if role in after.roles else "index.html") for _, role, words in found[:LISTED]]


def feed(nights: Sequence[Night], address: str = "", invented: bool = False) -> str:
    """The feed: an entry a night that has one before it, the newest first. `address` is where the site is published;
    without it links are relative to the feed, as RFC 4287 allows."""
    title = "Sample market (invented): what changed" if invented else "AI roles: what changed"
    newest = nights[-1].date if nights else "1970-01-01"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom"{f" xml:base={quoteattr(address)}" if address else ""}>',
        f"<title>{title}</title>",
        f"<id>{escape(address) or 'urn:rolemeter:changes'}</id>",
        f"<updated>{newest}T00:00:00Z</updated>",
        "<author><name>rolemeter</name></author>",
        f'<link rel="self" href={quoteattr(f"{address}feed.xml")}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(f"{address}index.html")}/>',
    ]
    for before, after in reversed(list(itertools.pairwise(nights))):
        lines += _entry(before, after, address)
    return "\n".join([*lines, "</feed>", ""])


def _entry(before: Night, after: Night, address: str) -> list[str]:
    said = changes(before, after)
    boards = f"{counted(after.boards, 'board')} read, {count(before.boards)} the night before."
    items = "".join(f"<li><a href={quoteattr(address + one.path)}>{escape(one.words)}</a></li>" for one in said)
    body = f"<p>{boards}</p>" + (f"<ul>{items}</ul>" if said else "<p>No figure of a role changed.</p>")
    return [
        "<entry>",
        f"<title>{date_words(after.date)}: {counted(len(said), 'change') if said else 'nothing changed'}</title>",
        f"<id>{escape(address) or 'urn:rolemeter:changes:'}{after.date}</id>",
        f"<updated>{after.date}T00:00:00Z</updated>",
        f'<link rel="alternate" type="text/html" href={quoteattr(f"{address}index.html")}/>',
        f'<content type="html">{escape(body)}</content>',
        "</entry>",
    ]


def sitemap(paths: Iterable[str], address: str, date: str) -> str:
    """Every page of the site at its whole address."""
    lines = [f"<url><loc>{escape(address + path)}</loc><lastmod>{date}</lastmod></url>" for path in sorted(paths)]
    head = '<?xml version="1.0" encoding="utf-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([*head, *lines, "</urlset>", ""])


def favoured(record: Mapping[str, Any]) -> dict[tuple[str, str, str], str | None]:
    """The role that each verdict of a record favours, by pair and topic."""
    pair = record["a"]["role"], record["b"]["role"]
    return {(*pair, one["topic"]): one["favours"] for one in record["verdicts"]}
