"""Systems and public feeds of single countries: what they are asked, page by page, and what their answers state.

Payloads are of our own making, in the shapes that public clients and documentation have written down.
"""

import base64
import datetime as dt
import json
from typing import Any

import pytest

from spiders.dialect import parse_payload
from spiders.http import BoardError
from spiders.next_data import page_props
from spiders.platform import Advertised, PostingItem
from spiders.platforms import platforms
from spiders.privacy import without_persons
from spiders.values import employment
from storage.posting import ParsedPosting, StatedPay
from tests.spiders.test_enterprise_platforms import POSTING, answered, board, html_page, in_detail, parsed, requests

HOSTED = "career5.successfactors.eu/mill"


def next_page(**props: Any) -> str:
    data = json.dumps({"props": {"pageProps": props}})
    return f'<html><body><script id="__NEXT_DATA__" type="application/json">{data}</script></body></html>'


def only(name: str, body: Any, token: str) -> ParsedPosting:
    """The one posting of an answer that holds the whole board."""
    (found,) = [one for one in answered(name, body, token=token) if isinstance(one, PostingItem)]
    return parsed(name, found, token, company="")


# --- Gupy ------------------------------------------------------------------------------------------

VAGA = {
    "id": 12057784, "title": "Padeiro(a)", "type": "vacancy_type_effective", "department": "Fornos",
    "workplace": {"address": {"country": "Brasil", "state": "São Paulo", "city": "Campinas"},
                  "workplaceType": "hybrid"},
}  # fmt: skip
VAGA_DETAIL = {
    "id": 12057784, "name": "Padeiro(a)", "description": "<p>Assar.</p>", "responsibilities": "<p>Pães</p>",
    "prerequisites": "<ul><li>Centeio</li></ul>", "relevantExperiences": "", "publishedAt": "2026-11-01T12:00:00.000Z",
    "expiresAt": "2026-12-01T12:00:00.000Z", "jobType": "vacancy_type_effective", "workplaceType": "hybrid",
    "addressLine": "Rua 1", "careerPage": {"name": "Moinho"}, "company": {"subdomain": "grupo"},
    "jobSteps": [{"name": "x"}],
}  # fmt: skip


def test_gupy_lists_openings_and_no_talent_pools() -> None:
    pool = VAGA | {"id": 2, "type": "vacancy_type_talent_pool"}
    advertised, *found = answered("gupy", next_page(jobs=[VAGA, pool]), token="moinho")
    assert advertised == Advertised(1)
    assert [one.url for one in requests(found)] == ["https://moinho.gupy.io/jobs/12057784"]


def test_gupy_reads_the_four_parts_of_the_text() -> None:
    posting = in_detail("gupy", next_page(jobs=[VAGA]), next_page(job=VAGA_DETAIL), "moinho", company="")
    assert posting.html is not None and posting.html.startswith("<p>Assar.</p>\n<h3>Responsabilidades")
    assert "Centeio" in posting.html and posting.html.count("<h3>") == 2
    assert posting.locations == ["Campinas, São Paulo, Brasil"] and posting.pay is None
    assert (posting.workplace, posting.employment_type, posting.company) == ("hybrid", "full_time", "Moinho")
    assert posting.posted_at == dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("kind", "means"),
    [("vacancy_type_internship", "internship"), ("vacancy_type_apprentice", "internship"),
     ("vacancy_type_temporary", "temporary"), ("vacancy_legal_entity", "contract"),
     ("vacancy_type_autonomous", "contract"), ("vacancy_type_lecturer", "other"), (None, None)],
)  # fmt: skip
def test_gupy_names_kinds_of_contracts(kind: str | None, means: str | None) -> None:
    listed = next_page(jobs=[VAGA | {"type": kind}])
    assert in_detail("gupy", listed, next_page(job=VAGA_DETAIL), "moinho").employment_type == means


@pytest.mark.parametrize("page", ["<html></html>", "{}", '<script id="__NEXT_DATA__">{"props":</script>',
                                  '<script id="__NEXT_DATA__">[]</script>', next_page(), next_page(jobs={}),
                                  next_page(jobs=["x"])])  # fmt: skip
def test_a_page_without_the_expected_data_is_said_to_be_one(page: str) -> None:
    for name in ("gupy", "join"):
        with pytest.raises(BoardError):
            answered(name, page, token="mill")


def test_the_data_of_a_page_is_found_whatever_else_its_script_says() -> None:
    assert page_props('<script nonce=\'x\' id=__NEXT_DATA__ type=a>{"props":{"pageProps":{"a":1}}}</script>') == {
        "a": 1
    }


# --- JOIN ------------------------------------------------------------------------------------------

JOB = {
    "id": 16425272, "idParam": "16425272-baker", "title": "Baker", "createdAt": "2026-11-01T08:00:00.000Z",
    "workplaceType": "ONSITE", "languageId": 5, "city": {"cityName": "Ulm", "regionName": "", "countryName": "Germany"},
    "country": {"name": "Germany"}, "category": {"id": 1, "name": "Ovens"}, "salaryFrequency": "PER_YEAR",
    "employmentType": {"id": 1, "name": "Part-time"},
}  # fmt: skip


def listed(*jobs: dict[str, Any], pages: int = 1, rows: int = 1) -> dict[str, Any]:
    return {"items": list(jobs), "pagination": {"page": 1, "pageSize": 5, "rowCount": rows, "pageCount": pages}}


def test_join_goes_from_the_employers_page_to_its_number_and_on_page_after_page() -> None:
    (first,) = requests(answered("join", next_page(initialState={"company": {"id": 33158}}), token="mill"))
    assert first.url.startswith("https://join.com/api/public/companies/33158/jobs?locale=en&page=1&pageSize=5")
    advertised, detail, following = answered("join", listed(JOB, pages=2, rows=6), first, "mill")
    assert advertised == Advertised(6)
    assert requests([detail])[0].url == "https://join.com/api/public/jobs/16425272?locale=en"
    assert "/33158/jobs?locale=en&page=2&" in requests([following])[0].url
    assert len(requests(answered("join", listed(JOB, pages=2), requests([following])[0], "mill"))) == 1, "the last page"


def join_posting(entry: dict[str, Any], detail: dict[str, Any]) -> ParsedPosting:
    (first,) = requests(answered("join", next_page(initialState={"company": {"id": 1}}), token="mill"))
    (asked,) = requests(answered("join", listed(entry), first, "mill"))
    return parsed("join", answered("join", detail, asked, "mill")[0], "mill", company="")


def test_join_reads_markdown_and_pay_in_cents() -> None:
    pay = {
        "salaryAmountFrom": {"amount": 5000000, "currency": "EUR"},
        "salaryAmountTo": {"amount": 6000050, "currency": "EUR"},
    }
    posting = join_posting(
        JOB | pay, {"description": "## Tasks\n\n* Bake **rye**\n* Mill", "company": {"name": "Mill"}}
    )
    assert (
        posting.html is not None
        and "<h2>Tasks</h2>" in posting.html
        and "<li>Bake <strong>rye</strong></li>" in posting.html
    )
    assert posting.pay == StatedPay(50_000, 60_000.5, "EUR", "year")
    assert posting.url == "https://join.com/companies/mill/16425272-baker" and posting.company == "Mill"
    assert (posting.workplace, posting.employment_type, posting.department) == ("onsite", "part_time", "Ovens")
    assert posting.locations == ["Ulm, Germany"]


@pytest.mark.parametrize("frequency", ["PER_YEAR", None, "PER_DAY"])
def test_a_frequency_without_amounts_is_no_pay(frequency: str | None) -> None:
    assert join_posting(JOB | {"salaryFrequency": frequency}, {"description": "x"}).pay is None


def test_join_puts_the_parts_of_a_text_together_where_it_is_not_whole() -> None:
    parts = {"description": None, "intro": "We mill.", "tasks": "- Bake", "requirements": "<ul><li>Rye</li></ul>"}
    html = str(join_posting(JOB, parts).html)
    assert html.index("We mill.") < html.index("<li>Bake</li>") < html.index("<li>Rye</li>")


# --- JobTech ---------------------------------------------------------------------------------------

AD = {
    "id": "29999999", "headline": "Bagare", "webpage_url": "https://arbetsformedlingen.se/platsbanken/annonser/29999999",
    "description": {"text": "Baka.", "text_formatted": "<p>Baka.</p>", "requirements": None},
    "employer": {"name": "Kvarn AB", "workplace": "Kvarn", "organization_number": "1"}, "number_of_vacancies": 2,
    "employment_type": {"concept_id": "x", "label": "Vanlig anställning"}, "working_hours_type": {"label": "Deltid"},
    "workplace_address": {"municipality": "Lund", "region": "Skåne län", "country": "Sverige", "city": None},
    "occupation": {"concept_id": "y", "label": "Bagare"}, "salary_description": "Månadslön 30 000 kr",
    "salary_type": {"label": "Fast månadslön"}, "publication_date": "2026-11-01T00:00:00", "removed": False,
    "application_contacts": [{"name": "Ann", "email": "ann@x.example"}], "must_have": {"skills": [{"label": "råg"}]},
}  # fmt: skip


def hits(*ads: dict[str, Any], total: int) -> dict[str, Any]:
    return {"total": {"value": total}, "positions": 1, "hits": list(ads)}


def test_jobtech_reads_pay_as_text_and_keeps_nobody() -> None:
    posting = only("jobtech", hits(without_persons(AD), total=1), "baker")
    assert posting.html == "<p>Baka.</p>\n<p>Salary: Månadslön 30 000 kr</p>" and posting.pay is None
    assert posting.locations == ["Lund, Skåne län, Sverige"] and posting.company == "Kvarn AB"
    assert posting.employment_type == "part_time" and posting.workplace is None
    assert "Ann" not in json.dumps(without_persons(AD))


def test_jobtech_asks_for_all_without_words() -> None:
    (first,) = platforms()["jobtech"].start(board("jobtech", "all"))
    assert "q=" not in first.url and "limit=100&offset=0" in first.url


# --- Bundesagentur für Arbeit ----------------------------------------------------------------------

ANGEBOT = {
    "referenznummer": "10001-1002716922-S", "stellenangebotsTitel": "Bäcker/in", "firma": "Mühle GmbH",
    "hauptberuf": "Bäcker/in", "alleBerufe": ["Bäcker/in"], "arbeitszeitVollzeit": True, "vertragsdauer": "UNBEFRISTET",
    "stellenlokationen": [
        {"adresse": {"plz": "50667", "ort": "Köln", "region": "NORDRHEIN_WESTFALEN", "land": "DEUTSCHLAND"}},
        {"adresse": {"ort": "Wien", "land": "OESTERREICH"}},
    ],
    "verguetungsangabe": "KEINE_ANGABEN", "homeofficemoeglich": True, "datumErsteVeroeffentlichung": "2026-11-01",
    "veroeffentlichungszeitraum": {"von": "2026-11-01"}, "externeURL": "https://muehle.example/7",
}  # fmt: skip
ANGEBOT_DETAIL = {
    "referenznummer": "10001-1002716922-S", "stellenangebotsTitel": "Bäcker/in", "festgehalt": None,
    "stellenangebotsBeschreibung": "Wir mahlen.\n\n- Backen\n- Roggen",
}  # fmt: skip


def angebot(**more: Any) -> ParsedPosting:
    page = {"ergebnisliste": [ANGEBOT | more], "maxErgebnisse": 1}
    return in_detail("bundesagentur", page, ANGEBOT_DETAIL, "bäcker", company="")


def test_the_bundesagentur_is_asked_with_its_public_key_and_by_reference() -> None:
    found = answered("bundesagentur", {"ergebnisliste": [ANGEBOT] * 100, "maxErgebnisse": 101}, token="bäcker")
    assert found[0] == Advertised(101)
    detail, following = requests(found)[0], requests(found)[-1]
    assert detail.url.endswith(f"/pc/v4/jobdetails/{base64.b64encode(b'10001-1002716922-S').decode()}")
    assert "was=b%C3%A4cker&size=100&page=2" in following.url
    assert detail.headers == following.headers == {"X-API-Key": "jobboerse-jobsuche"}
    assert answered("bundesagentur", {"maxErgebnisse": 0}, token="x") == [Advertised(0)]
    with pytest.raises(BoardError):
        answered("bundesagentur", {"stellenangebote": []}, token="x")


def test_the_bundesagentur_names_places_and_no_workplace_where_home_is_but_possible() -> None:
    posting = angebot()
    assert posting.locations == ["Köln, Nordrhein-Westfalen, Germany", "Wien, Austria"]
    assert posting.workplace is None and posting.pay is None and posting.employment_type == "full_time"
    assert posting.html is not None and "<li>Backen</li>" in posting.html
    assert posting.url == "https://www.arbeitsagentur.de/jobsuche/jobdetail/10001-1002716922-S"


@pytest.mark.parametrize(
    ("told", "pay"),
    [({"verguetungsangabe": "JAHRESGEHALT", "gehaltsspanneVon": 45000, "gehaltsspanneBis": 55000},
      StatedPay(45000, 55000, "EUR", "year")),
     ({"verguetungsangabe": "MONATSGEHALT", "festgehalt": 3200}, StatedPay(3200, 3200, "EUR", "month")),
     ({"verguetungsangabe": "STUNDENLOHN", "gehaltsspanneVon": 15.5}, StatedPay(15.5, None, "EUR", "hour")),
     ({"verguetungsangabe": "KEINE_ANGABEN", "gehaltsspanneVon": 0}, None),
     ({"verguetungsangabe": "AKKORD", "festgehalt": 10}, StatedPay(10, 10, "EUR", None))],
)  # fmt: skip
def test_the_bundesagentur_states_the_pay_that_the_employer_gave(told: dict[str, Any], pay: StatedPay | None) -> None:
    assert angebot(**told).pay == pay


def test_a_fixed_term_is_temporary_and_none_is_not() -> None:
    assert angebot(vertragsdauer="BEFRISTET").employment_type == "temporary"
    assert angebot(arbeitszeitVollzeit=False, arbeitszeitTeilzeitFlexibel=True).employment_type == "part_time"
    assert angebot(arbeitszeitVollzeit=None).employment_type is None
    assert (employment("unbefristet"), employment("befristet")) == ("full_time", "temporary")


# --- MyCareersFuture -------------------------------------------------------------------------------

RESULT = {
    "uuid": "7386f4f23f6bab00d906bb9e0f33e4b4", "title": "Baker", "description": "<p>Bake.</p>",
    "postedCompany": {"name": "AGENCY PTE. LTD.", "uen": "1"}, "hiringCompany": None, "skills": [{"skill": "rye"}],
    "address": {"isOverseas": False, "overseasCountry": None, "street": "CECIL STREET",
                "districts": [{"location": "D01"}]},
    "salary": {"minimum": 2500, "maximum": 3500, "type": {"id": 4, "salaryType": "Monthly"}},
    "employmentTypes": [{"id": 7, "employmentType": "Permanent"}],
    "positionLevels": [{"id": 11, "position": "Executive"}],
    "metadata": {"jobPostId": "MCF-1", "newPostingDate": "2026-11-01", "isHideSalary": False,
                 "jobDetailsUrl": "https://www.mycareersfuture.gov.sg/job/food/baker-7386f4f23f6bab00d906bb9e0f33e4b4"},
}  # fmt: skip


def result(**more: Any) -> ParsedPosting:
    return only("mycareersfuture", {"results": [RESULT | more], "total": 1}, "baker")


def test_mycareersfuture_states_pay_by_the_month_unless_the_employer_hides_it() -> None:
    posting = result()
    assert posting.pay == StatedPay(2500, 3500, "SGD", "month") and posting.locations == ["Singapore"]
    assert (posting.company, posting.seniority, posting.employment_type) == (
        "AGENCY PTE. LTD.",
        "Executive",
        "full_time",
    )
    assert result(metadata=RESULT["metadata"] | {"isHideSalary": True}).pay is None
    assert result(salary=None).pay is None
    assert result(hiringCompany={"name": "Mill"}).company == "Mill"


def test_mycareersfuture_names_the_country_of_work_abroad() -> None:
    assert result(address={"isOverseas": True, "overseasCountry": "Norway"}).locations == ["Norway"]
    assert result(address={"isOverseas": True}).locations == []


def test_mycareersfuture_is_asked_by_post_and_for_descriptions_that_the_search_lacks() -> None:
    (first,) = platforms()["mycareersfuture"].start(board("mycareersfuture", "baker"))
    assert first.url.endswith("/v2/search?limit=100&page=0") and first.data is not None
    assert first.data["search"] == "baker"
    page = {"results": [RESULT, *[RESULT | {"description": None}] * 99], "total": 250}
    found = answered("mycareersfuture", page, first, "baker")
    asked = requests(found)
    assert sum(isinstance(one, PostingItem) for one in found) == 1 and len(asked) == 100
    assert asked[0].url.endswith("/v2/jobs/7386f4f23f6bab00d906bb9e0f33e4b4") and asked[-1].url.endswith("page=1")
    posting = parsed("mycareersfuture", answered("mycareersfuture", RESULT, asked[0], "baker")[0], "baker", company="")
    assert posting.html == "<p>Bake.</p>"


# --- justjoin.it -----------------------------------------------------------------------------------

OFFER = {
    "guid": "ba853a14-f777-4071-9dd3-2c54960257ee", "slug": "mill-baker-warszawa-ai", "title": "Baker",
    "companyName": "Mill", "city": "Warszawa", "locations": [{"city": "Warszawa", "slug": "x"}, {"city": "Kraków"}],
    "workplaceType": "office", "experienceLevel": "junior", "publishedAt": "2026-11-01T17:00:07.238731Z",
    "category": {"key": "ai"}, "requiredSkills": [{"name": "rye", "level": 3}], "niceToHaveSkills": [],
    "employmentTypes": [
        {"from": 13440, "to": 25200, "currency": "pln", "currencySource": "original", "type": "b2b", "unit": "month"},
        {"from": 3700, "to": 7000, "currency": "usd", "currencySource": "conversion", "type": "b2b", "unit": "month"},
    ],
    "languages": [{"code": "en", "level": "b2"}],
}  # fmt: skip


def offer(**more: Any) -> ParsedPosting:
    page = {"data": [OFFER | more], "meta": {"from": 0, "totalItems": 1, "next": {"cursor": 1, "itemsCount": 1}}}
    return in_detail(
        "justjoin", page, {"id": OFFER["guid"], "body": "<p>Bake.</p>", "countryCode": "PL"}, "ai", company=""
    )


def test_justjoin_states_the_pay_that_was_written_and_none_that_is_converted() -> None:
    posting = offer()
    assert posting.pay == StatedPay(13440, 25200, "PLN", "month") and posting.html == "<p>Bake.</p>"
    assert posting.locations == ["Warszawa, PL", "Kraków, PL"] and posting.country == "PL"
    assert (posting.workplace, posting.employment_type, posting.seniority) == ("onsite", "contract", "junior")
    converted = [kind | {"currencySource": "conversion"} for kind in OFFER["employmentTypes"]]  # type: ignore[union-attr]
    assert offer(employmentTypes=converted).pay is None
    assert offer(employmentTypes=[{"type": "any", "from": None, "to": None}]).pay is None


def test_justjoin_takes_the_permanent_contracts_pay_before_that_of_invoices() -> None:
    permanent = {
        "from": 9000,
        "to": 12000,
        "currency": "pln",
        "currencySource": "original",
        "type": "permanent",
        "unit": "month",
    }
    kinds = [*OFFER["employmentTypes"], permanent]  # type: ignore[misc]
    assert offer(employmentTypes=kinds).pay == StatedPay(9000, 12000, "PLN", "month")
    assert offer(employmentTypes=[{**permanent, "unit": "hour", "to": None}]).pay == StatedPay(
        9000, None, "PLN", "hour"
    )


def test_justjoin_pages_by_offset_to_its_total() -> None:
    page = {"data": [OFFER] * 100, "meta": {"totalItems": 150}}
    found = answered("justjoin", page, token="ai")
    following = requests(found)[-1]
    assert found[0] == Advertised(150) and "categories=ai&from=100&itemsCount=100" in following.url
    last = answered("justjoin", {"data": [OFFER] * 50, "meta": {"totalItems": 150}}, following, "ai")
    assert all(one.step == "detail" for one in requests(last))
    assert "categories" not in next(iter(platforms()["justjoin"].start(board("justjoin", "all")))).url


# --- Jobylon ---------------------------------------------------------------------------------------


def test_jobylon_reads_both_parts_of_the_text_and_the_places() -> None:
    job = {
        "id": 383650, "title": "Bagare", "descr": "<p>Baka.</p>", "skills": "<p>Råg.</p>",
        "employment_type": "Full-time",
        "company": {"id": 1, "name": "Kvarn"}, "departments": [{"department": {"name": "Ugn"}}, None],
        "from_date": "2026-11-01",
        "locations": [{"location": {"text": "Lund, Sverige"}}, {"location": {"city": "Ystad", "country": "Sverige"}}],
        "workplaceTypes": "hybrid", "urls": {"ad": "https://emp.jobylon.com/jobs/383650-kvarn-bagare/", "apply": "x"},
        "function": "Food", "experience": "Entry level", "layers_1": [{"layer": {"text": "x"}}],
        "contact": {"name": "Ann"},
    }  # fmt: skip
    posting = only("jobylon", [without_persons(job)], "0f8b7c1e")
    assert posting.html == "<p>Baka.</p>\n<p>Råg.</p>" and posting.locations == ["Lund, Sverige", "Ystad, Sverige"]
    assert (posting.workplace, posting.department, posting.company) == ("hybrid", "Ugn", "Kvarn")
    assert posting.posted_at == dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    (asked,) = platforms()["jobylon"].start(board("jobylon", "0f8b7c1e"))
    assert asked.url == "https://feed.jobylon.com/feeds/0f8b7c1e/?format=json"


# --- Jobvite ---------------------------------------------------------------------------------------

ROW = (
    '<tr><td class="jv-job-list-name"><a href="/mill/job/{}">Baker</a></td>'
    '<td class="jv-job-list-location">{}</td></tr>'
)
COUNTED = (
    '<div class="jv-pagination-text"> 1-50 of 108 </div><a href="/mill/search/?p=1" class="jv-pagination-next">&gt;</a>'
)


def test_jobvite_lists_page_after_page_and_asks_for_each_opening() -> None:
    rows = ROW.format("oZicrfwE", "Oslo") + ROW.format("oD2jAfwi", "2 Locations")
    found = answered("jobvite", f"<table>{rows}</table>{COUNTED}", token="mill")
    assert found[0] == Advertised(108)
    first, second, following = requests(found)
    assert first.url == "https://jobs.jobvite.com/mill/job/oZicrfwE" and following.url.endswith("/mill/search?p=1")
    assert (first.meta["entry"]["place"], second.meta["entry"]["place"]) == ("Oslo", None)


@pytest.mark.parametrize(
    "row",
    ['<li class="row"><a href="/mill/job/oD2jAfwi"><div class="jv-job-list-name">Baker</div>'
     '<div class="jv-job-list-location">Oslo</div></a></li>',
     '<tr><td class="jv-featured-job-title"><a href="/careers/mill/job/oD2jAfwi">Baker</a></td>'
     '<td class="jv-featured-job-location">Oslo</td></tr>'],
)  # fmt: skip
def test_jobvite_is_read_in_each_of_its_layouts(row: str) -> None:
    page = f"<table>{row}</table>" if row.startswith("<tr") else f"<ul>{row}</ul>"
    advertised, asked = answered("jobvite", page, token="mill")
    assert advertised == Advertised(1) and requests([asked])[0].meta["entry"] == {
        "id": "oD2jAfwi", "page": "https://jobs.jobvite.com/mill/job/oD2jAfwi", "title": "Baker", "place": "Oslo"
    }  # fmt: skip


def test_jobvite_reads_the_posting_of_the_page_or_what_the_page_marks() -> None:
    page = f"<table>{ROW.format('oZicrfwE', 'Oslo')}</table>"
    posting = in_detail("jobvite", page, html_page(POSTING), "mill")
    assert (posting.title, posting.external_id, posting.html) == ("Baker", "oZicrfwE", "<p>Bake.</p>")
    assert posting.pay is not None and posting.pay.period == "hour"
    older = in_detail("jobvite", page, '<div class="jv-job-detail-description"><p>Bake.</p></div>', "mill")
    assert (older.title, older.html, older.locations, older.pay) == ("Baker", "<p>Bake.</p>", ["Oslo"], None)


def test_jobvite_tells_another_page_from_an_empty_board() -> None:
    assert answered("jobvite", '<div class="jv-page">No openings</div>', token="mill") == [Advertised(0)]
    with pytest.raises(BoardError, match="another kind"):
        answered("jobvite", "<html>Sign in</html>", token="mill")


# --- SuccessFactors --------------------------------------------------------------------------------

FEED = """<?xml version="1.0" encoding="UTF-8"?><Job-Listing><Job><JobTitle>Baker &amp; Miller</JobTitle>
<ReqId>4711</ReqId><Posted-Date>11/23/2026</Posted-Date><Job-Description>&lt;p&gt;Bake.&lt;/p&gt;</Job-Description>
<filter4><label>Country</label><value>Norway</value></filter4>
<filter7><label>Posting Location</label><value>Oslo, Norway</value></filter7>
<mfield1><label>Type of Employment</label><value>Part time</value></mfield1>
<mfield2><label>Job Family / Functional Area</label><value>Ovens</value></mfield2>
<mfield3><label>Cost centre</label><value>12</value></mfield3><mfield4><label>x</label><value></value></mfield4>
</Job></Job-Listing>"""


def test_successfactors_reads_the_fields_whose_labels_say_what_they_are() -> None:
    posting = only("successfactors", FEED, HOSTED)
    assert (posting.title, posting.html) == ("Baker & Miller", "<p>Bake.</p>")
    assert posting.locations == ["Oslo, Norway"] and posting.department == "Ovens"
    assert posting.employment_type == "part_time" and posting.pay is None
    assert posting.posted_at == dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    assert posting.url is not None and posting.url.endswith("company=mill&career_job_req_id=4711")
    (asked,) = platforms()["successfactors"].start(board("successfactors", HOSTED))
    assert (
        asked.url == f"https://{HOSTED.split('/')[0]}/career?company=mill&career_ns=job_listing_summary&resultType=XML"
    )


@pytest.mark.parametrize(
    ("written", "day"), [("2026-11-03", 3), ("11/03/2026", 3), ("31/12/2026", None), ("soon", None)]
)
def test_a_date_of_successfactors_that_cannot_be_is_unknown(written: str, day: int | None) -> None:
    posted = only("successfactors", FEED.replace("11/23/2026", written), HOSTED).posted_at
    assert (posted and posted.day) == day


def test_successfactors_tells_an_empty_board_from_another_answer() -> None:
    assert answered("successfactors", "<Job-Listing></Job-Listing>", token=HOSTED) == []
    for body in ("<html><body>Career site</body></html>", "", "<Job-Listing><Job>"):
        with pytest.raises(BoardError):
            answered("successfactors", body, token=HOSTED)
    with pytest.raises(BoardError, match=r"written <host>/<company id>, not 'mill'"):
        list(platforms()["successfactors"].start(board("successfactors", "mill")))


# --- What all have in common -----------------------------------------------------------------------

BODIES = [
    ("gupy", {"id": 7, "title": "Baker"}, "detail.description"),
    ("join", {"id": 7, "title": "Baker"}, "detail.description"),
    ("jobtech", {"id": "7", "headline": "Baker"}, "description.text_formatted"),
    ("bundesagentur", {"referenznummer": "7", "stellenangebotsTitel": "Baker"}, "detail.stellenangebotsBeschreibung"),
    ("mycareersfuture", {"uuid": "7", "title": "Baker"}, "description"),
    ("justjoin", {"guid": "7", "title": "Baker"}, "detail.body"),
    ("jobylon", {"id": 7, "title": "Baker"}, "skills"),
    ("successfactors", {"ReqId": "7", "JobTitle": "Baker"}, "Job-Description"),
]


@pytest.mark.parametrize(("name", "payload", "path"), BODIES, ids=[one[0] for one in BODIES])
def test_a_description_that_is_no_text_names_platform_and_field(name: str, payload: Any, path: str) -> None:
    def told(value: Any) -> str:
        for step in reversed(path.split(".")):
            value = {step: value}
        return json.dumps(payload | value)

    token = HOSTED if name == "successfactors" else "mill"
    posting, _, problem = parse_payload(name, told({"html": "Rye"}), board(name, token))
    assert posting is None and problem == f"{name}: {path} is an object instead of text"
    sound, left, problem = parse_payload(name, told("<p>Rye</p>"), board(name, token))
    assert sound is not None and "Rye" in str(sound.html) and not left, problem


@pytest.mark.parametrize("name", ["jobtech", "bundesagentur", "mycareersfuture", "justjoin"])
def test_public_feeds_name_their_source(name: str) -> None:
    credit = platforms()[name].attribution
    assert credit and "https://" in credit
    for body in ([], "x", {}, {"hits": {}}, {"error": "no"}):
        with pytest.raises(BoardError):
            answered(name, json.dumps(body), token="all")


@pytest.mark.parametrize(
    ("name", "page", "most"),
    [("bundesagentur", {"ergebnisliste": [ANGEBOT] * 100, "maxErgebnisse": 90_000}, 5_000),
     ("justjoin", {"data": [OFFER] * 100, "meta": {"totalItems": 15_000}}, 5_000),
     ("mycareersfuture", {"results": [RESULT] * 100, "total": 90_000}, 10_000),
     ("jobtech", {"hits": [AD] * 100, "total": {"value": 30_000}}, 2_100)],
)  # fmt: skip
def test_a_search_ends_where_the_service_or_the_night_does(name: str, page: dict[str, Any], most: int) -> None:
    (asked,) = platforms()[name].start(board(name, "baker"))
    pages = 1
    while more := [one for one in requests(answered(name, page, asked, "baker")) if one.step == "list"]:
        (asked,) = more
        pages += 1
    assert pages * 100 == most
