"""The market over real HTTP: conditional requests, pages, robots.txt, speed, and boards that misbehave."""

import csv
import datetime as dt
import http.client
import io
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from spiders.market import Market, build, serve
from spiders.market.faults import FAULTS, inject

DATE = dt.date(2026, 11, 23)
PATHS = {
    "greenhouse": "/greenhouse/v1/boards/{}/jobs?content=true",
    "lever": "/lever/v0/postings/{}?mode=json",
    "ashby": "/ashby/posting-api/job-board/{}?includeCompensation=true",
    "smartrecruiters": "/smartrecruiters/v1/companies/{}/postings?limit=100&offset=0",
    "jsonld": "/jsonld/{}/sitemap.xml",
}


@pytest.fixture(scope="module")
def market() -> Market:
    return build(0.04, DATE)


@pytest.fixture(scope="module")
def chosen(market: Market) -> dict[str, str]:
    """Every kind of fault, each on a board of its own."""
    return inject(market, 1, 0.38)


@pytest.fixture(scope="module")
def url(market: Market, chosen: dict[str, str]) -> Iterator[str]:
    address, stop = serve(market, faults=chosen)
    yield address
    stop()


def ask(url: str, path: str, timeout: float = 20, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=timeout)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def healthy(market: Market, chosen: dict[str, str], platform: str) -> str:
    """The largest healthy board of the platform."""
    boards = [b.board for b in market.boards if b.platform == platform and b.board not in chosen]
    return max(boards, key=lambda board: len(market.listings[board]))


@pytest.mark.parametrize("platform", PATHS)
def test_a_board_that_has_not_changed_is_answered_304(
    market: Market, chosen: dict[str, str], url: str, platform: str
) -> None:
    path = PATHS[platform].format(healthy(market, chosen, platform))
    status, headers, body = ask(url, path)
    assert status == 200 and len(body) == int(headers["content-length"])
    status, again, empty = ask(url, path, If_None_Match=headers["etag"])
    assert (status, again["etag"], empty) == (304, headers["etag"], b"")
    assert ask(url, path, If_None_Match='"another"')[0] == 200


def test_the_validator_changes_when_the_body_does_and_only_then(market: Market) -> None:
    from spiders.market.site import Site

    first, second = (Site(market.at(DATE + dt.timedelta(day)), "http://127.0.0.1:1") for day in (0, 1))
    changed = 0
    for board in market.boards:
        path = PATHS[board.platform].format(board.board)
        one, two = first.get(path), second.get(path)
        assert (one.body == two.body) == (one.headers == two.headers)
        changed += one.body != two.body
    assert 0 < changed < len(market.boards)


def test_list_pages_of_smartrecruiters_hold_each_posting_once(market: Market, chosen: dict[str, str], url: str) -> None:
    board = healthy(market, chosen, "smartrecruiters")
    found: list[str] = []
    while True:
        path = f"/smartrecruiters/v1/companies/{board}/postings?limit=3&offset={len(found)}"
        answer = json.loads(ask(url, path)[2])
        if not answer["content"]:
            break
        found += [row["id"] for row in answer["content"]]
    assert len(found) == len(set(found)) == answer["totalFound"] == len(market.listings[board])


def test_the_boards_file_names_every_board_where_it_is_served(market: Market, chosen: dict[str, str], url: str) -> None:
    text = market.boards_csv(url)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == ["platform", "board", "company", "base_url"]
    assert len(rows) == len(market.boards) == len({(row["platform"], row["board"]) for row in rows})
    sitemap = next(row["board"] for row in rows if row["platform"] == "jsonld")
    assert sitemap.startswith(url) and sitemap.endswith("/sitemap.xml")
    served = ask(url, "/boards.csv")[2].decode()
    away = next(board for board, kind in chosen.items() if kind == "refused")
    changed = set(served.splitlines()) - set(text.splitlines())
    assert served == market.boards_csv(url, chosen)
    assert len(changed) == 1 and away in min(changed) and "http://127.0.0.1:1/" in min(changed)


@pytest.mark.parametrize(
    "path", ["/", "/nowhere", "/greenhouse/v1/boards/none/jobs", "/lever/v0/postings/", "/jsonld/x/"]
)
def test_an_unknown_page_is_404(url: str, path: str) -> None:
    assert ask(url, path)[0] == 404


def test_a_board_of_one_platform_is_none_of_another(market: Market, chosen: dict[str, str], url: str) -> None:
    assert ask(url, PATHS["ashby"].format(healthy(market, chosen, "lever")))[0] == 404


def test_robots_may_read_everything(url: str) -> None:
    for path in ("/robots.txt", "/greenhouse/robots.txt"):
        status, _, body = ask(url, path)
        assert status == 200 and b"Allow: /" in body


def test_many_requests_a_second_on_one_connection(market: Market, chosen: dict[str, str], url: str) -> None:
    path = PATHS["greenhouse"].format(healthy(market, chosen, "greenhouse"))
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=5)
    started = time.process_time()
    for _ in range(200):
        connection.request("GET", path)
        connection.getresponse().read()
    connection.close()
    assert 200 / (time.process_time() - started) > 250  # client and server share the process


def test_every_fault_occurs_on_boards_that_have_postings(market: Market, chosen: dict[str, str]) -> None:
    assert set(chosen.values()) == set(FAULTS)
    platforms = {board.board: board.platform for board in market.boards}
    for board, kind in chosen.items():
        assert platforms[board] in FAULTS[kind].platforms and market.listings[board]
    assert inject(market, 1, 0.38) == chosen
    assert len(inject(market, 2, 0.1)) == round(sum(map(bool, market.listings.values())) / 10)


def spoiled(market: Market, chosen: dict[str, str], kind: str) -> tuple[str, str]:
    board = next(board for board, found in chosen.items() if found == kind)
    platform = next(one.platform for one in market.boards if one.board == board)
    return platform, PATHS[platform].format(board)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("404", 404),
        ("403", 403),
        ("429", 429),
        ("500", 500),
        ("503", 503),
        ("loop", 302),
        ("private", 302),
        ("file", 302),
    ],
)
def test_faults_by_status(market: Market, chosen: dict[str, str], url: str, kind: str, status: int) -> None:
    found, headers, _ = ask(url, spoiled(market, chosen, kind)[1])
    assert found == status
    assert ("retry-after" in headers) == (kind in ("429", "503"))
    assert ("location" in headers) == (status == 302)


@pytest.mark.parametrize("kind", ["reset", "truncated", "slow"])
def test_faults_of_the_connection(market: Market, chosen: dict[str, str], url: str, kind: str) -> None:
    with pytest.raises((OSError, http.client.HTTPException)):
        ask(url, spoiled(market, chosen, kind)[1], timeout=0.5)


@pytest.mark.parametrize("kind", ["captcha", "not-json", "html", "empty-body", "deep"])
def test_faults_of_the_body(market: Market, chosen: dict[str, str], url: str, kind: str) -> None:
    status, _, body = ask(url, spoiled(market, chosen, kind)[1])
    assert status == 200
    with pytest.raises((ValueError, RecursionError)):
        json.loads(body)


def test_a_bomb_unpacks_to_half_a_gigabyte(market: Market, chosen: dict[str, str], url: str) -> None:
    _, headers, body = ask(url, spoiled(market, chosen, "bomb")[1])
    assert headers["content-encoding"] == "gzip" and len(body) < 2**20


def test_an_endless_body_goes_on(market: Market, chosen: dict[str, str], url: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=5)
    connection.request("GET", spoiled(market, chosen, "endless")[1])
    assert len(connection.getresponse().read(20 * 2**20)) == 20 * 2**20
    connection.close()


def test_endless_pages_always_have_another(market: Market, chosen: dict[str, str], url: str) -> None:
    platform, path = spoiled(market, chosen, "pages")
    if platform == "jsonld":
        first, second = ask(url, path)[2], ask(url, path + "?1")[2]
        assert b"?1</loc>" in first and b"?2</loc>" in second
    else:
        pages = [json.loads(ask(url, path.replace("offset=0", f"offset={n}"))[2]) for n in (0, 100)]
        ids = [row["id"] for page in pages for row in page["content"]]
        assert len(ids) == len(set(ids)) and all(page["totalFound"] > 100_000 for page in pages)


@pytest.mark.parametrize("kind", ["no-id", "no-title", "long-title"])
def test_faults_of_one_posting_spare_the_others(market: Market, chosen: dict[str, str], url: str, kind: str) -> None:
    _, path = spoiled(market, chosen, kind)
    value = json.loads(ask(url, path)[2])
    jobs = value if isinstance(value, list) else value["jobs"]
    titles = [job.get("title", job.get("text")) for job in jobs]
    if kind == "no-id":
        assert ["id" in job for job in jobs] == [False] + [True] * (len(jobs) - 1)
    elif kind == "no-title":
        assert titles[0] is None and all(titles[1:])
    else:
        assert len(titles[0]) > 10_000_000 and all(len(title) < 200 for title in titles[1:])


def test_a_drifted_board_has_a_field_that_was_never_there(market: Market, chosen: dict[str, str], url: str) -> None:
    value = json.loads(ask(url, spoiled(market, chosen, "drift")[1])[2])
    assert all("postingFormat" in job for job in (value if isinstance(value, list) else value["jobs"]))


def test_a_fault_that_is_none_is_refused(market: Market) -> None:
    with pytest.raises(ValueError, match="fault 'boredom'"):
        serve(market, faults={market.boards[0].board: "boredom"})


def test_the_command_line_prints_the_address_first(tmp_path: Path) -> None:
    boards = tmp_path / "boards.csv"
    command = [sys.executable, "-m", "spiders.market", "--size", "0.01", "--date", "2026-11-23", "--port", "0"]
    truth = tmp_path / "truth.jsonl"
    command += ["--boards", str(boards), "--truth", str(truth)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        assert ask(url, "/robots.txt")[0] == 200
        market = build(0.01, DATE)
        assert boards.read_text(encoding="utf-8") == market.boards_csv(url)
        told = [json.loads(line)["external_id"] for line in truth.read_text(encoding="utf-8").splitlines()]
        assert told == [one.external_id for one in market.truth()]
    finally:
        server.terminate()
        server.communicate(timeout=10)
    wrong = subprocess.run([*command[:4], "enormous"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2 and "enormous" in wrong.stderr and "Traceback" not in wrong.stderr


def test_the_server_ends_with_its_parent() -> None:
    start = (
        "import subprocess, sys; server = subprocess.Popen([sys.executable, '-m', 'spiders.market', '--size', '0.01', "
        "'--port', '0', '--with-parent'], stdout=subprocess.PIPE, text=True); print(server.stdout.readline())"
    )
    ended = subprocess.run([sys.executable, "-c", start], capture_output=True, text=True, check=True, timeout=60)
    url = ended.stdout.strip()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            ask(url, "/robots.txt", timeout=1)
        except OSError:
            break
        time.sleep(0.1)
    with pytest.raises(OSError):
        ask(url, "/robots.txt", timeout=1)
