"""Postings of the user's own, from a file."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from spiders.platform import Board, BoardError, Fields, Platform, Request, Response, Result
from spiders.schema_org import IGNORED, address_of, is_job_posting, name_of, pay_in_words, posting_of, stated_pay
from spiders.values import (
    employment,
    flag,
    joined,
    moment,
    named_workplace,
    number,
    period,
    text,
    with_pay,
)
from storage.posting import ParsedPosting, StatedPay

_NO_CURRENCY = frozenset({"nan", "none", "null", "n/a", "na", "unknown"})
# Markdown's escapes, which exports of scrapers are full of ("5\+ years", "C\+\+"); some double the backslash.
_ESCAPED = re.compile(r"\\{1,2}([-+*_&.#()\[\]!~`>|])")
_TAG = re.compile(r"</|<br|<p>|<li>", re.IGNORECASE)


class PostingsFile(Platform):
    """Postings of a file, imported with `rolemeter run --postings FILE`; nothing is asked for.

    1. Each is an object with id, title, company, location, description and, where known, url, posted_at, workplace,
       remote, employment_type, department, city, region, country, language and salary: {min, max, currency, period},
       a number, or text, which is read with the description. Or it is a JobPosting of schema.org.

    Other names of columns are made these before (pipelines/postings). Other fields are left alone.
    """

    id = "file"
    base_url = ""
    expected = ("id", "title", "description")

    def start(self, board: Board) -> Iterable[Request]:
        raise BoardError("a file of postings is imported with --postings FILE; it is no board")

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        return iter(())

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        if is_job_posting(fields):
            for name in IGNORED:
                fields.take(name)
            return posting_of(fields, fields.need("id"), text(fields.take("url")))
        places: Any = fields.take("location")
        city, region, country = (name_of(fields.take(name)) for name in ("city", "region", "country"))
        found = [place for one in (places if isinstance(places, list) else [places]) if (place := place_of(one))]
        pay, told = _pay(fields.take("salary"))
        description = fields.markup("description")
        written = _ESCAPED.sub(r"\1", description) if description and not _TAG.search(description) else description
        is_html = written is not None and _TAG.search(written) is not None
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("title"),
            url=text(fields.take("url")),
            company=named(fields.take("company")),
            html=with_pay(written, told) if is_html else None,
            text=None if is_html else "\n".join(filter(None, [written, told and f"Salary: {told}"])) or None,
            locations=found or list(filter(None, [joined(city, region, country)])),
            country=country if country and len(country) == 2 else None,
            workplace=_workplace(fields.take("workplace"), fields.take("remote"), has_place=bool(found)),
            employment_type=employment(fields.take("employment_type")),
            department=name_of(fields.take("department")),
            language=_language(text(fields.take("language"))),
            pay=pay,
            posted_at=moment(fields.take("posted_at")),
        )


def place_of(value: Any) -> str | None:
    """A place as text; an object is an address of schema.org, or has its parts or a name of its own."""
    if not isinstance(value, dict):
        return text(value)
    parts = joined(*(value.get(name) for name in ("city", "region", "state", "country")))
    return parts or address_of(value) or text(value.get("display_name"))


def _workplace(named: Any, remote: Any, *, has_place: bool) -> str | None:
    """The workplace from its word or, where there is none, from the flag; a flag that is not set tells nothing.

    TELECOMMUTE also stands for hybrid work, so it counts where no place is given (as in spiders/schema_org.py).
    """
    if isinstance(named, str) and "telecommut" in named.lower() and has_place:
        return None
    return named_workplace(named) or ("remote" if flag(remote) else None)


def _language(named: str | None) -> str | None:
    return named[:2].lower() if named and re.fullmatch(r"[A-Za-z]{2}(?:[-_]\w+)?", named) else None


def named(value: Any) -> str | None:
    """A name as text; of an object its `name` or `display_name`."""
    return name_of(value) or (text(value.get("display_name")) if isinstance(value, dict) else None)


def _pay(salary: Any) -> tuple[StatedPay | None, str | None]:
    """Pay as numbers in a currency, or else as the text that it is."""
    if isinstance(salary, dict) and "value" in salary:
        return stated_pay(salary, None), pay_in_words(salary, None)
    stated = salary if isinstance(salary, dict) else {"text": salary}
    low, high = text(stated.get("min")), text(stated.get("max"))
    if not low and not high:
        low = high = text(stated.get("text"))
    currency, unit = text(stated.get("currency")), text(stated.get("period"))
    if currency and currency.lower() in _NO_CURRENCY:
        currency = None
    is_code = currency is None or re.fullmatch(r"[A-Za-z]{3}", currency) is not None
    if is_code and all(one is None or number(one) is not None for one in (low, high)):
        paid = StatedPay(number(low), number(high), currency, period(unit), sized=unit is None)
        return (paid if paid.min or paid.max else None), None
    mark, code = ("", f" {currency}" if currency else "") if is_code else (currency, "")
    amounts = dict.fromkeys(f"{mark}{one}" for one in (low, high) if one)
    return None, " - ".join(amounts) + code + (f" per {unit}" if unit else "")
