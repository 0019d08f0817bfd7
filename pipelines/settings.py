"""Where things lie: the data directory and, inside it, Dagster's state."""

import os
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from pipelines.configuration import value
from pipelines.project import IS_CHECKOUT, PROJECT, root_file

if TYPE_CHECKING:
    from analytics.extraction.lexicon import Lexicon

STATE = "dagster"  # folder of Dagster's state inside the data directory


class DataDirectoryError(OSError):
    """The data directory cannot be used; says which and what to do."""


def data_directory(given: str | os.PathLike[str] | None = None) -> str:
    """The data directory: `given`, else the setting `data`, an absolute path; an address (s3://...) is kept."""
    return str(value("data", given))


def open_lexicon(folder: Path | None) -> "Lexicon":
    """The lexicon with a folder of extensions, all of which has been read: what is wrong in it is said at once.

    Raises ValueError naming the file and what is wrong there.
    """
    from analytics.extraction.lexicon import load_lexicon

    lexicon = load_lexicon(folder)
    if folder is not None:
        from analytics.comparison.profiles import all_profiles

        lexicon.check()
        all_profiles(lexicon.profiles)
    return lexicon


def lexicon_of(extensions: str, pipeline: str) -> "Lexicon":
    """The lexicon of a folder of extensions, else of the one that a pipeline of the user's names; "" is none."""
    from analytics.extraction.lexicon import load_lexicon

    if pipeline and not extensions:
        from analytics.extraction.own_pipeline import own_extensions

        return load_lexicon(own_extensions(Path(pipeline)))
    return load_lexicon(Path(extensions) if extensions else None)


def open_pipeline(own: Path | None, lexicon: "Lexicon") -> "Lexicon":
    """Loads a pipeline of the user's, so that what is wrong in it is said at once.

    Gives the lexicon that goes with it: `lexicon`, or where that has no data of the user's what the pipeline names.
    Raises ValueError naming the file and what is wrong there.
    """
    if own is None:
        return lexicon
    from analytics.extraction.own_pipeline import own_extensions
    from analytics.extraction.pipeline import load_pipeline

    lexicon = lexicon if lexicon.folder else open_lexicon(own_extensions(own))
    load_pipeline(lexicon, own)
    return lexicon


def state_directory(data: str) -> Path:
    """Dagster's home for a data directory, made where it is missing, with the project's dagster.yaml in it.

    Relative folders of dagster.yaml are meant from the project's root and its data/; here they become absolute folders
    of this data directory. With tables in an object store the state stays in the project's data/.
    Raises DataDirectoryError when it cannot be written.
    """
    base = PROJECT / "data" if "://" in data else Path(data)
    home = base / STATE
    try:
        home.mkdir(parents=True, exist_ok=True)
        config = yaml.safe_load(root_file("dagster.yaml").read_text(encoding="utf-8"))
        text = yaml.safe_dump(_below(base, config), sort_keys=False)
        target = home / "dagster.yaml"
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")
        work_directory(data).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataDirectoryError(
            f"the data directory {base} cannot be written ({error.strerror or error}); "
            "choose another with --data DIR or ROLEMETER_DATA"
        ) from error
    return home


def revision() -> str:
    """The code's version, with the commit where the project is a git checkout."""
    if not IS_CHECKOUT:
        return version("rolemeter")
    git = ["git", "-C", str(PROJECT), "rev-parse", "--short", "HEAD"]
    try:
        commit = subprocess.run(git, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return version("rolemeter")
    return f"{version('rolemeter')}+{commit}"


def work_directory(data: str) -> Path:
    """Local folder for the files of a run that is under way; hidden, so that no reader takes it for a table."""
    return (PROJECT / "data" if "://" in data else Path(data)) / ".work"


def _below(base: Path, node: object) -> object:
    if isinstance(node, dict):
        return {key: _below(base, value) for key, value in node.items()}
    if isinstance(node, str) and node.startswith(f"data/{STATE}"):
        return str(base / node.removeprefix("data/"))
    return node
