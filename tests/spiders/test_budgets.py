"""What huge, endless and unchanged boards cost: few requests, and none for what is known."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from loopback import Answers, Asked, served

from spiders.job import Limits
from spiders.platform import Advertised, Board, Request, Response
from spiders.platforms import platforms
from spiders.revisits import Read

YESTERDAY = (dt.datetime.now(dt.UTC) - dt.timedelta(days=1)).isoformat()
LONG_AGO = (dt.datetime.now(dt.UTC) - dt.timedelta(days=30)).isoformat()
Start = Callable[..., Callable[[], Any]]


def test_an_endless_list_ends_at_its_pages_and_costs_no_detail(
    tmp_path: Path, start_crawl: Start, fault_server: Any
) -> None:
    board = Board("smartrecruiters", "without-end", "Mill", f"{fault_server.url}/smartrecruiters")
    before = len(fault_server.asked)
    crawled = start_crawl(tmp_path, "smartrecruiters", [board], limits=Limits(delay=0.0, board_pages=5))()
    report = crawled.board("without-end")
    assert (report.status, report.reason) == ("failed", "more than 5 pages of its list")
    assert report.requests == 5 and not crawled.rows
    assert not [path for path, _ in fault_server.asked[before:] if "/postings/" in path]


def test_a_list_of_more_postings_than_may_be_asked_for_costs_no_detail(
    tmp_path: Path, start_crawl: Start, fault_server: Any
) -> None:
    board = Board("smartrecruiters", "healthy", "Mill", f"{fault_server.url}/smartrecruiters")
    report = start_crawl(tmp_path, "smartrecruiters", [board], limits=Limits(delay=0.0, board_requests=20))().board(
        "healthy"
    )
    assert report.status == "failed" and report.requests == 2
    assert report.reason == "more than 20 requests for one board: it lists 24 postings"


def test_the_budget_of_a_host_holds_for_all_its_boards(tmp_path: Path, start_crawl: Start, fault_server: Any) -> None:
    boards = [Board("greenhouse", name, "Mill", f"{fault_server.url}/greenhouse") for name in ("healthy", "another")]
    crawled = start_crawl(tmp_path, "greenhouse", boards, limits=Limits(delay=0.0, host_requests=1))()
    assert crawled.board("healthy").status == "ok"
    assert "tonight's budget of 1 requests" in str(crawled.board("another").reason)


class _Site(Answers):
    """A career site of three pages: one changed long ago, one yesterday, one does not say."""

    def body(self) -> bytes:
        self.server.asked.append(self.path)
        origin = f"http://{self.headers['Host']}"
        if self.path == "/robots.txt":
            return b""
        if self.path == "/sitemap.xml":
            told = {"old": f"<lastmod>{LONG_AGO}</lastmod>", "new": f"<lastmod>{YESTERDAY}</lastmod>", "mute": ""}
            urls = "".join(f"<url><loc>{origin}/jobs/{name}</loc>{last}</url>" for name, last in told.items())
            return f"<urlset>{urls}</urlset>".encode()
        posting = json.dumps({"@type": "JobPosting", "title": "Baker", "description": "Bake."})
        return f'<html><script type="application/ld+json">{posting}</script></html>'.encode()


@pytest.fixture
def site() -> Iterator[Asked]:
    with served(_Site) as server:
        yield server


@pytest.mark.parametrize(
    ("read", "asked"),
    [
        ("yesterday", ["/jobs/mute", "/jobs/new"]),
        ("long ago", ["/jobs/mute", "/jobs/new", "/jobs/old"]),  # too long ago to be believed
    ],
)
def test_a_page_that_has_not_changed_since_it_was_read_is_not_asked_again(
    tmp_path: Path, start_crawl: Start, site: Asked, read: str, asked: list[str]
) -> None:
    address = f"http://127.0.0.1:{site.server_address[1]}/sitemap.xml"
    when = {"yesterday": YESTERDAY, "long ago": LONG_AGO}[read]
    known = {address: {f"/jobs/{name}": Read(when) for name in ("old", "new", "mute")}}
    crawled = start_crawl(tmp_path, "jsonld", [Board("jsonld", address, "Mill")], known=known)()
    report = crawled.board(address)
    assert sorted(path for path in site.asked if path.startswith("/jobs")) == asked
    assert report.status == "ok" and report.postings == report.postings_advertised == 3
    assert report.same == sorted({"/jobs/old", "/jobs/new", "/jobs/mute"} - set(asked))
    assert [row["external_id"] for row in sorted(crawled.rows, key=lambda row: str(row["external_id"]))] == asked


def followed(paths: list[str]) -> tuple[list[str], Advertised]:
    """The paths of a sitemap that are followed, and what the board is said to have."""
    urls = "".join(f"<url><loc>https://mill.example{path}</loc></url>" for path in paths)
    board = Board("jsonld", "https://mill.example/sitemap.xml", "Mill")
    (request,) = platforms()["jsonld"].start(board)
    response = Response(request, request.url, f"<urlset>{urls}</urlset>".encode(), {})
    found = list(platforms()["jsonld"].read(board, response))
    (told,) = [one for one in found if isinstance(one, Advertised)]
    return [one.url.removeprefix("https://mill.example") for one in found if isinstance(one, Request)], told


JOBS = [
    "/jobs/baker-7", "/en/careers/open-roles/miller", "/de/stellenangebote/7", "/job-7", "/job/7/", "/mill/careers/a",
    "/vacancies/7", "/careers/positions/7/baker", "/current-openings/7", "/offres-d-emploi/boulanger", "/vagas/7",
]  # fmt: skip
OTHERS = ["/", "/blog/how-we-bake", "/careers", "/jobs/", "/about", "/steve-jobs", "/jobseekers", "/products/oven"]


def test_of_a_whole_site_only_the_addresses_of_jobs_are_followed_and_the_others_counted() -> None:
    pages = [f"/blog/{number}" for number in range(300)]
    asked, told = followed(JOBS + OTHERS + pages)
    assert asked == JOBS and told == Advertised(len(JOBS), True, len(OTHERS) + 300)


def test_a_career_site_and_a_site_without_addresses_of_jobs_are_followed_whole() -> None:
    assert followed(JOBS + OTHERS)[0] == JOBS + OTHERS
    pages = [f"/o/{number}" for number in range(300)]
    asked, told = followed(pages)
    assert asked == pages and told.passed_over == 0


def test_addresses_of_images_are_no_pages() -> None:
    body = b"""<urlset xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url>
    <loc>https://mill.example/jobs/7</loc><image:image><image:loc>https://mill.example/7.png</image:loc></image:image>
    </url></urlset>"""
    board = Board("jsonld", "https://mill.example/sitemap.xml", "Mill")
    (request,) = platforms()["jsonld"].start(board)
    found = list(platforms()["jsonld"].read(board, Response(request, request.url, body, {})))
    assert [one.url for one in found if isinstance(one, Request)] == ["https://mill.example/jobs/7"]
