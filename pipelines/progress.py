"""Progress of a run in the terminal and in a file: a line for each table that is written and for what steps tell."""

import datetime as dt
import logging
import sys
import time
from pathlib import Path

import dagster as dg

from analytics.publishing.harmless import in_line


class ProgressHandler(logging.Handler):
    """Turns Dagster's events into lines: seconds since the start, asset, rows; failed checks with their reason.

    `quiet` prints warnings and errors alone; `log_file` is given every line, with its time in UTC, behind what it has.
    """

    def __init__(self, quiet: bool = False, log_file: str = "") -> None:
        super().__init__()
        self._began = time.monotonic()
        self._quiet, self._log_file = quiet, Path(log_file) if log_file else None

    def emit(self, record: logging.LogRecord) -> None:
        text = self._line(record)
        if not text:
            return
        if not self._quiet or _is_bad(record):
            print(f"{time.monotonic() - self._began:6.1f} s  {in_line(text)}", file=sys.stderr, flush=True)
        if self._log_file:
            with self._log_file.open("a", encoding="utf-8") as file:
                file.write(f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ}  {in_line(text)}\n")

    def _line(self, record: logging.LogRecord) -> str | None:
        event = getattr(record, "dagster_event", None)
        meta = getattr(record, "dagster_meta", {}) or {}
        event = event or meta.get("dagster_event")
        if event is None:
            message = meta.get("orig_message") or ""
            skipped = message.startswith(("Dependencies for step", "[pipes]"))  # what failed is told where it failed
            return f"        {message}" if message and not skipped and record.levelno >= logging.INFO else None
        if event.event_type_value == "ASSET_MATERIALIZATION":
            materialised = event.step_materialization_data.materialization
            rows = materialised.metadata.get("dagster/row_count")
            if rows is not None and not rows.value and materialised.asset_key.path[-1].startswith("raw_"):
                return None  # a platform without a board
            count = f"{rows.value:,} rows" if rows is not None else ""
            return f"{materialised.asset_key.to_user_string():24} {count}"
        if event.event_type_value == "ASSET_CHECK_EVALUATION":
            check = event.asset_check_evaluation_data
            if not check.passed:
                name = check.asset_key.to_user_string()
                return f"{name:24} check {check.check_name} {check.severity.value.lower()}: {check.description or ''}"[
                    :300
                ]
            return None
        if event.event_type_value == "STEP_FAILURE":
            error = event.step_failure_data.error
            return (
                f"{event.step_key} failed: {error.cause.message if error and error.cause else error and error.message}"
            )
        return None


def _is_bad(record: logging.LogRecord) -> bool:
    """Whether the record tells of something that went wrong; failed checks and steps do at any level."""
    event = (getattr(record, "dagster_meta", {}) or {}).get("dagster_event") or getattr(record, "dagster_event", None)
    kinds = ("ASSET_CHECK_EVALUATION", "STEP_FAILURE")
    return record.levelno >= logging.WARNING or (event is not None and event.event_type_value in kinds)


@dg.logger(
    {"quiet": dg.Field(bool, default_value=False), "log_file": dg.Field(str, default_value="")},
    description="One line for each table that is written",
)
def progress_logger(context: dg.InitLoggerContext) -> logging.Logger:
    logger = logging.Logger("rolemeter.progress", logging.DEBUG)  # materialisations come as debug records
    logger.addHandler(ProgressHandler(**context.logger_config))
    return logger
