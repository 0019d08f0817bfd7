"""What was read from a posting, on paper and in a real browser: texts with their evidence, values, rules."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipelines.cli import main

CHROMIUM = shutil.which("chromium")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "spacy.md"
TEXT = (
    "Requirements\n\n- 4+ years of experience with Python, <script>alert(1)</script> & PyTorch\n- AWS is a plus\n\n"
    "Pay: $120,000 - $150,000 per year. This role is hybrid.\n"
)
POSTING = {"id": "7", "title": "Senior LLM Engineer <b>", "location": "Berlin | Oslo", "description": TEXT}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "postings.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in ({"id": "1", "title": "Cook"}, POSTING)), encoding="utf-8")
    return path


def explained(*arguments: object) -> str:
    result = CliRunner().invoke(main, ["explain", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.output


def lines(output: str) -> list[list[str]]:
    """The cells of the table's lines."""
    return [re.split(r"\s{2,}", line.strip()) for line in output.splitlines()]


def test_the_terminal_tells_each_value_with_its_words_and_rule(file: Path) -> None:
    found = lines(explained(file, "--id", "7"))
    assert ["seniority", "senior", "title", "Senior", "title"] in found
    assert ["years", "from 4", "text", "4+ years", "asked.section"] in found
    assert ["AWS", "preferred", "required", "AWS", "in-required"] in found
    assert ["workplace", "hybrid", "text", "hybrid", "hybrid.told"] in found


def test_a_text_alone_is_explained_as_the_documentation_says(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    command = re.search(r"^    rolemeter (explain posting\.txt .*)$", page, re.MULTILINE)
    printed = re.search(r"```text\n(Field .*?)```", page, re.DOTALL)
    (tmp_path / "posting.txt").write_text(re.search(r"```text posting\.txt\n(.*?)```", page, re.DOTALL)[1])  # type: ignore[index]
    assert command and printed
    words = [re.sub(r'^"|"$', "", word) for word in re.findall(r'"[^"]*"|\S+', command[1])]
    told = explained(*(str(tmp_path / word) if word == "posting.txt" else word for word in words[1:]))
    assert lines(told.strip()) == lines(printed[1].strip())


@pytest.mark.parametrize(
    ("content", "arguments", "message"),
    [
        ('{"id": "1", "title": "Cook"}', ["--id", "2"], "has no posting with the id '2'"),
        ('{"id": "1"}', [], "line 1: neither title nor description"),
        ("", [], "has no posting"),
    ],
)
def test_a_posting_that_is_not_there_is_told_in_one_line(
    tmp_path: Path, content: str, arguments: list[str], message: str
) -> None:
    (tmp_path / "a.jsonl").write_text(content)
    result = CliRunner().invoke(main, ["explain", str(tmp_path / "a.jsonl"), *arguments])
    assert result.exit_code == 2 and message in result.output and result.output.count("\n") == 1


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")
def test_a_browser_shows_the_posting_with_its_evidence(tmp_path: Path, file: Path) -> None:
    explained(file, "--id", "7", "--html", tmp_path / "posting.html")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--headless", "--no-sandbox"])
        page: Any = browser.new_page(viewport={"width": 400, "height": 900})
        said: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("request", lambda request: asked.append(request.url))
        page.goto((tmp_path / "posting.html").as_uri())
        assert said == [] and asked == [page.url]
        assert page.evaluate("document.documentElement.scrollWidth") <= 400
        drawn = page.locator(".line").all_inner_texts()
        assert any("<script>alert(1)</script>" in "".join(line.split()) for line in drawn)
        for words, label, rule in [
            ("Python", "Python", "in-required"),
            ("Senior", "seniority", "title"),
            ("$120,000", "pay", "pay.named-before"),
            ("hybrid", "workplace", "hybrid.told"),
        ]:
            label_of = page.locator(".spans > span", has_text=words).locator("span span", has_text=label)
            box = label_of.first.bounding_box()
            assert rule in label_of.first.inner_text() and box["width"] > 10 and box["height"] > 5
        section = page.locator(".line", has_text="PyTorch").locator("small").inner_text()
        assert section == "required"
        browser.close()
