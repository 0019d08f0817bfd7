"""A found posting as a row: what may be stored, under which id, and without whose keys."""

import datetime as dt
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.extensions import SecretsFilter
from spiders.http import BoardError
from spiders.job import Job, Limits
from spiders.platform import Board, PostingItem
from spiders.platforms import platforms
from spiders.rows import UNREADABLE, raw_row, without
from spiders.spider import secrets_of

MILL = Board("lever", "mill", "Mill")
JOB = Job("lever", [MILL], dt.date(2026, 11, 23), Path("out"), limits=Limits(posting_bytes=2000))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.none() | st.text(st.characters(), min_size=1, max_size=400), VALUES, st.none() | st.text(st.characters()))
def test_any_posting_gives_a_row_that_a_file_can_hold(external_id: str | None, payload: Any, url: str | None) -> None:
    made = raw_row(PostingItem(external_id, payload, url), MILL, JOB)
    for value in made.row.values():
        if isinstance(value, str):
            value.encode("utf-8")
    json.loads(made.row["payload"])
    assert made.row["external_id"] and len(made.row["external_id"]) <= 300
    assert made.row["url"] is None or made.row["url"].lower().startswith("http")


def test_the_same_payload_without_an_id_has_the_same_row_every_night() -> None:
    first, second = (raw_row(PostingItem(None, {"text": "Baker"}), MILL, JOB) for _ in range(2))
    assert first.unparsed and first.row["external_id"] == second.row["external_id"]
    assert first.row["external_id"] != raw_row(PostingItem(None, {"text": "Miller"}), MILL, JOB).row["external_id"]


def test_a_payload_that_is_too_large_leaves_its_beginning_and_the_reason() -> None:
    made = raw_row(PostingItem("1", {"text": "Baker " * 1000}), MILL, JOB)
    kept = json.loads(made.row["payload"])
    assert made.outsized and "more than 2000" in kept[UNREADABLE] and kept["begins"].startswith('{"text":"Baker')


def test_a_payload_nested_too_deeply_is_told() -> None:
    deep: Any = 1
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(BoardError, match="nested too deeply"):
        raw_row(PostingItem("1", deep), MILL, JOB)


def test_no_key_is_kept_or_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADZUNA_APP_ID", "abc12345")
    monkeypatch.setenv("ADZUNA_APP_KEY", "k3y/s3cret")
    secrets = secrets_of(platforms()["adzuna"])
    payload = {"redirect_url": "https://www.adzuna.com/1?utm_source=abc12345", "id": "1"}
    made = raw_row(PostingItem("1", payload, payload["redirect_url"]), MILL, JOB, secrets)
    assert "abc12345" not in json.dumps(made.row, default=str)
    assert without("GET https://api.example/?app_key=k3y%2Fs3cret", secrets) == "GET https://api.example/?app_key=***"
    record = logging.LogRecord("scrapy", logging.ERROR, "x.py", 1, "failed: %s", ("?app_key=k3y/s3cret",), None)
    assert SecretsFilter(secrets).filter(record) and record.getMessage() == "failed: ?app_key=***"


def test_a_platform_without_keys_has_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ADZUNA_APP_ID", raising=False)
    monkeypatch.delenv("ADZUNA_APP_KEY", raising=False)
    assert secrets_of(platforms()["adzuna"]) == () == secrets_of(platforms()["lever"])
