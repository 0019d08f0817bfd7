"""Names that the taxonomy lacks, found in lists beside those that it has."""

from analytics.extraction.candidates import unknown_candidates


def names(*texts: str, least: int = 1) -> list[str]:
    return [term for term, _ in unknown_candidates(texts, least)]


def test_a_name_beside_known_skills_is_a_candidate() -> None:
    assert names("Experience with Python, Zyxwor or Kafka") == ["Zyxwor"]
    assert names("Vector stores (Qdrant, QuuxDB 2, Milvus)") == ["QuuxDB 2"]


def test_known_skills_and_plain_words_are_none() -> None:
    assert names("Python, Kafka, good humour, CI/CD, Docker") == []


def test_a_word_that_texts_write_small_is_no_name() -> None:
    assert names("Python, Design, Kafka", "we design with Python, and design again") == []


def test_names_without_known_neighbours_do_not_count() -> None:
    assert names("Offices in Paris, Zyxwor and Rome") == []


def test_each_text_counts_once_and_the_frequent_come_first() -> None:
    texts = ["Python, Zyxwor, Kafka and Python, Zyxwor, Kafka", "Zyxwor/Python", "SQL, Frobnik, Python"]
    assert unknown_candidates(texts, 1) == [("Zyxwor", 2), ("Frobnik", 1)]
    assert unknown_candidates(texts, 2) == [("Zyxwor", 2)]


def test_a_list_may_be_cut_by_a_lines_end() -> None:
    assert names("Experience with Python,\nZyxwor, Kafka") == ["Zyxwor"]
