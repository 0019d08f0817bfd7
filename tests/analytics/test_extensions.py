"""Data of the user's own: what a folder of extensions changes, and how wrong ones are refused."""

import json
import re
from pathlib import Path

import pytest
from reading import answered, pipeline

from analytics.comparison.profiles import all_profiles
from analytics.extraction.answers import answer_lines
from analytics.extraction.lexicon import ExtensionsError, load_lexicon
from analytics.extraction.posting import Posting
from analytics.extraction.titles.roles import find_role, role_names
from pipelines.settings import open_lexicon

SKILLS = "# name\tkind\trule\taliases\nFrobDB\tdatabase\t\tFrob Database\nGo\tlanguage\t\tGopherese\n"
ROLES = """
[[role]]
id = "voice-ai-engineer"
name = "Voice AI Engineer"
titles = ["voice ai engineer"]

[[role]]
id = "ml-engineer"
name = "ML Engineer"
titles = ["context engineer"]
"""
METROS = "metro,country,region,city\nCasper-Laramie,US,WY,Casper\n"
PROFILE = """
role = "voice-ai-engineer"
basis = "editorial"
summary = "Builds systems that listen and speak."
strong_postings = "Name the latency that is asked for."
weak_postings = "Name the product alone."
week = "Recordings, models, measurements."
feeder_roles = ["Speech engineer"]
next_roles = ["AI Architect"]
progression = ["Engineer", "Lead"]
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    (folder / "profiles").mkdir(parents=True)
    (folder / "skills.tsv").write_text(SKILLS, encoding="utf-8-sig")  # as spreadsheets save it
    (folder / "roles.toml").write_text(ROLES, encoding="utf-8")
    (folder / "metros.csv").write_text(METROS, encoding="utf-8")
    (folder / "profiles" / "voice.toml").write_text(PROFILE, encoding="utf-8")
    (folder / "README.md").write_text("ours", encoding="utf-8")
    return folder


def posting(title: str = "Senior Voice AI Engineer") -> Posting:
    text = "Requirements:\n- Frob Database and Gopherese\nWe go beyond."
    return Posting("1", title, "Acme", "Casper, WY", text)


def test_a_folder_adds_skills_roles_metros_and_profiles_and_changes_nothing_else(own: Path) -> None:
    before, mine = answered(posting()), load_lexicon(own)
    found = answered(posting(), mine)
    assert [hit["skill"] for hit in found["skills"]] == ["FrobDB", "Go"]
    assert (found["role"], found["role_basis"]) == ("voice-ai-engineer", "title")
    assert found["places"][0]["metro"] == "Casper-Laramie"
    assert find_role("Voice AI Engineer", mine.roles) == "voice-ai-engineer"
    assert all_profiles(mine.profiles)["voice-ai-engineer"]["summary"]["text"].startswith("Builds")
    assert answered(posting()) == before and before["places"][0]["metro"] is None
    assert "voice-ai-engineer" not in role_names() and "voice-ai-engineer" not in all_profiles()


def test_a_changed_file_gives_another_lexicon_and_the_same_file_the_same(own: Path) -> None:
    mine = load_lexicon(own)
    assert load_lexicon(own) is mine
    assert [hit["skill"] for hit in answered(posting(), mine)["skills"]] == ["FrobDB", "Go"]
    (own / "skills.tsv").write_text("Frob\tdatabase\t\tFrob Database\n", encoding="utf-8")
    assert [hit["skill"] for hit in answered(posting(), load_lexicon(own))["skills"]] == ["Frob"]


def test_the_documented_example_does_what_the_page_says(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "extending.md").read_text(encoding="utf-8")
    for name, content in re.findall(r"^```\w+ (\S+)\n(.*?)^```", page, re.MULTILINE | re.DOTALL):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    asked = re.search(r"echo '(.*?)'", page)
    assert asked and sorted(path.name for path in tmp_path.iterdir()) == [
        "metros.csv", "profiles", "roles.toml", "skills.tsv",
    ]  # fmt: skip
    ((answer, good),) = answer_lines(pipeline(load_lexicon(tmp_path)), [asked[1]])
    found = json.loads(answer)
    assert good and [skill["skill"] for skill in found["skills"]] == ["VoiceForge", "PostgreSQL"]
    assert (found["role"], found["places"][0]["metro"]) == ("voice-ai-engineer", "Casper-Laramie")


def test_a_users_phrase_comes_before_the_built_in_one_and_the_order_of_roles_stays(own: Path) -> None:
    mine = load_lexicon(own)
    assert answered(posting("Context Engineer"))["role"] == "ai-software-engineer"
    assert answered(posting("Context Engineer"), mine)["role"] == "ml-engineer"
    assert list(role_names(mine.roles)) == [*role_names(), "voice-ai-engineer"]


@pytest.mark.parametrize("tier", ["core", "probable", "excluded"])
def test_the_tier_of_a_built_in_role_is_the_users(tmp_path: Path, tier: str) -> None:
    asked = "Requirements:\n- RAG, LangChain, vector databases, LLM evaluation, AI agents"
    titled, by_duties = posting("AI Data Analyst"), Posting("2", "Backend Engineer", description=asked)
    builder = answered(by_duties)
    assert (builder["role_basis"], builder["ai_tier"]) == ("duties", "probable")
    roles = {"data-analyst": "Data Analyst", builder["role"]: role_names()[builder["role"]]}
    (tmp_path / "roles.toml").write_text(
        "".join(f'[[role]]\nid = "{id_}"\nname = "{name}"\ntier = "{tier}"\n' for id_, name in roles.items())
    )
    found = answered(titled, load_lexicon(tmp_path))
    assert (found["role"], found["ai_tier"]) == ("data-analyst", tier)
    told = answered(by_duties, load_lexicon(tmp_path))
    assert told["ai_tier"] == ("excluded" if tier == "excluded" else "probable")


def test_an_alias_for_a_guarded_skill_does_not_lift_its_guard(own: Path) -> None:
    driver = Posting("1", "Driver", description="Requirements:\n- you go far\n- ready to go")
    assert answered(driver, load_lexicon(own))["skills"] == []


def test_the_mark_names_what_figures_depend_on(own: Path) -> None:
    assert load_lexicon().mark == ""
    mark = load_lexicon(own).mark
    assert mark.startswith("+own-")
    (own / "profiles" / "voice.toml").write_text(PROFILE + "# other words\n", encoding="utf-8")
    assert load_lexicon(own).mark == mark
    (own / "skills.tsv").write_text(SKILLS + "Frobnicate\ttool\n", encoding="utf-8")
    assert load_lexicon(own).mark != mark


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("skill.tsv", "", "not a file of extensions"),
        ("skills.tsv", "# ours\nFrobDB\tdatabank\n", r"skills\.tsv, line 2: unknown kind"),
        ("skills.tsv", "FrobDB\tdatabase\t\tFrob|!\n", r"skills\.tsv, line 1: alias '!'"),
        ("skills.tsv", "FrobDB\tdatabase\t\tFrob!!\n", r"skills\.tsv, line 1: alias 'Frob!!'"),
        ("roles.toml", "[[role]]\nid = 'A B'\nname = 'x'\n", r"roles\.toml, line 1: role 1: id 'A B'"),
        ("roles.toml", "\n[[role]]\nid = 'a'\nname = 'x'\ntitle = ['x']\n", r"line 2: role 1 has an unknown 'title'"),
        ("roles.toml", "[role]\nid = 'a'\n", r"headed by \[\[role\]\]"),
        ("roles.toml", "groups = 3\n", "'groups' must be a table"),
        ("roles.toml", "roles = []\n", "unknown 'roles'"),
        ("roles.toml", "id = \n", r"roles\.toml.*line 1"),
        ("metros.csv", "metro,country,region,city\nX,US\n", r"metros\.csv, line 2: US has no region"),
        ("metros.csv", "metro,country,region,city\nX,US,WY,Y,Z\n", r"metros\.csv, line 2: more than four"),
        ("profiles/a.toml", "role = 'x'\n", r"a\.toml: missing key"),
    ],
)
def test_wrong_extensions_are_refused_by_file_and_line(tmp_path: Path, file: str, content: str, message: str) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        open_lexicon(tmp_path)


def test_a_missing_folder_and_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ExtensionsError, match="no such folder"):
        open_lexicon(tmp_path / "nowhere")
    (tmp_path / "skills.tsv").write_bytes(b"\xff\xfe\x00x")
    with pytest.raises(ExtensionsError, match=r"skills\.tsv: cannot be read as UTF-8"):
        open_lexicon(tmp_path)
