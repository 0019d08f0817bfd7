"""The commands on many boards: `rolemeter boards catalog`, `select`, `plan`."""

import csv
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli_options import AS_JSON, DATA, UserError

if TYPE_CHECKING:
    from storage.store import Store

BOARDS_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@AS_JSON
def catalog(as_json: bool) -> None:
    """How many boards of employers are known, by platform, and how many career pages of other kinds."""
    from collections import Counter

    from spiders.catalog import catalog as known

    found = known()
    counts = Counter(board.platform for board in found.boards)
    if as_json:
        click.echo(json.dumps({"boards": dict(counts.most_common()), "others": found.others}, indent=2))
        return
    for platform, count in counts.most_common():
        click.echo(f"{count:7,}  {platform}")
    click.echo(f"{counts.total():7,}  boards; `rolemeter boards select` writes a boards file of them")
    click.echo(f"{sum(found.others.values()):7,}  career pages of other kinds")


@click.command()
@click.option("--platform", multiple=True, help="Of this platform; may be given several times.")
@click.option("--like", default="", metavar="TEXT", help="Whose employer or token holds this text.")
@click.option(
    "--country",
    metavar="CODE",
    help="With a posting in this country (such as DE) in the last night of --data; of others, in a "
    "public list of postings, which there is of 456 boards.",
)
@click.option("--hiring-ai", is_flag=True, help="With an AI posting in the last night of --data, or in boards.csv.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write (default: print).")
@DATA
def select(
    platform: tuple[str, ...],
    like: str,
    country: str | None,
    hiring_ai: bool,
    limit: int | None,
    output: Path | None,
    data: str | None,
) -> None:
    """Write a boards file of the boards that are known: those of `rolemeter boards catalog`."""
    from pipelines.settings import data_directory
    from spiders.boards import COLUMNS
    from spiders.catalog import catalog as known
    from spiders.catalog import select as selected
    from spiders.platforms import platforms
    from storage.store import Store

    for name in platform:
        if name not in platforms():
            raise UserError(f"unknown platform {name!r}; known: {', '.join(platforms())}")
    store = Store(data_directory(data))
    among: set[tuple[str, str]] | None = None
    if country:
        among = _in_country(store, country.upper())
    if hiring_ai:
        hiring = _of_the_project() | _with_postings(store, lambda row: row["ai_tier"] != "excluded")
        among = hiring if among is None else among & hiring
    found = selected(known().boards, platform, like, among, limit)
    if not found:
        raise UserError("no board that is known fits; `rolemeter boards catalog` tells what there is")
    lines = [list(COLUMNS), *([board.platform, board.board, board.company, board.base_url] for board in found)]
    if output is None:
        csv.writer(sys.stdout, lineterminator="\n").writerows(lines)
        return
    with output.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)
    click.echo(f"{output}: {len(found):,} boards", err=True)


def _of_the_project() -> set[tuple[str, str]]:
    from pipelines.project import root_file
    from spiders.boards import read_boards

    return {(board.platform, board.board) for board in read_boards(root_file("boards.csv"))}


def _in_country(store: "Store", country: str) -> set[tuple[str, str]]:
    """The boards with a posting there: by the last night those that it read, by the catalog's public lists the others.

    Says on stderr of how many boards neither tells a country. Raises UserError for a code that is no country's.
    """
    from spiders.catalog import catalog as known

    if not re.fullmatch("[A-Z]{2}", country):
        raise UserError(f"--country {country}: write the two letters of the country, such as DE")
    found = known()
    read = _with_postings(store, lambda row: True)
    unread = {board: places for board, places in found.countries.items() if board not in read}
    there = _with_postings(store, lambda row: row["country"] == country)
    silent = len({(board.platform, board.board) for board in found.boards} - read - set(unread))
    click.echo(f"of {silent:,} boards it is not known where they hire: a night over them tells", err=True)
    return there | {board for board, places in unread.items() if country in places}


def _with_postings(store: "Store", fits: Any) -> set[tuple[str, str]]:
    """The boards with a posting that fits, in the last night; none without a night."""
    dates = store.dates("postings")
    rows = store.arrow("postings", dates[-1], ["platform", "board", "country", "ai_tier"]).to_pylist() if dates else []
    return {(row["platform"], row["board"]) for row in rows if fits(row)}


@click.command()
@click.argument("file", type=BOARDS_FILE)
@click.option("--hosts", "shown", type=click.IntRange(min=1), default=20, show_default=True, help="Hosts to print.")
@DATA
@AS_JSON
def plan(file: Path, shown: int, data: str | None, as_json: bool) -> None:
    """How long a night over the boards of FILE takes: requests, bytes and hours by host, and what would shorten it.

    From the pause between requests and what the last night of --data measured; a board that was never asked counts as
    the median of its platform.
    """
    from pipelines.planning import advice
    from pipelines.planning import plan as planned
    from pipelines.settings import data_directory
    from spiders.boards import read_boards
    from spiders.job import Limits
    from storage.store import Store

    store, limits = Store(data_directory(data)), Limits()
    dates = store.dates("board_fetches")
    fetches = store.arrow("board_fetches", dates[-1]).to_pylist() if dates else []
    hosts = planned(read_boards(file), fetches, limits)
    remarks = advice(hosts, fetches, limits)
    boards, measured = sum(host.boards for host in hosts), sum(host.measured for host in hosts)
    hours, requests, size = hosts[0].hours, sum(host.requests for host in hosts), sum(host.bytes for host in hosts)
    if as_json:
        rows = [
            {"host": host.host, "platforms": sorted(host.platforms), "boards": host.boards, "measured": host.measured,
             "requests": round(host.requests), "bytes": round(host.bytes), "hours": round(host.hours, 3)}
            for host in hosts
        ]  # fmt: skip
        click.echo(json.dumps({"hours": round(hours, 3), "hosts": rows, "advice": remarks}, indent=2))
        return
    click.echo(f"{'requests':>10}  {'MB':>8}  {'hours':>6}  {'boards':>6}  host")
    for host in hosts[:shown]:
        click.echo(
            f"{host.requests:10,.0f}  {host.bytes / 1e6:8,.1f}  {host.hours:6.2f}  {host.boards:6,}  {host.host}"
        )
    if len(hosts) > shown:
        click.echo(f"... and {len(hosts) - shown:,} more hosts (--hosts)")
    click.echo(
        f"{boards:,} boards on {len(hosts):,} hosts, {measured:,} of them measured: {requests:,.0f} requests, "
        f"{size / 1e6:,.0f} MB, {hours:.1f} hours (hosts are asked side by side; the slowest: {hosts[0].host})"
    )
    for remark in remarks:
        click.echo(remark)
