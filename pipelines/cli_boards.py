"""The commands on job boards and platforms: `rolemeter boards ...`."""

import csv
import dataclasses
import json
import sys
from pathlib import Path

import click

from pipelines.cli_catalog import BOARDS_FILE, catalog, plan, select
from pipelines.cli_options import AS_JSON, CONTACT


@click.group()
def boards() -> None:
    """Job boards and platforms."""


for command in (catalog, select, plan):
    boards.add_command(command)


@boards.command()
def platforms() -> None:
    """The platforms' ids, one a line."""
    from spiders.platforms import platforms as known

    for name in known():
        click.echo(name)


@boards.command()
@click.argument("file", type=BOARDS_FILE, required=False)
@CONTACT
@click.option("--dry-run", is_flag=True, help="Print what would be asked, and ask nothing.")
@AS_JSON
def check(file: Path | None, contact: str, dry_run: bool, as_json: bool) -> None:
    """Ask each board of FILE (default: boards.csv of the project) once: ok, empty, gone, blocked or failed."""
    from analytics.publishing.harmless import in_line
    from pipelines.project import root_file
    from spiders.boards import read_boards
    from spiders.check import check_boards, planned

    known = read_boards(file or root_file("boards.csv"))
    if dry_run:
        for line in planned(known):
            click.echo(line)
        return
    found = []
    for result in check_boards(known, contact=contact):
        found.append(result)
        told = [result.platform, result.board, result.status, result.reason or ""]
        if not as_json:
            click.echo("\t".join(map(in_line, told)).rstrip())
    if as_json:
        click.echo(json.dumps(list(map(dataclasses.asdict, found)), indent=2))
    if any(result.status not in ("ok", "empty", "unchanged") for result in found):
        sys.exit(1)


@boards.command()
@click.argument("name")
@CONTACT
def find(name: str, contact: str) -> None:
    """Look for the boards of the employer NAME, in the catalog and on the known platforms, as rows of a boards file."""
    from analytics.publishing.harmless import in_line
    from spiders.catalog import boards_of
    from spiders.find import find_boards

    rows = csv.writer(sys.stdout, lineterminator="\n")
    for board in find_boards(name, contact, known=boards_of(name)):
        rows.writerow(map(in_line, [board.platform, board.board, board.company, board.base_url]))
