"""Fields that name those one works with: "partner with UX, QA and DevOps", "across product and data science"."""

import re

_WITH = re.compile(
    r"\b(?:(?P<sure>partner(?:s|ing|ed)?|collaborat\w+|align(?:s|ing)?|coordinat\w+|liais\w+|interfac(?:e|es|ing)"
    r"|communicat\w+|cross[- ]functional\w*)|work(?:s|ing)?|engag\w+|relationships?|alongside)"
    r"\b(?:[ \w,'’-]{0,40}?)\b(?:with|across|alongside|between|like|mit|avec|con)\s+(?P<list>[^.;:\n]{0,130})$"
)
_LINKS = ("with", "across", "alongside", "between", "like", "mit", "avec", "con")  # of _WITH: most sentences have none
_OTHER_WORK = re.compile(r"\b(?:to|on|for|in|using|that|who|which|building|build|develop|through|via|by|of)\b")
_PEOPLE_NEAR = re.compile(
    r"\b(?:teams?|product(?! development)|design|designers?|stakeholders?|engineers?|scientists?|managers?|legal"
    r"|marketing|sales|operations|ops|compliance|finance|partners|analysts|leaders?|researchers?|developers?|departments?"
    r"|functions?|business|clinical|customers?)\b"
)
_GOES_ON = re.compile(
    r"^\s*(?:,|/|&|\band\b|\bor\b|\bto\b|\bon\b|\)|[.;\n]|$|teams?\b|engineers?\b|scientists?\b|stakeholders\b"
    r"|partners\b|leads?\b|leaders?\b|managers?\b|leadership\b|functions?\b|groups?\b|departments?\b|organi[sz]ations?\b"
    r"|colleagues\b|specialists\b|experts\b|counterparts\b)"
)
_JOBS = re.compile(r"\b(?:jobs?|roles?|positions?|occupations?|backgrounds?|titles?)\s*\((?:[^()\n]{0,80}?)$")


def names_people(before: str, behind: str) -> bool:
    """Whether a field stands in the list of those whom the sentence says one works with, or of former occupations.

    `before` is the sentence up to the name, `behind` what follows it, both in lower case.
    """
    if "(" in before and _JOBS.search(before):
        return True
    if not any(map(before.__contains__, _LINKS)) or _GOES_ON.match(behind) is None:
        return False
    found = _WITH.search(before)
    if found is None:
        return False
    listed = found["list"]
    if _OTHER_WORK.search(listed):
        return False
    return found["sure"] is not None or _PEOPLE_NEAR.search(listed + " | " + behind[:80]) is not None
