"""docs/api.md is what the docstrings say, and every public function has one."""

import importlib
from pathlib import Path

from api import PUBLIC, page

PAGE = Path(__file__).resolve().parent.parent / "docs" / "api.md"


def test_the_page_is_made_from_the_docstrings() -> None:
    assert page() == PAGE.read_text(encoding="utf-8"), "make it anew: python tests/api.py > docs/api.md"


def test_every_public_function_says_what_it_does() -> None:
    for module, names in PUBLIC.items():
        for name in names:
            assert len(getattr(importlib.import_module(module), name).__doc__ or "") > 20, f"{module}.{name}"
