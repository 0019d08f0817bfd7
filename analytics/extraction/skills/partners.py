"""Fields that name those one works with: "partner with UX, QA and DevOps", "across product and data science"."""

from analytics.extraction.skills.context_rules import ContextRules

_LINKS = ("with", "across", "alongside", "between", "like", "mit", "avec", "con")  # most sentences have none


def names_people(before: str, behind: str, rules: ContextRules) -> bool:
    """Whether a field stands in the list of those whom the sentence says one works with, or of former occupations.

    `before` is the sentence up to the name, `behind` what follows it, both in lower case.
    """
    patterns = rules.patterns
    if "(" in before and patterns["occupations"].search(before):
        return True
    if not any(map(before.__contains__, _LINKS)) or patterns["list_of_people_goes_on"].match(behind) is None:
        return False
    found = patterns["partners"].search(before)
    if found is None:
        return False
    listed = found["list"]
    if patterns["other_work"].search(listed):
        return False
    return found["sure"] is not None or patterns["people_near"].search(listed + " | " + behind[:80]) is not None
