"""The command line as users call it: one clear line and a non-zero status on bad input."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipelines.cli import main


def call(*arguments: str, stdin: str | None = None) -> Any:
    return CliRunner().invoke(main, arguments, input=stdin)


@pytest.mark.parametrize(
    "command",
    [
        "run",
        "extract",
        "candidates",
        "compare",
        "tables",
        "skills",
        "trend",
        "score",
        "ui",
        "dictionary",
        "boards check",
        "boards platforms",
    ],
)
def test_every_command_has_help(command: str) -> None:
    result = call(*command.split(), "--help")
    assert result.exit_code == 0 and "Usage" in result.output


@pytest.mark.parametrize("command", [("run",), ("compare", "prompt-engineer", "ml-engineer")])
def test_a_currency_that_pay_cannot_be_converted_to_is_refused_in_a_line(command: tuple[str, ...], nights: Any) -> None:
    there = ("--data", nights.data, "--date", nights.last.isoformat())
    for more, why in (
        (("--currency", "vnd"), "currency 'VND' has no ECB reference rate; those with one: AUD, "),
        (("--currency", "EUR", "--oldest-rate-days", "0"), "no ECB reference rate of EUR within 0 days before"),
        (("--currency", "EUR", "--oldest-rate-days", "-1"), "-1 is not in the range x>=0"),
    ):
        result = call(*command, *there, *more)
        assert result.exit_code == 2
        assert why in result.stderr


def test_platforms_are_listed_one_a_line() -> None:
    listed = call("boards", "platforms").output.split("\n")
    assert {"greenhouse", "lever", "ashby", "smartrecruiters", "jsonld"} <= set(listed)


def test_extract_answers_every_line_in_order_and_fails_when_one_is_no_posting() -> None:
    lines = [
        json.dumps({"id": "a", "title": "Senior Data Engineer", "description": "Requirements:\n- SQL and dbt"}),
        "not json",
        json.dumps({"id": 7, "title": "", "description": ""}),
        json.dumps(["a", "list"]),
        json.dumps({"title": "without id"}),
        json.dumps({"id": "b", "title": "Nurse", "description": None}),
    ]
    result = call("extract", stdin="\n".join(lines))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [("error" in answer) for answer in answers] == [False, True, False, True, True, False]
    assert [answer["id"] for answer in answers] == ["a", None, 7, None, None, "b"]
    assert [skill["skill"] for skill in answers[0]["skills"]] == ["SQL", "dbt"]
    assert (answers[0]["seniority"], answers[0]["role"]) == ("senior", "data-engineer")


def test_extract_succeeds_when_every_line_is_a_posting(tmp_path: Path) -> None:
    file = tmp_path / "postings.jsonl"
    file.write_text(json.dumps({"id": "a", "title": "Cook", "description": "<p>Soup</p>"}) + "\n")
    result = call("extract", str(file))
    assert result.exit_code == 0 and json.loads(result.stdout)["skills"] == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("run", "--date", "yesterday"), "is no date; write it as YYYY-MM-DD"),
        (("run", "--market", "huge"), "huge"),
        (("run", "--boards", "/nowhere.csv"), "does not exist"),
        (("compare", "astrologer", "data-scientist"), "unknown role 'astrologer'"),
        (("compare", "data-scientist", "Data Scientist"), "cannot be compared with itself"),
        (("compare", "data-scientist", "ml-engineer"), "run the pipeline first"),
        (("tables",), "run the pipeline first"),
        (("skills", "prompt-engineer"), "run the pipeline first"),
        (("trend", "prompt-engineer"), "run the pipeline first"),
    ],
)
def test_bad_input_gets_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], says: str
) -> None:
    monkeypatch.setenv("ROLEMETER_DATA", str(tmp_path))
    result = call(*arguments)
    assert result.exit_code != 0
    assert says in result.output.replace("\n", " ")
    assert "Traceback" not in result.output


def test_the_documented_dictionary_is_current() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "tables.md"
    result = call("dictionary")
    assert result.exit_code == 0
    assert result.output == page.read_text(encoding="utf-8"), "make it anew: rolemeter dictionary > docs/tables.md"


class TestOverNights:
    """Commands over a data directory with two nights."""

    def test_compare_takes_ids_or_names_and_prints_json_or_a_table(self, nights: Any) -> None:
        arguments = ("--data", nights.data, "--date", nights.last.isoformat())
        by_name = call("compare", "Prompt Engineer", "AI Software Engineer", "--json", *arguments)
        by_id = call("compare", "prompt-engineer", "ai-software-engineer", "--json", *arguments)
        assert by_name.output == by_id.output
        record = json.loads(by_id.output)
        assert (record["a"]["open_positions"], record["b"]["open_positions"]) == (9, 598)
        table = call("compare", "prompt-engineer", "ai-software-engineer", *arguments).output
        assert "$99K–$127K" in table and "$140K–$249K" in table

    def test_a_date_without_tables_names_those_that_are_there(self, nights: Any) -> None:
        result = call("compare", "prompt-engineer", "ml-engineer", "--data", nights.data, "--date", "2026-01-01")
        assert result.exit_code == 2 and nights.last.isoformat() in result.output

    def test_tables_lists_every_table(self, nights: Any) -> None:
        output = call("tables", "--data", nights.data).output
        assert all(name in output for name in ("postings", "role_comparisons", "raw_greenhouse", "2026-11-20"))

    def test_a_role_that_is_not_compared_is_told_with_its_openings(self, nights: Any) -> None:
        result = call("compare", "mle", "swe", "--data", nights.data)
        assert result.exit_code == 2
        told = re.search(r"Software Engineer is no AI role: it has (\d+) open positions", result.output)
        assert told and int(told[1]) > 0
        assert "no AI role" in call("skills", "software-engineer", "--data", nights.data).output
        trend = call("trend", "software-engineer", "--data", nights.data)
        assert trend.exit_code == 2 and "no series of Software Engineer by week; roles with one: " in trend.output

    def test_tables_prints_whole_paths_into_a_pipe_and_every_table_comes_as_json(self, nights: Any) -> None:
        there = ("--data", nights.data)
        printed = call("tables", *there).output
        tables = json.loads(call("tables", "--json", *there).output)
        assert {row["table"] for row in tables} > {"postings", "role_pay"}
        assert all(row["path"] in printed and Path(row["path"]).is_file() for row in tables)
        skills = json.loads(call("skills", "prompt-engineer", "--json", *there).output)
        assert skills["open_positions"] == 9 and skills["skills"][0]["skill"] == "Prompt Engineering"
        trend = json.loads(call("trend", "prompt-engineer", "--json", "--grain", "day", *there).output)
        assert [row["open_positions"] for row in trend["series"]] and trend["name"] == "Prompt Engineer"

    def test_skills_and_trend_print_the_role(self, nights: Any) -> None:
        assert "RAG" in call("skills", "AI Software Engineer", "--data", nights.data).output
        assert "AI Software Engineer" in call("trend", "ai-software-engineer", "--data", nights.data).output
