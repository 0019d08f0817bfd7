"""Records as flat tables of figures, and which comparisons belong together."""

import csv
import io
from types import SimpleNamespace

from analytics.publishing.flat import COLUMNS, record_csv, record_rows
from analytics.publishing.links import pair_of, related_pairs


def test_each_figure_is_a_row_with_its_n_and_interval(sample: SimpleNamespace) -> None:
    record = sample.full_record()
    rows = list(csv.DictReader(io.StringIO(record_csv(record))))
    found = {(row["role"], row["topic"], row["name"]): row for row in rows}
    assert len(found) == len(rows)
    median = found["ai-software-engineer", "pay", "ceiling_median"]
    assert float(median["value"]) == record["b"]["pay"]["ceiling"]["median"]
    assert (median["n"], median["unit"]) == ("410", "USD/year") and float(median["low"]) < float(median["high"])
    assert found["prompt-engineer", "workplace", "remote"]["n"] == "1"
    assert float(found["b/a", "pay", "midpoint_median_ratio"]["value"]) == record["pay"]["midpoint_median_ratio"]


def test_unknown_figures_keep_their_row_and_are_empty(sample: SimpleNamespace) -> None:
    rows = list(record_rows(sample.record(sample.role(n=3, n_pay=2))))
    [median] = [row for row in rows if row["role"] == "prompt-engineer" and row["name"] == "ceiling_median"]
    assert median["value"] is None and median["n"] == 2
    assert all(tuple(row) == COLUMNS for row in rows)


def test_texts_that_a_spreadsheet_would_run_are_quoted(sample: SimpleNamespace) -> None:
    role = sample.role(skills=["=HYPERLINK(1)", "@x", "C++", 'a,"b'])
    names = [row["name"] for row in csv.DictReader(io.StringIO(record_csv(sample.record(role))))]
    assert {"'=HYPERLINK(1)", "'@x", "C++", 'a,"b'} <= set(names)


def test_related_pairs_share_a_role_and_alternate_between_both() -> None:
    pairs = [("a", "b"), ("a", "c"), ("d", "a"), ("b", "c"), ("b", "d"), ("c", "d")]
    found = related_pairs("a", "b", pairs, {"c": 1, "d": 9})
    assert [pair[:2] for pair in found] == [("d", "a"), ("b", "d"), ("a", "c"), ("b", "c")]
    assert len(related_pairs("a", "b", pairs, {}, limit=3)) == 3


def test_pairs_are_read_in_every_shape(sample: SimpleNamespace) -> None:
    expected = ("prompt-engineer", "ai-software-engineer", "Prompt Engineer", "AI Software Engineer")
    record = sample.record()
    shown = dict(zip(("role_a", "role_b", "name_a", "name_b"), expected, strict=True))
    assert pair_of(record) == pair_of(shown) == pair_of(expected) == expected
    assert pair_of(expected[:2]) == expected[:2] * 2
    assert pair_of(None) is pair_of({}) is pair_of({"a": {}, "b": {}}) is pair_of(("x",)) is None
