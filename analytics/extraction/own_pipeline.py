"""A pipeline of the user's own: a configuration that adds to the built-in one, or a model that was written from it.

A configuration tells only what differs, say a component behind ours and the list of components; all else is as in
config.cfg. `paths.code` names a Python file with the factories of its components (an installed package registers its
own), `paths.extensions` a folder of extensions; both are meant from the configuration's folder.
"""

import hashlib
import importlib.util
import sys
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.util import load_config
from thinc.api import Config

from analytics.extraction.component import EXTENSIONS

# What every posting's row needs; some component must set it.
NEEDED = ("doc._.role", "doc._.seniority")


class PipelineError(ValueError):
    """A configuration that cannot be used; names the file and what is wrong."""


def own_config(path: Path, built_in: Path) -> Config:
    """The built-in configuration with what a file, or a model's config.cfg, changes; its code is imported.

    Raises PipelineError.
    """
    file = path / "config.cfg" if path.is_dir() else path
    if not file.is_file():
        raise PipelineError(f"{file}: no such file; --pipeline takes a spaCy configuration or a folder of a model")
    try:
        own = Config().from_disk(file, interpolate=False)
    except Exception as error:
        raise PipelineError(f"{file}: not a spaCy configuration: {error}") from error
    paths = own.setdefault("paths", {})
    for name in ("code", "extensions"):
        if paths.get(name):
            paths[name] = str((file.parent / paths[name]).resolve())
    if paths.get("code"):
        _import(file, Path(paths["code"]))
    merged: Config = load_config(built_in).merge(own)
    used = merged["nlp"]["pipeline"]
    merged["components"] = {name: block for name, block in merged["components"].items() if name in used}
    return merged


def check(nlp: Language, path: Path) -> None:
    """Raises PipelineError for a pipeline whose components lack what others of them set, or what postings need."""
    analysis = nlp.analyze_pipes() or {}
    for name, missing in analysis["problems"].items():
        if missing:
            raise PipelineError(f"{path}: the component {name} needs {', '.join(missing)}, which none before it sets")
    assigned = {name for pipe in analysis["summary"].values() for name in pipe["assigns"]}
    for name in NEEDED:
        if name not in assigned:
            raise PipelineError(f"{path}: no component assigns {name}, which every posting needs")


def own_extensions(path: Path | None) -> Path | None:
    """The folder of extensions that a configuration names, None without one."""
    if path is None or not path.exists():
        return None
    if (path / EXTENSIONS).is_dir():
        return path / EXTENSIONS
    file = path / "config.cfg" if path.is_dir() else path
    try:
        named: Any = Config().from_disk(file, interpolate=False).get("paths", {}).get("extensions")
    except Exception:
        return None  # said where it is loaded
    return (file.parent / named).resolve() if named else None


def mark(path: Path | None) -> str:
    """What names a user's pipeline beside the method of reading: "+pipeline-" and a hash of its files, else ""."""
    if path is None:
        return ""
    digest = hashlib.sha256()
    for file in _files(path):
        digest.update(file.read_bytes() + b"\0")
    return f"+pipeline-{digest.hexdigest()[:8]}"


def _files(path: Path) -> list[Path]:
    """The files of a model, or a configuration with its code."""
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.is_file())
    code = Config().from_disk(path, interpolate=False).get("paths", {}).get("code")
    return [path, *([path.parent / code] if code else [])]


def _import(file: Path, code: Path) -> None:
    if not code.is_file():
        raise PipelineError(f"{file}: paths.code names {code}, and there is no such file")
    name = f"rolemeter_own_{hashlib.sha256(str(code).encode()).hexdigest()[:8]}"
    spec = importlib.util.spec_from_file_location(name, code)
    if spec is None or spec.loader is None:
        raise PipelineError(f"{file}: paths.code names {code}, which is no Python file")
    module = sys.modules[name] = importlib.util.module_from_spec(spec)  # there spaCy looks a factory's class up
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # the user's own code may raise anything
        raise PipelineError(f"{code}: {type(error).__name__}: {error}") from error
