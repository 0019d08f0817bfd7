"""Where the project lies: its root in a checkout, or the folder in which an installed rolemeter is started."""

from pathlib import Path

CODE = Path(__file__).resolve().parent
IS_CHECKOUT = (CODE.parent / "pyproject.toml").is_file()
# The folder whose data/ and rolemeter.toml are the defaults.
PROJECT = CODE.parent if IS_CHECKOUT else Path.cwd()


def root_file(name: str) -> Path:
    """A file of the project's root, dagster.yaml or boards.csv; of an installed rolemeter the copy in the package."""
    return (PROJECT if IS_CHECKOUT else CODE / "root") / name
