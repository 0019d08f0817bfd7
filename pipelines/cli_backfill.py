"""`rolemeter backfill`: nights made again from what was crawled."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli_options import CURRENCY, DATA, OLDEST_RATE, PIPELINE, UserError, as_date, with_lexicon
from pipelines.configuration import value

if TYPE_CHECKING:
    from analytics.extraction.lexicon import Lexicon


@click.command()
@click.option(
    "--from", "first", metavar="YYYY-MM-DD", required=True, callback=lambda _c, _p, written: as_date(written),
    help="First snapshot date.",
)  # fmt: skip
@click.option(
    "--to", "last", metavar="YYYY-MM-DD", required=True, callback=lambda _c, _p, written: as_date(written),
    help="Last snapshot date.",
)  # fmt: skip
@click.option(
    "--tables", metavar="NAME,...", default="",
    help="Make these tables again and what is made of them; without it, all that is made of the crawl.",
)  # fmt: skip
@click.option("--again", is_flag=True, help="Make nights again that a backfill with this code has made already.")
@DATA
@CURRENCY
@OLDEST_RATE
@with_lexicon()
@PIPELINE
def backfill(
    first: dt.date,
    last: dt.date,
    tables: str,
    again: bool,
    data: str | None,
    currency: str,
    oldest_rate_days: int,
    lexicon: "Lexicon",
    own: Path | None,
) -> None:
    """Make the nights of a span again from what was crawled, after a rule, a skill or the code has changed.

    Nothing is crawled. Nights are made in their order, on all cores or the cluster, and each is published whole as it
    is done; a backfill that was stopped goes on where it was. Exit status: 0 done, 1 a night failed, 2 not as asked.
    """
    from pipelines import backfill as backfills
    from pipelines.night import NightError, run_night
    from pipelines.resources import Source
    from pipelines.settings import data_directory, open_pipeline
    from storage.store import Store

    lexicon = open_pipeline(own, lexicon)
    extensions, pipeline = str(lexicon.folder or ""), str(own or "")
    names = [name.strip() for name in tables.split(",") if name.strip()]
    store = Store(data_directory(data))
    method = f"{Source(extensions=extensions, pipeline=pipeline).method()} {currency} {oldest_rate_days}"
    planned = backfills.plan(store, first, last, names, method, again)
    click.echo(f"{len(planned.nights)} nights were crawled, {len(planned.waiting)} are to be made")

    def run(date: dt.date, is_last: bool) -> bool:
        return run_night(
            data=data, date=date, extensions=extensions, pipeline=pipeline, workers=value("workers"),
            scheduler=value("scheduler"), currency=currency, oldest_rate_days=oldest_rate_days,
            accept=True, tables=names, pages=is_last,
        )  # fmt: skip

    try:
        done = list(backfills.make(store, planned, run, click.echo))
    except NightError as error:
        raise UserError(str(error)) from error
    if len(done) < len(planned.waiting):
        raise click.exceptions.Exit(1)
