"""Paragraphs that stand on most of an employer's postings: what they name says nothing of one role."""

from collections import Counter
from collections.abc import Iterable, Sequence

LEAST_POSTINGS = 4  # different postings of an employer from which its boilerplate shows
SHARE = 0.6  # of them on which a paragraph must stand
SHORTEST_TITLE = 8  # characters; shorter ones are words that occur by themselves
MOST_REPEATS = 50  # places at which a text's title is looked for
SHORTEST = 60  # characters; shorter lines are headings and list items that roles share rightly


def paragraphs(text: str) -> Iterable[tuple[int, int, int]]:
    """(hash, start, end) of each line that is long enough to be a paragraph, numbers and case aside."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if len(line) >= SHORTEST:
            yield hash(" ".join(line.lower().split())), start, end
        start = end + 1


def boilerplate(texts: Sequence[str]) -> frozenset[int]:
    """Hashes of the paragraphs that stand on most of `texts`, one text for each different job of one employer."""
    if len(texts) < LEAST_POSTINGS:
        return frozenset()
    counts = Counter(found for text in texts for found in {key for key, _, _ in paragraphs(text)})
    return frozenset(key for key, count in counts.items() if count >= max(LEAST_POSTINGS, SHARE * len(texts)))


def spans_of(low: str, title: str) -> list[tuple[int, int]]:
    """Where a text, given in lower case, repeats its title: "we seek an LLM Engineer" names the role and no skill."""
    wanted = title.strip().lower()
    if len(wanted) < SHORTEST_TITLE:
        return []
    found: list[tuple[int, int]] = []
    start = low.find(wanted)
    while start != -1 and len(found) < MOST_REPEATS:
        end = start + len(wanted)
        if not low[max(0, start - 1) : start].isalnum() and not low[end : end + 1].isalnum():
            found.append((start, end))
        start = low.find(wanted, end)
    return found


def spans(text: str, repeated: frozenset[int]) -> list[tuple[int, int]]:
    """Where boilerplate stands in a text."""
    return [(start, end) for key, start, end in paragraphs(text) if key in repeated] if repeated else []
