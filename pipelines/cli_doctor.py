"""`rolemeter doctor`: what is wrong, what to do, and with --repair the mending of what can be mended."""

import json
import sys

import click

from pipelines.cli_options import AS_JSON, DATA


@click.command()
@DATA
@click.option("--repair", is_flag=True, help="Mend what can be mended; damaged files are set aside, never deleted.")
@AS_JSON
def doctor(data: str | None, repair: bool, as_json: bool) -> None:
    """Environment, versions, settings, directories, disk, and every table: can it be read, is it what was published.

    Each finding says what to do. Exit status 1 when errors are left.
    """
    from pipelines.doctor.environment import environment, facts
    from pipelines.doctor.findings import ERROR
    from pipelines.doctor.state import state
    from pipelines.doctor.tables import tables
    from pipelines.settings import data_directory
    from storage.store import Store

    directory = data_directory(data)
    store = Store(directory)
    told, errors = [], 0
    about = facts(directory)
    if not as_json:
        for name, text in about.items():
            click.echo(f"{name:9} {text}")
    for findings in (environment(directory), state(store, directory), tables(store)):
        for one in list(findings):  # all are found before the first is mended
            done = one.repair() if repair and one.repair else None
            errors += one.severity == ERROR and done is None
            told.append({"severity": one.severity, "what": one.what, "remedy": one.remedy, "done": done})
            if not as_json:
                click.echo(f"{one.severity}: {one.what}\n    {f'done: {done}' if done else one.remedy}")
    if as_json:
        click.echo(json.dumps({"about": about, "findings": told}, ensure_ascii=False, indent=2))
    elif not told:
        click.echo("nothing is wrong")
    if errors:
        sys.exit(1)
