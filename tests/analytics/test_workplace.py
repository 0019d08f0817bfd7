"""Where the work is done, by what title, location and text say of this role."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.util import load_config, load_model_from_config

from analytics.extraction.document import Document
from analytics.extraction.pipeline import CONFIG
from analytics.extraction.triggers import Triggers
from analytics.extraction.workplace.finder import TRIGGERS, find_workplace, mentions
from analytics.extraction.workplace.rules import FILE, Rule, load
from analytics.text.wrapping import unwrap

TRIGGERS_OF_ALL = Triggers()


def spots_of(text: str) -> dict[str, list[int]]:
    return TRIGGERS_OF_ALL.spots(unwrap(text))


def read(text: str = "", title: str = "", location: str = "") -> tuple[str | None, str | None]:
    found = find_workplace(Document(title, "", location, text, spots=spots_of(text)))
    return (found.value, found.basis) if found else (None, None)


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("Data Engineer (Remote)", "remote"),
        ("Remote Python Developer", "remote"),
        ("Analyst - WFH", "remote"),
        ("ML Engineer, Hybrid", "hybrid"),
        ("Support Engineer (On-site)", "onsite"),
        ("Engineer - 100% Remote - EMEA", "remote"),
        ("Remote Sensing Scientist", None),
        ("Remote Monitoring Specialist", None),
        ("Hybrid Cloud Architect", None),
        ("Distributed Systems Engineer", None),
        ("Virtual Assistant", None),
        ("Math Tutor (Virtual)", "remote"),
        ("Onsite Support Technician", None),
    ],
)
def test_title(title: str, value: str | None) -> None:
    assert read(title=title) == (value, "title" if value else None)


@pytest.mark.parametrize(
    ("location", "value"),
    [
        ("Remote - US", "remote"),
        ("Hybrid - Toronto", "hybrid"),
        ("San Francisco or Remote", "remote"),
        ("Remote or hybrid", "remote"),
        ("Pune - Onsite", "onsite"),
        ("Berlin", None),
    ],
)
def test_location(location: str, value: str | None) -> None:
    assert read(location=location) == (value, "location" if value else None)


@pytest.mark.parametrize(
    "text",
    [
        "This is a fully remote position.",
        "This role is 100% remote.",
        "Location: Remote (United States)",
        "Work mode: Remote",
        "You can work from anywhere.",
        "We are a remote-first company.",
        "Remote within the US.",
        "We're hiring a remote engineer.",
        "Great team. #LI-Remote",
        "You may work on site, hybrid or remote.",
        "Remote or hybrid, as you like.",
        "Ubicación: 100% remoto",
        "We are a fully distributed company.",
        "You will be working from home.",
        "This role is hybrid for those near Boston or remote for those in Denver.",
        "If you live in Oslo you can work hybrid in our office, otherwise this role can be remote.",
    ],
)
def test_remote(text: str) -> None:
    assert read(text) == ("remote", "text")


@pytest.mark.parametrize(
    "text",
    [
        "This is a hybrid role in Leeds.",
        "Work type: Hybrid",
        "You will be in the office 3 days a week.",
        "We ask for two to three days per week in our Oslo office.",
        "Work from home 2 days a week.",
        "Enjoy our hybrid working model.",
        "Great team. #LI-Hybrid",
        "Up to 50% remote.",
        "Flexible options to work from home.",
        "2-3 days on-site per week",
        "Nous proposons un modèle hybride.",
    ],
)
def test_hybrid(text: str) -> None:
    assert read(text) == ("hybrid", "text")


@pytest.mark.parametrize(
    "text",
    [
        "This is an on-site role.",
        "This role is based in our Madrid office.",
        "You are expected to work from the office.",
        "We work in person, 5 days a week in the office.",
        "This is not a remote position.",
        "Remote work is not available for this job.",
        "No remote.",
        "Great team. #LI-Onsite",
        "Workplace: On-site",
    ],
)
def test_onsite(text: str) -> None:
    assert read(text) == ("onsite", "text")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Experience with remote sensing and remote monitoring.",
        "You support remote teams and remote customers.",
        "Secure remote access to servers.",
        "Hybrid cloud and multi-cloud platforms.",
        "Vector search, hybrid search, hybrid retrieval.",
        "Hybrid models of physics and learning.",
        "Benefits: a home office stipend.",
        "WFH equipment allowance",
        "Work from anywhere for up to 4 weeks per year.",
        "On-site gym and in-office snacks.",
        "Your onsite interview takes a day.",
        "Strong knowledge of distributed systems.",
        "Offices in Rome and Oslo; Microsoft Office.",
        "Comprehensive support 5 days a week.",
        "Whether you work remotely or in one of our offices, you belong.",
        "25 days of leave and a home office set-up budget.",
    ],
)
def test_what_says_nothing_of_the_role(text: str) -> None:
    assert read(text) == (None, None)


def test_the_stronger_statement_wins() -> None:
    assert read("We are a remote-first company.\nLocation: Hybrid, Bath")[0] == "hybrid"
    assert read("Hybrid flexibility.\nThis role is fully remote.")[0] == "remote"
    assert read("Work type: Hybrid (onsite 2 days per week) #LI-REMOTE")[0] == "hybrid"


def test_the_title_goes_before_the_text() -> None:
    assert read("You will be in the office 3 days a week.", title="Analyst (Remote)") == ("remote", "title")


def test_hard_wrapped_lines_are_read_as_one() -> None:
    assert read("We build hybrid\n  search engines.") == (None, None)
    assert read("The role is remote\n  within Spain.") == ("remote", "text")


@settings(max_examples=200, deadline=2000)
@given(st.text(max_size=400), st.sampled_from(TRIGGERS))
def test_any_text_gives_an_answer(text: str, trigger: str) -> None:
    value, basis = read(f"{text}{trigger}{text}")
    assert (value is None) == (basis is None)


@pytest.mark.parametrize("text", ["remote " * 100_000, "3 days " * 100_000, "office\n" * 100_000, "#LI-" * 200_000])
def test_a_flood_of_triggers_is_answered_in_bounded_time(text: str) -> None:
    spots = spots_of(text)
    start = time.process_time()
    find_workplace(Document("", "", "", text, spots=spots))
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("Analista (remoto)", "remote"),
        ("Entwickler, Homeoffice", "remote"),
        ("Développeur (télétravail)", "remote"),
        ("Specjalista (zdalnie)", "remote"),
        ("Analista Híbrido", "hybrid"),
        ("Ingénieur, présentiel", "onsite"),
    ],
)
def test_titles_of_other_languages(title: str, value: str) -> None:
    assert read(title=title) == (value, "title")


PHRASES = [
    ("WFH 3 days", "hybrid"),
    ("Work from home available", "hybrid"),
    ("Option of working from home", "hybrid"),
    ("A mix of office and home working", "hybrid"),
    ("Flexible working (WFH/Office)", "hybrid"),
    ("You'll split your time between home and the office", "hybrid"),
    ("Work Setup: Hybrid", "hybrid"),
    ("Work Setup: Onsite", "onsite"),
    ("Work Arrangement: On-site", "onsite"),
    ("Reporting to our Makati office 2x a week", "hybrid"),
    ("Work setup: Hybrid (2x onsite)", "hybrid"),
    ("In the office twice a week", "hybrid"),
    ("Once a week onsite", "hybrid"),
    ("WFH setup", "remote"),
    ("Permanent work from home", "remote"),
    ("Ability to work from home 1 day per week", "hybrid"),
    ("Working from home opportunities", "hybrid"),
    ("Work remotely from anywhere in Australia", "remote"),
    ("Work from the comfort of your own home", "remote"),
    ("This is a home-based role", "remote"),
    ("Remote working available 2 days per week", "hybrid"),
    ("Fully onsite", "onsite"),
    ("100% onsite role", "onsite"),
    ("Work from office (5 days)", "onsite"),
    ("WFO", "onsite"),
    ("This position is open to remote candidates", "remote"),
    ("Remote OK", "remote"),
    ("The role can be performed remotely", "remote"),
    ("Candidates can be located anywhere in the United States", "remote"),
    ("Hybrid work arrangement with 3 office days", "hybrid"),
    ("Hybrid: 3 days in office", "hybrid"),
    ("3 days onsite, 2 days remote", "hybrid"),
    ("must be able to commute to our Austin office three times a week", "hybrid"),
    ("Must be able to work onsite in Chicago", "onsite"),
    ("This position requires working on-site at our Dallas facility", "onsite"),
    ("This is an in-office position", "onsite"),
    ("In-person, full-time, in San Francisco", "onsite"),
    ("We're an in-person company based in NYC", "onsite"),
    ("You will work out of our SF office", "onsite"),
    ("expected to be in the office at least 50% of the time", "hybrid"),
    ("At least 60% in office", "hybrid"),
    ("We offer flexible hybrid working", "hybrid"),
    ("Hybrid", "hybrid"),
    ("Remote", "remote"),
    ("Onsite", "onsite"),
    ("Location: Anywhere (Remote)", "remote"),
    ("Work Location: Remote", "remote"),
    ("Work Location: In person", "onsite"),
    ("Work Location: Hybrid remote in Denver, CO 80202", "hybrid"),
    ("Job Type: Remote", "remote"),
    ("You will manage remote employees", None),
    ("Experience with hybrid cloud", None),
    ("Hybrid mobile apps", None),
    ("Remote patient monitoring", None),
    ("remote work stipend", None),
    ("Our office has great snacks", None),
    ("Reports to the office of the CEO", None),
    ("We have offices in Berlin and Paris", None),
    ("onsite parking available", None),
    ("You will travel to client sites for onsite meetings", None),
    ("Support users on site and remotely", None),
    ("Arbeitsort: Remote (deutschlandweit)", "remote"),
    ("Hybrides Arbeiten: 2 Tage pro Woche im Büro", "hybrid"),
    ("Möglichkeit zum mobilen Arbeiten", "hybrid"),
    ("Homeoffice-Möglichkeit", "hybrid"),
    ("Bis zu 3 Tage Homeoffice pro Woche", "hybrid"),
    ("2 jours de télétravail par semaine", "hybrid"),
    ("Télétravail partiel", "hybrid"),
    ("Télétravail à 100 %", "remote"),
    ("Full remote", "remote"),
    ("Modalidad: híbrida", "hybrid"),
    ("Trabajo 100% remoto", "remote"),
    ("Teletrabajo 2 días a la semana", "hybrid"),
    ("Modalidad presencial", "onsite"),
    ("Poste en télétravail complet", "remote"),
    ("Possibilité de télétravail", "hybrid"),
    ("Arbeit vor Ort in Berlin", "onsite"),
    ("Remote-Anteil von 50 %", "hybrid"),
    ("100% remote möglich", "remote"),
    ("WFH arrangement", "remote"),
    ("Work from Home set-up", "remote"),
    ("hybrid setup (2x RTO)", "hybrid"),
    ("Amenable to work onsite", "onsite"),
    ("willing to work onsite in BGC, Taguig", "onsite"),
    ("Must be willing to work on-site", "onsite"),
    ("Onsite work setup", "onsite"),
    ("Work set-up: 3x onsite/week", "hybrid"),
    ("Remote-based", "remote"),
    ("Home Based ESL Teacher", "remote"),
    ("Work at home position", "remote"),
    ("work@home", "remote"),
    ("You can work anywhere", "remote"),
    ("Telecommuting position", "remote"),
    ("Work anywhere in Australia, 100% WFH", "remote"),
    ("Set up your own home office and work remotely", "remote"),
    ("Fully home-based", "remote"),
    ("WFH and office based", "hybrid"),
    ("Office/WFH", "hybrid"),
    ("Work from home or in the office", "hybrid"),
    ("Choose where you work: home, office or a mix", "hybrid"),
    ("Flexible working from home options available", "hybrid"),
    ("flexibility to work from home when needed", "hybrid"),
    ("WFH Fridays", "hybrid"),
    ("Work from home Mondays and Fridays", "hybrid"),
    ("two days WFH", "hybrid"),
    ("2 WFH days per week", "hybrid"),
    ("1 day from home", "hybrid"),
    ("Hybrid working - 60% office / 40% home", "hybrid"),
    ("Flexible hybrid arrangements", "hybrid"),
    ("Partly remote", "hybrid"),
    ("Remote two days a week", "hybrid"),
    ("Office based with WFH flexibility", "hybrid"),
    ("Working from home is available after probation", "hybrid"),
    ("hybrid WFH/office", "hybrid"),
    ("Permanently remote", "remote"),
    ("Remote position - work from home anywhere in NZ", "remote"),
    ("Location: Remote, Philippines", "remote"),
    ("This is a 100% work from home job", "remote"),
    ("Work Arrangement: WFH", "remote"),
    ("work from home job", "remote"),
    ("Online work from home", "remote"),
    ("Office-based", "onsite"),
    ("This role is office based in Auckland", "onsite"),
    ("Full time onsite role at our Melbourne head office", "onsite"),
    ("No work from home", "onsite"),
    ("this is not a work from home role", "onsite"),
    ("The successful candidate will manage our front office", None),
    ("Hotel front office experience", None),
    ("office hours Monday to Friday", None),
    ("Proficient in MS Office", None),
    ("on-site training provided", None),
    ("Free onsite parking and gym", None),
    ("remote communities across WA", None),
    ("located in a remote part of Queensland", None),
    ("rural and remote health", None),
    ("FIFO to remote sites", None),
    ("hybrid vehicles technician", None),
    ("Mix of WFH and office", "hybrid"),
    ("3 days in the office, 2 from home", "hybrid"),
    ("Work 3 days from our Sydney office", "hybrid"),
    ("Flexible work arrangements: hybrid", "hybrid"),
    ("50/50 home and office", "hybrid"),
    ("hybrid options", "hybrid"),
    ("Hybrid (Bangkok)", "hybrid"),
    ("Remote (Indonesia)", "remote"),
    ("100% online, from your home", "remote"),
]


@pytest.mark.parametrize(("phrase", "value"), PHRASES)
def test_phrases_between_other_lines(phrase: str, value: str | None) -> None:
    assert read(f"About us. We build things for people.\n{phrase}\nApply now.")[0] == value


RULES = FILE.built_in


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_meets_its_example_and_not_its_counter_example(rule: Rule) -> None:
    assert rule in [mention.rule for mention in mentions(rule.example, spots_of(rule.example)["workplace"])]
    assert rule not in [mention.rule for mention in mentions(rule.counter, spots_of(rule.counter)["workplace"])]


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.weight >= 1.5], ids=lambda rule: rule.id)
def test_what_an_example_says_is_what_is_found(rule: Rule) -> None:
    found = find_workplace(Document("", "", "", rule.example, spots=spots_of(rule.example)))
    assert found is not None
    assert found.value == rule.says


def test_ids_are_told_apart() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_rules_are_switched_off_and_added_by_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        '[[rule]]\nid = "own.treehouse"\ngroup = "onsite"\nbefore = \'treehouse $\'\nsays = "onsite"\nweight = 5\n'
        'example = "In the treehouse on site"\ncounter = "On site"\n',
        encoding="utf-8",
    )
    rules = {"workplace.without": ["tag.remote"], "workplace.rules": str(tmp_path / "own.toml")}
    changes = {f"components.{name}": value for name, value in rules.items()}
    nlp = load_model_from_config(load_config(CONFIG, changes), auto_fill=True, validate=False)
    assert nlp("Great team. #LI-Hybrid")._.workplace[0] == "hybrid"
    assert nlp("Great team. #LI-Remote")._.workplace[0] is None
    assert nlp("Fully remote, but each Friday in the treehouse on site.")._.workplace[0] == "onsite"


def test_a_rule_to_switch_off_that_there_is_not_is_named() -> None:
    with pytest.raises(ValueError, match=r"no rule is called remote\.sad; did you mean remote\.said"):
        load(without=["remote.sad"])


def test_of_equal_evidence_hybrid_covers_home_and_office() -> None:
    assert read("#LI-Remote #LI-Hybrid") == read("#LI-Hybrid #LI-Remote") == ("hybrid", "text")


def test_of_two_mentions_of_one_way_the_heavier_is_the_evidence() -> None:
    text = "#LI-Remote\n\nLocation: fully remote\n\nThis is a remote role"
    found = find_workplace(Document("", "", "", text, spots=spots_of(text)))
    assert found is not None and (found.start, found.end, found.rule) == (28, 34, "remote.fully")


def test_a_text_that_denies_remote_work_goes_before_the_location() -> None:
    assert read("This role is not remote.", location="Remote, US") == ("onsite", "text")
    assert read("This is a hybrid role.", location="Remote, US") == ("remote", "location")
