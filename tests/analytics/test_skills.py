"""Which names count as skills, where and how strongly they are asked for."""

import gzip
import json
from pathlib import Path

import pytest
from reading import answered, read_skills

from analytics.extraction.posting import Posting
from analytics.extraction.skills.taxonomy import KINDS, TaxonomyError, load_taxonomy
from analytics.text.boilerplate import boilerplate


def skills(text: str, company: str = "", title: str = "") -> dict[str, str]:
    found = read_skills(Posting(id="1", title=title, company=company, description=text))
    return {hit.skill: hit.requirement for hit in found}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Requirements:\n- Experience with Go, Rust and C++", {"Go", "Rust", "C++"}),
        ("Requirements:\n- Proficiency in R or Python", {"R", "Python"}),
        ("Requirements:\n- Programming in C, C++ or Java", {"C", "C++", "Java"}),
        ("Requirements:\n- Spark, Kafka and Airflow", {"Spark", "Kafka", "Airflow"}),
        ("Requirements:\n- React and Node.js", {"React", "Node.js"}),
        ("Requirements:\n- Experience with SQL databases, and\n  Snowflake/Databricks", {"Snowflake", "Databricks"}),
        (
            "Requirements:\n- multi- agent systems,\n  distributed\n  systems",
            {"Multi-Agent Systems", "Distributed Systems"},
        ),
        ("Requirements:\n- [Python]; {PHP} | *SQL* (R) «Kafka»", {"Python", "PHP", "SQL", "R", "Kafka"}),
        ("Requirements:\n- retrieval-\naugmented generation (RAG) in production", {"RAG"}),
        ("Requirements:\n- Hugging\nFace and scikit-learn", {"Hugging Face", "scikit-learn"}),
        ("Requirements:\n- Claude, Gemini and Llama models", {"Claude", "Gemini", "Llama"}),
        ("Anforderungen:\n- Erfahrung mit Python und SQL", {"Python", "SQL"}),
        ("Requisitos:\n- Experiencia con Docker y AWS", {"Docker", "AWS"}),
        ("Profil recherché :\n- Maîtrise de PyTorch et TensorFlow", {"PyTorch", "TensorFlow"}),
    ],
)
def test_names_among_skills_count(text: str, wanted: set[str]) -> None:
    assert wanted <= skills(text).keys()


@pytest.mark.parametrize(
    "text",
    [
        "Requirements:\n- You go to market fast and react quickly to change",
        "Requirements:\n- You excel at teamwork, build trust and leverage storage coverage",
        "Requirements:\n- A robust character that will spark joy and rest well",
        "Requirements:\n- Own our go-to-market plan, swift and lean in your manner",
        "Requirements:\n- No Java or PHP, no fuss\n",
        "Benefits:\n- Gym, Slack channels on hiking, Python snakes to feed",
        "Legal notice\n\nWe use Workday and Greenhouse, and store data on AWS.",
        "About us\n\nOur founders come from Google and Databricks.",
        "What you'll do\n\nWork on cutting-edge AI with a team of engineers hired from Databricks",
    ],
)
def test_words_that_only_look_like_skills_do_not_count(text: str) -> None:
    looks = {"Go", "React", "Excel", "Rust", "RAG", "Spark", "REST", "Swift", "Java", "PHP", "Slack", "Python", "AWS"}
    assert not (looks | {"Databricks", "Workday", "Edge Computing"}) & skills(text).keys()


def test_bullets_open_items_also_within_a_line() -> None:
    text = "As an engineer you build. •Train models with XGBoost. •Kafka is a plus •Use Terraform daily. Skills: •SQL"
    assert skills(text).items() >= {"XGBoost": "required", "Kafka": "preferred", "Terraform": "required"}.items()


def test_a_degree_is_no_skill_and_what_follows_it_is() -> None:
    found = skills("Requirements:\n- Bachelor's degree in Computer Science, Machine Learning or Statistics\n- NLP")
    assert found.keys() == {"NLP"}


def test_the_people_of_a_field_are_no_skill() -> None:
    assert "DevOps" not in skills("Responsibilities:\n- Collaborate with DevOps teams\n")
    assert "DevOps" in skills("Responsibilities:\n- Own DevOps practices\n")


def test_the_employers_own_name_counts_only_where_candidates_must_know_it() -> None:
    assert "Snowflake" not in skills("Responsibilities:\n- Shape Snowflake, Python and more", company="Snowflake")
    assert "Snowflake" in skills("Requirements:\n- Experience with Snowflake and Python", company="Acme")


@pytest.mark.parametrize(
    ("text", "requirement"),
    [
        ("Requirements:\n- Python", "required"),
        ("Responsibilities:\n- Write Python", "required"),
        ("Nice to have:\n- Python", "preferred"),
        ("Requirements:\n- Python is a plus", "preferred"),
        ("Requirements:\n- Ideally some Python", "preferred"),
        ("Requirements:\n- Python kenntnisse von Vorteil", "preferred"),
    ],
)
def test_section_and_words_tell_the_requirement(text: str, requirement: str) -> None:
    assert skills(text)["Python"] == requirement


def test_one_entry_a_skill_with_offsets_into_the_text() -> None:
    text = "<p>Requirements:</p><ul><li>Postgres</li><li>PostgreSQL, LLMs &amp; C#</li></ul>"
    found = read_skills(Posting(id="1", description=text))
    assert [hit.skill for hit in found].count("PostgreSQL") == 1
    assert all(text[hit.start : hit.end] == hit.surface for hit in found)


def test_boilerplate_of_the_employer_does_not_count() -> None:
    story = "Responsibilities at our firm always involve the Kubernetes platform that made us known all over the world."
    texts = [f"{story}\nRequirements:\n- {name} for work number {name}" for name in ("Python", "Java", "SQL", "Scala")]
    repeated = boilerplate(texts)
    found = read_skills(Posting(id="1", description=texts[0]), repeated)
    assert {hit.skill for hit in found} == {"Python"}


def test_the_taxonomy_is_broad_and_each_name_stands_once() -> None:
    found = load_taxonomy()
    assert len(found.skills) >= 1500
    assert {skill.kind for skill in found.skills} == set(KINDS)
    assert len({skill.name.casefold() for skill in found.skills}) == len(found.skills)


def test_users_add_skills_by_a_file_of_their_own(tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("FrobDB\tdatabase\t\tFrob Database\n", encoding="utf-8")
    assert "frob database" in load_taxonomy(own).names


@pytest.mark.parametrize(
    ("line", "problem"), [("X\tsword\t\t", "kind"), ("\ttool\t\t", "name"), ("X\ttool\t%\t", "rule")]
)
def test_a_bad_line_of_skills_is_named(tmp_path: Path, line: str, problem: str) -> None:
    own = tmp_path / "own.tsv"
    own.write_text(f"# a comment\n{line}\n", encoding="utf-8")
    with pytest.raises(TaxonomyError, match=f"line 2.*{problem}"):
        load_taxonomy(own)


def test_skills_of_labelled_postings_reach_their_marks() -> None:
    gold = Path(__file__).parents[3] / "shared" / "data" / "labelled" / "gold_dev.jsonl"
    if not gold.exists():
        pytest.skip("no labelled postings here")
    from analytics.evaluation.scoring import postings

    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    answers = [
        answered(Posting(**{key: row[key] for key in ("id", "title", "company", "location", "description")}))
        for row in rows
    ]
    marks = {figure.name: figure.value for figure in postings(rows, answers)}
    assert marks["skills: precision"] >= 0.92
    assert marks["skills: recall"] >= 0.85
    assert marks["skills: recall of technologies"] >= 0.95
    assert marks["skills: required or preferred"] >= 0.92


def test_plain_and_packed_postings_are_read_alike(tmp_path: Path) -> None:
    from analytics.extraction.candidates import unknown_candidates

    packed = tmp_path / "p.gz"
    packed.write_bytes(gzip.compress(b"Requirements:\n- Python, Quuxbase, SQL and Frobnik\n" * 1))
    text = gzip.decompress(packed.read_bytes()).decode()
    assert {"Quuxbase", "Frobnik"} <= {term for term, _ in unknown_candidates([text, text], least=2)}


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Requirements:\n- Container orchestration for batch jobs", "LLM orchestration"),
        ("Requirements:\n- Governance of master data and its stewards", "AI governance"),
        ("Requirements:\n- Detect the drift of infrastructure from its code", "Drift Detection"),
        ("Requirements:\n- Evaluation of suppliers and of marketing campaigns", "LLM evaluation"),
        ("Requirements:\n- Run PoCs with new clients", "Rapid Prototyping"),
        ("Requirements:\n- Kotlin, Compose and MVVM", "MVC"),
        ("Requirements:\n- Structured logs with NLog", "Serilog"),
        ("Requirements:\n- PLC code in Codesys", "TwinCAT"),
        ("Requirements:\n- Closing the books under GAAP", "IFRS"),
        ("Requirements:\n- Soldering to IPC-A-610 and IPC-7711", "Inter-Process Communication"),
        ("Requirements:\n- Coverage reports in Coveralls", "Codecov"),
        ("Requirements:\n- Firewalls, VPNs and segmentation of networks", "Customer Segmentation"),
    ],
)
def test_a_name_stands_for_what_its_community_means(text: str, other: str) -> None:
    assert other not in skills(text)


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("Requirements:\n- Score summaries with BLEU and ROUGE", {"BLEU", "ROUGE"}),
        ("Requirements:\n- NLP, NLU and NLG", {"NLP", "NLU", "NLG"}),
        ("Requirements:\n- HIPAA, SOC 1 and SOC 2", {"HIPAA", "SOC 1", "SOC 2"}),
        ("Requirements:\n- IAM, RBAC and access control", {"IAM", "RBAC", "Access Control"}),
        ("Requirements:\n- BGP, OSPF and MPLS", {"BGP", "OSPF", "MPLS"}),
    ],
)
def test_what_readers_count_apart_is_counted_apart(text: str, apart: set[str]) -> None:
    assert apart <= skills(text).keys()


def test_work_on_prompts_is_one_skill() -> None:
    text = "Responsibilities:\n- Design, write and refine prompts\n- Keep prompt libraries and prompt templates\n"
    text += "- Prompt optimization and prompt iteration\n- Prompt versioning"
    assert {name for name in skills(text) if "rompt" in name} == {"Prompt Engineering", "Prompt Versioning"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Requirements:\n- Rust\n- Kindness", {"Rust"}),
        ("Requirements:\n- Scala, Go\n", {"Scala", "Go"}),
        ("Requirements:\n- Spark experience\n", {"Spark"}),
        ("Requirements:\n- Solid Rust skills\n", {"Rust"}),
        ("Requirements:\n- Snowflake knowledge is a must\n", {"Snowflake"}),
        ("Requirements:\n- Ruby (2 years or more)\n", {"Ruby"}),
        ("Requirements:\n- Some engine for streams (e.g. Spark)\n", {"Spark"}),
        ("Requirements:\n- A second language, i.e. Swift\n", {"Swift"}),
        ("Requirements: java,go,c,python", {"Java", "Go", "C", "Python"}),
        ("Requirements:\n- you know kotlin, rust and kafka well\n", {"Kotlin", "Rust", "Kafka"}),
        ("We write our backends in Rust.", {"Rust"}),
        ("Requirements:\n- A cloud: Azure, AWS or Google\n", {"GCP"}),
    ],
)
def test_an_ambiguous_name_counts_where_any_reader_sees_it(text: str, wanted: set[str]) -> None:
    assert wanted <= skills(text).keys()


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("How You'll Make a Mark:\n- Python", "Make"),
        ("Responsibilities:\n- Advise C level clients", "C"),
        ("Requirements:\n- we go further, with python and joy", "Go"),
        ("Requirements:\n- SQL, and you react with calm", "React"),
        ("Krav: Java. Skicka ditt CV och betyg.", "Computer Vision"),
        ("Arbeid med ulike typer av oppdrag i Python.", "Typer"),
        ("Requirements:\n- Present from 9 to 5 PM CST", "CST"),
    ],
)
def test_a_word_of_another_meaning_does_not_count(text: str, other: str) -> None:
    assert other not in skills(text)


@pytest.mark.parametrize(
    "line",
    [
        "Docker experience is not necessary",
        "You need not know Docker",
        "You don't have to know Docker",
        "Knowledge of Docker is not a must",
        "No experience with Docker",
        "This is not a Docker role",
    ],
)
def test_what_is_not_asked_for_does_not_count(line: str) -> None:
    assert skills(f"Requirements:\n- Python\n- {line}\n").keys() == {"Python"}


def test_what_is_not_required_but_welcome_is_preferred() -> None:
    assert skills("Requirements:\n- Docker is not required but a plus\n") == {"Docker": "preferred"}


@pytest.mark.parametrize(
    "line",
    [
        "Partner with UX, QA and DevOps to ship",
        "Align with InfoSec and Data Science on plans",
        "Work across product, design, data science and user research",
        "Collaborate with DevOps, QA, and Data Engineering leads",
        "Five years in such a job (technical writing, UX design, data science)",
    ],
)
def test_those_one_works_with_are_no_skill(line: str) -> None:
    people = {"DevOps", "Quality Assurance", "UX design", "Data Science", "Data Engineering", "User Research"}
    assert not people & skills(f"Responsibilities:\n- {line}\n").keys()
    assert "Data Science" in skills("Responsibilities:\n- Work with Python, SQL and data science tools\n")


def test_a_general_word_counts_for_models_only_where_models_are_spoken_of() -> None:
    assert "LLM orchestration" in skills("Requirements:\n- RAG, agents and orchestration\n")
    assert "LLM orchestration" not in skills("Requirements:\n- Docker and orchestration\n")
    assert "Drift Detection" in skills("Responsibilities:\n- Watch our LLMs for latency and drift\n")


def test_a_general_name_is_left_out_beside_the_specific_one() -> None:
    assert "APIs" not in skills("Requirements:\n- REST APIs\n- APIs of partners\n")
    assert "APIs" in skills("Requirements:\n- Design of APIs\n")


def test_praise_of_the_employer_is_no_requirement() -> None:
    text = "Requirements:\n- Python\n\nThe company is a leading vendor whose platform joins Computer Vision and SaaS.\n"
    assert skills(text).keys() == {"Python"}
