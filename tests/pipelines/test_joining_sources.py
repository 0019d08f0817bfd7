"""Several sources of one day: what one run did not ask stays as another brought it."""

import json
from pathlib import Path

import pytest

from pipelines.night import NightError, run_night
from pipelines.partitions import today
from storage.store import Store


def _postings(folder: Path, name: str, count: int) -> str:
    file = folder / f"{name}.jsonl"
    lines = [
        json.dumps(
            {"id": f"{name}{n}", "title": "Machine Learning Engineer", "company": "Acme", "description": "Python."}
        )
        for n in range(count)
    ]
    file.write_text("\n".join(lines))
    return str(file)


def test_further_sources_of_a_day_join_and_the_sample_market_is_refused(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    first, second = _postings(tmp_path, "first", 3), _postings(tmp_path, "second", 2)
    dead = tmp_path / "dead.csv"
    dead.write_text("platform,board,company,base_url\nlever,nobody,Nobody,http://127.0.0.1:9/lever\n")
    assert run_night(postings=[first], data=data)
    assert run_night(postings=[second], boards=str(dead), data=data)
    store = Store(data)
    assert store.count("postings", today()) == 5
    boards = {row["board"]: row["status"] for row in store.arrow("board_fetches", today()).to_pylist()}
    assert boards == {"first": "ok", "second": "ok", "nobody": "failed"}
    with pytest.raises(NightError, match=r"holds real postings.*ROLEMETER_BOARDS"):
        run_night(data=data)
    assert store.count("postings", today()) == 5
