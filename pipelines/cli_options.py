"""Options that several commands share, each with its setting's value where it is not given, and the user's error."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pipelines.configuration import value
from pipelines.setting_list import SETTINGS
from pipelines.settings import open_lexicon


class UserError(Exception):
    """Something the user can put right; the message says how."""


Decorator = Callable[[Callable[..., None]], Callable[..., None]]


def setting_option(name: str, *, resolved: bool = True, **attributes: Any) -> Decorator:
    """The option of a setting: --oldest-rate-days for oldest_rate_days. With `resolved` the command gets its value in
    force, else what was given.
    """
    setting = SETTINGS[name]
    if resolved:
        attributes["callback"] = lambda _context, _parameter, given: value(name, given)
    default = f" (default: the setting {name}{f', {setting.default}' if setting.default not in ('', []) else ''})."
    about = attributes.pop("help", setting.meaning[0].upper() + setting.meaning[1:])
    return click.option(f"--{name.replace('_', '-')}", name, help=about.rstrip(".") + default, **attributes)


def as_date(written: str | None) -> dt.date | None:
    """The date of an option. Raises BadParameter for what is none."""
    if written is None:
        return None
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise click.BadParameter(f"{written!r} is no date; write it as YYYY-MM-DD") from None


def _appendable(file: str) -> str:
    """The absolute path of a file that can be written behind its end; raises BadParameter before anything is done."""
    if not file:
        return ""
    try:
        with Path(file).open("a", encoding="utf-8"):
            return str(Path(file).resolve())
    except OSError as error:
        raise click.BadParameter(f"{file} cannot be written ({error.strerror or error})") from None


def with_lexicon() -> Decorator:
    """The option --extensions, given to the command as a lexicon."""

    def opened(_context: click.Context, _parameter: click.Parameter, given: Path | None) -> Any:
        folder = value("extensions", given)
        return open_lexicon(Path(folder) if folder else None)

    return click.option(
        "--extensions",
        "lexicon",
        metavar="DIR",
        type=click.Path(path_type=Path),
        callback=opened,
        help="Skills, roles, metros and profiles of your own (default: the setting extensions).",
    )


DATA = click.option("--data", metavar="DIR", help="Data directory (default: the setting data, data/ in the project).")
DATE = click.option(
    "--date", "date", metavar="YYYY-MM-DD", callback=lambda _c, _p, written: as_date(written), help="Snapshot date."
)
CONTACT = setting_option("contact", metavar="ADDRESS")
CURRENCY = setting_option("currency", metavar="CODE", help="Convert pay to this currency, by dated ECB rates")
OLDEST_RATE = setting_option(
    "oldest_rate_days", type=click.IntRange(min=0), help="How many days before the snapshot date the rate may be"
)
PIPELINE = click.option(
    "--pipeline",
    "own",
    metavar="CONFIG",
    callback=lambda _c, _p, given: Path(path) if (path := value("pipeline", given)) else None,
    help="A spaCy configuration or model of your own (default: the setting pipeline, else the built-in one).",
)
COLUMNS = click.option(
    "--columns",
    metavar="NAME=THEIRS,...",
    default="",
    callback=lambda _c, _p, given: value("postings_columns", given),
    help="Columns of postings by names that are not known: title=headline,company=firm "
    "(default: the setting postings_columns).",
)
DATES_FROM = click.option(
    "--dates-from",
    metavar="names|COLUMN",
    default="",
    help="Make a night of each date of the --postings: the dates stand in the files' names, or in this column.",
)
QUIET = click.option("--quiet", "-q", is_flag=True, help="Print only what goes wrong.")
LOG_FILE = click.option(
    "--log-file",
    metavar="FILE",
    default="",
    callback=lambda _c, _p, given: _appendable(given),
    help="Write every line of progress behind what the file has, with its time in UTC.",
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
