"""From what a platform states to a row of postings: the platform's own fields first, then what the text tells."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from analytics.extraction.answers import skills
from analytics.extraction.evidence import SEPARATOR, evidence
from analytics.extraction.pay import finder as pay
from analytics.extraction.pay.finder import Pay
from analytics.extraction.pipeline import posting_doc, read_each
from analytics.extraction.posting import Posting
from analytics.places.locations import Place, read_location
from analytics.places.metros import Metros
from analytics.places.stated import stated_place
from analytics.text.boilerplate import boilerplate, spans
from analytics.text.plain import html_to_text
from analytics.values import money
from storage.posting import ParsedPosting, payload_key

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier night made of a board.

    `rows` has, by posting_id, the rows of postings whose payload is the same tonight; `boilerplate` is what
    `boilerplate_by_company` gave for all of the board's postings then.
    """

    rows: Mapping[str, tuple[Row, list[Row]]] = field(default_factory=dict)
    boilerplate: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def reading(
        self, posting_id: str, company: str, text: str, repeated: frozenset[int]
    ) -> tuple[Row, list[Row]] | None:
        """The rows of a posting where they would be the same if it were read again."""
        found = self.rows.get(posting_id)
        if found is None or spans(text, repeated) != spans(text, self.boilerplate.get(company, frozenset())):
            return None
        return found


NOTHING_KNOWN = Known()
_OF_THE_NIGHT = dict.fromkeys(("snapshot_date", "opening_id", "first_seen"))  # is added when all postings are there


def normalise_board(
    nlp: Language,
    metros: Metros,
    parsed: Sequence[tuple[Mapping[str, Any], ParsedPosting]],
    known: Known = NOTHING_KNOWN,
) -> Iterator[tuple[Row, list[Row]]]:
    """The postings row and the posting_skills rows of each posting of a board, without date, opening and first_seen.

    `parsed` has raw rows with their parsed postings. All of an employer's postings should come at once, since what
    stands on most of them is boilerplate and tells nothing of a role. What is `known` is not read again.
    """
    texts = [_known_text(known, raw["posting_id"]) or plain_text(posting) for raw, posting in parsed]
    companies = [_company(raw, posting) for raw, posting in parsed]
    titles = [_line(posting.title) for _, posting in parsed]
    repeated = boilerplate_by_company(zip(companies, titles, texts, strict=True))
    readings = [
        known.reading(raw["posting_id"], company, text, repeated[company])
        for (raw, _), company, text in zip(parsed, companies, texts, strict=True)
    ]
    unread = (
        (raw, posting, Posting(str(raw["posting_id"]), title, company, _location(posting), text))
        for (raw, posting), title, company, text, reading in zip(
            parsed, titles, companies, texts, readings, strict=True
        )
        if reading is None
    )
    read = read_each(
        nlp,
        unread,
        lambda one: posting_doc(nlp, one[2], repeated[one[2].company]),
        lambda one, doc: (_row(one[0], one[1], one[2].description, doc, metros), _skills(one[0], doc)),
    )
    for (raw, _), reading in zip(parsed, readings, strict=True):
        if reading is None:
            yield next(read)
        else:
            row, skills_ = reading
            observed = {name: raw[name] for name in ("observed_on", "carried_forward")}
            yield row | _OF_THE_NIGHT | observed, [skill | {"snapshot_date": None} for skill in skills_]


def boilerplate_by_company(postings: Iterable[tuple[str, str, str]]) -> dict[str, frozenset[int]]:
    """What stands on most postings of each company; `postings` are companies, titles and texts.

    One text a title counts: a job in ten places is no boilerplate.
    """
    texts: dict[str, dict[str, str]] = {}
    for company, title, text in postings:
        texts.setdefault(company, {}).setdefault(title, text)
    return {company: boilerplate(list(titles.values())) for company, titles in texts.items()}


def _known_text(known: Known, posting_id: str) -> str | None:
    found = known.rows.get(posting_id)
    return found[0]["description"] if found else None


def plain_text(posting: ParsedPosting) -> str:
    """The description as plain text, "" where there is none."""
    if posting.html:
        return html_to_text(posting.html)
    return posting.text or ""


def _company(raw: Mapping[str, Any], posting: ParsedPosting) -> str:
    return _line(posting.company or raw["company"] or "")


def _location(posting: ParsedPosting) -> str:
    return SEPARATOR.join(_line(place) for place in posting.locations if place)


def _line(text: str) -> str:
    return " ".join(text.split())


def _row(raw: Mapping[str, Any], posting: ParsedPosting, text: str, doc: Doc, metros: Metros) -> Row:
    found, location = doc._, _location(posting)
    places = _places(posting, location, metros)
    first = stated_place(posting.country, posting.region, posting.city, places, metros)
    paid, told_by_text = _pay(posting, found.pay)
    workplace, workplace_basis = (posting.workplace, "stated") if posting.workplace else found.workplace
    floor, ceiling = money.annual(paid.min, paid.max, paid.period) if paid else (None, None)
    told = paid is not None and paid.found
    from_text = {"role", "seniority", "years", *told_by_text}
    from_text |= (set() if posting.workplace else {"workplace"}) | ({"place"} if first in places else set())
    return {
        "posting_id": raw["posting_id"],
        "snapshot_date": None,
        "platform": raw["platform"],
        "board": raw["board"],
        "external_id": raw["external_id"],
        "opening_id": None,
        "url": posting.url or raw["url"],
        "company": _company(raw, posting) or None,
        "title": _line(posting.title),
        "description": text or None,
        "language": posting.language or found.language,
        "location_raw": location or None,
        "country": first.country,
        "region": first.region,
        "city": first.city,
        "metro": first.metro,
        "metros": sorted({place.metro for place in places if place.metro}),
        "remote_scope": next((place.remote_scope for place in places if place.remote_scope), None),
        "workplace": workplace,
        "workplace_basis": workplace_basis,
        "employment_type": posting.employment_type,
        "department": posting.department,
        "requisition_id": posting.requisition_id,
        "pay_min": paid.min if paid else None,
        "pay_max": paid.max if paid else None,
        "pay_currency": paid.currency if told and paid else None,
        "pay_period": paid.period if told and paid else None,
        "pay_basis": paid.basis if told and paid else None,
        "pay_reason": paid.reason if paid and not told else None,
        "pay_annual_min": floor,
        "pay_annual_max": ceiling,
        "role": found.role.role,
        "role_basis": found.role.basis,
        "ai_tier": found.role.tier,
        "seniority": found.seniority.level,
        "seniority_band": found.seniority.band,
        "seniority_basis": found.seniority.basis,
        "min_years": found.years.min if found.years else None,
        "max_years": found.years.max if found.years else None,
        "posted_at": posting.posted_at,
        "first_seen": None,
        "evidence": [one._asdict() for one in evidence(doc, first, from_text)],
        "observed_on": raw["observed_on"],
        "carried_forward": raw["carried_forward"],
        "attribution": posting.attribution,
        "payload_key": payload_key(raw),
    }


def _pay(posting: ParsedPosting, of_text: Pay | None) -> tuple[Pay | None, set[str]]:
    """The pay that the platform states, else that of the text; and what the text's tells of it: pay, pay_period."""
    stated = pay.stated(posting.pay, posting.title)
    if stated is None or not stated.found:
        return of_text or stated, {"pay"}
    completed = pay.with_period(stated, of_text)
    return completed, set() if completed is stated else {"pay_period"}


def _places(posting: ParsedPosting, location: str, metros: Metros) -> Sequence[Place]:
    """Every place of the posting; places written one by one are read one by one."""
    found = [place for text in posting.locations if text for place in read_location(text, posting.country, metros)]
    return list(dict.fromkeys(found)) or read_location(location, posting.country, metros)


def _skills(raw: Mapping[str, Any], doc: Doc) -> list[Row]:
    return [
        {
            "posting_id": raw["posting_id"],
            "snapshot_date": None,
            "skill": hit.skill,
            "category": hit.category,
            "surface": hit.surface,
            "start": hit.start,
            "end": hit.end,
            "section": hit.section,
            "requirement": hit.requirement,
            "rule": hit.rule,
        }
        for hit in skills(doc)
    ]
