"""Language of a posting, from a sample of its text: by script, and for Latin letters by function words.

Function words are the commonest words of any text and hardly shared between languages, so a few dozen words settle it;
the profiles are data (function_words.tsv). Method after Grefenstette (1995), "Comparing two language identification
schemes".
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path

SAMPLE = 700  # characters read at the beginning and again in the middle
LEAST_WORDS = 5  # fewer words decide nothing
LEAST_SHARE = 0.08  # of the words must be the language's function words; running text has 0.25-0.5
LEAD = 1.25  # over the runner-up

_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN = re.compile(r"[\u0370-\u052f\u0590-\u06ff\u0900-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_KANA, _HANGUL, _HAN = (
    re.compile(r"[\u3040-\u30ff]"),
    re.compile(r"[\uac00-\ud7af\u1100-\u11ff]"),
    re.compile(r"[\u3400-\u9fff]"),
)
_SCRIPTS = {
    "el": re.compile(r"[\u0370-\u03ff]"),
    "he": re.compile(r"[\u0590-\u05ff]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "hi": re.compile(r"[\u0900-\u097f]"),
    "th": re.compile(r"[\u0e00-\u0e7f]"),
}
_CYRILLIC, _UKRAINIAN = re.compile(r"[\u0400-\u052f]"), re.compile(r"[іїєґІЇЄҐ]")
_RUSSIAN, _PERSIAN = re.compile(r"[ыэъёЫЭЪЁ]"), re.compile(r"[پچژگ]")


@cache
def _profiles() -> dict[str, tuple[tuple[str, float], ...]]:
    """Languages of each function word with its weight there: a word of several languages counts the less for each."""
    owners: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "data" / "function_words.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            language, words = line.split("\t")
            for word in set(words.split()):
                owners.setdefault(word, []).append(language)
    return {word: tuple((language, len(names) ** -0.7) for language in names) for word, names in owners.items()}


def detect(text: str) -> str | None:
    """ISO 639-1 code of the text's main language; None where it is too short, mixed evenly, or in no known language."""
    half = len(text) // 2
    sample = text if len(text) <= 2 * SAMPLE else f"{text[:SAMPLE]} {text[half : half + SAMPLE]}"
    foreign = 0 if sample.isascii() else len(_FOREIGN.findall(sample))
    if foreign >= 6:
        latin = sum(map(len, _WORD.findall(sample))) - foreign
        # A letter of these scripts says more than a Latin one: names and technologies are Latin in all languages.
        if foreign * 2 >= latin or (foreign * 4 >= latin and (_KANA.search(sample) or _HAN.search(sample))):
            return _by_script(sample)
    return _by_words(sample)


def _by_script(sample: str) -> str | None:
    counts = {name: len(script.findall(sample)) for name, script in _SCRIPTS.items()}
    kana, hangul, han = len(_KANA.findall(sample)), len(_HANGUL.findall(sample)), len(_HAN.findall(sample))
    counts |= {"ko": hangul, "ja": kana + han if kana * 8 >= han else 0, "zh": han if kana * 8 < han else 0}
    cyrillic = len(_CYRILLIC.findall(sample))
    ukrainian, russian = len(_UKRAINIAN.findall(sample)), len(_RUSSIAN.findall(sample))
    counts |= {"uk" if ukrainian > russian else "ru": cyrillic}
    best = max(counts, key=lambda name: counts[name])
    if best == "ar" and len(_PERSIAN.findall(sample)) * 40 > counts["ar"]:
        return "fa"
    return best if counts[best] else None


def _by_words(sample: str) -> str | None:
    words = sample.lower().split()
    if len(words) < LEAST_WORDS:
        return None
    profiles = _profiles()
    scores: dict[str, float] = {}
    for word, times in Counter(filter(profiles.__contains__, words)).items():
        for language, weight in profiles[word]:
            scores[language] = scores.get(language, 0.0) + weight * min(times, 12)
    if not scores:
        return None
    (best, most), *rest = sorted(scores.items(), key=lambda item: -item[1])[:2]
    if most < max(1.5, LEAST_SHARE * len(words)) or (rest and most < LEAD * rest[0][1] and not _kin(best, rest[0][0])):
        return None
    return best


def _kin(best: str, second: str) -> bool:
    """Languages so close that they share most function words; of two such the better one is taken."""
    return any(
        {best, second} <= family for family in ({"da", "no", "sv"}, {"id", "ms"}, {"cs", "sk"}, {"es", "ca", "pt"})
    )
