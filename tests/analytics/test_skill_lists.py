"""Members of lists that share a word, and techniques said as verb and object."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from analytics.extraction.components import lists, phrases
from analytics.extraction.pipeline import load_pipeline
from analytics.extraction.skills.taxonomy import load_taxonomy

NLP = load_pipeline()
TAXONOMY = load_taxonomy()


def skills(text: str) -> dict[str, str]:
    """The skills of a text by name, with the words that show them."""
    doc: Doc = NLP(text)
    return {span.label_: span.text for span in doc.spans["skills"]}


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Smoke, regression and load testing", {"Smoke Testing": "Smoke", "Regression Testing": "regression"}),
        ("Unit, integration and load testing", {"Unit Testing": "Unit", "Integration Testing": "integration"}),
        ("Unit/integration tests in CI", {"Unit Testing": "Unit"}),
        ("Sparse or dense retrieval over contracts", {"Sparse Retrieval": "Sparse"}),
        ("Graph, relational and vector databases", {"Graph Databases": "Graph", "Relational Databases": "relational"}),
        ("Data ingestion, validation, and cleaning", {"Data Validation": "validation", "Data Cleaning": "cleaning"}),
        ("Testing habits: testing (integration, unit) daily", {"Integration Testing": "integration"}),
        ("Azure (Functions, Key Vault), Terraform", {"Azure Functions": "Functions"}),
        ("Pre- and post-training of models", {"Pre-Training": "Pre-"}),
        ("Model deployment and monitoring with Python", {"Model Deployment": "Model deployment"}),
        ("Supervised and unsupervised learning", {"Supervised Learning": "Supervised"}),
    ],
)
def test_a_member_of_a_list_shares_the_word_of_another(line: str, shown: dict[str, str]) -> None:
    assert skills(f"Requirements:\n- {line}\n").items() >= shown.items()


@pytest.mark.parametrize(
    ("line", "none"),
    [
        ("Data pipelines and models of the world", "Data Modeling"),
        ("AI, software testing and patience", "AI testing"),
        ("Unit economics. Integration testing of parts", "Unit Testing"),
        ("A team for data; software engineering", "Data Engineering"),
    ],
)
def test_words_that_share_nothing_stay_words(line: str, none: str) -> None:
    assert none not in skills(f"Requirements:\n- {line}\n")


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("You deploy fast, dependable models to production", "Model Deployment"),
        ("Training, evaluating and shipping deep neural networks", "Model Training"),
        ("Assess the quality of model responses, compare LLM outputs", "LLM evaluation"),
        ("Write and iterate on prompts", "Prompt Engineering"),
        ("Lower latency and reduce costly hallucinations", "Hallucination Mitigation"),
        ("Orchestrate several agents over a queue", "Agent Orchestration"),
        ("Annotate images of roads", "Data Labeling"),
        ("Refactor legacy services", "Refactoring"),
        ("Migrate old workloads to the cloud", "cloud migration"),
    ],
)
def test_a_technique_may_be_said_as_verb_and_object(line: str, skill: str) -> None:
    assert skill in skills(f"Responsibilities:\n- {line}\n")


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("Deploy applications that customers use with models", "Model Deployment"),
        ("Train colleagues on business models", "Model Training"),
        ("Serve guests and show models of cars", "Model Serving"),
        ("Deploy LLM-based apps", "Model Deployment"),
    ],
)
def test_a_verb_with_another_object_is_no_technique(line: str, skill: str) -> None:
    assert skill not in skills(f"Responsibilities:\n- {line}\n")


def test_places_are_those_of_the_text_given() -> None:
    text = "unit,  functional and\n  integration testing (smoke)"
    members = lists.Lists(TAXONOMY).members("unit, functional and integration testing", [(21, 40)])
    assert [(start, end) for start, end, _ in members] == [(0, 4), (6, 16)]
    doc = NLP(f"Requirements:\n- {text}")
    assert {span.label_ for span in doc.spans["skills"]} >= {"Unit Testing", "Functional Testing"}


def test_every_phrase_names_a_skill() -> None:
    assert phrases.Phrases(TAXONOMY).find("we deploy models")[0][2][0].skill.name == "Model Deployment"


HOLDING = [phrase for group in phrases.Phrases(TAXONOMY).by_stem.values() for phrase in group if phrase.holds]


@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.data())
@pytest.mark.parametrize("phrase", HOLDING, ids=lambda phrase: phrase.names[0].spelled)
def test_letters_that_are_asked_first_stand_in_every_match(phrase: phrases.Phrase, data: st.DataObject) -> None:
    met = data.draw(st.from_regex(re.compile(phrase.pattern.pattern, re.ASCII), fullmatch=True))
    assert any(hold in met for hold in phrase.holds)
