"""The templates of the pages: HTML text out, everything from a record escaped, scripts allowed by their hash alone."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

FOLDER = Path(__file__).parent / "templates"
SCRIPTS = ("search", "pick")


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False
    )
    environment.globals["style"] = Markup((FOLDER / "style.css").read_text(encoding="utf-8"))
    environment.globals["by_group"] = _by_group
    for name in SCRIPTS:
        script = (FOLDER / f"{name}.js").read_text(encoding="utf-8")
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        environment.globals[name] = Markup(script)
        environment.globals[f"{name}_hash"] = f"'sha256-{digest}'"
    return environment


def render(template: str, **values: Any) -> str:
    """The page of a template of this package."""
    return _environment().get_template(f"{template}.html.jinja").render(**values) + "\n"


def _by_group(entries: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for one in entries:
        groups.setdefault(one["group"], []).append(one)
    return groups
