"""The evidence of derived values: stored offsets cut out of the stored texts the words that told each value."""

import datetime as dt
import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from reading import pipeline, read

from analytics.extraction.evidence import FIELDS, evidence
from analytics.extraction.lexicon import load_lexicon
from analytics.extraction.posting import Posting
from analytics.extraction.rows import normalise_board
from analytics.places.locations import read_location
from storage.posting import ParsedPosting, StatedPay
from storage.store import conform
from storage.tables import TABLES

REAL = Path(__file__).parents[3] / "shared" / "data" / "postings" / "ai_engineering_2026.jsonl.gz"
TEXT = (
    "We bake bread.\n\nRequirements\n\n- 4+ years of   experience\n- Python\n\n"
    "This role is hybrid. Pay: $120,000 - $150,000 per year in Zone A, $110,000 - $130,000 per year in Zone B.\n"
)
BUILDER = "Requirements:\n- RAG, LangChain, vector databases, LLM evaluation, AI agents\n- Excel"


def words(posting: Posting) -> dict[str, list[tuple[str, str]]]:
    """By field the words that are its evidence, with the text in which they stand."""
    texts = {"description": posting.description, "title": posting.title, "location_raw": posting.location}
    found: dict[str, list[tuple[str, str]]] = {}
    for one in evidence(read(posting)):
        found.setdefault(one.field, []).append((one.source, texts[one.source][one.start : one.end]))
    return found


def test_each_value_is_led_back_to_the_words_that_tell_it() -> None:
    found = words(Posting("1", "Senior LLM Engineer", "Bakers", "Berlin | Remote - US", TEXT))
    assert found == {
        "role": [("title", "Senior LLM Engineer")],
        "seniority": [("title", "Senior")],
        "years": [("description", "4+ years")],
        "workplace": [("location_raw", "Remote")],
        "pay": [("description", "$120,000 - $150,000 per year"), ("description", "$110,000 - $130,000 per year")],
        "place": [("location_raw", "Berlin")],
    }
    assert list(found) == [field for field in FIELDS if field in found]


@pytest.mark.parametrize(
    ("posting", "field", "told"),
    [
        (Posting("1", "Backend Engineer", description=BUILDER), "role", ("description", "LangChain")),
        (Posting("1", "Engineer", description="Asked: 6 years of experience"), "seniority", ("description", "6 years")),
        (Posting("1", "Data Analyst", description="We are seeking a Senior Data Analyst."), "seniority",
         ("description", "Senior Data Analyst")),
        (Posting("1", "Engineer (3-5 yrs exp)"), "seniority", ("title", "3-5 yrs")),
        (Posting("1", "Vice-President of Sales"), "seniority", ("title", "Vice-President")),
        (Posting("1", "Ingénieur Sénior IA"), "seniority", ("title", "Sénior")),
        (Posting("1", "AI Engineer (fully remote)"), "workplace", ("title", "remote")),
        (Posting("1", "AI Engineer", description="This role is\n   hybrid."), "workplace", ("description", "hybrid")),
        (Posting("1", "Welder - $42 per hour", location="Austin, TX"), "pay", ("title", "$42 per hour")),
        (Posting("1", "Cook", location="Various | Lyon, France | Oslo"), "place", ("location_raw", "Lyon, France")),
    ],
)  # fmt: skip
def test_evidence_stands_in_the_text_that_told(posting: Posting, field: str, told: tuple[str, str]) -> None:
    found = words(posting)[field]
    assert any(source == told[0] and told[1] in text for source, text in found), found


def test_what_nothing_tells_has_no_evidence_and_general_skills_none_of_the_role() -> None:
    assert words(Posting("1", "Engineer", description="We are a firm.")) == {"role": [("title", "Engineer")]}
    assert evidence(read(Posting("1"))) == []
    role = words(Posting("1", "Backend Engineer", description=BUILDER))["role"]
    assert ("description", "Excel") not in role and len(role) == 5


def rows(*postings: ParsedPosting) -> list[dict[str, Any]]:
    raw = {"platform": "lever", "board": "b", "url": "", "company": "Bakers", "carried_forward": False}
    raw |= {"observed_on": dt.date(2026, 1, 1), "payload": ""}
    parsed = [(raw | {"posting_id": f"lever:b:{n}", "external_id": str(n)}, one) for n, one in enumerate(postings)]
    return [row for row, _ in normalise_board(pipeline(load_lexicon()), load_lexicon().metros, parsed)]


def cut(row: dict[str, Any]) -> dict[str, list[str]]:
    """By field the words that the offsets of a row cut out of its own columns."""
    found: dict[str, list[str]] = {}
    for one in row["evidence"]:
        found.setdefault(one["field"], []).append(row[one["source"]][one["start"] : one["end"]])
    return found


def test_a_row_has_evidence_of_what_was_read_and_none_of_what_the_platform_states() -> None:
    html = "<p>This role is <b>hybrid</b>.</p><ul><li>4+ years of\n experience</li></ul>Salary: $90,000 - $120,000"
    told = ParsedPosting("1", "  Data   Engineer ", html=html, locations=["Lyon,  France", "Oslo"])
    stated = ParsedPosting(
        "2", "Data Engineer", html=html, locations=["Lyon"], country="FR", region="Île-de-France", city="Paris",
        workplace="remote", pay=StatedPay(90_000, 120_000, "USD", "year"),
    )  # fmt: skip
    first, second = rows(told, stated)
    assert cut(first) == {
        "role": ["Data Engineer"],
        "seniority": ["4+ years"],
        "years": ["4+ years"],
        "workplace": ["hybrid"],
        "pay": ["$90,000 - $120,000"],
        "place": ["Lyon, France"],
    }
    assert cut(second).keys() == {"role", "seniority", "years"}


def test_a_stated_pay_that_takes_its_period_from_the_text_says_where_it_stands() -> None:
    (row,) = rows(ParsedPosting("1", "Cook", text="Pay: $30 per hour", pay=StatedPay(30, 30, "USD", None)))
    assert (row["pay_basis"], row["pay_period"], cut(row)["pay_period"]) == ("stated", "hour", ["$30 per hour"])
    assert "pay" not in cut(row)


def test_the_table_takes_the_rows_evidence() -> None:
    found = rows(ParsedPosting("1", "Senior Cook", text=TEXT))
    night = {"snapshot_date": dt.date(2026, 1, 1), "first_seen": dt.date(2026, 1, 1), "opening_id": "o"}
    (row,) = conform(TABLES["postings"], [found[0] | night]).to_pylist()
    assert cut(row) == cut(found[0]) and cut(row)["years"] == ["4+ years"]


@pytest.mark.skipif(not REAL.exists(), reason="recorded postings are not here")
def test_of_real_postings_the_evidence_holds_what_was_read() -> None:
    with gzip.open(REAL, "rt", encoding="utf-8") as lines:
        recorded = [json.loads(line) for line, _ in zip(lines, range(150), strict=False)]
    counted = dict.fromkeys(FIELDS, 0)
    parsed = [ParsedPosting(str(n), one["title"], text=one["description"], locations=[one.get("location") or ""])
              for n, one in enumerate(recorded)]  # fmt: skip
    for row in rows(*parsed):
        told = cut(row)
        for field in told:
            counted[field] += 1
        figures = {int(figure) for text in told.get("years", ()) for figure in re.findall(r"\d+", text)}
        assert row["min_years"] is None or row["min_years"] in figures | {None} or not figures
        digits = "".join(re.findall(r"\d", "".join(told.get("pay", ()))))
        assert row["pay_min"] is None or str(int(row["pay_min"])).rstrip("0") in digits
        assert ("pay" in told) == (row["pay_basis"] == "text")
        assert ("workplace" in told) == (row["workplace"] is not None)
        assert ("seniority" in told) == (row["seniority_basis"] != "assumed")
        places = {place.country for text in told.get("place", ()) for place in read_location(text)}
        assert row["country"] is None or row["country"] in places
    assert min(counted.values()) >= 10, counted
