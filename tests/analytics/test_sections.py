"""Sections by headings, in the shapes in which postings come."""

import pytest

from analytics.extraction.sections.finder import find_sections, heading_kind


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Requirements", "required"),
        ("What you'll bring", "required"),
        ("Who you are", "required"),
        ("Nice to have", "preferred"),
        ("Bonus points", "preferred"),
        ("What you'll do", "responsibilities"),
        ("KEY RESPONSIBILITIES", "responsibilities"),
        ("Benefits", "benefits"),
        ("Why join us?", "benefits"),
        ("About us", "employer"),
        ("Equal Opportunity Employer", "legal"),
        ("Compensation", "pay"),
        ("Our interview process", "process"),
        ("Dein Profil", "required"),
        ("Deine Aufgaben", "responsibilities"),
        ("Wir bieten", "benefits"),
        ("Profil recherché", "required"),
        ("Vos missions", "responsibilities"),
        ("Requisitos", "required"),
        ("Se valorará", "preferred"),
    ],
)
def test_headings_open_their_section(heading: str, kind: str) -> None:
    assert heading_kind(heading) == kind


@pytest.mark.parametrize("mark", ["{}", "{}:", "## {}", "**{}**", "**{}:**", "{}…"])
def test_marks_around_a_heading_do_not_matter(mark: str) -> None:
    text = "We are a firm.\n\n" + mark.format("What you will bring") + "\n\n- Python\n"
    assert find_sections(text).at(text.index("Python")) == "required"


def test_a_heading_in_the_line_of_its_text_is_read() -> None:
    text = "Requirements: Python and SQL.\nNice to have: Rust.\n"
    sections = find_sections(text)
    assert sections.at(text.index("SQL")) == "required"
    assert sections.at(text.index("Rust")) == "preferred"


def test_an_ordinary_sentence_is_no_heading() -> None:
    text = "You have requirements in mind.\nPython is what we benefit from.\n"
    assert find_sections(text).kinds == ("other",)


def test_what_stands_before_the_first_heading_is_other() -> None:
    assert find_sections("Hello there.\n\nBenefits\n\n- Lunch").at(0) == "other"


def test_named_only_when_a_heading_tells_the_jobs_own_part() -> None:
    assert not find_sections("Hello.\n\nBenefits\n\n- Lunch").named
    assert find_sections("Hello.\n\nRequirements\n\n- SQL").named
