"""Names of companies and titles come from the web: nothing that shows them runs, renders or obeys them."""

import csv
import datetime as dt
import io
import logging
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.publishing.harmless import frame_csv, in_line, in_markdown, in_spreadsheet
from pipelines.metadata import preview
from pipelines.report import print_boards

FORMULAS = ("=cmd|' /C calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "\u00a0=1")


@pytest.mark.parametrize("words", FORMULAS)
def test_a_formula_stays_a_text_in_a_spreadsheet(words: str) -> None:
    frame = pd.DataFrame({"company": [words, "Mill & Oven"], "n": [-3, 4], "gap": [-0.5, None]})
    first, second = csv.DictReader(io.StringIO(frame_csv(frame)))
    assert first == {"company": f"'{words}".replace("\r", "\n"), "n": "-3", "gap": "-0.5"}
    assert second == {"company": "Mill & Oven", "n": "4", "gap": ""}


def test_dates_and_nulls_of_a_table_stay_what_they_are() -> None:
    frame = pd.DataFrame({"snapshot_date": [dt.date(2026, 11, 1)], "metro": [None], "rank": pd.array([1], "Int64")})
    assert frame_csv(frame) == "snapshot_date,metro,rank\n2026-11-01,,1\n"
    assert frame_csv(frame.head(0)) == "snapshot_date,metro,rank\n"


@given(st.text())
def test_no_cell_begins_a_formula(words: str) -> None:
    cell = in_spreadsheet(words)
    assert cell.removeprefix("'") == words.removeprefix("'") and not cell.lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    "words",
    [
        "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "![x](http://a.example/p)", "`code`", "a | b",
        "http://a.example", "<!-- x", "&lt;b&gt;", "# x", "line\nline", "\\<b>", "\x1b[31mred", "~~x~~", "\u202eabc",
    ],
)  # fmt: skip
def test_markdown_shows_a_text_and_makes_nothing_of_it(words: str) -> None:
    shown = in_markdown(words)
    assert not set(shown) & set("<>|`[]*_~\\!\n\x1b\u202e") and "://" not in shown
    line = preview(pd.DataFrame({"title": [words]})).splitlines()[2]
    assert line.count("|") == 2


def test_terminals_obey_no_text(capsys: pytest.CaptureFixture[str]) -> None:
    evil = "Mill\x1b]0;owned\x07\x9b31m\u202e[red]\r"
    assert in_line(evil).isprintable() and "[red]" in in_line(evil)
    row: dict[str, Any] = {"platform": "lever", "board": evil, "status": "failed", "reason": evil, "postings": 0}
    print_boards([row])
    from pipelines.progress import ProgressHandler

    record = logging.LogRecord("x", logging.INFO, "", 0, evil, None, None)
    record.dagster_meta = {"orig_message": evil}
    ProgressHandler().emit(record)
    told = capsys.readouterr()
    for text in (told.out, told.err):
        assert "Mill" in text and all(line.isprintable() for line in text.splitlines()), repr(text)
