"""The whole pipeline: its answers, bad input, bounded time, and its Docs as a user of spaCy sees them."""

import json
import time
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import answered, pipeline, read, read_skills

from analytics.extraction.answers import answer_lines, skills
from analytics.extraction.lexicon import load_lexicon
from analytics.extraction.posting import Posting

NLP = pipeline(load_lexicon())
TEXT = (
    "About us\n\nWe are a bakery.\n\nWhat you'll do\n\n- Build LLM applications in Python\n\nRequirements\n\n"
    "- 4+ years of experience with PyTorch\n- AWS\n\nPay: $120,000 - $150,000 per year. This role is hybrid.\n"
)
KEYS = {
    "id", "skills", "seniority", "seniority_band", "seniority_basis", "min_years", "max_years", "salary", "workplace",
    "workplace_basis", "role", "role_basis", "ai_tier",
}  # fmt: skip


def test_the_answer_has_every_key_that_is_promised() -> None:
    answer = answered(Posting(id="7", title="Senior LLM Engineer", location="Berlin", description=TEXT))
    assert answer.keys() >= KEYS
    assert answer["seniority"] == "senior"
    assert answer["min_years"] == 4
    assert answer["salary"]["min"] == 120000
    assert answer["workplace"] == "hybrid"
    assert answer["role"] == "llm-engineer"
    assert {"LLMs", "Python", "PyTorch", "AWS"} <= {hit["skill"] for hit in answer["skills"]}


def test_nothing_said_is_null() -> None:
    answer = answered(Posting(id="1"))
    assert answer["skills"] == []
    assert [answer[key] for key in ("min_years", "max_years", "salary", "workplace")] == [None] * 4


def test_a_bad_line_is_answered_in_its_place_and_the_others_too() -> None:
    lines = [json.dumps({"id": "a", "title": "Engineer", "description": ""}), "{", "[]", '{"id": "b", "title": 3}']
    answers = [(json.loads(answer), good) for answer, good in answer_lines(NLP, lines)]
    assert [good for _, good in answers] == [True, False, False, False]
    assert answers[0][0]["id"] == "a"
    assert all("error" in answer for answer, good in answers if not good)
    assert answers[3][0]["id"] == "b"


@settings(max_examples=60)
@given(st.text(), st.text(), st.text(), st.text())
def test_no_text_raises(title: str, company: str, location: str, description: str) -> None:
    read(Posting("1", title, company, location, description))


HOSTILE = {
    "1 MB": "Python and experience with R, Go. " * 30_000,
    "single letters": "R " * 100_000,
    "bullets": "- Python\n" * 10_000,
    "binary": "".join(chr(code * 7 % 0x1FFF) for code in range(50_000)),
    "blanks": " " * 300_000,
    "line ends": "\n" * 300_000,
    "open tags": "<" * 100_000,
    "tags": "<p>" * 50_000,
    "headings": "Requirements: " * 30_000,
    "pedigree": "engineers from " * 30_000,
    "emoji": "😀🇩🇪" * 30_000,
    "right to left": "שלום עולם Python " * 10_000,
    "letters that grow": "İ" * 50_000,
    "digits": "1" * 100_000,
    "money": "$1 " * 40_000,
    "colons": "testing:" * 20_000,
    "brackets": "testing (unit, " * 15_000,
    "lists": "unit, load testing and " * 10_000,
    "partners": "work with (" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_take_bounded_time(name: str) -> None:
    begun = time.process_time()
    read(Posting("1", "AI Engineer", "R", "Berlin", HOSTILE[name]))
    assert time.process_time() - begun < 2


def test_a_plain_text_is_read_as_spacy_users_do() -> None:
    doc = NLP(TEXT)
    labels = {span.label_: span.text for span in doc.spans["skills"]}
    assert labels["PyTorch"] == "PyTorch"
    assert {"required", "responsibilities", "employer"} <= {span.label_ for span in doc.spans["sections"]}
    assert [span.text for span in doc.spans["years"]] == ["4+ years"]
    assert doc.spans["pay"][0].text == "$120,000 - $150,000 per year"
    assert (doc._.years.min, doc._.pay.max, doc._.workplace[0]) == (4, 150000, "hybrid")
    skill = next(span for span in doc.spans["skills"] if span.label_ == "Python")
    assert (skill._.requirement, skill._.section, skill._.category) == ("required", "responsibilities", "language")
    assert skill.id_ == "in-responsibilities"


def test_what_components_assign_and_require_fits_together() -> None:
    assert not any(NLP.analyze_pipes()["problems"].values())


def test_a_component_can_be_left_out_of_the_rest() -> None:
    nlp = spacy.blank("xx")
    for factory in ("triggers", "sections", "names", "skills"):
        nlp.add_pipe(f"rolemeter_{factory}")
    doc = nlp("Requirements:\n- Python and Machine-Learning\n")  # spaCy's own tokenizer
    assert {span.label_ for span in doc.spans["skills"]} == {"Python", "Machine Learning"}


def test_a_batch_answers_as_one_by_one() -> None:
    postings = [Posting(str(n), "AI Engineer", description=TEXT * n) for n in range(70)]
    alone = [answered(posting) for posting in postings]
    lines = [json.dumps({"id": one.id, "title": one.title, "description": one.description}) for one in postings]
    assert [json.loads(line) for line, _ in answer_lines(NLP, lines)] == alone


@pytest.mark.parametrize(
    "written",
    ["machine learning", "Machine-Learning", "machine\n  learning", "machine\u2011learning", "machine <b>learning</b>"],
)
def test_names_are_met_over_hyphens_line_ends_and_tags(written: str) -> None:
    text = f"Requirements:\n- You know {written} and its methods\n"
    ((skill),) = [found for found in read_skills(Posting("1", description=text)) if found.skill == "Machine Learning"]
    assert text[skill.start : skill.end].lower().startswith("machine")
    assert text[skill.start : skill.end].endswith("earning")


def test_half_a_surrogate_pair_is_replaced_and_offsets_hold() -> None:
    ((line, good),) = answer_lines(
        NLP, ['{"id": "\\udfff", "title": "\\ud800", "description": "Requirements:\\n- \\ud800 Python"}']
    )
    answer = json.loads(line)
    line.encode()
    assert good
    assert [(hit["skill"], hit["start"]) for hit in answer["skills"]] == [("Python", 18)]
    assert read_skills(Posting("1", "\ud800", "\udfff", "\ud800", "\ud800 x")) == []


@given(
    st.lists(
        st.sampled_from(
            ["Python", " ", "\n", "- ", "Go, ", "<b>", "🚀", "İ", "React", "\u00a0", "Requirements:\n", "C++"]
        )
    )
)
def test_offsets_give_the_surface(parts: list[str]) -> None:
    text = "".join(parts)
    assert all(text[hit.start : hit.end] == hit.surface for hit in read_skills(Posting("1", description=text)))


def test_a_text_that_opens_with_blanks_is_read_at_its_own_offsets() -> None:
    text = "   You have 5+ years of experience with Python."
    answer = answered(Posting("1", "Engineer", "", "", text))
    assert answer["min_years"] == 5
    assert [text[hit["start"] : hit["end"]] for hit in answer["skills"]] == ["Python"]


def test_a_single_figure_is_both_ends_of_the_pay_and_an_open_end_is_told() -> None:
    def pay(text: str) -> tuple[float, float, str | None]:
        salary = answered(Posting("1", description=text))["salary"]
        return salary["min"], salary["max"], salary["open"]

    assert pay("Salary up to £85,000 per annum") == (85000, 85000, "min")
    assert pay("Base pay starts at $20 an hour") == (20, 20, "max")
    assert pay("Salary: £85,000 per annum") == (85000, 85000, None)


def test_20_kb_take_less_than_50_ms() -> None:
    text = ("We look for 5+ years of Python, Go, Spark or Rust, remote or hybrid, $100k-$200k, at Acme. " * 230)[
        :20_000
    ]
    times = []
    for _ in range(3):
        begun = time.process_time()
        read(Posting("1", "AI Engineer", "Acme", "Berlin", text))
        times.append(time.process_time() - begun)
    assert min(times) < 0.05


def test_a_written_model_is_read_by_spacy_and_answers_the_same(tmp_path: Path) -> None:
    NLP.to_disk(tmp_path / "model")
    doc, before = spacy.load(tmp_path / "model")(TEXT), NLP(TEXT)
    found = [(span.label_, span.start_char, span._.requirement) for span in doc.spans["skills"]]
    assert found == [(span.label_, span.start_char, span._.requirement) for span in before.spans["skills"]] != []
    assert doc._.pay == before._.pay


def test_spans_and_changes_of_a_component_behind_ours_are_answers() -> None:
    doc = NLP(TEXT)
    bakery = doc.char_span(TEXT.index("bakery"), TEXT.index("bakery") + 6, label="Baking", span_id="mine")
    python = next(span for span in doc.spans["skills"] if span.label_ == "Python")
    python._.requirement = "preferred"
    bakery._.requirement = "preferred"
    doc.spans["skills"].append(bakery)
    found = {skill.skill: skill for skill in skills(doc)}
    assert (found["Python"].requirement, found["AWS"].requirement) == ("preferred", "required")
    assert (found["Baking"].surface, found["Baking"].section, found["Baking"].rule) == ("bakery", "employer", "mine")
    assert found["Baking"].requirement == "preferred"


def test_a_span_of_the_users_counts_once_and_is_refused_when_it_is_no_skill() -> None:
    doc = NLP(TEXT)
    before = len(list(skills(doc)))
    doc.spans["skills"].extend([doc.char_span(0, 5, label="Python"), doc.char_span(10, 12, label="We")])
    assert len(list(skills(doc))) == before + 1
    doc.spans["skills"][-1]._.requirement = "a must"
    with pytest.raises(ValueError, match=r"'We' .* one of required, preferred .* 'a must'"):
        list(skills(doc))


def test_several_processes_of_spacy_are_refused_with_what_to_do_instead() -> None:
    with pytest.raises(TypeError, match="load a pipeline in each process"):
        read(Posting(id="1", description="Python")).to_bytes()
