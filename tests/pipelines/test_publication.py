"""A night replaces what readers have as a whole, after it was judged, or not at all."""

import datetime as dt
import json
from pathlib import Path

from click.testing import CliRunner

from pipelines.cli import main
from pipelines.held import held_nights
from storage import staging
from storage.store import Store

FIRST, SECOND = dt.date(2026, 11, 20), dt.date(2026, 11, 21)


def _postings(folder: Path, count: int) -> str:
    file = folder / "mine.jsonl"
    titles = ("Machine Learning Engineer", "Data Scientist")
    lines = [
        {"id": str(n), "title": titles[n % 2], "company": f"Firm {n % 7}", "description": f"Python, SQL. Job {n}."}
        for n in range(count)
    ]
    file.write_text("\n".join(map(json.dumps, lines)))
    return str(file)


def _files(data: Path) -> dict[str, bytes]:
    """What readers open, by path, without what a crawl keeps at once."""
    found = {}
    for path in sorted(data.rglob("*")):
        relative = path.relative_to(data).as_posix()
        if path.is_file() and not relative.startswith(
            ("raw_", "board_fetches", "dagster", ".work", "held", ".staged", "alerts")
        ):
            found[relative] = path.read_bytes()
    return found


def test_a_night_with_far_fewer_postings_is_held_back_told_and_published_on_demand(tmp_path: Path) -> None:
    data = tmp_path / "data"
    run = ["run", "--data", str(data), "--postings"]
    good = CliRunner().invoke(main, [*run, _postings(tmp_path, 40), "--date", str(FIRST)])
    assert good.exit_code == 0, good.output
    store, before = Store(data), _files(data)
    assert "site/index.html" in before and staging.manifest(store, FIRST)
    listed = staging.manifest(store, FIRST)["files"]
    assert set(listed) == set(before) - {"publications/2026-11-20.json", "directory.json"}

    worse = CliRunner().invoke(main, [*run, _postings(tmp_path, 4), "--date", str(SECOND)])
    assert worse.exit_code == 3
    assert "4 postings, the last good night had 40" in worse.output
    assert f"rolemeter publish --date {SECOND}" in worse.output
    after = _files(data)
    assert str(SECOND).encode() in after.pop("site/status.html") and before.pop("site/status.html")
    assert after == before
    assert store.count("raw_file", SECOND) == 4
    assert [night.date for night in held_nights(store)] == [SECOND]

    accepted = CliRunner().invoke(main, ["publish", "--data", str(data), "--date", str(SECOND)])
    assert accepted.exit_code == 0, accepted.output
    assert store.count("postings", SECOND) == 4 and store.count("postings", FIRST) == 40
    assert held_nights(store) == [] and staging.manifest(store, FIRST) and staging.manifest(store, SECOND)
    assert staging.manifest(store, SECOND)["accepted_despite"] == ["4 postings, the last good night had 40"]


def test_a_night_that_was_not_crawled_cannot_be_published(tmp_path: Path) -> None:
    answer = CliRunner().invoke(main, ["publish", "--data", str(tmp_path), "--date", str(FIRST)])
    assert answer.exit_code == 2 and "no night of 2026-11-20 has been crawled" in answer.output
