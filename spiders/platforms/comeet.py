"""Comeet."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from spiders.platform import Board, BoardError, Fields, Platform, PostingItem, Request, Response, Result, written
from spiders.values import employment, joined, named_workplace, text
from storage.posting import ParsedPosting


class Comeet(Platform):
    """Comeet's careers API. A board is <company uid>/<token>, both public in the employer's career page.

    1. GET /careers-api/2.0/company/<uid>/positions?token=<token>&details=true: the whole board with descriptions.

    It tells when a position was changed, not when it was published. Positions that are internal are left out.
    """

    id = "comeet"
    base_url = "https://www.comeet.co"
    ignored = (
        "email",
        "email_alias",
        "url_comeet_hosted_page",
        "url_recruit_hosted_page",
        "url_detected_page",
        "internal_use_custom_id",
        "location.name",
        "location.postal_code",
        "location.street_name",
        "location.street_number",
        "location.arrival_instructions",
        "location.timezone",
        "location.location_uid",
        "company_name",
        "picture_url",
        "categories",
        "is_consent_needed",
        "referrals_reward",
        "is_reward",
        "is_company_reward",
        "company_referrals_reward",
        "linkedin_job_posting_id",
        "position_url",
        "is_internal",
        "time_updated",
        "is_sms_consent_needed",
    )
    expected = ("uid", "name")

    def start(self, board: Board) -> Iterable[Request]:
        uid, _, token = board.board.partition("/")
        if not token:
            raise BoardError(f"a comeet board is written <company uid>/<token>, not {board.board!r}")
        address = f"{self.root(board)}/careers-api/2.0/company/{quote(uid)}/positions?token={quote(token)}&details=true"
        yield Request(address, conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        for position in self.entries(response.json()):
            if position.get("is_internal") is not True:
                yield PostingItem(text(position.get("uid")), position, text(position.get("url_active_page")))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        details = fields.objects("details")
        parts = [
            f"<h3>{written(part.get('name'), 'details.name') or ''}</h3>{value}"
            for part in details
            if (value := written(part.get("value"), "details.value"))
        ]
        country = text(fields.take("location.country"))
        place = joined(fields.take("location.city"), fields.take("location.state"), country)
        place = place or text(fields.take("location.name"))
        named, is_remote = fields.take("workplace_type"), fields.take("location.is_remote")
        return ParsedPosting(
            external_id=fields.need("uid"),
            title=fields.need("name"),
            url=text(fields.take("url_active_page")),
            html="\n".join(parts) or None,
            locations=[place] if place else [],
            country=country,
            workplace=named_workplace(named) or ("remote" if is_remote is True else None),
            employment_type=employment(fields.take("employment_type")),
            department=text(fields.take("department")),
            seniority=text(fields.take("experience_level")),
        )
