"""`rolemeter settings`: what is in force, and from where."""

import json

import click

from pipelines.cli_options import AS_JSON


@click.command()
@AS_JSON
def settings(as_json: bool) -> None:
    """Every setting: its value in force, where that comes from, and what it means.

    An option beats the environment (ROLEMETER_ and the name in capitals), that the settings file (ROLEMETER_SETTINGS,
    else rolemeter.toml in the project), that the default. The command line, the schedule and the UI use the same.
    """
    from pipelines.configuration import in_force

    found = in_force()
    if as_json:
        rows = {one.setting.name: {"value": one.shown, "from": one.origin} for one in found}
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    name, shown = max(len(one.setting.name) for one in found), [_shown(one.shown) for one in found]
    width = min(48, max(map(len, shown)))
    for one, text in zip(found, shown, strict=True):
        click.echo(f"{one.setting.name:{name}}  {text:{width}}  {one.origin}")
        click.echo(f"{'':{name}}  {one.setting.meaning}")


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
