"""Years of experience: what asks for them, in figures and words, and what only looks so."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.util import load_config, load_model_from_config

from analytics.extraction.document import Document, source
from analytics.extraction.pipeline import CONFIG, load_pipeline
from analytics.extraction.triggers import Triggers
from analytics.extraction.years.finder import Years, find_years, statements
from analytics.extraction.years.rules import FILE, Rule, load
from analytics.text.wrapping import unwrap

TRIGGERS_OF_ALL = Triggers()


def spots_of(text: str) -> dict[str, list[int]]:
    return TRIGGERS_OF_ALL.spots(unwrap(text))


def years(text: str, section: str = "other") -> Years | None:
    return find_years(Document("", "", "", text, None, spots_of(text), lambda offset: section))


def span(text: str, section: str = "other") -> tuple[float | None, float | None] | None:
    found = years(text, section)
    return (found.min, found.max) if found else None


FORMATS = [
    "{n}+ years of experience in data engineering",
    "At least {n} years of professional experience",
    "Minimum of {n} years' experience with Python",
    "You have {n} or more years of experience building products",
    "Experience: {n}+ years in software engineering",
    "- {n}+ yrs of hands-on experience",
    "Years of experience: {n}",
    "YOE: {n}+",
    "Mindestens {n} Jahre Berufserfahrung",
    "Du bringst {n} Jahre Erfahrung in der Softwareentwicklung mit",
    "Au moins {n} ans d'expérience",
    "Vous justifiez de {n} années d’expérience professionnelle",
    "Al menos {n} años de experiencia",
    "Experiencia mínima de {n} años en puesto similar",
    "Más de {n} años de experiencia",
]


@given(number=st.integers(2, 19), form=st.sampled_from(FORMATS))
def test_what_is_formatted_from_a_number_parses_back(number: int, form: str) -> None:
    assert span(form.format(n=number)) == (number, None)


RANGES = ["{a}-{b}", "{a} – {b}", "{a} to {b}", "{a} bis {b}", "{a} à {b}", "{a} a {b}"]


@given(low=st.integers(0, 12), width=st.integers(1, 6), form=st.sampled_from(RANGES))
def test_ranges_parse_back(low: int, width: int, form: str) -> None:
    figure = form.format(a=low, b=low + width)
    assert span(f"Requires {figure} years of experience") == (low, low + width)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least three years of experience", (3, None)),
        ("Minimum five (5) years of relevant experience", (5, None)),
        ("Mindestens drei Jahre Berufserfahrung", (3, None)),
        ("trois ans d'expérience minimum", (3, None)),
        ("Experiencia de al menos dos años", (2, None)),
        ("1 an d'expérience minimum", (1, None)),
        ("5–8+ years of experience in research", (5, None)),
        ("+4 years of experience", (4, None)),
        ("Up to 2 years of experience", (None, 2)),
        ("less than 3 years of experience", (None, 3)),
        ("At least 18 months of experience in sales", (1, None)),
        ("1.5 years of experience", (1.5, None)),
        ("No prior experience required", (0, None)),
        ("Débutant accepté", (0, 2)),
        ("mindestens dreijährige Berufserfahrung", (3, None)),
        ("five-plus years of experience", (5, None)),
        ("At least a year of experience in sales", (1, None)),
        ("3 ans et plus d'expérience", (3, None)),
        ("3 (three) years of experience", (3, None)),
        ("A degree or something like it and 5+ years as a designer", (5, None)),
        ("mehrjährige Berufserfahrung", None),
        ("Several years of experience", None),
    ],
)
def test_figures_in_words_and_limits(text: str, expected: tuple[float | None, float | None] | None) -> None:
    assert span(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We have over 40 years of experience in the market",
        "For more than 15 years our company has served clients",
        "You must be at least 18 years old",
        "Must be 21 years of age or older",
        "In the last 5 years we grew tenfold",
        "over the past two years the team has doubled",
        "named a best place to work 3 years in a row",
        "a 2-year contract with an option to extend",
        "Stock vests over 4 years",
        "A four-year degree in computer science",
        "sabbatical after 5 years of service",
        "Paid leave of 25 days per year",
        "$120,000 per year",
        "Wir sind seit 30 Jahren am Markt",
        "Depuis plus de 20 ans, nous accompagnons nos clients",
        "empresa con más de 25 años de historia",
        "enfants de 3 à 11 ans",
        "CDD de 2 ans",
        "auf zwei Jahre befristet",
        "3 Jahre Ausbildung zum Elektroniker",
        "Our founders bring 15+ years of experience",
        "the 2024 fiscal year",
    ],
)
def test_ages_histories_and_periods_are_no_requirement(text: str) -> None:
    assert years(text) is None


def test_the_first_requirement_is_the_one_for_the_whole_job() -> None:
    assert span("- 8+ years of engineering experience\n- 3+ years of experience with Python") == (8, None)
    assert span("7+ years of QA experience, with 2+ years focused on automation") == (7, None)


def test_of_alternatives_by_degree_the_smallest_counts() -> None:
    assert span("Bachelor's degree plus 8 years of experience, or Master's degree plus 6 years of experience") == (
        6,
        None,
    )


@pytest.mark.parametrize(
    ("text", "least"),
    [
        (
            "- BSc in Physics or a related\n  field and 6+ years of experience, or an MSc\n  and 4+ years",
            4,
        ),
        ("Bachelor's with 5+ years, Master's with 3+ years, or PhD with 1 year of experience", 1),
        ("6+ years of experience for Bachelor's and 4+ years of experience for Masters", 4),
        ("- A degree or 4 years of equivalent experience\n- 7+ years of experience in statistics", 7),
        ("- 6+ years of experience, or more\n- A master's degree and 2 years of experience with Go", 6),
        ("7/8+ years of experience, with at least 2+ years in a leading role", 7),
        ("1 an d'expérience", 1),
    ],
)
def test_what_another_degree_makes_of_the_years_counts_and_what_replaces_a_degree_does_not(
    text: str, least: float
) -> None:
    found = years(text)
    assert found is not None
    assert found.min == least


def test_years_that_are_not_looked_for_are_none() -> None:
    assert span("We aren't looking for 10 years of experience in offices.") is None


def test_many_articles_before_the_years_hide_nothing() -> None:
    assert span("It is an office. " * 200 + "You need 5+ years of experience.") == (5, None)


def test_a_wish_counts_only_when_nothing_is_required() -> None:
    assert span("Ideally 3 years of experience with Go\n- 5+ years of experience in backend work") == (5, None)
    assert span("Ideally 3 years of experience with Go") == (3, None)


def test_the_employers_section_tells_nothing() -> None:
    assert span("12 years of experience in payments", section="employer") is None


def test_the_evidence_is_where_it_says() -> None:
    text = "About you\n- 6+ years of experience in design"
    found = years(text)
    assert found is not None
    assert text[found.start : found.end] == "6+ years"


@pytest.mark.parametrize("text", ["", "years", "🧑‍💻 years years", "سنوات 5 years experience", "9" * 10_000 + " years"])
def test_odd_input_is_answered(text: str) -> None:
    found = years(text)
    assert found is None or found.min == 5


def test_a_hostile_text_costs_bounded_time() -> None:
    text = "5+ years of experience, or 3 to 5 years " * 500
    started = time.process_time()
    assert span(text) == (5, None)
    assert time.process_time() - started < 1.0


def test_nice_to_haves_count_only_where_no_section_lists_requirements() -> None:
    wish = "Bonus\n5+ years of experience in design"
    assert span(wish, section="preferred") == (5, None)
    text = "Requirements\n" + "A degree in design or the like. " * 5 + "\n" + wish
    split = text.index("Bonus")
    sections = Document("", "", "", text, None, spots_of(text), lambda at: "preferred" if at >= split else "required")
    assert find_years(sections) is None


@pytest.mark.parametrize("figure", ["up to 4 years", "Up to 4+ years", "at most 4 years", "bis zu 4 Jahre"])
def test_a_ceiling_asks_for_no_years(figure: str) -> None:
    found = years(f"Requirements\n- {figure} of experience in design, Erfahrung")
    assert found is not None
    assert (found.min, found.max) == (None, 4)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def rules_met(nlp: Language, text: str) -> set[str]:
    """The rules that decide on the figures of a text, with its sections."""
    doc = nlp.make_doc(text)
    for name in ("triggers", "language", "sections"):
        doc = nlp.get_pipe(name)(doc)
    met = set()
    for rule, figure in statements(source(doc)):
        met |= {rule.id} if rule else set()
        if figure:
            met |= {
                figure.years.rule,
                *(["wish"] if figure.wished else []),
                *(["most"] if not figure.years.min else []),
            }
    return met


@pytest.mark.parametrize("rule", FILE.built_in, ids=lambda rule: rule.id)
def test_each_rule_decides_in_its_example_and_not_in_its_counter_example(nlp: Language, rule: Rule) -> None:
    name = "wish" if rule.group == "wish" else rule.id
    assert name in rules_met(nlp, rule.example)
    assert name not in rules_met(nlp, rule.counter)


def test_ids_are_told_apart() -> None:
    assert len({rule.id for rule in FILE.built_in}) == len(FILE.built_in)


OWN = """
[[rule]]
id = "own.apprentice"
group = "kind"
before = 'apprentice'
says = "nothing"
example = "As an apprentice you spend 3 years of experience"
counter = "3 years of experience"
"""


def test_rules_are_switched_off_and_added_by_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    changes = {"components.years.without": ["most"], "components.years.rules": str(tmp_path / "own.toml")}
    nlp = load_model_from_config(load_config(CONFIG, changes), auto_fill=True, validate=False)
    assert nlp("Up to 2 years of experience")._.years.min == 2
    assert nlp("As an apprentice: 3 years of experience")._.years is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[rule]", "cannot be read as TOML"),
        ('[[rule]]\nid = "a"\nsays = "asked"\nexample = "x"', "a has no counter"),
        (OWN.replace("before", "befor"), "own.apprentice has an unknown key befor"),
        (OWN.replace("'apprentice'", "'('"), "pattern that cannot be read"),
    ],
)
def test_rules_that_cannot_be_used_are_named(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=problem) as raised:
        load(file)
    assert str(file) in str(raised.value)


def test_a_rule_to_switch_off_that_there_is_not_is_named() -> None:
    with pytest.raises(ValueError, match=r"no rule is called mosst; did you mean most\?"):
        load(without=["mosst"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 1.5 years of experience", (1.5, None)),
        ("One and a half years of experience in sales", (1.5, None)),
        ("Mindestens anderthalb Jahre Berufserfahrung", (1.5, None)),
        ("Al menos 1 año y medio de experiencia", (1.5, None)),
        ("Minimum 2½ years of experience", (2.5, None)),
        ("Upto 5 years of experience in building applications", (None, 5)),
        ("5+ overall years of software development experience", (5, None)),
        ("4+ year track record of shipping systems", (4, None)),
        ("A lender with a 40 year track record", None),
        ("High school diploma or equivalent required or 2 years experience", None),
        ("You will learn from engineers with 20+ years of experience", None),
    ],
)
def test_halves_ceilings_and_the_years_of_others(text: str, expected: tuple[float | None, float | None] | None) -> None:
    assert span(text) == expected
