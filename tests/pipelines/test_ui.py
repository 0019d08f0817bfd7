"""The Dagster UI over two nights, as `rolemeter ui` serves it: in a real browser, and asked by those who must not."""

import http.client
import shutil
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from serving_ui import Ui, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
JSON = {"Content-Type": "application/json"}
READS = '{"query": "{ version }"}'
CHANGES = 'mutation { shutdownRepositoryLocation(repositoryLocationName: "rolemeter") { __typename } }'


@pytest.fixture(scope="module")
def ui(nights: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ui]:
    with serving(nights.data, tmp_path_factory.mktemp("ui")) as served:
        yield served


def asked(ui: Ui, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, str]:
    """Status and text of an answer; `host` replaces the Host header."""
    place = urlsplit(ui.url)
    connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=30)
    connection.putrequest(method, path, skip_host=True)
    for name, value in ({"host": place.netloc} | headers).items():
        connection.putheader(name.replace("_", "-"), value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body.encode() if body is not None else None)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_assets_history_and_the_comparison_are_shown(ui: Ui) -> None:
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        urls: list[str] = []
        page.on("request", lambda request: urls.append(request.url))
        refused: list[str] = []
        page.on("response", lambda response: refused.append(response.url) if response.status >= 400 else None)
        page.goto(f"{ui.url}/assets")
        expect(page.get_by_text("board_fetches").first).to_be_visible(timeout=30_000)
        expect(page.get_by_text("One row per board per snapshot date").first).to_be_visible()
        page.goto(f"{ui.url}/assets/role_comparisons")
        page.get_by_text("[Show Markdown]").first.click(timeout=30_000)  # Dagster's own button for a longer table
        expect(page.get_by_text("Average advertised range").first).to_be_visible(timeout=30_000)
        page.goto(f"{ui.url}/runs")
        expect(page.get_by_text("Success").first).to_be_visible(timeout=30_000)
        browser.close()
    assert all(url.startswith((ui.url, f"ws{ui.url[4:]}", "data:", "blob:")) for url in urls)
    assert refused == []


def test_the_start_says_where_and_nothing_else(ui: Ui) -> None:
    said = [line for line in ui.said().splitlines() if " - alerts - " not in line]  # the nights of the tests are late
    assert said == [f"The Dagster UI answers on {ui.url} (Ctrl-C ends it)"]


def test_its_own_pages_and_programs_are_answered(ui: Ui) -> None:
    port = urlsplit(ui.url).port
    assert asked(ui, "POST", "/graphql", READS, **JSON)[0] == 200
    assert asked(ui, "POST", "/graphql", READS, **JSON, origin=ui.url, sec_fetch_site="same-origin")[0] == 200
    assert asked(ui, "POST", "/graphql", READS, **JSON, host=f"localhost:{port}")[0] == 200
    assert asked(ui, "GET", f"/graphql?query={quote('{ version }')}")[0] == 200
    link = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
    assert asked(ui, "GET", "/assets", **link)[0] == 200


@pytest.mark.parametrize(
    "host", ["attacker.example", "attacker.example:3000", "127.0.0.1.attacker.example", "localhost.attacker.example",
             "127.0.0.1@attacker.example", "192.0.2.7", "[::ffff:192.0.2.7]", "[", ""],
)  # fmt: skip
def test_a_name_that_is_not_ours_is_refused(ui: Ui, host: str) -> None:
    for method, path, body in [("POST", "/graphql", READS), ("GET", "/assets", None), ("GET", "/server_info", None)]:
        assert asked(ui, method, path, body, **JSON, host=host)[0] in (400, 403)


@pytest.mark.parametrize(
    "origin", ["http://attacker.example", "null", "http://127.0.0.1:1", "http://localhost", "file://", "http://["]
)
def test_pages_of_others_are_refused(ui: Ui, origin: str) -> None:
    assert asked(ui, "POST", "/graphql", READS, **JSON, origin=origin)[0] == 403
    assert asked(ui, "POST", "/report_asset_materialization/postings", "{}", **JSON, origin=origin)[0] == 403
    assert asked(ui, "GET", "/graphql", None, Connection="Upgrade", Upgrade="websocket", Sec_WebSocket_Version="13",
                 Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==", origin=origin)[0] == 403  # fmt: skip


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_a_page_of_others_loads_is_refused(ui: Ui, site: str) -> None:
    """An image, a frame or a form of another page: the browser sends no Origin with some of them."""
    for dest, mode in [("image", "no-cors"), ("iframe", "navigate"), ("script", "no-cors")]:
        fetched = {"sec_fetch_site": site, "sec_fetch_mode": mode, "sec_fetch_dest": dest}
        assert asked(ui, "GET", "/assets", **fetched)[0] == 403
    form = {"sec_fetch_site": site, "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
    assert asked(ui, "POST", f"/graphql?query={quote(CHANGES)}", "", **form)[0] == 403


@pytest.mark.parametrize(
    "query",
    [
        f"query={quote(CHANGES)}",
        f"query={quote('query A { version } ' + CHANGES.replace('mutation', 'mutation B'))}&operationName=B",
        f"query={quote('{ version }')}&query={quote(CHANGES)}",
        f"query={quote('subscription { locationStateChangeEvents { __typename } }')}",
        f"query={quote('{' * 20_000)}",
    ],
)
def test_nothing_is_changed_by_get(ui: Ui, query: str) -> None:
    assert asked(ui, "GET", f"/graphql?{query}")[0] in (405, 400, 414)
    assert "LOADED" in str(ui.graphql("{ workspaceOrError { ... on Workspace { locationEntries { loadStatus } } } }"))


def test_forms_are_no_graphql(ui: Ui) -> None:
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data"):
        assert asked(ui, "POST", f"/graphql?query={quote(CHANGES)}", "", Content_Type=kind)[0] == 415


def test_no_page_may_frame_it(ui: Ui) -> None:
    place = urlsplit(ui.url)
    with socket.create_connection((str(place.hostname), place.port), timeout=30) as connection:
        connection.sendall(f"GET /assets HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: close\r\n\r\n".encode())
        head = connection.makefile("rb").read().split(b"\r\n\r\n")[0].lower()
    assert b"x-frame-options: deny" in head
