"""The systemd unit and the container file: what they name is there, and what they start is what users start."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.cli import main

ROOT = Path(__file__).resolve().parent.parent
UNIT = ROOT / "deploy" / "rolemeter.service"
INSTRUCTIONS = {
    "FROM", "WORKDIR", "COPY", "RUN", "USER", "ENV", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT",
    "CMD",
}  # fmt: skip


def container() -> list[tuple[str, str]]:
    """The container file's instructions with their words, in order."""
    lines = (line for line in (ROOT / "Containerfile").read_text().splitlines() if line and not line.startswith("#"))
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines]


def said(instruction: str) -> list[str]:
    return [words for name, words in container() if name == instruction]


def understood(arguments: list[str]) -> bool:
    return CliRunner().invoke(main, [*arguments, "--help"]).exit_code == 0


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    program = Path(sys.executable).parent / "rolemeter"
    unit = tmp_path / "rolemeter.service"
    unit.write_text(UNIT.read_text().replace("/opt/rolemeter/.venv/bin/rolemeter", str(program)))
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(unit)], capture_output=True, text=True
    )
    about = [line for line in checked.stderr.splitlines() if "rolemeter.service" in line]
    assert checked.returncode == 0 and about == [], checked.stderr


def test_the_unit_starts_and_ends_what_users_start_and_end() -> None:
    text = UNIT.read_text()
    (command,) = re.findall(r"^ExecStart=\S+/rolemeter (.*)$", text, re.M)
    assert understood(command.split())
    assert "Restart=on-failure" in text and "KillMode=mixed" in text


def test_the_container_is_built_of_files_that_are_there_and_sent() -> None:
    sent = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    assert {name for name, _ in container()} <= INSTRUCTIONS and container()[0][0] == "FROM"
    for words in said("COPY"):
        *sources, _target = words.split()
        for source in sources:
            assert (ROOT / source).exists() and any(fnmatch(source, one) for one in sent), source


def test_the_container_has_a_python_that_the_project_takes_is_not_root_and_starts_a_command() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (base,) = said("FROM")
    least = re.findall(r"\d+", project["requires-python"])
    assert [int(one) for one in re.findall(r"\d+", base)[:2]] >= [int(one) for one in least]
    (entry,), (command,), (user,) = said("ENTRYPOINT"), said("CMD"), said("USER")
    assert json.loads(entry)[0] in project["scripts"] and understood(json.loads(command)[:1])
    assert user != "root"
    last = max(number for number, (name, _) in enumerate(container()) if name in ("RUN", "COPY"))
    assert [name for name, _ in container()].index("USER") > last, "what is installed belongs to root"
