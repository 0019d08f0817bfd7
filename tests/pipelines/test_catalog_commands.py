"""Boards are chosen out of the catalog, and a night over them is planned."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.planning import advice, plan
from spiders.boards import read_boards
from spiders.catalog import FILE, boards_of, catalog
from spiders.job import Limits
from spiders.platform import Board
from spiders.platforms import platforms
from storage.store import Store

DATE = dt.date(2026, 3, 1)


def call(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["boards", *arguments])


def fetch(platform: str, board: str, requests: int, **about: Any) -> dict[str, Any]:
    empty = {
        "postings_advertised": None,
        "postings_unparsed": None,
        "etag": None,
        "last_modified": None,
        "company": None,
    }
    row = {"snapshot_date": DATE, "platform": platform, "board": board, "status": "ok", "reason": None, "postings": 10}
    return row | empty | {"requests": requests, "bytes": requests * 1000, "seconds": 1.0, "nights_failing": 0} | about


def test_the_catalog_holds_thousands_of_boards_that_can_be_asked_in_two_megabytes() -> None:
    assert FILE.stat().st_size < 2_000_000
    boards = catalog().boards
    assert len(boards) > 13_000 and len({(board.platform, board.board.casefold()) for board in boards}) == len(boards)
    for board in boards:
        assert next(iter(platforms()[board.platform].start(board))).url.startswith("https://")
    counts = json.loads(call("catalog", "--json").output)
    assert sum(counts["boards"].values()) == len(boards) and counts["others"]
    assert Board("greenhouse", "scaleai", "Scaleai") in boards_of("Scale AI")


def test_a_selection_is_a_boards_file(tmp_path: Path) -> None:
    file = tmp_path / "some.csv"
    assert (
        call("select", "--platform", "workday", "--platform", "lever", "--limit", "50", "-o", str(file)).exit_code == 0
    )
    assert {board.platform for board in read_boards(file)} == {"workday", "lever"}
    assert "greenhouse,scaleai," in call("select", "--like", "Scale AI").output
    hiring = call("select", "--hiring-ai", "--data", str(tmp_path)).output
    assert "greenhouse,anthropic," in hiring and len(hiring.splitlines()) > 200
    for arguments, why in (
        (("--platform", "bread"), "unknown platform 'bread'"),
        (("--like", "no such employer at all"), "no board that is known fits"),
        (("--country", "Germany", "--data", str(tmp_path)), "write the two letters of the country, such as DE"),
        (("--country", "ZZ", "--data", str(tmp_path)), "no board that is known fits"),
    ):
        result = call("select", *arguments)
        assert result.exit_code != 0 and why in str(result.output) + str(result.exception)


def test_boards_are_selected_by_country_before_any_night_and_by_the_night_once_there_is_one(tmp_path: Path) -> None:
    known = catalog()
    token = next(board for (_, board), places in known.countries.items() if "DE" in places)
    before = call("select", "--country", "de", "--data", str(tmp_path / "none"), "-o", str(tmp_path / "de.csv"))
    assert "it is not known where they hire" in before.output
    chosen = {(board.platform, board.board) for board in read_boards(tmp_path / "de.csv")}
    assert chosen == {board for board, places in known.countries.items() if "DE" in places} and len(chosen) > 20
    night = Path(Store(str(tmp_path)).path("postings", DATE))
    night.parent.mkdir(parents=True)
    row = {"platform": "greenhouse", "board": token, "country": "NO", "ai_tier": "core"}
    pq.write_table(pa.Table.from_pylist([row]), night)
    after = call("select", "--country", "NO", "--data", str(tmp_path)).output
    assert f"greenhouse,{token}," in after
    assert f"greenhouse,{token}," not in call("select", "--country", "DE", "--data", str(tmp_path)).output


def test_a_plan_counts_what_was_measured_and_what_a_host_must_wait(tmp_path: Path) -> None:
    boards = [Board("lever", name, "") for name in ("a", "b", "c")] + [Board("workday", "mill.wd1/x", "")]
    fetches = [fetch("lever", "a", 100), fetch("lever", "b", 300, etag="x", status="unchanged")]
    lever, workday = plan(boards, fetches, Limits(delay=0.5))
    assert (lever.host, lever.boards, lever.measured, lever.requests) == ("api.lever.co", 3, 2, 100 + 300 + 200)
    assert lever.hours == 600 * 0.5 / 3600 and lever.bytes == 600_000
    assert (workday.host, workday.requests, workday.measured) == ("mill.wd1.myworkdayjobs.com", 40, 0)
    told = advice([lever, workday], fetches, Limits(delay=0.5, host_requests=500))
    assert told[0].startswith("2 boards were never asked")
    assert told[1].startswith("api.lever.co: 600 requests are more than a night's 500")
    assert any("400 requests of the last night were for postings one by one (lever)" in line for line in told)
    assert "1 of 2 boards can say that they are unchanged, in one request; 1 did" in told
    Store(str(tmp_path / "data")).write("board_fetches", fetches, DATE)
    file = tmp_path / "boards.csv"
    file.write_text("platform,board\nlever,a\nlever,b\n")
    printed = call("plan", str(file), "--data", str(tmp_path / "data")).output
    assert "2 boards on 1 hosts, 2 of them measured: 400 requests" in printed
    assert (
        json.loads(call("plan", str(file), "--data", str(tmp_path / "data"), "--json").output)["hosts"][0]["boards"]
        == 2
    )


def test_a_board_that_is_written_wrongly_does_not_stop_a_plan(tmp_path: Path) -> None:
    (tmp_path / "boards.csv").write_text("platform,board\nphenom,mill\nlever,mill\n")
    result = call("plan", str(tmp_path / "boards.csv"), "--data", str(tmp_path))
    assert result.exit_code == 0 and "api.lever.co" in result.output


def test_a_check_of_boards_comes_as_json_too(tmp_path: Path) -> None:
    file = tmp_path / "boards.csv"
    file.write_text("platform,board,base_url\nlever,mill,http://127.0.0.1:9/lever\n")
    result = call("check", str(file), "--json")
    (found,) = json.loads(result.output)
    assert (found["platform"], found["board"], found["status"], result.exit_code) == ("lever", "mill", "failed", 1)
    assert "refused" in found["reason"]
