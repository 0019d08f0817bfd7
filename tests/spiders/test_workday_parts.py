"""A Workday list beyond its cap is read in parts, without repeats, and told as cut where that cannot be."""

import json
from collections import deque
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.board_state import BoardState
from spiders.http import Request, Response
from spiders.items import Advertised
from spiders.platform import Board
from spiders.platforms import platforms, workday

CAP = 60
BOARD = Board("workday", "mill.wd1/Careers", "")
FAMILIES, COUNTRIES = 7, 4
Posting = tuple[int, int, list[int]]  # number, job family, countries


@pytest.fixture(autouse=True)
def cap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workday, "CAP", CAP)


def tenant(postings: list[Posting], *, facets: bool = True, told: int | None = None, beyond: str = "ends") -> Any:
    """A tenant's answers: capped, with the counts of its facets; `beyond` the cap it ends, begins anew (in order
    or turned round), stands still or goes on."""

    def answer(data: dict[str, Any]) -> dict[str, Any]:
        applied = data["appliedFacets"]
        found = [
            posting
            for posting in postings
            if str(posting[1]) in applied.get("family", [str(posting[1])])
            and ("country" not in applied or {f"c{one}" for one in posting[2]} & set(applied["country"]))
        ]
        offset = data["offset"]
        page = found[offset : min(offset + data["limit"], CAP)]
        if offset >= CAP and beyond in ("anew", "anew, turned round"):
            page = found[: data["limit"]][:: -1 if beyond != "anew" else 1]
        if offset >= CAP and beyond == "stands still":
            page = found[CAP - data["limit"] : CAP]
        if beyond == "goes on":
            page = found[offset : offset + data["limit"]]
        families = [{"id": str(n), "count": sum(one[1] == n for one in found)} for n in range(FAMILIES)]
        countries = [{"id": f"c{n}", "count": sum(n in one[2] for one in found)} for n in range(COUNTRIES)]
        offered = [
            {"facetParameter": "family", "values": families},
            {"facetParameter": "group", "values": [{"facetParameter": "country", "values": countries}]},
        ]
        return {
            "total": 0 if offset else min(len(found), told or len(found)),
            "jobPostings": [{"title": "Baker", "externalPath": f"/job/Baker/R{one[0]}"} for one in page],
            "facets": offered if facets else [],
        }

    return answer


def crawled(answer: Callable[[dict[str, Any]], dict[str, Any]]) -> tuple[list[str], BoardState, int]:
    """The addresses of the details that are asked, the board's state, and the number of lists asked."""
    platform, state, lists = platforms()["workday"], BoardState("mill"), 0
    queue: deque[Request] = deque(platform.start(BOARD))
    details: dict[str, None] = {}
    while queue:
        request = queue.popleft()
        lists += 1
        assert lists < 1000 and request.data is not None
        body = json.dumps(answer(request.data)).encode()
        for result in platform.read(BOARD, Response(request, request.url, body, {})):
            if isinstance(result, Advertised):
                state.is_cut |= result.is_cut
            elif isinstance(result, Request) and result.step == "list":
                queue.append(result)
            elif isinstance(result, Request):
                details[result.url] = None
    return list(details), state, lists


@given(
    st.lists(
        st.tuples(st.integers(0, FAMILIES - 1), st.lists(st.integers(0, COUNTRIES - 1), min_size=1, max_size=2)),
        max_size=260,
    ),
    st.sampled_from([None, CAP]),
)
@settings(max_examples=40, deadline=None)
def test_every_posting_of_a_list_that_can_be_parted_arrives(
    drawn: list[tuple[int, list[int]]], told: int | None
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workday, "CAP", CAP)
        postings = [(number, *rest) for number, rest in enumerate(drawn)]
        details, state, _ = crawled(tenant(postings, told=told))
    cells = [(one[1], country) for one in postings for country in one[2]]
    finest = max((cells.count(cell) for cell in set(cells)), default=0)
    if finest < CAP:
        assert len(details) == len(postings) and not state.is_cut


def of(count: int) -> list[Posting]:
    return [(number, number % FAMILIES, [number % COUNTRIES]) for number in range(count)]


def test_a_list_below_the_cap_is_asked_page_by_page_alone() -> None:
    details, state, lists = crawled(tenant(of(CAP - 1)))
    assert (len(details), lists, state.is_cut) == (CAP - 1, 3, False)


@pytest.mark.parametrize(
    ("count", "beyond", "found", "is_cut"),
    [(200, "anew", CAP, True), (200, "anew, turned round", CAP, True), (200, "stands still", CAP, True),
     (200, "ends", CAP, True), (CAP, "ends", CAP, False), (CAP, "anew", CAP, True),
     (200, "goes on", 200, False)],
)  # fmt: skip
def test_a_list_without_facets_is_told_as_cut_unless_it_goes_on(
    count: int, beyond: str, found: int, is_cut: bool
) -> None:
    details, state, _ = crawled(tenant(of(count), facets=False, beyond=beyond))
    assert (len(details), state.is_cut) == (found, is_cut)


@pytest.mark.parametrize("beyond", ["anew", "anew, turned round", "stands still"])
def test_a_total_that_is_capped_itself_is_told_as_cut_when_the_list_gives_nothing_new(beyond: str) -> None:
    details, state, _ = crawled(tenant(of(200), facets=False, told=CAP, beyond=beyond))
    assert (len(details), state.is_cut) == (CAP, True)
    state.ids, state.requests = {"a"}, 1
    assert "cut: its list ends" in (state.report().reason or "")
