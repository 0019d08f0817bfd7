"""Paragraphs that an employer repeats, and titles that a text repeats."""

from hypothesis import given
from hypothesis import strategies as st

from analytics.text.boilerplate import boilerplate, spans, spans_of
from analytics.text.plain import lower

ABOUT = "Acme builds a Kubernetes platform on which thousands of teams run their Kafka clusters every day."
TEXTS = [
    f"{ABOUT}\nWe look for somebody who does task number {number} with Python and a lot of joy." for number in range(6)
]


def test_a_paragraph_on_most_postings_is_boilerplate() -> None:
    repeated = boilerplate(TEXTS)
    assert [TEXTS[0][start:end] for start, end in spans(TEXTS[0], repeated)] == [ABOUT]


def test_few_postings_show_no_boilerplate() -> None:
    assert boilerplate(TEXTS[:3]) == frozenset()


def test_case_and_blanks_do_not_matter() -> None:
    repeated = boilerplate(TEXTS)
    assert spans(ABOUT.upper().replace(" ", "  "), repeated)


def test_a_title_repeated_in_the_text_is_found_as_a_whole_word_only() -> None:
    text = "The LLM Engineer works with LLM Engineers; our llm engineer is you."
    assert [text[start:end] for start, end in spans_of(text.lower(), "LLM Engineer")] == [
        "LLM Engineer",
        "llm engineer",
    ]


def test_a_short_title_is_not_looked_for() -> None:
    assert spans_of("a dev is a dev", "Dev") == []


@given(st.text(), st.text(min_size=8))
def test_spans_of_a_title_read_as_the_title(text: str, title: str) -> None:
    whole = f"{text} {title}"
    assert all(whole[start:end].lower() == title.strip().lower() for start, end in spans_of(lower(whole), title))
