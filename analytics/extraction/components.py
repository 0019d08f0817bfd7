"""Registers every factory, the tokenizer and the lexicon with spaCy, by being imported; its entry points name it."""

from analytics.extraction import document, language, lexicon, places, tokenizer, triggers
from analytics.extraction.pay import component as pay
from analytics.extraction.sections import component as sections
from analytics.extraction.skills import component as skills
from analytics.extraction.skills import lists, names, phrases
from analytics.extraction.titles import component as titles
from analytics.extraction.workplace import component as workplace
from analytics.extraction.years import component as years

__all__ = [
    "document", "language", "lexicon", "lists", "names", "pay", "phrases", "places", "sections", "skills", "titles",
    "tokenizer", "triggers", "workplace", "years",
]  # fmt: skip
