"""A built wheel works by itself, in an empty folder: its data files are inside, its data lie where it is started."""

import json
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.partitions import today
from spiders.market.generate import build
from spiders.market.server import serve
from storage.store import Store

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("analytics", "pipelines", "spiders", "storage")
FILES = ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE", "dagster.yaml", "boards.csv")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`rolemeter` of an environment of its own, installed from a wheel; the dependencies are this environment's."""
    folder = tmp_path_factory.mktemp("installed")
    source, built, environment = folder / "source", folder / "built", folder / "environment"
    source.mkdir()
    for name in COPIED:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(built), str(source)], check=True)
    venv.create(environment, with_pip=False, symlinks=True)
    python = environment / "bin" / "python"
    (wheel,) = built.glob("*.whl")
    subprocess.run([*pip, "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)], check=True)
    packages = next((environment / "lib").glob("python3*/site-packages"))
    (packages / "dependencies.pth").write_text(f"{sysconfig.get_paths()['purelib']}\n")
    return environment / "bin" / "rolemeter"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty folder with a boards file of three boards of the sample market, which is served meanwhile."""
    market = build(0.01, today())
    url, stop = serve(market, 0)
    names = [board.board for board in market.boards if board.platform == "greenhouse" and market.listings[board.board]]
    header, *lines = market.boards_csv(url).splitlines()
    folder = tmp_path_factory.mktemp("empty")
    rows = [line for line in lines if line.split(",")[1] in names[:3]]
    (folder / "mine.csv").write_text("\n".join([header, *rows]) + "\n")
    yield folder
    stop()


def environment(**more: str) -> dict[str, str]:
    dropped = ("PYTHONPATH", "DAGSTER_HOME", "VIRTUAL_ENV")
    return {k: v for k, v in os.environ.items() if k not in dropped and not k.startswith("ROLEMETER_")} | more


def run(program: Path, folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [program, *arguments], cwd=folder, env=environment(), capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_night_runs_from_the_installed_package(program: Path, folder: Path) -> None:
    run(program, folder, "run", "--boards", "mine.csv")
    assert {path.name for path in folder.iterdir()} == {"mine.csv", "data"}
    fetches = Store(str(folder / "data")).read("board_fetches", today())
    assert set(fetches["status"]) == {"ok"} and fetches["postings"].sum() > 0
    listed = run(program, folder, "tables")
    assert "board_fetches" in listed and "role_statistics" in listed
    assert (folder / "data" / "site" / "index.html").is_file()


def test_boards_are_checked_and_the_list_of_boards_is_inside(program: Path, folder: Path) -> None:
    assert run(program, folder, "boards", "check", "mine.csv").count("\tok") == 3
    assert run(program, folder, "boards", "check", "--dry-run").count("GET https://") > 400
    assert "greenhouse" in run(program, folder, "boards", "catalog")


def test_the_ui_starts_with_the_installed_definitions(program: Path, folder: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [program, "ui", "--port", str(port)]
    query = json.dumps({"query": "{assetNodes {assetKey {path}}}"}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/graphql", query, headers)
    with subprocess.Popen(
        command, cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        until, keys = time.monotonic() + 120, set()
        while "role_comparisons" not in keys and server.poll() is None and time.monotonic() < until:
            try:
                with urllib.request.urlopen(request, timeout=10) as response:
                    keys = {node["assetKey"]["path"][-1] for node in json.load(response)["data"]["assetNodes"]}
            except (OSError, ValueError):
                time.sleep(0.3)
        server.terminate()
    assert "role_comparisons" in keys
