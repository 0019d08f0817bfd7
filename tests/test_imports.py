"""Imports point one way: pipelines may import all, spiders and analytics only storage, storage none of them."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {
    "storage": {"storage"},
    "spiders": {"spiders", "storage"},
    "analytics": {"analytics", "storage"},
    "pipelines": {"pipelines", "spiders", "analytics", "storage"},
}


@pytest.mark.parametrize("package", ALLOWED)
def test_imports_point_one_way(package: str) -> None:
    wrong = []
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            imported = {name.split(".")[0] for name in names} & set(ALLOWED)
            wrong += [f"{path.relative_to(ROOT)} imports {name}" for name in imported - ALLOWED[package]]
    assert wrong == []


def test_analytics_knows_no_dagster_and_no_scrapy() -> None:
    for path in (ROOT / "analytics").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "import dagster" not in text and "import scrapy" not in text, path


# The rooms of analytics by stage: each may import itself and those before it.
ROOMS = (
    "values", "text", "places", "extraction", "vacancies", "statistics", "comparison", "publishing", "evaluation",
)  # fmt: skip


def test_rooms_of_analytics_import_one_way() -> None:
    wrong = []
    for path in (ROOT / "analytics").rglob("*.py"):
        room = path.relative_to(ROOT / "analytics").parts[0]
        if room == "__init__.py":
            continue
        allowed = ROOMS[: ROOMS.index(room) + 1]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            parts = [name.split(".") for name in names if name.startswith("analytics.")]
            wrong += [f"{path.relative_to(ROOT)} imports {'.'.join(name)}" for name in parts if name[1] not in allowed]
    assert wrong == []


def test_definitions_load_without_what_only_runs_need() -> None:
    """Every process of Dagster loads the definitions, most of them to look at them."""
    heavy = ("pandas", "scrapy", "spacy", "scipy", "distributed")
    code = f"import sys, pipelines.definitions; print([name for name in {heavy!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
