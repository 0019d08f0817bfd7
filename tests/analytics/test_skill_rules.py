"""The rules of skills decide what they say: the examples and counter-examples of the file, and rules of a user."""

import tomllib
from pathlib import Path

import pytest

from analytics.extraction.answers import answer
from analytics.extraction.lexicon import load_lexicon
from analytics.extraction.pipeline import load_pipeline
from analytics.extraction.skills.context_rules import FILE, RULES, RulesError, load_rules

DATA = tomllib.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", DATA["pattern"], ids=lambda row: row["id"])
def test_a_pattern_meets_its_example_and_not_its_counter_example(row: dict[str, str]) -> None:
    pattern = RULES.patterns[row["id"]]
    assert pattern.search(row["example"].lower())
    if row["id"] not in ("others", "negated"):  # they ask only for a word
        assert not pattern.search(row["counter"].lower())
    if words := row.get("words"):
        assert any(word in f" {row['example'].lower()} " for word in words)
        assert row["id"] not in ("others", "negated") or not any(word in row["counter"].lower() for word in words)


@pytest.mark.parametrize("row", DATA["meaning"], ids=lambda row: row["id"])
def test_a_meaning_takes_the_name_from_its_example_alone(row: dict[str, str]) -> None:
    def means_else(text: str) -> bool:
        lowered = text.lower()
        name = next(name for name in row["names"] if name in lowered)
        return RULES.means_else(name, lowered, lowered.index(name), lowered.index(name) + len(name))

    assert means_else(row["example"])
    assert not means_else(row["counter"])


def test_ids_are_given_once() -> None:
    ids = [row["id"] for table in ("pattern", "meaning") for row in DATA[table]]
    assert len(ids) == len(set(ids))


def _skills(folder: Path, text: str) -> set[str]:
    nlp = load_pipeline(load_lexicon(folder))
    return {skill["skill"] for skill in answer(nlp(text))["skills"]}


def test_a_user_adds_a_meaning_and_switches_a_rule_off(tmp_path: Path) -> None:
    text = "Requirements\n- Kafka is not required\n- Spark ceremonies and Scala"
    assert "Kafka" not in _skills(tmp_path, text)
    (tmp_path / "skill_rules.toml").write_text(
        'without = ["negated_behind"]\n[[meaning]]\nid = "opera"\nnames = ["scala"]\npattern = \'ceremonies and \\|\'\n'
    )
    found = _skills(tmp_path, text)
    assert "Kafka" in found
    assert "Scala" not in found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('without = ["no_such"]', "no built-in rule is called no_such"),
        ('[[meaning]]\nid = "x"', "number 1 has no pattern"),
        ("[[meaning]]\nid = 'x'\npattern = '('", "rule x: the pattern cannot be read"),
        ("[[pattern]]\nid = 'x'", "unknown pattern"),
        ("without = [", "skill_rules.toml"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "skill_rules.toml"
    file.write_text(text)
    with pytest.raises(RulesError, match=said):
        load_rules(file)
