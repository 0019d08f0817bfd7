"""Greenhouse."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from spiders.markup import unescaped
from spiders.platform import Advertised, Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, moment, named_workplace, number, period, text
from storage.posting import ParsedPosting, StatedPay

# What employers call their own fields.
_WORKPLACE = re.compile(r"work ?place|work(?:ing)? (?:type|model|arrangement|mode)|location type|remote", re.IGNORECASE)
_EMPLOYMENT = re.compile(r"(?:employment|time|contract|job|worker|position) type|commitment", re.IGNORECASE)
_BASE_PAY = re.compile(r"\b(?:pay|salary|wage|compensation)\b", re.IGNORECASE)
_OTHER_PAY = re.compile(
    r"equity|bonus|commission|\bote\b|on[- ]target|incentive|stock|stipend|budget|total", re.IGNORECASE
)


class Greenhouse(Platform):
    """Greenhouse's public job board API.

    1. GET /v1/boards/<board>/jobs?content=true&pay_transparency=true: the whole board with descriptions, no pages.

    The content is HTML whose entities are escaped once more. Pay ranges are integer cents and tell their period, where
    they do, in their title. `metadata` are fields of the employer's own making: workplace, employment type and base pay
    are read from those that are named so. Boards of the European region are read from the same API.
    """

    id = "greenhouse"
    base_url = "https://boards-api.greenhouse.io"
    regional_urls = ("https://boards-api.eu.greenhouse.io",)
    ignored = (
        "internal_job_id",
        "data_compliance",
        "updated_at",
        "application_deadline",
        "education",
        "offices",
        "departments",
        "ai_disclaimer",
        "include_ai_disclaimer",
        "ai_opt_out_request_url",
    )
    expected = ("id", "title", "absolute_url", "location")

    def start(self, board: Board) -> Iterable[Request]:
        token = quote(board.board, safe="")
        yield Request(f"{self.root(board)}/v1/boards/{token}/jobs?content=true&pay_transparency=true", conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        rest: dict[str, Any] = {}
        count = 0
        for job in response.entries("jobs", rest):
            count += 1
            yield PostingItem(text(job.get("id")), job, text(job.get("absolute_url")))
        total = (rest.get("meta") or {}).get("total")
        yield Advertised(total if isinstance(total, int) else count)

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        departments, content = fields.objects("departments"), fields.markup("content")
        own = _own_fields(fields.take("metadata"))
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("title"),
            url=text(fields.take("absolute_url")),
            company=text(fields.take("company_name")),
            html=unescaped(content) if content else None,
            locations=[place] if (place := text(fields.take("location.name"))) else [],
            department=next((name for one in departments if (name := text(one.get("name")))), None),
            workplace=next(
                (place for name, value in own if _WORKPLACE.search(name) and (place := named_workplace(value))), None
            ),
            employment_type=next(
                (kind for name, value in own if _EMPLOYMENT.search(name) and (kind := employment(value))), None
            ),
            requisition_id=text(fields.take("requisition_id")),
            language=text(fields.take("language")),
            pay=_pay(fields.objects("pay_input_ranges")) or _own_pay(own),
            posted_at=moment(fields.take("first_published")),
        )


def _own_fields(metadata: Any) -> list[tuple[str, Any]]:
    """Name and value of the employer's own fields that have both."""
    entries = [entry for entry in metadata if isinstance(entry, dict)] if isinstance(metadata, list) else []
    return [(name, value) for entry in entries if (name := text(entry.get("name"))) and (value := entry.get("value"))]


def _own_pay(own: list[tuple[str, Any]]) -> StatedPay | None:
    """Base pay from the employer's own fields of the type currency_range: strings in major units."""
    ranges = [
        {"name": name, **value}
        for name, value in own
        if isinstance(value, dict) and _BASE_PAY.search(name) and not _OTHER_PAY.search(name)
    ]
    mine = [one for one in ranges if one.get("unit") and one["unit"] == ranges[0].get("unit")]
    lows = [low for one in mine if (low := number(one.get("min_value")))]
    highs = [high for one in mine if (high := number(one.get("max_value")))]
    if not lows and not highs:
        return None
    stated = next((found for one in mine if (found := period(one["name"]))), None)
    return StatedPay(min(lows, default=None), max(highs, default=None), text(mine[0]["unit"]), stated, sized=True)


def _pay(ranges: list[dict[str, Any]]) -> StatedPay | None:
    """Lowest minimum and highest maximum of the ranges in the first one's currency."""
    currencies = [text(one.get("currency_type")) for one in ranges]
    mine = [one for one, currency in zip(ranges, currencies, strict=True) if currency == currencies[0]]
    lows = [cents / 100 for one in mine if (cents := number(one.get("min_cents")))]
    highs = [cents / 100 for one in mine if (cents := number(one.get("max_cents")))]
    if not lows and not highs:
        return None
    stated = next((found for one in mine if (found := period(one.get("title")))), None)
    return StatedPay(min(lows, default=None), max(highs, default=None), currencies[0], stated, sized=True)
