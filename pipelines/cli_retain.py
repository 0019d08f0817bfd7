"""`rolemeter retain`: removes payloads of old nights and Dagster's old history."""

import dataclasses
import datetime as dt
import json
import os

import click

from pipelines.cli_options import AS_JSON, DATA, UserError, setting_option


@click.command()
@DATA
@setting_option("keep_payload_nights", metavar="N")
@setting_option("keep_log_days", metavar="N")
@click.option("--dry-run", is_flag=True, help="Tell what would be removed, and remove nothing.")
@AS_JSON
def retain(data: str | None, keep_payload_nights: int, keep_log_days: int, dry_run: bool, as_json: bool) -> None:
    """Remove payloads of old nights, and old runs of Dagster's history with their events and logs.

    Tables, records and pages stay for ever. A nightly run does the same at its end, by the settings.
    """
    from dagster import DagsterInstance

    from pipelines.lock import Busy, held
    from pipelines.resources import process_owner
    from pipelines.retention.retain import retain as remove_old
    from pipelines.settings import data_directory, state_directory, work_directory
    from storage.store import Store

    directory = data_directory(data)
    home = state_directory(directory)
    try:
        with (
            held(work_directory(directory), process_owner(os.getpid())),
            DagsterInstance.from_config(str(home)) as instance,
        ):
            removed = remove_old(
                Store(directory),
                instance,
                home,
                payload_nights=keep_payload_nights,
                log_days=keep_log_days,
                now=dt.datetime.now(dt.UTC),
                remove=not dry_run,
            )
    except Busy as busy:
        raise UserError(str(busy)) from None
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(removed) | {"removed": not dry_run}, indent=2))
    else:
        click.echo("\n".join(removed.lines(done=not dry_run)))
