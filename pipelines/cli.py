"""The command line. Each command imports what it needs when it runs, so that `extract` starts without Dagster."""

import contextlib
import datetime as dt
import gzip
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli_boards import BOARDS_FILE, boards
from pipelines.cli_ui import ui
from pipelines.settings import data_directory, open_lexicon

if TYPE_CHECKING:
    from analytics.extraction.lexicon import Lexicon

DATA = click.option(
    "--data", metavar="DIR", help="Data directory (default: ROLEMETER_DATA, else data/ in the project)."
)
DATE = click.option(
    "--date", "date", metavar="YYYY-MM-DD", callback=lambda _c, _p, value: _date(value), help="Snapshot date."
)
CURRENCY = click.option(
    "--currency",
    metavar="CODE",
    envvar="ROLEMETER_CURRENCY",
    callback=lambda _c, _p, value: value.strip().upper() if value else "",
    help="Convert pay to this currency, by dated ECB rates (default: ROLEMETER_CURRENCY, else pay as advertised).",
)
OLDEST_RATE = click.option(
    "--oldest-rate-days",
    type=click.IntRange(min=0),
    default=90,
    show_default=True,
    help="How many days before the snapshot date the rate may be.",
)
FAIL_ON = click.option(
    "--fail-on",
    type=click.Choice(["held", "board"]),
    default="held",
    show_default=True,
    help="What makes the exit status non-zero: a night that failed or is held back; also a board that was not read.",
)
UNREAD = ("gone", "blocked", "failed")


def _date(value: str | None) -> dt.date | None:
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no date; write it as YYYY-MM-DD") from None


def _with_lexicon() -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The option --extensions, given to the command as a lexicon."""
    return click.option(
        "--extensions",
        "lexicon",
        metavar="DIR",
        type=click.Path(path_type=Path),
        envvar="ROLEMETER_EXTENSIONS",
        callback=lambda _c, _p, value: open_lexicon(value),
        help="Skills, roles, metros and profiles of your own (default: ROLEMETER_EXTENSIONS).",
    )


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
            click.echo(f"rolemeter: {' '.join(str(text).split())}", err=True)
            ctx.exit(2)


class UserError(Exception):
    """Something the user can put right; the message says how."""


@click.group(cls=OneLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rolemeter")
def main() -> None:
    """Crawls job boards, keeps role statistics as Parquet and compares roles."""


main.add_command(boards)
main.add_command(ui)


@main.command()
@click.option("--boards", type=BOARDS_FILE, help="Boards file (CSV). Without it: the built-in sample market.")
@click.option(
    "--postings",
    type=BOARDS_FILE,
    multiple=True,
    help="Postings of your own (JSON lines, also .gz), of any date; may be given several times.",
)
@DATA
@DATE
@click.option(
    "--market",
    type=click.Choice(["small", "full"]),
    default="small",
    show_default=True,
    help="Size of the sample market.",
)
@click.option(
    "--contact",
    metavar="ADDRESS",
    default=lambda: os.environ.get("ROLEMETER_CONTACT", ""),
    help="Mail or web address for the user agent.",
)
@CURRENCY
@OLDEST_RATE
@_with_lexicon()
@FAIL_ON
@click.option("--dry-run", is_flag=True, help="Print what would be asked, and ask nothing.")
def run(
    boards: Path | None,
    postings: tuple[Path, ...],
    data: str | None,
    date: dt.date | None,
    market: str,
    contact: str,
    currency: str,
    oldest_rate_days: int,
    lexicon: "Lexicon",
    fail_on: str,
    dry_run: bool,
) -> None:
    """Run the nightly job once, through Dagster, with progress.

    Exit status: 0 published, 1 the run failed, 2 it could not be run as asked, 3 the night is held back and readers
    keep the last good one, 4 published, but what --fail-on names occurred.
    """
    if dry_run:
        from spiders.boards import read_boards
        from spiders.check import planned

        if boards is None:
            raise UserError("--dry-run needs --boards FILE: the sample market asks nobody but itself")
        for line in planned(read_boards(boards)):
            click.echo(line)
        return
    from pipelines.night import NightError, run_night
    from pipelines.partitions import today

    try:
        good = run_night(
            boards=str(boards.resolve()) if boards else "",
            postings=[str(file.resolve()) for file in postings],
            data=data,
            date=date,
            market=market,
            contact=contact,
            extensions=str(lexicon.folder or ""),
            currency=currency,
            oldest_rate_days=oldest_rate_days,
        )
    except NightError as error:
        raise UserError(str(error)) from error
    _tell_outcome(data_directory(data), date or today(), good, fail_on, lexicon)


def _tell_outcome(data: str, date: dt.date, good: bool, fail_on: str, lexicon: "Lexicon") -> None:
    """Prints how the night ended and exits with its status."""
    from pipelines.held import held_nights
    from pipelines.report import print_night
    from storage.store import Store

    store = Store(data)
    if not good:
        for night in held_nights(store):
            if night.date == date:
                click.echo(f"The night of {date} is held back; readers keep the last good one.", err=True)
                for reason in night.reasons:
                    click.echo(f"  {reason}", err=True)
                click.echo(f"To publish it all the same: {night.remedy}", err=True)
                sys.exit(3)
        raise click.ClickException("the run failed; readers keep what was published before it, see the lines above")
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
    callback=lambda _c, _p, value: _date(value),
    help="Snapshot date of a night that was crawled.",
)
@CURRENCY
@OLDEST_RATE
@_with_lexicon()
def publish(data: str | None, date: dt.date, currency: str, oldest_rate_days: int, lexicon: "Lexicon") -> None:
    """Publish a night that checks held back: make its tables, records and pages from what was crawled."""
    from pipelines.night import NightError, run_night

    try:
        good = run_night(
            data=data,
            date=date,
            extensions=str(lexicon.folder or ""),
            currency=currency,
            oldest_rate_days=oldest_rate_days,
            accept=True,
        )
    except NightError as error:
        raise UserError(str(error)) from error
    _tell_outcome(data_directory(data), date, good, "held", lexicon)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False), required=False)
@_with_lexicon()
def extract(file: str | None, lexicon: "Lexicon") -> None:
    """Extract skills, seniority, pay, workplace, place, role from postings (JSON lines; FILE or standard input)."""
    from analytics.extraction.answers import answer_lines
    from analytics.extraction.pipeline import load_pipeline

    good = True
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", write_through=False, line_buffering=False)
    for answer, understood in answer_lines(load_pipeline(lexicon), _lines(file)):
        out.write(answer + "\n")
        good = good and understood
    out.flush()
    out.detach()
    if not good:
        sys.exit(1)


@main.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder to write; must be new or empty.",
)
@_with_lexicon()
def model(out: Path, lexicon: "Lexicon") -> None:
    """Write the extraction pipeline as a folder that spacy.load reads."""
    from analytics.extraction.pipeline import load_pipeline

    if out.exists() and any(out.iterdir()):
        raise UserError(f"{out} is not empty; name a new folder")
    load_pipeline(lexicon).to_disk(out)
    click.echo(f"{out}: read it with spacy.load({str(out)!r})")


def _lines(file: str | None) -> Iterator[str]:
    """The lines of a file, gzipped if its name says so, or of standard input."""
    if file is None:
        opened: Any = contextlib.nullcontext(sys.stdin.buffer)
    else:
        opened = (gzip.open if file.endswith(".gz") else open)(file, "rb")
    with opened as source:
        for line in source:
            yield line.decode("utf-8", errors="replace")


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False), required=False)
@click.option("--least", type=int, default=3, show_default=True, help="Postings that must name a term.")
@_with_lexicon()
def candidates(file: str | None, least: int, lexicon: "Lexicon") -> None:
    """List frequent terms of skill lists in postings (JSON lines) that the taxonomy lacks, with their counts."""
    from analytics.extraction.candidates import unknown_candidates
    from analytics.extraction.posting import read_posting

    texts = (posting.description for line in _lines(file) if (posting := read_posting(line)[0]) is not None)
    for term, count in unknown_candidates(texts, least, lexicon.skills):
        click.echo(f"{count}\t{term}")


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
@_with_lexicon()
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
    """Compare two roles, given by id or by name."""
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
@_with_lexicon()
def skills(role: str, data: str | None, date: dt.date | None, lexicon: "Lexicon") -> None:
    """Skills that a role's openings ask for, with counts and intervals."""
    from pipelines.report import print_skills

    print_skills(data_directory(data), role, date, lexicon)


@main.command()
@click.argument("role")
@DATA
@click.option("--grain", type=click.Choice(["day", "week"]), default="week", show_default=True)
@_with_lexicon()
def trend(role: str, data: str | None, grain: str, lexicon: "Lexicon") -> None:
    """Open positions, pay and remote share of a role over time."""
    from pipelines.report import print_trend

    print_trend(data_directory(data), role, grain, lexicon)


@main.command()
@DATA
def tables(data: str | None) -> None:
    """Every table: path, rows, partitions, latest date."""
    from pipelines.report import print_tables

    print_tables(data_directory(data))


@main.command()
def dictionary() -> None:
    """The data dictionary as Markdown: every table and column (docs/tables.md)."""
    from analytics.publishing.dictionary import markdown
    from storage.tables import TABLES, raw_table

    click.echo(markdown([*TABLES.values(), raw_table("<platform>")]), nl=False)
