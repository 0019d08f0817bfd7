"""What the market's postings say: well-formed payloads, each fact told, and the traps that fool naive matching."""

import datetime as dt
import json
import re
from collections import Counter
from html import unescape

import pytest

from spiders.market import Market, Truth, build
from spiders.market.dialects import Draft, draft, greenhouse, job_posting, lever, plain
from spiders.market.seeds import data
from spiders.market.site import Site

DATE = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def market() -> Market:
    return build(0.03, DATE)


@pytest.fixture(scope="module")
def drafts(market: Market) -> list[tuple[Truth, Draft]]:
    return [(market.truth_of(one), draft(market, one)) for board in market.listings.values() for one in board]


def text_of(post: Draft) -> str:
    return plain(post.html)


def test_texts_are_as_long_as_real_ones(drafts: list[tuple[Truth, Draft]]) -> None:
    lengths = [len(text_of(post)) for truth, post in drafts if truth.language == "en"]
    assert min(lengths) > 2_400
    assert 3_000 < sum(lengths) / len(lengths) < 5_000
    assert max(lengths) < 6_500


def test_texts_of_two_vacancies_differ_and_those_of_one_do_not(drafts: list[tuple[Truth, Draft]]) -> None:
    by_opening: dict[str, set[str]] = {}
    for truth, post in drafts:
        told = [section for section in post.sections if section.kind != "pay"]
        lines = [line for section in told for line in section.paragraphs[:2] + section.items[:-1]]  # the last is edited
        part = "\n".join(lines)
        by_opening.setdefault(truth.opening_id, set()).add(part)
    assert all(len(texts) == 1 for texts in by_opening.values())
    counts = Counter(text for texts in by_opening.values() for text in texts if text)
    assert max(counts.values()) == 1


def test_every_skill_of_the_truth_stands_in_the_section_that_its_requirement_says(
    drafts: list[tuple[Truth, Draft]],
) -> None:
    surfaces = data("skills")["surfaces"]
    for truth, post in drafts:
        if truth.language != "en":
            continue
        asked = " ".join(section.plain() for section in post.part("duties", "required"))
        nice = " ".join(section.plain() for section in post.part("preferred"))
        for skill, requirement in truth.skills.items():
            where = asked if requirement == "required" else nice
            assert any(surface in where for surface in surfaces.get(skill, (skill,))), (skill, where)


def test_no_section_about_the_role_names_a_skill_that_the_truth_lacks(drafts: list[tuple[Truth, Draft]]) -> None:
    groups, surfaces = data("skills")["groups"], data("skills")["surfaces"]
    names = {name for group in groups.values() for name in group} - {"R", "Go", "Ray", "Rust", "Excel"}
    patterns = {
        name: re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in surfaces.get(name, (name,))))
        for name in names
    }
    for truth, post in drafts[:400]:
        text = " ".join(s.plain() for s in post.part("role", "duties", "required", "preferred"))
        text = text.replace(truth.title, "").replace("Google Cloud", "" if "GCP" in truth.skills else "Google Cloud")
        found = {name for name, pattern in patterns.items() if pattern.search(text)}
        told = set(truth.skills)
        if told & {"red teaming", "Prompt Engineering", "Spark"}:
            continue
        assert found <= told, found - told


@pytest.mark.parametrize(
    "trap",
    [
        "leverage", "storage", "coverage", "trust", "robust", "go to market", "react quickly", "excel at",
        "the rest of the team", "swift", "chef's kiss", "lead a meeting", "staff of a customer", "Dallas and Atlanta",
        "Series C", "valuation", "annual bonus", "sign-on bonus", "Google and Stripe", "OpenAI, Meta", "per hour",
        "per month", "Zone 1", "Zone 2", "€", "£", "combined experience", "will go where", "rust on", "spark ideas",
    ],
)  # fmt: skip
def test_the_traps_are_there(drafts: list[tuple[Truth, Draft]], trap: str) -> None:
    assert any(trap.lower() in text_of(post).lower() for _, post in drafts)


def test_some_employers_name_their_own_product_on_every_posting(drafts: list[tuple[Truth, Draft]]) -> None:
    names = data("texts")["employer"]["own_names"]
    owners = {
        (truth.company, name)
        for truth, post in drafts
        for name in names
        if post.part("about") and name in post.part("about")[0].plain()
    }
    assert len({company for company, _ in owners}) >= 3
    for truth, post in drafts:
        for company, name in owners:
            if truth.company == company and truth.language == "en" and name in ("Kubernetes", "Terraform"):
                assert name in text_of(post)


def test_some_html_is_escaped_once_too_often(drafts: list[tuple[Truth, Draft]]) -> None:
    jobs = [greenhouse(post, "https://jobs.example") for truth, post in drafts if truth.platform == "greenhouse"]
    once = [unescape(job["content"]) for job in jobs]
    assert any(content.startswith("<") for content in once)
    assert any(content.startswith("&lt;") and unescape(content).startswith("<") for content in once)
    pages = [job_posting(post)["description"] for truth, post in drafts if truth.platform == "jsonld"]
    assert any(page.startswith("&lt;") for page in pages) and any(page.startswith("<") for page in pages)


def test_every_role_has_duties_of_its_own(market: Market) -> None:
    assert {plan.role for plan in market.plans} == set(data("texts")["flavour"])


def test_the_workplace_is_told_by_field_place_or_text(drafts: list[tuple[Truth, Draft]]) -> None:
    words = {"remote": ("remote",), "hybrid": ("hybrid",), "onsite": ("on-site", "onsite", "sur site", "vor ort")}
    for truth, post in drafts:
        if truth.workplace is None:
            assert not re.search(r"\b(remote|hybrid|on-?site)\b", text_of(post), re.IGNORECASE)
        elif post.workplace != truth.workplace:
            told = f"{post.place.written} {text_of(post)}".lower()
            assert any(word in told for word in words[truth.workplace]), told


def test_pay_is_told_by_field_or_text(drafts: list[tuple[Truth, Draft]]) -> None:
    signs = {"USD": "$", "GBP": "£", "EUR": "€", "CAD": "CA$", "SGD": "S$", "INR": "₹"}
    for truth, post in drafts:
        if truth.pay_max is None or truth.currency is None:
            told = " ".join(line for section in post.part("pay") for line in section.paragraphs)
            assert not re.search(r"(base salary|base pay|pay) range|hourly rate", told, re.IGNORECASE)
        elif post.pay is None:
            told = text_of(post)
            sign = signs[truth.currency]
            assert sign in told
    ranges = [lever(post, "")["salaryRange"] for truth, post in drafts if truth.platform == "lever" and post.pay]
    assert {"per-year-salary", "per-hour-wage"} <= {one["interval"] for one in ranges}


def test_german_and_french_postings_are_there_and_not_in_the_reference_roles(market: Market) -> None:
    foreign = [one for one in market.truth() if one.language != "en"]
    assert {one.language for one in foreign} == {"de", "fr"}
    assert not {one.role for one in foreign} & {"prompt-engineer", "ai-software-engineer"}


def test_every_platform_s_answers_are_well_formed(market: Market) -> None:
    site = Site(market, "http://127.0.0.1:1")
    for board in market.boards:
        expected = {one.external_id for one in map(market.truth_of, market.listings[board.board])}
        if board.platform == "greenhouse":
            answer = json.loads(site.get(f"/greenhouse/v1/boards/{board.board}/jobs?content=true").body)
            assert answer["meta"]["total"] == len(expected)
            found = {str(job["id"]) for job in answer["jobs"]}
        elif board.platform == "lever":
            found = {job["id"] for job in json.loads(site.get(f"/lever/v0/postings/{board.board}?mode=json").body)}
        elif board.platform == "ashby":
            path = f"/ashby/posting-api/job-board/{board.board}?includeCompensation=true"
            found = {job["id"] for job in json.loads(site.get(path).body)["jobs"]}
        elif board.platform == "smartrecruiters":
            path = f"/smartrecruiters/v1/companies/{board.board}/postings"
            found = {row["id"] for row in json.loads(site.get(path + "?limit=100").body)["content"]}
            for number in found:
                sections = json.loads(site.get(f"{path}/{number}").body)["jobAd"]["sections"]
                assert "".join(section["text"] for section in sections.values())
        else:
            sitemap = site.get(f"/jsonld/{board.board}/sitemap.xml").body.decode()
            found = set()
            for address in re.findall(r"<loc>(.*?)</loc>", sitemap):
                page = site.get(address.removeprefix("http://127.0.0.1:1")).body.decode()
                script = re.search(r'<script type="[^"]+">(.*?)</script>', page)
                assert script is not None
                value = json.loads(script[1])
                posting = next((one for one in value.get("@graph", ()) if one["@type"] == "JobPosting"), value)
                assert posting["title"] and posting["description"]
                found.add(address.removeprefix("http://127.0.0.1:1"))
        assert found == expected
