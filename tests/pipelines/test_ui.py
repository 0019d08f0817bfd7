"""The Dagster UI over two nights, in a real browser: the same definitions, data and history."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from pipelines.settings import PROJECT, state_directory

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
]


@pytest.fixture(scope="module")
def ui(nights: Any) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"ROLEMETER_DATA": nights.data, "DAGSTER_HOME": str(state_directory(nights.data))}
    command = [sys.executable, "-m", "dagster_webserver", "-h", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.DEVNULL) as server:
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{url}/server_info", timeout=1).close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        yield url
        server.terminate()


def test_assets_history_and_the_comparison_are_shown(ui: str) -> None:
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{ui}/assets")
        expect(page.get_by_text("board_fetches").first).to_be_visible(timeout=30_000)
        expect(page.get_by_text("One row per board per snapshot date").first).to_be_visible()
        page.goto(f"{ui}/assets/role_comparisons")
        expect(page.get_by_text("Average advertised range").first).to_be_visible(timeout=30_000)
        page.goto(f"{ui}/runs")
        expect(page.get_by_text("Success").first).to_be_visible(timeout=30_000)
        browser.close()
    assert all(url.startswith((ui, "data:", "blob:")) for url in asked)
