"""The pipeline as a folder that `spacy.load` reads, with the user's data and code in it."""

import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Any

from spacy.language import Language
from thinc.api import Config


def write_model(nlp: Language, folder: Path) -> None:
    """Writes a pipeline; what it was made with lies in the folder, so that it may be moved and the rest deleted."""
    nlp.meta["name"], nlp.meta["version"] = "rolemeter", version("rolemeter")
    nlp.meta["description"] = "Skills, level, years, pay, workplace, role and places of job postings"
    nlp.to_disk(folder)
    file = folder / "config.cfg"
    config = Config().from_disk(file, interpolate=False)
    paths: dict[str, Any] = config.get("paths", {})
    paths["extensions"] = None  # the components have the data in their folder
    if code := paths.get("code"):
        shutil.copyfile(code, folder / Path(code).name)
        paths["code"] = Path(code).name
    config.to_disk(file)
