"""Levels of postings: title, text, years, and what tells nothing."""

import pytest
from reading import answered

from analytics.extraction.document import Document
from analytics.extraction.posting import Posting
from analytics.extraction.titles.level_rules import RULES, LevelRule
from analytics.extraction.titles.reading import read_title
from analytics.extraction.titles.seniority import decide, level_in_text, level_of_years
from analytics.extraction.triggers import Triggers
from analytics.extraction.years.finder import Years
from analytics.text.wrapping import unwrap
from analytics.values.levels import band

TRIGGERS_OF_ALL = Triggers()


def spots_of(text: str) -> dict[str, list[int]]:
    return TRIGGERS_OF_ALL.spots(unwrap(text))


def doc(text: str) -> Document:
    return Document("", "", "", text, None, spots_of(text))


def years(low: float | None, high: float | None = None) -> Years:
    return Years(low, high, 0, 1)


@pytest.mark.parametrize(
    ("level", "expected"),
    [("intern", "entry"), ("entry", "entry"), ("mid", "mid"), ("senior", "senior"), ("executive", "senior")],
)
def test_bands(level: str, expected: str) -> None:
    assert band(level) == expected


@pytest.mark.parametrize(
    ("asked", "level"),
    [
        (years(0), "entry"),
        (years(1.5, 3), "entry"),
        (years(2), "mid"),
        (years(4, 6), "mid"),
        (years(5), "senior"),
        (years(None, 2), "entry"),
        (None, None),
    ],
)
def test_levels_of_years(asked: Years | None, level: str | None) -> None:
    assert level_of_years(asked) == level


def test_the_title_goes_before_all_else() -> None:
    decision = decide(read_title("Junior Data Engineer"), years(7), doc("We are seeking a senior engineer"))
    assert decision[:3] == ("entry", "entry", "title")


def test_years_decide_where_the_title_tells_nothing() -> None:
    assert decide(read_title("Data Engineer"), years(6), doc(""))[:3] == ("senior", "senior", "years")


def test_nothing_told_is_assumed_mid() -> None:
    assert decide(read_title("Data Engineer"), None, doc("We build software."))[:3] == ("mid", "mid", "assumed")


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("We are seeking a Senior Data Engineer to join us.", "senior"),
        ("Seeking a Lead AI Engineer to oversee delivery", "lead"),
        ("We are looking for a talented Senior Staff Engineer for our team", "lead"),
        ("As a Principal Engineer, you will own the design.", "lead"),
        ("This is an entry-level role.", "entry"),
        ("Join us as an intern in our lab", "intern"),
        ("This internship lasts six months", "intern"),
        ("This is a paid summer internship.", "intern"),
        ("We are on the lookout for an inventive Lead AI Engineer", "lead"),
        ("Internship details: three months", "intern"),
        ("Seniority: Mid-level", "mid"),
        ("Career level - Senior", "senior"),
        ("Wir suchen einen Senior Softwareentwickler", "senior"),
        ("We are looking for a Junior Paralegal to join us.", "entry"),
        ("This role would suit a recent graduate.", "entry"),
        ("No prior experience is required: we teach you.", "entry"),
    ],
)
def test_a_text_that_announces_the_role_tells_its_level(text: str, level: str) -> None:
    told = level_in_text(doc(text))
    assert told and told[0] == level
    assert 0 <= told[1] < told[2] <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "You will lead a team of engineers and train our staff.",
        "You report to a Senior Manager and work with principal engineers.",
        "Our staff engineers mentor junior colleagues.",
        "The leading platform; internal and international customers.",
        "We offer paid internships and lead the market.",
        "communicate with senior leadership",
        "our internship program welcomes students",
        "As a company, senior living is our market",
    ],
)
def test_level_words_in_running_text_tell_nothing(text: str) -> None:
    assert level_in_text(doc(text)) is None


@pytest.mark.parametrize(
    ("title", "text", "level"),
    [
        ("Data Engineer - Lakehouse", "The Senior Data Engineer will design our platform.", "senior"),
        ("Insights Business Analyst", "Senior Business Analyst\nWe are a publisher.", "senior"),
        ("Data Engineer", "The Data Engineer Intern will clean tables.", "intern"),
        ("Data Engineer", "You help the Marketing Intern with tables.", None),
        ("Data Engineer", "You support the Senior Data Engineer in daily work.", None),
        ("Data Engineer", "Work alongside Senior Data Engineers.", None),
        ("Data Engineer", "No experience is required in Scala.", None),
        ("Data Engineer", "You like to learn about robots (no prior experience required).", None),
    ],
)
def test_the_title_with_a_level_in_the_text_is_this_job_and_no_colleague(
    title: str, text: str, level: str | None
) -> None:
    told = level_in_text(Document(title, "", "", text, None, spots_of(text)))
    assert (told and told[0]) == level


def test_training_that_is_given_makes_a_beginner_where_no_years_are_asked() -> None:
    assert decide(read_title("Machine Attendant"), None, doc("Full training provided."))[:3] == (
        "entry",
        "entry",
        "text",
    )
    assert decide(read_title("Machine Attendant"), years(3), doc("Full training provided.")).level == "mid"


def test_vice_president_is_a_grade_beside_a_trade_whose_text_tells_of_nobody_to_manage() -> None:
    title = read_title("Quant Engineer, Rates, Vice President")
    assert decide(title, None, doc("You write C++ for our desk.")).level == "senior"
    assert decide(title, None, doc("You have eight direct reports.")).level == "executive"
    assert decide(read_title("Vice President, Lending"), None, doc("You write memos.")).level == "executive"


@pytest.mark.parametrize(
    ("title", "text", "level"),
    [
        ("General Labourer", "You carry bricks.", "entry"),
        ("Kitchen Hand", "You wash up.", "entry"),
        ("Kitchen Hand", "", "mid"),  # a title alone tells no level
        ("Hands-on Data Engineer", "You build pipelines.", "mid"),
        ("Bookkeeper", "You keep books.", "mid"),
    ],
)
def test_occupations_without_training_are_a_beginners_where_the_text_asks_for_no_years(
    title: str, text: str, level: str
) -> None:
    assert decide(read_title(title), None, doc(text)).level == level
    assert decide(read_title(title), years(3), doc(text)).level == "mid"


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Data Engineer (3 to 5yrs exp)", "mid"),
        ("Data Engineer - 7+ Years", "senior"),
        ("Data Engineer, 1-2 years", "entry"),
        ("Data Engineer, 6 years of experience", "senior"),
        ("Data Engineer, 2 years contract", "mid"),  # the length of a contract: nothing is told
    ],
)
def test_years_in_the_title_tell_the_level(title: str, level: str) -> None:
    assert decide(read_title(title), None, doc("We build pipelines.")).level == level


def test_years_in_the_title_go_before_those_of_the_text() -> None:
    assert decide(read_title("Data Engineer (3 to 5yrs exp)"), years(1), doc(""))[:3] == ("mid", "mid", "title")
    assert decide(read_title("Data Engineer, 8 years contract"), years(1), doc(""))[:3] == ("entry", "entry", "years")


@pytest.mark.parametrize(
    ("title", "text", "level"),
    [
        ("Property Manager", "You have at least 1 year of experience in property management.", "mid"),
        ("Property Manager", "You have 1-2 years of experience in property management.", "entry"),
        ("Python Developer", "You have at least 1 year of experience in software development.", "entry"),
        ("Infrastructure Engineer", "You have run networks at a senior level for large firms.", "senior"),
        ("Service Desk Analyst", "This suits someone starting their career in IT.", "entry"),
        ("Cloud Engineer", "The ideal candidate is an experienced Senior Systems Engineer.", "senior"),
        ("Cloud Engineer", "You will start your day with the senior engineers.", "mid"),
    ],
)
def test_what_a_text_says_of_practice_and_career(title: str, text: str, level: str) -> None:
    assert answered(Posting("1", title=title, description=text))["seniority"] == level


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_meets_its_example_and_not_its_counter_example(rule: LevelRule) -> None:
    assert rule.met(rule.example) and not rule.met(rule.counter)
