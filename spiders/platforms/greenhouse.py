"""Greenhouse."""

import html
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from spiders.platform import Advertised, Answer, Ask, Board, Fields, Found, Platform
from spiders.values import moment, number, period, text
from storage.posting import ParsedPosting, StatedPay


class Greenhouse(Platform):
    """Greenhouse's public job board API.

    1. GET /v1/boards/<board>/jobs?content=true&pay_transparency=true: the whole board with descriptions, no pages.

    The content is HTML whose entities are escaped once more. Pay ranges are integer cents and tell their period, where
    they do, in their title. Boards of the European region are on job-boards.eu.greenhouse.io, read from the same API.
    """

    id = "greenhouse"
    base_url = "https://boards-api.greenhouse.io"
    regional_urls = ("https://boards-api.eu.greenhouse.io",)
    ignored = (
        "internal_job_id",
        "data_compliance",
        "metadata",
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

    def start(self, board: Board) -> Iterable[Ask]:
        token = quote(board.board, safe="")
        yield Ask(f"{self.root(board)}/v1/boards/{token}/jobs?content=true&pay_transparency=true", conditional=True)

    def read(self, board: Board, answer: Answer) -> Iterator[Found | Ask | Advertised]:
        payload = answer.json()
        jobs = self.entries(payload, "jobs")
        total = (payload.get("meta") or {}).get("total")
        yield Advertised(total if isinstance(total, int) else len(jobs))
        for job in jobs:
            yield Found(text(job.get("id")), job, text(job.get("absolute_url")))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        departments, content = fields.take("departments") or [], fields.take("content")
        requisition = text(fields.take("requisition_id"))
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("title"),
            url=text(fields.take("absolute_url")),
            company=text(fields.take("company_name")),
            html=html.unescape(content) if isinstance(content, str) else None,
            locations=[place] if (place := text(fields.take("location.name"))) else [],
            department=text(departments[0].get("name")) if departments else None,
            requisition_id=requisition,
            language=text(fields.take("language")),
            pay=_pay(fields.take("pay_input_ranges") or []),
            posted_at=moment(fields.take("first_published")),
        )


def _pay(ranges: list[dict[str, Any]]) -> StatedPay | None:
    """Lowest minimum and highest maximum of the ranges in the first one's currency."""
    currencies = [text(one.get("currency_type")) for one in ranges]
    mine = [one for one, currency in zip(ranges, currencies, strict=True) if currency == currencies[0]]
    lows = [cents / 100 for one in mine if (cents := number(one.get("min_cents")))]
    highs = [cents / 100 for one in mine if (cents := number(one.get("max_cents")))]
    if not lows and not highs:
        return None
    told = next((found for one in mine if (found := period(one.get("title")))), None)
    return StatedPay(min(lows, default=None), max(highs, default=None), currencies[0], told)
