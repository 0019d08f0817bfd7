"""Names that the taxonomy lacks: terms written as names that stand in lists beside skills that it has."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from analytics.extraction.skills.taxonomy import Taxonomy, load_taxonomy

MOST_WORDS = 4
_SPLIT = re.compile(r"\s*(?:[,;|()\[\]•·]|\s(?:and|or|und|oder|et|ou|y|o|&)\s|\.(?:\s|$)|:\s)\s*")
_UNWRAP = re.compile(r"(?<=[\w,])\n(?=[a-z(]|[A-Z][\w.+#]*[,)])")  # a line's end in the midst of a list
_LEAD = re.compile(
    r"^(?:(?:and|or|e\.g|i\.e|etc|such as|like|including|using|with|in|via|on|the|other|similar|plus|preferably|ideally"
    r"|strong)\b\.?\s*)+",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?=\S*(?:[A-Z]|[a-z]\d))\w[\w.+#'-]*(?: (?=\S*[A-Z0-9])\w[\w.+#'-]*){0,3}")
_LOWER = re.compile(r"\b[a-z]{2,}\b")


def unknown_candidates(texts: Iterable[str], least: int = 2, known: Taxonomy | None = None) -> list[tuple[str, int]]:
    """(term, number of texts that list it) for terms that no skill is called by, the most frequent first.

    A term counts where the item before or behind it in a list is a name of the taxonomy; at least `least` texts. A
    single word that the texts write small as often is no name.
    """
    names = (known or load_taxonomy()).names
    listed: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    for text in texts:
        listed.update(set(_listed(text, names)))
        plain.update(set(_LOWER.findall(text)))
    return [
        (term, count)
        for term, count in listed.most_common()
        if count >= least and not any(plain[word.lower()] >= count for word in term.split())
    ]


def _listed(text: str, names: Collection[str]) -> Iterator[str]:
    for line in _UNWRAP.sub(" ", text).split("\n"):
        items = [part for item in _SPLIT.split(line) for part in _parts(item, names)]
        if len(items) < 2:
            continue
        skills = [_holds_skill(item, names) for item in items]
        for place, item in enumerate(items):
            beside = (place > 0 and skills[place - 1]) or (place + 1 < len(items) and skills[place + 1])
            if beside and not skills[place] and _NAME.fullmatch(item):
                yield item


def _parts(item: str, names: Collection[str]) -> list[str]:
    """An item without the words that lead into the list, cut at its slashes unless it is a name with one (CI/CD)."""
    bare = _LEAD.sub("", item).strip(" .\"'*-–")
    return [bare] if _holds_skill(bare, names) else [part.strip() for part in bare.split("/")]


def _holds_skill(item: str, names: Collection[str]) -> bool:
    """Whether an item is a known name, also with words before it ("experience in SQL") or behind it ("SQL queries")."""
    words = item.lower().replace("-", " ").split()
    lengths = range(1, min(MOST_WORDS, len(words)) + 1)
    return any(" ".join(words[-length:]) in names or " ".join(words[:length]) in names for length in lengths)
