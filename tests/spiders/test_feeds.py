"""Feeds and search services: what they ask for page by page, what is read, and what their terms ask for."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from spiders.comments import hiring_comment
from spiders.dialect import parse_payload
from spiders.platform import Advertised, Board, BoardError, PostingItem, Request, Response, Result
from spiders.platforms import platforms
from spiders.privacy import without_persons
from storage.posting import ParsedPosting, StatedPay

OWN = Path(__file__).with_name("payloads")  # as platforms answer, with a mill's jobs in them
PAYLOADS = Path(__file__).parents[3] / "shared" / "data" / "payloads"
FOLDERS = {"hackernews": "hn", "weworkremotely": "rss"}
BOARDS = {"hackernews": "123", "adzuna": "us/ai engineer", "workday": "mill.wd1/site", "comeet": "1A.002/token",
          "oracle": "mill.fa.us2/CX_1", "eightfold": "mill/mill.com", "phenom": "jobs.mill.com/us/en"}  # fmt: skip
KEYS = {
    "ADZUNA_APP_ID": "id-12345",
    "ADZUNA_APP_KEY": "key/67890",
    "USAJOBS_API_KEY": "k3y&secret",
    "USAJOBS_EMAIL": "x@y.example",
}


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)


def board(name: str, token: str | None = None) -> Board:
    return Board(name, token or BOARDS.get(name, "all"), "")


def results(name: str, body: Any, request: Request | None = None, token: str | None = None) -> list[Result]:
    platform = platforms()[name]
    asked = request or next(iter(platform.start(board(name, token))))
    written = body if isinstance(body, bytes) else json.dumps(body).encode()
    return list(platform.read(board(name, token), Response(asked, asked.url, written, {})))


def only(name: str, body: Any, token: str | None = None) -> ParsedPosting:
    """The one posting of an answer; nothing of it is left over."""
    (found,) = [one for one in results(name, body, token=token) if isinstance(one, PostingItem)]
    posting, left, problem = parse_payload(name, json.dumps(found.payload), board(name, token))
    assert posting is not None and not left, (problem, left)
    assert posting.external_id == found.external_id and posting.url == found.url
    return posting


def addresses(name: str, body: Any, request: Request | None = None, token: str | None = None) -> list[str]:
    return [one.url for one in results(name, body, request, token) if isinstance(one, Request)]


def answers_to_read() -> Iterator[tuple[str, Path]]:
    """Platforms with folders of their answers: in our own words, and as recorded where the recordings are."""
    for base in (OWN, PAYLOADS):
        for name in sorted(platforms().keys() - {"jsonld"}):
            if (folder := base / FOLDERS.get(name, name)).is_dir():
                yield name, folder


@pytest.mark.parametrize(("name", "folder"), list(answers_to_read()))
def test_answers_are_read_to_the_last_field(name: str, folder: Path) -> None:
    read = 0
    for file in sorted(folder.glob("*.*")):
        try:
            found = results(name, file.read_bytes())
        except BoardError:
            continue  # a detail, or a recording in another wrapping
        for one in found:
            if isinstance(one, PostingItem):
                kept = json.dumps(without_persons(one.payload))
                posting, left, problem = parse_payload(name, kept, board(name))
                assert posting is not None or "no job title" in str(problem), (file.name, problem)
                assert not left, (file.name, left)
                assert one.external_id and (posting is None or posting.external_id == one.external_id)
            read += not isinstance(one, Advertised)
    assert read


def test_feeds_with_terms_give_credit() -> None:
    feeds = (
        "remoteok", "remotive", "arbeitnow", "himalayas", "jobicy", "themuse", "workingnomads", "weworkremotely",
        "hackernews", "adzuna", "usajobs",
    )  # fmt: skip
    for name in feeds:
        credit = platforms()[name].attribution
        assert credit and "https://" in credit


def test_there_are_platforms_enough() -> None:
    assert len(platforms()) >= 42


def test_teamtailor_reads_the_posting_of_each_item_and_the_next_page() -> None:
    item = {
        "id": "a-1", "title": "Baker", "url": "https://mill.teamtailor.com/jobs/1-baker",
        "content_html": "<p>Bake.</p>", "date_published": "2026-05-26T08:33:05+02:00",
        "_jobposting": {
            "@type": "JobPosting", "title": "Baker", "description": "<p>Bake bread.</p>",
            "datePosted": "2026-05-26T08:33:05+02:00", "employmentType": "FULL_TIME",
            "hiringOrganization": {"name": "Mill"},
            "jobLocation": [{"address": {"addressLocality": "Lund", "addressCountry": "SE"}}],
        },
    }  # fmt: skip
    posting = only("teamtailor", {"items": [item]}, token="mill")
    assert (posting.title, posting.company, posting.html) == ("Baker", "Mill", "<p>Bake bread.</p>")
    assert posting.locations == ["Lund, SE"] and posting.employment_type == "full_time"
    more = {"items": [item], "next_url": "https://mill.teamtailor.com/jobs.json?page=2"}
    assert addresses("teamtailor", more, token="mill") == ["https://mill.teamtailor.com/jobs.json?page=2"]


def test_remoteok_skips_its_terms_and_never_states_the_pay_that_it_guesses() -> None:
    job = {
        "id": "7", "position": "Baker", "url": "https://remoteOK.com/remote-jobs/7", "salary_min": 0, "salary_max": 0,
        "description": "We\u00e2\u0080\u0099re bakers.<br><br>Please mention the word **RYE** and tag abc",
        "company": "Mill", "location": "Oslo", "date": "2026-07-10T02:20:45+00:00", "tags": ["bread"],
    }  # fmt: skip
    posting = only("remoteok", [{"legal": "Link back."}, job])
    assert posting.html == "We’re bakers." and posting.pay is None and posting.workplace == "remote"
    told = job | {"salary_min": 50000, "salary_max": 90000, "description": "We pay $120,000 a year."}
    guessed = only("remoteok", [{"legal": "Link back."}, told])
    assert guessed.pay is None and guessed.html == "We pay $120,000 a year."


def test_remotive_reads_pay_as_text() -> None:
    job = {
        "id": 7,
        "title": "Baker",
        "url": "https://remotive.com/7",
        "description": "<p>Bake.</p>",
        "salary": "$5k <b>",
    }
    posting = only("remotive", {"job-count": 1, "jobs": [job]})
    assert posting.html == "<p>Bake.</p>\n<p>Salary: $5k &lt;b&gt;</p>" and posting.pay is None


def test_arbeitnow_goes_on_while_there_is_a_next_page() -> None:
    job = {"slug": "baker-1", "title": "Bäcker", "url": "https://www.arbeitnow.com/baker-1", "remote": False,
           "job_types": ["Vollzeit"], "location": "Ulm", "created_at": 1781589630}  # fmt: skip
    assert only("arbeitnow", {"data": [job], "links": {"next": None}}).employment_type == "full_time"
    page = {"data": [job], "links": {"next": "https://www.arbeitnow.com/api/job-board-api?page=2"}}
    assert addresses("arbeitnow", page) == ["https://www.arbeitnow.com/api/job-board-api?page=2"]
    assert addresses("arbeitnow", {"data": [], "links": page["links"]}) == []


def test_himalayas_stops_at_its_cap_and_says_how_many_there_are() -> None:
    job = {"guid": "https://himalayas.app/companies/mill/jobs/baker", "title": "Baker", "companyName": "Mill",
           "minSalary": 40000, "maxSalary": 50000, "currency": "EUR", "salaryPeriod": "annual",
           "locationRestrictions": ["France", {"name": "Spain"}], "pubDate": 1781591469}  # fmt: skip
    posting = only("himalayas", {"totalCount": 1, "jobs": [job]})
    assert posting.pay == StatedPay(40000.0, 50000.0, "EUR", "year") and posting.locations == ["France", "Spain"]
    assert posting.external_id == "/companies/mill/jobs/baker"
    page = {"totalCount": 90_000, "jobs": [job] * 20}
    first = results("himalayas", page)
    assert Advertised(90_000) in first
    assert addresses("himalayas", page) == ["https://himalayas.app/jobs/api?limit=20&offset=20"]
    last = Request("https://himalayas.app/jobs/api", meta={"offset": 1980})
    assert addresses("himalayas", page, last) == []


def test_themuse_stops_at_the_last_page_that_it_gives() -> None:
    job = {"id": 7, "name": "Baker", "refs": {"landing_page": "https://www.themuse.com/jobs/7"}, "contents": "<p>x</p>",
           "locations": [{"name": "Flexible / Remote"}], "levels": [{"name": "Mid Level"}],
           "company": {"name": "Mill"}}  # fmt: skip
    assert only("themuse", {"total": 1, "page_count": 1, "results": [job]}).seniority == "Mid Level"
    page = {"page_count": 5000, "results": [job]}
    assert addresses("themuse", page, token="Data and Analytics") == [
        "https://www.themuse.com/api/public/jobs?page=2&category=Data%20and%20Analytics"
    ]
    assert addresses("themuse", page, Request("https://www.themuse.com/", meta={"page": 99})) == []


def test_jobicy_and_workingnomads_read_what_they_tell() -> None:
    job = {"id": 7, "jobTitle": "Baker", "url": "https://jobicy.com/jobs/7", "jobType": ["Part-Time"], "jobGeo": "UK",
           "jobIndustry": ["Food"], "salaryMin": 20, "salaryCurrency": "GBP", "salaryPeriod": "hourly"}  # fmt: skip
    posting = only("jobicy", {"jobs": [job]})
    assert posting.pay == StatedPay(20.0, None, "GBP", "hour") and posting.employment_type == "part_time"
    nomad = {"url": "https://www.workingnomads.com/job/go/7/", "title": "Baker", "company_name": "Mill"}
    assert only("workingnomads", [nomad]).external_id == "7"


def test_weworkremotely_parts_employer_and_title() -> None:
    feed = b"""<rss xmlns:media="http://search.yahoo.com/mrss"><channel><title>Feed</title><item>
    <title>Mill: Baker: nights</title><region>Europe Only | UK Only</region><type>Full-Time</type>
    <description>&lt;p&gt;Bake.&lt;/p&gt;</description><pubDate>Fri, 27 Mar 2026 20:20:27 +0000</pubDate>
    <link>https://weworkremotely.com/remote-jobs/mill-baker</link></item></channel></rss>"""
    posting = only("weworkremotely", feed)
    assert (posting.company, posting.title, posting.html) == ("Mill", "Baker: nights", "<p>Bake.</p>")
    assert posting.locations == ["Europe Only", "UK Only"] and posting.external_id == "mill-baker"


def test_adzuna_takes_no_predicted_pay_and_pages_with_its_keys() -> None:
    job = {"id": "7", "title": "Baker", "redirect_url": "https://www.adzuna.com/land/ad/7", "salary_min": 30000,
           "salary_max": 40000, "salary_is_predicted": "0", "company": {"display_name": "Mill"},
           "location": {"display_name": "Leeds", "area": ["UK", "Yorkshire", "Leeds"]}, "contract_time": "full_time",
           "created": "2026-05-26T08:33:05Z"}  # fmt: skip
    posting = only("adzuna", {"count": 1, "results": [job]}, token="gb/baker")
    assert posting.pay == StatedPay(30000.0, 40000.0, "GBP", "year") and posting.locations == ["Leeds, Yorkshire, UK"]
    assert only("adzuna", {"results": [job | {"salary_is_predicted": "1"}]}, token="gb/baker").pay is None
    (following,) = addresses("adzuna", {"count": 51, "results": [job] * 50}, token="gb/baker")
    assert "/jobs/gb/search/2?" in following and "app_key=key%2F67890" in following
    with pytest.raises(BoardError, match="<country>/<words>"):
        list(platforms()["adzuna"].start(board("adzuna", "baker")))


def test_usajobs_reads_pay_by_its_period_and_keeps_keys_in_headers() -> None:
    about = {
        "PositionID": "R-7", "PositionTitle": "Baker", "PositionURI": "https://www.usajobs.gov/job/7",
        "OrganizationName": "Army", "PositionLocation": [{"LocationName": "Norfolk, Virginia"}],
        "PositionRemuneration": [{"MinimumRange": "61000.0", "MaximumRange": "80000.0", "RateIntervalCode": "PA"}],
        "PositionSchedule": [{"Name": "Full-time"}], "JobCategory": [{"Name": "Food"}],
        "PublicationStartDate": "2026-05-26T00:00:00.0000",
        "UserArea": {"Details": {"JobSummary": "Bake.", "MajorDuties": ["Knead."], "RemoteIndicator": False}},
    }  # fmt: skip
    item = {"MatchedObjectId": "7", "MatchedObjectDescriptor": about}
    result = {"SearchResultCountAll": 1, "SearchResultItems": [item], "UserArea": {"NumberOfPages": "2"}}
    posting = only("usajobs", {"SearchResult": result}, token="baker")
    assert posting.pay == StatedPay(61000.0, 80000.0, "USD", "year") and posting.html == "<p>Bake.</p>\n<p>Knead.</p>"
    (following,) = [
        one for one in results("usajobs", {"SearchResult": result}, token="baker") if isinstance(one, Request)
    ]
    assert "Page=2" in following.url and following.headers["Authorization-Key"] == "k3y&secret"
    assert "secret" not in following.url and "secret" not in repr(following)


def test_hackernews_goes_from_the_newest_thread_to_its_comments() -> None:
    stories = {
        "hits": [
            {"title": "Ask HN: Freelancer?", "objectID": "1"},
            {"title": "Ask HN: Who is hiring? (May 2026)", "objectID": "2"},
        ]
    }
    assert addresses("hackernews", stories, token="latest") == ["https://hn.algolia.com/api/v1/items/2"]
    comments = [
        {"id": 10, "author": "someone", "text": "Mill | Baker, Miller | Oslo | REMOTE", "children": [{"id": 11}]},
        {"id": 12, "text": "Thanks for the thread!"},
        {"id": 13, "text": None},
    ]
    found = [one for one in results("hackernews", {"children": comments}) if isinstance(one, PostingItem)]
    assert [one.external_id for one in found] == ["10", "12"]
    assert all("children" not in one.payload["comment"] for one in found)
    _, _, problem = parse_payload("hackernews", json.dumps(found[1].payload), board("hackernews"))
    assert "no job title" in str(problem)


@pytest.mark.parametrize(
    ("comment", "company", "titles", "places"),
    [
        ("Mill | Data Engineer | Oslo, Norway | Full-time | $100k", "Mill", ["Data Engineer"], ["Oslo, Norway"]),
        ("Mill | Data Engineer, ML Engineer | REMOTE", "Mill", ["Data Engineer", "ML Engineer"], ["REMOTE"]),
        ("Mill | Senior Engineer, Ovens | Oslo", "Mill", ["Senior Engineer, Ovens"], ["Oslo"]),
        ("Mill (https://mill.example) — ML Engineer — Oslo", "Mill", ["ML Engineer"], ["Oslo"]),
        (
            "Mill | Multiple roles | Oslo<p>- Data Scientist: forecasts of bread\n- Head of Data (Oslo)\n- Free bread",
            "Mill", ["Data Scientist", "Head of Data"], ["Oslo"],
        ),
        ("Mill | Oslo | Full-time<p>AI Engineer<p>We bake and you build.", "Mill", ["AI Engineer"], ["Oslo"]),
        ("Mill\nOpen roles: • ML Engineers • Designers", "Mill", ["ML Engineers", "Designers"], []),
        ("Company: Mill\nLocation: Oslo\nRole: ML Engineer", "Mill", ["ML Engineer"], ["Oslo"]),
        ("Do you hire engineers in Norway?", None, [], []),
        ("", None, [], []),
        ("<p>", None, [], []),
    ],
)  # fmt: skip
def test_hiring_comments_are_read_into_their_jobs(
    comment: str, company: str | None, titles: list[str], places: list[str]
) -> None:
    found = hiring_comment(comment)
    assert (found.company, found.titles, found.places) == (company, titles, places)
