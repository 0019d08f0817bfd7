"""Every number in a sentence is derived again from the record; no sentence contradicts the table."""

import datetime as dt
import math
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analytics.comparison import records
from analytics.comparison.sentences import carried_sentence
from analytics.statistics import role_tables
from analytics.statistics.pay import convert_pay
from analytics.values.english import article, listed
from storage.tables import TABLES

POINTS = ("floor", "midpoint", "ceiling")
DATE = dt.date(2026, 11, 23)
NAMES = {"prompt-engineer": "Prompt Engineer", "ai-software-engineer": "AI Software Engineer"}
SKILLS = ["Prompt Engineering", "Python", "RAG", "Embeddings", "Gemini", "Claude", "LangChain", "OpenAI", "Rust", "AWS"]
ZERO = r"\b0 (?:are )?\w+ \(0%\)|\b0 of|0% \(0 of|against 0%|interval of the \w+ share 0%"
UNCLAIMED = "No trend is claimed for open positions: 3 comparable weeks, 8 are needed."
CONVERSION = records.conversion_record("USD", DATE, "ECB rates", {"EUR": (1.1172, dt.date(2026, 10, 30))}, 90)
WORDS = {
    "every": (1.0, 2.0), "nearly every": (0.9, 1.0), "most": (0.5, 0.9), "many": (0.25, 0.5), "some": (0.0, 0.25),
}  # fmt: skip
TREND = {
    "weeks": 3, "weeks_comparable": 3, "supported": False, "direction": None, "p_value": None, "rose": None,
    "fell": None, "points": 3, "first": 40.0, "last": 44.0, "first_week": "2026-11-02", "last_week": "2026-11-16",
    "statement": UNCLAIMED, "reason": "3 comparable weeks, 8 are needed", "series": [],
    "pay": {
        "supported": False, "direction": None, "p_value": None, "rose": None, "fell": None, "points": 3, "first": None,
        "last": None, "first_week": None, "last_week": None, "statement": UNCLAIMED, "reason": "3 comparable weeks",
        "currency": None,
    },
}  # fmt: skip


def make_record(sizes: tuple[int, int], seed: int, pay: float = 0.7, market: int = 26_159) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    rows, skills = [], []
    for (role, n), lift in zip(zip(NAMES, sizes, strict=True), (1.0, rng.uniform(0.7, 2.0)), strict=True):
        for index in range(n):
            row = dict.fromkeys(TABLES["openings"].columns)
            low = float(rng.integers(70_000, 160_000)) * lift
            told = rng.random() < pay
            metros = [["Oslo"], ["Oslo", "Rome"], [], []][int(rng.integers(0, 4))]
            row |= {
                "opening_id": f"{role}{index}", "role": role, "ai_tier": "core", "status": "open", "title": role,
                "company": f"Firm {'ABCDE'[int(rng.integers(0, 5))]}", "postings": int(rng.integers(1, 4)),
                "workplace": [None, "remote", "hybrid", "onsite"][int(rng.integers(0, 4))],
                "seniority_band": [None, "entry", "mid", "senior", "senior"][int(rng.integers(0, 5))],
                "metros": metros, "metro": metros[0] if metros else None,
                "pay_annual_min": low if told else None, "pay_annual_max": low * 1.35 if told else None,
                "pay_currency": ("USD" if rng.random() < 0.8 else "EUR") if told else None,
            }  # fmt: skip
            rows.append(row)
            for name in rng.choice(SKILLS, size=int(rng.integers(0, 7)), replace=False):
                skills.append({"opening_id": row["opening_id"], "skill": name, "category": "x", "required": True})
    openings = pd.DataFrame(rows, columns=list(TABLES["openings"].columns))
    conversion = CONVERSION if seed % 3 == 0 else None
    if conversion:
        openings = convert_pay(openings, "USD", {"EUR": 1.1172})
    asked = pd.DataFrame(skills, columns=["opening_id", "skill", "category", "required"])
    tables = role_tables.role_tables(openings, asked, DATE, market)
    figures = [
        records.role_figures(
            role,
            name,
            tables,
            openings[openings["role"] == role],
            trend=TREND if seed % 2 else None,
            conversion=conversion,
        )
        for role, name in NAMES.items()
    ]
    boards = {"ok": 312, "carried_forward": 4, "failed": 2}
    return records.compare(figures[0], figures[1], {
        "snapshot_date": "2026-11-23", "open_positions": market, "postings": 31_000, "postings_ai": 40_000,
        "postings_unclassified": 10, "postings_imported": 0, "sample": False, "method": "1", "boards": boards,
        "quality": None, "attributions": [],
    }, conversion)  # fmt: skip


AGAINST = ("Midpoints, times the other role's", "The same at equal level and metro")
CASES = [
    (9, 598, 1),
    (9, 120, 2),
    (1, 1, 3),
    (5, 8, 4),
    (40, 60, 5),
    (300, 33, 6),
    (12, 11, 7),
    (80, 80, 8),
    (2, 400, 9),
]


@pytest.fixture(scope="module", params=CASES, ids=str)
def record(request: pytest.FixtureRequest) -> dict[str, Any]:
    a, b, seed = request.param
    return make_record((a, b), seed, pay=0.0 if seed == 8 else 0.7)


def numbers_in(value: Any) -> Iterator[float]:
    """All figures of a part of a record, not those inside its texts."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("table", "sentences", "faq", "statement", "reason"):
                yield from numbers_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from numbers_in(inner)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield float(value)


def printed(value: float) -> set[str]:
    """Every way in which a figure may be printed: count, thousands, percentage, ratio, p value."""
    forms = {f"{value:,.0f}", f"{value:.2f}", f"{value:.3f}", f"{math.floor(abs(value) / 1000 + 1e-6):,}"}
    forms |= {f"{abs(value):,.0f}"}
    if 0 <= value <= 1:
        forms |= {f"{math.floor(value * 100 + 0.5)}", f"{value * 100:.1f}".removesuffix(".0")}
        forms |= {"0.1"} if value < 0.001 else set()
        forms |= {"0.001"} if value < 0.001 else set()
        forms |= {"99"} if 0.995 <= value < 1 else set()
    if value > 0:
        forms |= {f"{1 / value:.2f}"}
        for more in (value - 1, 1 / value - 1):
            forms |= {f"{more * 100:.1f}".removesuffix(".0"), f"{math.floor(more * 100 + 0.5)}"}
    return forms


def derivable(record: dict[str, Any], roles: list[str]) -> set[str]:
    """The printed forms of all figures that a sentence about these roles may use."""
    parts: list[Any] = [record["market"], *(record[role] for role in roles)]
    figures = [5.0, 8.0, 30.0]  # thresholds that sentences name
    if len(roles) == 2:
        parts += [record["pay"], record["skills"], record["verdicts"]]
        figures += [float(len(record["skills"]["both"]))]
    for role in roles:
        known = record[role]["open_positions"] - record[role]["seniority"]["unknown"]["n"]
        figures += [float(known)] + ([record[role]["seniority"]["senior"]["n"] / known] if known else [])
    found = {form for figure in figures for form in printed(figure)}
    return found.union(*(printed(figure) for part in parts for figure in numbers_in(part)))


def tokens(record: dict[str, Any], sentence: str) -> list[str]:
    """The numbers of a sentence, names, dates and the level of the intervals aside."""
    text = re.sub(r"95% intervals?", "", sentence)
    text = re.sub(
        r"\d+ (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}", "", text
    )
    for name in [*SKILLS, *NAMES.values(), *(f"Firm {letter}" for letter in "ABCDE"), "half a percent"]:
        text = text.replace(name, "")
    return re.findall(r"\d(?:[\d,]*\d)?(?:\.\d+)?", text)


def sentences(record: dict[str, Any]) -> list[str]:
    said = [sentence for section in record["sentences"].values() for sentence in section]
    said += [verdict[key] for verdict in record["verdicts"] for key in ("statement", "reason")]
    return said + [entry[key] for entry in record["faq"] for key in ("question", "answer")]


def about(sentence: str) -> list[str]:
    words = sentence.replace("Prompt Engineering", "")
    named = [side for side, name in zip("ab", NAMES.values(), strict=True) if name in words]
    return named if len(named) == 1 and " against " not in words else ["a", "b"]


def test_each_number_of_a_sentence_comes_from_the_record(record: dict[str, Any]) -> None:
    allowed = {
        ("a",): derivable(record, ["a"]),
        ("b",): derivable(record, ["b"]),
        ("a", "b"): derivable(record, ["a", "b"]),
    }
    for sentence in sentences(record):
        for token in tokens(record, sentence):
            assert token in allowed[tuple(about(sentence))], f"{token} in: {sentence}"


def test_each_number_of_the_table_comes_from_its_role(record: dict[str, Any]) -> None:
    for side in ("a", "b"):
        own, both = derivable(record, [side]), derivable(record, ["a", "b"])
        for row in record["table"]:
            allowed = both if row["dimension"] in AGAINST else own  # figures of the pair
            for cell in (row[side], row[f"{side}_n"], row[f"{side}_interval"].replace("95%", "")):
                for token in tokens(record, cell):
                    assert token in allowed, f"{token} in: {row['dimension']} {cell}"


def test_sentences_name_only_the_two_roles_and_end_properly(record: dict[str, Any]) -> None:
    for sentence in sentences(record):
        assert (
            sentence[0].isupper() or sentence[0].isdigit() or sentence.startswith(("at least", "fewer", "the ", "no "))
        ), sentence
        assert "None" not in sentence
        assert "nan" not in sentence.split()
        assert not re.search(r"\ba (?:AI|ML|LLM|AI Software)\b|\ban Prompt\b|  | ,|\(\)", sentence), sentence
        assert not re.search(r"(?<![\d.,])0%", sentence) or re.search(ZERO, sentence), sentence


def test_ranges_medians_and_gap_are_those_of_the_record(record: dict[str, Any]) -> None:
    text = " ".join(record["sentences"]["pay"])
    middles = []
    for side in ("a", "b"):
        pay, name = record[side]["pay"], record[side]["name"]
        if not pay["published"]:
            assert re.search(rf"No pay figure is published for {name}: {pay['n']} opening", text)
            continue
        sign = {"USD": "$", "EUR": "€"}[pay["currency"]]
        low, middle, high = (f"{sign}{math.floor(pay[point]['median'] / 1000)}K" for point in POINTS)
        assert f"{name} opening typically advertises {low} to {high} a year, with {middle} in the middle" in text
        assert f"end at {sign}{math.floor(pay['ceiling']['p75'] / 1000)}K or above" in text
        middles.append(middle)
    first = record["sentences"]["answer"][0]
    if record["pay"]["midpoint_ratio"] is None:
        assert first.startswith("Pay cannot be compared: ")
        return
    assert all(middle in first for middle in middles)
    said = re.search(r"([\d.]+)% more", first)
    assert bool(said) == first.startswith("Choose ")
    if said:  # one gap wherever a page names one: that of the median midpoints
        ratio = record["pay"]["midpoint_median_ratio"]
        assert float(said[1]) == pytest.approx((max(ratio, 1 / ratio) - 1) * 100, abs=0.501)
    told = " ".join(sentences(record))
    assert "ceilings" not in re.sub("pay ceilings|No trend[^.]*", "", told) and "96% more" not in told


def test_skills_in_words_are_the_lists_of_the_record(record: dict[str, Any]) -> None:
    said = [one for paragraph in record["sentences"]["skills"] for one in re.split(r"(?<=\.) (?=[A-Z])", paragraph)]
    for side in ("a", "b"):
        asked = {skill["skill"]: skill["share"] for skill in record[side]["skills"][:8]}
        (sentence,) = (words for words in said if re.search(rf"{record[side]['name']} openings? asks? for", words))
        named = []
        for clause in sentence.split(";"):
            quantity = re.match(r"\W*(nearly every|every|most|many|some)", clause.casefold())
            least, below = WORDS[quantity[1] if quantity else ""]
            inside = re.findall("|".join(map(re.escape, sorted(SKILLS, key=len, reverse=True))), clause)
            assert inside and all(least <= asked[skill] < below for skill in inside), clause
            named += inside
        assert named == list(asked)
    enough = min(record[side]["open_positions"] for side in "ab") >= 5
    apart = {one["skill"] for one in record["skills"]["shares"] if one["p_adjusted"] < 0.05 and enough}
    text = " ".join(said)
    assert ("Too few openings to tell the roles apart by skills" in text) == (not enough)
    told = [words for words in said if words.startswith("What sets them apart")]
    assert bool(told) == bool(apart)
    for words in told:
        named = re.findall("|".join(map(re.escape, sorted(SKILLS, key=len, reverse=True))), words)
        assert set(named) <= apart
    both = record["skills"]["both"]
    assert listed(both) in said[-1] if both else "no skill in common" in said[-1]


def test_switching_names_the_overlap_and_all_that_is_new(record: dict[str, Any]) -> None:
    figure, ways = record["sentences"]["switching"]
    skills = record["skills"]
    assert f"({math.floor(skills['overlap'] * 100 + 0.5)}%)" in figure or skills["overlap"] < 0.1
    for only in (skills["only_a"], skills["only_b"]):
        assert not only or f"learn {listed(only)}" in ways


def test_the_answer_advises_only_where_a_verdict_favours(record: dict[str, Any]) -> None:
    said = record["sentences"]["answer"]
    assert len(said) == 4
    for words, verdict in zip(said, record["verdicts"], strict=True):
        advice = re.match(r"Choose (.+?) (?:for|if)|(.+?) has more jobs", words)
        assert bool(advice) == (verdict["favours"] is not None), words
        if advice:
            assert (advice[1] or advice[2]) == NAMES[verdict["favours"]]
        assert len(words.split()) <= 32 and not re.search(r"\bn = |\bp [=<]|interval", words)


def test_both_roles_are_called_senior_only_when_both_are(record: dict[str, Any]) -> None:
    said = "more than half of the openings are senior" in " ".join(record["sentences"]["seniority"])
    most = all(record[side]["seniority"]["senior"]["share"] > 0.5 for side in ("a", "b"))
    assert said == (most and not record["a"]["indicative"] and not record["b"]["indicative"])


def test_a_leading_metro_is_claimed_only_when_it_leads_both(record: dict[str, Any]) -> None:
    first = []
    for metros in (record[side]["metros"] for side in ("a", "b")):
        most = [metro["metro"] for metro in metros if metro["n"] == metros[0]["n"]]
        first.append(most[0] if len(most) == 1 else None)
    claimed = [sentence for sentence in record["sentences"]["metros"] if "leads both" in sentence]
    assert claimed == ([f"{first[0]} leads both lists."] if first[0] and first[0] == first[1] else [])


def test_an_employer_is_called_the_largest_only_when_no_other_has_as_many(record: dict[str, Any]) -> None:
    for side in ("a", "b"):
        role = record[side]
        if role["largest_employer"] is None:
            continue
        most = [one for one in role["companies"] if one["n"] == role["companies"][0]["n"]]
        assert role["largest_employer"]["tied"] == len(most)
        said = " ".join(words for words in record["sentences"]["demand"] if role["name"] in words)
        alone = len(most) == 1 and role["employers"] > 1
        assert (f"{role['companies'][0]['company']} hires most, with {most[0]['n']} of " in said) == alone
        assert ("this one employer" in said) == (alone and role["largest_employer"]["share"] > 0.3)


def test_unsupported_verdicts_give_no_advice(record: dict[str, Any]) -> None:
    for verdict in record["verdicts"]:
        if not verdict["supported"]:
            assert verdict["favours"] is None
            assert re.search("no verdict|not compared", verdict["statement"])
        elif verdict["favours"] is not None:
            assert verdict["statement"].startswith(NAMES[verdict["favours"]])


def test_trends_are_claimed_only_from_a_series(record: dict[str, Any]) -> None:
    for sentence in record["sentences"]["trend"]:
        assert sentence.startswith("No trend is claimed")


def test_small_shares_are_never_zero_percent() -> None:
    record = make_record((9, 598), 1)
    rows = {row["dimension"]: row for row in record["table"]}
    assert rows["Share of open AI positions"]["a"] == "<0.1%"
    assert rows["Share of open AI positions"]["b"] == "2.3%"
    assert "9 for Prompt Engineer (<0.1%) and 598 for AI Software Engineer (2.3%)" in record["sentences"]["intro"][0]


def test_the_table_tells_n_and_interval_beside_each_value() -> None:
    record = make_record((9, 598), 1)
    rows = {row["dimension"]: row for row in record["table"]}
    assert (rows["Open positions"]["a"], rows["Open positions"]["b"]) == ("9", "598")
    assert rows["Open positions"]["b_n"] == f"from {record['b']['postings']:,} postings"
    remote = record["a"]["workplace"]["remote"]
    assert rows["Remote"]["a"] == f"{remote['share'] * 100:.0f}%"
    assert rows["Remote"]["a_n"].replace("\u00a0", " ") == f"{remote['n']} of 9"
    assert "–" in rows["Remote"]["a_interval"]
    assert rows["Median ceiling"]["b_n"].replace("\u00a0", " ") == f"n = {record['b']['pay']['n']}"
    assert [row["group"] for row in record["table"]][:3] == ["Demand", "Demand", "Pay a year"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("AI Software Engineer", "an"), ("ML Engineer", "an"), ("LLM Engineer", "an"), ("MLOps Engineer", "an"),
        ("Prompt Engineer", "a"), ("Data Scientist", "a"), ("Engineer", "an"), ("UX Designer", "a"),
        ("NLP Engineer", "an"),
        ("Unity Developer", "a"), ("User Researcher", "a"), ("Hourly Trainer", "an"), ("GPU Engineer", "a"),
    ],
)  # fmt: skip
def test_articles_follow_the_sound(words: str, expected: str) -> None:
    assert article(words) == f"{expected} {words}"


def test_lists_read_as_english() -> None:
    assert [listed(items) for items in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == ["", "A", "A and B", "A, B and C"]


@pytest.mark.parametrize(
    ("carried", "of", "said"),
    [
        (52, 400, "13% of the AI postings (52 of 400) are carried forward from an earlier night"),
        (0, 400, ""),
        (None, 400, ""),
        (0, 0, ""),
    ],
)
def test_the_share_of_the_market_that_is_of_earlier_nights_is_told(carried: int | None, of: int, said: str) -> None:
    sentence = carried_sentence({"postings_carried": carried, "postings_ai": of})
    assert sentence.startswith(said) and bool(sentence) == bool(said)
