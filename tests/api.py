"""The page of the public functions, docs/api.md, from their docstrings: python tests/api.py > docs/api.md"""

import importlib
import inspect
import re
import sys
from pathlib import Path

# What programs other than the command line call: module and names.
PUBLIC = {
    "analytics.extraction.pipeline": ["load_pipeline", "read_postings", "posting_doc"],
    "analytics.extraction.posting": ["Posting"],
    "analytics.extraction.answers": ["answer", "answer_all", "skills"],
    "analytics.extraction.evidence": ["evidence", "Evidence"],
    "analytics.extraction.lexicon": ["load_lexicon", "Lexicon"],
    "analytics.extraction.model": ["write_model"],
    "analytics.places.locations": ["read_location", "Place"],
    "analytics.publishing.explanation": ["explain", "page"],
    "analytics.statistics.intervals": ["share"],
    "spiders.boards": ["read_boards"],
    "storage.store": ["Store"],
}
_MODULES = re.compile(r"\b(?:[a-z_]+\.)+(?=[A-Za-z])")  # of types


def page() -> str:
    """The page as Markdown."""
    lines = ["# Public functions", "", "Made from the docstrings by `python tests/api.py > docs/api.md`."]
    for module, names in PUBLIC.items():
        lines += ["", f"## `{module}`"]
        for name in names:
            found = getattr(importlib.import_module(module), name)
            lines += ["", f"### `{name}{_signature(found)}`", "", inspect.getdoc(found) or ""]
            if inspect.isclass(found) and not issubclass(found, tuple):
                lines += [f"- `.{method.__name__}{_signature(method)}`: {_first(method)}" for method in _methods(found)]
    return "\n".join(lines) + "\n"


def _signature(found: object) -> str:
    return _MODULES.sub("", str(inspect.signature(found))) if callable(found) else ""


def _methods(found: type) -> list[object]:
    own = [value for name, value in vars(found).items() if not name.startswith("_") and inspect.isfunction(value)]
    return [method for method in own if inspect.getdoc(method)]


def _first(method: object) -> str:
    return (inspect.getdoc(method) or "").split("\n\n")[0].replace("\n", " ")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.stdout.write(page())
