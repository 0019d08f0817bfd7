"""A board state says how reading a board ended."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.board_state import CAPTCHA, BoardState, is_captcha, status_of_code


def state(**counts: object) -> BoardState:
    made = BoardState("board")
    made.requests, made.ids = 1, {"1", "2"}
    for name, value in counts.items():
        setattr(made, name, value)
    return made


def test_a_board_is_ok_empty_or_unchanged_by_what_it_answered() -> None:
    assert state().report().status == "ok"
    assert state(ids=set()).report().status == "empty"
    assert state(ids=set(), conditional=1, unchanged=1).report().status == "unchanged"
    assert state(conditional=2, unchanged=1).report().status == "ok"


def test_the_first_trouble_counts_and_nothing_of_the_board_does() -> None:
    board = state(unparsed=1)
    board.fail("gone", "HTTP 404")
    board.fail("failed", "HTTP 500")
    report = board.report()
    assert (report.status, report.reason, report.postings, report.postings_unparsed) == ("gone", "HTTP 404", 0, 0)


def test_a_board_that_was_not_read_to_its_end_has_failed() -> None:
    assert state(waiting=1).report().status == "failed"
    assert state(requests=0).report().status == "failed"


def test_what_a_board_lacks_is_said() -> None:
    assert state(advertised=9).report().reason == "advertised: 9, found: 2"
    assert state(advertised=3, closed_meanwhile=1).report().reason == "closed while the board was read: 1"
    assert state(unparsed=2).report().reason == "no posting could be read from any of its 2 payloads"


@given(st.integers(1, 60), st.integers(0, 60))
def test_a_board_of_which_more_than_a_tenth_is_lost_has_failed(postings: int, lost: int) -> None:
    unread = {str(number): "HTTP 500" for number in range(min(lost, postings))}
    report = state(ids={str(number) for number in range(postings)}, unread=unread).report()
    assert report.status == ("failed" if len(unread) * 10 > postings else "ok")
    assert bool(report.reason) == bool(unread)


def test_validators_of_one_list_among_several_speak_for_none() -> None:
    assert state(conditional=1, etag='"a"').report().etag == '"a"'
    assert state(conditional=2, etag='"a"').report().etag is None


@pytest.mark.parametrize(
    ("code", "status"),
    [(404, "gone"), (410, "gone"), (401, "blocked"), (403, "blocked"), (429, "blocked"), (500, "failed")],
)
def test_statuses_of_http(code: int, status: str) -> None:
    assert status_of_code(code)[0] == status


def test_a_captcha_is_a_page_and_not_a_posting_about_captchas() -> None:
    assert is_captcha(b"<html><body>Please solve this CAPTCHA</body></html>")
    assert not is_captcha(b'{"title": "Engineer, captcha systems"}')


def test_a_reason_is_one_line_of_bounded_length() -> None:
    board = state()
    board.fail("failed", "a\n  b " + "c" * 600)
    reason = board.report().reason
    assert reason is not None and reason.startswith("a b c") and len(reason) == 500


def test_postings_that_were_not_asked_again_are_told_of_a_board_that_was_read() -> None:
    assert state(same={"2", "1"}).report().same == ["1", "2"]
    lost = state(same={"2", "1"})
    lost.fail("failed", "HTTP 500")
    assert lost.report().same == []


def test_one_in_ten_postings_may_be_lost() -> None:
    ids = {str(number) for number in range(10)}
    assert state(ids=ids, unread={"1": "HTTP 500"}).report().status == "ok"
    assert state(ids=ids, unread={"1": "HTTP 500", "2": "HTTP 500"}).report().status == "failed"


def test_a_posting_that_is_listed_twice_is_counted_once() -> None:
    board = state()
    assert board.new("3") and not board.new("3")
    report = board.report()
    assert (report.postings, report.reason) == (3, "listed twice and kept once: 1")


def test_a_captcha_is_looked_for_at_a_pages_beginning() -> None:
    mark = CAPTCHA[0]
    page = b"<html>".ljust(20_000 - len(mark), b" ") + mark
    assert is_captcha(page) and not is_captcha(b" " + page)
