"""Bundesagentur für Arbeit: the postings of Germany's public employment service."""

import base64
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, urlencode

from spiders.details import WithDetails
from spiders.markup import from_markdown
from spiders.platform import Advertised, Board, Fields, Request, Response, Result
from spiders.values import joined, moment, number, text
from storage.posting import ParsedPosting, StatedPay

PAGE, LAST = 100, 50  # openings a page, pages of a search: their texts take an hour at half a second each
PUBLIC_KEY = {"X-API-Key": "jobboerse-jobsuche"}  # what the service's own page sends, the same for everyone
PERIODS = {
    "STUNDENLOHN": "hour", "TAGESENTGELT": "day", "WOCHENENTGELT": "week", "MONATSENTGELT": "month",
    "MONATSGEHALT": "month", "JAHRESGEHALT": "year",
}  # fmt: skip
COUNTRIES = {"DEUTSCHLAND": "Germany", "OESTERREICH": "Austria", "ÖSTERREICH": "Austria", "SCHWEIZ": "Switzerland"}
PART_TIME = ("Abend", "Flexibel", "Nachmittag", "Vormittag")


class Bundesagentur(WithDetails):
    """The job search of the Bundesagentur für Arbeit (Germany). A board is the words searched for.

    1. GET /jobboerse/jobsuche-service/pc/v6/jobs?was=<words>&size=100&page=N: titles, employers and places, 5,000 at
       most.
    2. GET /jobboerse/jobsuche-service/pc/v4/jobdetails/<reference in base64> for each opening: the text.

    Sure: several public clients checked both against the service in 2026 (search by version 6 alone, pages by version
    4); no recording was at hand. The key is the one of the service's own page. It is not told how often it may be
    asked. Pay is stated where the employer gave a span or an amount. "Home office possible" is kept in the payload and
    stated as no workplace: it does not say how much. Openings that stand on another site have no text of their own.
    """

    id = "bundesagentur"
    base_url = "https://rest.arbeitsagentur.de"
    attribution = "Bundesagentur für Arbeit (https://www.arbeitsagentur.de/jobsuche)"
    key = "referenznummer"
    ignored = (
        "aenderungsdatum", "alleBerufe", "alternativBeruf1", "alternativBeruf2", "arbeitgeberKundennummerHash",
        "arbeitszeitSchichtNachtWochenende", "arbeitszeitHeimTelearbeit", "branche", "chiffrenummer",
        "eintrittszeitraum", "externeURL", "hauptberuf", "homeofficemoeglich", "istArbeitnehmerUeberlassung",
        "istPrivateArbeitsvermittlung", "quereinstiegGeeignet", "stellenangebotsart", "stellenlokationen",
        "veroeffentlichungszeitraum", "artDerVerguetung", "anzahlOffeneStellen", "detail",
    )  # fmt: skip
    expected = ("referenznummer", "stellenangebotsTitel")

    def start(self, board: Board) -> Iterable[Request]:
        yield self._page(board, 1)

    def _page(self, board: Board, page: int) -> Request:
        query = urlencode({"was": board.board, "size": PAGE, "page": page})
        address = f"{self.root(board)}/jobboerse/jobsuche-service/pc/v6/jobs?{query}"
        return Request(address, meta={"page": page}, conditional=page == 1, headers=PUBLIC_KEY)

    def detail(self, board: Board, entry: dict[str, Any]) -> Request:
        name = quote(base64.b64encode(str(entry["referenznummer"]).encode()).decode(), safe="")
        return Request(f"{self.root(board)}/jobboerse/jobsuche-service/pc/v4/jobdetails/{name}", headers=PUBLIC_KEY)

    def page(self, board: Board, entry: dict[str, Any]) -> str | None:
        name = text(entry.get("referenznummer"))
        return f"https://www.arbeitsagentur.de/jobsuche/jobdetail/{quote(name)}" if name else None

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        payload = response.json()
        if response.request.step == "detail":
            yield self.with_detail(board, response, payload)
            return
        page, total = response.request.meta["page"], Fields(payload).take("maxErgebnisse")
        # A search that finds nothing is answered without the list.
        found = [] if total == 0 and "ergebnisliste" not in payload else self.entries(payload, "ergebnisliste")
        if page == 1 and isinstance(total, int):
            yield Advertised(total)
        yield from self.asked(board, found)
        if len(found) == PAGE and page < LAST and (not isinstance(total, int) or page * PAGE < total):
            yield self._page(board, page + 1)

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        def told(name: str) -> Any:
            entry, detail = fields.take(name), fields.take(f"detail.{name}")
            return entry if entry not in (None, "") else detail

        written = fields.markup("detail.stellenangebotsBeschreibung")
        fixed = number(told("festgehalt"))
        low, high = number(told("gehaltsspanneVon")) or fixed, number(told("gehaltsspanneBis")) or fixed
        frequency = PERIODS.get(str(told("verguetungsangabe")))
        first = told("datumErsteVeroeffentlichung") or fields.take("veroeffentlichungszeitraum.von")
        return ParsedPosting(
            external_id=fields.need("referenznummer"),
            title=text(told("stellenangebotsTitel")) or fields.need("hauptberuf"),
            url=self.page(board, {"referenznummer": fields.take("referenznummer")}),
            company=text(told("firma")),
            html=from_markdown(written) if written else None,
            locations=list(dict.fromkeys(_places(fields))),
            employment_type=_employment(told),
            department=text(told("berufsfeld")),
            pay=StatedPay(low, high, "EUR", frequency) if low or high else None,
            posted_at=moment(first),
        )


def _places(fields: Fields) -> Iterator[str]:
    for location in fields.objects("stellenlokationen"):
        address = Fields(location)
        names = (text(address.take(f"adresse.{name}")) for name in ("ort", "region", "land"))
        if place := joined(*(name and _name(name) for name in names)):
            yield place


def _name(written: str) -> str:
    """A name as people write it, of one in capitals: NORDRHEIN_WESTFALEN, DEUTSCHLAND."""
    if written in COUNTRIES:
        return COUNTRIES[written]
    return written.replace("_", "-").title() if written.isupper() and len(written) > 3 else written


def _employment(told: Any) -> str | None:
    """Full or part time, or a minor job; a fixed term is told before these."""
    is_full = told("arbeitszeitVollzeit") is True
    is_part = True in [told(f"arbeitszeitTeilzeit{name}") for name in PART_TIME]
    is_minor, duration = told("istGeringfuegigeBeschaeftigung") is True, told("vertragsdauer")
    if duration == "BEFRISTET":
        return "temporary"
    return "full_time" if is_full else "part_time" if is_part or is_minor else None
