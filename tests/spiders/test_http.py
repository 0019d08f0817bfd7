"""What an answer's body is said to be, and what a payload's fields leave over."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.http import BoardError, Request, Response
from spiders.platform import Fields, Platform

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1, max_size=2), inner, max_size=4)
    ),
    max_leaves=12,
)


def response(body: bytes) -> Response:
    return Response(Request("http://board.example/"), "http://board.example/", body, {})


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty instead of JSON"),
        (b"  \n", "empty instead of JSON"),
        (b"<html>no</html>", "HTML or XML instead of JSON; it begins with '<html>no</html>'"),
        (b"Hello", "not JSON"),
        (b'{"jobs": [{"id": 1}', "truncated JSON: it ends after 19 bytes"),
        (b'{"title": "half a wo', "truncated JSON"),
        (b"[1, 2,", "truncated JSON"),
        (b'{"jobs": [{"id": 1,}]}', "not JSON"),
        (b'{"a": "\xff"}', "no UTF-8 text from byte 7"),
        (b"[" * 100_000, "nested too deeply"),
        (b"9" * 10_000, "not JSON"),
    ],
)
def test_a_body_that_is_no_json_is_said_to_be_what_it_is(body: bytes, reason: str) -> None:
    with pytest.raises(BoardError, match=reason.replace("[", r"\[")):
        response(body).json()


@given(VALUES)
def test_json_is_read_as_it_was_written(value: object) -> None:
    assert response(json.dumps(value).encode()).json() == value


@given(VALUES.filter(lambda value: isinstance(value, dict) and value), st.data())
def test_json_that_breaks_off_is_never_taken_for_whole(value: object, data: st.DataObject) -> None:
    body = json.dumps(value).encode()
    cut = data.draw(st.integers(1, len(body) - 1))
    with pytest.raises(BoardError, match="truncated"):
        response(body[:cut]).json()


def test_numbers_that_json_lacks_are_null() -> None:
    assert response(b'{"a": NaN, "b": Infinity}').json() == {"a": None, "b": None}


def test_fields_that_nobody_took_are_left_over() -> None:
    fields = Fields({"id": 1, "place": {"city": "Porto", "code": 7, "none": None}, "extra": [{"x": 1}], "blank": ""})
    assert fields.take("id") == 1 and fields.take("place.city") == "Porto" and fields.take("absent.deep") is None
    assert fields.leftovers() == ["extra", "place.code"]
    assert fields.leftovers(["extra", "place"]) == []


@given(VALUES)
def test_taking_any_path_of_any_payload_never_raises(value: object) -> None:
    fields = Fields(value)
    for path in ("a", "a.b", "a.b.c"):
        fields.take(path)
    assert fields.leftovers() == sorted(fields.leftovers())


@pytest.mark.parametrize("blank", [{}, {"title": None}, {"title": "  "}, {"title": {"en": "x"}}, [], None])
def test_a_payload_without_a_needed_field_names_it(blank: object) -> None:
    with pytest.raises(BoardError, match="the payload has no title"):
        Fields(blank).need("title")


@pytest.mark.parametrize("payload", [None, {}, {"jobs": None}, {"jobs": {}}, {"jobs": [1]}, [], "jobs"])
def test_a_payload_without_its_list_of_postings_is_told(payload: object) -> None:
    if payload == []:
        assert Platform.entries(payload, None) == []
        return
    with pytest.raises(BoardError, match="'jobs' was expected"):
        Platform.entries(payload, "jobs")
