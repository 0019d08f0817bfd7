"""Recruitee."""

from collections.abc import Iterable, Iterator

from spiders.platform import Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, joined, moment, number, period, text, workplace
from storage.posting import ParsedPosting, StatedPay


class Recruitee(Platform):
    """Recruitee's public careers site.

    1. GET /api/offers/ on the employer's own host: the whole board with descriptions, no pages.

    Pay comes as text in whole units; requirements stand in a field of their own. Where there are no `locations`, the
    place is that of city, state and country.
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
    )
    expected = ("id", "title", "careers_url", "locations")

    def start(self, board: Board) -> Iterable[Request]:
        yield Request(f"{self.root(board)}/api/offers/", conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        for offer in self.entries(response.json(), "offers"):
            yield PostingItem(text(offer.get("id")), offer, text(offer.get("careers_url")))

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        named = [
            joined(place.get("city"), place.get("state"), place.get("country")) for place in fields.objects("locations")
        ]
        own = joined(fields.take("city"), fields.take("state_name"), fields.take("country"))
        whole = text(fields.take("location"))
        places = [name for name in named if name] or [name for name in (own or whole,) if name]
        low, high = number(fields.take("salary.min")), number(fields.take("salary.max"))
        currency, unit = text(fields.take("salary.currency")), period(fields.take("salary.period"))
        parts = [fields.markup("description"), fields.markup("requirements")]
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("title"),
            url=text(fields.take("careers_url")),
            company=text(fields.take("company_name")),
            html="\n".join(part for part in parts if part) or None,
            locations=places,
            country=text(fields.take("country_code")),
            workplace=workplace(
                remote=fields.take("remote"), hybrid=fields.take("hybrid"), onsite=fields.take("on_site")
            ),
            employment_type=employment(fields.take("employment_type_code")),
            department=text(fields.take("department")),
            seniority=text(fields.take("experience_code")),
            pay=StatedPay(low, high, currency, unit) if low or high else None,
            posted_at=moment(fields.take("published_at")),
        )
