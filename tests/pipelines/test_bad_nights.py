"""Nights on which something goes wrong: what is named, what stands in, and what is never lost."""

import datetime as dt
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.held import held_nights
from pipelines.night import NightError, run_night
from pipelines.partitions import today
from pipelines.settings import DataDirectoryError, data_directory, state_directory
from spiders.boards import BoardsFileError, read_boards
from spiders.market.generate import Market, build
from spiders.market.server import serve
from storage.store import Store


@pytest.fixture(scope="module")
def market() -> Market:
    return build(0.01, today())


def boards_file(folder: Path, market: Market, url: str, names: list[str]) -> Path:
    lines = market.boards_csv(url).splitlines()
    file = folder / "boards.csv"
    file.write_text("\n".join([lines[0], *(line for line in lines[1:] if line.split(",")[1] in names)]) + "\n")
    return file


def greenhouse_boards(market: Market, count: int) -> list[str]:
    names = [board.board for board in market.boards if board.platform == "greenhouse"]
    return [name for name in names if market.listings[name]][:count]


def test_a_board_that_fails_after_a_good_night_is_carried_forward_and_the_others_go_on(
    tmp_path: Path, market: Market
) -> None:
    sick, healthy = greenhouse_boards(market, 2)
    data = str(tmp_path / "data")
    url, stop = serve(market, 0)
    file = boards_file(tmp_path, market, url, [sick, healthy])
    port = int(url.rsplit(":", 1)[1])
    try:
        assert run_night(boards=str(file), data=data)
    finally:
        stop()
    store = Store(data)
    before = store.read("postings", today())
    url, stop = serve(market, port, {sick: "500"} if "500" in _kinds() else {sick: _server_error()})
    try:
        assert run_night(boards=str(file), data=data)
    finally:
        stop()
    after = store.read("postings", today())
    fetches = store.read("board_fetches", today()).set_index("board")
    assert fetches.loc[sick, "status"] == "failed" and "500" in fetches.loc[sick, "reason"]
    assert fetches.loc[healthy, "status"] in ("ok", "unchanged")
    assert set(after["posting_id"]) == set(before["posting_id"])
    assert after.groupby("board")["carried_forward"].all().to_dict() == {sick: True, healthy: False}
    lifecycle = store.read("posting_lifecycle", today())
    assert lifecycle["closed_on"].isna().all()
    totals = store.arrow("market_totals", today()).to_pylist()[0]
    assert (totals["boards_ok"], totals["boards_carried_forward"], totals["boards_failed"]) == (1, 1, 0)
    assert "Sample market." not in (Path(data) / "site" / "index.html").read_text(encoding="utf-8")


def _kinds() -> set[str]:
    from spiders.market.faults import FAULTS

    return set(FAULTS)


def _server_error() -> str:
    return next(kind for kind in _kinds() if "5" in kind or "error" in kind)


def test_a_night_on_which_no_board_can_be_read_is_held_back(tmp_path: Path) -> None:
    file = tmp_path / "boards.csv"
    file.write_text("platform,board,company,base_url\nlever,nobody,Nobody,http://127.0.0.1:9/lever\n")
    data = str(tmp_path / "data")
    assert not run_night(boards=str(file), data=data)
    store = Store(data)
    (fetch,) = store.arrow("board_fetches", today()).to_pylist()
    assert (fetch["status"], fetch["postings"]) == ("failed", 0) and "refused" in fetch["reason"]
    assert not store.exists("postings", today()) and not store.files(f"{store.root}/site")
    (night,) = held_nights(store)
    assert night.date == today() and night.reasons == ("no posting at all: 1 of 1 boards were not read",)


@pytest.mark.parametrize(("days", "says"), [(1, "lies in the future"), (-1, "is past")])
def test_real_boards_are_crawled_for_today_only(tmp_path: Path, days: int, says: str) -> None:
    with pytest.raises(NightError, match=says):
        run_night(boards="boards.csv", data=str(tmp_path), date=today() + dt.timedelta(days=days))
    assert list(tmp_path.iterdir()) == []


def test_a_data_directory_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataDirectoryError, match=r"file.*cannot be written.*--data DIR"):
        run_night(data=str(tmp_path / "file"))


def test_a_second_run_on_the_same_data_is_refused_while_the_first_is_at_work(tmp_path: Path) -> None:
    import fcntl

    state_directory(data_directory(tmp_path))
    with (tmp_path / ".work" / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(NightError, match="another run is at work"):
            run_night(data=str(tmp_path))


@pytest.mark.parametrize("kill", ["KILL", "INT"])
def test_a_killed_run_leaves_nothing_half_written_and_the_next_one_succeeds(tmp_path: Path, kill: str) -> None:
    data = tmp_path / "data"
    code = f"from pipelines.night import run_night; run_night(data={str(data)!r}, market='0.01')"
    run = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert run.stderr is not None
    for line in run.stderr:  # until the crawl has written its first table of many
        if "raw_workday" in line or "boards," in line:
            break
    os.kill(run.pid, getattr(__import__("signal"), f"SIG{kill}"))
    run.stderr.close()
    run.wait(60)
    assert [path for path in data.rglob("*.tmp") if ".work" not in path.parts] == []
    deadline = time.monotonic() + 30
    while _crawls(data) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert _crawls(data) == []
    assert run_night(data=str(data), market="0.01")
    assert Store(str(data)).count("postings", today()) > 1000
    assert [path for path in (data / ".work").iterdir() if path.is_dir()] == []


def _crawls(data: Path) -> list[str]:
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if "spiders.crawl" in line and str(data) in line]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("platform,board,company,base_url\nmyspace,a,A,\n", r"line 2: unknown platform 'myspace'; known: "),
        ("platform,board,company,base_url\nlever,a,A,\nlever,a,A,\n", r"line 3: lever a .*line 2"),
        ("platform,board,company,base_url\nlever,,A,\n", r"line 2: the column board is empty"),
        ("platform,board,company,base_url\nlever,a,A,ftp://x\n", r"line 2: base_url 'ftp://x'"),
        ("platform,board,company,base_url\n", "no board in it"),
    ],
)
def test_a_boards_file_is_refused_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "boards.csv"
    file.write_text(text)
    with pytest.raises(BoardsFileError, match=says):
        read_boards(file)
