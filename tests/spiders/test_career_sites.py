"""Career sites: what a board's address may lead to, and how its postings are told apart."""

import gzip
import json

import pytest

from spiders.platform import Board, BoardError, PostingItem, Request, Response, Result
from spiders.platforms import platforms
from spiders.platforms.jsonld import DEEPEST

ADDRESS = "https://mill.example/sitemap.xml"
URLS = "<url><loc> https://mill.example/jobs/1 </loc></url><url><loc>/jobs/2</loc></url><url><loc>/jobs/2</loc></url>"
POSTING = {"@type": "JobPosting", "title": "Baker", "description": "<p>Bake.</p>"}


def read(body: bytes, step: str = "entry", depth: int = 0, address: str = ADDRESS) -> list[Result]:
    request = Request(address, step=step, meta={"depth": depth})
    return list(platforms()["jsonld"].read(Board("jsonld", ADDRESS, "Mill"), Response(request, address, body, {})))


def page(*postings: object) -> bytes:
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in postings)
    return f"<!DOCTYPE html><html><head>{scripts}</head></html>".encode()


@pytest.mark.parametrize(
    "body",
    [
        f"<urlset>{URLS}</urlset>".encode(),
        f'<?xml version="1.0"?>\n<!-- made by hand --><urlset xmlns="http://sitemaps.example">{URLS}</urlset>'.encode(),
        b"\xef\xbb\xbf" + f"<urlset>{URLS}</urlset>".encode(),
        f'<s:urlset xmlns:s="http://x.example">{URLS.replace("<", "<s:").replace("<s:/", "</s:")}</s:urlset>'.encode(),
        gzip.compress(f"<urlset>{URLS}</urlset>".encode(), mtime=0),
        gzip.compress(b"<urlset>", mtime=0) + gzip.compress(f"{URLS}</urlset>".encode(), mtime=0),
    ],
)
def test_a_sitemap_leads_to_each_of_its_pages_once(body: bytes) -> None:
    requests = [one for one in read(body) if isinstance(one, Request)]
    assert [request.url for request in requests] == ["https://mill.example/jobs/1", "https://mill.example/jobs/2"]
    assert all(request.step == "page" and not request.conditional for request in requests)


def test_an_index_leads_to_sitemaps_and_not_too_deep() -> None:
    index = b"<sitemapindex><sitemap><loc>/jobs.xml.gz</loc></sitemap></sitemapindex>"
    (request,) = read(index)
    assert isinstance(request, Request) and (request.url, request.step) == ("https://mill.example/jobs.xml.gz", "entry")
    with pytest.raises(BoardError, match="deeper"):
        read(index, depth=DEEPEST)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "neither a sitemap"),
        (b"{}", "neither a sitemap"),
        (b"<html><p>no jobs</p></html>", "without a JobPosting"),
        (gzip.compress(b"<urlset></urlset>", mtime=0)[:-12], "truncated gzip"),
        (b"\x1f\x8b" + b"\x00" * 40, "damaged gzip"),
        (b"<urlset><url><loc>x", "truncated"),
    ],
)
def test_what_is_no_sitemap_is_said_to_be_what_it_is(body: bytes, reason: str) -> None:
    with pytest.raises(BoardError, match=reason):
        read(body)


def test_postings_of_one_page_have_ids_of_their_own_whatever_their_order() -> None:
    other = POSTING | {"title": "Miller"}
    graph = {"@graph": [{"@type": "WebPage"}, other]}
    first, second = (
        [
            one.external_id
            for one in read(body, "page", address="https://mill.example/jobs?id=1")
            if isinstance(one, PostingItem)
        ]
        for body in (page(POSTING, graph), page(other, POSTING))
    )
    assert set(first) == set(second) and len(set(first)) == 2
    assert all(str(one).startswith("/jobs?id=1#") for one in first)


def test_a_page_without_a_posting_is_kept_and_counted() -> None:
    (found,) = read(b"<html><p>About us</p></html>", "page", address="https://mill.example/about")
    assert isinstance(found, PostingItem) and found.external_id is None
    assert found.payload["page"] == "https://mill.example/about"
