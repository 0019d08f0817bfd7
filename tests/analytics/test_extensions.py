"""Data of the user's own: what a folder of extensions changes, and how wrong ones are refused."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.comparison import extensions, profiles
from analytics.extraction.document import Posting
from analytics.extraction.extract import extract, extract_lines
from analytics.extraction.titles.roles import find_role, role_names

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
def own(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "own"
    (folder / "profiles").mkdir(parents=True)
    (folder / "skills.tsv").write_text(SKILLS, encoding="utf-8-sig")  # as spreadsheets save it
    (folder / "roles.toml").write_text(ROLES, encoding="utf-8")
    (folder / "metros.csv").write_text(METROS, encoding="utf-8")
    (folder / "profiles" / "voice.toml").write_text(PROFILE, encoding="utf-8")
    (folder / "README.md").write_text("ours", encoding="utf-8")
    yield folder
    extensions.use(None)


def posting(title: str = "Senior Voice AI Engineer") -> Posting:
    text = "Requirements:\n- Frob Database and Gopherese\nWe go beyond."
    return Posting("1", title, "Acme", "Casper, WY", text)


def test_a_folder_adds_skills_roles_metros_and_profiles_and_none_takes_them_away(own: Path) -> None:
    before = extract(posting())
    extensions.use(own)
    found = extract(posting())
    assert [hit.skill for hit in found.skills] == ["FrobDB", "Go"]
    assert (found.role, found.role_basis, found.places[0].metro) == ("voice-ai-engineer", "title", "Casper-Laramie")
    assert find_role("Voice AI Engineer") == "voice-ai-engineer"
    assert profiles.in_use()["voice-ai-engineer"]["summary"]["text"].startswith("Builds")
    extensions.use(None)
    assert extract(posting()) == before and before.places[0].metro is None
    assert "voice-ai-engineer" not in role_names() and "voice-ai-engineer" not in profiles.in_use()


def test_the_documented_example_does_what_the_page_says(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "extending.md").read_text(encoding="utf-8")
    for name, content in re.findall(r"^```\w+ (\S+)\n(.*?)^```", page, re.MULTILINE | re.DOTALL):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    asked = re.search(r"echo '(.*?)'", page)
    assert asked and sorted(path.name for path in tmp_path.iterdir()) == [
        "metros.csv", "profiles", "roles.toml", "skills.tsv",
    ]  # fmt: skip
    extensions.use(tmp_path)
    try:
        ((answer, good),) = extract_lines([asked[1]])
    finally:
        extensions.use(None)
    found = json.loads(answer)
    assert good and [skill["skill"] for skill in found["skills"]] == ["VoiceForge", "PostgreSQL"]
    assert (found["role"], found["places"][0]["metro"]) == ("voice-ai-engineer", "Casper-Laramie")


def test_a_users_phrase_comes_before_the_built_in_one_and_the_order_of_roles_stays(own: Path) -> None:
    built_in = list(role_names())
    assert extract(posting("Context Engineer")).role == "ai-software-engineer"
    extensions.use(own)
    assert extract(posting("Context Engineer")).role == "ml-engineer"
    assert list(role_names()) == [*built_in, "voice-ai-engineer"]


@pytest.mark.parametrize("tier", ["core", "probable", "excluded"])
def test_the_tier_of_a_built_in_role_is_the_users(tmp_path: Path, tier: str) -> None:
    asked = "Requirements:\n- RAG, LangChain, vector databases, LLM evaluation, AI agents"
    titled, by_duties = posting("AI Data Analyst"), Posting("2", "Backend Engineer", description=asked)
    builder = extract(by_duties)
    assert (builder.role_basis, builder.ai_tier) == ("duties", "probable")
    roles = {"data-analyst": "Data Analyst", builder.role: role_names()[builder.role]}
    (tmp_path / "roles.toml").write_text(
        "".join(f'[[role]]\nid = "{id_}"\nname = "{name}"\ntier = "{tier}"\n' for id_, name in roles.items())
    )
    extensions.use(tmp_path)
    try:
        found = extract(titled)
        assert (found.role, found.ai_tier) == ("data-analyst", tier)
        assert extract(by_duties).ai_tier == ("excluded" if tier == "excluded" else "probable")
    finally:
        extensions.use(None)


def test_an_alias_for_a_guarded_skill_does_not_lift_its_guard(own: Path) -> None:
    extensions.use(own)
    found = extract(Posting("1", "Driver", description="Requirements:\n- you go far\n- ready to go"))
    assert found.skills == []


def test_the_mark_names_what_figures_depend_on(own: Path) -> None:
    assert extensions.mark() == ""
    extensions.use(own)
    mark = extensions.mark()
    assert mark.startswith("+own-") and mark == extensions.mark()
    (own / "profiles" / "voice.toml").write_text(PROFILE + "# other words\n", encoding="utf-8")
    assert extensions.mark() == mark
    (own / "skills.tsv").write_text(SKILLS + "Frobnicate\ttool\n", encoding="utf-8")
    assert extensions.mark() != mark


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
def test_wrong_extensions_are_refused_by_file_and_line_and_change_nothing(
    tmp_path: Path, file: str, content: str, message: str
) -> None:
    before = extract(posting())
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        extensions.use(tmp_path)
    assert extract(posting()) == before and extensions.mark() == ""


def test_a_missing_folder_and_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(extensions.ExtensionsError, match="no such folder"):
        extensions.use(tmp_path / "nowhere")
    (tmp_path / "skills.tsv").write_bytes(b"\xff\xfe\x00x")
    with pytest.raises(extensions.ExtensionsError, match=r"skills\.tsv: cannot be read as UTF-8"):
        extensions.use(tmp_path)
