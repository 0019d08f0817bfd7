"""Roles: the list, finding one, users' own roles, duties."""

from pathlib import Path

import pytest

from analytics.extraction.skills.taxonomy import load_taxonomy
from analytics.extraction.titles import rules
from analytics.extraction.titles.reading import read_title
from analytics.extraction.titles.roles import ROLES, classify, find_role, role_names
from analytics.extraction.titles.rules import load

REQUIRED = "required"


@pytest.fixture
def own_roles(tmp_path: Path) -> Path:
    path = tmp_path / "roles.toml"
    path.write_text(
        '[[role]]\nid = "quantum-ml-engineer"\nname = "Quantum ML Engineer"\ntitles = ["Quantum-ML Engineer"]\n'
        '[[role]]\nid = "prompt-engineer"\nname = "Prompt Engineer"\ntitles = ["prompt librarian"]\n',
        encoding="utf-8",
    )
    return path


def test_there_are_two_dozen_ai_roles_with_names() -> None:
    names = role_names()
    assert len(set(names) - {"software-engineer", "other"}) >= 24
    assert names["prompt-engineer"] == "Prompt Engineer"
    assert len(set(names.values())) == len(names) == len(ROLES)


@pytest.mark.parametrize("text", ["prompt-engineer", "Prompt Engineer", " PROMPT engineer ", "prompt engineer"])
def test_a_role_is_found_by_id_and_by_name(text: str) -> None:
    assert find_role(text) == "prompt-engineer"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Machine Learning Engineer", "ml-engineer"),
        ("mlengineer", "ml-engineer"),
        ("ML_Engineers", "ml-engineer"),
        ("MLE", "ml-engineer"),
        ("swe", "software-engineer"),
        ("Software Developer", "software-engineer"),
        ("Head of AI", "ai-engineering-manager"),
        ("AI Engineer - Machine Learning", "ml-engineer"),
        ("AI Engineer, Payments", "ai-software-engineer"),
    ],
)
def test_a_role_is_found_by_initials_and_by_a_title_that_is_read_as_it(text: str, role: str) -> None:
    assert find_role(text) == role


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("promt engineer", "prompt-engineer"),
        ("Data Scienctist", "data-scientist"),
        ("softwar engineer", "software-engineer"),
        ("ML Ops", "mlops-engineer"),
        ("AI PM", "ai-program-manager"),
        ("astrologer", ""),
    ],
)
def test_what_is_no_role_is_refused_with_the_nearest(text: str, near: str) -> None:
    with pytest.raises(KeyError, match=f"unknown role '{text}'; near it: .*{near}"):
        find_role(text)


def test_a_users_file_adds_roles_and_titles(own_roles: Path) -> None:
    roles = load(own_roles)
    assert read_title("Senior Quantum ML Engineer", roles).role == "quantum-ml-engineer"
    assert read_title("Prompt Librarian", roles).role == "prompt-engineer"
    assert find_role("Quantum ML Engineer", roles) == "quantum-ml-engineer"
    assert set(rules.load(own_roles).roles) == set(ROLES) | {"quantum-ml-engineer"}


def test_without_the_users_file_the_title_is_read_as_before() -> None:
    assert read_title("Senior Quantum ML Engineer").role == "ml-engineer"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[[role]]\nid = 3\n", "role 1 needs an id and a name"),
        ('[[role]]\nid = "a"\nname = "A"\ntitles = "x"\n', "'titles' must be a list of texts"),
        ('[[role]]\nid = "a"\nname = "A"\ntier = "maybe"\n', "tier must be one of"),
        ('[[rule]]\nrole = "nowhere"\ntier = "core"\n', "not declared: nowhere"),
        ('[[rule]]\nrole = "other"\ntier = "core"\nheads = []\n', "rule 1 needs"),
        ("not toml", "not a TOML file"),
    ],
)
def test_a_wrong_file_is_refused_naming_the_entry(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "roles.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        rules.load(path)


def test_a_title_that_names_a_role_keeps_it_whatever_the_duties() -> None:
    skills = dict.fromkeys(["LLMs", "RAG", "LangChain", "vector databases"], REQUIRED)
    assert classify(read_title("Machine Learning Engineer"), skills) == ("ml-engineer", "title", "core")


def test_an_engineer_whose_duties_are_ai_work_is_an_ai_engineer() -> None:
    skills = dict.fromkeys(["LLMs", "RAG", "LangChain", "vector databases", "Python"], REQUIRED)
    decision = classify(read_title("Software Engineer, Platform Products"), skills)
    assert decision == ("ai-software-engineer", "duties", "probable")


def test_an_engineer_who_trains_models_is_an_ml_engineer() -> None:
    skills = dict.fromkeys(["machine learning", "PyTorch", "deep learning", "TensorFlow"], REQUIRED)
    assert classify(read_title("Software Engineer"), skills).role == "ml-engineer"


def test_a_single_ai_skill_makes_no_ai_role() -> None:
    skills = {"LLMs": REQUIRED, "Python": REQUIRED, "Go": REQUIRED}
    assert classify(read_title("Software Engineer"), skills) == ("software-engineer", "title", "excluded")


def test_skills_that_are_nice_to_have_weigh_little() -> None:
    skills = dict.fromkeys(["LLMs", "RAG", "LangChain", "vector databases"], "preferred")
    assert classify(read_title("Software Engineer"), skills).role == "software-engineer"


def test_duties_do_not_make_a_recruiter_an_engineer() -> None:
    skills = dict.fromkeys(["LLMs", "RAG", "LangChain", "vector databases"], REQUIRED)
    assert classify(read_title("Technical Recruiter"), skills) == ("other", "title", "excluded")


def test_a_researcher_of_another_field_is_no_ai_role() -> None:
    lab = dict.fromkeys(["flow cytometry", "ELISA", "Excel", "SQL"], REQUIRED)
    assert classify(read_title("Research Scientist"), lab) == ("other", "duties", "excluded")
    assert classify(read_title("Research Scientist"), {}) == ("research-scientist", "title", "probable")


def test_a_forward_deployed_engineer_without_ai_is_a_software_engineer() -> None:
    skills = dict.fromkeys(["Java", "SQL", "Kubernetes", "REST APIs"], REQUIRED)
    title = "Forward Deployed Engineer, Payments"
    assert classify(read_title(title), skills) == ("software-engineer", "duties", "excluded")
    assert classify(read_title(title), skills | {"LLMs": REQUIRED}).role == "ai-consultant"
    assert classify(read_title("Forward Deployed Engineer, AI"), skills) == ("ai-consultant", "title", "core")


def test_the_skills_that_speak_for_roles_are_names_of_the_load_taxonomy() -> None:
    known = {name.skill.name.lower() for names in load_taxonomy().names.values() for name in names}
    assert {skill.lower() for role in ROLES.values() for skill in role.signals + role.mentions} <= known


BUILDING = dict.fromkeys(["LLMs", "RAG", "LangChain", "vector databases", "fine-tuning"], REQUIRED)


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Solutions Architect", "ai-architect"),
        ("Engineering Manager, Search", "ai-engineering-manager"),
        ("Product Manager, Discovery", "ai-product-manager"),
        ("Solutions Engineer", "ai-consultant"),
        ("Technology Consultant", "ai-consultant"),
        ("Office Manager", "other"),
        ("QA Lead Engineer", "software-engineer"),  # who tests it does not build it
        ("Account Manager", "other"),
    ],
)
def test_duties_of_ai_give_the_role_that_the_head_noun_has_in_ai(title: str, role: str) -> None:
    assert classify(read_title(title), BUILDING).role == role
    assert classify(read_title(title), {"Excel": REQUIRED}).role in ("software-engineer", "other")
