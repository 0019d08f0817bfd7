"""`rolemeter status` and `rolemeter diff`: how the nights went, and what changed between two of them."""

import datetime as dt
import json
import sys

import click

from pipelines.cli_options import AS_JSON, DATA, as_date


@click.command()
@DATA
@AS_JSON
def status(data: str | None, as_json: bool) -> None:
    """The last night, its boards, what changed against the night before, what is held back, the next tick.

    Exit status 1 when there is a problem: a night held back, late or missed, a damaged file, or no night at all.
    """
    from pipelines.configuration import in_force
    from pipelines.schedule import next_tick
    from pipelines.settings import data_directory
    from pipelines.status import lines
    from pipelines.status import status as status_of
    from storage.store import Store

    in_force()
    now = dt.datetime.now(dt.UTC)
    found = status_of(Store(data_directory(data)), now, next_tick(now))
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else "\n".join(lines(found)))
    if found["problems"]:
        sys.exit(1)


@click.command()
@click.argument("first", metavar="DATE", callback=lambda _c, _p, written: as_date(written))
@click.argument("second", metavar="DATE", callback=lambda _c, _p, written: as_date(written))
@DATA
@click.option("--most", type=click.IntRange(min=0), default=10, show_default=True, help="Rows of each sort to print.")
@AS_JSON
def diff(first: dt.date, second: dt.date, data: str | None, most: int, as_json: bool) -> None:
    """Openings, postings and boards that came (+), went (-) and changed (~) from one night to another."""
    from pipelines import changes
    from pipelines.settings import data_directory
    from storage.store import Store

    store = Store(data_directory(data))
    found = {kind: changes.changes(store, kind, first, second) for kind in changes.KINDS}
    if as_json:
        rows = {kind.name: changes.as_json(one) for kind, one in found.items()}
        dates = {"first": first.isoformat(), "second": second.isoformat()}
        click.echo(json.dumps(dates | rows, ensure_ascii=False, indent=2, default=str))
        return
    for kind, one in found.items():
        for line in changes.lines(kind, one, most):
            click.echo(line)
