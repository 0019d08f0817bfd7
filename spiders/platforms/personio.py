"""Personio."""

from collections.abc import Iterable, Iterator

from spiders.platform import Board, Fields, Platform, PostingItem, Request, Response, Result, written
from spiders.values import employment, moment, number, period, text
from spiders.xml import as_data, elements
from storage.posting import ParsedPosting, StatedPay

_NAME, _PART = "jobDescriptions.jobDescription.name", "jobDescriptions.jobDescription.value"


class Personio(Platform):
    """Personio's public XML feed.

    1. GET /xml?language=en on the employer's own host (jobs.personio.de, or jobs.personio.com): the whole board.

    Each <position> is kept as JSON with the feed's own names; its address is made of the id. Pay stands in
    <salaryInformation> (min, max, currencyCode, type such as yearly) where the employer shows it.
    """

    id = "personio"
    base_url = "https://{board}.jobs.personio.de"
    regional_urls = ("https://{board}.jobs.personio.com",)
    ignored = ("recruitingCategory", "keywords", "occupation", "occupationCategory", "yearsOfExperience")
    expected = ("id", "name", "office")

    def start(self, board: Board) -> Iterable[Request]:
        yield Request(f"{self.root(board)}/xml?language=en", conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        for position in elements(response.body, "position"):
            payload = as_data(position)
            external_id = text(payload.get("id"))
            yield PostingItem(external_id, payload, f"{self.root(board)}/job/{external_id}" if external_id else None)

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        parts = [part for part in _listed(fields.take("jobDescriptions.jobDescription")) if isinstance(part, dict)]
        offices = [fields.take("office"), *_listed(fields.take("additionalOffices.office"))]
        schedule, contract = fields.take("schedule"), fields.take("employmentType")
        at = "salaryInformation"
        low, high = number(fields.take(f"{at}.min")), number(fields.take(f"{at}.max"))
        currency, unit = text(fields.take(f"{at}.currencyCode")), fields.take(f"{at}.type")
        external_id = fields.need("id")
        return ParsedPosting(
            external_id=external_id,
            title=fields.need("name"),
            url=f"{self.root(board)}/job/{external_id}",
            company=text(fields.take("subcompany")),
            html="\n".join(
                f"<h3>{written(part.get('name'), _NAME) or ''}</h3>{written(part.get('value'), _PART) or ''}"
                for part in parts
            )
            or None,
            locations=[name for office in offices if (name := text(office))],
            employment_type=employment(schedule if contract in (None, "permanent") else contract),
            department=text(fields.take("department")),
            seniority=text(fields.take("seniority")),
            pay=StatedPay(low, high, currency, period(unit)) if low or high else None,
            posted_at=moment(fields.take("createdAt")),
        )


def _listed(value: object) -> list[dict[str, str]]:
    """A repeated element, which stands as one value where it occurs once."""
    return value if isinstance(value, list) else [] if value in (None, "") else [value]  # type: ignore[list-item]
