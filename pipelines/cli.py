"""The command line. Each command imports what it needs when it runs, so that `extract` starts without Dagster."""

import datetime as dt
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli_backfill import backfill
from pipelines.cli_boards import boards
from pipelines.cli_catalog import BOARDS_FILE
from pipelines.cli_doctor import doctor
from pipelines.cli_explain import explain
from pipelines.cli_options import (
    AS_JSON,
    COLUMNS,
    CONTACT,
    CURRENCY,
    DATA,
    DATE,
    DATES_FROM,
    LOG_FILE,
    OLDEST_RATE,
    PIPELINE,
    QUIET,
    UserError,
    as_date,
    setting_option,
    with_lexicon,
)
from pipelines.cli_postings import candidates, extract
from pipelines.cli_retain import retain
from pipelines.cli_settings import settings
from pipelines.cli_spacy import labels, model
from pipelines.cli_status import diff, status
from pipelines.cli_ui import ui
from pipelines.configuration import source_settings, value
from pipelines.settings import data_directory, open_pipeline

if TYPE_CHECKING:
    from analytics.extraction.lexicon import Lexicon

FAIL_ON = setting_option(
    "fail_on",
    help="What makes the exit status non-zero: held (a night that failed or is held back) or board (also one not read)",
)
UNREAD = ("gone", "blocked", "failed")


class OneLine(click.Group):
    """Turns the errors that a user can cause into one line on standard error and exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone; that is no error
            return None
        except (OSError, ValueError, LookupError, UserError) as error:
            text = error.args[0] if isinstance(error, KeyError) and error.args else error
            from analytics.publishing.harmless import in_line

            click.echo(f"rolemeter: {in_line(' '.join(str(text).split()))}", err=True)
            ctx.exit(2)


@click.group(cls=OneLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rolemeter")
def main() -> None:
    """Crawls job boards, keeps role statistics as Parquet and compares roles."""


for command in (
    backfill, boards, explain, extract, candidates, labels, model, settings, status, diff, doctor, retain, ui
):  # fmt: skip
    main.add_command(command)


@main.command()
@click.option("--boards", type=BOARDS_FILE, help="Boards file (CSV). Without it: the built-in sample market.")
@click.option(
    "--postings",
    type=BOARDS_FILE,
    multiple=True,
    help="Postings of your own, of any date: JSON lines, a JSON array, CSV or Parquet, plain or compressed; may be "
    "given several times. Needed is a title; columns are known by the names of JobSpy, schema.org and usual data sets, "
    "and those that are not read are named.",
)
@COLUMNS
@DATES_FROM
@DATA
@DATE
@setting_option("market", resolved=False, metavar="[moving-]small|full|FRACTION")
@CONTACT
@CURRENCY
@OLDEST_RATE
@with_lexicon()
@PIPELINE
@FAIL_ON
@QUIET
@LOG_FILE
@click.option("--fresh", is_flag=True, help="Read every posting anew, also those that are as the night before.")
@click.option("--dry-run", is_flag=True, help="Print what would be asked, and ask nothing.")
def run(
    boards: Path | None,
    postings: tuple[Path, ...],
    columns: dict[str, str],
    dates_from: str,
    data: str | None,
    date: dt.date | None,
    market: str | None,
    contact: str,
    currency: str,
    oldest_rate_days: int,
    lexicon: "Lexicon",
    own: Path | None,
    fail_on: str,
    quiet: bool,
    log_file: str,
    fresh: bool,
    dry_run: bool,
) -> None:
    """Run the nightly job once, through Dagster, with progress.

    Exit status: 0 published, 1 the run failed, 2 it could not be run as asked, 3 the night is held back and readers
    keep the last good one, 4 published, but what --fail-on names occurred.
    """
    given = {"boards": boards, "postings": postings, "postings_columns": columns, "market": market, "contact": contact}
    source = source_settings(given | {"extensions": lexicon.folder, "pipeline": own})
    if dry_run:
        from spiders.boards import read_boards
        from spiders.check import planned

        if not source["boards"]:
            raise UserError("--dry-run needs boards (--boards FILE): the sample market asks nobody but itself")
        for line in planned(read_boards(Path(source["boards"]))):
            click.echo(line)
        return
    from pipelines.importing import Reading, dates_of
    from pipelines.night import NightError, run_night
    from pipelines.partitions import today

    lexicon = open_pipeline(own, lexicon)
    files, reading = [Path(file) for file in source["postings"]], Reading(columns, dates_from)
    if dates_from and (date or source["boards"] or not files):
        raise UserError("--dates-from is for --postings alone, without --date and --boards")
    unpublished: list[dt.date] = []
    for night in dates_of(files, reading) if dates_from else [date or today()]:
        try:
            good = run_night(
                **{name: given for name, given in source.items() if name != "postings_columns"},
                reading=reading,
                data=data,
                date=night,
                currency=currency,
                oldest_rate_days=oldest_rate_days,
                fresh=fresh,
                quiet=quiet,
                log_file=log_file,
            )
        except NightError as error:
            raise UserError(str(error)) from error
        unpublished += [] if good else [night]
    if dates_from and unpublished != [night] and (unpublished or not quiet):
        click.echo(f"not published: {', '.join(map(str, unpublished))}" if unpublished else "every night is published")
    _tell_outcome(
        data_directory(data), unpublished[0] if unpublished else night, not unpublished, fail_on, lexicon, quiet
    )


def _tell_outcome(data: str, date: dt.date, good: bool, fail_on: str, lexicon: "Lexicon", quiet: bool = False) -> None:
    """Prints how the night ended and exits with its status."""
    from analytics.publishing.harmless import in_line
    from pipelines.held import held_nights
    from pipelines.report import print_night
    from storage.store import Store

    store = Store(data)
    if not good:
        for night in held_nights(store):
            if night.date == date:
                click.echo(f"The night of {date} is held back; readers keep the last good one.", err=True)
                for reason in night.reasons:
                    click.echo(f"  {in_line(reason)}", err=True)
                click.echo(f"To publish it all the same: {night.remedy}", err=True)
                sys.exit(3)
        raise click.ClickException("the run failed; readers keep what was published before it, see the lines above")
    if not quiet:
        print_night(data, date, lexicon)
    bad = [row for row in store.arrow("board_fetches", date).to_pylist() if row["status"] in UNREAD]
    if bad and fail_on == "board":
        click.echo(f"{len(bad)} boards were not read (--fail-on board)", err=True)
        sys.exit(4)


@main.command()
@DATA
@click.option(
    "--date",
    "date",
    metavar="YYYY-MM-DD",
    required=True,
    callback=lambda _c, _p, value: as_date(value),
    help="Snapshot date of a night that was crawled.",
)
@CURRENCY
@OLDEST_RATE
@with_lexicon()
@PIPELINE
@QUIET
@LOG_FILE
def publish(
    data: str | None,
    date: dt.date,
    currency: str,
    oldest_rate_days: int,
    lexicon: "Lexicon",
    own: Path | None,
    quiet: bool,
    log_file: str,
) -> None:
    """Publish a night that checks held back: make its tables, records and pages from what was crawled."""
    from pipelines.night import NightError, run_night

    lexicon = open_pipeline(own, lexicon)
    try:
        good = run_night(
            data=data,
            date=date,
            extensions=str(lexicon.folder or ""),
            pipeline=str(own or ""),
            workers=value("workers"),
            scheduler=value("scheduler"),
            currency=currency,
            oldest_rate_days=oldest_rate_days,
            accept=True,
            quiet=quiet,
            log_file=log_file,
        )
    except NightError as error:
        raise UserError(str(error)) from error
    _tell_outcome(data_directory(data), date, good, "held", lexicon, quiet)


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--parts", is_flag=True, help="Figures of the fifth of the employers that is kept, beside the others'.")
@click.option("--errors", "wrong", is_flag=True, help="Also which values came instead of which, and which skills.")
@click.option(
    "--labels",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Score the postings of this file of offsets instead, such as tests/labels/postings.jsonl; FOLDER has texts.",
)
def score(folder: Path, parts: bool, wrong: bool, labels: Path | None) -> None:
    """Score the extractor on the labelled sets (JSON lines) in FOLDER."""
    from analytics.evaluation.labels import LabelsError
    from pipelines.score import print_scores

    try:
        print_scores(folder, labels, parts=parts, wrong=wrong)
    except LabelsError as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.argument("role_a")
@click.argument("role_b")
@DATA
@DATE
@CURRENCY
@OLDEST_RATE
@click.option("--json", "as_json", is_flag=True, help="Print the record as JSON.")
@with_lexicon()
def compare(
    role_a: str,
    role_b: str,
    data: str | None,
    date: dt.date | None,
    currency: str,
    oldest_rate_days: int,
    as_json: bool,
    lexicon: "Lexicon",
) -> None:
    """Compare two roles, given by id, name, initials (mle) or a title that is read as one."""
    from pipelines.records import Conversion, comparison_record
    from pipelines.report import print_comparison

    conversion = Conversion(currency, oldest_rate_days) if currency else None
    record = comparison_record(data_directory(data), role_a, role_b, date, conversion, lexicon)
    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        print_comparison(record)


@main.command()
@click.argument("role")
@DATA
@DATE
@AS_JSON
@with_lexicon()
def skills(role: str, data: str | None, date: dt.date | None, as_json: bool, lexicon: "Lexicon") -> None:
    """Skills that a role's openings ask for, with counts and intervals."""
    from pipelines.report import print_skills

    print_skills(data_directory(data), role, date, lexicon, as_json)


@main.command()
@click.argument("role")
@DATA
@click.option("--grain", type=click.Choice(["day", "week"]), default="week", show_default=True)
@AS_JSON
@with_lexicon()
def trend(role: str, data: str | None, grain: str, as_json: bool, lexicon: "Lexicon") -> None:
    """Open positions, pay and remote share of a role over time."""
    from pipelines.report import print_trend

    print_trend(data_directory(data), role, grain, lexicon, as_json)


@main.command()
@DATA
@AS_JSON
def tables(data: str | None, as_json: bool) -> None:
    """Every table: path, rows, partitions, latest date."""
    from pipelines.report import print_tables

    print_tables(data_directory(data), as_json)


@main.command()
def dictionary() -> None:
    """The data dictionary as Markdown: every table and column (docs/tables.md)."""
    from analytics.publishing.dictionary import markdown
    from storage.tables import TABLES, raw_table

    click.echo(markdown([*TABLES.values(), raw_table("<platform>")]), nl=False)
