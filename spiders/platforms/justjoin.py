"""justjoin.it."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, urlencode

from spiders.details import WithDetails
from spiders.platform import Advertised, Board, Fields, Request, Response, Result
from spiders.values import employment, joined, moment, named_workplace, number, period, pooled, text
from storage.posting import ParsedPosting, StatedPay

PAGE, CAP = 100, 5_000  # the most that the list gives at once, and in all: their texts take most of an hour


class JustJoin(WithDetails):
    """justjoin.it, a job board of Poland and its neighbours. A board is "all", or a category such as ai or data.

    1. GET /api/candidate-api/offers?from=N&itemsCount=100: openings of all employers, newest first, 5,000 at
       most.
    2. GET /api/candidate-api/offers/<slug> for each opening: the text.

    Sure: several public clients asked and tested both in autumn 2026, after the older API had been closed; the API is
    public and not documented, and no recording was at hand. An opening in several places is listed once a place, under
    a name of its own. Pay is what the employer wrote (`currencySource` original), not what the board converts; where a
    permanent contract and B2B are both offered, the permanent one's; its period is `unit`.
    """

    id = "justjoin"
    base_url = "https://justjoin.it"
    attribution = "justjoin.it (https://justjoin.it)"
    key = "guid"
    ignored = (
        "requiredSkills", "niceToHaveSkills", "workingTime", "multilocation", "locations", "remoteInterview",
        "openToHireUkrainians", "isOpenToHireUkrainians", "isRemoteInterview", "categoryId", "companyLogoThumbUrl",
        "companyLogoUrl", "latitude", "longitude", "street", "languages", "lastPublishedAt", "expiredAt",
        "isSuperOffer", "isPromoted", "promotedPosition", "promotedKeyFilters", "applyMethod", "applyUrl",
        "plusOffer", "detail",
    )  # fmt: skip
    expected = ("guid", "slug", "title")

    def start(self, board: Board) -> Iterable[Request]:
        yield self._page(board, 0)

    def _page(self, board: Board, offset: int) -> Request:
        some = {} if board.board == "all" else {"categories": board.board}
        query = urlencode(
            {**some, "from": offset, "itemsCount": PAGE, "sortBy": "publishedAt", "orderBy": "descending"}
        )
        address = f"{self.root(board)}/api/candidate-api/offers?{query}"
        return Request(address, meta={"offset": offset}, conditional=offset == 0)

    def detail(self, board: Board, entry: dict[str, Any]) -> Request:
        name = quote(text(entry.get("slug")) or str(entry["guid"]), safe="")
        return Request(f"{self.root(board)}/api/candidate-api/offers/{name}")

    def page(self, board: Board, entry: dict[str, Any]) -> str | None:
        name = text(entry.get("slug"))
        return f"https://justjoin.it/job-offer/{quote(name)}" if name else None

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        payload = response.json()
        if response.request.step == "detail":
            yield self.with_detail(board, response, payload)
            return
        offers, offset = self.entries(payload, "data"), response.request.meta["offset"]
        total = Fields(payload).take("meta.totalItems")
        if offset == 0 and isinstance(total, int):
            yield Advertised(total)
        yield from self.asked(board, offers)
        following = offset + len(offers)
        if offers and following < CAP and (following < total if isinstance(total, int) else len(offers) == PAGE):
            yield self._page(board, following)

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        kinds = [kind for kind in fields.objects("employmentTypes") if kind.get("type") != "any"]
        places = [fields.take("city"), *(one.get("city") for one in fields.objects("locations"))]
        land = text(fields.take("countryCode")) or text(fields.take("detail.countryCode"))
        level = fields.take("experienceLevel")
        return ParsedPosting(
            external_id=fields.need("guid"),
            title=fields.need("title"),
            url=self.page(board, {"slug": fields.take("slug")}),
            company=text(fields.take("companyName")),
            html=fields.markup("detail.body"),
            locations=list(dict.fromkeys(place for one in places if (place := joined(one, land if one else None)))),
            country=land,
            workplace=named_workplace(fields.take("workplaceType")),
            employment_type=employment([kind.get("type") for kind in kinds]),
            department=text(fields.take("category.key")) or text(fields.take("category.name")),
            seniority=text(level.get("value")) if isinstance(level, dict) else text(level),
            pay=_pay(kinds),
            posted_at=moment(fields.take("publishedAt")),
        )


def _pay(kinds: list[dict[str, Any]]) -> StatedPay | None:
    """The pay that the employer wrote, of permanent contracts where there are some."""
    written = [kind for kind in kinds if str(kind.get("currencySource") or "original").lower() == "original"]
    permanent = [kind for kind in written if kind.get("type") == "permanent" and (kind.get("from") or kind.get("to"))]
    return pooled([
        StatedPay(number(kind.get("from")), number(kind.get("to")), (text(kind.get("currency")) or "").upper() or None,
                  period(kind.get("unit")))
        for kind in permanent or written
    ])  # fmt: skip
