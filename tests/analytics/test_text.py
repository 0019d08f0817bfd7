"""HTML to text, tags blanked out in place, and folded texts whose offsets lead back."""

from hypothesis import given
from hypothesis import strategies as st

from analytics.text.plain import fold, html_to_text, lower, visible


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
def test_folded_letters_lead_back_to_their_origin(text: str) -> None:
    folded = fold(lower(text))
    for offset, char in enumerate(folded.text):
        if char.isascii() and char.isalnum():
            assert text[folded.origin(offset)].lower()[0] == char


def test_lower_case_keeps_the_length() -> None:
    assert lower("\u0130stanbul Ab\u00df") == "istanbul ab\u00df"


def test_hyphens_and_line_ends_fold_to_one_blank() -> None:
    assert fold("high-\n availability,  full\u2011stack").text == "high availability, full stack"


def test_blanks_alone_fold_to_blanks() -> None:
    assert fold("  \n\n    \n").text.isspace()


def test_a_word_that_was_broken_in_its_line_is_joined() -> None:
    assert fold("multi- agent systems").text == "multi agent systems"
