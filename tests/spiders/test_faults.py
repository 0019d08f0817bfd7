"""Real crawls of boards that misbehave: each is named with its true cause, and the healthy ones are complete."""

import json
from collections import Counter
from typing import Any

import pytest

from spiders.dialect import parse_payload
from spiders.platform import Board

# Board: status, what the reason says, postings.
GREENHOUSE: dict[str, tuple[str, str, int]] = {
    "healthy": ("ok", "", 20),
    "another": ("ok", "", 30),
    "moved": ("ok", "", 20),
    "retry-after": ("ok", "", 20),
    "empty": ("empty", "", 0),
    "away": ("gone", "HTTP 404", 0),
    "gone": ("gone", "HTTP 410", 0),
    "../../etc/passwd": ("gone", "HTTP 404", 0),
    "forbidden": ("blocked", "HTTP 403", 0),
    "asked-too-much": ("blocked", "HTTP 429: the host refuses to be read, asks to wait 3600 s", 0),
    "captcha-503": ("blocked", "captcha", 0),
    "captcha-200": ("blocked", "captcha", 0),
    "off-limits": ("blocked", "robots.txt", 0),
    "broken": ("failed", "HTTP 500", 0),
    "half": ("failed", "truncated JSON: it ends after 900 bytes", 0),
    "no-json": ("failed", "not JSON", 0),
    "wrong-json": ("failed", "not JSON", 0),
    "other-shape": ("failed", "'jobs' was expected", 0),
    "html": ("failed", "HTML or XML instead of JSON; it begins with '<!DOCTYPE html>", 0),
    "nothing": ("failed", "the answer is empty instead of JSON", 0),
    "bomb": ("failed", "unpacks to more than 4194304 bytes", 0),
    "endless": ("failed", "an answer of more than 4194304 bytes", 0),
    "loop": ("failed", "redirected more than 3 times", 0),
    "private": ("failed", "redirect to 10.0.0.1 is an address inside the own network", 0),
    "metadata": ("failed", "redirect to 169.254.169.254 is an address inside", 0),
    "other-port": ("failed", "redirect to 127.0.0.1 is an address inside", 0),
    "file": ("failed", "redirect to an address of the scheme file", 0),
    "nowhere": ("failed", "HTTP 302 without a target", 0),
    "deep": ("failed", "JSON nested too deeply", 0),
    "reset": ("failed", "the connection broke", 0),
    "refused": ("failed", "connection refused", 0),
    "unresolved": ("failed", "the name no-such-host.invalid cannot be resolved", 0),
    "slow": ("failed", "no complete answer within 3 s", 0),
    "cut": ("failed", "truncated: the answer ended before its announced length", 0),
    "deep-posting": ("ok", "", 20),
    "no-id": ("ok", "kept raw, without an id or without a posting in them: 1", 20),
    "no-title": ("ok", "", 20),
    "long-title": ("ok", "too large, only their beginning is kept: 1", 20),
    "long-id": ("ok", "", 20),
    "surrogate": ("ok", "", 20),
    "script": ("ok", "", 20),
    "twice": ("ok", "listed twice and kept once: 1", 19),
    "not-a-number": ("ok", "kept raw, without an id or without a posting in them: 1", 20),
}
SMARTRECRUITERS: dict[str, tuple[str, str, int]] = {
    "healthy": ("ok", "", 24),
    "one-lost": ("ok", "kept as listed: 1, the first", 24),
    "one-closed": ("ok", "closed while the board was read: 1", 23),
    "no-details": ("failed", "24 of 24 postings could not be read", 0),
    "without-end": ("failed", "more than 60 requests", 0),
    "repeating": ("failed", "its pages repeat themselves", 0),
}
CAREER_SITES: dict[str, tuple[str, str, int]] = {
    "healthy": ("ok", "", 24),
    "packed": ("ok", "", 24),
    "single": ("ok", "", 1),
    "one-broken": ("ok", "kept as listed: 1, the first /jsonld/one-broken/job/5: HTTP 500", 24),
    "one-plain": ("ok", "kept raw, without an id or without a posting in them: 1", 24),
    "bomb": ("failed", "unpacks to more than", 0),
    "nested": ("failed", "nested deeper than 3", 0),
    "circle": ("failed", "in a circle", 0),
    "laughs": ("failed", "declares entities", 0),
    "outside": ("failed", "declares entities", 0),
    "plain": ("failed", "a page without a JobPosting instead of a sitemap", 0),
    "inwards": ("failed", "10.0.0.1 is an address inside the own network", 0),
    "ftp": ("failed", "http(s) address", 0),
}


def judged(crawled: Any, name: str) -> tuple[str, str, int]:
    report = crawled.board(name)
    return report.status, report.reason or "", report.postings


@pytest.mark.parametrize("name", GREENHOUSE)
def test_a_sick_board_is_named_with_its_cause(sick: dict[str, Any], name: str) -> None:
    status, reason, postings = judged(sick["greenhouse"], name)
    assert (status, postings) == (GREENHOUSE[name][0], GREENHOUSE[name][2])
    assert GREENHOUSE[name][1] in reason
    assert bool(GREENHOUSE[name][1]) == bool(reason)


@pytest.mark.parametrize("name", SMARTRECRUITERS)
def test_pages_and_details_that_misbehave_are_named(sick: dict[str, Any], name: str) -> None:
    status, reason, postings = judged(sick["smartrecruiters"], name)
    assert (status, postings) == (SMARTRECRUITERS[name][0], SMARTRECRUITERS[name][2])
    assert SMARTRECRUITERS[name][1] in reason


@pytest.mark.parametrize("name", CAREER_SITES)
def test_career_sites_that_misbehave_are_named(sick: dict[str, Any], name: str) -> None:
    board = next(b.board for b in sick["jsonld"].report.boards if f"/{name}/" in b.board or b.board.startswith(name))
    status, reason, postings = judged(sick["jsonld"], board)
    assert (status, postings) == (CAREER_SITES[name][0], CAREER_SITES[name][2])
    assert CAREER_SITES[name][1] in reason


def test_every_crawl_comes_to_its_end(sick: dict[str, Any]) -> None:
    assert {crawled.report.finish_reason for crawled in sick.values()} == {"finished"}
    assert all(crawled.report.memory < 600 * 2**20 for crawled in sick.values())


def test_rows_agree_with_the_report_and_none_stands_twice(sick: dict[str, Any]) -> None:
    for crawled in sick.values():
        ids = Counter(row["posting_id"] for row in crawled.rows)
        assert max(ids.values()) == 1
        for report in crawled.report.boards:
            if report.status == "ok":
                assert len(crawled.of(report.board)) == report.postings


def test_postings_beside_a_bad_one_are_read(sick: dict[str, Any]) -> None:
    board = Board("greenhouse", "x", "X")
    for name, problem in {
        "no-title": "the payload has no title",
        "no-id": "the payload has no id",
        "long-title": "a payload of",
        "not-a-number": "the payload has no id",
    }.items():
        parsed = [parse_payload("greenhouse", row["payload"], board) for row in sick["greenhouse"].of(name)]
        problems = [found for posting, _, found in parsed if posting is None]
        assert len(parsed) == 20 and len(problems) == 1 and problem in str(problems[0])


def test_what_a_file_cannot_hold_is_replaced(sick: dict[str, Any]) -> None:
    row = sick["greenhouse"].of("surrogate")[0]
    assert row["external_id"] == "?" and json.loads(row["payload"])["title"] == "Half ?"
    assert max(len(row["external_id"]) for row in sick["greenhouse"].of("long-id")) < 100
    assert sick["greenhouse"].of("script")[0]["url"] is None


def test_a_page_that_could_not_be_read_is_kept_under_its_id(sick: dict[str, Any]) -> None:
    crawled = sick["jsonld"]
    report = next(b for b in crawled.report.boards if "one-broken" in b.board)
    assert report.unread == ["/jsonld/one-broken/job/5"] and report.postings_unparsed == 1
    row = next(row for row in crawled.of(report.board) if row["external_id"] in report.unread)
    assert parse_payload("jsonld", row["payload"], Board("jsonld", report.board, ""))[2] == "HTTP 500"


def test_a_board_name_is_one_segment_of_the_path(sick: dict[str, Any], fault_server: Any) -> None:
    asked = [path for path, _ in fault_server.asked if "passwd" in path]
    assert asked and all(path.startswith("/greenhouse/v1/boards/..%2F..%2Fetc%2Fpasswd/jobs") for path in asked)


def test_every_request_says_who_asks(sick: dict[str, Any], fault_server: Any) -> None:
    agents = {headers.get("User-Agent", "") for _, headers in fault_server.asked}
    assert len(agents) == 1 and agents.pop().startswith("rolemeter/")
