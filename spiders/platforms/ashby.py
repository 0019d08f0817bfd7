"""Ashby."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from spiders.platform import Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import as_markup, employment, joined, moment, named_workplace, number, period, pooled, text
from storage.posting import ParsedPosting, StatedPay


class Ashby(Platform):
    """Ashby's public posting API.

    1. GET /posting-api/job-board/<board>?includeCompensation=true: the whole board with descriptions, no pages.

    `isRemote` is set on hybrid postings too, so only `workplaceType` is believed. Of the compensation tiers the
    components of the type Salary are base pay, where no tier tells any those of the summary; bonus, commission and
    equity are not. Pay that an employer chose not to show (`shouldDisplayCompensationOnJobPostings` is false) is not
    read. Unlisted jobs are left out.
    """

    id = "ashby"
    base_url = "https://api.ashbyhq.com"
    ignored = (
        "applyUrl",
        "isListed",
        "isRemote",
        "compensation",
        "secondaryLocations",
    )
    expected = ("id", "title", "jobUrl")

    def start(self, board: Board) -> Iterable[Request]:
        token = quote(board.board, safe="")
        yield Request(f"{self.root(board)}/posting-api/job-board/{token}?includeCompensation=true", conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        for job in response.entries("jobs"):
            if job.get("isListed") is not False:
                yield PostingItem(text(job.get("id")), job, text(job.get("jobUrl")))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        address = "address.postalAddress"
        city, region = text(fields.take(f"{address}.addressLocality")), text(fields.take(f"{address}.addressRegion"))
        stated = joined(city, region, fields.take(f"{address}.addressCountry"))
        first = text(fields.take("location"))
        others = [_place(place) for place in fields.objects("secondaryLocations")]
        plain = fields.take("descriptionPlain")
        is_shown = fields.take("shouldDisplayCompensationOnJobPostings") is not False
        team, department = text(fields.take("team")), text(fields.take("department"))
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("title"),
            url=text(fields.take("jobUrl")),
            html=fields.markup("descriptionHtml") or as_markup(plain),
            locations=[name for name in (_with(first, stated), *others) if name],
            workplace=named_workplace(fields.take("workplaceType")),
            employment_type=employment(fields.take("employmentType")),
            department=department or team,
            pay=_pay(fields) if is_shown else None,
            posted_at=moment(fields.take("publishedAt")),
        )


def _with(name: str | None, address: str | None) -> str | None:
    """A location by its address, which is exact; its name where it says remote, or where there is no address."""
    return name if not address or "remote" in (name or "").lower() else address


def _place(place: dict[str, Any]) -> str | None:
    stated = Fields(place)
    parts = (stated.take(f"address.postalAddress.address{name}") for name in ("Locality", "Region", "Country"))
    return _with(text(place.get("location")), joined(*parts))


def _pay(fields: Fields) -> StatedPay | None:
    """Base pay of the tiers, or of the summary where no tier tells any."""
    tiers = [part for tier in fields.objects("compensation.compensationTiers") for part in _components(tier)]
    return _salary(tiers) or _salary(fields.objects("compensation.summaryComponents"))


def _components(tier: dict[str, Any]) -> list[dict[str, Any]]:
    return Fields(tier).objects("components")


def _salary(components: list[dict[str, Any]]) -> StatedPay | None:
    salaries = [
        StatedPay(
            number(part.get("minValue")), number(part.get("maxValue")), text(part.get("currencyCode")),
            period(part.get("interval")),
        )
        for part in components
        if part.get("compensationType") == "Salary"
    ]  # fmt: skip
    return pooled(salaries)
