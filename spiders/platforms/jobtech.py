"""JobTech: the postings of Sweden's public employment service."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from spiders.platform import Advertised, Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import as_markup, employment, joined, moment, text, with_pay
from storage.posting import ParsedPosting

PAGE, CAP = 100, 2100  # the most that the search gives at once, and in all: its offset ends at 2,000


class JobTech(Platform):
    """JobSearch, the open API of Arbetsförmedlingen (Sweden). A board is "all", or the words searched for.

    1. GET /search?q=<words>&limit=100&offset=N&sort=pubdate-desc: openings with descriptions, 2,100 at most.

    Open data (CC0) without a key. Sure: the API is documented (OpenAPI), and many public clients read these fields; no
    recording was at hand. Pay is free text and read like the rest of the text. Who is to be contacted is not kept.
    """

    id = "jobtech"
    base_url = "https://jobsearch.api.jobtechdev.se"
    attribution = "Arbetsförmedlingen (https://arbetsformedlingen.se)"
    ignored = (
        "external_id", "original_id", "label", "logo_url", "application_deadline", "number_of_vacancies",
        "application_details", "experience_required", "access_to_own_car", "driving_license_required",
        "driving_license", "occupation_group", "occupation_field", "last_publication_date", "removed", "removed_date",
        "source_type", "timestamp", "must_have", "nice_to_have", "relevance", "access", "duration", "scope_of_work",
        "salary_type", "description", "employer", "workplace_address", "employment_type.concept_id",
        "employment_type.legacy_ams_taxonomy_id", "working_hours_type", "occupation.concept_id",
        "occupation.legacy_ams_taxonomy_id", "trainee", "larling", "franchise", "hire_work_place",
        "open_for_all", "remote_work", "detected_language",
    )  # fmt: skip
    expected = ("id", "headline", "webpage_url")

    def start(self, board: Board) -> Iterable[Request]:
        yield self._page(board, 0)

    def _page(self, board: Board, offset: int) -> Request:
        words = {} if board.board == "all" else {"q": board.board}
        query = urlencode({**words, "limit": PAGE, "offset": offset, "sort": "pubdate-desc"})
        return Request(f"{self.root(board)}/search?{query}", meta={"offset": offset}, conditional=offset == 0)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        payload, offset = response.json(), response.request.meta["offset"]
        hits = self.entries(payload, "hits")
        total = Fields(payload).take("total.value")
        if offset == 0 and isinstance(total, int):
            yield Advertised(total)
        for hit in hits:
            yield PostingItem(text(hit.get("id")), hit, text(hit.get("webpage_url")))
        following = offset + PAGE
        if len(hits) == PAGE and following < CAP and (not isinstance(total, int) or following < total):
            yield self._page(board, following)

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        address: dict[str, Any] = {
            name: fields.take(f"workplace_address.{name}") for name in ("city", "municipality", "region", "country")
        }
        place = joined(address["city"] or address["municipality"], address["region"], address["country"])
        html = fields.markup("description.text_formatted") or as_markup(fields.take("description.text"))
        hours = text(fields.take("working_hours_type.label"))
        return ParsedPosting(
            external_id=fields.need("id"),
            title=fields.need("headline"),
            url=text(fields.take("webpage_url")),
            company=text(fields.take("employer.name")) or text(fields.take("employer.workplace")),
            html=with_pay(html, fields.take("salary_description")),
            locations=[place] if place else [],
            employment_type=_employment(text(fields.take("employment_type.label")), hours),
            department=text(fields.take("occupation.label")),
            posted_at=moment(fields.take("publication_date")),
        )


def _employment(kind: str | None, hours: str | None) -> str | None:
    """From Swedish labels: Vanlig anställning, Sommarjobb / feriejobb, Behovsanställning; Heltid, Deltid."""
    words = (kind or "").casefold()
    if "sommar" in words or "behovs" in words:
        return "temporary"
    if hours and "deltid" in hours.casefold():
        return "part_time"
    if hours and "heltid" in hours.casefold():
        return "full_time"
    return employment(kind)
