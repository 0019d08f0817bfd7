"""Titles: head nouns, fields, levels, languages, hostile input."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.extraction.titles.reading import read_title
from analytics.extraction.titles.words import MAX_CHARACTERS, fold

ROLES = [
    # the head noun decides, its fields before those of other parts
    ("Machine Learning Engineer, Agents", "ml-engineer", "core"),
    ("Software Engineer, ML Platform", "mlops-engineer", "core"),
    ("Software Engineer, Machine Learning", "ml-engineer", "core"),
    ("Product Manager, AI Platform", "ai-product-manager", "core"),
    ("Software Engineer - AI Agents", "ai-agent-engineer", "core"),
    ("Frontend Engineer, AI Platform", "ai-software-engineer", "core"),
    ("AI Engineer, Data Platform", "ai-software-engineer", "core"),
    ("Generative AI Engineer", "llm-engineer", "core"),
    ("AI Infrastructure Engineer", "mlops-engineer", "core"),
    ("Machine Learning Operations Engineer", "mlops-engineer", "core"),
    ("AI Data Engineer", "data-engineer", "core"),
    ("Data Engineer", "data-engineer", "probable"),
    ("Analytics Engineer", "data-engineer", "probable"),
    ("Data Platform Engineer", "data-engineer", "probable"),
    ("Data Scientist, Growth", "data-scientist", "core"),
    ("Business Intelligence Analyst", "data-analyst", "probable"),
    ("Applied Scientist", "research-scientist", "core"),
    ("Research Scientist", "research-scientist", "probable"),
    ("Research Engineer, Reinforcement Learning", "research-engineer", "core"),
    ("Perception Engineer", "robotics-engineer", "probable"),
    ("Forward Deployed Engineer, AI", "ai-consultant", "core"),
    ("AI Solutions Engineer", "ai-consultant", "core"),
    ("Solutions Architect, Generative AI", "ai-architect", "core"),
    ("Engineering Manager, Machine Learning", "ai-engineering-manager", "core"),
    ("Head of AI Forward Deployed Engineering", "ai-engineering-manager", "core"),
    ("Director of Data Science", "ai-engineering-manager", "core"),
    ("Prompt Engineer", "prompt-engineer", "core"),
    ("AI Safety Researcher", "ai-safety", "core"),
    ("AI Tutor (Mathematics)", "ai-trainer", "core"),
    ("AI Product Designer", "ai-designer", "core"),
    ("Account Executive, AI Solutions", "ai-sales", "probable"),
    ("Technical Program Manager, Machine Learning", "ai-program-manager", "probable"),
    ("AI Security Engineer", "ai-security-engineer", "core"),
    ("AI Quality Engineer", "ai-quality-engineer", "core"),
    # no AI in the title
    ("Software Engineer, Payments", "software-engineer", "excluded"),
    ("Engineering Manager", "software-engineer", "excluded"),
    ("Customer Support Agent", "other", "excluded"),
    ("Travel Agent", "other", "excluded"),
    ("Mechanical Engineer", "other", "excluded"),
    ("Data Center Technician", "other", "excluded"),
    ("Business Analyst", "other", "excluded"),
    ("Software Engineer (AI-Native Team)", "software-engineer", "excluded"),
    ("Speech Language Pathologist", "other", "excluded"),
    # German, French, Spanish, Portuguese
    ("KI-Entwickler (m/w/d)", "ai-software-engineer", "core"),
    ("Softwareentwickler:in Java (m/w/d)", "software-engineer", "excluded"),
    ("Leiter Data Science (m/w/d)", "ai-engineering-manager", "core"),
    ("Datenanalystin", "data-analyst", "probable"),
    ("Ingénieur·e Machine Learning (H/F)", "ml-engineer", "core"),
    ("Ingénieur en Intelligence Artificielle", "ai-software-engineer", "core"),
    ("Chercheur en apprentissage automatique", "research-scientist", "core"),
    ("Científico de Datos", "data-scientist", "core"),
    ("Analista de Datos", "data-analyst", "probable"),
    ("Desarrolladora de IA", "ai-software-engineer", "core"),
    ("Engenheiro de Dados", "data-engineer", "probable"),
]

LEVELS = [
    ("Software Engineer", None),
    ("Senior Software Engineer", "senior"),
    ("Sr. Software Engineer I", "senior"),
    ("Senior Staff Engineer", "lead"),
    ("Lead Data Scientist", "lead"),
    ("Senior AI Engineer – Agentic Platform Lead", "lead"),
    ("Engineer I", "entry"),
    ("Engineer II", "mid"),
    ("Engineer III, Search", "senior"),
    ("Engineer IV", "lead"),
    ("Software Engineer 2 (Platform)", "mid"),
    ("SDE2, Checkout", "mid"),
    ("Junior Developer", "entry"),
    ("Associate Software Engineer", "entry"),
    ("Senior Associate Engineer", "senior"),
    ("Mid-level Fullstack Engineer", "mid"),
    ("Machine Learning Engineer Intern", "intern"),
    ("Senior Manager, AI", "manager"),
    ("Engineering Manager", "manager"),
    ("Product Manager", None),
    ("Senior Product Manager", "senior"),
    ("Group Product Manager", "lead"),
    ("Staff Platform Manager", "lead"),
    ("Project Manager", None),
    ("Account Executive", None),
    ("Associate Director, Data", "director"),
    ("Head of AI", "director"),
    ("VP of Engineering", "executive"),
    ("Chief AI Officer", "executive"),
    ("Chief of Staff to the CEO", None),
    ("Executive Assistant to the Director", None),
    # alternatives: who may apply at the lowest
    ("Senior/Staff Engineer", "senior"),
    ("Engineer I / II", "entry"),
    ("Software Engineer / Sr. Software Engineer", "senior"),  # the only level that is told
    # words that only look like levels
    ("Member of Technical Staff", None),
    ("Lead Generation Specialist", None),
    ("Staff Accountant", None),
    ("Stage Fluids Engineer", None),
    ("Level 3 Support Analyst", None),
    ("Software Engineer, Access Management", None),
    ("Mid-Market Account Executive", None),
    # other languages
    ("Werkstudent KI (m/w/d)", "intern"),
    ("Praktikant:in Data Science", "intern"),
    ("Teamleiterin Softwareentwicklung", "manager"),
    ("Vertriebsleiter (m/w/d)", "manager"),
    ("Projektleiter (m/w/d)", None),
    ("Stagiaire Data Scientist", "intern"),
    ("Data Scientist - Stage", "intern"),
    ("Alternant(e) Data Analyst", "intern"),
    ("Chef de projet", None),
    ("Directeur de l'ingénierie", "director"),
    ("Becario/a Data Science", "intern"),
    ("Desarrollador Sénior", "senior"),
    ("Gerente de Datos", "manager"),
]


@pytest.mark.parametrize(("title", "role", "tier"), ROLES)
def test_role_and_tier_of_title(title: str, role: str, tier: str) -> None:
    reading = read_title(title)
    assert (reading.role, reading.tier) == (role, tier)


@pytest.mark.parametrize(("title", "level"), LEVELS)
def test_level_of_title(title: str, level: str | None) -> None:
    assert read_title(title).level == level


@pytest.mark.parametrize("noise", ["{} (m/w/d)", "{} - Remote", "{} | Acme", "{} (H/F)", "{} [R-10442]", "  {}  "])
@pytest.mark.parametrize("title", ["Senior Machine Learning Engineer", "Data Scientist", "AI Product Manager"])
def test_notes_beside_the_title_change_nothing(noise: str, title: str) -> None:
    plain, noisy = read_title(title), read_title(noise.format(title))
    assert (noisy.role, noisy.tier, noisy.level) == (plain.role, plain.tier, plain.level)


LEVEL_WORDS = {"Junior": "entry", "Senior": "senior", "Sr.": "senior", "Staff": "lead", "Principal": "lead", "": None}


@given(
    word=st.sampled_from(sorted(LEVEL_WORDS)),
    head=st.sampled_from(["Machine Learning Engineer", "Data Scientist", "AI Engineer", "Backend Developer"]),
    after=st.sampled_from(["", ", Search", " - Payments", " (Remote)", " | Acme Corp"]),
)
def test_a_level_word_combines_with_any_title(word: str, head: str, after: str) -> None:
    assert read_title(f"{word} {head}{after}").level == LEVEL_WORDS[word]
    assert read_title(f"{word} {head}{after}").role == read_title(head).role


@given(title=st.text(max_size=200))
@settings(max_examples=150)
def test_any_text_is_answered(title: str) -> None:
    reading = read_title(title)
    assert reading.tier in ("core", "probable", "excluded")
    assert reading.role


def test_a_huge_title_is_cut_and_costs_little() -> None:
    started = time.process_time()
    reading = read_title("Senior AI Engineer / " * 500_000)
    assert reading.role == "ai-software-engineer"
    assert time.process_time() - started < 0.5
    assert len(reading.title) <= MAX_CHARACTERS


@pytest.mark.parametrize(
    "title", ["", " ", "🤖🤖🤖", "مهندس برمجيات", "מהנדס תוכנה", "機械学習エンジニア", "\x00\x01", "-" * 300]
)
def test_titles_without_known_words_are_other(title: str) -> None:
    assert read_title(title).role == "other"


def test_folding_drops_accents_and_case_only() -> None:
    assert fold("Ingénieur SÉNIOR") == "ingenieur senior"
    assert fold("工程师") == "工程师"
