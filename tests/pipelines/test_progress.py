"""What a run prints and what its log file is given; and what cannot be written is told before anything is done."""

import logging
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.progress import ProgressHandler


def told(level: int, message: str) -> logging.LogRecord:
    record = logging.LogRecord("rolemeter", level, "", 0, message, None, None)
    record.dagster_meta = {"orig_message": message}
    return record


def test_quiet_prints_what_goes_wrong_and_the_log_file_is_given_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "night.log"
    file.write_text("before\n")
    handler = ProgressHandler(quiet=True, log_file=str(file))
    handler.emit(told(logging.INFO, "lever: 3 of 9 boards"))
    handler.emit(told(logging.WARNING, "lever acme: failed"))
    printed = capsys.readouterr().err
    assert "lever acme: failed" in printed and "3 of 9" not in printed
    kept, first, second = file.read_text().splitlines()
    assert kept == "before" and first.endswith("lever: 3 of 9 boards") and second.endswith("lever acme: failed")
    assert first[10] == "T" and first[19] == "Z"


def test_a_log_file_that_cannot_be_written_is_told_before_anything_is_done(tmp_path: Path) -> None:
    answer = CliRunner().invoke(
        main, ["run", "--data", str(tmp_path / "data"), "--log-file", str(tmp_path / "none" / "x.log")]
    )
    assert answer.exit_code == 2 and "--log-file" in answer.output and "cannot be written" in answer.output
    assert list(tmp_path.iterdir()) == []
