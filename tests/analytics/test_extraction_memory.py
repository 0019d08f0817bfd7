"""Memory stays flat over any number of postings, and the answers are the same from one process and from several."""

import json
import os
import random
import resource
import subprocess
import sys
from collections.abc import Iterator

import pytest
from reading import pipeline

from analytics.extraction import pipeline as pipelines
from analytics.extraction.answers import answer_all, answer_lines
from analytics.extraction.lexicon import load_lexicon
from analytics.extraction.posting import Posting

NLP = pipeline(load_lexicon())
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def varied(count: int, seed: int) -> Iterator[Posting]:
    """Postings in which every other word is one that no other posting has."""
    rnd = random.Random(seed)
    for number in range(count):
        new = (f"{''.join(rnd.choices(LETTERS, k=9))} and {rnd.choice(('Python', 'SQL', 'Kafka'))}," for _ in range(25))
        yield Posting(f"{seed}-{number}", "Engineer", "Acme", "", "Requirements:\n- " + " ".join(new))


def test_a_full_vocabulary_grows_no_more_and_answers_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    before = list(answer_all(NLP, varied(100, 1)))
    strings = len(NLP.vocab.strings)
    monkeypatch.setattr(pipelines, "FULL_VOCABULARY", strings)
    assert list(answer_all(NLP, varied(100, 1))) == before
    for _ in answer_all(NLP, varied(1000, 2)):
        pass
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in answer_all(NLP, varied(4000, 3)):  # 100,000 new words, which would stay as 80 MB
        pass
    assert len(NLP.vocab.strings) == strings
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - most < 20_000  # kB


def test_a_users_own_memory_zone_is_not_nested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipelines, "FULL_VOCABULARY", 0)
    with NLP.memory_zone():
        (answer,) = answer_all(NLP, [Posting("1", "Engineer", description="Experience with Python")])
        assert [hit["skill"] for hit in answer["skills"]] == ["Python"]
        assert NLP.vocab.in_memory_zone  # type: ignore[attr-defined]


READS = """
import sys
from analytics.extraction import pipeline
from analytics.extraction.answers import answer_lines
pipeline.FULL_VOCABULARY = int(sys.argv[1])
for answer, _ in answer_lines(pipeline.load_pipeline(), sys.stdin):
    print(answer)
"""


def test_one_process_and_several_give_the_same_bytes() -> None:
    postings = [*varied(70, 4), *varied(70, 5)]
    lines = [json.dumps({"id": one.id, "title": one.title, "description": one.description}) for one in postings]
    here = "".join(f"{answer}\n" for answer, _ in answer_lines(NLP, lines)).encode()
    parts = [(lines[:50], "1", "0"), (lines[50:], "2", "1000000")]  # other hashes; words forgotten in one, kept in one
    running = [
        subprocess.Popen(
            [sys.executable, "-c", READS, full],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )
        for _, seed, full in parts
    ]
    answers = [
        process.communicate("\n".join(part).encode())[0] for process, (part, _, _) in zip(running, parts, strict=True)
    ]
    assert b"".join(answers) == here
