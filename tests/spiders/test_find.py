"""Boards are found by guessed tokens, each asked once; the boards file of the project can be used as it stands."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders import find
from spiders.boards import read_boards
from spiders.check import Checked
from spiders.job import Limits
from spiders.platform import Board
from spiders.platforms import platforms

BOARDS = Path(__file__).parents[2] / "boards.csv"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Scale AI", ["scaleai", "scale-ai", "scale"]),
        ("Mill", ["mill"]),
        ("Mill & Sons GmbH", ["millsons", "mill-sons"]),
        ("The Bakery Company, Inc.", ["bakery"]),
        ("Mill.ai", ["millai", "mill-ai", "mill"]),
        ("Größe", ["größe"]),
        ("  ", []),
        ("AI", ["ai"]),
    ],
)
def test_tokens_are_guessed_from_a_name(name: str, expected: list[str]) -> None:
    assert find.tokens(name) == expected


@given(st.text(max_size=30))
def test_no_name_leads_out_of_its_path_segment(name: str) -> None:
    for token in find.tokens(name):
        assert not set(token) & set("/?#%. @:\\")


def test_guesses_have_the_form_of_their_platforms_boards() -> None:
    guessed = find.guesses("Mill & Sons GmbH")
    assert Board("icims", "careers-millsons", "Mill & Sons GmbH") in guessed
    assert Board("jazzhr", "mill-sons", "Mill & Sons GmbH") in guessed
    for board in guessed:
        (request, *_) = platforms()[board.platform].start(board)
        assert board.board in request.url


def test_an_empty_list_is_no_board_where_unknown_tokens_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(boards: Sequence[Board], contact: str, limits: Limits | None) -> Iterator[Checked]:
        return (Checked(board.platform, board.board, "empty", None) for board in boards)

    monkeypatch.setattr(find, "check_boards", check)
    found = {board.platform for board in find.find_boards("Mill")}
    assert found == set(find.GUESSED) - {"smartrecruiters", "jazzhr", "zohorecruit"}


def test_found_boards_are_rows_of_a_boards_file(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Board] = []
    there = {("lever", "https://api.eu.lever.co"): "ok", ("ashby", ""): "ok", ("smartrecruiters", ""): "empty"}

    def check(boards: Sequence[Board], contact: str, limits: Limits | None) -> Iterator[Checked]:
        asked.extend(boards)
        for board in boards:
            yield Checked(board.platform, board.board, there.get((board.platform, board.base_url), "gone"), None)

    monkeypatch.setattr(find, "check_boards", check)
    found = list(find.find_boards("Mill"))
    assert found == [Board("ashby", "mill", "Mill"), Board("lever", "mill", "Mill", "https://api.eu.lever.co")]
    assert max(Counter((board.platform, board.board, board.base_url) for board in asked).values()) == 1


def test_what_the_catalog_knows_is_asked_first_and_guesses_only_where_none_of_it_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Board] = []
    there: set[str] = {"gem"}

    def check(boards: Sequence[Board], contact: str, limits: Limits | None) -> Iterator[Checked]:
        asked.extend(boards)
        for board in boards:
            yield Checked(board.platform, board.board, "ok" if board.platform in there else "gone", None)

    monkeypatch.setattr(find, "check_boards", check)
    known = [Board("gem", "the-mill", "Mill"), Board("workday", "mill.wd1/x", "Mill")]
    assert list(find.find_boards("Mill", known=known)) == [known[0]] and asked == known
    asked.clear()
    there = {"ashby"}
    assert list(find.find_boards("Mill", known=known)) == [Board("ashby", "mill", "Mill")]
    assert asked[:2] == known and len(asked) > 2


def test_a_name_without_letters_is_refused() -> None:
    with pytest.raises(ValueError, match="neither letters nor digits"):
        next(find.find_boards("!!"))


def test_the_projects_boards_can_be_crawled() -> None:
    boards = read_boards(BOARDS)
    assert len(boards) >= 300 and len({board.platform for board in boards}) >= 8
    assert all(board.company and board.company == board.company.strip() for board in boards)
    for board in boards:
        platform = platforms()[board.platform]
        requests = list(platform.start(board))
        assert requests and all(urlsplit(request.url).scheme == "https" for request in requests)
        allowed = {url.format(board=board.board) for url in platform.regional_urls}
        assert not board.base_url or board.base_url in allowed


def test_the_projects_boards_name_the_well_known_employers() -> None:
    names = {board.company for board in read_boards(BOARDS)}
    assert {"OpenAI", "Anthropic", "Google DeepMind", "Mistral AI", "Cohere", "NVIDIA", "Databricks", "Stripe"} <= names
