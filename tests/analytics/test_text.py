"""HTML to text, tags blanked out in place, and joined lines whose offsets lead back."""

from hypothesis import given
from hypothesis import strategies as st

from analytics.text.plain import html_to_text, lower, visible
from analytics.text.wrapping import unwrap


def test_paragraphs_and_items_stand_on_lines_of_their_own() -> None:
    text = html_to_text("<p>We build.</p><ul><li>Python &amp; Go</li><li>SQL</li></ul><p>Apply<br>now</p>")
    assert [line for line in text.split("\n") if line] == ["We build.", "- Python & Go", "- SQL", "Apply", "now"]


def test_markup_that_was_escaped_once_too_often_is_read() -> None:
    assert html_to_text("&lt;p&gt;Rust&amp;nbsp;and C++&lt;/p&gt;") == "Rust and C++"


def test_scripts_are_no_text() -> None:
    assert html_to_text("<p>a</p><script>var x = 'Python'</script>") == "a"


def test_text_without_markup_stays_as_it_is() -> None:
    assert visible("if a < b and c > d") == "if a < b and c > d"


@given(st.text(alphabet=st.sampled_from(list("ab <>/pli\n-&é\u0130"))))
def test_blanked_text_keeps_its_length(text: str) -> None:
    assert len(visible(text)) == len(text)


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(list("ab  \n--(\u2013\u0130")))))
def test_letters_of_an_unwrapped_text_lead_to_their_origin_and_back(text: str) -> None:
    joined = unwrap(text)
    for offset, char in enumerate(joined.text):
        if not char.isspace():
            origin = joined.origin(offset)
            assert text[origin] == char
            assert joined.place(origin) == offset


def test_lower_case_keeps_the_length() -> None:
    assert lower("\u0130stanbul Ab\u00df") == "istanbul ab\u00df"


def test_lines_that_go_on_are_joined_and_items_and_paragraphs_are_not() -> None:
    text = "We build high-\n  availability,  and\nmore\n\nPython\n- SQL\n1. Go"
    assert unwrap(text).text == "We build high- availability, and more\n\nPython\n- SQL\n1. Go"


def test_blanks_alone_stay_blanks() -> None:
    assert unwrap("  \n\n    \n").text.isspace()
