"""Options that several commands share, and the error that a user can put right."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import click

from pipelines.settings import open_lexicon


class UserError(Exception):
    """Something the user can put right; the message says how."""


def as_date(value: str | None) -> dt.date | None:
    """The date of an option. Raises BadParameter for what is none."""
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no date; write it as YYYY-MM-DD") from None


def with_lexicon() -> Callable[[Callable[..., None]], Callable[..., None]]:
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


def _columns(_context: click.Context, _parameter: click.Parameter, value: str) -> dict[str, str]:
    from pipelines.postings.columns import own_columns

    return own_columns(value) if value else {}


DATA = click.option(
    "--data", metavar="DIR", help="Data directory (default: ROLEMETER_DATA, else data/ in the project)."
)
DATE = click.option(
    "--date", "date", metavar="YYYY-MM-DD", callback=lambda _c, _p, value: as_date(value), help="Snapshot date."
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
COLUMNS = click.option(
    "--columns",
    metavar="NAME=THEIRS,...",
    default="",
    callback=_columns,
    help="Columns of postings by names that are not known: title=headline,company=firm.",
)
DATES_FROM = click.option(
    "--dates-from",
    metavar="names|COLUMN",
    default="",
    help="Make a night of each date of the --postings: the dates stand in the files' names, or in this column.",
)
