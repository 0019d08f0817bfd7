"""Lifecycle over sixty simulated nights with known truth: births, deaths, edits, reposts and outages."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd
import pytest

from analytics.vacancies.lifecycle import advance
from analytics.vacancies.openings import assign_openings
from storage.store import conform
from storage.tables import table

START = dt.date(2026, 9, 1)
NIGHTS = 60
_WORDS = [
    "model", "data", "team", "product", "service", "platform", "search", "ranking", "prompt", "index",
    "latency", "budget", "review", "release", "customer", "report", "vector", "graph", "table", "query",
    "design", "measure", "deliver", "support", "improve", "operate", "explain", "compare", "train", "deploy",
    "monitor",
]  # fmt: skip


def _text(seed: int) -> str:
    rng = random.Random(seed)
    return "\n".join(" ".join(rng.choices(_WORDS, k=14)) for _ in range(14))


def _edited(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    for _ in range(3):
        words[rng.randrange(len(words))] = rng.choice(_WORDS)
    return " ".join(words)


@dataclass
class Vacancy:
    board: int
    title: str
    text: str
    posting: str
    reposted_from: str | None = None


@dataclass
class Truth:
    """What happened: closures by (posting, night seen missing), reopenings and reposts."""

    closures: dict[str, dt.date] = field(default_factory=dict)
    reopened: set[str] = field(default_factory=set)
    reposts: dict[str, str] = field(default_factory=dict)


def _nights(seed: int) -> Iterator[tuple[dt.date, pd.DataFrame, pd.DataFrame, Truth]]:
    rng = random.Random(seed)
    truth, serial = Truth(), 0
    last_read: dict[int, tuple[dt.date, list[Vacancy]]] = {}
    alive: list[Vacancy] = []
    waiting: list[tuple[int, Vacancy]] = []  # nights until it comes back under a new id, or the same one
    hidden: list[tuple[int, Vacancy]] = []
    outage: dict[int, int] = {}
    ever: set[str] = set()
    pending: dict[str, int] = {}  # deaths that no good night has shown yet

    def born(board: int, title: str, text: str, reposted_from: str | None = None) -> None:
        nonlocal serial
        serial += 1
        alive.append(Vacancy(board, title, text, f"greenhouse:b{board}:{serial}", reposted_from))
        if reposted_from:
            truth.reposts[alive[-1].posting] = reposted_from

    for board in range(12):
        for k in range(25):
            born(board, f"Engineer {_WORDS[k]}", _text(board * 1000 + k))
    for night in range(NIGHTS):
        date = START + dt.timedelta(days=night)
        for kept in [v for v in alive if rng.random() < 0.02]:
            alive.remove(kept)
            pending[kept.posting] = kept.board
            fate = rng.random()
            if fate < 0.35:
                waiting.append((rng.randrange(12), kept))
            elif fate < 0.5:
                hidden.append((rng.randrange(1, 5), kept))
        for count, kept in list(waiting):
            waiting.remove((count, kept))
            if count:
                waiting.append((count - 1, kept))
            else:
                born(kept.board, kept.title, _edited(kept.text, rng), kept.posting)
        for count, kept in list(hidden):
            hidden.remove((count, kept))
            if count:
                hidden.append((count - 1, kept))
            else:
                alive.append(kept)
                pending.pop(kept.posting, None)
        for board in range(12):
            if rng.random() < 0.3:
                born(board, f"Analyst {rng.choice(_WORDS)} {serial}", _text(10_000 + serial))
        for vacancy in alive:
            if rng.random() < 0.01:
                vacancy.text = _edited(vacancy.text, rng)
        rows, fetches = [], []
        for board in range(12):
            if board not in outage and rng.random() < 0.04 and board in last_read:
                outage[board] = rng.randrange(1, 11)
            down = board in outage
            if down:
                outage[board] -= 1
                if not outage[board]:
                    del outage[board]
                seen_on, shown = last_read[board]
                shown = shown if (date - seen_on).days <= 7 else []
            else:
                seen_on, shown = date, [v for v in alive if v.board == board]
                shown = [Vacancy(v.board, v.title, v.text, v.posting) for v in shown]
                last_read[board] = (date, shown)
                for back in {v.posting for v in shown} & set(truth.closures):
                    truth.reopened.add(back)
                    del truth.closures[back]
                for posting in [p for p, on in pending.items() if on == board]:
                    del pending[posting]
                    if posting in ever:
                        truth.closures[posting] = date
                ever.update(v.posting for v in shown)
            status = "failed" if down else "ok"
            fetches.append({"platform": "greenhouse", "board": f"b{board}", "status": status, "postings": len(shown),
                            "postings_advertised": None, "nights_failing": int(down)})  # fmt: skip
            rows += [
                {"posting_id": v.posting, "company": f"Employer {board}", "title": v.title, "description": v.text,
                 "seniority": "mid", "seniority_basis": "assumed", "requisition_id": None, "platform": "greenhouse",
                 "board": f"b{board}", "location_raw": "Oslo", "observed_on": seen_on, "carried_forward": down}
                for v in shown
            ]  # fmt: skip
        yield date, pd.DataFrame(rows), pd.DataFrame(fetches), truth


def _scores(found: set[object], true: set[object]) -> tuple[float, float]:
    both = len(found & true)
    return both / max(1, len(found)), both / max(1, len(true))


@pytest.mark.parametrize("seed", [1])
def test_sixty_nights_of_births_deaths_reposts_and_outages_are_told_apart(seed: int) -> None:
    lifecycle: pd.DataFrame | None = None
    for date, postings, fetches, truth in _nights(seed):  # noqa: B007
        postings["opening_id"] = assign_openings(postings, lifecycle)
        lifecycle = advance(lifecycle, postings, date, fetches)
    assert lifecycle is not None
    conform(table("posting_lifecycle"), lifecycle)
    closed = lifecycle[lifecycle["closed_on"].notna()]
    shown = set(lifecycle["posting_id"])
    closures = {(posting, day) for posting, day in truth.closures.items() if posting in shown}
    assert len(closures) > 100
    assert min(_scores(set(zip(closed["posting_id"], closed["closed_on"], strict=True)), closures)) >= 0.99
    reposted = lifecycle[lifecycle["reposted_from"].notna()]
    reposts = {(new, old) for new, old in truth.reposts.items() if new in shown and old in shown}
    assert len(reposts) > 50
    precision, recall = _scores(set(zip(reposted["posting_id"], reposted["reposted_from"], strict=True)), reposts)
    assert precision >= 0.99
    assert recall >= 0.99
    reopened = set(lifecycle.loc[lifecycle["reopened"] > 0, "posting_id"])
    assert min(_scores(reopened, set(truth.reopened))) >= 0.99


def _night(
    posting: str = "greenhouse:b:1", opening: str = "o-1", carried: bool = False, **more: object
) -> pd.DataFrame:
    row = {"posting_id": posting, "opening_id": opening, "platform": "greenhouse", "board": "b", "company": "Acme",
           "title": "Analyst", "description": "words", "carried_forward": carried}  # fmt: skip
    return pd.DataFrame([row | more])


def _read(status: str = "ok", postings: int = 1, advertised: int | None = None, nights: int = 0) -> pd.DataFrame:
    row = {"platform": "greenhouse", "board": "b", "status": status, "postings": postings,
           "postings_advertised": advertised, "nights_failing": nights}  # fmt: skip
    return pd.DataFrame([row])


def _day(after: int) -> dt.date:
    return START + dt.timedelta(days=after)


def test_a_posting_that_a_read_board_no_longer_shows_is_closed_that_night() -> None:
    first = advance(None, _night(), START, _read())
    second = advance(first, _night().iloc[:0], _day(3), _read("empty", 0))
    assert second["closed_on"].tolist() == [_day(3)]
    assert second["days_open"].tolist() == [3]


@pytest.mark.parametrize("status", ["failed", "blocked"])
def test_a_board_that_could_not_be_read_closes_nothing(status: str) -> None:
    first = advance(None, _night(), START, _read())
    later = advance(first, _night().iloc[:0], _day(20), _read(status, 0, nights=20))
    assert later["closed_on"].isna().all()
    assert later["last_seen"].tolist() == [START]


def test_a_board_that_is_gone_closes_its_postings_on_the_third_night() -> None:
    state = advance(None, _night(), START, _read())
    for night in (1, 2):
        state = advance(state, _night(carried=True, observed_on=START), _day(night), _read("gone", 0, nights=night))
        assert state["closed_on"].isna().all()
    state = advance(state, _night().iloc[:0], _day(3), _read("gone", 0, nights=3))
    assert state["closed_on"].tolist() == [_day(3)]


def test_a_board_read_in_part_closes_only_after_a_week() -> None:
    state = advance(None, _night(), START, _read())
    state = advance(state, _night().iloc[:0], _day(7), _read(postings=50, advertised=60))
    assert state["closed_on"].isna().all()
    state = advance(state, _night().iloc[:0], _day(8), _read(postings=50, advertised=60))
    assert state["closed_on"].tolist() == [_day(8)]


def test_a_closed_posting_that_comes_back_is_reopened_and_not_reposted() -> None:
    state = advance(None, _night(), START, _read())
    state = advance(state, _night().iloc[:0], _day(1), _read("empty", 0))
    state = advance(state, _night(), _day(2), _read())
    assert state["closed_on"].isna().all()
    assert state[["reopened", "reposted_from"]].to_dict("records") == [{"reopened": 1, "reposted_from": None}]


def test_a_repost_names_the_posting_that_closed_at_most_ninety_days_before() -> None:
    state = advance(None, _night(), START, _read())
    state = advance(state, _night("greenhouse:b:2"), _day(90), _read())
    assert state.set_index("posting_id")["reposted_from"].to_dict() == {
        "greenhouse:b:1": None, "greenhouse:b:2": "greenhouse:b:1",
    }  # fmt: skip
    state = advance(None, _night(), START, _read())
    state = advance(state, _night().iloc[:0], _day(1), _read("empty", 0))
    state = advance(state, _night("greenhouse:b:2"), _day(92), _read())
    assert state["reposted_from"].isna().all()


def test_what_can_no_longer_be_reposted_loses_its_sketch() -> None:
    state = advance(None, _night(), START, _read())
    state = advance(state, _night().iloc[:0], _day(1), _read("empty", 0))
    assert state["text_sketch"].notna().all()
    state = advance(state, _night().iloc[:0], _day(92), _read("empty", 0))
    assert state[["closed_on", "text_sketch"]].to_numpy().tolist() == [[_day(1), None]]


def test_a_night_cannot_be_added_to_a_later_one() -> None:
    state = advance(None, _night(), START, _read())
    with pytest.raises(ValueError, match="not before"):
        advance(state, _night(), START, _read())


def test_what_the_store_gives_back_is_taken_up_again() -> None:
    arrow = conform(table("posting_lifecycle"), advance(None, _night(), START, _read()))
    state = advance(arrow.to_pandas(types_mapper=pd.ArrowDtype), _night().iloc[:0], _day(2), _read("empty", 0))
    assert conform(table("posting_lifecycle"), state).column("closed_on").to_pylist() == [_day(2)]


def test_without_a_record_of_boards_those_with_postings_of_the_night_were_read() -> None:
    both = pd.concat([_night("greenhouse:b:1"), _night("greenhouse:b:2", "o-2")], ignore_index=True)
    state = advance(None, both, START)
    state = advance(state, _night("greenhouse:b:2", "o-2"), _day(1))
    assert dict(zip(state["posting_id"], state["closed_on"], strict=True)) == {
        "greenhouse:b:1": _day(1), "greenhouse:b:2": None,
    }  # fmt: skip
    carried = advance(advance(None, both, START), _night("greenhouse:b:2", "o-2", carried=True), _day(1))
    assert carried["closed_on"].isna().all()


def test_a_new_posting_is_neither_reopened_nor_reposted_nor_old() -> None:
    state = advance(None, _night(), START, _read())
    assert state[["reopened", "reposted_from", "days_open", "closed_on"]].to_numpy().tolist() == [[0, None, 0, None]]


def test_of_two_closed_postings_the_one_of_the_same_board_and_place_is_the_one_repeated() -> None:
    away = _night("greenhouse:c:1", board="c", location_raw="Oslo")
    here = _night("greenhouse:b:1", location_raw="Oslo")
    boards = pd.concat([_read(), _read().assign(board="c")], ignore_index=True)
    state = advance(None, pd.concat([away, here], ignore_index=True), START, boards)
    state = advance(state, here.iloc[:0], _day(1), boards)
    state = advance(state, _night("greenhouse:b:2", location_raw="Oslo"), _day(2), boards)
    assert state.set_index("posting_id").loc["greenhouse:b:2", "reposted_from"] == "greenhouse:b:1"
