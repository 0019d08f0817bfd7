"""The settings and their one order: an option given, else the environment, else the settings file, else the default.

The command line, the schedule and the UI all ask here, so that a setting means the same for each of them. The settings
file is TOML, a line a setting (`boards = "boards.csv"`): ROLEMETER_SETTINGS names it, else rolemeter.toml in the
project (of an installed rolemeter: in the working directory). A relative path in it is meant from the file's folder.
"""

import difflib
import os
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.project import PROJECT
from pipelines.setting_list import SETTINGS, SOURCE, Setting

FILE_VARIABLE = "ROLEMETER_SETTINGS"
# Read elsewhere: the settings file's place by this module, the database by dagster.yaml.
OTHER_VARIABLES = (FILE_VARIABLE, "ROLEMETER_POSTGRES_URL")
_PREFIX = "ROLEMETER_"


class SettingError(ValueError):
    """A setting that cannot be used; names it, where it was set, and what it may be."""


@dataclass(frozen=True, slots=True)
class Value:
    """A setting's value in force, and where it comes from: "option", a variable, a file or "default"."""

    setting: Setting
    value: Any
    origin: str

    @property
    def shown(self) -> Any:
        """What may be printed."""
        return "(set)" if self.setting.is_secret and self.value else self.value


def resolve(name: str, given: Any = None) -> Value:
    """The value of a setting: `given` (an option), else the environment's, the file's, the default.

    An empty option or variable counts as not given. Raises SettingError for a value or a settings file that cannot be
    used.
    """
    setting = SETTINGS[name]
    if not _is_empty(given):
        return _value(setting, given, "option", Path.cwd())
    if written := os.environ.get(setting.variable, "").strip():
        return _value(setting, written, setting.variable, Path.cwd())
    file, content = _file()
    if file and name in content and not _is_empty(content[name]):
        return _value(setting, content[name], str(file), file.parent)
    return Value(setting, setting.default, "default")


def value(name: str, given: Any = None) -> Any:
    """As `resolve`, the value alone."""
    return resolve(name, given).value


def source_settings(options: Mapping[str, Any]) -> dict[str, Any]:
    """Where postings come from and how they are read, by the names of the resource `Source`.

    An option that names a source (boards, postings, the sample market) takes the place of all sources that the
    environment or the settings file name: `--postings` alone does not also crawl the boards of the schedule.
    """
    named = any(not _is_empty(options.get(name)) for name in SOURCE)
    found = {}
    for name, setting in SETTINGS.items():
        if setting.is_source:
            given = options.get(name)
            others = named and name in SOURCE and _is_empty(given)
            found[name] = setting.default if others else value(name, given)
    return found


def in_force() -> list[Value]:
    """All settings with their values and origins, in their order; raises SettingError."""
    unknown = [name for name in os.environ if name.startswith(_PREFIX) and name not in variables()]
    if unknown:
        near = difflib.get_close_matches(unknown[0], variables(), 1)
        hint = f"did you mean {near[0]}?" if near else f"unset it; variables: {', '.join(variables())}"
        raise SettingError(f"unknown variable {unknown[0]}: {hint}")
    return [resolve(name) for name in SETTINGS]


def variables() -> Collection[str]:
    """The names of all environment variables that mean something."""
    return [*(setting.variable for setting in SETTINGS.values()), *OTHER_VARIABLES]


def _is_empty(given: Any) -> bool:
    return given is None or given == "" or (isinstance(given, list | tuple | dict) and not given)


def _value(setting: Setting, given: Any, origin: str, folder: Path) -> Value:
    try:
        read = setting.read(given)
    except (ValueError, TypeError) as error:
        shown = "" if setting.is_secret else f" = {given!r}"
        raise SettingError(f"{origin}: {setting.name}{shown} should be {error}") from None
    if setting.is_path or setting.is_file:
        read = [_path(one, folder) for one in read] if isinstance(read, list) else _path(read, folder)
        for file in read if isinstance(read, list) else [read]:
            if setting.is_file and not Path(file).is_file():
                raise SettingError(f"{origin}: {setting.name} = {given!r}: there is no file {file}")
    return Value(setting, read, origin)


def _path(written: str, folder: Path) -> str:
    return written if "://" in written else str((folder / Path(written).expanduser()).resolve())


def _file() -> tuple[Path | None, Mapping[str, Any]]:
    named = os.environ.get(FILE_VARIABLE)
    file = Path(named).expanduser().resolve() if named else PROJECT / "rolemeter.toml"
    if not named and not file.exists():
        return None, {}
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingError(
            f"the settings file {file} cannot be read ({error.strerror or error}); see {FILE_VARIABLE}"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f'the settings file {file} is no TOML ({error}); a line is: market = "small"') from None
    for name in content:
        if name not in SETTINGS:
            near = difflib.get_close_matches(name, SETTINGS, 1)
            hint = f"did you mean {near[0]}?" if near else f"settings: {', '.join(SETTINGS)}"
            raise SettingError(f"{file}: unknown setting {name!r}; {hint}")
    return file, content
