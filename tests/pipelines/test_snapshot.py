"""A failed board is not an empty board: what stands in for it, for how long, and what a 304 repeats."""

import datetime as dt
import json
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.assets.crawl import _read
from pipelines.snapshot import CARRY_DAYS, count_by_board, fetch_rows, raw_rows
from spiders.platforms import platforms
from spiders.revisits import Read
from spiders.rows import UNREADABLE
from storage.store import Store
from storage.tables import raw_table

NIGHT = dt.date(2026, 11, 23)


def rows(board: str, *ids: str, observed: dt.date = NIGHT, carried: bool = False) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "posting_id": f"lever:{board}:{external}",
                "snapshot_date": observed,
                "platform": "lever",
                "board": board,
                "external_id": external,
                "observed_on": observed,
                "carried_forward": carried,
                "payload": "{}",
            }
            for external in ids
        ],
        schema=raw_table("lever").schema,
    )


def built(
    status: str, *, fresh: pa.Table | None = None, previous: pa.Table | None = None, nights: int = 1
) -> list[dict]:
    return raw_rows("lever", {"acme": status}, {"acme": nights}, fresh, previous, NIGHT).to_pylist()


def test_a_board_that_was_read_has_its_fresh_rows_only() -> None:
    got = built("ok", fresh=rows("acme", "1", "2"), previous=rows("acme", "0", observed=NIGHT - dt.timedelta(1)))
    assert [row["external_id"] for row in got] == ["1", "2"]


def test_an_empty_board_has_no_rows_although_it_had_some() -> None:
    assert built("empty", previous=rows("acme", "1", observed=NIGHT - dt.timedelta(1))) == []


def test_an_unchanged_board_repeats_its_rows_as_observed_tonight() -> None:
    (got,) = built("unchanged", previous=rows("acme", "1", observed=NIGHT - dt.timedelta(1), carried=True))
    assert (got["observed_on"], got["snapshot_date"], got["carried_forward"]) == (NIGHT, NIGHT, False)


@pytest.mark.parametrize("status", ["failed", "blocked", "gone"])
def test_a_board_that_was_not_read_is_carried_forward_marked_and_keeps_its_last_observation(status: str) -> None:
    before = NIGHT - dt.timedelta(2)
    (got,) = built(status, previous=rows("acme", "1", observed=before))
    assert (got["observed_on"], got["snapshot_date"], got["carried_forward"]) == (before, NIGHT, True)


def test_rows_are_carried_forward_for_seven_days_and_no_longer() -> None:
    last = rows("acme", "1", observed=NIGHT - dt.timedelta(CARRY_DAYS))
    older = rows("acme", "2", observed=NIGHT - dt.timedelta(CARRY_DAYS + 1))
    assert [row["external_id"] for row in built("failed", previous=pa.concat_tables([last, older]))] == ["1"]


def test_a_board_gone_for_three_nights_is_taken_at_its_word() -> None:
    previous = rows("acme", "1", observed=NIGHT - dt.timedelta(3))
    assert len(built("gone", previous=previous, nights=2)) == 1
    assert built("gone", previous=previous, nights=3) == []


def test_partial_rows_of_a_failed_board_are_not_taken() -> None:
    assert built("failed", fresh=rows("acme", "1")) == []


def test_a_board_removed_from_the_boards_file_is_not_carried_on() -> None:
    assert raw_rows("lever", {}, {}, None, rows("acme", "1"), NIGHT).num_rows == 0


def test_a_posting_still_listed_but_not_read_keeps_the_text_of_its_last_good_night() -> None:
    before = NIGHT - dt.timedelta(1)
    previous, fresh = rows("acme", "1", "2", observed=before), rows("acme", "1", "2", "3")
    got = raw_rows("lever", {"acme": "ok"}, {"acme": 0}, fresh, previous, NIGHT, ["lever:acme:2", "lever:acme:3"])
    by_id = {row["external_id"]: row for row in got.to_pylist()}
    assert sorted(by_id) == ["1", "2", "3"]
    assert all(row["observed_on"] == NIGHT and not row["carried_forward"] for row in by_id.values())


def report(status: str, **more: object) -> list[dict[str, object]]:
    return [{"board": "acme", "status": status, "etag": None, "last_modified": None, **more}]


def test_nights_failing_counts_on_and_is_reset_by_a_good_night() -> None:
    before = {"acme": {"nights_failing": 2}}
    assert fetch_rows(report("blocked"), before, {}, {})[0]["nights_failing"] == 3
    assert fetch_rows(report("unchanged"), before, {}, {})[0]["nights_failing"] == 0


def test_a_board_that_was_not_read_keeps_its_validators() -> None:
    known = {"acme": {"etag": '"a"', "last_modified": None}}
    assert fetch_rows(report("failed"), {}, known, {})[0]["etag"] == '"a"'
    assert fetch_rows(report("ok", etag='"b"'), {}, known, {})[0]["etag"] == '"b"'
    assert fetch_rows(report("ok"), {}, known, {})[0]["etag"] is None


def test_rows_are_counted_by_board() -> None:
    assert count_by_board(pa.concat_tables([rows("acme", "1", "2"), rows("bolt", "1")])) == {"acme": 2, "bolt": 1}


def test_a_posting_that_was_not_asked_again_is_what_was_read_last_observed_tonight() -> None:
    before = rows("acme", "1", "2", observed=NIGHT - dt.timedelta(1), carried=True)
    got = raw_rows(
        "lever", {"acme": "ok"}, {"acme": 0}, rows("acme", "3"), before, NIGHT, ["lever:acme:1", "lever:acme:9"]
    ).to_pylist()
    assert sorted(row["external_id"] for row in got) == ["1", "3"]
    assert all(row["observed_on"] == NIGHT and not row["carried_forward"] for row in got)


def test_only_postings_that_were_read_are_known_on_the_next_night(tmp_path: Path) -> None:
    store, read = Store(tmp_path), dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC)
    posting = {"snapshot_date": NIGHT, "platform": "jsonld", "board": "b", "url": None, "company": "Mill",
               "fetched_at": read, "observed_on": NIGHT, "carried_forward": False}  # fmt: skip
    payloads = {"/jobs/1": '{"@type":"JobPosting"}', "/jobs/2": json.dumps({UNREADABLE: "HTTP 500"}).replace(" ", "")}
    written = [
        posting | {"posting_id": f"jsonld:b:{name}", "external_id": name, "payload": payload}
        for name, payload in payloads.items()
    ]
    store.write("raw_jsonld", written, NIGHT)
    rows = store.arrow("raw_jsonld", NIGHT)
    assert _read(rows, platforms()["jsonld"]) == {"b": {"/jobs/1": Read(read.isoformat(), "")}}
    assert _read(rows.schema.empty_table(), platforms()["jsonld"]) == {}
    assert _read(rows, platforms()["lever"]) == {}  # nothing tells whether one has changed
