"""Recruitee."""

from collections.abc import Iterable, Iterator

from spiders.platform import Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, joined, moment, number, period, text, workplace
from storage.posting import ParsedPosting, StatedPay


class Recruitee(Platform):
    """Recruitee's public careers site.

    1. GET /api/offers/ on the employer's own host: the whole board with descriptions, no pages.

    Pay comes as text in whole units; requirements stand in a field of their own.
    """

    id = "recruitee"
    base_url = "https://{board}.recruitee.com"
    ignored = (
        "position",
        "slug",
        "guid",
        "status",
        "careers_apply_url",
        "created_at",
        "updated_at",
        "close_at",
        "translations",
        "sharing_image",
        "sharing_title",
        "sharing_description",
        "cover_image",
        "highlight",
        "tags",
        "dynamic_fields",
        "open_questions",
        "category_code",
        "education_code",
        "mailbox_email",
        "postal_code",
        "state_code",
        "state_name",
        "min_hours",
        "max_hours",
        "min_hours_per_week",
        "max_hours_per_week",
        "location_question_visible",
        "locations_question",
        "locations_question_type",
        "locations_question_required",
        "options_cv",
        "options_phone",
        "options_photo",
        "options_title",
        "options_salutation",
        "options_cover_letter",
        "city",
        "country",
        "location",
    )
    expected = ("id", "title", "careers_url", "locations")

    def start(self, board: Board) -> Iterable[Request]:
        yield Request(f"{self.root(board)}/api/offers/", conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        for offer in self.entries(response.json(), "offers"):
            yield PostingItem(text(offer.get("id")), offer, text(offer.get("careers_url")))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        pay = fields.take("salary") or {}
        places = fields.take("locations") or []
        named = [joined(place.get("city"), place.get("state"), place.get("country")) for place in places]
        low, high = number(pay.get("min")), number(pay.get("max"))
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("title"),
            url=text(fields.take("careers_url")),
            company=text(fields.take("company_name")),
            html="\n".join(part for part in (fields.take("description"), fields.take("requirements")) if part) or None,
            locations=[name for name in named if name],
            country=text(fields.take("country_code")),
            workplace=workplace(
                remote=fields.take("remote"), hybrid=fields.take("hybrid"), onsite=fields.take("on_site")
            ),
            employment_type=employment(fields.take("employment_type_code")),
            department=text(fields.take("department")),
            seniority=text(fields.take("experience_code")),
            pay=StatedPay(low, high, text(pay.get("currency")), period(pay.get("period"))) if low or high else None,
            posted_at=moment(fields.take("published_at")),
        )
