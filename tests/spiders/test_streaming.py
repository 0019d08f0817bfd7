"""Entries read one after the other are the entries of the JSON, and what is wrong is said as of the whole."""

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders import streaming
from spiders.http import BoardError, Request, Response

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
ENTRIES = st.lists(st.dictionaries(st.text(max_size=5), VALUES, max_size=4), max_size=6)


def response(body: bytes) -> Response:
    return Response(Request("https://mill.example"), "https://mill.example", body, {})


@given(ENTRIES, st.dictionaries(st.text(max_size=5), VALUES, max_size=3), st.integers(1, 9), st.booleans())
def test_entries_are_those_of_the_whole_however_small_the_window(
    wanted: list[dict[str, Any]], others: dict[str, Any], window: int, is_ascii: bool
) -> None:
    others.pop("jobs", None)
    before, after = dict(list(others.items())[:1]), dict(list(others.items())[1:])
    body = json.dumps(before | {"jobs": wanted} | after, indent=window % 3 or None, ensure_ascii=is_ascii)
    body = body if is_ascii else body.encode("utf-8", "replace").decode()
    bare = json.dumps(json.loads(body)["jobs"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streaming, "WINDOW", window)
        rest: dict[str, Any] = {}
        assert list(response(body.encode()).entries("jobs", rest)) == json.loads(body)["jobs"]
        assert {"jobs": json.loads(bare)} | rest == json.loads(body)
        assert list(response(bare.encode()).entries()) == json.loads(bare)


@given(ENTRIES.filter(bool), st.data())
def test_what_breaks_off_is_never_taken_for_whole(wanted: list[dict[str, Any]], data: st.DataObject) -> None:
    body = json.dumps({"jobs": wanted, "meta": {"total": 12}}).encode()
    cut = body[: data.draw(st.integers(0, len(body) - 1))]
    with pytest.raises(BoardError, match=r"truncated|not JSON|empty"):
        list(response(cut).entries("jobs"))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "the answer is empty"), (b"<html>", "HTML or XML instead of JSON"), (b"oops", "not JSON"),
        (b'{"jobs": [{}]} {"jobs": []}', "not JSON"),
        (b'{"jobs": [{},]}', "not JSON"), (b'{"jobs": [{}] "a": 1}', "not JSON"),
        (b'{"jobs": {}}', "'jobs' was expected"), (b'{"error": 1}', "'jobs' was expected"), (b"{}", "was expected"),
        (b'{"jobs": null}', "was expected"), (b'{"jobs": [1]}', "was expected"), (b"[{}]", "was expected"),
        (b'"text"', "was expected"), (b'{"jobs": [{"a": "\xff"}]}', "no UTF-8"),
        (b'{"jobs": [{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}]}", "nested too deeply"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_entries_is_said_to_be_what_it_is(body: bytes, says: str) -> None:
    with pytest.raises(BoardError, match=says):
        list(response(body).entries("jobs"))


def test_an_empty_list_is_a_list() -> None:
    rest: dict[str, Any] = {}
    assert list(response(b' { "jobs" : [ ] , "meta" : {"total": 0} } ').entries("jobs", rest)) == []
    assert rest == {"meta": {"total": 0}} and list(response(b"[]").entries()) == []


def test_a_body_with_a_mark_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(response(b"\xef\xbb\xbf" + b'[{"a": NaN}]').entries()) == [{"a": None}]


def test_a_large_board_is_held_once_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "WINDOW", 2**16)
    body = b'{"jobs": [' + b",".join(b'{"id": %d, "content": "%s"}' % (one, b"x" * 5500) for one in range(2000)) + b"]}"
    tracemalloc.start()
    try:
        assert sum(1 for _ in response(body).entries("jobs")) == 2000
        assert tracemalloc.get_traced_memory()[1] < len(body) / 8
    finally:
        tracemalloc.stop()
