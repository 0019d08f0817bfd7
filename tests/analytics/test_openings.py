"""Openings: what is merged and what is not, ids that stay, and the truth of the sample market."""

import datetime as dt
import random
import time
from itertools import combinations
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.statistics.role_tables import market_openings
from analytics.vacancies import keys
from analytics.vacancies.lifecycle import advance
from analytics.vacancies.openings import assign_openings, build_openings, employer_batches
from storage.store import conform
from storage.tables import TABLES, table

DATE = dt.date(2026, 11, 23)
_WORDS = [
    f"{first}{last}" for first in ("ba", "co", "du", "fe", "gi", "ho") for last in ("ran", "sel", "tim", "vok", "nar")
]


def text(seed: int, lines: int = 12) -> str:
    rng = random.Random(seed)
    return "\n".join(" ".join(rng.choices(_WORDS, k=12)) for _ in range(lines))


def posting(number: int, **more: Any) -> dict[str, Any]:
    row = {
        "posting_id": f"greenhouse:acme:{number:04d}", "company": "Acme", "title": "ML Engineer",
        "description": text(1), "seniority": None, "seniority_basis": None, "requisition_id": None,
        "platform": "greenhouse", "board": "acme", "location_raw": "Oslo, Norway",
    }  # fmt: skip
    return row | more


def merged(*rows: dict[str, Any]) -> list[list[int]]:
    """The postings (as positions) that became one opening, singles included."""
    ids = assign_openings(pd.DataFrame(list(rows)))
    return sorted([list(group.index) for _, group in ids.reset_index(drop=True).groupby(ids.to_numpy())])


def edited(original: str, words: int, seed: int = 3) -> str:
    rng = random.Random(seed)
    found = original.split(" ")
    for place in rng.sample(range(len(found)), words):
        found[place] = "other"
    return " ".join(found)


def test_one_job_in_several_places_is_one_opening() -> None:
    rows = [
        posting(1, title="ML Engineer (Oslo)", description=f"Join us in Oslo.\n{text(1)}"),
        posting(
            2,
            title="ML Engineer - Berlin",
            location_raw="Berlin, Germany",
            description=f"Join us in Berlin.\n{text(1)}",
        ),
        posting(3, title="ML Engineer, Remote", location_raw="Remote - EMEA", description=text(1)),
    ]
    assert merged(*rows) == [[0, 1, 2]]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (("Account Executive, Italy", "Dublin, Ireland"), ("Account Executive, Spain", "Dublin, Ireland"), False),
        (("Account Executive, Italy", "Milan, Italy"), ("Account Executive, Spain", "Madrid, Spain"), False),
        (("AI Engineer, Italy", "Milan, Italy"), ("AI Engineer, Spain", "Madrid, Spain"), True),
        (("AI Engineer - EMEA", "London, UK"), ("AI Engineer", "New York, NY"), False),
        (("Counsel (Germany)", "Dublin, Ireland"), ("Counsel (France)", "Dublin, Ireland"), False),
        (("Media Buyer (Ukraine)", "Kyiv, Ukraine"), ("Media Buyer (Ukraine)", "Warsaw, Poland"), True),
        (("Account Executive", "Rome, Italy"), ("Account Executive", "Lyon, France"), True),
    ],
)
def test_a_territory_in_the_title_is_another_vacancy_and_the_postings_own_place_is_not(
    first: tuple[str, str], second: tuple[str, str], same: bool
) -> None:
    rows = [posting(number, title=title, location_raw=place) for number, (title, place) in enumerate((first, second))]
    assert merged(*rows) == ([[0, 1]] if same else [[0], [1]])


def test_one_job_on_two_boards_with_small_edits_is_one_opening() -> None:
    other = posting(
        2, posting_id="lever:acme:x", platform="lever", company="ACME, Inc.", description=edited(text(1), 6)
    )
    assert merged(posting(1), other) == [[0, 1]]


def test_postings_with_pay_of_their_place_are_one_opening() -> None:
    assert merged(
        posting(1, description=f"{text(1)}\nThe pay is $120,000 to $150,000."),
        posting(2, description=f"{text(1)}\nThe pay is $95,500 to $131,250.", location_raw="Rome, Italy"),
    ) == [[0, 1]]


def test_another_text_title_or_employer_is_another_opening() -> None:
    assert merged(posting(1), posting(2, description=text(2))) == [[0], [1]]
    assert merged(posting(1), posting(2, title="ML Engineer, Search")) == [[0], [1]]
    assert merged(posting(1), posting(2, company="Acme Health")) == [[0], [1]]
    assert merged(posting(1), posting(2, company=None, board="b"), posting(3, company=None, board="c")) == [
        [0],
        [1],
        [2],
    ]


def test_what_an_employer_writes_everywhere_makes_no_two_postings_alike() -> None:
    about = text(9, lines=60)
    rows = [posting(n, title=f"Job {_WORDS[n]}", description=f"{about}\n{text(100 + n)}") for n in range(4)]
    rows += [posting(10, description=f"{about}\n{text(1)}"), posting(11, description=f"{about}\n{text(2)}")]
    assert merged(*rows) == [[0], [1], [2], [3], [4], [5]]


def test_a_copy_by_an_agency_in_the_same_place_is_the_same_opening() -> None:
    long = text(1).replace("\n", " ", 1)
    copy = posting(2, company="Hire Quick", board="hire", description=edited(f"Our client is hiring.\n{long}", 3))
    assert merged(posting(1, description=long), copy) == [[0, 1]]
    assert merged(posting(1, description=long), copy | {"location_raw": "Rome, Italy"}) == [[0], [1]]
    assert merged(posting(1, description=long), copy | {"title": "Data Engineer"}) == [[0], [1]]
    assert merged(posting(1, description=long, seniority="lead"), copy | {"seniority": "mid"}) == [[0], [1]]
    other = text(2, lines=30) + "\n" + long.split("\n")[0]
    assert merged(posting(1, description=long), copy | {"description": other}) == [[0], [1]]


def test_levels_are_never_merged_and_an_assumed_level_fits_any() -> None:
    senior = {"seniority": "senior", "seniority_basis": "years"}
    assert merged(posting(1, **senior), posting(2, seniority="mid", seniority_basis="years")) == [[0], [1]]
    assert merged(posting(1, **senior), posting(2, seniority="mid", seniority_basis="assumed")) == [[0, 1]]
    assert merged(posting(1, title="Senior ML Engineer"), posting(2, title="ML Engineer")) == [[0], [1]]


def test_requisitions_are_never_merged_but_compared_only_within_a_platform() -> None:
    assert merged(posting(1, requisition_id="R-101"), posting(2, requisition_id="R-102")) == [[0], [1]]
    assert merged(posting(1, requisition_id="R-101"), posting(2, requisition_id="R-101", description=text(2))) == [
        [0, 1]
    ]
    elsewhere = posting(2, requisition_id="REF77", platform="smartrecruiters", posting_id="smartrecruiters:acme:1")
    assert merged(posting(1, requisition_id="R-101"), elsewhere) == [[0, 1]]
    assert merged(posting(1, requisition_id="See job"), posting(2, requisition_id="n/a")) == [[0, 1]]


def test_a_posting_without_requisition_never_bridges_two() -> None:
    rows = [posting(1, requisition_id="R-101"), posting(2), posting(3, requisition_id="R-102")]
    found = merged(*rows)
    assert sorted(map(len, found)) == [1, 2]
    assert not any(0 in group and 2 in group for group in found)


def test_postings_without_text_are_one_only_in_the_same_place() -> None:
    rows = [posting(n, description=None, location_raw=place) for n, place in enumerate(["Oslo", "Oslo", "Rome"])]
    assert merged(*rows) == [[0, 1], [2]]


def test_many_texts_of_one_title_are_compared_by_minhash() -> None:
    rows = [posting(n, description=edited(text(n // 2, 20), 3 * (n % 2), seed=n)) for n in range(120)]
    assert merged(*rows) == [[n, n + 1] for n in range(0, 120, 2)]


def test_thousands_of_near_copies_take_linear_time() -> None:
    words = text(1).split(" ")
    rows = []
    for n in range(1500):
        words[n % len(words)] = f"store{n}" if n % 3 else words[n % len(words)]
        own = [
            *words[: 20 + n % 5],
            f"branch{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}",
            *words[25:],
        ]
        rows.append(posting(n, description=" ".join(own), requisition_id=f"R-{n % 7}00"))
    start = time.process_time()
    ids = assign_openings(pd.DataFrame(rows))
    assert time.process_time() - start < 20
    assert pd.Series([row["requisition_id"] for row in rows]).groupby(ids.to_numpy()).nunique().max() == 1


def test_texts_of_one_title_that_are_half_alike_take_no_quadratic_time() -> None:
    def seconds(number: int) -> float:
        draw = random.Random(1)
        words = ["".join(draw.choices("abcdefghijklmnop", k=6)) for _ in range(3000)]
        base = draw.choices(words, k=290)
        texts = [" ".join([*base, *draw.choices(words, k=110)]) for _ in range(number)]
        frame = pd.DataFrame([posting(n, description=one) for n, one in enumerate(texts)])
        start = time.process_time()
        assert assign_openings(frame).nunique() == number
        return time.process_time() - start

    seconds(50)
    assert seconds(600) < 12 * seconds(100)  # 36 times as long, were each compared with each


@pytest.mark.parametrize(
    ("title", "location", "key"),
    [
        ("Senior ML Engineer (m/f/d) - Remote", "Remote", "senior ml engineer"),
        ("Sr. ML Engineer – Zürich", "Zurich, Switzerland", "senior ml engineer"),
        ("ML Engineer II, New York or San Francisco", "New York; San Francisco", "ml engineer 2"),
        ("Data Scientist (REQ-20391)", "", "data scientist"),
        ("Entwickler*in KI (w/m/d)", "Berlin", "entwickler ki"),
        ("Ingénieur IA (H/F) | Paris", "Paris, France", "ingenieur ia"),
        ("C++ Engineer, C# and .NET", "", "c++ engineer c# and net"),
        ("AI Engineer, EMEA", "London", "ai engineer emea"),
        ("AI Engineer, EMEA", "Remote, EMEA", "ai engineer"),
        ("AI Engineer (Remote - US)", "New York; San Francisco", "ai engineer"),
        ("AI Engineer (U.S.)", "London", "ai engineer united states"),
        ("AI Engineer - Boston", "Framingham, MA", "ai engineer"),
        ("AI Engineer - Munich", "Remote", "ai engineer"),
        ("AI Engineer, Italy", "Milan, Italy", "ai engineer"),
        ("Account Executive, Italy", "Milan, Italy", "account executive italy"),
        ("Account Executive, Spain", "Dublin, Ireland", "account executive spain"),
        ("Account Executive - Milan", "Milan, Italy", "account executive"),
        ("Integration Engineer (Global)", "Toronto", "integration engineer worldwide"),
        ("Sales Engineer, Minnesota", "Remote", "sales engineer minnesota"),
        ("AI Engineer - Hybrid (Toronto, ON)", "Toronto, ON, Canada", "ai engineer"),
        ("Software Engineer, Ads", "Oslo", "software engineer ads"),
        ("Remote", "Remote", "remote"),
        ("", "", ""),
    ],
)
def test_title_keys_leave_out_places_numbers_and_gender_marks(title: str, location: str, key: str) -> None:
    assert keys.title_key(title, location) == key


@pytest.mark.parametrize("name", ["Stripe", "stripe, Inc.", "STRIPE INC", "Stripe L.L.C.", "Stripe GmbH & Co. KG"])
def test_an_employer_is_known_under_its_legal_forms(name: str) -> None:
    assert keys.company_key(name) == "stripe"


def test_a_name_that_is_all_legal_form_is_kept() -> None:
    assert keys.company_key("Co") == "co"
    assert keys.company_key("C3.ai") == keys.company_key("C3 AI") == "c3 ai"


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(8)))
def test_the_order_of_the_postings_does_not_matter(order: list[int]) -> None:
    rows = [posting(n, description=edited(text(n % 3), n, seed=n), requisition_id=["R-1", None, "R-2"][n % 3 - n // 6])
            for n in range(8)]  # fmt: skip
    straight = assign_openings(pd.DataFrame(rows))
    mixed = assign_openings(pd.DataFrame([rows[index] for index in order]))
    assert mixed.tolist() == [straight[index] for index in order]


_hostile = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_hostile, _hostile, _hostile, _hostile, st.one_of(st.none(), _hostile)), max_size=12))
def test_any_text_gives_every_posting_an_opening(rows: list[tuple[str, str, str, str, str | None]]) -> None:
    names = ("company", "title", "description", "location_raw", "requisition_id")
    frame = pd.DataFrame(
        [posting(n, **dict(zip(names, row, strict=True))) for n, row in enumerate(rows)], columns=list(posting(0))
    )
    ids = assign_openings(frame)
    assert ids.notna().all()
    assert assign_openings(frame).equals(ids)
    for a, b in combinations(range(len(rows)), 2):
        if ids[a] == ids[b]:
            assert keys.company_key(rows[a][0]) == keys.company_key(rows[b][0])


def test_ids_stay_when_postings_come_and_go() -> None:
    first = pd.DataFrame([posting(5), posting(6), posting(7, title="Analyst")])
    first["opening_id"] = assign_openings(first)
    known = dict(zip(first["posting_id"], first["opening_id"], strict=True))
    later = pd.DataFrame([posting(1), posting(6), posting(7, title="Analyst"), posting(8, title="Recruiter")])
    ids = assign_openings(later, known)
    assert ids[0] == ids[1] == first["opening_id"][1]
    assert ids[2] == first["opening_id"][2]
    assert ids[3] not in set(known.values())


def test_when_an_opening_falls_apart_the_larger_part_keeps_its_id() -> None:
    rows = [posting(n) for n in range(3)]
    known = {row["posting_id"]: "o-known" for row in rows}
    rows[0] |= {"description": text(2)}
    assert assign_openings(pd.DataFrame(rows), known).tolist()[1:] == ["o-known", "o-known"]
    assert assign_openings(pd.DataFrame(rows), known)[0] != "o-known"


@pytest.mark.parametrize(("after", "same"), [(1, True), (90, True), (120, False)])
def test_a_repost_within_ninety_days_takes_up_its_opening(after: int, same: bool) -> None:
    nights = [pd.DataFrame([posting(1), posting(2, title="Analyst")]), pd.DataFrame([posting(2, title="Analyst")])]
    life = None
    for night, rows in enumerate(nights):
        rows["opening_id"] = assign_openings(rows, life)
        life = advance(life, rows, DATE + dt.timedelta(days=night))
    assert life is not None
    date = DATE + dt.timedelta(days=1 + after)
    back = pd.DataFrame([posting(2, title="Analyst"), posting(9, description=edited(text(1), 4))])
    life = advance(life, nights[1], date - dt.timedelta(days=1)) if after > 1 else life
    back["opening_id"] = assign_openings(back, life)
    assert (back["opening_id"][1] == nights[0]["opening_id"][0]) == same
    reposted = advance(life, back, date).set_index("posting_id")["reposted_from"]
    assert (reposted["greenhouse:acme:0009"] == "greenhouse:acme:0001") == same


def test_batches_hold_whole_employers() -> None:
    rows = pd.DataFrame([posting(n, company=f"Firm {n % 7}") for n in range(70)])
    batches = employer_batches(rows, rows=25)
    assert batches.nunique() > 1
    assert (batches.groupby(rows["company"]).nunique() == 1).all()
    together = pd.concat([assign_openings(part) for _, part in rows.groupby(batches)]).sort_index()
    assert together.equals(assign_openings(rows))


def night_of(*rows: dict[str, Any], date: dt.date = DATE) -> pd.DataFrame:
    """Postings of a night as the table has them."""
    base = dict.fromkeys(TABLES["postings"].columns) | {
        "opening_id": "o-1", "snapshot_date": date, "role": "ml-engineer", "role_basis": "title", "ai_tier": "core",
        "seniority_band": "mid", "first_seen": DATE, "observed_on": date, "carried_forward": False, "external_id": "1",
    }  # fmt: skip
    return pd.DataFrame([
        base | posting(n) | {"seniority": "mid", "seniority_basis": "title"} | row for n, row in enumerate(rows)
    ])[list(TABLES["postings"].columns)]  # fmt: skip


def opened(
    *rows: dict[str, Any],
    lifecycle: pd.DataFrame | None = None,
    previous: pd.DataFrame | None = None,
    date: dt.date = DATE,
) -> pd.DataFrame:
    frame = night_of(*rows, date=date)
    arrow = conform(table("postings"), frame).to_pandas(types_mapper=pd.ArrowDtype)
    built = build_openings(arrow, lifecycle, date, previous)
    assert conform(table("openings"), built).equals(
        conform(table("openings"), build_openings(frame, lifecycle, date, previous))
    )
    return built


def test_an_opening_merges_its_postings() -> None:
    pay = {"pay_currency": "USD", "pay_annual_min": 1e5, "pay_annual_max": 1.5e5}
    row = opened(
        {"metros": ["Oslo"], "metro": "Oslo", "workplace": "hybrid", **pay},
        {
            "metros": ["Rome"],
            "metro": "Rome",
            "workplace": "remote",
            **pay,
            "pay_annual_min": 9e4,
            "role": "data-scientist",
        },
        {"metros": ["Oslo"], "metro": "Oslo", **pay, "pay_currency": "EUR", "pay_annual_max": 9e5, "country": "NO"},
    ).to_dict("records")[0]
    assert row | {"first_seen": None, "last_seen": None, "snapshot_date": None} == {
        "opening_id": "o-1", "snapshot_date": None, "company": "Acme", "employer": "acme", "title": "ML Engineer",
        "posted_at": None, "closed_on": None, "role": "ml-engineer", "ai_tier": "core", "postings": 3,
        "first_seen": None, "last_seen": None, "status": "open", "country": "NO",
        "metro": "Oslo", "metros": ["Oslo", "Rome"], "workplace": "remote", "seniority_band": "mid", "seniority": "mid",
        "pay_annual_min": 9e4, "pay_annual_max": 1.5e5, "pay_currency": "USD",
    }  # fmt: skip


def test_a_level_that_was_assumed_is_unknown_in_the_opening() -> None:
    assert opened({"seniority_basis": "assumed"})["seniority_band"].tolist() == [None]
    told = {"seniority": "senior", "seniority_band": "senior", "seniority_basis": "years"}
    row = opened({"seniority_basis": "assumed"}, {"seniority_basis": "assumed"}, told)
    assert row[["seniority", "seniority_band"]].to_numpy().tolist() == [["senior", "senior"]]


def test_openings_without_postings_today_are_closed_for_ninety_days() -> None:
    before = opened({}, {"opening_id": "o-2"})
    later = opened({"first_seen": DATE + dt.timedelta(days=2)}, previous=before, date=DATE + dt.timedelta(days=2))
    status = later.set_index("opening_id")["status"].to_dict()
    assert status == {"o-1": "open", "o-2": "closed"}
    assert later.set_index("opening_id").loc["o-1", "first_seen"] == DATE
    closed = later.set_index("opening_id").loc["o-2"]
    assert (closed["last_seen"], closed["closed_on"], closed["postings"]) == (DATE, DATE + dt.timedelta(days=2), 0)
    older = before.drop(columns=["employer", "posted_at", "closed_on"])  # a table written before these columns
    assert opened({}, previous=older, date=DATE + dt.timedelta(days=2))["employer"].tolist() == ["acme", "acme"]
    much_later = opened({}, previous=later, date=DATE + dt.timedelta(days=91))
    assert much_later["opening_id"].tolist() == ["o-1"]


def test_an_opening_stays_open_until_its_board_is_read_without_it() -> None:
    """Nine nights on which one of two boards fails close nothing there; the first good night does."""
    rows = [{"board": "good"}, {"opening_id": "o-2", "board": "bad", "external_id": "2"}]
    statuses, market = [], []
    lifecycle = openings = None
    for day in range(11):
        date = DATE + dt.timedelta(days=day)
        carried = 0 < day < 8  # postings stand in for seven days
        there = rows if day < 8 else rows[:1]
        shown = [row | {"carried_forward": carried and row["board"] == "bad"} for row in there]
        postings = night_of(*shown, date=date)
        read = [("good", "ok"), ("bad", "ok" if day in (0, 10) else "failed")]
        fetches = pd.DataFrame([{"platform": "greenhouse", "board": board, "status": status} for board, status in read])
        lifecycle = advance(lifecycle, postings, date, fetches)
        openings = build_openings(postings, lifecycle, date, openings)
        statuses.append(openings.set_index("opening_id")["status"]["o-2"])
        market.append(len(market_openings(openings)))
    assert statuses == ["open"] * 10 + ["closed"]
    assert market == [2] * 8 + [1] * 3


def test_an_opening_is_as_old_as_its_oldest_posting() -> None:
    old = pd.DataFrame(
        {"opening_id": ["o-1", "o-1", "o-9"], "first_seen": [DATE - dt.timedelta(days=k) for k in (40, 3, 90)]}
    )
    assert opened({}, lifecycle=old)["first_seen"].tolist() == [DATE - dt.timedelta(days=40)]


def test_postings_of_no_night_make_no_opening() -> None:
    empty = pd.DataFrame(columns=list(TABLES["postings"].columns))
    assert assign_openings(empty).empty
    assert conform(table("openings"), build_openings(empty, None, DATE)).num_rows == 0


def test_the_truth_of_the_sample_market_is_found() -> None:
    generate = pytest.importorskip("spiders.market.generate")
    dialects = pytest.importorskip("spiders.market.dialects")
    market = generate.build(0.02, DATE)
    rows, truth = [], []
    for listing in (listing for listings in market.listings.values() for listing in listings):
        told, draft = market.truth_of(listing), dialects.draft(market, listing)
        rows.append(posting(0, posting_id=told.posting_id, company=told.company, title=told.title,
                            description=draft.html, platform=told.platform, board=told.board,
                            location_raw=told.location))  # fmt: skip
        truth.append(told.opening_id)
    frame = pd.DataFrame(rows).assign(found=lambda postings: assign_openings(postings), truth=truth)

    def pairs(*by: str) -> int:
        size = frame.groupby(list(by)).size()
        return int((size * (size - 1) // 2).sum())

    both = pairs("found", "truth")
    assert both > 100
    assert both / pairs("found") >= 0.99
    assert both / pairs("truth") >= 0.97
