"""English as sentences need it: articles by sound and lists with "and"."""

from collections.abc import Sequence

_LETTERS_WITH_VOWEL = "AEFHILMNORSX"  # letters whose English name starts with a vowel sound


def article(words: str) -> str:
    """The words with "a" or "an" before them, by sound: "an AI Engineer", "an ML Engineer", "a Prompt Engineer"."""
    first = words.split()[0] if words.split() else ""
    if len(first) > 1 and first[:2].isupper():
        vowel = first[0] in _LETTERS_WITH_VOWEL
    elif first.lower().startswith(("uni", "use", "eu", "one")):
        vowel = False
    else:
        vowel = first[:1].lower() in "aeiou" or first.lower().startswith(("hour", "honest", "heir"))
    return f"{'an' if vowel else 'a'} {words}"


def listed(items: Sequence[str]) -> str:
    """Items as English lists them: "A", "A and B", "A, B and C"."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else list(items))
