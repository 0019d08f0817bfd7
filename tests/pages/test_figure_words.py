"""Rounding, units and reasons in words; charts and tables built from them."""

import datetime as dt
import io
import re
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from analytics.publishing import charts, terminal
from analytics.publishing.charts import Bar
from analytics.values import formatting


@pytest.mark.parametrize(
    ("fraction", "words"),
    [
        (None, "unknown"),
        (float("nan"), "unknown"),
        (0, "0%"),
        (0.00034, "<0.1%"),
        (0.0229, "2.3%"),
        (48 / 598, "8%"),
        (0.0996, "10%"),
        (2 / 9, "22%"),
        (0.125, "13%"),
        (0.997, ">99%"),
        (1, "100%"),
    ],
)
def test_percentages(fraction: float | None, words: str) -> None:
    assert formatting.percent(fraction) == words


@given(st.floats(0, 1))
def test_only_nothing_is_zero_percent_and_only_all_is_a_hundred(fraction: float) -> None:
    words = formatting.percent(fraction)
    assert (words == "0%") == (fraction == 0)
    assert (words == "100%") == (fraction == 1)
    assert abs(float(words.strip("<>%")) / 100 - fraction) <= 0.01


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (127_999.99, "USD", "$127K"),
        (121_999.9999999999, "USD", "$122K"),
        (9_500, "EUR", "€9,500"),
        (8_400_000, "JPY", "¥8,400K"),
        (120_000, "CHF", "CHF\u00a0120K"),
        (-51_810, "USD", "−$51K"),
        (None, "USD", "unknown"),
        (0, "GBP", "£0"),
    ],
)
def test_money_is_rounded_down_to_thousands(amount: float | None, currency: str, words: str) -> None:
    assert formatting.money(amount, currency) == words


@given(st.floats(10_000, 1e9))
def test_money_reads_back_to_within_a_thousand(amount: float) -> None:
    read = float(re.sub(r"[^\d]", "", formatting.money(amount, "USD"))) * 1000
    assert read - 0.01 <= amount < read + 1000.01


def test_dates_counts_and_p_values() -> None:
    assert formatting.date_words("2026-11-23") == "23 November 2026"
    assert formatting.date_words("not a date") == formatting.date_words(None) == "unknown date"
    assert formatting.counted(1, "posting") == "1 posting"
    assert formatting.counted(26_159, "posting") == "26,159 postings"
    assert formatting.counted(None, "posting") == "an unknown number of postings"
    assert formatting.p_value(1e-9) == "p < 0.001" and formatting.p_value(0.1712) == "p = 0.171"


@given(st.floats(1e-6, 1e12))
def test_axis_ends_at_the_first_round_number_above(high: float) -> None:
    marks = charts.ticks(high)
    assert marks[0] == 0 and marks[-1] >= high * (1 - 1e-9)
    assert 2 <= len(marks) <= 6 and marks[-2] < high


@given(st.lists(st.tuples(st.text(max_size=20), st.floats(0, 1)), max_size=8))
def test_bars_stay_inside_the_chart_and_escape_labels(rows: list[tuple[str, float]]) -> None:
    svg = charts.bars("k", "t", [Bar(label, value, f"{value:.0%}") for label, value in rows])
    assert all(0 <= float(width) <= 100 for width in re.findall(r'width="([\d.e-]+)%"', svg))
    assert len(re.findall("<[a-z/]", svg)) == len(re.findall(r"</?(?:svg|title|desc|text|rect|line)\b", svg))


def test_a_gap_in_a_series_stays_a_gap_and_time_is_to_scale() -> None:
    days = [dt.date(2026, 11, day) for day in (1, 2, 3, 4, 21)]
    series = [charts.Series("x", "a", [1, 2, None, 4, 5])]
    svg = charts.lines("k", "t", days, series, [(days[3], "1")], str, 3)
    path = re.search(r'<path d="([^"]+)"', svg)
    assert path and path.group(1).count("M") == 3  # nothing on the third, nothing between the 4th and the 21st
    assert [float(x) for x in re.findall(r"[ML]([\d.]+) ", path.group(1))] == [0, 50, 150, 1000]
    assert ">1 November 2026<" in svg and ">21 November 2026<" in svg and svg.count('class="change"') == 1
    assert terminal.sparkline([1, None, 2]) == "▅·█" and terminal.sparkline([None, 0]) == "··"


def shown(renderable: object, width: int = 110) -> str:
    console = Console(width=width, file=io.StringIO(), record=True, color_system=None)
    console.print(renderable)
    return console.export_text()


def test_terminal_comparison_has_intervals_counts_reasons_and_chart(sample: SimpleNamespace) -> None:
    text = shown(terminal.comparison_table(sample.full_record()))
    assert "$140K  $130K–$148K, n = 410" in text
    assert "├" in text and "$140K to $196K" in text
    assert "✓ Pay" in text and "– Remote work: No verdict." in text
    none = shown(terminal.comparison_table(sample.record(sample.role(n=9, n_pay=3))), 140)
    assert "not published (n = 3)" in none and "fewer than 5 with pay" in none


@pytest.mark.parametrize(("n", "n_pay"), [(0, 0), (1, 0), (5, 5)])
def test_terminal_tables_of_small_roles(sample: SimpleNamespace, n: int, n_pay: int) -> None:
    role = sample.role(n=n, n_pay=n_pay)
    assert "None" not in shown(terminal.comparison_table(sample.record(role))) + shown(terminal.skills_table(role))


def test_terminal_shows_markup_and_control_characters_as_text(sample: SimpleNamespace) -> None:
    hostile = "[red]x[/red]\x1b[2J\u202e"
    role = sample.role(name=hostile, skills=[hostile] * 2)
    text = shown(terminal.comparison_table(sample.record(role))) + shown(terminal.skills_table(role))
    assert "[red]x[/red]" in text and "\x1b" not in text and "\u202e" not in text


def test_terminal_trend_claims_nothing_under_eight_weeks(sample: SimpleNamespace) -> None:
    assert "no trend is claimed" in shown(terminal.trend_table("X", sample.weekly("x", 7)))
    assert "no trend is claimed" not in shown(terminal.trend_table("X", sample.weekly("x", 8)))
    assert "no series for X yet" in shown(terminal.trend_table("X", []))


def test_terminal_lists_tables() -> None:
    rows = [{"table": "postings", "rows": 26_159, "partitions": 2, "latest": "2026-11-23", "path": "data/postings"}]
    assert "26,159" in shown(terminal.tables_table(rows))
    assert "no tables yet" in shown(terminal.tables_table([]))
