"""The taxonomy as data: each line is sound, names are met as they are written."""

from collections import Counter

import pytest
from reading import read_skills

from analytics.extraction.posting import Posting
from analytics.extraction.skills.taxonomy import FILE, KINDS, MARKS, load_taxonomy


def skills(text: str) -> set[str]:
    return {hit.skill for hit in read_skills(Posting("1", description=f"Requirements:\n- {text}\n"))}


def test_every_line_has_a_name_a_known_kind_and_a_known_rule() -> None:
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, kind, rule, _ = line.split("\t")
            assert name == name.strip() and kind in KINDS and rule in MARKS, line


def test_no_skill_stands_twice() -> None:
    names = Counter(skill.name.lower() for skill in load_taxonomy().skills)
    assert [name for name, times in names.items() if times > 1] == []


def test_each_spelling_that_needs_a_mark_is_met() -> None:
    """None hides another one of its skill: "Go" and "GO"."""
    names = load_taxonomy().names
    for line in FILE.read_text(encoding="utf-8").splitlines():
        name, _, rule, aliases = line.split("\t") if "\t" in line and line[0] != "#" else ("", "", "", "")
        for written in (name + rule, *aliases.split("|")):
            if written[-1:] in ("!", "?"):
                spelled = written.rstrip("!?")
                known = names[" ".join(spelled.lower().replace("-", " ").split())]
                assert spelled in {one.spelled for one in known}, line


def test_lines_stand_by_kind() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    kinds = [KINDS.index(line.split("\t")[1]) for line in lines if line and line[0] != "#"]
    assert kinds == sorted(kinds)


def test_it_is_broad() -> None:
    kinds = Counter(skill.kind for skill in load_taxonomy().skills)
    assert sum(kinds.values()) >= 4_500
    assert set(kinds) == set(KINDS)


def test_single_letters_and_short_words_need_a_context() -> None:
    words = {"go", "r", "c", "rest", "make", "dust", "swift", "spark", "react", "chef", "notion", "excel", "rust"}
    names = load_taxonomy().names
    for word in words:
        assert all(name.rule != "any" for name in names[word]), word


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("golang services", "Go"), ("k8s operations", "Kubernetes"), ("Postgres at scale", "PostgreSQL"),
        ("sklearn pipelines", "scikit-learn"), ("HuggingFace models", "Hugging Face"), ("CI / CD for models", "CI/CD"),
        ("retrieval-augmented generation", "RAG"), ("vector stores", "Vector Databases"),
        ("fine tuning", "Fine-tuning"),
        ("large\n  language models", "LLMs"), ("ReactJS and NodeJS", "React"), ("Google Cloud Platform", "GCP"),
        ("wireframes and mockups", "Wireframing"), ("source code management", "Version Control"),
        ("Python, lambda and eks", "Amazon EKS"), ("GCP Secret Manager", "Google Secret Manager"),
        ("Xcode on OS X", "macOS"), ("FedRAMP and IL5", "DoD impact levels"), ("POSIX threads", "pthreads"),
        ("neurosymbolic reasoning", "neuro-symbolic AI"), ("LLM judges", "LLM-as-a-judge"),
        ("detect anomalies in telemetry", "Anomaly Detection"), ("cost-aware routing", "Model Routing"),
    ],
)  # fmt: skip
def test_a_skill_is_met_under_its_other_names(text: str, name: str) -> None:
    assert name.lower() in {skill.lower() for skill in skills(text)}


@pytest.mark.parametrize("text", ["write to jobs@acme.io", "vast data stores", "the crown jewels", "on the rails"])
def test_words_that_hold_a_name_are_not_it(text: str) -> None:
    assert skills(text) == set()
