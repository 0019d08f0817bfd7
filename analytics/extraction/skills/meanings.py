"""Where a name that is certain elsewhere means something else: "your CV", "customer embedding", "9 AM CST"."""

import re

_BEFORE, _BEHIND = 60, 30  # characters that are read before and behind a name
# By the name in small letters; "|" stands for the name itself between what stands before and behind it.
_MEANINGS = {
    "cv": re.compile(
        r"(?:r[ée]sum[ée]s?|your|updated|up[- ]to[- ]date|latest|current|recent|full|english|an?|the|submit|send|attach"
        r"|forward|upload|share|cover letter"
        r"|d(?:ein|ain|itt|it|in)|ihre?n?|votre|ton|tu|su|il tuo|o seu|je|jouw|uw|twoje|registrera|envoye[rz]|env[ií]a)"
        r"\W*(?:or|and)?\W*\||\|\W+(?:och|und|et|e|y|en|i)\s"
    ),
    "cad": re.compile(
        r"[\d$](?!d)\D{0,9}\||\|\W{0,3}[\d$]|\b(?:figures|salary|paid|usd|pay|compensation)\b",  # not "2D CAD"
    ),
    "sem": re.compile(r"\|\s*(?:microscop|imaging)|microscop"),
    "cst": re.compile(r"\b(?:am|pm|hours?|time|zone|\d{1,2})\W{0,3}\||\|\W{0,3}(?:time|hours?|zone)"),
    "embedding": re.compile(
        r"(?:customer|client|user|culture)s?\W*\|"
        r"|\|\s+(?!models?|generation|pipelines?|spaces?|vectors?|stores?|search|layers?|techniques?|strateg|databases?"
        r"|and|or|of|based|systems?|methods?|tables?|workflows?|services?|retrieval)[a-z]+\s"
    ),
    "sdn": re.compile(r"designated|sanction|ofac|\|\W{0,3}(?:list|screening)"),
    "requests": re.compile(r"\|\s+(?:for|from|of|and proposals)\b|\b(?:change|service|pull|feature|customer)\s\|"),
    "tracing": re.compile(r"\|\s+(?:of\s)?(?:persons?|people|funds|assets|contacts?)|contact\s\|"),
    "radar": re.compile(r"(?:worker|tech|technology|on (?:the|our|your))\s\|"),
    "benchmarking": re.compile(r"(?:salary|pay|market|national|compensation|industry)\W+(?:\w+\W+)?\|"),
    "benchmark": re.compile(r"(?:month|year|salary|pay|market|national|compensation|industry)\W+(?:\w+\W+)?\|"),
    "make": re.compile(r"\|\s+(?:an?|the|your|our|sure|it|sense|decisions|things|change)\b"),
    "openai gym": re.compile(r"gymnasium"),
    "google": re.compile(  # the cloud only beside its rivals: "AWS, Azure or Google"
        r"(?s)\A(?!.*\b(?:aws|azure|amazon)[^.\n]{0,24}\|)(?!.*\|[^.\n]{0,12}\b(?:aws|azure)\b)"
    ),
    "slack": re.compile(r"\|\s+(?:channel|off|time)"),
}


def means_else(written: str, lowered: str, start: int, end: int) -> bool:
    """Whether the name written from `start` to `end` means something else there."""
    pattern = _MEANINGS.get(written)
    return pattern is not None and (
        pattern.search(f"{lowered[max(0, start - _BEFORE) : start]}|{lowered[end : end + _BEHIND]}") is not None
    )
